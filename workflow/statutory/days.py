"""Days as they are read in Swedish: ”27 februari 2025”. Pure."""

from datetime import date
from typing import Final

_MONTHS: Final = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_WEEKDAYS: Final = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


def in_words(day: date) -> str:
    """Day, month and year: ``27 februari 2025``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def weekday(day: date) -> str:
    """The day of the week: ``torsdag``."""
    return _WEEKDAYS[day.weekday()]
