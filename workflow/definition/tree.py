"""What is written in a file as a tree that remembers where every part stands.

The tree is composed, then validated; each node keeps the file, line and column where somebody
wrote it, also after a route was merged into a type.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pydantic import BaseModel

from workflow.definition.findings import Place

Scalar = str | int | float | bool | date | None
Loc = Sequence[str | int]


@dataclass(slots=True)
class Node:
    """A scalar, a list or a mapping. ``size`` and ``depth`` count what is inside, aliases too."""

    value: "Scalar | list[Node] | dict[str, Node]"
    place: Place
    key: Place | None = None  # where the key that leads here is written
    quotes: int | None = None  # before a text that is written letter for letter on one line
    size: int = 1
    depth: int = 0
    _plain: object = field(init=False, default=None, compare=False)
    _part: BaseModel | None = field(init=False, default=None, compare=False)

    @property
    def start(self) -> Place:
        """The place to show: the key's where there is one."""
        return self.key or self.place

    def mapping(self) -> "dict[str, Node]":
        """The parts of a mapping; nothing if it is something else."""
        return self.value if isinstance(self.value, dict) else {}

    def items(self) -> "list[Node]":
        """The parts of a list, or the scalar that stands for a list of one."""
        if isinstance(self.value, list):
            return self.value
        return [] if self.value is None or isinstance(self.value, dict) else [self]

    def get(self, key: str) -> "Node | None":
        """The part under a key, if this is a mapping that has it with a value."""
        node = self.mapping().get(key)
        return None if node is None or node.value is None else node

    def part(self, key: str) -> "dict[str, Node]":
        """The mapping under a key; nothing if there is none."""
        child = self.get(key)
        return child.mapping() if child is not None else {}

    def listed(self, key: str) -> "list[Node]":
        """The list under a key; nothing if there is none."""
        child = self.get(key)
        return child.items() if child is not None else []

    def words(self, key: str) -> list[str]:
        """The texts of the list under a key."""
        return [node.value for node in self.listed(key) if isinstance(node.value, str)]

    def is_true(self, key: str) -> bool:
        """Whether ``true`` stands under the key."""
        part = self.get(key)
        return part is not None and part.value is True

    def texts(self) -> "Iterator[Node]":
        """Every text in the tree, in the order of the file."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            value = node.value
            if isinstance(value, str):
                yield node
            elif isinstance(value, dict):
                waiting.extend(reversed(value.values()))
            elif isinstance(value, list):
                waiting.extend(reversed(value))

    def plain(self) -> object:
        """The tree as plain values: mappings, tuples and scalars.

        Worked out once, because routes are shared by many types: a tree never changes once it is read.
        """
        value = self.value
        if not isinstance(value, dict | list):
            return value
        if self._plain is None:
            self._plain = (
                {key: child.plain() for key, child in value.items()}
                if isinstance(value, dict)
                else tuple([child.plain() for child in value])
            )
        return self._plain

    def as_part(self, model: type[BaseModel]) -> BaseModel:
        """The tree as a model of the language, worked out once; it is always asked for the same one.

        Raises:
            ValidationError: it doesn't have the model's form.
        """
        if self._part is None:
            self._part = model.model_validate(self.plain(), strict=True)
        return self._part


def locate(root: Node, loc: Loc) -> Node:
    """The node at a path, or the deepest one on the way there."""
    node = root
    for step in loc:
        value = node.value
        if isinstance(value, dict) and step in value:
            node = value[str(step)]
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            node = value[step]
        else:
            break
    return node
