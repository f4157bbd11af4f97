"""Leaves out what a type can't reach of its routes.

Only what a route wrote is left out. What the type itself writes stays: if it hangs on a state that
isn't there, the checks say so.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.definition.lines import Line
from workflow.definition.schema import NEW
from workflow.definition.tree import Node

SAME = "same"
"""The target that means: stay where you are."""

Sections = dict[str, dict[str, Node]]


@dataclass(frozen=True, slots=True)
class Pruned:
    """What is left; ``gone`` are the states left out."""

    sections: Sections
    lines: list[Line]
    gone: frozenset[str]


def prune(
    sections: Sections,
    own: Mapping[str, Collection[str]],
    starts: Iterable[str],
    own_lines: Sequence[Line],
    route_lines: Sequence[Line],
) -> Pruned:
    """Everything but the routes' states that can't be reached from ``starts``, with what hangs on them.

    ``own`` names what the type itself writes in each section.
    """
    states = sections["states"]
    reached = _reached(states, starts, [*own_lines, *route_lines])
    gone = frozenset(states.keys() - reached)
    lines = [*own_lines, *(kept for line in route_lines for kept in _still(line, gone))]
    used = {event for line in lines for event in line.events}
    left = dict(sections)
    left["states"] = {name: node for name, node in states.items() if name not in gone}
    left["events"] = {
        name: node
        for name, node in sections["events"].items()
        if name in used or name in own["events"]
    }
    left["deadlines"] = {
        name: part
        for name, node in sections["deadlines"].items()
        for part in ([node] if name in own["deadlines"] else _deadline(node, gone))
    }
    left["children"] = {
        name: node
        for name, node in sections["children"].items()
        if name in own["children"] or node.mapping()["on"].value not in gone
    }
    return Pruned(left, lines, gone)


def _still(line: Line, gone: Collection[str]) -> list[Line]:
    """A route's transition without the states that are gone; nothing if it was possible only there."""
    states = [state for state in line.states if state not in gone]
    if len(states) == len(line.states):
        return [line]
    return [line.only(line.events, states)] if states else []


def _deadline(node: Node, gone: Collection[str]) -> list[Node]:
    """A route's deadline without the states that are gone; nothing if it applied only there."""
    part = _trimmed(node, "during", gone)
    return [_trimmed(part, "until", gone)] if part is node or part.listed("during") else []


def _trimmed(node: Node, key: str, gone: Collection[str]) -> Node:
    if not any(word in gone for word in node.words(key)):
        return node
    left = [each for each in node.listed(key) if each.value not in gone]
    part = replace(node.mapping()[key], value=left)
    return replace(node, value={**node.mapping(), key: part})


def _reached(states: Mapping[str, Node], starts: Iterable[str], lines: Iterable[Line]) -> set[str]:
    """Every state that points can come to, also those that are opened later."""
    onward: dict[str, set[str]] = {}
    for line in lines:
        for state in line.states if line.target != SAME else ():
            onward.setdefault(state, set()).add(line.target)
    reached: set[str] = set()
    waiting = [NEW, *(state for state in starts if state in states)]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting.extend(onward.get(state, ()))
    return reached
