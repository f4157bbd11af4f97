"""Days as they are read: ”27 februari 2025”."""

from datetime import date
from zoneinfo import ZoneInfo

from workflow.command.ports import Clock

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_MONTHS = (
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
_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")


def today(clock: Clock) -> date:
    """The day in Sweden."""
    return clock.now().astimezone(STOCKHOLM).date()


def in_words(day: date) -> str:
    """Day, month and year: ``27 februari 2025``."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def with_weekday(day: date) -> str:
    """The same with the day of the week before it: ``torsdag 27 februari 2025``."""
    return f"{_WEEKDAYS[day.weekday()]} {in_words(day)}"
