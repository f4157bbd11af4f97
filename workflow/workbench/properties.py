"""What every matter type has to guarantee, whatever its own lines say: asked of single commands.

The same properties are proved or refuted by ``definitions explore`` and asked for by ``holds:`` in a
scenario. Each is asked of what one command did (``watch``), except ``can_end``, which is about what can
happen after it. To these come the type's own ``never`` and ``always`` lines, by their names.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from workflow.definition.schema import MatterType
from workflow.machine import children, closing
from workflow.machine.context import open_points
from workflow.machine.invariants import Broken, Invariants
from workflow.machine.work import Work
from workflow.model.effects import OpenIncident, SendMail
from workflow.model.events import (
    DeadlineChanged,
    DecisionRecorded,
    PointsMoved,
    ReminderSent,
    TaskOpened,
)
from workflow.model.matter import ENGINE, RecordedDecision
from workflow.workbench.exploring.distinctions import binding
from workflow.workbench.exploring.search import Watch
from workflow.workbench.exploring.situation import Taken

COUNCIL = "KF"
BOARD = "KS"
_STRUCK_OFF = "struck_off"
_SAYS = frozenset({"decides", "proposes", "hands_over", "notes"})


@dataclass(frozen=True, slots=True)
class Property:
    """Something that is to hold in every situation.

    Attributes:
        name: as ``--property`` and ``holds`` have it.
        label: what it says, in a sentence.
        source: the law or the reason behind it.
        applies: whether it says anything about a type.
        watch: what is wrong with a command that was carried out; None for ``can_end``.
    """

    name: str
    label: str
    source: str
    applies: Callable[[MatterType], bool]
    watch: Watch | None


def someone_told(taken: Taken) -> str | None:
    """No deadline of the law, and no hard one, passes without somebody being told.

    Told is whoever got a reminder while the deadline had that day, an escalation, an incident or a task; a
    deadline whose end is an event that the engine carries out is seen to. The law asks that the day is
    kept (KL 5:24, 5:35, 5:69, 11:8, 11:10, 11:16, 11:20, FL 12); nobody keeps a day that nobody knows of.
    """
    reminded = taken.reminded | {e.deadline for e in taken.events if isinstance(e, ReminderSent)}
    for event in taken.events:
        if not isinstance(event, DeadlineChanged) or event.what not in ("expired", "recurred"):
            continue
        key = event.deadline.key
        spec = taken.machine.definition.deadlines.get(key)
        if spec is None or not binding(spec) or key in reminded:
            continue
        if not any(_tells(taken, key)) and not _carried_out(taken, spec.on_expiry.event):
            return f"Fristen ”{event.deadline.label}” ({key}) gick ut utan att någon fick veta det."
    return None


def _tells(taken: Taken, key: str) -> Iterator[bool]:
    """Whether each message, incident and task is about the deadline."""
    about = f"{taken.after.id}/{key}/"
    for effect in taken.effects:
        if isinstance(effect, SendMail):
            yield effect.id.startswith(about)
        elif isinstance(effect, OpenIncident):
            yield effect.kind == "recipient" or about in effect.key
    for event in taken.events:
        yield (
            isinstance(event, TaskOpened)
            and (event.task.kind, event.task.subject) == ("deadline", key)
        )


def _carried_out(taken: Taken, event: str | None) -> bool:
    return any(isinstance(one, PointsMoved) and one.event == event for one in taken.events)


def nothing_before_adjustment(taken: Taken) -> str | None:
    """Nothing is sent before the minutes are adjusted, where the type doesn't say that it may be.

    What a body has decided is certain when the minutes are adjusted (KL 5:69, 6:35); a type whose
    decisions are carried out at once says ``before_adjustment: true`` (KL 13:14).
    """
    if taken.machine.definition.dispatch.before_adjustment:
        return None
    decisions = {one.key: one for one in taken.after.decisions}
    items = {item.key: item for item in taken.after.items}
    for effect in taken.effects:
        if isinstance(effect, SendMail) and effect.reply_item is not None:
            decision = decisions[items[effect.reply_item].decision]
            if decision.adjusted_on is None:
                return (
                    f"Beslutet {decision.key} ({decision.body} {decision.decided_on}) sändes till "
                    f"{effect.to_name} innan protokollet var justerat."
                )
    return None


def heard_by_board(taken: Taken) -> str | None:
    """The council decides nothing that the executive board hasn't had its say on (KL 5:26-28).

    The board has had its say when it has decided, proposed, handed over or noted the point. Excepted are
    types with ``requires_preparation: false`` (KL 5:29-34) and what the council strikes off because it
    wasn't prepared in time (KL 5:35).
    """
    events = taken.machine.definition.events
    for event in taken.events:
        if not isinstance(event, DecisionRecorded) or event.decision.body != COUNCIL:
            continue
        for outcome in event.decision.outcomes:
            if events[outcome.event].form != "decides" or outcome.event == _STRUCK_OFF:
                continue
            unheard = [key for key in outcome.points if not _board_had(taken, key)]
            if unheard:
                label = events[outcome.event].label
                return (
                    f"KF beslutade ”{label}” ({outcome.event}) om punkt {unheard[0]} "
                    "utan att KS hade yttrat sig."
                )
    return None


def _board_had(taken: Taken, point: str) -> bool:
    events = taken.machine.definition.events
    before: tuple[RecordedDecision, ...] = taken.before.decisions if taken.before else ()
    return any(
        decision.body == BOARD and point in outcome.points and events[outcome.event].form in _SAYS
        for decision in before
        for outcome in decision.outcomes
    )


def joins_answer(taken: Taken) -> str | None:
    """When the answers that a join waits for are in, the point goes on; it never waits for more.

    What still keeps the matter open (minutes, recipients, assignments) may hold it first.
    """
    matter = taken.after
    if matter.closed_on is not None or not matter.children:
        return None
    work = Work(taken.machine, taken.organisations, matter, ENGINE, taken.now)
    answered = children.answers(work)
    if not answered or closing.blockers(matter):
        return None
    states = {point.state for point in open_points(work)}
    for spec in taken.machine.definition.children.values():
        if spec.on in states and not {spec.then, spec.otherwise}.isdisjoint(answered):
            return f"Svaren på ”{spec.label}” har kommit, men punkten står kvar i läget {spec.on}."
    return None


def no_endless_automatic(taken: Taken) -> str | None:  # noqa: ARG001
    """What the engine does by itself comes to an end.

    A command after which automatic events would follow each other for ever is refused, so that it is never
    seen as carried out; the refusal is what refutes this.
    """
    return None


def _everywhere(_: MatterType) -> bool:
    return True


def _has_binding(definition: MatterType) -> bool:
    return any(binding(spec) for spec in definition.deadlines.values())


def _waits_for_minutes(definition: MatterType) -> bool:
    decides = any(spec.form is not None for spec in definition.events.values())
    return decides and not definition.dispatch.before_adjustment


def _council_decides(definition: MatterType) -> bool:
    council = any(state.body == COUNCIL for state in definition.states.values())
    return definition.kind == "matter" and definition.requires_preparation and council


def _joins(definition: MatterType) -> bool:
    return bool(definition.children)


def _automatic(definition: MatterType) -> bool:
    return any(rule.automatic for rule in definition.transitions) or _joins(definition)


PROPERTIES: Mapping[str, Property] = {
    one.name: one
    for one in (
        Property(
            "can_end",
            "Varje ärende kan avslutas, var det än står",
            "Allt som registreras ska handläggas till ett slut (FL 9, KL 6:5)",
            _everywhere,
            None,
        ),
        Property(
            "someone_told",
            "Ingen lagstadgad eller hård frist går ut utan att någon får veta det",
            "Reglerna som fristerna är namngivna efter",
            _has_binding,
            someone_told,
        ),
        Property(
            "nothing_before_adjustment",
            "Inget beslut sänds innan protokollet är justerat",
            "KL 5:69, 6:35 och 13:14",
            _waits_for_minutes,
            nothing_before_adjustment,
        ),
        Property(
            "heard_by_board",
            "KF beslutar aldrig utan att KS har fått yttra sig",
            "KL 5:26-28",
            _council_decides,
            heard_by_board,
        ),
        Property(
            "joins_answer",
            "När parternas svar har kommit går ärendet vidare",
            "Parterna har svarat, och ingen väntar på mer",
            _joins,
            joins_answer,
        ),
        Property(
            "no_endless_automatic",
            "Det som motorn gör själv tar slut",
            "Annars nekas det som sätter i gång det",
            _automatic,
            no_endless_automatic,
        ),
    )
}
"""The built-in properties by name, in the order in which they are told."""


def own_lines(definition: MatterType) -> Iterator[Property]:
    """The type's own ``never`` and ``always`` lines as properties."""
    lines = Invariants(definition)
    ask = _Asked(lines)
    for line in lines.lines:
        said = "Aldrig" if not line.wanted else "Alltid"
        yield Property(
            line.name,
            f"{said}: {line.label}",
            "Ärendetypens egen rad",
            _everywhere,
            _watch_line(ask, line.name),
        )


class _Asked:
    """Works every line out once for each command, however many are asked for."""

    def __init__(self, lines: Invariants) -> None:
        self._lines = lines
        self._of: Taken | None = None
        self._found: Mapping[str, Broken] = {}

    def broken(self, taken: Taken, name: str) -> Broken | None:
        if self._of is not taken:
            found = self._lines.broken(taken.machine, taken.organisations, taken.after, taken.now)
            self._of, self._found = taken, {one.line.name: one for one in found}
        return self._found.get(name)


def _watch_line(ask: _Asked, name: str) -> Watch:
    def watch(taken: Taken) -> str | None:
        broken = ask.broken(taken, name)
        if broken is None:
            return None
        where = f"Punkt {broken.point}: " if broken.point else ""
        said = "är inte sant" if broken.line.wanted else "är sant"
        return f"{where}{broken.line.condition.source} {said}."

    return watch


def names_of(definition: MatterType) -> tuple[str, ...]:
    """What may be asked for in the type: the built-in properties and its own lines."""
    return (*PROPERTIES, *definition.never, *definition.always)
