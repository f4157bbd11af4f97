"""The picture as SVG: a document by itself, safe whatever it says, readable without colours."""

import re
from collections.abc import Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

from made_up_types import HOSTILE, hostile

from workflow.definition.schema import MatterType
from workflow.machine.build import SAME
from workflow.workbench.diagram import svg as drawn
from workflow.workbench.diagram.chart import chart
from workflow.workbench.diagram.lettering import clean
from workflow.workbench.diagram.svg import svg

NAMESPACE = "{http://www.w3.org/2000/svg}"
PICTURE = "docs/bilder/motion.svg"


def test_the_picture_in_the_documentation_is_fresh(
    root: Path, shipped: Mapping[str, MatterType]
) -> None:
    """It is what ``definitions diagram motion --out docs/bilder/motion.svg`` writes today."""
    assert (root / PICTURE).read_text(encoding="utf-8") == svg(chart(shipped["motion"]))


def test_the_same_definition_is_the_same_text(every: Mapping[str, MatterType]) -> None:
    """Also when it is read anew from its canonical form."""
    for definition in every.values():
        again = MatterType.model_validate_json(definition.model_dump_json(by_alias=True))
        assert svg(chart(definition)) == svg(chart(again))


def test_every_state_and_event_can_be_read(every: Mapping[str, MatterType]) -> None:
    """In the description, which is what those hear who don't see the picture."""
    for definition in every.values():
        root = ET.fromstring(svg(chart(definition)))  # noqa: S314 - our own text
        description = root.findtext(f"{NAMESPACE}desc") or ""
        used = {event for rule in definition.transitions for event in rule.event}
        labels = [state.label for state in definition.states.values()]
        labels += [definition.events[event].label for event in used]
        labels += [deadline.label for deadline in definition.deadlines.values()]
        for label in labels:
            assert clean(label) in description


def test_it_stands_by_itself() -> None:
    """An image with a title and a description; no script, no link, no font, nothing from outside."""
    text = svg(chart(hostile()))
    root = ET.fromstring(text)  # noqa: S314 - our own text
    assert root.get("role") == "img"
    named = [root.find(f"{NAMESPACE}{tag}") for tag in ("title", "desc")]
    assert [one.get("id") for one in named if one is not None] == ["title", "desc"]
    assert root.get("aria-labelledby") == "title desc"
    tags = {element.tag.removeprefix(NAMESPACE) for element in root.iter()}
    assert tags == {
        "svg", "title", "desc", "style", "g", "rect", "circle", "path", "polygon", "text",
    }  # fmt: skip
    assert "url(" not in text
    assert "href" not in text
    names = {name for element in root.iter() for name in element.attrib}
    assert not [name for name in names if name.startswith("on")]


def test_hostile_labels_are_only_text() -> None:
    """They come back as they were written, on one line; what doesn't fit is told in the title of its part."""
    root = ET.fromstring(svg(chart(hostile())))  # noqa: S314 - our own text
    told = [title.text or "" for title in root.iter(f"{NAMESPACE}title")]
    for label in HOSTILE:
        assert any(clean(label) in title for title in told)
    shown = [text.text or "" for text in root.iter(f"{NAMESPACE}text")]
    assert HOSTILE[0] in shown
    assert not any("\n" in text or "\u202e" in text for text in shown)


def test_what_an_edge_takes_is_told_when_pointed_at(shipped: Mapping[str, MatterType]) -> None:
    """Conditions, fields, bodies and deadlines, event by event."""
    text = svg(chart(shipped["motion"]))
    root = ET.fromstring(text)  # noqa: S314 - our own text
    told = [title.text or "" for title in root.iter(f"{NAMESPACE}title")]
    assert any("görs av engine; genom ”KF:s beslut inom ett år”" in title for title in told)
    assert any('om "AU" in organisation.bodies' in title for title in told)
    assert any("kräver reason" in title for title in told)
    assert any("avgörs av KF" in title for title in told)
    assert any("Expediering → Avslutat (motorn): " in title for title in told)
    assert "stroke-dasharray" in text


def test_contrast_is_that_of_wcag_aa() -> None:
    """4.5:1 for text and 3:1 for lines, on every ground that they stand on."""
    grounds = (*drawn.BANDS, drawn.GROUND, drawn.WAY)
    for ground in grounds:
        for colour in (drawn.INK, drawn.MUTED):
            assert _contrast(colour, ground) >= 4.5
        for colour in (*drawn.HUES, drawn.PALE):
            assert _contrast(colour, ground) >= 3


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part, 16) / 255 for part in re.findall("[0-9a-f]{2}", colour)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_an_announcement_says_only_what_it_uses(shipped: Mapping[str, MatterType]) -> None:
    """Signs that aren't in the picture aren't explained."""
    announcement = shipped["announcement"]
    onward = tuple(each for each in announcement.transitions if each.to != SAME)
    small = svg(chart(announcement.model_copy(update={"transitions": onward})))
    large = svg(chart(shipped["motion"]))
    assert "Läget är detsamma efteråt" in large
    assert "Läget är detsamma efteråt" not in small
    assert "har ett villkor" not in small
    assert "Motorn gör det själv" in small
