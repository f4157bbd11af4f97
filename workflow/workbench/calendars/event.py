"""An event of a calendar file, in local time, with the line that it begins on."""

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One event on one day.

    Attributes:
        line: where it begins in the file, from 1.
        on: its day in Stockholm, inclusive.
        starts: time of the day in Stockholm; None when it lasts all day.
        ends: likewise.
        summary: its title.
        description: the rest of its text.
        categories: as the file gives them.
        place: where; empty when it isn't said.
        uid: what the file calls it; empty when it has no name.
        cancelled: the file says that it is (STATUS).
        tentative: the file says that it isn't certain.
        moved_from: the day that a recurring one was to be on (RECURRENCE-ID).
    """

    line: int
    on: date
    starts: time | None = None
    ends: time | None = None
    summary: str = ""
    description: str = ""
    categories: tuple[str, ...] = ()
    place: str = ""
    uid: str = ""
    cancelled: bool = False
    tentative: bool = False
    moved_from: date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a person has to look at: where, what, and what to do."""

    line: int
    sentence: str
    fix: str = ""

    def __str__(self) -> str:
        """The problem as one line of text."""
        return f"rad {self.line}: {self.sentence}" + (f" {self.fix}" if self.fix else "")
