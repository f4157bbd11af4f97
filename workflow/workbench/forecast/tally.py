"""What the events tell, kept as rows: how long a matter was in a state, how each deadline ended, who was told.

Nothing here knows how the matters were moved; the same rows could be read from an event log.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from workflow.command.ports import Change
from workflow.definition.schema import MatterType
from workflow.model.effects import SendMail
from workflow.model.events import (
    DeadlineChanged,
    Event,
    MatterClosed,
    MatterRegistered,
    PointsMoved,
    ReminderSent,
)
from workflow.workbench.in_memory import local_day

Fate = Literal["running", "met", "missed", "dropped", "recurred"]
_FATES: dict[str, Fate] = {"met": "met", "expired": "missed", "dropped": "dropped"}


@dataclass(slots=True)
class Visit:
    """A stay in a state. ``until`` None: it is there still."""

    state: str
    since: date
    until: date | None = None


@dataclass(slots=True)
class Watched:
    """A deadline with one last day (an extension moves it). ``caught_up``: when what was missed was done."""

    key: str
    final: date
    begun: date
    fate: Fate = "running"
    ended: date | None = None
    caught_up: date | None = None


@dataclass(slots=True)
class Trail:
    """What is known of one matter."""

    definition: MatterType
    opened: date | None = None
    closed: date | None = None
    visits: list[Visit] = field(default_factory=list)
    deadlines: list[Watched] = field(default_factory=list)
    reminders: list[date] = field(default_factory=list)
    mails: list[tuple[date, str]] = field(default_factory=list)  # day and template

    def add(self, changes: Iterable[Change], mails: Iterable[SendMail], day: date) -> bool:
        """Note what happened; whether the matter came into another state. ``day`` is that of the mails."""
        before = len(self.visits)
        for change in changes:
            on = local_day(change.at)
            for event in change.events:
                self._note(event, on)
            self._catch_up(on)
        self.mails.extend((day, mail.template) for mail in mails)
        return len(self.visits) != before

    def _note(self, event: Event, on: date) -> None:
        match event:
            case MatterRegistered():
                self.opened = on
                self.visits.append(Visit(event.state, on))
            case PointsMoved():
                state = event.points[0].state
                if state != self.visits[-1].state:
                    self.visits[-1].until = on
                    self.visits.append(Visit(state, on))
            case DeadlineChanged():
                self._deadline(event, on)
            case ReminderSent():
                self.reminders.append(on)
            case MatterClosed():
                self.closed = on

    def _deadline(self, event: DeadlineChanged, on: date) -> None:
        deadline = event.deadline
        current = next(
            (one for one in self.deadlines if one.key == deadline.key and one.fate == "running"),
            None,
        )
        if event.what == "recurred" and current is not None:
            current.fate, current.ended, current = "recurred", on, None
        if current is None:
            current = Watched(deadline.key, deadline.final, on)
            self.deadlines.append(current)
        current.final = deadline.final
        if event.what in _FATES:
            current.fate, current.ended = _FATES[event.what], on
            if event.what == "dropped" and self._is_done(deadline.key):
                current.fate = "met"  # the state that it is for was left in time

    def _catch_up(self, on: date) -> None:
        for one in self.deadlines:
            if one.fate == "missed" and one.caught_up is None and self._is_done(one.key):
                one.caught_up = on

    def _is_done(self, key: str) -> bool:
        """Whether what the deadline is about is done in the state that the matter is in."""
        spec, state = self.definition.deadlines[key], self.visits[-1].state
        if state in spec.until or self.definition.states[state].final:
            return True
        return bool(spec.during) and state not in spec.during


@dataclass(frozen=True, slots=True)
class Held:
    """A meeting that was held: how many matters it took up, and how many there was no room for."""

    body: str
    day: date
    capacity: int
    items: int
    pushed: int

    @property
    def full(self) -> bool:
        """Whether every place was taken."""
        return self.items >= self.capacity


@dataclass(frozen=True, slots=True)
class Place:
    """Where a matter is: with a body, a role (in its queue or in work), or waiting for something else.

    ``kind``: body, queue, work, others, clock, minutes, engine or end; ``name`` is the body or the role.
    """

    kind: str
    name: str = ""


@dataclass(slots=True)
class Record:
    """A whole run: one trail a matter, where each matter was at the end, every meeting, every day."""

    trails: list[Trail] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    meetings: list[Held] = field(default_factory=list)
    days: list[tuple[date, Counter[Place]]] = field(default_factory=list)
    refusals: Counter[tuple[str, str]] = field(default_factory=Counter)  # type and reason
