"""Everything that there is to play in a directory, by type."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow.definition.schema import MatterType
from workflow.definition.tree import Node
from workflow.workbench.scenarios.instances import MOST, Instance, PlacedWay, instances, ways
from workflow.workbench.scenarios.kinship import Family, Kin
from workflow.workbench.scenarios.library import Library, Written
from workflow.workbench.scenarios.words import combinations

Ways = Mapping[str, tuple[PlacedWay, ...]]
"""State to the ways there, in the order in which they are tried."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is played for one type.

    Attributes:
        instances: its own and those of its routes, in the order of the files.
        own_ways: to states, of its own file.
        ways: of its routes.
        of_routes: the names of its routes' scenarios, as written and as filled in.
        left_out: those of them that its file leaves out.
    """

    instances: tuple[Instance, ...]
    own_ways: Ways
    ways: Ways
    of_routes: tuple[str, ...]
    left_out: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everything that there is to play.

    Attributes:
        parts: of the types that have a file.
        nowhere: scenarios that are for no type at all.
        too_many: scenarios with more combinations of words than are played, and how many.
    """

    parts: Mapping[str, Part]
    nowhere: tuple[Node, ...]
    too_many: tuple[tuple[Node, int], ...]


def cast(library: Library, family: Family, definitions: Mapping[str, MatterType]) -> Cast:
    """Fill every part; ``definitions`` are the types and procedures that can be used."""
    parts: dict[str, Part] = {}
    played: set[int] = set()
    too_many: dict[int, tuple[Node, int]] = {}
    for name, definition in definitions.items():
        kin, own = family.kin[name], library.types.get(name)
        shared = [library.routes[route] for route in sorted(kin.routes & library.routes.keys())]
        found = [each for written in shared for each in instances(written, kin, definition, own)]
        for written in (*shared, *([own] if own is not None else [])):
            for node, count in _too_many(written, kin):
                too_many.setdefault(id(node), (node, count))
        if own is not None:
            parts[name] = _part(own, kin, definition, found, shared)
            played.update(id(each.node) for each in parts[name].instances)
        played.update(id(each.node) for each in found)
    usable = [written for name, written in library.types.items() if name in definitions]
    nowhere = tuple(
        node
        for written in (*usable, *library.routes.values())
        for node in written.root.listed("scenarios")
        if id(node) not in played and id(node) not in too_many
    )
    return Cast(parts, nowhere, tuple(too_many.values()))


def _too_many(written: Written, kin: Kin) -> Iterator[tuple[Node, int]]:
    nodes = written.root.listed("scenarios")
    for scenario, node in zip(written.document.scenarios, nodes, strict=True):
        count = combinations(scenario.each, kin.words)
        if count > MOST:
            yield node, count


def _part(
    own: Written,
    kin: Kin,
    definition: MatterType,
    of_routes: Sequence[Instance],
    shared: Sequence[Written],
) -> Part:
    omitted = own.document.leaves_out.keys()
    names = [omitted & {each.name, each.written_name} for each in of_routes]
    kept = (each for each, out in zip(of_routes, names, strict=True) if not out)
    return Part(
        (*instances(own, kin, definition, own), *kept),
        _ways([own], kin, definition),
        _ways(shared, kin, definition),
        tuple(dict.fromkeys(name for one in of_routes for name in (one.written_name, one.name))),
        frozenset(name for out in names for name in out),
    )


def _ways(files: Iterable[Written], kin: Kin, definition: MatterType) -> Ways:
    found: dict[str, list[PlacedWay]] = {}
    for written in files:
        for state, way in ways(written, kin, definition):
            found.setdefault(state, []).append(way)
    return {state: tuple(each) for state, each in found.items()}
