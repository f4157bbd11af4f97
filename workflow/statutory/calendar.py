"""Closed days: the days that a statutory period may not end on, and when it may.

Lag (1930:173) om beräkning av lagstadgad tid, 2 §: Sundays, public holidays (lag 1989:253), Saturdays,
midsommarafton, julafton and nyårsafton. Other eves and the days that offices close by custom are open.
The feasts come from the ``holidays`` library. The calendar covers the years in which the act of 1989
applies, and a century beyond the last one that the library knows by itself.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache
from typing import Final

from holidays.constants import DE_FACTO, PUBLIC
from holidays.countries.sweden import Sweden

from workflow.errors import InvalidInputError

FIRST_DAY: Final = date(1990, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)

_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_WEEKEND: Final = {_SATURDAY: "lördag", 6: "söndag"}
_PROPER_NAMES: Final = ("Kristi",)


class _Feasts(Sweden):
    """The library's rules for Sweden, also for the years after its own last one (2100)."""

    end_year = LAST_DAY.year


def checked(day: date) -> date:
    """The same day.

    Raises:
        InvalidInputError: it is outside the years that the calendar covers.
    """
    if not FIRST_DAY <= day <= LAST_DAY:
        raise out_of_range(day.isoformat())
    return day


def out_of_range(what: str) -> InvalidInputError:
    """The error for a day that the calendar doesn't cover."""
    return InvalidInputError(
        f"{what} ligger utanför kalendern.",
        hint=f"Kalendern omfattar {FIRST_DAY} till {LAST_DAY}.",
    )


def closed(day: date) -> str | None:
    """What makes the day closed, as the office calls it (``långfredagen``); None when it is open.

    Raises:
        InvalidInputError: outside the years that the calendar covers.
    """
    return _closed_days(day.year).get(day)


def open_on_or_after(day: date) -> date:
    """The day, or the first open day after it (1930:173 2 §).

    Raises:
        InvalidInputError: outside the years that the calendar covers.
    """
    while closed(day):
        day += _DAY
    return day


def open_on_or_before(day: date) -> date:
    """The day, or the last open day before it.

    Raises:
        InvalidInputError: outside the years that the calendar covers.
    """
    while closed(day):
        day -= _DAY
    return day


def month_end(day: date) -> date:
    """The last day of the day's month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


@cache
def _closed_days(year: int) -> dict[date, str]:
    """The year's weekends, public holidays and the three eves; two that coincide are both named."""
    first = checked(date(year, 1, 1))
    found = _Feasts(years=year, language="sv", categories=(PUBLIC, DE_FACTO))
    days = (first + n * _DAY for n in range(366))
    weekends = {day: _WEEKEND[day.weekday()] for day in days if day.weekday() in _WEEKEND}
    feasts = {day: " och ".join(_named(name) for name in found.get_list(day)) for day in found}
    return {day: name for day, name in (weekends | feasts).items() if day.year == year}


def _named(feast: str) -> str:
    return feast if feast.startswith(_PROPER_NAMES) else feast[0].lower() + feast[1:]
