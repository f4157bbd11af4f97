"""A placed drawing as SVG: one file, no script, no font of its own, readable without colours.

The letters stand on a light ground of the picture's own, so that it is the same in a dark page. Colours
have at least the contrast that WCAG 2.2 AA asks for: 4.5:1 for text, 3:1 for lines.
"""

from collections.abc import Iterable, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from workflow.definition.schema import NEW
from workflow.workbench.diagram.chart import Chart
from workflow.workbench.diagram.layout import STRIP, layout
from workflow.workbench.diagram.lettering import clean
from workflow.workbench.diagram.shapes import BOLD, SIZES, Band, Box, Rect, Sign, Spot, Text, Wire
from workflow.workbench.diagram.way import Way
from workflow.workbench.diagram.words import described, edge_in_words, node_in_words

HUES: Final = (
    "#1f5a9e", "#9a3b00", "#1a6b3c", "#7a2a83", "#a3123f", "#0b6b74", "#5b5b00", "#4b4f8f",
)  # fmt: skip
"""The lines' colours; what leads to one state has one of them."""

INK: Final = "#1b1f24"
MUTED: Final = "#57606a"
PALE: Final = "#7c858f"
GROUND: Final = "#ffffff"
BANDS: Final = ("#f3f5f8", "#fafbfc")
WAY: Final = "#fff3cd"
FRAME: Final = "#d0d7de"
_ROUND: Final = 7.0
_ARROW: Final = 8.0

_STYLE: Final = "".join(
    f".{kind}{{font-size:{size}px;fill:{MUTED if kind in ('target', 'info') else INK};"
    f"font-weight:{700 if kind in BOLD else 400}}}"
    for kind, size in SIZES.items()
)


def svg(chart: Chart, way: Way | None = None, *, origin: str = "") -> str:
    """The chart as an SVG document; the same chart is always the same text.

    Args:
        chart: what to draw.
        way: the way that a matter has gone; None where none is shown.
        origin: which version is drawn, in words.
    """
    drawing = layout(chart, way, origin=origin)
    size = {"width": _n(drawing.width), "height": _n(drawing.height)}
    root = ET.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            **size,
            "viewBox": f"0 0 {size['width']} {size['height']}",
            "role": "img",
            "aria-labelledby": "title desc",
            "lang": "sv",
            "font-family": "'Segoe UI', Roboto, Helvetica, Arial, 'DejaVu Sans', sans-serif",
        },
    )
    title = f"{way.number} {way.title}, {chart.label}" if way else chart.label
    _words(root, "title", title, id="title")
    _words(root, "desc", described(chart, way), id="desc")
    ET.SubElement(root, "style").text = _STYLE
    _rect(root, Rect(0, 0, drawing.width, drawing.height), fill=GROUND)
    for number, band in enumerate(drawing.bands):
        _band(root, band, BANDS[number % 2])
    strong = [
        wire.numbers is not None if way else chart.is_main(wire.edge) for wire in drawing.wires
    ]
    for wire, is_strong in sorted(zip(drawing.wires, strong, strict=True), key=lambda one: one[1]):
        _wire(root, chart, wire, pale=way is not None and not is_strong, strong=is_strong)
    for box in drawing.boxes:
        _box(root, box)
    for text in drawing.texts:
        _text(root, text)
    for sign, spot in drawing.signs:
        _sign(root, sign, spot)
    ET.indent(root, space=" ")
    return ET.tostring(root, encoding="unicode") + "\n"


def _band(root: ET.Element, band: Band, fill: str) -> None:
    _rect(root, band.rect, fill=fill, stroke=FRAME)
    strip = Rect(band.rect.left, band.rect.top, STRIP, band.rect.height)
    _rect(root, strip, fill="#e3e8ee", stroke=FRAME)
    x, y = strip.left + STRIP / 2 + 4.5, strip.top + strip.height / 2
    label = Text(0, 0, band.label, "lane", "middle")
    _text(root, label, transform=f"translate({_n(x)} {_n(y)}) rotate(-90)")


def _box(root: ET.Element, box: Box) -> None:
    group = ET.SubElement(root, "g")
    _words(group, "title", node_in_words(box.node))
    rect, node = box.rect, box.node
    if node.initial or node.entry:
        x, y = rect.left + rect.width / 2, rect.top - 14
        _line(group, [(x, y), (x, rect.top - 1)], stroke=INK)
        _arrow(group, (x, rect.top - 1), (0, 1), INK)
        _circle(group, (x, y), 4.5, fill=INK if node.initial else GROUND, stroke=INK)
    strong = "3" if box.standing else "2" if box.visited else "1.2"
    _rect(
        group,
        rect,
        rx="6" if not node.final else "14",
        fill=WAY if box.visited else GROUND,
        stroke=INK if box.visited or box.standing else MUTED,
        **{"stroke-width": strong},
        **({"stroke-dasharray": "5 3"} if node.key == NEW else {}),
    )
    if node.final:
        inner = Rect(rect.left + 3, rect.top + 3, rect.width - 6, rect.height - 6)
        _rect(group, inner, rx="11", fill="none", stroke=MUTED)
    for text in box.title:
        _text(group, text)
    for info in box.infos:
        _icon(group, info.icon, (info.text.x - 10, info.text.base - 4))
        _text(group, info.text)


def _wire(root: ET.Element, chart: Chart, wire: Wire, *, pale: bool, strong: bool) -> None:
    group = ET.SubElement(root, "g")
    _words(group, "title", edge_in_words(wire.edge, chart))
    colour = PALE if pale else MUTED if wire.hue is None else HUES[wire.hue % len(HUES)]
    look = {"stroke": colour, "stroke-width": "3" if strong else "1.4"}
    if wire.edge.automatic:
        look["stroke-dasharray"] = "6 4"
    out = 1 if wire.side == "right" else -1
    (x, y), (end_x, end_y) = wire.path[0], wire.path[-1]
    if wire.loops:
        _loop(group, wire.path, out, look)
    else:
        _line(group, [*wire.path[:-1], (end_x + out * 4, end_y)], **look)
    _arrow(group, (end_x + out, end_y), (-out, 0), colour)
    if wire.edge.guarded:
        _diamond(group, (x + out * 6, y), colour)
    if wire.edge.timed:
        _clock(group, (x + out * (17 if wire.edge.guarded else 6), y), colour)
    for text in wire.texts:
        _text(group, text)
    if wire.numbers:
        rect, text = wire.numbers
        _rect(group, rect, rx="8", fill=WAY, stroke=INK)
        _text(group, text)


def _loop(group: ET.Element, path: Sequence[Spot], out: int, look: dict[str, str]) -> None:
    (x, y), (_, end) = path
    r, turn = (end - y) / 2, 1 if out > 0 else 0
    far = x + out * 19
    d = f"M{_n(x)} {_n(y)}H{_n(far)}A{_n(r)} {_n(r)} 0 0 {turn} {_n(far)} {_n(end)}H{_n(x + out * 4)}"
    ET.SubElement(group, "path", {"d": d, "fill": "none", **look})


def _line(group: ET.Element, path: Sequence[Spot], **look: str) -> None:
    """A line with round corners."""
    parts = [f"M{_n(path[0][0])} {_n(path[0][1])}"]
    for before, corner, after in zip(path, path[1:], path[2:], strict=False):
        r = min(_ROUND, _far(before, corner) / 2, _far(corner, after) / 2)
        a, b = _towards(corner, before, r), _towards(corner, after, r)
        parts.append(
            f"L{_n(a[0])} {_n(a[1])}Q{_n(corner[0])} {_n(corner[1])} {_n(b[0])} {_n(b[1])}"
        )
    parts.append(f"L{_n(path[-1][0])} {_n(path[-1][1])}")
    ET.SubElement(group, "path", {"d": "".join(parts), "fill": "none", **look})


def _far(a: Spot, b: Spot) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(a: Spot, b: Spot, length: float) -> Spot:
    far = _far(a, b) or 1
    return a[0] + (b[0] - a[0]) / far * length, a[1] + (b[1] - a[1]) / far * length


def _arrow(group: ET.Element, tip: Spot, way: tuple[int, int], colour: str) -> None:
    (x, y), (dx, dy) = tip, way
    back = (x - dx * _ARROW, y - dy * _ARROW)
    wide = _ARROW * 0.45
    points = [
        tip,
        (back[0] - dy * wide, back[1] - dx * wide),
        (back[0] + dy * wide, back[1] + dx * wide),
    ]
    ET.SubElement(group, "polygon", {"points": _points(points), "fill": colour})


def _diamond(group: ET.Element, middle: Spot, colour: str) -> None:
    x, y = middle
    points = [(x - 5, y), (x, y - 4), (x + 5, y), (x, y + 4)]
    ET.SubElement(group, "polygon", {"points": _points(points), "fill": GROUND, "stroke": colour})


def _clock(group: ET.Element, middle: Spot, colour: str) -> None:
    x, y = middle
    _circle(group, middle, 5, fill=GROUND, stroke=colour)
    d = f"M{_n(x)} {_n(y - 3)}V{_n(y)}H{_n(x + 2.5)}"
    ET.SubElement(group, "path", {"d": d, "fill": "none", "stroke": colour})


def _icon(group: ET.Element, icon: str, middle: Spot) -> None:
    x, y = middle
    match icon:
        case "clock":
            _clock(group, middle, MUTED)
        case "point":
            _circle(group, middle, 4.5, fill=INK, stroke=INK)
        case "start":
            _circle(group, middle, 4, fill=INK, stroke=INK)
        case "entry":
            _circle(group, middle, 4, fill=GROUND, stroke=INK)
        case "end":
            _circle(group, middle, 5, fill=GROUND, stroke=INK)
            _circle(group, middle, 2.5, fill=INK, stroke=INK)
        case "children":
            _line(group, [(x - 5, y), (x + 5, y)], stroke=MUTED)
            _line(group, [(x - 5, y), (x, y), (x, y + 4), (x + 5, y + 4)], stroke=MUTED)
        case _:
            pass


def _sign(root: ET.Element, sign: Sign, spot: Spot) -> None:
    x, y = spot
    group = ET.SubElement(root, "g")
    line = {"stroke": MUTED, "stroke-width": "1.5"}
    if sign in ("line", "main", "condition"):
        thick = {"stroke-width": "3"} if sign == "main" else {}
        _line(group, [(x, y), (x + 30, y)], **line | thick)
    if sign == "dashed":
        _line(group, [(x, y), (x + 30, y)], **line, **{"stroke-dasharray": "6 4"})
    if sign in ("line", "main", "dashed", "condition"):
        _arrow(group, (x + 34, y), (1, 0), MUTED)
    if sign == "condition":
        _diamond(group, (x + 6, y), MUTED)
    if sign == "clock":
        _clock(group, (x + 17, y), MUTED)
    if sign == "loop":
        _loop(group, [(x + 4, y - 6), (x + 4, y + 6)], 1, line)
        _arrow(group, (x + 5, y + 6), (-1, 0), MUTED)
    if sign == "numbers":
        rect = Rect(x + 2, y - 8, 30, 16)
        _rect(group, rect, rx="8", fill=WAY, stroke=INK)
        _text(group, Text(x + 17, y + 4, "1, 2", "number", "middle"))
    if sign == "point":
        _circle(group, (x + 17, y), 4.5, fill=INK, stroke=INK)


def _circle(group: ET.Element, middle: Spot, radius: float, **look: str) -> None:
    place = {"cx": _n(middle[0]), "cy": _n(middle[1]), "r": _n(radius)}
    ET.SubElement(group, "circle", {**place, **look})


def _rect(group: ET.Element, rect: Rect, **look: str) -> None:
    place = {
        "x": _n(rect.left),
        "y": _n(rect.top),
        "width": _n(rect.width),
        "height": _n(rect.height),
    }
    ET.SubElement(group, "rect", {**place, **look})


def _text(group: ET.Element, text: Text, **more: str) -> None:
    place = {} if more else {"x": _n(text.x), "y": _n(text.base)}
    anchor = {} if text.anchor == "start" else {"text-anchor": text.anchor}
    found = ET.SubElement(group, "text", {"class": text.kind, **place, **anchor, **more})
    found.text = text.text


def _words(group: ET.Element, tag: str, text: str, **more: str) -> None:
    ET.SubElement(group, tag, more).text = clean(text)


def _points(spots: Iterable[Spot]) -> str:
    return " ".join(f"{_n(x)},{_n(y)}" for x, y in spots)


def _n(number: float) -> str:
    """A length with at most one decimal."""
    return f"{number:.1f}".removesuffix(".0")
