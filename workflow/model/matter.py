"""A matter as the engine sees it: a frozen snapshot, folded from its events.

Dates are calendar days in Europe/Stockholm, inclusive where they end something; instants are
aware UTC datetimes. Mappings hold plain JSON values (str, int, bool, None, lists and mappings of
these): a date field is kept as its ISO 8601 text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from workflow.model.ids import MatterId, RegistrationNumber
from workflow.model.outcome import PointOutcome
from workflow.model.proceedings import Proceedings

FieldValue = object
DeadlineStatus = Literal["running", "suspended", "met", "expired", "dropped"]
ItemStatus = Literal[
    "waiting",  # the decision is not adjusted yet
    "queued",  # in the outbox
    "delivered",
    "failed",  # a person must act
    "in_doubt",  # a person must act
    "unresolved",  # the register doesn't know whom is meant: a person must act
    "excepted",  # delivered by other means or not at all, with the reason
]
SETTLED: frozenset[ItemStatus] = frozenset({"delivered", "excepted"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives a command: a name for the log and the roles that it acts in."""

    name: str
    roles: tuple[str, ...] = ()


ENGINE = Actor("engine", ("engine",))


@dataclass(frozen=True, slots=True)
class Point:
    """One decision point. It moves through the states by itself; a matter lives while one is open."""

    key: str
    text: str
    state: str
    since: date
    outcome: str | None = None
    proposed: str | None = None  # the outcome that the body before proposed
    decision: str | None = None  # key of the latest decision on it
    tabled: int = 0  # how many times in a row
    minority_used: bool = False  # KL 5:50: a minority may table or refer back once


@dataclass(frozen=True, slots=True)
class DispatchItem:
    """One printed recipient of one decision, or one address of a group."""

    key: str
    decision: str
    printed: str
    kind: str  # person, role, unit, body, external_organisation, party, group_expression, unknown
    name: str
    address: str | None
    status: ItemStatus
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """What somebody was told to do; has an owner and a day before the matter may end."""

    key: str
    decision: str
    what: str
    owner: str | None = None
    due: date | None = None
    due_printed: str | None = None
    child: MatterId | None = None
    due_body: str | None = None  # code; where ``due_printed`` is a month, that body's meeting in it

    @property
    def owned(self) -> bool:
        """Whether both owner and day are known."""
        return self.owner is not None and self.due is not None


@dataclass(frozen=True, slots=True)
class Deadline:
    """A running or ended deadline. ``final`` is the last day on which it can be kept, inclusive."""

    key: str
    label: str
    rule: str  # KL-5:35, day, month, after, recurs
    hard: bool
    nominal: date
    final: date
    status: DeadlineStatus = "running"
    target: date | None = None  # the day to aim at, where it differs from the last one
    reminders: tuple[date, ...] = ()
    generation: int = 1  # counted up when the day changes; old timers are void
    moved_by: str | None = None
    explanation: str = ""
    suspended_on: date | None = None
    remaining_days: int | None = None  # while suspended: left on suspended_on; None: the day stays
    extended_days: int = 0
    suspended_days: int = 0  # that the clock has stood still so far
    at_risk: str | None = None  # why it can't be kept as planned
    risk_on: date | None = None  # its risk timer's day: after the last meeting that is in time
    held: date | None = None  # the last day that a new version's rule gave and that was not taken


@dataclass(frozen=True, slots=True)
class Before:
    """What a decision changed, as it was: for putting right what was recorded wrongly."""

    points: tuple[Point, ...]
    points_opened: tuple[str, ...]  # keys of those that weren't there
    fields: Mapping[str, FieldValue]  # those that it set; None where they weren't set
    deadlines: tuple[Deadline, ...]
    moved_to: Mapping[str, str] = field(
        default_factory=dict
    )  # the state that it left each point in


@dataclass(frozen=True, slots=True)
class RecordedDecision:
    """A body's decision on some points at a meeting ("§")."""

    key: str
    body: str
    decided_on: date
    paragraph: str | None
    outcomes: tuple[PointOutcome, ...]
    recipients: tuple[str, ...]  # as printed
    appealable: bool  # KL 13:2: only what a body decides, not what it proposes
    against_proposal: bool = False
    adjusted_on: date | None = None
    texts: tuple[tuple[str, str], ...] = ()  # point key and its wording when it was decided
    appealed_on: date | None = None  # the day when an appeal came in, to court or municipality
    court_number: str | None = None  # the court's
    appeal_ended: str | None = None  # how, in words; None: it goes on, where there is one
    legally_final_on: date | None = None  # entered by a person, never worked out
    legally_final_because: str | None = None
    item: str | None = None  # the meeting's item that it was made under: ``meeting/key``
    before: Before | None = None  # of one recorded at a meeting, until it is adjusted


@dataclass(frozen=True, slots=True)
class Task:
    """Something that only a person can settle; the matter can't end before it is."""

    key: str
    kind: str  # recipient, deadline, assignment, party, flag, successor
    text: str
    subject: str  # the key of what it is about
    blocks: bool = True
    answer: str | None = None

    @property
    def open(self) -> bool:
        """Whether nobody has settled it."""
        return self.answer is None


@dataclass(frozen=True, slots=True)
class Child:
    """A matter started by this one, and what it answered."""

    key: str
    group: str  # the children block of the definition
    organisation: str
    matter: MatterId | None  # None: the party is not in the catalogue, a person enters its answer
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Parent:
    """Whom a child matter answers to."""

    matter: MatterId
    child: str


@dataclass(frozen=True, slots=True)
class BoardNotice:
    """A notice on one board, where boards differ. ``key`` is the board's name.

    ``posted_on``: None while a board that others run hasn't carried it. ``down_early_on``: the day when
    the board was found without it before its time, until it is posted anew.
    """

    key: str
    posted_on: date | None = None
    down_early_on: date | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """The whole matter. ``version`` is the sequence number of its last event."""

    id: MatterId
    number: RegistrationNumber
    organisation: str
    matter_type: str
    definition: str  # digest of the definition that it runs on
    title: str
    state: str  # of the open point that has the longest way to go
    version: int
    opened_on: date
    closed_on: date | None = None
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    points: tuple[Point, ...] = ()
    decisions: tuple[RecordedDecision, ...] = ()
    items: tuple[DispatchItem, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    tasks: tuple[Task, ...] = ()
    children: tuple[Child, ...] = ()
    parent: Parent | None = None
    predecessor: RegistrationNumber | None = None
    successor: str | None = None
    taken_over_from: str | None = None  # who had it until it was registered here, under way
    boards: tuple[BoardNotice, ...] | None = None  # of a notice; None: all carry it since one day
    migrated: int = 0  # how many times it has gone over to another version, there and back
    proceedings: Proceedings | None = None  # of a meeting: what happens at it
