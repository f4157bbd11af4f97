"""Transitions as they are written, with what composing asks of them worked out once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from workflow.definition.document import PARAMETER
from workflow.definition.tree import Node

FILLED = ("event", "from", "roles", "requires")
"""Keys of a transition that may hold parameters."""

Values = Mapping[str, list[Node]]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Line:
    """One transition.

    ``open``: it still holds a parameter. ``emptied``: a parameter without words took its last role.
    """

    node: Node
    events: tuple[str, ...]
    states: tuple[str, ...]
    target: str
    body: str | None
    guarded: bool
    open: bool
    emptied: bool = False

    @classmethod
    def of(cls, node: Node, *, emptied: bool = False) -> "Line":
        """The transition in a tree of valid form."""
        body = node.get("decided_by")
        return cls(
            node,
            tuple(node.words("event")),
            tuple(node.words("from")),
            str(node.mapping()["to"].value),
            str(body.value) if body is not None else None,
            node.get("guard") is not None,
            any(_parameter(item) for key in FILLED for item in node.listed(key)),
            emptied,
        )

    def pairs(self) -> Iterator[Pair]:
        """Every event with every state that it is possible in."""
        return ((event, state) for event in self.events for state in self.states)

    def parameters(self) -> Iterator[tuple[str, Node]]:
        """(name, where it stands) of every parameter that isn't filled in."""
        for key in FILLED:
            for item in self.node.listed(key):
                if name := _parameter(item):
                    yield name, item

    def fill(self, values: Values) -> "Line":
        """With the parameters that there are values for."""
        changed: dict[str, Node] = {}
        for key in FILLED:
            written = self.node.listed(key)
            if any(_parameter(item) in values for item in written):
                items: dict[object, Node] = {}
                for item in written:
                    for word in values.get(_parameter(item), [item]):
                        items.setdefault(word.value, word)
                changed[key] = replace(self.node.mapping()[key], value=list(items.values()))
        emptied = "roles" in changed and changed["roles"].value == []
        return Line.of(replace(self.node, value=self.node.mapping() | changed), emptied=emptied)

    def only(self, events: Collection[str], states: Collection[str]) -> "Line":
        """With only these of its events and states."""
        some = {"event": events, "from": states}
        changed = {
            key: replace(
                self.node.mapping()[key],
                value=[item for item in self.node.listed(key) if item.value in kept],
            )
            for key, kept in some.items()
        }
        return replace(
            self,
            node=replace(self.node, value=self.node.mapping() | changed),
            events=tuple([event for event in self.events if event in events]),
            states=tuple([state for state in self.states if state in states]),
        )

    def without(self, taken: Collection[Pair]) -> "list[Line]":
        """What is left without the pairs that are taken; in several lines where it takes that."""
        if not taken or not any(pair in taken for pair in self.pairs()):
            return [self]
        together: dict[tuple[str, ...], list[str]] = {}
        for event in self.events:
            free = tuple(state for state in self.states if (event, state) not in taken)
            if free:
                together.setdefault(free, []).append(event)
        return [self.only(events, states) for states, events in together.items()]


def _parameter(item: Node) -> str:
    """The parameter that a word stands for; empty for a plain word."""
    value = item.value
    return value[1:] if isinstance(value, str) and value.startswith(PARAMETER) else ""
