"""The way that a matter has gone so far, and where each of its points stands: from its events."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import singledispatch

from workflow.definition.schema import NEW, MatterType
from workflow.machine.narrate import label_of
from workflow.model.events import (
    DecisionRecorded,
    Event,
    MatterMigrated,
    MatterRegistered,
    PointsMoved,
    PointsOpened,
)
from workflow.model.matter import Matter, Point
from workflow.workbench.diagram.chart import Edge, runs_in

_STATUS: Mapping[str, str] = {
    "running": "sista dag",
    "suspended": "pausad, sista dag",
    "expired": "gick ut",
}


@dataclass(frozen=True, slots=True)
class Step:
    """Points that went from one state to another by one event.

    Attributes:
        number: counts the steps along edges from 1; None where the matter began or was taken over.
        on: the local calendar day: of the registration or the body's decision, else when it was
            written down.
        label: what the event is called.
        source: the state that was left; :data:`workflow.definition.schema.NEW` for opened points;
            None where the matter began.
        target: the state that was entered.
        points: the keys of the points.
    """

    number: int | None
    on: date
    event: str
    label: str
    source: str | None
    target: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A deadline of the matter. ``final`` is its last day, inclusive; ``states`` where it counts now."""

    key: str
    label: str
    final: date
    status: str
    states: tuple[str, ...]

    @property
    def in_words(self) -> str:
        """Its last day and how it stands."""
        return f"{_STATUS[self.status]} {self.final}"


@dataclass(frozen=True, slots=True)
class Way:
    """All of it. ``standing`` maps a state to the keys of the points there; ``due`` is sorted by day."""

    number: str
    title: str
    closed_on: date | None
    steps: tuple[Step, ...]
    standing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    due: tuple[Due, ...] = ()

    @property
    def visited(self) -> tuple[str, ...]:
        """The states that a point has been in, in the order in which they were entered."""
        return tuple(dict.fromkeys(step.target for step in self.steps))

    def along(self, edge: Edge) -> tuple[int, ...]:
        """The numbers of the steps that went along an edge."""
        events = {cause.event for cause in edge.causes}
        return tuple(
            step.number
            for step in self.steps
            if step.number is not None
            and (step.source, step.target) == (edge.source, edge.target)
            and step.event in events
        )

    def taken_first(self, edge: Edge) -> tuple[str, ...]:
        """What the events of an edge are called, those of the matter's own steps first."""
        along = self.along(edge)
        taken = {step.label for step in self.steps if step.number in along}
        return tuple(sorted(edge.labels, key=lambda label: label not in taken))

    def due_in(self, key: str, state: str) -> Due | None:
        """The deadline of that key, if a point in that state is what it waits for."""
        return next((due for due in self.due if due.key == key and state in due.states), None)


def way(definition: MatterType, matter: Matter, log: Iterable[tuple[date, Event]]) -> Way:
    """The matter's way.

    Args:
        definition: the one that the matter runs on.
        matter: as it is now.
        log: its events, each with its local calendar day, in order.
    """
    standing: dict[str, list[str]] = {}
    for point in matter.points:
        standing.setdefault(point.state, []).append(point.key)
    return Way(
        number=matter.number.printed,
        title=matter.title,
        closed_on=matter.closed_on,
        steps=tuple(_steps(definition, log)),
        standing={state: tuple(keys) for state, keys in standing.items()},
        due=tuple(_due(definition, matter)),
    )


def _steps(definition: MatterType, log: Iterable[tuple[date, Event]]) -> Iterator[Step]:
    number = 0
    decided: dict[str | None, date] = {}
    for written, event in log:
        day = written
        if isinstance(event, DecisionRecorded):
            decided[event.decision.key] = event.decision.decided_on
        elif isinstance(event, MatterRegistered):
            day = event.registered_on
        name = getattr(event, "event", "")
        for (source, target), points in _moves(event).items():
            number += source is not None
            by_body = name in definition.events and definition.events[name].form is not None
            yield Step(
                number=None if source is None else number,
                on=decided.get(points[0].decision, day) if by_body else day,
                event=name,
                label=label_of(definition, name) if name else _BEGINNINGS[type(event)],
                source=source,
                target=target,
                points=tuple(point.key for point in points),
            )


_BEGINNINGS: Mapping[type, str] = {
    MatterRegistered: "Registrerat",
    MatterMigrated: "Ny version av ärendetypen",
}
_Moves = dict[tuple[str | None, str], list[Point]]


@singledispatch
def _moves(_event: object) -> _Moves:
    """Which points an event moved, by the states that they left and entered; most move none."""
    return {}


@_moves.register
def _(event: MatterRegistered) -> _Moves:
    return _gathered((None, point) for point in event.points)


@_moves.register
def _(event: PointsMoved) -> _Moves:
    return _gathered((event.came_from[point.key], point) for point in event.points)


@_moves.register
def _(event: PointsOpened) -> _Moves:
    return _gathered((NEW, point) for point in event.points)


@_moves.register
def _(event: MatterMigrated) -> _Moves:
    return _gathered((None, point) for point in event.points)


def _gathered(points: Iterable[tuple[str | None, Point]]) -> _Moves:
    found: _Moves = {}
    for source, point in points:
        found.setdefault((source, point.state), []).append(point)
    return found


def _due(definition: MatterType, matter: Matter) -> Iterator[Due]:
    """Deadlines that run, stand still or have run out, each where a point waits that it is about."""
    here = [p.state for p in matter.points]
    for deadline in sorted(matter.deadlines, key=lambda one: (one.final, one.key)):
        spec = definition.deadlines.get(deadline.key)
        if spec is not None and deadline.status in ("running", "suspended", "expired"):
            states = (s for s in dict.fromkeys(here) if runs_in(spec, s, definition.states[s]))
            yield Due(deadline.key, deadline.label, deadline.final, deadline.status, tuple(states))
