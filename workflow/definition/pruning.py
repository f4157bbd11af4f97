"""Leaves out what a type can't reach of its routes.

Only what a route wrote is left out. What the type itself writes stays: if it hangs on a state that
isn't there, the checks say so.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.definition.tree import Node

SAME = "same"
"""The target that means: stay where you are."""

Sections = dict[str, dict[str, Node]]


@dataclass(frozen=True, slots=True)
class Pruned:
    """What is left; ``gone`` are the states left out."""

    sections: Sections
    transitions: list[Node]
    gone: frozenset[str]


def prune(
    sections: Sections,
    own: Mapping[str, Collection[str]],
    starts: Iterable[str],
    own_transitions: Sequence[Node],
    route_transitions: Sequence[Node],
) -> Pruned:
    """Everything but the routes' states that can't be reached from ``starts``, with what hangs on them.

    ``own`` names what the type itself writes in each section.
    """
    states = sections["states"]
    reached = _reached(states, starts, [*own_transitions, *route_transitions])
    gone = frozenset(states.keys() - reached)
    transitions = [*own_transitions, *_kept(route_transitions, "from", gone)]
    used = {event for each in transitions for event in words(each, "event")}
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
    return Pruned(left, transitions, gone)


def _kept(nodes: Iterable[Node], key: str, gone: Collection[str]) -> list[Node]:
    """Those that still have a state under the key, without the states that are gone."""
    trimmed = ((node, _trimmed(node, key, gone)) for node in nodes)
    return [part for node, part in trimmed if part is node or words(part, key)]


def _deadline(node: Node, gone: Collection[str]) -> list[Node]:
    """A route's deadline without the states that are gone; nothing if it applied only there."""
    return [_trimmed(part, "until", gone) for part in _kept([node], "during", gone)]


def _trimmed(node: Node, key: str, gone: Collection[str]) -> Node:
    part = node.get(key)
    if part is None or not any(word in gone for word in part.words()):
        return node
    left = [each for each in part.items() if each.value not in gone]
    return replace(node, value={**node.mapping(), key: Node(left, part.place, key=part.key)})


def words(node: Node, key: str) -> list[str]:
    """The words under a key of a mapping."""
    part = node.get(key)
    return part.words() if part is not None else []


def _reached(
    states: Mapping[str, Node], starts: Iterable[str], transitions: Iterable[Node]
) -> set[str]:
    """Every state that points can come to."""
    onward: dict[str, set[str]] = {}
    for each in transitions:
        target = str(each.mapping()["to"].value)
        if target != SAME:
            for state in words(each, "from"):
                onward.setdefault(state, set()).add(target)
    reached: set[str] = set()
    waiting = [state for state in starts if state in states]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting.extend(onward.get(state, ()))
    return reached
