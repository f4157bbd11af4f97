"""What guards may read of a matter, worked out one name at a time when a guard asks for it."""

from collections.abc import Callable, Mapping

from workflow.definition.schema import MatterType
from workflow.machine.boards import by_custom, complete
from workflow.machine.values import says_something
from workflow.machine.work import Work
from workflow.model.matter import SETTLED, Child, Matter, Point, RecordedDecision
from workflow.model.proceedings import ItemStatus, Proceedings

_SETTLES = frozenset({"decides", "notes"})
_FIELD = "fields."
_KNOWN = "known."
_GIVEN = "given."
_DECIDED_BY = "point.decided_by"
OUTCOMES_APART = ", "  # between the outcomes of a child whose points parted
CONTINUED_AS = "renumbered: "  # what a child reports that goes on under the number after it


def reader(work: Work, point: Point, event: str) -> Callable[[str], object]:
    """Gives the value of a dotted name; None where a field is unset.

    Fields that come with the command count as set already. What ``requires`` would be content with is given.
    """

    def read(name: str) -> object:
        if name.startswith(_FIELD):
            return _field(work, name.removeprefix(_FIELD))
        if name.startswith(_KNOWN):
            return _field(work, name.removeprefix(_KNOWN)) is not None
        if name.startswith(_GIVEN):
            return says_something(work.data.get(name.removeprefix(_GIVEN)))
        if name in _OF_POINT:
            return _OF_POINT[name](point)
        if name == _DECIDED_BY:
            return decided_by(work, point)
        return event if name == "event" else _OF_WORK[name](work)

    return read


def _field(work: Work, name: str) -> object:
    return work.data[name] if name in work.data else work.matter.fields.get(name)


def open_points(work: Work) -> tuple[Point, ...]:
    """The points that have not ended, in the order that they were opened."""
    finals = work.machine.finals
    return tuple(point for point in work.matter.points if point.state not in finals)


def is_decided(definition: MatterType, point: Point) -> bool:
    """Whether the latest that a body did with the point was to settle it."""
    return point.outcome is not None and definition.events[point.outcome].form in _SETTLES


def decided_by(work: Work, point: Point) -> str:
    """The body that settled the point; empty where the latest that was done with it is something else."""
    if not is_decided(work.definition, point):
        return ""
    return next(made.body for made in work.matter.decisions if made.key == point.decision)


def goes_out(work: Work, decision: RecordedDecision) -> bool:
    """Whether the recipients of this decision get it sent, by the forms of its outcomes."""
    forms = {work.definition.events[outcome.event].form for outcome in decision.outcomes}
    return not forms.isdisjoint(work.definition.dispatch.decisions)


def round_of(child: Child) -> int:
    """Which time its parties were asked; keys are ``block-round-place``."""
    return int(child.key.split("-")[1])


def latest_round(matter: Matter, group: str) -> tuple[Child, ...]:
    """The children of a block that were started last: their answers count."""
    ours = [child for child in matter.children if child.group == group]
    return tuple(child for child in ours if round_of(child) == round_of(ours[-1]))


def accepted(work: Work, child: Child) -> bool:
    """Whether its answer counts as a yes; where its points parted, each of them must."""
    accepts = work.definition.children[child.group].accepts
    return child.outcome is not None and all(
        part in accepts for part in child.outcome.split(OUTCOMES_APART)
    )


def _asked(work: Work) -> tuple[Child, ...]:
    matter = work.matter
    groups = dict.fromkeys(child.group for child in matter.children)
    return tuple(child for group in groups for child in latest_round(matter, group))


def _decided_by(work: Work) -> tuple[str, ...]:
    """The bodies that settled points, each once; of every point the one that did so last."""
    matter = work.matter
    settled = {point.decision for point in matter.points if is_decided(work.definition, point)}
    made = (decision.body for decision in matter.decisions if decision.key in settled)
    return tuple(dict.fromkeys(made))


def _outcomes(work: Work) -> tuple[str, ...]:
    """How points were settled, each outcome once; of every point the latest."""
    settled = (point for point in work.matter.points if is_decided(work.definition, point))
    return tuple(dict.fromkeys(point.outcome for point in settled if point.outcome))


def _all_terminal(work: Work) -> bool:
    """No item without receipt, and none still to be made when the minutes are adjusted."""
    matter = work.matter
    return all(item.status in SETTLED for item in matter.items) and not any(
        decision.adjusted_on is None and decision.recipients and goes_out(work, decision)
        for decision in matter.decisions
    )


def _held(matter: Matter) -> Proceedings:
    return matter.proceedings or Proceedings()


def _items(matter: Matter, status: ItemStatus) -> int:
    return sum(item.status == status for item in _held(matter).items)


def _of(count: Callable[[Matter], object]) -> Callable[[Work], object]:
    return lambda work: count(work.matter)


_OF_POINT: Mapping[str, Callable[[Point], object]] = {
    "point.outcome": lambda point: point.outcome or "",
    "point.proposed": lambda point: point.proposed or "",
    "point.tabled": lambda point: point.tabled,
    "point.minority_used": lambda point: point.minority_used,
}

_OF_WORK: Mapping[str, Callable[[Work], object]] = {
    "organisation.bodies": lambda work: tuple(work.organisation.bodies),
    "organisation.kind": lambda work: work.organisation.kind,
    "matter.open_points": lambda work: len(open_points(work)),
    "matter.decided_points": lambda work: sum(
        is_decided(work.definition, point) for point in work.matter.points
    ),
    "matter.decided_by": _decided_by,
    "matter.outcomes": _outcomes,
    "matter.minority_used": lambda work: any(point.minority_used for point in open_points(work)),
    "dispatch.all_terminal": _all_terminal,
    "assignments.all_owned": _of(lambda matter: all(given.owned for given in matter.assignments)),
    "decisions.all_adjusted": _of(
        lambda matter: all(decision.adjusted_on is not None for decision in matter.decisions)
    ),
    "tasks.all_settled": _of(
        lambda matter: not any(task.open and task.blocks for task in matter.tasks)
    ),
    "meeting.waiting": _of(lambda matter: _items(matter, "waiting")),
    "meeting.paragraphs": _of(lambda matter: _items(matter, "taken_up")),
    "meeting.unadjusted": _of(
        lambda matter: sum(item.adjusted_on is None for item in _held(matter).paragraphs)
    ),
    "children.total": lambda work: len(_asked(work)),
    "children.answered": lambda work: sum(child.outcome is not None for child in _asked(work)),
    "children.accepted": lambda work: sum(accepted(work, child) for child in _asked(work)),
    "notice.complete": _of(complete),
    "notice.by_custom": by_custom,
    "actor.roles": lambda work: work.actor.roles,
    "today": lambda work: work.today,
}
