"""Where everything stands: states one under the other in their lanes, lines in tracks beside them.

What this layout promises, and its tests measure: no box lies on another, no text on another, and no line
runs through a box or a text, whatever is drawn. Each state has a row beside it for every edge that leaves
it, with the events over the line. What goes on leaves to the right and comes to its target from above;
what goes back leaves to the left and comes from below. All that leads to one state runs on one track and
comes in at one place. Why no library does this is told in ``docs/decisions``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from workflow.workbench.diagram.chart import Chart
from workflow.workbench.diagram.legend import Paragraphs, footing, heading
from workflow.workbench.diagram.lettering import width
from workflow.workbench.diagram.rows import BOX, HOOK, ICON, INSET, LINE, Row, Rows, capsule
from workflow.workbench.diagram.shapes import (
    SIZES,
    Anchor,
    Band,
    Box,
    Drawing,
    Info,
    Rect,
    Side,
    Spot,
    Text,
    Wire,
)
from workflow.workbench.diagram.stacks import SIDES, Stack, stacks
from workflow.workbench.diagram.tracks import Span, tracks
from workflow.workbench.diagram.way import Way

MARGIN = 16.0
STRIP = 30.0
TRACK = 12.0
_LEAST = 560.0
_MARK = 18.0
_INSIDE = 18.0
_STUB = 24.0
_LOOP = 7.0
_CAPSULE = 16.0


def layout(chart: Chart, way: Way | None = None, *, origin: str = "") -> Drawing:
    """Place everything that a chart shows, and the matter's way in it.

    Args:
        chart: what to draw.
        way: the way that a matter has gone; None where none is shown.
        origin: which version is drawn, in words.
    """
    rows = Rows(chart, way)
    return _Sheet(chart, way, origin, rows, stacks(chart, rows)).drawing()


@dataclass(frozen=True)
class _Sheet:
    """The sheet that is drawn on: what it holds, and the places that follow from that."""

    chart: Chart
    way: Way | None
    origin: str
    rows: Rows
    stacks: tuple[Stack, ...]

    def drawing(self) -> Drawing:
        foot = footing(self.chart, self.way, self.rows.notes, self._width - 2 * MARGIN)
        below = self._bands[-1].rect.bottom + MARGIN
        return Drawing(
            width=self._width,
            height=below + foot.height + MARGIN,
            bands=self._bands,
            boxes=tuple(self._box(stack) for stack in self.stacks),
            wires=tuple(self._wires()),
            texts=(*self._head.placed(MARGIN, MARGIN), *foot.placed(MARGIN, below)),
            signs=foot.signs(MARGIN, below),
        )

    # across

    @cached_property
    def _zone(self) -> Mapping[Side, float]:
        """How wide the text on each side is, with the room around it."""
        wide = {
            side: max((row.wide for one in self.stacks for row in one.rows[side]), default=0)
            for side in SIDES
        }
        return {side: wide[side] + _STUB + 12 for side in SIDES}

    @cached_property
    def _tracks(self) -> Mapping[Side, Mapping[str, int]]:
        """By side, the track of what leads to each state."""
        return {side: tracks(self._spans(side), TRACK) for side in SIDES}

    def _room(self, side: Side) -> float:
        return TRACK * (1.5 + max(self._tracks[side].values(), default=-1))

    @cached_property
    def _left(self) -> float:
        """X of the left side of every box."""
        return MARGIN + STRIP + self._room("left") + self._zone["left"]

    @cached_property
    def _right(self) -> float:
        return self._left + BOX

    @cached_property
    def _width(self) -> float:
        return max(_LEAST, self._right + self._zone["right"] + self._room("right") + MARGIN)

    def _track(self, side: Side, target: str) -> float:
        """X of the track of what leads to a state."""
        out = self._zone[side] + TRACK * (0.5 + self._tracks[side][target])
        return self._right + out if side == "right" else self._left - out

    # down

    @cached_property
    def _head(self) -> Paragraphs:
        room = max(_LEAST - 2 * MARGIN, self._zone["left"] + BOX + self._zone["right"])
        return heading(self.chart, self.way, self.origin, room)

    @cached_property
    def _places(self) -> tuple[Mapping[str, float], Mapping[str, Rect]]:
        """Y of the upper side of each box; the lanes by phase, without their width."""
        by_key = {stack.node.key: stack for stack in self.stacks}
        tops: dict[str, float] = {}
        lanes: dict[str, Rect] = {}
        y = MARGIN + self._head.height
        for lane in self.chart.lanes:
            top = y
            y += _INSIDE
            for key in lane.nodes:
                stack = by_key[key]
                y += _MARK if stack.node.initial or stack.node.entry else 0
                tops[key] = y
                y += stack.height + _INSIDE
            y = max(y, top + _high_enough(lane.label))
            lanes[lane.phase] = Rect(MARGIN, top, 0, y - top)
        return tops, lanes

    @cached_property
    def _bands(self) -> tuple[Band, ...]:
        places = self._places[1]
        wide = self._width - 2 * MARGIN
        return tuple(
            Band(lane.label, replace(places[lane.phase], width=wide)) for lane in self.chart.lanes
        )

    def _leaving(self, side: Side) -> Iterator[tuple[Row, float]]:
        """The rows of a side with y of their lines, loops left out."""
        for stack in self.stacks:
            top = self._places[0][stack.node.key]
            for row, under in stack.tops(side):
                yield row, top + under + row.line

    def _entry(self, side: Side, target: str) -> float:
        stack = next(one for one in self.stacks if one.node.key == target)
        return self._places[0][target] + stack.entry(side)

    def _spans(self, side: Side) -> Mapping[str, Span]:
        """From where to where what leads to each state runs."""
        found: dict[str, list[float]] = {}
        for row, y in self._leaving(side):
            if not row.loops:
                target = row.edge.target
                found.setdefault(target, [self._entry(side, target)]).append(y)
        return {target: (min(ys), max(ys)) for target, ys in found.items()}

    # what is drawn

    def _box(self, stack: Stack) -> Box:
        left, top = self._left, self._places[0][stack.node.key]
        y = top + INSET + LINE - 4
        title = []
        for line in stack.content.title:
            title.append(Text(left + INSET, y, line, "title"))
            y += LINE + 2
        infos = []
        for icon, line in stack.content.infos:
            infos.append(Info(icon, Text(left + INSET + ICON, y, line, "info")))
            y += LINE
        way = self.way
        return Box(
            node=stack.node,
            rect=Rect(left, top, BOX, stack.height),
            title=tuple(title),
            infos=tuple(infos),
            visited=way is not None and stack.node.key in way.visited,
            standing=way is not None and stack.node.key in way.standing,
        )

    def _wires(self) -> Iterator[Wire]:
        for side in SIDES:
            for row, y in self._leaving(side):
                path = self._loop(side, y) if row.loops else self._path(side, row.edge.target, y)
                place = self._beside(side, row, y)
                hue = None if row.loops else self._tracks[side][row.edge.target]
                yield Wire(row.edge, side, path, hue, *place)

    def _path(self, side: Side, target: str, y: float) -> tuple[Spot, ...]:
        start = self._right if side == "right" else self._left
        track, entry = self._track(side, target), self._entry(side, target)
        return (start, y), (track, y), (track, entry), (start, entry)

    def _loop(self, side: Side, y: float) -> tuple[Spot, ...]:
        start = self._right if side == "right" else self._left
        return (start, y - _LOOP), (start, y + _LOOP)

    def _beside(
        self, side: Side, row: Row, y: float
    ) -> tuple[tuple[Text, ...], tuple[Rect, Text] | None]:
        """What stands over and under the line of a row, from the box outwards."""
        out = 1 if side == "right" else -1
        anchor: Anchor = "start" if side == "right" else "end"
        start = self._right if side == "right" else self._left
        x = start + out * (HOOK + 8 if row.loops else _STUB)
        shift = capsule(row.numbers) + 6 if row.numbers else 0
        first = y + LINE / 2 - 3 - LINE * (len(row.events) - 1) / 2 if row.loops else 0
        base = first or y - 5 - LINE * (len(row.events) - 1)
        events = x + out * (shift if row.loops else 0)
        texts = [
            Text(events, base + LINE * number, line, "event", anchor)
            for number, line in enumerate(row.events)
        ]
        if row.target:
            texts.append(Text(x + out * shift, y + LINE - 2, row.target, "target", anchor))
        numbers = None
        if row.numbers:
            wide = capsule(row.numbers)
            top = y - _CAPSULE / 2 if row.loops else y + 4
            rect = Rect(x if side == "right" else x - wide, top, wide, _CAPSULE)
            middle = rect.left + wide / 2
            numbers = rect, Text(middle, rect.bottom - 4.5, row.numbers, "number", "middle")
        return tuple(texts), numbers


def _high_enough(label: str) -> float:
    """How high a lane must be for its name along the side."""
    size = SIZES["lane"]
    return width(label, size, bold=True) + 20
