"""How a matter comes to the state that a scenario begins in: registered there, or by the ways of the files."""

from collections.abc import Mapping
from dataclasses import dataclass

from workflow.definition.schema import MatterType
from workflow.definition.tree import Node
from workflow.workbench.scenarios.cast import Part
from workflow.workbench.scenarios.form import Step
from workflow.workbench.scenarios.instances import PlacedWay

TAKEN_OVER_FROM = "Tidigare handläggning"
"""Who had a matter that begins in the middle, where the scenario doesn't say."""

_AFTERWARDS = ("dispatch", "end")
_MOST_WAYS = 5


class NoWayError(Exception):
    """No way leads to the state."""


@dataclass(frozen=True, slots=True)
class PlacedStep:
    """A step, and where it is written; ``of_way`` is the state that it leads to."""

    step: Step
    node: Node
    of_way: str | None = None


@dataclass(frozen=True, slots=True)
class Entrance:
    """The state to register in (None: the first), who had it until then, and the steps from there."""

    enter_at: str | None
    taken_over_from: str | None
    steps: tuple[PlacedStep, ...] = ()


def entrance(
    part: Part, definition: MatterType, at: str | None, taken_over_from: str | None
) -> Entrance:
    """The type's own way comes first, then that of the register, then those of its routes.

    Raises:
        NoWayError: there is none, or ways lead round in a circle.
    """
    return _to(part, definition, at, taken_over_from, ())


def _to(
    part: Part,
    definition: MatterType,
    at: str | None,
    taken_over_from: str | None,
    trail: tuple[str, ...],
) -> Entrance:
    if at is None or at == definition.initial:
        return Entrance(None, taken_over_from)
    if at in trail or len(trail) > _MOST_WAYS:
        raise NoWayError(f"Vägarna går runt: {' → '.join((*trail, at))}.")
    own = _first(part.own_ways, at)
    if own is None and _can_be_registered(definition, at):
        entry = definition.states[at].entry
        return Entrance(at, taken_over_from if entry else taken_over_from or TAKEN_OVER_FROM)
    way = own or _first(part.ways, at)
    if way is None:
        raise NoWayError(
            f"Ett ärende kan inte registreras i läget {at}, och ingen väg dit står under ways."
        )
    before = _to(part, definition, way.way.at, taken_over_from, (*trail, at))
    nodes = way.node.listed("steps")
    steps = (PlacedStep(step, node, at) for step, node in zip(way.way.steps, nodes, strict=True))
    return Entrance(before.enter_at, before.taken_over_from, (*before.steps, *steps))


def _first(ways: Mapping[str, tuple[PlacedWay, ...]], state: str) -> PlacedWay | None:
    return next(iter(ways.get(state, ())), None)


def _can_be_registered(definition: MatterType, state: str) -> bool:
    spec = definition.states[state]
    return spec.entry or spec.phase not in _AFTERWARDS
