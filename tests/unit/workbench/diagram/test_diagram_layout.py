"""The promises of the layout, measured: nothing lies on anything else, whatever is drawn."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from time import process_time

from hypothesis import given
from hypothesis import strategies as st
from made_up_types import HOSTILE, made_up, twenty

from workflow.definition.schema import MatterType
from workflow.workbench.diagram.chart import Chart, chart
from workflow.workbench.diagram.layout import layout
from workflow.workbench.diagram.shapes import Drawing, Rect, Text, Wire
from workflow.workbench.diagram.svg import svg
from workflow.workbench.diagram.tracks import tracks

HALF = 1.5
"""Half of how thick a line can be."""


def texts(drawing: Drawing) -> list[Text]:
    """Every text but the lanes' names, which stand in a strip of their own."""
    inside = [text for box in drawing.boxes for text in box.title]
    inside += [info.text for box in drawing.boxes for info in box.infos]
    beside = [text for wire in drawing.wires for text in wire.texts]
    numbers = [wire.numbers[1] for wire in drawing.wires if wire.numbers]
    return [*inside, *beside, *numbers, *drawing.texts]


def segments(wire: Wire) -> Iterator[Rect]:
    """The straight parts of a line, as thick as it is drawn."""
    if wire.loops:
        return
    for (x, y), (to_x, to_y) in zip(wire.path, wire.path[1:], strict=False):
        left, right, top, bottom = min(x, to_x), max(x, to_x), min(y, to_y), max(y, to_y)
        flat = HALF if top == bottom else 0
        upright = HALF if left == right else 0
        yield Rect(left - upright, top - flat, right - left + 2 * upright, bottom - top + 2 * flat)


def touching(rects: Sequence[Rect]) -> list[tuple[Rect, Rect]]:
    """Pairs that lie on each other."""
    return [(one, other) for one, other in combinations(rects, 2) if one.meets(other)]


def holds(drawing: Drawing) -> None:
    """Check everything that the layout promises."""
    boxes = [box.rect for box in drawing.boxes]
    words = [text.rect for text in texts(drawing)]
    whole = Rect(0, 0, drawing.width, drawing.height)
    assert touching(boxes) == []
    assert touching(words) == []
    assert all(_inside(word, whole) for word in words)
    for box in drawing.boxes:
        for text in (*box.title, *(info.text for info in box.infos)):
            assert _inside(text.rect, box.rect), text
    for wire in drawing.wires:
        parts = list(segments(wire))
        for part in parts:
            assert _inside(part, whole)
            assert not any(part.meets(box) for box in boxes), wire
            assert not any(part.meets(word) for word in words), wire
        if wire.numbers:
            capsule = wire.numbers[0]
            assert _inside(wire.numbers[1].rect, capsule)
            assert not any(capsule.meets(text.rect) for text in wire.texts)
    ends = [(wire.edge.target, part) for wire in drawing.wires for part in segments(wire)]
    for (target, one), (other_target, other) in combinations(ends, 2):
        if target != other_target and one.meets(other):
            assert (one.width > one.height) != (other.width > other.height), (target, other_target)


def _inside(inner: Rect, outer: Rect) -> bool:
    return (
        inner.left >= outer.left
        and inner.right <= outer.right
        and inner.top >= outer.top
        and inner.bottom <= outer.bottom
    )


def test_nothing_lies_on_anything_else(every: Mapping[str, MatterType]) -> None:
    """Boxes, texts and lines of every shipped type, of 20 states and of hostile labels."""
    for definition in every.values():
        holds(layout(chart(definition)))


@given(data=st.data())
def test_nothing_lies_on_anything_else_in_any_type(data: st.DataObject) -> None:
    """The promise doesn't depend on what is drawn."""
    label = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=60))
    labels = data.draw(st.lists(label, min_size=2, max_size=9))
    events = data.draw(st.lists(label, min_size=1, max_size=6))
    number = st.integers(0, len(labels) - 1)
    by = st.lists(st.integers(0, len(events) - 1), min_size=1, max_size=6, unique=True)
    ways = data.draw(st.lists(st.tuples(number, number, by), max_size=20))
    found = chart(made_up(labels, ways, events))
    drawing = layout(found)
    holds(drawing)
    assert len(drawing.boxes) == len(labels)
    assert len(drawing.wires) == len(found.edges)


def test_states_stand_in_their_lanes(every: Mapping[str, MatterType]) -> None:
    """Each box lies inside the band of its lane; bands follow each other without gaps."""
    for definition in every.values():
        found = chart(definition)
        drawing = layout(found)
        bands = dict(zip((lane.phase for lane in found.lanes), drawing.bands, strict=True))
        for box in drawing.boxes:
            assert _inside(box.rect, bands[box.node.phase].rect)
        for band, after in zip(drawing.bands, drawing.bands[1:], strict=False):
            assert band.rect.bottom == after.rect.top


def test_lines_go_from_their_state_to_their_target(shipped: Mapping[str, MatterType]) -> None:
    """On to the right, back to the left, loops at one box; every edge once."""
    for definition in shipped.values():
        found = chart(definition)
        drawing = layout(found)
        boxes = {box.node.key: box.rect for box in drawing.boxes}
        assert sorted(_ends(found)) == sorted((w.edge.source, w.edge.target) for w in drawing.wires)
        for wire in drawing.wires:
            source, target = boxes[wire.edge.source], boxes[wire.edge.target]
            x = "right" if wire.side == "right" else "left"
            assert wire.path[0][0] == getattr(source, x)
            assert wire.path[-1][0] == getattr(target, x)
            assert source.top < wire.path[0][1] < source.bottom
            assert target.top < wire.path[-1][1] < target.bottom
            if not wire.loops:
                assert (source.top < target.top) == (wire.side == "right")


def _ends(found: Chart) -> list[tuple[str, str]]:
    return [(edge.source, edge.target) for edge in found.edges]


def test_what_has_no_room_is_in_a_note(shipped: Mapping[str, MatterType]) -> None:
    """A bundle of events is counted and has a number; the note names them all."""
    drawing = layout(chart(shipped["policy_document"]))
    beside = " ".join(text.text for wire in drawing.wires for text in wire.texts)
    below = " ".join(text.text for text in drawing.texts)
    assert "Antas" in beside
    for number in range(1, 20):
        assert (f"\u00a0[{number}]" in beside) == (f"[{number}] " in below)
    assert "[1] " in below


def test_tracks_hold_lines_apart() -> None:
    """Short lines come nearest; lines share a track where a gap is between them."""
    found = tracks({"long": (0, 100), "low": (0, 20), "high": (32, 50), "near": (28, 40)}, 12)
    assert found == {"near": 0, "high": 1, "low": 1, "long": 2}
    assert tracks({}, 12) == {}


def test_a_picture_takes_less_than_a_second() -> None:
    """Also of 20 states with ways between them everywhere."""
    began = process_time()
    svg(chart(twenty()))
    assert process_time() - began < 1
