"""Periods in years, months, weeks and days, and the day on which one ends.

Lag (1930:173) 1 §: a period in weeks, months or years ends on the day that by its name or number
answers to the day it is counted from; where the month has no such day, on its last. Days are counted
with the day of the event as day 0. Periods are written as in ISO 8601: ``P3M``, ``P1Y6M``, ``P7D``.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from dateutil.relativedelta import relativedelta

from workflow.errors import InvalidInputError
from workflow.statutory import calendar

_WRITTEN: Final = re.compile(
    r"P(?=[0-9])(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<weeks>[0-9]+)W)?(?:(?P<days>[0-9]+)D)?"
)
_MAX_LENGTH: Final = 20
_IN_WORDS: Final = {
    "years": ("år", "år"),
    "months": ("månad", "månader"),
    "weeks": ("vecka", "veckor"),
    "days": ("dag", "dagar"),
}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of calendar time, never negative."""

    years: int = 0
    months: int = 0
    weeks: int = 0
    days: int = 0

    def after(self, day: date) -> date:
        """The day on which the period ends when it is counted from ``day``.

        Raises:
            InvalidInputError: outside the years that the calendar covers.
        """
        return self._moved(day, 1)

    def before(self, day: date) -> date:
        """The day that lies the period before ``day``.

        Raises:
            InvalidInputError: outside the years that the calendar covers.
        """
        return self._moved(day, -1)

    def in_words(self) -> str:
        """The period as the office says it: ``1 år och 6 månader``."""
        parts = [
            f"{number} {one if number == 1 else many}"
            for unit, (one, many) in _IN_WORDS.items()
            if (number := getattr(self, unit))
        ]
        return " och ".join(parts) or "0 dagar"

    def _moved(self, day: date, sign: int) -> date:
        try:
            return calendar.checked(calendar.checked(day) + _length(self, sign))
        except (OverflowError, ValueError):
            raise calendar.out_of_range(f"Tiden räknad från {day}") from None


@cache
def _length(period: Period, sign: int) -> relativedelta | timedelta:
    # Whole days need no calendar of months, and are much the most common.
    days = timedelta(days=sign * (7 * period.weeks + period.days))
    if not (period.years or period.months):
        return days
    return relativedelta(years=sign * period.years, months=sign * period.months, days=days.days)


@cache
def parse(text: str) -> Period:
    """Read a period as ISO 8601 writes it; whole years, months, weeks and days.

    Raises:
        InvalidInputError: in another form.
    """
    match = _WRITTEN.fullmatch(text) if len(text) <= _MAX_LENGTH else None
    if match is None:
        raise InvalidInputError(
            f"”{text[:_MAX_LENGTH]}” är ingen tidsperiod.",
            hint="Skriv till exempel P3M (tre månader), P2W (två veckor) eller P10D (tio dagar).",
        )
    return Period(**{unit: int(number) for unit, number in match.groupdict(default="0").items()})
