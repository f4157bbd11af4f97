"""Templates become letters; what is wrong with a template is said before a letter has a gap."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from workflow.definition.templates import DOCUMENTS
from workflow.errors import PermanentDeliveryError
from workflow.notify.render import TEMPLATES, Renderer

DECISION: dict[str, object] = {
    "organisation_name": "Norsjö kommun",
    "number": "KS-25/00205",
    "title": "Remiss <b>om</b> vattentjänster",
    "body_name": "Allmänna utskottet",
    "decided_on": "2025-02-25",
    "paragraph": "39",
    "points": [
        {"text": "Yttrandet lämnas som kommunens svar.", "outcome_label": "Föreslår bifall"},
        {"text": "Paragrafen justeras genast.", "outcome_label": "Beslutar"},
    ],
    "recipient": "Kansliet & registraturen",
}
DEADLINE: dict[str, object] = {
    "organisation_name": "Norsjö kommun",
    "recipient": "Kommunsekreteraren",
    "number": "KS-25/00205",
    "title": "Remiss om vattentjänster",
    "deadline_label": "Svar senast",
    "final": "2025-03-14",
    "days_left": 7,
    "reason": "",
}
AT_RISK = {**DEADLINE, "reason": "Kommunstyrelsen sammanträder inte före den 14 mars."}
FAILED: dict[str, object] = {
    "organisation_name": "Norsjö kommun",
    "recipient": "Kommunsekreteraren",
    "number": "KS-25/00205",
    "title": "Remiss om vattentjänster",
    "item": "d1-3",
    "failed_recipient": "Kansliet",
    "reason": "550 No such mailbox",
}
MEETING: dict[str, object] = {
    "organisation_name": "Norsjö kommun",
    "recipient": "Mikael Lindfors",
    "number": "SAMMANTRADE 2025/4",
    "title": "Sammanträde",
    "body_name": "Allmänna utskottet",
    "meeting_on": "2025-02-25",
    "starts_at": "08:30",
    "place": "Kommunkontoret",
}
SUMMONS = {**MEETING, "items": [{"number": "KS-25/00205", "title": "VA-redovisning"}]}
CONTEXTS = {
    "summons": SUMMONS,
    "called_off": {**MEETING, "reason": "För få ärenden."},
    "decision": DECISION,
    "reminder": DEADLINE,
    "escalation": {**DEADLINE, "days_left": -1},
    "at_risk": AT_RISK,
    "failed_delivery": FAILED,
}

ABOUT = {
    **dict.fromkeys(("summons", "called_off"), ("body_name", "meeting_on")),
    "failed_delivery": ("number", "reason"),  # no title: it may be under secrecy
}
"""What tells which meeting a message is about; other messages tell the matter."""


@pytest.fixture
def renderer() -> Renderer:
    return Renderer(TEMPLATES)


class Page(HTMLParser):
    """The tags and attributes of a page, and whether every opened element is closed."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """An element ends: it must be the one that was opened last."""
        assert self.open.pop() == tag


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A directory for templates of the test's own, with a faultless HTML half."""
    (tmp_path / "own.html.j2").write_text("<p>{{ title }}</p>", encoding="utf-8")
    return tmp_path


def test_every_kind_of_message_has_a_template(renderer: Renderer) -> None:
    """Exactly the messages that the engine sends, each as text and as HTML, beside the documents."""
    documents = {*DOCUMENTS, "paragraph"}
    assert set(renderer.names()) - documents == set(CONTEXTS)


@pytest.mark.parametrize("name", sorted(CONTEXTS))
def test_templates_use_only_what_the_engine_gives(renderer: Renderer, name: str) -> None:
    """No template reads a name outside its context, and both forms can be filled in."""
    assert renderer.required_variables(name) <= CONTEXTS[name].keys()
    rendered = renderer.render(name, CONTEXTS[name], subject="Ärende")
    for value in ABOUT.get(name, ("number", "title")):
        assert str(CONTEXTS[name][value]) in rendered.text


@pytest.mark.parametrize("name", sorted(CONTEXTS))
def test_html_is_accessible_and_loads_nothing(renderer: Renderer, name: str) -> None:
    """Swedish, titled, well-formed, one main heading, and nothing fetched from anywhere."""
    html = renderer.render(name, CONTEXTS[name], subject="Beslut KS-25/00205").html
    page = Page(html)
    assert page.open == []
    assert ("html", "lang", "sv") in page.attributes
    assert "<title>Beslut KS-25/00205</title>" in html
    assert html.count("<h1>") == 1
    assert not {attribute for _, attribute, _ in page.attributes} & {"src", "href", "background"}
    assert "http" not in html
    assert "@import" not in html


def test_html_is_escaped_and_text_is_not(renderer: Renderer) -> None:
    """What comes from outside can't become markup; the text form shows it as it is."""
    rendered = renderer.render("decision", DECISION, subject="<i>")
    assert "Remiss &lt;b&gt;om&lt;/b&gt; vattentjänster" in rendered.html
    assert "<title>&lt;i&gt;</title>" in rendered.html
    assert "Kansliet &amp; registraturen" in rendered.html
    assert "Remiss <b>om</b> vattentjänster" in rendered.text
    assert "Kansliet & registraturen" in rendered.text


def test_decision_lists_every_point_with_its_outcome(renderer: Renderer) -> None:
    """Points that part are told apart: each text with its own outcome, in order."""
    text = renderer.render("decision", DECISION, subject="Beslut").text
    assert "1. Yttrandet lämnas som kommunens svar.\n   Föreslår bifall\n" in text
    assert "2. Paragrafen justeras genast.\n   Beslutar\n" in text
    assert "2025-02-25, § 39\n" in text


def test_decision_without_paragraph_leaves_it_out(renderer: Renderer) -> None:
    """A decision on delegation has no paragraph, and then no sign for one."""
    text = renderer.render("decision", {**DECISION, "paragraph": None}, subject="Beslut").text
    assert "§" not in text


@pytest.mark.parametrize(
    ("days_left", "words"), [(30, "30 dagar kvar"), (1, "en dag kvar"), (0, "sista dagen")]
)
def test_reminder_counts_days_in_words(renderer: Renderer, days_left: int, words: str) -> None:
    """One day is not ``1 dagar``, and the last day is called that."""
    rendered = renderer.render("reminder", {**DEADLINE, "days_left": days_left}, subject="P")
    assert words in rendered.text
    assert words in rendered.html


def test_escalation_says_how_late_it_is(renderer: Renderer) -> None:
    """Days after the last one are counted upwards."""
    text = renderer.render("escalation", {**DEADLINE, "days_left": -3}, subject="E").text
    assert "Dagar efter:  3\n" in text


def test_at_risk_says_why(renderer: Renderer) -> None:
    """The warning begins with the reason."""
    rendered = renderer.render("at_risk", AT_RISK, subject="V")
    assert str(AT_RISK["reason"]) in rendered.text
    assert str(AT_RISK["reason"]) in rendered.html


def test_failed_delivery_names_item_recipient_and_reason(renderer: Renderer) -> None:
    """The secretary learns whom the decision didn't reach, why, and which item to settle."""
    rendered = renderer.render("failed_delivery", FAILED, subject="U")
    for value in ("item", "failed_recipient", "reason"):
        assert str(FAILED[value]) in rendered.text
        assert str(FAILED[value]) in rendered.html


def test_missing_value_is_refused(renderer: Renderer) -> None:
    """A value that is missing is named; no letter with a gap is made."""
    context = {key: value for key, value in DECISION.items() if key != "body_name"}
    with pytest.raises(
        PermanentDeliveryError, match=r"decision\.txt\.j2.*'body_name' is undefined"
    ):
        renderer.render("decision", context, subject="Beslut")


def test_unknown_template_is_refused(renderer: Renderer) -> None:
    """A template that doesn't exist is named, when filling in and when checking."""
    with pytest.raises(PermanentDeliveryError, match=r"farewell\.txt\.j2 finns inte"):
        renderer.render("farewell", {}, subject="")
    with pytest.raises(PermanentDeliveryError, match=r"farewell\.(txt|html)\.j2 finns inte"):
        renderer.required_variables("farewell")


def test_syntax_error_is_placed(own: Path) -> None:
    """The line of the mistake is told, when filling in and when checking."""
    (own / "own.txt.j2").write_text("Hej\n{% if %}\n", encoding="utf-8")
    renderer = Renderer(own)
    for attempt in (
        lambda: renderer.render("own", {"title": "T"}, subject=""),
        lambda: renderer.required_variables("own"),
    ):
        with pytest.raises(PermanentDeliveryError, match=r"own\.txt\.j2 är felskriven på rad 2"):
            attempt()


@pytest.mark.parametrize(
    "source", ["{{ title.__class__.__mro__ }}", "{{ title + 1 }}", "{{ points.append(1) }}"]
)
def test_template_that_misbehaves_only_fails(own: Path, source: str) -> None:
    """Reaching into Python, wrong types and changing the values all end in the same error."""
    (own / "own.txt.j2").write_text(source, encoding="utf-8")
    points: list[object] = []
    with pytest.raises(PermanentDeliveryError, match=r"own\.txt\.j2"):
        Renderer(own).render("own", {"title": "T", "points": points}, subject="")
    assert points == []


def test_template_is_read_only_inside_its_directory(own: Path) -> None:
    """A template can't include files beside the directory."""
    (own.parent / "secret.txt").write_text("hemligt", encoding="utf-8")
    (own / "own.txt.j2").write_text("{% include '../secret.txt' %}", encoding="utf-8")
    with pytest.raises(PermanentDeliveryError):
        Renderer(own).render("own", {"title": "T"}, subject="")


def test_required_variables_follow_layouts_and_includes(own: Path) -> None:
    """What a shared part reads is required too, each part looked at once, ``subject`` is given."""
    (own / "foot.j2").write_text("{{ organisation_name }}{% include 'foot.j2' %}", encoding="utf-8")
    (own / "own.txt.j2").write_text("{{ subject }}{% include 'foot.j2' %}", encoding="utf-8")
    assert Renderer(own).required_variables("own") == {"title", "organisation_name"}


def test_a_body_that_is_the_organisation_is_named_once(renderer: Renderer) -> None:
    """A joint committee is its own organisation."""
    same = {
        **DECISION,
        "body_name": "Norrbottens e-nämnd",
        "organisation_name": "Norrbottens e-nämnd",
    }
    rendered = renderer.render("decision", same, subject="Beslut")
    assert "Organ:        Norrbottens e-nämnd\n" in rendered.text
    assert "<dd>Norrbottens e-nämnd</dd>" in rendered.html
    other = renderer.render("decision", DECISION, subject="Beslut")
    assert "Organ:        Allmänna utskottet, Norsjö kommun\n" in other.text
    assert "<dd>Allmänna utskottet, Norsjö kommun</dd>" in other.html


def test_a_failed_delivery_names_whom_it_failed_for(renderer: Renderer) -> None:
    """Not the one who is told about it."""
    rendered = renderer.render("failed_delivery", FAILED, subject="Utskick kom inte fram")
    assert "kunde inte lämnas till\nKansliet.\n" in rendered.text
    assert "kunde inte lämnas till <strong>Kansliet</strong>" in rendered.html
