"""What a diagram shows: lanes, the states in them, and the edges between these; drawn by others.

A lane is a part of the way (:data:`workflow.definition.schema.PHASES`). All events that lead from one
state to another are one edge, so that the picture stays readable; those that the engine does by itself
are an edge of their own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from workflow.definition.schema import (
    NEW,
    PHASES,
    DeadlineSpec,
    MatterType,
    State,
    Transition,
)
from workflow.statutory import periods

LANE_LABELS: Final[Mapping[str, str]] = {
    "preparation": "Beredning",
    "AU": "AU",
    "KS": "KS",
    "KF": "KF",
    "committee": "Nämnd",
    "dispatch": "Expediering",
    "end": "Slut",
    NEW: "På nytt",
}
_NEW_LABEL: Final = "Ny punkt i ärendet, också när det är avslutat"
_SAME: Final = "same"


@dataclass(frozen=True, slots=True)
class Cause:
    """One event that leads along an edge, and what it takes.

    Attributes:
        event: its name.
        label: what the office calls it.
        form: what a body does by it; None for an event that is no decision.
        guard: the CEL condition; None where there is none.
        decided_by: the body that the line is kept for.
        requires: fields that have to come with it.
        roles: who may do it; empty: everybody.
        done_by: labels of the deadlines and child matters by which the engine does it.
    """

    event: str
    label: str
    form: str | None = None
    guard: str | None = None
    decided_by: str | None = None
    requires: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    done_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """All events from one state to another; ``source`` is :data:`NEW` where they open a point."""

    source: str
    target: str
    automatic: bool
    causes: tuple[Cause, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """What the events are called, each once, in the definition's order."""
        return tuple(dict.fromkeys(cause.label for cause in self.causes))

    @property
    def guarded(self) -> bool:
        """Whether any of the events has a condition."""
        return any(cause.guard for cause in self.causes)

    @property
    def timed(self) -> bool:
        """Whether the engine does any of the events, by a deadline or by answers."""
        return any(cause.done_by for cause in self.causes)

    @property
    def decided_by(self) -> tuple[str, ...]:
        """The bodies that the edge's lines are kept for."""
        return tuple(dict.fromkeys(c.decided_by for c in self.causes if c.decided_by))


@dataclass(frozen=True, slots=True)
class Limit:
    """A deadline as it stands on a state: its key, label, and when, in words."""

    key: str
    label: str
    when: str
    hard: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A state, or the place where new points come from (``key`` is :data:`NEW`)."""

    key: str
    label: str
    phase: str
    body: str | None = None
    owner: str | None = None
    initial: bool = False
    entry: bool = False
    final: bool = False
    limits: tuple[Limit, ...] = ()
    starts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lane:
    """A part of the way and the states in it, in the order of the route."""

    phase: str
    label: str
    nodes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole diagram. ``nodes`` stand in the order of the lanes, ``edges`` in that of the nodes.

    ``main`` are the states of the main way: from the first state to an end through the most lanes,
    as a matter goes that takes no side way.
    """

    name: str
    label: str
    lanes: tuple[Lane, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    main: tuple[str, ...] = ()

    def is_main(self, edge: Edge) -> bool:
        """Whether the edge is a part of the main way."""
        return (edge.source, edge.target) in pairwise(self.main)

    def node(self, key: str) -> Node:
        """The node of that key."""
        return next(node for node in self.nodes if node.key == key)


def chart(definition: MatterType) -> Chart:
    """The diagram of a matter type or procedure."""
    nodes = {key: _node(definition, key, state) for key, state in definition.states.items()}
    if any(NEW in rule.from_ for rule in definition.transitions):
        nodes[NEW] = Node(NEW, _NEW_LABEL, NEW)
    lanes = tuple(_lanes(nodes))
    order = [key for lane in lanes for key in lane.nodes]
    ordered = tuple(nodes[key] for key in order)
    edges = _edges(definition, order)
    return Chart(
        name=definition.name,
        label=definition.label,
        lanes=lanes,
        nodes=ordered,
        edges=edges,
        main=_main_way(ordered, edges, definition.initial),
    )


def _lanes(nodes: Mapping[str, Node]) -> Iterator[Lane]:
    for phase in (*PHASES, NEW):
        inside = tuple(key for key, node in nodes.items() if node.phase == phase)
        if inside:
            yield Lane(phase, LANE_LABELS[phase], inside)


def _node(definition: MatterType, key: str, state: State) -> Node:
    return Node(
        key=key,
        label=state.label,
        # a final state of which no part is said has the first one, but nothing is prepared there
        phase="end" if state.final and state.phase == PHASES[0] else state.phase,
        body=state.body,
        owner=state.owner,
        initial=key == definition.initial,
        entry=state.entry and key != definition.initial,
        final=state.final,
        limits=tuple(
            Limit(name, spec.label, when(spec, definition), spec.hard)
            for name, spec in definition.deadlines.items()
            if runs_in(spec, key, state)
        ),
        starts=tuple(spec.label for spec in definition.children.values() if spec.on == key),
    )


def runs_in(spec: DeadlineSpec, key: str, state: State) -> bool:
    """Whether a deadline can run while a point is in the state."""
    return not state.final and key not in spec.until and (not spec.during or key in spec.during)


def when(spec: DeadlineSpec, definition: MatterType) -> str:
    """What a deadline's last day is set by, in a few words."""
    if spec.rule:
        return spec.rule.replace("-", " ", 1)
    if spec.after:
        return periods.parse(spec.after).in_words()
    if spec.recurs:
        return "återkommer"
    name = (spec.day or spec.month or "").removeprefix("fields.")
    field = definition.fields.get(name)
    return field.label if field else name


def _edges(definition: MatterType, order: list[str]) -> tuple[Edge, ...]:
    """The transitions by the states that they join, in the order of the nodes."""
    found: dict[tuple[str, str, bool], list[Cause]] = {}
    for rule in definition.transitions:
        for source in rule.from_:
            target = source if rule.to == _SAME else rule.to
            causes = found.setdefault((source, target, rule.automatic), [])
            causes += [_cause(definition, rule, event, source) for event in rule.event]
    place = {key: position for position, key in enumerate(order)}
    ends = sorted(found, key=lambda end: (place[end[0]], place[end[1]], end[2]))
    return tuple(Edge(*end, tuple(found[end])) for end in ends)


def _cause(definition: MatterType, rule: Transition, event: str, source: str) -> Cause:
    spec = definition.events[event]
    return Cause(
        event=event,
        label=spec.label,
        form=spec.form,
        guard=rule.guard,
        decided_by=rule.decided_by,
        requires=rule.requires,
        roles=rule.roles,
        done_by=tuple(_done_by(definition, event, source)),
    )


def _done_by(definition: MatterType, event: str, source: str) -> Iterator[str]:
    """What makes the engine do the event in that state."""
    for deadline in definition.deadlines.values():
        if deadline.on_expiry.event == event and (
            source == NEW or runs_in(deadline, source, definition.states[source])
        ):
            yield deadline.label
    for children in definition.children.values():
        if event in (children.then, children.otherwise):
            yield children.label


def _main_way(nodes: tuple[Node, ...], edges: tuple[Edge, ...], initial: str) -> tuple[str, ...]:
    """The way onward from the first state through the most lanes, to the first end, in the fewest states."""
    phases = {node.key: node.phase for node in nodes}
    place = {node.key: number for number, node in enumerate(nodes)}
    best: dict[str, tuple[str, ...]] = {}
    for node in reversed(nodes):
        ways = [
            (node.key, *best[edge.target])
            for edge in edges
            if edge.source == node.key
            and place[edge.target] > place[node.key]
            and edge.target in best
        ]
        if node.final:
            best[node.key] = (node.key,)
        elif ways:
            best[node.key] = max(
                ways, key=lambda way: (len({phases[k] for k in way}), -place[way[-1]], -len(way))
            )
    return best.get(initial, ())
