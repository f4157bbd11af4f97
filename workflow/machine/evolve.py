"""A matter is the fold of its events: no decision is taken here, only the bookkeeping of what happened.

Total over every event there is; an event that can't have followed is a damaged log, not a case.
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from functools import singledispatch
from operator import attrgetter
from typing import Any

from workflow.errors import CorruptHistoryError
from workflow.meeting.folding import HappenedAtMeeting, happened
from workflow.model.events import (
    AdjustersElected,
    AgendaChanged,
    AppealNoted,
    AssignmentSettled,
    AssignmentsGiven,
    ChildrenStarted,
    ChildReported,
    DeadlineChanged,
    DecisionAdjusted,
    DecisionCorrected,
    DecisionLegallyFinal,
    DecisionRecorded,
    DecisionUndone,
    DispatchOrdered,
    Event,
    ItemChanged,
    MatterClosed,
    MatterMigrated,
    MatterRegistered,
    MinutesPresented,
    MinutesPublished,
    MinutesSigned,
    MinutesWithdrawn,
    NoticeDownEarly,
    NoticePosted,
    NoticeRemoved,
    PointsMoved,
    PointsOpened,
    ReminderSent,
    RollCalled,
    SuccessorNamed,
    TaskOpened,
    TaskSettled,
)
from workflow.model.matter import BoardNotice, Matter
from workflow.model.proceedings import Proceedings

_PLACES = {part.name: place for place, part in enumerate(fields(Matter))}
_PARTS = attrgetter(
    *_PLACES
)  # with the constructor half the time that ``dataclasses.replace`` takes


def fold(events: Iterable[Event]) -> Matter:
    """The matter that these events describe, from its registration on.

    Raises:
        CorruptHistoryError: the events don't begin with a registration, or contradict each other.
    """
    matter: Matter | None = None
    for event in events:
        matter = evolve(matter, event)
    if matter is None:
        raise CorruptHistoryError("Ärendet har inga händelser.")
    return matter


def evolve(matter: Matter | None, event: Event) -> Matter:
    """The matter after one more event; ``version`` is counted up by one.

    Raises:
        CorruptHistoryError: a registration that isn't the first event, or another event that is,
            or an event about something that the matter doesn't have.
    """
    if matter is None:
        if isinstance(event, MatterRegistered):
            return _registered(event)
        raise CorruptHistoryError(
            f"Loggen börjar med {type(event).__name__}, inte med registreringen."
        )
    return _apply(event, matter)


def _registered(event: MatterRegistered) -> Matter:
    return Matter(
        id=event.id,
        number=event.number,
        organisation=event.organisation,
        matter_type=event.matter_type,
        definition=event.definition,
        title=event.title,
        state=event.state,
        version=1,
        opened_on=event.registered_on,
        fields=event.fields,
        points=event.points,
        parent=event.parent,
        predecessor=event.predecessor,
        taken_over_from=event.taken_over_from,
    )


def _next(matter: Matter, **changes: Any) -> Matter:
    """One version on, with these parts changed; every event of every matter comes through here."""
    parts = list(_PARTS(matter))
    parts[_PLACES["version"]] += 1
    for name, value in changes.items():
        parts[_PLACES[name]] = value
    return Matter(*parts)


def _put(old: tuple[Any, ...], new: Iterable[Any]) -> tuple[Any, ...]:
    """What has the same key is replaced where it stands; what is new comes last."""
    changed = {part.key: part for part in new}
    kept = tuple(changed.pop(part.key, part) for part in old)
    return kept + tuple(changed.values())


def _without(parts: tuple[Any, ...], keys: Iterable[str]) -> tuple[Any, ...]:
    gone = frozenset(keys)
    return tuple(part for part in parts if part.key not in gone)


def _known(parts: tuple[Any, ...], key: str, what: str) -> Any:
    for part in parts:
        if part.key == key:
            return part
    raise CorruptHistoryError(f"Loggen nämner {what} {key}, som ärendet inte har.")


@singledispatch
def _apply(event: object, matter: Matter) -> Matter:
    raise CorruptHistoryError(
        f"{type(event).__name__} kan inte hända ett ärende som redan finns ({matter.id})."
    )


@_apply.register
def _points_moved(event: PointsMoved, matter: Matter) -> Matter:
    return _next(
        matter,
        points=_put(matter.points, event.points),
        state=event.state,
        fields={**matter.fields, **event.data} if event.data else matter.fields,
    )


@_apply.register
def _points_opened(event: PointsOpened, matter: Matter) -> Matter:
    return _next(
        matter,
        points=(*matter.points, *event.points),
        state=event.state,
        fields={**matter.fields, **event.data},
        closed_on=None,
    )


@_apply.register
def _decision_recorded(event: DecisionRecorded, matter: Matter) -> Matter:
    return _next(matter, decisions=(*matter.decisions, event.decision))


@_apply.register
def _decision_corrected(event: DecisionCorrected, matter: Matter) -> Matter:
    return _next(matter, decisions=_put(matter.decisions, (event.decision,)))


@_apply.register
def _decision_undone(event: DecisionUndone, matter: Matter) -> Matter:
    _known(matter.decisions, event.decision, "beslut")
    values = {**matter.fields, **event.fields}
    points = tuple(point for point in matter.points if point.key not in event.points_gone)
    return _next(
        matter,
        decisions=_without(matter.decisions, (event.decision,)),
        points=_put(points, event.points),
        fields={name: value for name, value in values.items() if value is not None},
        assignments=_without(matter.assignments, event.assignments_gone),
        deadlines=_put(matter.deadlines, event.deadlines),
        state=event.state,
    )


@_apply.register
def _decision_adjusted(event: DecisionAdjusted, matter: Matter) -> Matter:
    return _decision_changed(matter, event.decision, adjusted_on=event.adjusted_on, before=None)


@_apply.register
def _appeal_noted(event: AppealNoted, matter: Matter) -> Matter:
    return _decision_changed(
        matter,
        event.decision,
        appealed_on=event.received_on,
        court_number=event.court_number,
        appeal_ended=event.ended,
    )


@_apply.register
def _decision_legally_final(event: DecisionLegallyFinal, matter: Matter) -> Matter:
    return _decision_changed(
        matter,
        event.decision,
        legally_final_on=event.on,
        legally_final_because=event.ground,
    )


def _decision_changed(matter: Matter, key: str, **changes: Any) -> Matter:
    decision = replace(_known(matter.decisions, key, "beslut"), **changes)
    return _next(matter, decisions=_put(matter.decisions, (decision,)))


@_apply.register
def _assignments_given(event: AssignmentsGiven, matter: Matter) -> Matter:
    return _next(matter, assignments=_put(matter.assignments, event.assignments))


@_apply.register
def _assignment_settled(event: AssignmentSettled, matter: Matter) -> Matter:
    return _next(matter, assignments=_put(matter.assignments, (event.assignment,)))


@_apply.register
def _deadline_changed(event: DeadlineChanged, matter: Matter) -> Matter:
    return _next(matter, deadlines=_put(matter.deadlines, (event.deadline,)))


@_apply.register(ReminderSent)
@_apply.register(MinutesPublished)
@_apply.register(MinutesWithdrawn)
@_apply.register(NoticeRemoved)
def _nothing_kept(_event: object, matter: Matter) -> Matter:
    return _next(matter)


@_apply.register
def _dispatch_ordered(event: DispatchOrdered, matter: Matter) -> Matter:
    return _next(matter, items=_put(matter.items, event.items))


@_apply.register
def _item_changed(event: ItemChanged, matter: Matter) -> Matter:
    return _next(matter, items=_put(matter.items, (event.item,)))


@_apply.register
def _task_opened(event: TaskOpened, matter: Matter) -> Matter:
    return _next(matter, tasks=_put(matter.tasks, (event.task,)))


@_apply.register
def _task_settled(event: TaskSettled, matter: Matter) -> Matter:
    task = replace(_known(matter.tasks, event.task, "uppgift"), answer=event.answer)
    return _next(matter, tasks=_put(matter.tasks, (task,)))


@_apply.register
def _children_started(event: ChildrenStarted, matter: Matter) -> Matter:
    return _next(matter, children=_put(matter.children, event.children))


@_apply.register
def _child_reported(event: ChildReported, matter: Matter) -> Matter:
    child = replace(_known(matter.children, event.child, "underärende"), outcome=event.outcome)
    return _next(matter, children=_put(matter.children, (child,)))


@_apply.register
def _notice_posted(event: NoticePosted, matter: Matter) -> Matter:
    """The day that counts is the last board's; boards are told apart once they differ."""
    known = str(matter.fields.get("posted_on", ""))
    posted_on = event.posted_on.isoformat() if event.boards or not known else known
    boards = matter.boards
    if boards is not None or event.waiting_for:
        posted_on = max(posted_on, known)
        carry = (BoardNotice(board, event.posted_on) for board in event.boards)
        boards = _put(boards or (), (*carry, *map(BoardNotice, event.waiting_for)))
    fields = {**matter.fields, "posted_on": posted_on}
    if event.up_until is not None:
        fields["up_until"] = event.up_until.isoformat()
    return _next(matter, fields=fields, boards=boards)


@_apply.register
def _notice_down_early(event: NoticeDownEarly, matter: Matter) -> Matter:
    known = next((each for each in matter.boards or () if each.key == event.board), None)
    lost = replace(known or BoardNotice(event.board), down_early_on=event.down_on)
    return _next(matter, boards=_put(matter.boards or (), (lost,)))


@_apply.register
def _successor_named(event: SuccessorNamed, matter: Matter) -> Matter:
    return _next(matter, successor=event.successor)


@_apply.register
def _matter_migrated(event: MatterMigrated, matter: Matter) -> Matter:
    kept = {
        name: value for name, value in matter.fields.items() if name not in event.fields_dropped
    }
    deadlines = _put(matter.deadlines, event.deadlines)
    return _next(
        matter,
        definition=event.definition,
        points=_put(matter.points, event.points),
        state=event.state,
        fields={**kept, **event.fields_set},
        deadlines=tuple(each for each in deadlines if each.key not in event.deadlines_gone),
        migrated=matter.migrated + 1,
    )


@_apply.register(AgendaChanged)
@_apply.register(RollCalled)
@_apply.register(AdjustersElected)
@_apply.register(MinutesPresented)
@_apply.register(MinutesSigned)
def _happened_at_meeting(event: HappenedAtMeeting, matter: Matter) -> Matter:
    return _next(matter, proceedings=happened(event, matter.proceedings or Proceedings()))


@_apply.register
def _matter_closed(event: MatterClosed, matter: Matter) -> Matter:
    return _next(matter, closed_on=event.closed_on)
