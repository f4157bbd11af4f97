"""Days as they are read: ”27 februari 2025”."""

from datetime import date
from zoneinfo import ZoneInfo

from workflow.command.ports import Clock
from workflow.statutory.days import in_words, weekday

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def today(clock: Clock) -> date:
    """The day in Sweden."""
    return clock.now().astimezone(STOCKHOLM).date()


def with_weekday(day: date) -> str:
    """With the day of the week: ``torsdag 27 februari 2025``."""
    return f"{weekday(day)} {in_words(day)}"
