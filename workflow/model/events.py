"""What happened to a matter. Past tense, append-only; the matter is the fold of its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from workflow.model.ids import MatterId, RegistrationNumber
from workflow.model.matter import (
    Assignment,
    Child,
    Deadline,
    DispatchItem,
    Parent,
    Point,
    RecordedDecision,
    Task,
)
from workflow.model.migration import DeadlineFate, PointMove
from workflow.model.proceedings import Adjusters, AgendaItem, Presentation, Roll


@dataclass(frozen=True, slots=True)
class MatterRegistered:
    """The first event of every matter."""

    id: MatterId
    number: RegistrationNumber
    organisation: str
    matter_type: str
    definition: str
    title: str
    state: str
    registered_on: date
    fields: Mapping[str, object]
    points: tuple[Point, ...]
    parent: Parent | None = None
    predecessor: RegistrationNumber | None = None
    taken_over_from: str | None = None


@dataclass(frozen=True, slots=True)
class PointsMoved:
    """An event moved points. ``points`` are the points as they are now; ``state`` is the matter's."""

    event: str
    came_from: Mapping[str, str]  # point key to the state that it left
    points: tuple[Point, ...]
    state: str
    data: Mapping[str, object] = field(default_factory=dict)  # fields set by the event


@dataclass(frozen=True, slots=True)
class PointsOpened:
    """An event opened new points; the matter is open again where it was closed.

    ``points`` are the new ones; ``state`` is the matter's.
    """

    event: str
    points: tuple[Point, ...]
    state: str
    data: Mapping[str, object] = field(default_factory=dict)  # fields set by the event


@dataclass(frozen=True, slots=True)
class DecisionRecorded:
    """A body decided, proposed, tabled or referred back."""

    decision: RecordedDecision


@dataclass(frozen=True, slots=True)
class DecisionCorrected:
    """What had been recorded of a decision was put right: its paragraph, wording or recipients."""

    decision: RecordedDecision
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionUndone:
    """A decision was recorded wrongly: the matter is as it was before it, and the decision is gone.

    Attributes:
        decision: its key; the next decision has it again where it was the last one.
        points: those that it moved, as they were.
        points_gone: keys of those that it opened.
        fields: values that it set, as they were; None where they weren't set.
        assignments_gone: keys of what it gave somebody to do.
        deadlines: those that began or ended with it, as they are now.
        state: the matter's.
    """

    decision: str
    points: tuple[Point, ...]
    points_gone: tuple[str, ...]
    fields: Mapping[str, object]
    assignments_gone: tuple[str, ...]
    deadlines: tuple[Deadline, ...]
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionAdjusted:
    """The minutes that hold the decision were adjusted."""

    decision: str
    adjusted_on: date


@dataclass(frozen=True, slots=True)
class AppealNoted:
    """The decision was appealed; or that appeal has ended, as ``ended`` says."""

    decision: str
    received_on: date
    court_number: str | None
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class DecisionLegallyFinal:
    """A person has confirmed that the decision has become legally final, and why."""

    decision: str
    on: date
    ground: str


@dataclass(frozen=True, slots=True)
class AssignmentsGiven:
    """The deciding body told somebody to do something."""

    assignments: tuple[Assignment, ...]


@dataclass(frozen=True, slots=True)
class AssignmentSettled:
    """An assignment got its owner, its day or its own matter."""

    assignment: Assignment


@dataclass(frozen=True, slots=True)
class DeadlineChanged:
    """A deadline was armed, moved, met, dropped, expired, suspended, resumed, or is at risk.

    ``what`` is one of: armed, reprojected, extended, suspended, resumed, met, dropped, expired,
    at_risk, reachable, watched, recurred. Watched: only ``risk_on`` is another.
    """

    what: str
    deadline: Deadline
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReminderSent:
    """A step of the ladder was reached and those concerned were told."""

    deadline: str
    due_on: date
    days_left: int
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DispatchOrdered:
    """The recipients of a decision as items, one per address."""

    decision: str
    items: tuple[DispatchItem, ...]


@dataclass(frozen=True, slots=True)
class ItemChanged:
    """An item got its receipt, failed, was settled or sent again; or was replaced by others.

    ``what`` is one of: queued, delivered, failed, in_doubt, settled, excepted, retried.
    """

    what: str
    item: DispatchItem
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """A person is needed."""

    task: Task


@dataclass(frozen=True, slots=True)
class TaskSettled:
    """A person answered."""

    task: str
    answer: str


@dataclass(frozen=True, slots=True)
class ChildrenStarted:
    """Matters of others were started by this one."""

    children: tuple[Child, ...]


@dataclass(frozen=True, slots=True)
class ChildReported:
    """A child matter answered."""

    child: str
    outcome: str


@dataclass(frozen=True, slots=True)
class NoticePosted:
    """The notice went up on these boards.

    While ``waiting_for`` names boards that others run and that haven't carried it yet, ``earliest_removal``
    is only the earliest that it can become, and there is no last day to appeal (KL 9:32, 13:5).
    ``posted_on`` is the day when these boards carried it.
    """

    boards: tuple[str, ...]
    posted_on: date
    last_appeal_day: date | None
    earliest_removal: date | None
    waiting_for: tuple[str, ...] = ()
    up_until: date | None = (
        None  # the last day that custom wants it up, where nothing can be appealed
    )


@dataclass(frozen=True, slots=True)
class NoticeDownEarly:
    """A board lost the notice before its day: the time to appeal doesn't run out (KL 13:5)."""

    board: str
    down_on: date
    reason: str


@dataclass(frozen=True, slots=True)
class MinutesPublished:
    """Full minutes are shown beside the notice, after a person's review (KL 8:10 p 4).

    Attributes:
        document: SHA-256 of the reviewed, masked file.
        reviewed_by: who looked; ``outcome`` is what came of it, ``masks`` what was taken out.
        until: the last day on which they are shown.
    """

    document: str
    reviewed_by: str
    outcome: str
    masks: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class MinutesWithdrawn:
    """The full minutes are not shown any more."""

    withdrawn_on: date


@dataclass(frozen=True, slots=True)
class NoticeRemoved:
    """The notices were taken down, and full minutes with them."""

    removed_on: date


@dataclass(frozen=True, slots=True)
class SuccessorNamed:
    """The matter goes on under another number."""

    successor: str


@dataclass(frozen=True, slots=True)
class MatterMigrated:
    """The matter goes on by another version of its type, or back by the one before (``reverted``).

    Attributes:
        plan: hash of the plan.
        came_from: digest of the version that it went by.
        definition: digest of the version that it goes by now.
        moves: points whose state is called otherwise now; ``points`` are these points as they are now.
        state: the matter's.
        fields_dropped: names; the values are in the events before.
        fates: what becomes of each deadline, as it was planned.
        deadlines: those that this event itself changes, as they are now.
        deadlines_gone: those that the matter no longer has, by a reverted migration.
    """

    plan: str
    reason: str
    came_from: str
    definition: str
    moves: tuple[PointMove, ...]
    points: tuple[Point, ...]
    state: str
    fields_set: Mapping[str, object] = field(default_factory=dict)
    fields_dropped: tuple[str, ...] = ()
    fates: tuple[DeadlineFate, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    deadlines_gone: tuple[str, ...] = ()
    reverted: bool = False


@dataclass(frozen=True, slots=True)
class AgendaChanged:
    """Items of a meeting's agenda. ``items`` are those that changed, as they are now.

    ``what`` is one of: placed, withdrawn, recorded, corrected, struck, adjusted; or ordered, with all the
    items in their new order.
    """

    what: str
    items: tuple[AgendaItem, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RollCalled:
    """Who belongs to the body, and who was there."""

    roll: Roll


@dataclass(frozen=True, slots=True)
class AdjustersElected:
    """Who signs the minutes besides secretary and chair."""

    adjusters: Adjusters


@dataclass(frozen=True, slots=True)
class MinutesPresented:
    """Minutes were put before those who sign, or what had been presented is void."""

    presentation: Presentation


@dataclass(frozen=True, slots=True)
class MinutesSigned:
    """Somebody signed; the last signature adjusts."""

    presentation: Presentation


@dataclass(frozen=True, slots=True)
class MatterClosed:
    """Every point has ended, every recipient has a receipt or an exception."""

    closed_on: date


Event = (
    MatterRegistered
    | PointsMoved
    | PointsOpened
    | DecisionRecorded
    | DecisionCorrected
    | DecisionUndone
    | DecisionAdjusted
    | AppealNoted
    | DecisionLegallyFinal
    | AssignmentsGiven
    | AssignmentSettled
    | DeadlineChanged
    | ReminderSent
    | DispatchOrdered
    | ItemChanged
    | TaskOpened
    | TaskSettled
    | ChildrenStarted
    | ChildReported
    | NoticePosted
    | NoticeDownEarly
    | MinutesPublished
    | MinutesWithdrawn
    | NoticeRemoved
    | SuccessorNamed
    | MatterMigrated
    | AgendaChanged
    | RollCalled
    | AdjustersElected
    | MinutesPresented
    | MinutesSigned
    | MatterClosed
)
