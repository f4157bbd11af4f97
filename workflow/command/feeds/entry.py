"""A calendar as values: what a feed is made of, before it is written as iCalendar (RFC 5545)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

Kind = Literal["meeting", "cut_off", "summons", "deadline", "assignment"]
Status = Literal["confirmed", "tentative", "cancelled"]

_NAMESPACE = uuid5(NAMESPACE_URL, "urn:arendegang:calendar")
_STOCKHOLM = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of a calendar. The same data give the same entry, whenever it is asked for.

    Attributes:
        uid: the same for ever, whatever happens to the event.
        sequence: never falls, and grows when the event changes.
        changed_at: aware UTC; when what it says was changed, not when it was read.
        on: the day, in Stockholm.
        starts: time of the day in Stockholm; None: the whole day.
        ends: likewise; earlier than ``starts``: on the next day.
        status: tentative for a deadline that stands still.
        alarm: whether a client may call attention to it the day before.
    """

    uid: str
    kind: Kind
    summary: str
    on: date
    sequence: int
    changed_at: datetime
    starts: time | None = None
    ends: time | None = None
    place: str | None = None
    description: str = ""
    status: Status = "confirmed"
    alarm: bool = False

    def says_the_same(self, other: "Entry") -> bool:
        """Whether nothing differs but when it was changed."""
        return self == replace(other, sequence=self.sequence, changed_at=self.changed_at)


@dataclass(frozen=True, slots=True)
class Feed:
    """A whole calendar. ``public``: anybody may read it. Entries are in order of day and UID."""

    name: str
    description: str
    public: bool
    entries: tuple[Entry, ...]


def uid_of(*parts: object) -> str:
    """A UUID (RFC 7986 section 5.3) that is derived from what the event is, and from nothing that can change."""
    return str(uuid5(_NAMESPACE, "\n".join(map(str, parts))))


def in_order(entries: list[Entry]) -> tuple[Entry, ...]:
    """By day, time and UID."""
    return tuple(sorted(entries, key=lambda one: (one.on, one.starts or time.min, one.uid)))


def local_day(at: datetime) -> date:
    """The calendar day in Stockholm of an aware instant."""
    return at.astimezone(_STOCKHOLM).date()
