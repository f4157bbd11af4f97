"""A state with all that stands in its box and beside it, and on which side each edge leaves it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow.workbench.diagram.chart import Chart, Edge, Node
from workflow.workbench.diagram.rows import Content, Row, Rows
from workflow.workbench.diagram.shapes import Side

SIDES: tuple[Side, ...] = ("left", "right")
ENTRY = 15.0
"""From the upper side of a box (lower, on the left) to where lines come in."""

_ABOVE = 26.0
_EDGE = 5.0


@dataclass(frozen=True, slots=True)
class Stack:
    """One state. ``enters`` are the sides on which lines come in: the right from above, the left from below."""

    node: Node
    content: Content
    rows: Mapping[Side, tuple[Row, ...]]
    enters: frozenset[Side]

    @property
    def height(self) -> float:
        """How high the box must be."""
        left, right = (self._offset(side) + high(self.rows[side]) for side in SIDES)
        below = _ABOVE if "left" in self.enters else _EDGE
        return max(self.content.height, left + below, right + _EDGE)

    def entry(self, side: Side) -> float:
        """Where lines come in, under the top of the box."""
        return ENTRY if side == "right" else self.height - ENTRY

    def tops(self, side: Side) -> Iterator[tuple[Row, float]]:
        """The rows of a side, each with the place of its top under that of the box."""
        top = self._offset(side)
        for row in self.rows[side]:
            yield row, top
            top += row.height

    def _offset(self, side: Side) -> float:
        return _ABOVE if side == "right" and "right" in self.enters else _EDGE


def high(rows: tuple[Row, ...] | list[Row]) -> float:
    """How high some rows are together."""
    return sum(row.height for row in rows)


def stacks(chart: Chart, rows: Rows) -> tuple[Stack, ...]:
    """Every node of the chart, from above."""
    place = {node.key: number for number, node in enumerate(chart.nodes)}
    ahead = [(edge, place[edge.target] - place[edge.source]) for edge in chart.edges]
    return tuple(_stack(node, ahead, rows) for node in chart.nodes)


def _stack(node: Node, ahead: list[tuple[Edge, int]], rows: Rows) -> Stack:
    # On both sides the lines that go farthest stand outermost, so that they cross as few as possible.
    leaving = sorted((one for one in ahead if one[0].source == node.key), key=lambda one: -one[1])
    beside: dict[Side, list[Row]] = {
        "right": [rows.row(edge) for edge, way in leaving if way > 0],
        "left": [rows.row(edge) for edge, way in leaving if way < 0],
    }
    for edge, way in leaving:
        if not way:
            onward = high(beside["right"]) <= high(beside["left"])
            beside["right" if onward else "left"].append(rows.row(edge))
    enters = {_side(way) for edge, way in ahead if way and edge.target == node.key}
    return Stack(
        node,
        rows.content(node),
        {side: tuple(beside[side]) for side in SIDES},
        frozenset(enters),
    )


def _side(way: int) -> Side:
    return "right" if way > 0 else "left"
