"""What happened to a matter, one Swedish sentence an event. Pure; used by every edge that shows a log."""

from collections.abc import Mapping, Sequence
from functools import singledispatch

from workflow.definition.schema import MatterType
from workflow.machine.narrate_meetings import at_meeting, because, listed
from workflow.machine.ringing import only_waits
from workflow.machine.values import in_days
from workflow.meeting.folding import HappenedAtMeeting
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
from workflow.model.matter import Assignment, Deadline, Point
from workflow.model.migration import DeadlineFate, FateName

_DEADLINE_WORDS: Mapping[str, str] = {
    "armed": "börjar löpa, sista dag {final}",
    "reprojected": "räknas om, ny sista dag {final}",
    "extended": "förlängs till {final}",
    "suspended": "pausas {remaining}",
    "resumed": "löper åter, sista dag {final}",
    "met": "är uppfylld",
    "dropped": "gäller inte längre",
    "expired": "gick ut {final} utan att vara uppfylld",
    "at_risk": "riskerar att inte hållas: {risk}",
    "reachable": "kan åter hållas, sista dag {final}",
    "watched": "{watch}",
    "recurred": "återkommer, nästa sista dag {final}",
}
FATE_WORDS: Mapping[FateName, str] = {
    "kept": "står kvar",
    "recomputed": "räknas om",
    "begun": "börjar",
    "dropped": "upphör",
    "met": "är uppfylld",
    "expired": "går ut",
}
"""What becomes of a deadline when its matter is moved to another version."""
_WAIT_OVER = "är slut; sista dagen var {final}"
_ITEM_WORDS: Mapping[str, str] = {
    "queued": "Utskick till {name} läggs i utkorgen",
    "delivered": "Utskick till {name} har tagits emot",
    "failed": "Utskick till {name} misslyckades",
    "in_doubt": "Utskick till {name}: ingen vet om det kom fram",
    "settled": "Mottagaren {name} har fått adress",
    "excepted": "Mottagaren {name} behöver inget utskick",
    "retried": "Utskick till {name} görs om",
}


def describe(event: Event, definition: MatterType) -> str:
    """One event in words.

    Args:
        event: any event of the log.
        definition: the one that the matter runs on, for the labels.
    """
    return _words(event, definition)


def label_of(definition: MatterType, event: str) -> str:
    """What the office calls an event; the name itself where the definition doesn't know it."""
    spec = definition.events.get(event)
    return spec.label if spec else event


def _state(definition: MatterType, name: str) -> str:
    state = definition.states.get(name)
    return state.label if state else name


@singledispatch
def _words(event: object, _definition: MatterType) -> str:
    """A kind of event that has no words of its own yet shows its name."""
    return f"{type(event).__name__}."


@_words.register
def _(event: MatterRegistered, definition: MatterType) -> str:
    points = f" med {len(event.points)} beslutspunkter" if len(event.points) > 1 else ""
    onward = f"; fortsätter {event.predecessor.printed}" if event.predecessor else ""
    state = _state(definition, event.state)
    before = f"; övertaget från {event.taken_over_from}" if event.taken_over_from else ""
    return f"Registrerat som {event.number.printed}{points}{onward}{before}. Läge: {state}."


@_words.register
def _(event: PointsMoved, definition: MatterType) -> str:
    return f"{label_of(definition, event.event)} ({_where(event.points, definition)}."


@_words.register
def _(event: PointsOpened, definition: MatterType) -> str:
    return f"{label_of(definition, event.event)} (ny {_where(event.points, definition)}."


def _where(points: Sequence[Point], definition: MatterType) -> str:
    """Which points, and the states that they are in now."""
    states = dict.fromkeys(_state(definition, point.state) for point in points)
    return f"punkt {', '.join(point.key for point in points)}) → {', '.join(states)}"


@_words.register
def _(event: DecisionRecorded, definition: MatterType) -> str:
    decision = event.decision
    parts = [
        label_of(definition, outcome.event)
        + (f" ({label_of(definition, outcome.proposed)})" if outcome.proposed else "")
        for outcome in decision.outcomes
    ]
    paragraph = f" § {decision.paragraph}" if decision.paragraph else ""
    against = ", mot förslaget" if decision.against_proposal else ""
    day = decision.decided_on
    return f"{decision.body} {day}{paragraph}: {'; '.join(parts)}{against} [{decision.key}]."


@_words.register
def _(event: DecisionAdjusted, _definition: MatterType) -> str:
    return f"Protokollet för beslut {event.decision} justerades {event.adjusted_on}."


@_words.register
def _(event: DecisionCorrected, _definition: MatterType) -> str:
    decision = event.decision
    return because(
        f"Beslutet {decision.key} ({decision.body} {decision.decided_on}) rättas", event.reason
    )


@_words.register
def _(event: DecisionUndone, _definition: MatterType) -> str:
    return because(f"Beslutet {event.decision} var felregistrerat och tas bort", event.reason)


@_words.register
def _(event: AppealNoted, _definition: MatterType) -> str:
    number = f", mål {event.court_number}" if event.court_number else ""
    if event.ended:
        return because(f"Överklagandet av beslut {event.decision}{number} är avslutat", event.ended)
    return f"Beslut {event.decision} överklagades {event.received_on}{number}."


@_words.register
def _(event: DecisionLegallyFinal, _definition: MatterType) -> str:
    return because(f"Beslut {event.decision} har vunnit laga kraft {event.on}", event.ground)


@_words.register(AgendaChanged)
@_words.register(RollCalled)
@_words.register(AdjustersElected)
@_words.register(MinutesPresented)
@_words.register(MinutesSigned)
def _(event: HappenedAtMeeting, _definition: MatterType) -> str:
    return at_meeting(event)


@_words.register
def _(event: MatterClosed, _definition: MatterType) -> str:
    return f"Ärendet avslutades {event.closed_on}."


@_words.register
def _(event: SuccessorNamed, _definition: MatterType) -> str:
    return f"Ärendet fortsätter som {event.successor}."


@_words.register
def _(event: MatterMigrated, definition: MatterType) -> str:
    how = "Flyttat tillbaka till" if event.reverted else "Flyttat till"
    parts = [
        f"punkt {move.point} från läget {move.came_from} till {_state(definition, move.to)}"
        for move in event.moves
    ]
    parts += [
        f"{definition.fields[name].label if name in definition.fields else name} satt"
        for name in event.fields_set
    ]
    parts += [f"{name} borttaget" for name in event.fields_dropped]
    parts += [said for fate in event.fates if (said := _fate(fate))]
    what = f" ({'; '.join(parts)})" if parts else ""
    plan = f" enligt planen {event.plan[:12]}"
    return because(f"{how} versionen {event.definition[:12]}{plan}{what}", event.reason)


def _fate(fate: DeadlineFate) -> str | None:
    """A deadline that isn't as before, or that stays although the rule says otherwise."""
    if fate.what == "kept":
        return None
    days = f" {fate.before} → {fate.after}" if fate.before and fate.after else ""
    return f"fristen ”{fate.label}” {FATE_WORDS[fate.what]}{days}"


@_words.register
def _(event: DeadlineChanged, definition: MatterType) -> str:
    deadline = event.deadline
    spec = definition.deadlines.get(deadline.key)
    wait_over = event.what == "expired" and spec is not None and only_waits(spec)
    words = _WAIT_OVER if wait_over else _DEADLINE_WORDS.get(event.what, event.what)
    words = words.format(
        final=deadline.final,
        remaining=_left(deadline),
        risk=(deadline.at_risk or "").rstrip("."),
        watch=_watch(deadline),
    )
    return because(f"Fristen ”{deadline.label}” {words}", event.reason)


def _watch(deadline: Deadline) -> str:
    if deadline.risk_on is None:
        return "behöver ingen bevakning före sista dagen"
    return f"bevakas {deadline.risk_on}, dagen efter det sista sammanträdet i tid"


def _left(deadline: Deadline) -> str:
    if deadline.remaining_days is None:
        return f"men dagen {deadline.final} står kvar"
    return f"med {in_days(deadline.remaining_days)} kvar"


@_words.register
def _(event: ReminderSent, definition: MatterType) -> str:
    spec = definition.deadlines.get(event.deadline)
    label = spec.label if spec else event.deadline
    return f"Påminnelse om fristen ”{label}”, {in_days(event.days_left)} kvar, till {listed(event.told)}."


@_words.register
def _(event: DispatchOrdered, _definition: MatterType) -> str:
    names = listed([item.name or item.printed for item in event.items])
    return f"Expediering av beslut {event.decision} till {names}."


@_words.register
def _(event: ItemChanged, _definition: MatterType) -> str:
    words = _ITEM_WORDS.get(event.what, event.what + ": {name}")
    return because(words.format(name=event.item.name or event.item.printed), event.reason)


def _assignment(assignment: Assignment) -> str:
    owner = assignment.owner or "ingen ansvarig ännu"
    due = (
        f"senast {assignment.due}"
        if assignment.due
        else (assignment.due_printed or "ingen dag ännu")
    )
    return f"{assignment.what} ({owner}, {due})"


@_words.register
def _(event: AssignmentsGiven, _definition: MatterType) -> str:
    return f"Uppdrag: {'; '.join(_assignment(a) for a in event.assignments)}."


@_words.register
def _(event: AssignmentSettled, _definition: MatterType) -> str:
    return f"Uppdraget är klarlagt: {_assignment(event.assignment)}."


@_words.register
def _(event: TaskOpened, _definition: MatterType) -> str:
    return f"Uppgift för en person: {event.task.text} [{event.task.key}]"


@_words.register
def _(event: TaskSettled, _definition: MatterType) -> str:
    return because(f"Uppgiften {event.task} besvarades", event.answer)


@_words.register
def _(event: ChildrenStarted, _definition: MatterType) -> str:
    return f"Startar ärenden hos {listed([child.organisation for child in event.children])}."


@_words.register
def _(event: ChildReported, _definition: MatterType) -> str:
    return f"Svar från {event.child}: {event.outcome}."


@_words.register
def _(event: NoticePosted, _definition: MatterType) -> str:
    last = f", sista dag att överklaga {event.last_appeal_day}" if event.last_appeal_day else ""
    if not event.boards:
        return f"Anslaget väntar på {_boards(event.waiting_for)}."
    removal = f", tas ned tidigast {event.earliest_removal}" if event.earliest_removal else ""
    waits = f"; väntar på {_boards(event.waiting_for)}" if event.waiting_for else ""
    return f"Anslag uppsatt {event.posted_on} på {_boards(event.boards)}{last}{removal}{waits}."


def _boards(names: Sequence[str]) -> str:
    return f"{len(names)} anslagstavlor" if len(names) > 1 else listed(names)


@_words.register
def _(event: NoticeDownEarly, _definition: MatterType) -> str:
    return because(
        f"Anslaget på {event.board} togs ned för tidigt, {event.down_on}; tiden för överklagande "
        "löper inte ut",
        event.reason,
    )


@_words.register
def _(event: MinutesPublished, _definition: MatterType) -> str:
    until = f" till och med {event.until}" if event.until else ""
    masked = f"; maskat: {listed(event.masks)}" if event.masks else ""
    return (
        f"Hela protokollet visas på anslagstavlan{until} efter granskning av {event.reviewed_by}: "
        f"{event.outcome.rstrip('.')}{masked}."
    )


@_words.register
def _(event: MinutesWithdrawn, _definition: MatterType) -> str:
    return f"Hela protokollet visas inte längre sedan {event.withdrawn_on}."


@_words.register
def _(event: NoticeRemoved, _definition: MatterType) -> str:
    return f"Anslaget togs ned {event.removed_on}."
