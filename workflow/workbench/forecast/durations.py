"""How long things take: from three ways to write it to a number of whole calendar days."""

from collections.abc import Callable
from itertools import pairwise
from math import exp, log
from random import Random

from workflow.statutory.periods import parse
from workflow.workbench.forecast.form import Duration

LONGEST = 3650
"""Days; a draw beyond it is cut off there."""

_P90 = 1.2815515655446004  # the 90th percentile of the standard normal distribution
_DAYS_A_YEAR, _DAYS_A_MONTH, _DAYS_A_WEEK = 365, 30, 7

Draw = Callable[[Random], int]
"""Whole calendar days, from 0 on."""


def days(period: str) -> int:
    """An ISO 8601 period as days: a month is 30 of them, a year 365.

    Raises:
        InvalidInputError: no such period.
    """
    found = parse(period)
    return (
        found.years * _DAYS_A_YEAR
        + found.months * _DAYS_A_MONTH
        + found.weeks * _DAYS_A_WEEK
        + found.days
    )


def fault(given: Duration) -> tuple[str, str, str] | None:
    """The key that is wrong, what about it in Swedish, and what to do; None: it can be drawn from."""
    pairs = {name: getattr(given, name) for name in _KEYS}
    written = {name: days(value) for name, value in pairs.items() if value is not None}
    way = next((way for way in _WAYS if set(way) == set(written)), None)
    if way is None:
        sentence = "Tiden ska skrivas på ett av tre sätt."
        return (
            next(iter(written), ""),
            sentence,
            "Ange median och p90, least, likely och most, eller exactly.",
        )
    for shorter, longer in pairwise(way):
        if written[longer] < written[shorter]:
            sentence = f"”{longer}” ({pairs[longer]}) är kortare än ”{shorter}” ({pairs[shorter]})."
            return longer, sentence, "Byt plats på dem eller rätta den ena."
    if way == ("median", "p90") and not written["median"]:
        return "median", "Medianen är noll.", "Skriv exactly: P0D om det inte tar någon tid."
    return None


def drawing(given: Duration) -> Draw:
    """Draws from a duration that has no :func:`fault`."""
    if given.exactly is not None:
        always = min(days(given.exactly), LONGEST)
        return lambda _: always
    if given.median is not None:
        median, p90 = days(given.median), days(given.p90 or given.median)
        sigma = log(p90 / median) / _P90
        return lambda random: _whole(median * exp(sigma * random.gauss(0, 1)))
    least, likely, most = (days(each or "P0D") for each in (given.least, given.likely, given.most))
    return lambda random: _whole(random.triangular(least, most, likely))


def _whole(length: float) -> int:
    return min(round(length), LONGEST)


_WAYS = (("median", "p90"), ("least", "likely", "most"), ("exactly",))
_KEYS = tuple(key for way in _WAYS for key in way)
