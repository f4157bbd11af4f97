"""The three real minutes as documents, from their facts: every paragraph as it was printed."""

import json
import re
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from tests.meetings import of_golden
from workflow.meeting.composing import compose_extract, compose_minutes
from workflow.notify.documents.renderer import TemplateRenderer

pytestmark = pytest.mark.shared

Record = dict[str, Any]
RENDERER = TemplateRenderer()


@pytest.fixture(scope="module")
def facts(shared: Path) -> list[Record]:
    """One record a meeting and a paragraph."""
    records: list[Record] = json.loads((shared / "data/golden.json").read_text("utf-8"))["records"]
    return records


def bare(text: str) -> str:
    """Without spaces, line breaks and hyphens: those are the printer's."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


@pytest.mark.parametrize("prefix", ["000", "003", "004"])
def test_every_paragraph_is_printed_with_its_facts(facts: list[Record], prefix: str) -> None:
    """Number, register number, title, decision and recipients of each, in the order of the paragraphs."""
    organisation, held = of_golden(facts, prefix)
    pdf = PdfReader(BytesIO(RENDERER.pdf(compose_minutes(organisation, held))))
    text = bare("".join(page.extract_text().partition("\n")[2] for page in pdf.pages))
    paragraphs = [
        each for each in facts if each["id"].startswith(prefix) and each["record"] == "paragraph"
    ]
    begins = [
        bare(f"§ {each['paragraph']} {each['dnr'] or ''} {each['title']}")
        for each in sorted(paragraphs, key=lambda each: each["paragraph"])
    ]
    places = [text.rfind(begin) for begin in begins]
    assert -1 not in places
    assert places == sorted(places)
    for record in paragraphs:
        printed = bare(RENDERER.text(compose_extract(organisation, held, str(record["paragraph"]))))
        for words in (
            *(record.get("decision_headings") or ()),
            *(record.get("decision_points") or ()),
            *(each["printed"] for each in record.get("recipients") or ()),
        ):
            assert bare(words) in printed, (record["id"], words)


@pytest.mark.parametrize(
    ("prefix", "printed"),
    [
        ("000", ("2024-04-16", "08:30–11:00", "Digitalt möte", "§§ 11–17", "2024-04-25",
                 "Maria Wennberg (C), ersättare för Johan Andersson (C)", "John Åberg (S)")),
        ("004", ("2025-02-25", "08:30–16:40", "Kommunkontoret", "§§ 16–47", "2025-02-27",
                 "2025-03-21", "kommunkansliet, Norsjö", "Lars-Åke Holmgren (KD)",
                 "Tina Lundgren, ekonomichef, §§ 21-25")),
    ],
)  # fmt: skip
def test_the_front_page_has_the_days_and_people(
    facts: list[Record], prefix: str, printed: tuple[str, ...]
) -> None:
    """As the minutes print them; Norsjö's notice was up from 27 February to 21 March 2025."""
    organisation, held = of_golden(facts, prefix)
    notice = next(each["notice"] for each in facts if each["id"] == f"{prefix}/meeting")
    days = {
        name: date.fromisoformat(notice[printed])
        for name, printed in (("posted_on", "posted"), ("taken_down_on", "taken_down"))
        if notice[printed]
    }
    document = compose_minutes(organisation, held, **days)
    front = bare(RENDERER.text(document).partition("DAGORDNING")[0])
    for words in printed:
        assert bare(words) in front
