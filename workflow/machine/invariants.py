"""The ``never`` and ``always`` lines of a definition, asked of a matter as it is. Pure.

Nobody is stopped by them: they say what the routine is meant to guarantee, and the workbench shows
whether it does.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from workflow.definition.guards import Guard, compile_guard, invariant_environment
from workflow.definition.organisation import Organisation
from workflow.definition.schema import InvariantSpec, MatterType
from workflow.machine.build import Machine
from workflow.machine.context import open_points, reader
from workflow.machine.work import Work
from workflow.model.matter import ENGINE, SETTLED, DeadlineStatus, Matter, Point

_SAYS = frozenset({"decides", "proposes", "hands_over", "notes"})
_ABOUT_A_POINT = "point."


@dataclass(frozen=True, slots=True)
class Line:
    """One line, compiled. ``wanted``: what its condition has to be: false for ``never``."""

    name: str
    label: str
    wanted: bool
    condition: Guard

    @property
    def of_each_point(self) -> bool:
        """Whether it is about every point by itself."""
        return any(name.startswith(_ABOUT_A_POINT) for name in self.condition.variables)


@dataclass(frozen=True, slots=True)
class Broken:
    """A line that doesn't hold, and the point that it doesn't hold for (None: the matter)."""

    line: Line
    point: str | None


class Invariants:
    """The lines of one definition, ready to be asked."""

    def __init__(self, definition: MatterType) -> None:
        """Compile the lines.

        Raises:
            GuardError: a condition doesn't compile.
        """
        self.lines = tuple(_compiled(definition))
        self.reads = frozenset(name for line in self.lines for name in line.condition.variables)

    def broken(
        self,
        machine: Machine,
        organisations: Mapping[str, Organisation],
        matter: Matter,
        now: datetime,
    ) -> tuple[Broken, ...]:
        """The lines that don't hold for the matter as it is.

        Raises:
            GuardError: a condition can't be worked out.
        """
        work = Work(machine, organisations, matter, ENGINE, now)
        return tuple(self._broken(work)) if self.lines else ()

    def _broken(self, work: Work) -> Iterator[Broken]:
        readers = [(point, _reader(work, point)) for point in work.matter.points]
        for line in self.lines:
            for point, read in readers if line.of_each_point else readers[:1]:
                values = {name: read(name) for name in line.condition.variables}
                if line.condition(values) != line.wanted:
                    yield Broken(line, point.key if line.of_each_point else None)
                    break


def heard(work: Work, point: Point) -> tuple[str, ...]:
    """The bodies that have had their say on the point, each once, in the order in which they first had it."""
    return tuple(dict.fromkeys(_heard(work, point)))


def _heard(work: Work, point: Point) -> Iterator[str]:
    events = work.definition.events
    for decision in work.matter.decisions:
        for outcome in decision.outcomes:
            if point.key in outcome.points and events[outcome.event].form in _SAYS:
                yield decision.body


def _compiled(definition: MatterType) -> Iterator[Line]:
    sections: tuple[tuple[Mapping[str, InvariantSpec], bool], ...] = (
        (definition.never, False),
        (definition.always, True),
    )
    env = invariant_environment(definition)
    for lines, wanted in sections:
        for name, spec in lines.items():
            yield Line(name, spec.label, wanted, compile_guard(env, spec.condition))


def _reader(work: Work, point: Point) -> Callable[[str], object]:
    """Gives the value of a variable: of the situation, else as guards read it."""
    of_guards = reader(work, point, "")

    def read(name: str) -> object:
        if name in _OF_POINT:
            return _OF_POINT[name](work, point)
        return _OF_MATTER[name](work) if name in _OF_MATTER else of_guards(name)

    return read


def _unadjusted(work: Work) -> frozenset[str]:
    return frozenset(made.key for made in work.matter.decisions if made.adjusted_on is None)


def _deadlines(status: DeadlineStatus) -> Callable[[Work], object]:
    return lambda work: [one.key for one in work.matter.deadlines if one.status == status]


_OF_POINT: Mapping[str, Callable[[Work, Point], object]] = {
    "point.state": lambda _, point: point.state,
    "point.open": lambda work, point: point.state not in work.machine.finals,
    "point.heard": heard,
}

_OF_MATTER: Mapping[str, Callable[[Work], object]] = {
    "matter.closed": lambda work: work.matter.closed_on is not None,
    "matter.states": lambda work: [point.state for point in open_points(work)],
    "decisions.total": lambda work: len(work.matter.decisions),
    "decisions.unadjusted": lambda work: len(_unadjusted(work)),
    "dispatch.unsettled": lambda work: sum(
        item.status not in SETTLED for item in work.matter.items
    ),
    "dispatch.unadjusted": lambda work: sum(
        item.decision in _unadjusted(work) for item in work.matter.items
    ),
    "assignments.unowned": lambda work: sum(not one.owned for one in work.matter.assignments),
    "tasks.open": lambda work: sum(task.open for task in work.matter.tasks),
    "deadlines.running": _deadlines("running"),
    "deadlines.met": _deadlines("met"),
    "deadlines.expired": _deadlines("expired"),
}
