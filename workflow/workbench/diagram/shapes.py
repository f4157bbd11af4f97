"""The parts of a drawing with their places: lengths in pixels, y grows downwards."""

from dataclasses import dataclass
from typing import Literal

from workflow.workbench.diagram.chart import Edge, Node
from workflow.workbench.diagram.lettering import width

Kind = Literal["heading", "lead", "lane", "title", "info", "event", "target", "number", "note"]
SIZES: dict[Kind, float] = {
    "heading": 20,
    "lead": 12.5,
    "lane": 12.5,
    "title": 13.5,
    "info": 11.5,
    "event": 12,
    "target": 11,
    "number": 10.5,
    "note": 12,
}
"""Height of the letters of each kind of text."""

BOLD: frozenset[Kind] = frozenset({"heading", "lane", "title", "number"})
Icon = Literal["clock", "point", "start", "entry", "end", "children", "none"]
Side = Literal["left", "right"]
Spot = tuple[float, float]
Anchor = Literal["start", "middle", "end"]
Sign = Literal["none", "line", "main", "dashed", "condition", "clock", "loop", "numbers", "point"]


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle; its sides lie along the axes."""

    left: float
    top: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """X of the right side."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Y of the lower side."""
        return self.top + self.height

    def meets(self, other: "Rect") -> bool:
        """Whether the two have more than a side in common."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text: where it begins (ends, is centred) and its base line."""

    x: float
    base: float
    text: str
    kind: Kind
    anchor: Anchor = "start"

    @property
    def rect(self) -> Rect:
        """The room that it takes at most."""
        size = SIZES[self.kind]
        wide = width(self.text, size, bold=self.kind in BOLD)
        left = {"start": self.x, "middle": self.x - wide / 2, "end": self.x - wide}[self.anchor]
        return Rect(left, self.base - size * 0.95, wide, size * 1.2)


@dataclass(frozen=True, slots=True)
class Info:
    """A line in a box, with an icon before the first of several."""

    icon: Icon
    text: Text


@dataclass(frozen=True, slots=True)
class Box:
    """A state. ``visited``: the matter has been there; ``standing``: one of its points is there."""

    node: Node
    rect: Rect
    title: tuple[Text, ...]
    infos: tuple[Info, ...]
    visited: bool = False
    standing: bool = False


@dataclass(frozen=True, slots=True)
class Wire:
    """An edge: a line with square corners from box to box, or a loop at one of them.

    Attributes:
        edge: what it shows.
        side: of the box that it leaves.
        path: its corners from the source to the target; of a loop only the two ends.
        hue: which of the colours, by the track that it runs on; None for a loop.
        texts: what stands over and under its first part.
        numbers: of the matter's steps along it, in a capsule; None where there are none.
    """

    edge: Edge
    side: Side
    path: tuple[Spot, ...]
    hue: int | None
    texts: tuple[Text, ...]
    numbers: tuple[Rect, Text] | None = None

    @property
    def loops(self) -> bool:
        """Whether it ends where it begins."""
        return self.edge.source == self.edge.target


@dataclass(frozen=True, slots=True)
class Band:
    """A lane: a band over the whole width, with its name along the left side."""

    label: str
    rect: Rect


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything, placed.

    ``texts`` are the heading and what stands under the picture; ``signs`` explain what is drawn, each
    with the left end of its middle.
    """

    width: float
    height: float
    bands: tuple[Band, ...]
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    texts: tuple[Text, ...]
    signs: tuple[tuple[Sign, Spot], ...]
