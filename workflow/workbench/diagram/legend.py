"""What stands over and under the picture: what it is, what its signs mean, what had no room in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.definition.schema import NEW
from workflow.workbench.diagram.chart import Chart
from workflow.workbench.diagram.lettering import clean, wrap
from workflow.workbench.diagram.shapes import SIZES, Kind, Sign, Spot, Text
from workflow.workbench.diagram.way import Step, Way

STEPS_SHOWN = 60
"""How many of a matter's latest steps are listed."""

_MOST_LINES = 60
_SIGN = 44.0
Line = tuple[Sign | None, str, Kind]
"""A sign to draw before it (``none``: only the room for one), the text, and what kind it is."""

_LEAD: dict[Kind, float] = {"heading": 28, "title": 34, "lead": 18, "note": 18}


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Lines one under the other, each with a sign before it or None."""

    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """With room after the last one."""
        return sum(_LEAD[kind] for _, _, kind in self.lines) + 8 * bool(self.lines)

    def placed(self, left: float, top: float) -> Iterator[Text]:
        """The texts, from there downwards."""
        for sign, text, kind, base in self._bases(top):
            yield Text(left + (_SIGN if sign else 0), base, text, kind)

    def signs(self, left: float, top: float) -> tuple[tuple[Sign, Spot], ...]:
        """The signs, each with the left end of its middle."""
        return tuple(
            (sign, (left, base - 4))
            for sign, _, _, base in self._bases(top)
            if sign not in (None, "none")
        )

    def _bases(self, top: float) -> Iterator[tuple[Sign | None, str, Kind, float]]:
        for sign, text, kind in self.lines:
            top += _LEAD[kind]
            yield sign, text, kind, top - 6


def heading(chart: Chart, way: Way | None, origin: str, room: float) -> Paragraphs:
    """What is drawn: the type, or the matter and what is next in it."""
    name = f"{way.number}  {way.title}" if way else chart.label
    leads = [f"{chart.label}. {origin}" if way and origin else origin or "", *_ahead(way)]
    leads.append("Till höger går ärendet vidare nedåt, till vänster tillbaka uppåt.")
    return Paragraphs(
        (
            *_wrapped(name, room, "heading", most=2),
            *(line for lead in leads for line in _wrapped(lead, room, "lead", most=3)),
        )
    )


def _ahead(way: Way | None) -> Iterator[str]:
    if way is None:
        return
    if way.closed_on:
        yield f"Avslutat {way.closed_on}."
        return
    coming = next((due for due in way.due if due.status == "running"), None)
    if coming is not None:
        yield f"Nästa frist: {coming.label}, sista dag {coming.final}."


def footing(chart: Chart, way: Way | None, notes: tuple[str, ...], room: float) -> Paragraphs:
    """What the signs mean, as far as they are used; the notes; the matter's way as a list."""
    lines: list[Line] = []
    for sign, meaning in _signs(chart, way):
        first, *rest = wrap(meaning, room - _SIGN, SIZES["note"], most=3)
        lines += [(sign, first, "note"), *(("none", more, "note") for more in rest)]
    for number, note in enumerate(notes, start=1):
        lines += _wrapped(f"[{number}] {note}", room, "note", most=_MOST_LINES)
    if way is not None:
        left_out = max(0, len(way.steps) - STEPS_SHOWN)
        lines.append((None, "Vägen hittills", "title"))
        if left_out:
            lines += _wrapped(f"… {left_out} tidigare steg visas inte.", room, "note", most=1)
        for step in way.steps[left_out:]:
            lines += _wrapped(step_in_words(step, chart), room, "note", most=3)
    return Paragraphs(tuple(lines))


def _signs(chart: Chart, way: Way | None) -> Iterator[tuple[Sign, str]]:
    edges = chart.edges
    yield "line", "Händelser som leder från ett läge till ett annat"
    if way is None and chart.main:
        yield "main", "Vägen från början till slut genom flest delar"
    if any(edge.source == edge.target for edge in edges):
        yield "loop", "Läget är detsamma efteråt"
    if any(edge.automatic for edge in edges):
        yield "dashed", "Motorn gör det själv så snart det går"
    if any(edge.guarded for edge in edges):
        yield "condition", "Minst en av händelserna har ett villkor"
    if any(edge.timed for edge in edges):
        yield (
            "clock",
            "Frist; på en linje: motorn gör någon av händelserna, när en frist gått ut eller svar kommit",
        )
    elif any(node.limits for node in chart.nodes):
        yield "clock", "Frist"
    if way is not None:
        yield "numbers", "Ärendets steg, i ordning"
        yield "point", "Här står en av ärendets punkter"


def step_in_words(step: Step, chart: Chart) -> str:
    """One step of a matter's way as a line."""
    number = f"{step.number}. " if step.number else ""
    elsewhere = step.source not in (None, NEW, step.target)
    source = f"{_label(chart, step.source or '')} → " if elsewhere else ""
    points = f"punkt {', '.join(step.points)}"
    return f"{number}{step.on}  {step.label}: {source}{_label(chart, step.target)} ({points})"


def _label(chart: Chart, key: str) -> str:
    return next((node.label for node in chart.nodes if node.key == key), key)


def _wrapped(text: str, room: float, kind: Kind, *, most: int) -> list[Line]:
    bold = kind == "heading"
    lines = wrap(clean(text), room, SIZES[kind], most=most, bold=bold)
    return [(None, line, kind) for line in lines]
