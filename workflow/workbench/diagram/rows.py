"""What stands in the boxes and beside them, broken to fit, before anything has a place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from workflow.workbench.diagram.chart import Chart, Edge, Limit, Node
from workflow.workbench.diagram.lettering import clean, held, listed, shorten, width, wrap
from workflow.workbench.diagram.shapes import SIZES, Icon
from workflow.workbench.diagram.way import Way

BOX = 240.0
"""How wide a box is."""

INSET = 12.0
ICON = 16.0
LABEL = 240.0
"""How wide the text beside a box may be."""

LINE = 14.5
"""From one line of text to the next."""

HOOK = 26.0
"""How far a loop reaches out."""

_TITLE_LINES = 3
_EVENT_LINES = 2
_LOOP_LINES = 3
_INFO_LINES = 3
_STEPS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Row:
    """What stands beside a box about one edge that leaves it. Offsets are from the row's top."""

    edge: Edge
    events: tuple[str, ...]
    target: str
    numbers: str
    height: float
    line: float
    wide: float

    @property
    def loops(self) -> bool:
        """Whether the edge ends where it begins."""
        return self.edge.source == self.edge.target


@dataclass(frozen=True, slots=True)
class Content:
    """What stands in a box."""

    title: tuple[str, ...]
    infos: tuple[tuple[Icon, str], ...]

    @property
    def height(self) -> float:
        """With the room around it."""
        return 2 * INSET + len(self.title) * (LINE + 2) + len(self.infos) * LINE - 3


@dataclass(slots=True)
class Rows:
    """Breaks the texts of one chart, and numbers the notes for what had no room."""

    chart: Chart
    way: Way | None
    _notes: dict[tuple[str, ...], int] = field(default_factory=dict)

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes in the order of their numbers."""
        return tuple(", ".join(map(clean, labels)) for labels in self._notes)

    def content(self, node: Node) -> Content:
        """What stands in the box of a node."""
        title = wrap(node.label, BOX - 2 * INSET, SIZES["title"], most=_TITLE_LINES, bold=True)
        return Content(title, tuple(self._infos(node)))

    def _infos(self, node: Node) -> Iterator[tuple[Icon, str]]:
        points = self.way.standing.get(node.key, ()) if self.way else ()
        if points:
            what = "Punkt" if len(points) == 1 else "Punkterna"
            end = "slutade här" if node.final else "är här nu"
            yield from _info("point", f"{what} {', '.join(points)} {end}")
        if node.initial:
            yield "start", "Början"
        if node.entry:
            yield "entry", "Ett ärende kan börja här"
        if node.final:
            yield "end", "Slut"
        for limit in node.limits:
            yield from _info("clock", self._limit(node, limit))
        for group in node.starts:
            yield from _info("children", f"Startar: {group}")

    def _limit(self, node: Node, limit: Limit) -> str:
        due = self.way.due_in(limit.key, node.key) if self.way else None
        return f"{limit.label} ({held(due.in_words if due else limit.when)})"

    def row(self, edge: Edge) -> Row:
        """What stands beside the box that an edge leaves."""
        numbers = _numbers(self.way.along(edge) if self.way else ())
        labels = self.way.taken_first(edge) if self.way else edge.labels
        taken = _capsule(numbers)
        if edge.source == edge.target:
            room = LABEL - HOOK - taken
            events = self._listed(labels, room, _LOOP_LINES)
            wide = max(width(text, SIZES["event"]) for text in events) + HOOK + taken
            height = len(events) * LINE + 8
            return Row(edge, events, "", numbers, height, height / 2, wide)
        events = self._listed(labels, LABEL, _EVENT_LINES)
        target = self._target(edge, LABEL - taken)
        wide = max(width(text, SIZES["event"]) for text in events)
        line = len(events) * LINE + 4
        return Row(
            edge=edge,
            events=events,
            target=target,
            numbers=numbers,
            height=line + LINE + 6,
            line=line,
            wide=max(wide, width(target, SIZES["target"]) + taken),
        )

    def _target(self, edge: Edge, room: float) -> str:
        body = self.chart.node(edge.source).body
        others = [decides for decides in edge.decided_by if decides != body]
        decides = f" · {', '.join(others)} avgör" if others else ""
        free = room - width(decides, SIZES["target"])
        label = clean(f"till {self.chart.node(edge.target).label}")
        return shorten(label, free, SIZES["target"]) + decides

    def _listed(self, labels: Sequence[str], room: float, most: int) -> tuple[str, ...]:
        """The events in few lines; with the number of a note where that isn't all."""
        found = listed(labels, room, SIZES["event"], most=most)
        if found.whole:
            return found.lines
        number = self._notes.setdefault(tuple(labels), len(self._notes) + 1)
        return listed(labels, room, SIZES["event"], most=most, tail=f" [{number}]").lines


def _info(icon: Icon, text: str) -> Iterator[tuple[Icon, str]]:
    lines = wrap(text, BOX - 2 * INSET - ICON, SIZES["info"], most=_INFO_LINES)
    yield from ((icon if not number else "none", line) for number, line in enumerate(lines))


def _numbers(steps: Sequence[int]) -> str:
    more = f" +{len(steps) - _STEPS_SHOWN}" if len(steps) > _STEPS_SHOWN else ""
    return ", ".join(str(step) for step in steps[:_STEPS_SHOWN]) + more


def _capsule(numbers: str) -> float:
    """How wide the capsule around the numbers of steps is, with the room after it."""
    return capsule(numbers) + 6 if numbers else 0


def capsule(numbers: str) -> float:
    """How wide the capsule around the numbers of steps is."""
    return width(numbers, SIZES["number"], bold=True) + 12
