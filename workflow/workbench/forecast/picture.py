"""A run as an SVG picture: what waits at each body through the year, its meetings, and which of them were full.

One file without scripts or fonts of its own. What a colour says is said by form and text too; colours have at
least the contrast that WCAG 2.2 AA asks for (4.5:1 for text, 3:1 for lines).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final
from xml.etree import ElementTree as ET

from workflow.workbench.forecast.answer import Report
from workflow.workbench.forecast.lanes import Lane
from workflow.workbench.forecast.summary import summary
from workflow.workbench.forecast.tally import Held

_INK, _MUTED, _GRID, _GROUND = "#1b1f24", "#57606a", "#d0d7de", "#ffffff"
_WAIT, _WORK, _RIM, _FULL = "#1f5a9e", "#c9d8ea", "#5b7fa8", "#b3261e"
_WIDTH, _LEFT, _RIGHT = 1000.0, 236.0, 976.0
_TOP, _LANE, _APART = 128.0, 76.0, 40.0
_FOOT: Final = 64.0
_BASE, _LINE = 12.0, 16.0  # text
_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_HALF_A_YEAR = 6  # months, between two names of months where there are several years
_ROOM = 26.0  # that the number at a meeting takes
_LETTER = 6.3  # the width of one, on average
_LEGEND = (
    (_WAIT, "väntar"),
    (_WORK, "arbetas på"),
    ("meeting", "sammanträde"),
    ("full", "fullt, och hur många som inte fick plats"),
    (_FULL, "missade frister"),
)
_FONT = "'Segoe UI', Roboto, Helvetica, Arial, 'DejaVu Sans', sans-serif"


def svg(report: Report, lanes: Sequence[Lane]) -> str:
    """The picture as an SVG document; the same run is always the same text."""
    return _Picture(report, lanes).draw()


class _Picture:
    def __init__(self, report: Report, lanes: Sequence[Lane]) -> None:
        self._report = report
        self._lanes = lanes
        self._days = (report.last - report.first).days + 1
        self._bottom = _TOP + len(lanes) * (_LANE + _APART) - _APART
        height = self._bottom + _FOOT
        self._root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "width": _n(_WIDTH),
                "height": _n(height),
                "viewBox": f"0 0 {_n(_WIDTH)} {_n(height)}",
                "role": "img",
                "aria-labelledby": "title desc",
                "lang": "sv",
                "font-family": _FONT,
                "font-size": _n(_BASE),
            },
        )
        self._height = height

    def draw(self) -> str:
        report = self._report
        ET.SubElement(self._root, "title", {"id": "title"}).text = f"Simulering: {report.label}"
        ET.SubElement(self._root, "desc", {"id": "desc"}).text = " ".join(self._described())
        self._rect(0, 0, _WIDTH, self._height, fill=_GROUND)
        self._text(24, 36, report.label, size=20, weight="bold")
        for place, sentence in enumerate(summary(report)):
            self._text(24, 60 + place * 18, sentence, fill=_MUTED, size=13)
        self._months()
        for place, lane in enumerate(self._lanes):
            self._lane(lane, _TOP + place * (_LANE + _APART))
        self._legend()
        ET.indent(self._root, space=" ")
        return ET.tostring(self._root, encoding="unicode") + "\n"

    def _described(self) -> Iterator[str]:
        yield from summary(self._report)
        for lane in self._lanes:
            peak = f"som mest {lane.most}"
            yield f"{lane.title}: {', '.join((*lane.notes, peak))}."

    def _x(self, day: date) -> float:
        return self._across((day - self._report.first).days)

    def _across(self, days: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * days / self._days

    def _months(self) -> None:
        first, last = self._report.first, self._report.last
        years = last.year - first.year + 1
        step = 1 if years == 1 else _HALF_A_YEAR
        for year in range(first.year, last.year + 1):
            for month in range(1, 13, step):
                x = self._x(date(year, month, 1))
                self._line(x, _TOP, x, self._bottom, stroke=_GRID)
                label = _MONTHS[month - 1] + (f" {year}" if years > 1 and month == 1 else "")
                for y in (_TOP - 10, self._bottom + 26):
                    self._text(x + 3, y, label, fill=_MUTED)
        self._line(_RIGHT, _TOP, _RIGHT, self._bottom, stroke=_GRID)

    def _lane(self, lane: Lane, top: float) -> None:
        self._text(24, top + 13, lane.title, size=14, weight="bold")
        for place, note in enumerate(lane.notes):
            self._text(24, top + 31 + place * _LINE, note, fill=_MUTED)
        most = max(lane.most, 1)
        floor = top + _LANE
        self._line(_LEFT, floor, _RIGHT, floor, stroke=_MUTED)
        self._line(_LEFT, top, _RIGHT, top, stroke=_GRID)
        self._text(_LEFT - 6, top + 4, str(most), fill=_MUTED, anchor="end")
        self._text(_LEFT - 6, floor + 4, "0", fill=_MUTED, anchor="end")
        scale = _LANE / most
        if lane.waiting:
            working = lane.working or (0,) * len(lane.waiting)
            total = [a + b for a, b in zip(lane.waiting, working, strict=True)]
            self._area(working, floor, scale, fill=_WORK)
            self._area(total, floor, scale, fill=_WAIT, above=working)
        for day, number in lane.bars:
            x, wide = self._x(day), max((_RIGHT - _LEFT) * 7 / self._days - 1, 1)
            height = number * scale
            self._rect(x, floor - height, min(wide, _RIGHT - x), height, fill=_FULL)
        apart = (_RIGHT - _LEFT) / max(len(lane.meetings), 1)
        for held in lane.meetings:
            self._meeting(held, floor + 10, numbered=apart >= _ROOM)

    def _meeting(self, held: Held, y: float, *, numbered: bool) -> None:
        x = self._across((held.day - self._report.first).days + 0.5)
        if not held.full:
            _tooltip(self._circle(x, y), f"{held.day}: {held.items} av {held.capacity} ärenden")
            return
        mark = self._rect(x - 4, y - 4, 8, 8, fill=_FULL)
        said = f", {held.pushed} fick vänta" if held.pushed else ""
        _tooltip(mark, f"{held.day}: fullt, {held.items} ärenden{said}")
        if held.pushed and numbered:
            self._text(x, y + 17, f"+{held.pushed}", fill=_FULL, anchor="middle", size=11)

    def _area(
        self,
        values: Sequence[int],
        floor: float,
        scale: float,
        *,
        fill: str,
        above: Sequence[int] | None = None,
    ) -> None:
        """A curve in steps, filled down to the floor, or to the one that it stands on."""
        if not any(values) or (above is not None and list(above) == list(values)):
            return
        there = self._steps(values, floor, scale)
        back = self._steps(above, floor, scale) if above and any(above) else None
        down = f"L{' '.join(reversed(back))}" if back else f"V{_n(floor)}H{_n(_LEFT)}"
        path = f"M{' '.join(there)}{down}Z"
        rim = {"stroke": _RIM, "stroke-width": "0.8"} if fill == _WORK else {}
        ET.SubElement(self._root, "path", {"d": path, "fill": fill, **rim})

    def _steps(self, values: Sequence[int], floor: float, scale: float) -> list[str]:
        """The corners of a curve, only where it changes."""
        corners = []
        before: int | None = None
        for day, value in enumerate(values):
            if value != before:
                x = _n(self._across(day))
                if before is not None:
                    corners.append(f"{x},{_n(floor - before * scale)}")
                corners.append(f"{x},{_n(floor - value * scale)}")
                before = value
        corners.append(f"{_n(_RIGHT)},{_n(floor - (before or 0) * scale)}")
        return corners

    def _legend(self) -> None:
        y, x = self._bottom + 50, 24.0
        for kind, words in _LEGEND:
            match kind:
                case "meeting":
                    self._circle(x + 6, y - 4)
                case "full":
                    self._rect(x + 2, y - 8, 8, 8, fill=_FULL)
                case colour:
                    self._rect(x, y - 9, 12, 10, fill=colour)
            self._text(x + 18, y, words, fill=_MUTED)
            x += 46 + _LETTER * len(words)
        self._text(_RIGHT, y, "Varje rad har sin egen skala.", fill=_MUTED, anchor="end")

    def _circle(self, x: float, y: float) -> ET.Element:
        look = {"cx": _n(x), "cy": _n(y), "r": "3", "fill": _GROUND, "stroke": _INK}
        return ET.SubElement(self._root, "circle", look)

    def _rect(self, x: float, y: float, width: float, height: float, *, fill: str) -> ET.Element:
        look = {"x": _n(x), "y": _n(y), "width": _n(width), "height": _n(height), "fill": fill}
        return ET.SubElement(self._root, "rect", look)

    def _line(self, x: float, y: float, to_x: float, to_y: float, *, stroke: str) -> None:
        look = {"x1": _n(x), "y1": _n(y), "x2": _n(to_x), "y2": _n(to_y), "stroke": stroke}
        ET.SubElement(self._root, "line", look)

    def _text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        fill: str = _INK,
        size: float = _BASE,
        weight: str = "",
        anchor: str = "",
    ) -> None:
        look = {"x": _n(x), "y": _n(y), "fill": fill}
        look |= {"font-size": _n(size)} if size != _BASE else {}
        look |= {"font-weight": weight} if weight else {}
        look |= {"text-anchor": anchor} if anchor else {}
        ET.SubElement(self._root, "text", look).text = words


def _tooltip(mark: ET.Element, words: str) -> None:
    ET.SubElement(mark, "title").text = words


def _n(number: float) -> str:
    """A number without needless digits."""
    return f"{number:.1f}".removesuffix(".0")
