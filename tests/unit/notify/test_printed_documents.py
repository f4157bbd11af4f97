"""Documents as they are printed: everything is there, in order, and nothing in a text becomes code."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tests.meetings import NORSJO, background, item, meeting, signed, waiting
from workflow.errors import DocumentError
from workflow.meeting.composing import (
    compose_certificate,
    compose_extract,
    compose_minutes,
    compose_summons,
)
from workflow.meeting.document import Document
from workflow.model.proceedings import (
    AgendaItem,
    Ballot,
    Conflict,
    FloorMotion,
    Reservation,
    RouteStop,
    Statement,
    Vote,
)
from workflow.notify.documents.renderer import COLUMNS, TemplateRenderer
from workflow.notify.render import TEMPLATES

RENDERER = TemplateRenderer()
FULL = item(
    "a",
    39,
    number="KS-25/00001",
    title="Remiss – Energi- och klimatstrategi",
    heading="Utskottets förslag till kommunstyrelsen\nKommunstyrelsens förslag",
    sentences=("att kommunen inte har något att erinra",),
    recipients=("Länsstyrelsen i Västerbotten", "Ingrid Ejderud Nygren"),
    basis=("Energi- och klimatstrategi 2024",),
    route=(RouteStop("Kommunstyrelsen", date(2025, 3, 11)),),
    sections=(background("Svaret ska vara inne.\n- den 14 mars"),),
    how={
        "floor": (FloorMotion(("Ida Ström",), "Avslag."),),
        "putting_the_question": "Ordföranden ställer frågan.",
        "vote": Vote(
            "bifall", "avslag", 3, 1, 0, (Ballot("Ida Ström", "no"), Ballot("Eva Berg", "yes"))
        ),
        "reservations": (Reservation(("Ida Ström",), "För dyrt."),),
        "statements": (Statement(("Hans Klingstedt",), "Följ upp det."),),
        "conflicts": (Conflict("Astrid Nerdal", "granne"),),
    },
)
ORDER = (
    "§ 39", "KS-25/00001", "Remiss – Energi- och klimatstrategi", "Utskottets förslag",
    "att kommunen inte har något att erinra", "Reservation", "För dyrt.", "Jäv", "granne",
    "Ärendebeskrivning", "den 14 mars", "Yrkanden", "Avslag.", "Propositionsordning", "Omröstning",
    "Protokollsanteckning", "Följ upp det.", "Beslutsunderlag", "Energi- och klimatstrategi 2024",
    "Beslutsplanering", "Kommunstyrelsen 2025-03-11", "Beslutet skickas till",
    "Länsstyrelsen i Västerbotten", "Ingrid Ejderud Nygren",
)  # fmt: skip
FORMS: dict[str, Callable[[Document], str]] = {
    "pdf": lambda document: read(RENDERER.pdf(document)),
    "html": lambda document: shown(RENDERER.html(document)),
    "text": RENDERER.text,
}


def documents(*items: AgendaItem, **parts: Any) -> list[Document]:
    """Every kind of document of one meeting; ``parts`` are the meeting's."""
    held = meeting(*items, presentations=(signed("Ingela Lidström"),), **parts)
    assert held.proceedings is not None
    return [
        compose_minutes(NORSJO, held),
        compose_extract(NORSJO, held, items[0].key),
        compose_summons(NORSJO, held),
        compose_certificate(NORSJO, held, held.proceedings.presentations[0]),
    ]


def read(pdf: bytes) -> str:
    """The text of a PDF, page after page."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


class Page(HTMLParser):
    """What a page shows, its tags and its attributes; whatever is opened is closed."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends: it must be the one that was opened last."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Text of an element."""
        if "style" not in self.open:
            self.words.append(data)


def shown(html: str) -> str:
    """What a page shows."""
    return "".join(Page(html).words)


def bare(text: str) -> str:
    """Without spaces, line breaks and hyphens: those are the printer's."""
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


@pytest.mark.parametrize("form", FORMS)
def test_a_paragraph_is_printed_in_its_order(form: str) -> None:
    """Number, title, decision first, then how it came about, and last who gets it; in every form."""
    extract = compose_extract(NORSJO, meeting(FULL), "a")
    text = bare(FORMS[form](extract))
    place = 0
    for words in ORDER:
        found = text.find(bare(words), place)
        assert found >= 0, words
        place = found + 1


@pytest.mark.parametrize("form", FORMS)
def test_the_front_page_is_printed(form: str) -> None:
    """Day, time, place, people, the proof of notice with its days, the attendance list and the agenda."""
    days = {"posted_on": date(2025, 2, 27), "taken_down_on": date(2025, 3, 21)}
    gone = waiting("w", "Information från musikföreningen", status="withdrawn")
    text = bare(FORMS[form](compose_minutes(NORSJO, meeting(FULL, gone), **days)))
    for words in (
        "Norsjö kommun", "Allmänna utskottet", "tisdag den 25 februari 2025", "08:30–16:40",
        "Kommunkontoret", "Mikael Lindfors (S), ordförande", "Tina Lundgren, ekonomichef, §§ 21–25",
        "Ingela Lidström", "Bevis om anslag", "2025-02-27", "2025-03-21", "kommunkansliet, Norsjö",
        "Närvaro- och tjänstgöringslista", "T.o.m. kl. 09:30", "Dagordning", "Utgår",
        "Information från musikföreningen",
    ):  # fmt: skip
        assert bare(words).casefold() in text.casefold(), words


@pytest.mark.parametrize("form", FORMS)
def test_the_summons_and_the_certificate_are_printed(form: str) -> None:
    """Time, place and matters; names, times and the whole hash."""
    *_, summons, certificate = documents(FULL)
    text = bare(FORMS[form](summons))
    for words in ("Kallelse", "kl. 08:30", "KS-25/00001", "Remiss – Energi- och klimatstrategi"):
        assert bare(words).casefold() in text.casefold()
    text = bare(FORMS[form](certificate))
    for words in ("Ingela Lidström", "2025-02-27 15:00", "5A" * 32):
        assert bare(words) in text


def test_the_agenda_leads_to_the_pages() -> None:
    """Each line has the number of the page that its paragraph begins on."""
    held = meeting(*(item(f"i{n}", n, title=f"Ärende nummer {n}") for n in range(16, 22)))
    pages = [
        page.extract_text()
        for page in PdfReader(BytesIO(RENDERER.pdf(compose_minutes(NORSJO, held)))).pages
    ]
    agenda = next(page for page in pages if "Dagordning" in page)
    for number in range(16, 22):
        (told,) = re.findall(rf"§ {number}\s+Ärende nummer {number}\s+KS-25/00244\s+(\d+)", agenda)
        assert f"Ärende nummer {number}" in pages[int(told) - 1]
        assert f"Sida {told}({len(pages)})" in pages[int(told) - 1]


def test_a_heading_never_ends_a_page() -> None:
    """However long the text before it is, a heading has its first line on the same page."""
    for lines in range(30, 60):
        told = replace(
            FULL, sections=(background("Rad.\n" * lines), background("Följer.", "Ekonomi"))
        )
        for page in PdfReader(
            BytesIO(RENDERER.pdf(compose_extract(NORSJO, meeting(told), "a")))
        ).pages:
            text = page.extract_text()
            if "Ekonomi" in text:
                assert "Följer." in text.partition("Ekonomi")[2]


@pytest.mark.parametrize("place", range(4))
def test_a_pdf_is_archival_and_accessible(place: int) -> None:
    """PDF/A-2a and PDF/UA-1, tagged, in Swedish, with a title, dated by the meeting and not by the clock."""
    pdf = PdfReader(BytesIO(RENDERER.pdf(documents(FULL)[place])))
    root = pdf.trailer["/Root"]
    metadata = root["/Metadata"].get_data()
    assert b"<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A" in metadata
    assert b"<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"]
    assert root["/Lang"].startswith("sv")
    assert pdf.metadata is not None
    assert "Allmänna utskottet 2025-02-25" in (pdf.metadata.title or "")
    assert str(pdf.metadata.creation_date).startswith("2025-02-25")


def test_the_same_document_has_the_same_bytes() -> None:
    """Here, and in another process with another hash seed and another time zone."""
    (first,) = {RENDERER.pdf(compose_extract(NORSJO, meeting(FULL), "a")) for _ in range(3)}
    program = (
        "import sys; sys.path[:0] = ['tests/unit/notify'];"
        "from test_printed_documents import *;"
        "sys.stdout.buffer.write(RENDERER.pdf(compose_extract(NORSJO, meeting(FULL), 'a')))"
    )
    again = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        env={
            "PYTHONPATH": ":".join(filter(None, sys.path)),
            "PYTHONHASHSEED": "7",
            "TZ": "Asia/Tokyo",
        },
    )
    assert again.stdout == first


HOSTILE = (
    "#sys.inputs *fet* _kursiv_ $x^2$ @ref <etikett> `kod` = rubrik",
    '#read("sheet.typ") #import "@preview/x:1.0.0" \\ ~ // borta /* borta */',
    "{{ 7 * 7 }} {% raw %} {# borta #}",
    '<script>alert(1)</script> <img src=x onerror="y"> &amp; &lt;',
    "https://example.org/ -- --- ... \"citat\" 'citat' 1/2 §",
)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_text_becomes_code(form: str, text: str) -> None:
    """Typst's, Jinja's and HTML's marks are printed as they were written, wherever they stand."""
    told = item(
        "a", 16, title=text, number=text, sentences=(text,), recipients=(text,),
        sections=(background(text, text),), how={"reservations": (Reservation((text,), text),)},
    )  # fmt: skip
    for document in documents(told)[:2]:
        assert bare(FORMS[form](document)).count(bare(text)) >= 7


@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_has_no_tag_of_anybody_elses(text: str) -> None:
    """The elements of a page are the template's, whatever the texts say."""
    hostile = item("a", 16, title=text, sentences=(text,), recipients=(text,))
    harmless = item("a", 16, title="x", sentences=("x",), recipients=("x",))
    for one, other in zip(documents(hostile), documents(harmless), strict=True):
        assert Page(RENDERER.html(one)).tags == Page(RENDERER.html(other)).tags


def test_a_line_break_in_a_title_forges_no_line() -> None:
    """Nobody's title can look like a decision of its own in plain text."""
    title = "Remiss\r\n\r\nBeslut\r\n\r\natt bifalla"
    told = item("a", 16, title=title, heading="Utskottets beslut", recipients=("A\nB",))
    text = RENDERER.text(compose_extract(NORSJO, meeting(told), "a"))
    assert "Beslut" not in text.splitlines()
    assert "A B" in text.splitlines()


TEXTS = st.text(
    st.sampled_from("abcåäöÅÄÖéüßñøłžαЖ 019.,;:!?()[]{}<>&#$*_`'\"\\/@~^=+|%§–…•"), min_size=1, max_size=80
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.sampled_from(sorted(FORMS)))
def test_any_text_survives(text: str, form: str) -> None:
    """Every character of every text is in the document, in its order."""
    told = item("a", 16, title=f"T {text}", sentences=(f"M {text}",), recipients=(f"R {text}",))
    printed = bare(FORMS[form](compose_extract(NORSJO, meeting(told), "a")))
    for mark in "TMR":
        assert bare(f"{mark} {text}") in printed


@settings(max_examples=25, deadline=None)
@given(st.text("abcdefgh", min_size=8, max_size=20).map(lambda text: f"Ω{text}"))
def test_no_form_has_what_is_secret(text: str) -> None:
    """Not in the PDF's text or bytes, nor in HTML or plain text."""
    hidden = item(
        "s", 17, secret=True, title=text, number=text, sentences=(text,), recipients=(text,),
        sections=(background(text, text),),
    )  # fmt: skip
    for document in documents(item("a"), hidden)[:3]:
        for form in FORMS.values():
            assert text not in form(document)
        assert text.encode() not in RENDERER.pdf(document)


@pytest.mark.parametrize("place", range(4))
def test_a_page_is_accessible(place: int) -> None:
    """Swedish, titled, one main heading and no level left out, header cells in tables, no script."""
    html = RENDERER.html(documents(FULL)[place])
    page = Page(html)
    assert page.open == []
    assert ("html", "lang", "sv") in page.attributes
    assert re.search(r"<title>[^<]*Allmänna utskottet 2025-02-25", html)
    levels = [int(tag[1]) for tag in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
    assert page.tags.count("table") == page.tags.count("caption") == page.tags.count("thead")
    scopes = [value for tag, name, value in page.attributes if tag == "th" and name == "scope"]
    assert len(scopes) == page.tags.count("th")
    assert "script" not in page.tags
    assert not {name for _, name, _ in page.attributes if name.startswith("on")}
    assert not {name for _, name, _ in page.attributes} & {"src", "style"}
    targets = {value for _, name, value in page.attributes if name == "id"}
    assert {value for _, name, value in page.attributes if name == "href"} <= {
        f"#{target}" for target in targets
    }


@given(st.text("ab cåäö-\t", max_size=400))
def test_plain_text_has_a_hundred_columns(text: str) -> None:
    """However long a word is; and no line ends with a space."""
    told = item("a", 16, title=f"x{text}", sentences=(f"att {text}",), sections=(background(text),))
    lines = RENDERER.text(compose_minutes(NORSJO, meeting(told))).split("\n")
    assert max(map(len, lines)) <= COLUMNS
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize(("character", "name"), [("😀", "😀"), ("漢", "漢"), ("\ue000", "e000")])
def test_a_character_without_glyph_is_told(character: str, name: str) -> None:
    """Rather no document than one with a gap; the character is named, and what to do."""
    told = compose_extract(NORSJO, meeting(item("a", 16, title=f"Fest {character}")), "a")
    with pytest.raises(DocumentError) as refused:
        RENDERER.pdf(told)
    assert name in refused.value.message
    assert "fonts" in refused.value.hint


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The office's templates, to be changed."""
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    return tmp_path / "templates"


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        ("extract.typ", None, "Mallen extract.typ finns inte"),
        ("extract.typ", "#values.nothing", "extract.typ går inte att fylla i"),
        ("extract.html.j2", None, "Mallen extract.html.j2 finns inte"),
        ("extract.html.j2", "{{ nothing }}", "saknar: 'nothing'"),
        ("extract.txt.j2", "{% if %}", "felskriven på rad 1"),
        ("extract.txt.j2", "{{ 1 / 0 }}", "ZeroDivisionError"),
    ],
)
def test_a_faulty_template_is_told(own: Path, file: str, text: str | None, words: str) -> None:
    """With its name and, where it is known, its line; never a document with a gap."""
    (own / file).unlink()
    if text is not None:
        (own / file).write_text(text, encoding="utf-8")
    renderer = TemplateRenderer(own)
    extract = compose_extract(NORSJO, meeting(FULL), "a")
    form = {"typ": renderer.pdf, "html": renderer.html, "txt": renderer.text}
    with pytest.raises(DocumentError, match=re.escape(words)):
        form[file.split(".")[1]](extract)


def test_a_template_reads_no_file_outside_the_folder(own: Path) -> None:
    """Neither Typst's read nor Jinja's include leaves the templates."""
    (own.parent / "outside.txt").write_text("hemligt", encoding="utf-8")
    (own / "extract.typ").write_text('#read("../outside.txt")', encoding="utf-8")
    (own / "extract.txt.j2").write_text('{% include "../outside.txt" %}', encoding="utf-8")
    renderer = TemplateRenderer(own)
    extract = compose_extract(NORSJO, meeting(FULL), "a")
    for form in (renderer.pdf, renderer.text):
        with pytest.raises(DocumentError):
            form(extract)


def test_the_office_may_change_a_template(own: Path) -> None:
    """What it writes is what is printed."""
    (own / "extract.txt.j2").write_text("Utdrag {{ paragraph.paragraph }}\n", encoding="utf-8")
    extract = compose_extract(NORSJO, meeting(FULL), "a")
    assert TemplateRenderer(own).text(extract) == "Utdrag § 39\n"
