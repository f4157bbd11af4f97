"""What somebody, a timer or another matter wants done. Imperative; refused or carried out whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from workflow.model.ids import MatterId
from workflow.model.matter import Actor, Deadline, Parent, Point
from workflow.model.migration import Order, Transfer
from workflow.model.outcome import AssignmentGiven, PointOutcome
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Deliberation,
    Roll,
    RouteStop,
    Section,
)


@dataclass(frozen=True, slots=True)
class RegisterMatter:
    """Open a matter. ``number`` as printed; None lets the register give the next one."""

    organisation: str
    matter_type: str
    title: str
    number: str | None = None
    register: str | None = None
    registered_on: date | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    points: tuple[str, ...] = ()  # texts; empty: one point with the title
    enter_at: str | None = (
        None  # a state other than the initial one, where the definition allows it
    )
    predecessor: str | None = None  # the number that it continues
    predecessor_id: MatterId | None = None  # looked up; None: the number is what its id came from
    parent: Parent | None = None
    flags: tuple[str, ...] = ()  # what a person should look at, in words
    taken_over_from: str | None = (
        None  # who had it until now: then it may begin anywhere on the way
    )


@dataclass(frozen=True, slots=True)
class FireEvent:
    """An event of the definition that is no decision of a body."""

    event: str
    points: tuple[str, ...] = ()  # empty: every open point that it is possible for
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RecordDecision:
    """A body's decision at a meeting; each point has its own outcome.

    Points named that don't exist yet are opened: a body may add points of its own.
    """

    outcomes: tuple[PointOutcome, ...]
    body: str | None = None  # None: the body of the state
    decided_on: date | None = None  # None: today
    paragraph: str | None = None
    recipients: tuple[str, ...] = ()
    assignments: tuple[AssignmentGiven, ...] = ()
    data: Mapping[str, object] = field(default_factory=dict)
    item: str | None = None  # the meeting's item that it was made under: ``meeting/key``


@dataclass(frozen=True, slots=True)
class CorrectDecision:
    """What was recorded under a meeting's item was something else, or nothing (None); before adjustment.

    ``words_only``: nothing but the paragraph and the recipients differ from what was recorded.
    """

    item: str  # ``meeting/key``
    instead: RecordDecision | None
    reason: str
    words_only: bool = False


@dataclass(frozen=True, slots=True)
class AdjustMinutes:
    """The minutes of a body's meeting were adjusted (KL 5:69).

    ``paragraphs``: only these, at once; empty: every decision of the meeting that isn't adjusted yet.
    """

    body: str
    meeting_on: date
    adjusted_on: date
    paragraphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoteAppeal:
    """A decision was appealed (KL 13:5-6), or its appeal has ended: ``ended`` says how."""

    decision: str
    received_on: date
    court_number: str = ""
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class ConfirmLegalForce:
    """A person has found that a decision can't be appealed any more: since which day, and why."""

    decision: str
    on: date
    ground: str


@dataclass(frozen=True, slots=True)
class FireTimer:
    """A timer came due. ``generation`` tells a timer of a day that has since been changed."""

    timer: str
    deadline: str
    kind: str  # reminder, risk, expiry
    generation: int
    due_on: date


@dataclass(frozen=True, slots=True)
class ExtendDeadline:
    """Give a deadline a later last day; external ones only because the sender says so."""

    deadline: str
    until: date
    reason: str


@dataclass(frozen=True, slots=True)
class SuspendDeadline:
    """Stop the clock; what is consumed stays consumed.

    ``day_stays``: only nobody watches it, as in a matter read in from elsewhere; its last day stays.
    """

    deadline: str
    reason: str
    day_stays: bool = False


@dataclass(frozen=True, slots=True)
class ResumeDeadline:
    """Start the clock again with the days that were left."""

    deadline: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReprojectDeadlines:
    """A calendar or meeting schedule changed: work every open deadline out again."""

    why: str


@dataclass(frozen=True, slots=True)
class RecordReceipt:
    """What became of one item in the outbox: delivered, failed or in_doubt."""

    item: str
    status: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class SettleRecipient:
    """A person says whom an item goes to (``addresses``), or why it needs no mail (``because``)."""

    item: str
    addresses: tuple[str, ...] = ()
    because: str | None = None


@dataclass(frozen=True, slots=True)
class RetryDispatch:
    """Send an item again."""

    item: str


@dataclass(frozen=True, slots=True)
class SettleTask:
    """A person answers a task."""

    task: str
    answer: str


@dataclass(frozen=True, slots=True)
class SettleAssignment:
    """A person gives an assignment its owner, its day, or both."""

    assignment: str
    owner: str | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True)
class ReportChild:
    """A child matter ended with this outcome; or a person enters what the party answered."""

    child: str
    outcome: str


@dataclass(frozen=True, slots=True)
class MigrateMatter:
    """Go on by another version of the type, exactly as it was planned.

    ``definition`` is the digest of that version, ``plan`` the hash of the plan. ``orders`` say what is to
    become of deadlines by their names; the others follow the new version. ``trial``: deadlines and what
    follows aren't known yet, so that nothing is compared; never carried out.
    """

    definition: str
    plan: str
    reason: str
    transfer: Transfer
    orders: Mapping[str, Order] = field(default_factory=dict)
    trial: bool = False


@dataclass(frozen=True, slots=True)
class RevertMigration:
    """Go back to how the matter was before a migration: version, states, fields and deadlines."""

    definition: str
    plan: str
    reason: str
    state: str
    points: tuple[Point, ...]
    fields: Mapping[str, object]
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True, slots=True)
class PlaceItems:
    """Put items on a meeting's agenda, last; one whose key is there already takes its place."""

    items: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True)
class OrderItems:
    """The order of all items of a meeting, by key. Paragraph numbers follow."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WithdrawItem:
    """An item is taken off the agenda before it is taken up (utgår)."""

    item: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CallRoll:
    """Who belongs to the body, and who was there; the whole roll, each time."""

    roll: Roll


@dataclass(frozen=True, slots=True)
class ElectAdjusters:
    """Who signs the minutes besides secretary and chair."""

    adjusters: Adjusters


@dataclass(frozen=True, slots=True)
class ItemDealtWith:
    """One item and how it was dealt with."""

    item: str
    deliberation: Deliberation


@dataclass(frozen=True, slots=True)
class RecordItems:
    """These items were taken up, in this order: one, or a whole agenda in one go."""

    items: tuple[ItemDealtWith, ...]


@dataclass(frozen=True, slots=True)
class CorrectItem:
    """What was recorded of an item is put right, before it is adjusted; never after.

    ``deliberation`` None: it was never taken up. Fields that are None stay as they are.
    """

    item: str
    deliberation: Deliberation | None
    reason: str
    title: str | None = None
    sections: tuple[Section, ...] | None = None
    basis: tuple[str, ...] | None = None
    route: tuple[RouteStop, ...] | None = None


@dataclass(frozen=True, slots=True)
class PresentMinutes:
    """Put the minutes, or single items for immediate adjustment, before those who sign.

    ``sha256`` is of the bytes that are kept as a document. ``items`` empty: all that isn't adjusted.
    """

    sha256: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SignMinutes:
    """One of those who sign has signed exactly these bytes. The last signature adjusts the minutes.

    ``signed_at``: when, aware, where it is noted afterwards; None: now.
    """

    presentation: str
    name: str
    sha256: str
    signed_at: datetime | None = None


Command = (
    RegisterMatter
    | FireEvent
    | RecordDecision
    | CorrectDecision
    | AdjustMinutes
    | NoteAppeal
    | ConfirmLegalForce
    | FireTimer
    | ExtendDeadline
    | SuspendDeadline
    | ResumeDeadline
    | ReprojectDeadlines
    | RecordReceipt
    | SettleRecipient
    | RetryDispatch
    | SettleTask
    | SettleAssignment
    | ReportChild
    | MigrateMatter
    | RevertMigration
    | PlaceItems
    | OrderItems
    | WithdrawItem
    | CallRoll
    | ElectAdjusters
    | RecordItems
    | CorrectItem
    | PresentMinutes
    | SignMinutes
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """A command on its way to one matter. The same ``dedupe_key`` is carried out at most once."""

    dedupe_key: str
    matter: MatterId
    command: Command
    actor: Actor
    given_at: datetime
    expected_version: int | None = None  # refuse if the matter has moved on since it was read
