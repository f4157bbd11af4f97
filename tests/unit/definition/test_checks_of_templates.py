"""Templates: files that can be filled in, with what there is, and that let no markup of others through."""

from pathlib import Path

import pytest
from written_office import Office

from workflow.definition.templates import DECISION, VALUES
from workflow.definition.text import MAX_BYTES
from workflow.errors import Finding

LAYOUT = "<html>{% block content %}{% endblock %}</html>"
REMINDED = (
    "deadlines:\n  soon: {label: Snart, after: P1M, counts_from: registered, remind: [P7D]}\n"
)


def found(office: Office, **files: str) -> tuple[Finding, ...]:
    """What is found with these templates; ``name_html`` is ``name.html.j2``."""
    for name, text in files.items():
        office.write(f"templates/{name.replace('__', '.')}.j2", text)
    return office.load().findings


HTML: list[tuple[str, str, int, str]] = [
    # (the HTML of a decision, rule, line, words)
    ("<p>{{ nmber }}</p>", "AG-D056", 1, "Menade du ”number”?"),
    ("<p>\n{{ deadline_label }}</p>", "AG-D056", 2, "”deadline_label” finns inte i meddelandet ”decision”"),
    ("{% for point in points %}\n{{ point.tekst }}{% endfor %}", "AG-D056", 2, "Menade du ”text”?"),
    ("{% for each in points %}{{ each.outcome }}{% endfor %}", "AG-D056", 1, "”points.outcome”"),
    ('{% include "foot.html.j2" %}', "AG-D056", 1, "”rason”"),
    ("<p>{{ number }", "AG-D055", 1, "inte att läsa"),
    ("<p>\n{% if number %}</p>", "AG-D055", 2, "inte att läsa"),
    ("{{ number|shout }}", "AG-D055", 1, "shout"),
    ("{{" + "(" * 3000 + "1" + ")" * 3000 + "}}", "AG-D055", 1, "för djupt"),
    ('{% extends "layuot.html.j2" %}', "AG-D055", 1, "Menade du ”layout.html.j2”?"),
    ('\n{% include ["foot.html.j2", "feet.html.j2"] %}', "AG-D055", 2, "”feet.html.j2” finns inte"),
    ('{% extends "decision.html.j2" %}', "AG-D055", 1, "använder sig själv"),
    ('{% extends "ring.html.j2" %}', "AG-D055", 1, "använder sig själv"),
    ('{% extends "layout.html.j2" %}\n{% block foter %}x{% endblock %}', "AG-D055", 2, "”foter”"),
    ('{% extends "layout.html.j2" %}\n<p>Hej</p>', "AG-D055", 2, "utanför block"),
    ('{% extends "layout.html.j2" %}\n{{ number }}', "AG-D055", 2, "utanför block"),
    ("<p>\n{{ title|safe }}</p>", "AG-D057", 2, "|safe"),
    ("{% autoescape false %}{{ title }}{% endautoescape %}", "AG-D057", 1, "autoescape"),
    ('{% include "decision.txt.j2" %}', "AG-D057", 1, "är text"),
    ("<script>\nvar a = '{{ title }}';</script>", "AG-D057", 2, "script"),
    ("<style>p { color: {{ title }} }</style>", "AG-D057", 1, "style"),
    ("<p title={{ title }}>x</p>", "AG-D057", 1, "utan citattecken"),
    ("<p {{ title }}>x</p>", "AG-D057", 1, "utan citattecken"),
    ('<p onclick="go(\'{{ title }}\')">x</p>', "AG-D057", 1, "onclick"),
    ('<p style="color: {{ title }}">x</p>', "AG-D057", 1, "style"),
    ('<a href="{{ title }}">x</a>', "AG-D057", 1, "javascript:"),
    ('{% if number %}{% for p in points %}\n<a href=" {{ p.text }}">x</a>{% endfor %}{% endif %}', "AG-D057", 2, "href"),
]  # fmt: skip


@pytest.mark.parametrize("case", HTML)
def test_a_mistake_in_a_template_is_found_at_its_line(
    office: Office, case: tuple[str, str, int, str]
) -> None:
    """What would fail when a mail is written, or could become code in it."""
    text, rule, line, words = case
    findings = found(
        office,
        decision__html=text,
        layout__html=LAYOUT,
        foot__html="<p>{{ rason }}</p>" if "include" in text and rule == "AG-D056" else "<p>x</p>",
        ring__html='{% extends "decision.html.j2" %}' if "ring." in text else "<p>x</p>",
    )
    finding = next(each for each in findings if each.rule == rule)
    assert words in f"{finding.sentence} {finding.fix}"
    assert finding.line == line
    assert Path(finding.path).parent.name == "templates"


@pytest.mark.parametrize(
    "text",
    [
        "<p>{{ title }}, {{ number }}</p>{# {{ nothing }} #}",
        '{% extends "layout.html.j2" %}\n{% block content %}{{ title }}{% block own %}{% endblock %}{% endblock %}\n',
        '{% extends "layout.html.j2" %}{% set a = 1 %}{% block content %}{{ a }}{% endblock %}',
        '{% extends "layout.html.j2" %}{% set a %}1{% endset %}{% macro m(x) %}{{ x }}{% endmacro %}{% import "foot.html.j2" as f %}{% from "foot.html.j2" import g, h as i %}{% block content %}{{ a }}{{ m(1) }}{{ f }}{{ g }}{{ i }}{% endblock %}',
        '{% extends "layout.html.j2" if number else "layout.html.j2" %}',
        "{% for point in points %}{{ loop.index }}{{ point.text }}{{ point.outcome_label }}{{ title.x }}{% endfor %}",
        "{% for letter in title %}{{ letter.upper() }}{% endfor %}{% for a, b in points %}{{ a.x }}{% endfor %}",
        '<a href="https://staden.example/{{ number }}" title="{{ title }}">{{ "&amp;"|safe }}</a>',
        "{% autoescape true %}{{ title }}{% endautoescape %}<img alt='{{ title }}' hidden>",
        "<script>var a = 1;</script><!-- {{ title }} --><p>{{ 'fast' }}</p>",
        '{% include "foot.html.j2" %}{% import "layout.html.j2" as layout %}{% from "layout.html.j2" import x %}',
        "{% include number %}",
    ],
)  # fmt: skip
def test_templates_that_can_be_used_have_no_findings(office: Office, text: str) -> None:
    """Blocks within blocks, names of its own, values between tags and in quoted attributes."""
    assert found(office, decision__html=text, layout__html=LAYOUT, foot__html="<p>x</p>") == ()


def test_a_text_is_not_html(office: Office) -> None:
    """What is dangerous in HTML is plain in a text."""
    assert found(office, decision__txt="<script>{{ title|safe }}</script>") == ()


def test_both_forms_are_there(office: Office) -> None:
    """A message with only one form is found, and one of the engine's own that has none."""
    (office.directory / "templates/decision.html.j2").unlink()
    (finding,) = office.load().findings
    assert (finding.rule, finding.severity) == ("AG-D055", "error")
    assert "decision.html.j2 saknas" in finding.sentence
    (office.directory / "templates/reminder.html.j2").unlink()
    (office.directory / "templates/reminder.txt.j2").unlink()
    found(office, decision__html="<p>x</p>")
    assert office.small() == ()
    (finding,) = office.small(add=REMINDED)
    assert finding.rule == "AG-D031"
    assert "”reminder”" in finding.sentence


def test_each_message_is_checked_with_its_own_values(office: Office) -> None:
    """A reminder knows the deadline, a decision doesn't; a template of another name is a decision's."""
    text = "{{ deadline_label }} {{ days_left }} {{ final }} {{ reason }}"
    found(office, reminder__txt=text)
    assert office.small(add=REMINDED) == ()
    named = ("fields:\n", "dispatch: {template: letter}\nfields:\n")
    for form in ("txt", "html"):
        office.write(
            f"templates/letter.{form}.j2", "{{ body_name }}" if form == "txt" else "{{ final }}"
        )
    (finding,) = office.small(named)
    assert (finding.rule, Path(finding.path).name) == ("AG-D056", "letter.html.j2")


def test_files_that_are_no_text_are_found(office: Office) -> None:
    """Other encodings, too much of it, and what can't be opened at all."""
    folder = office.directory / "templates"
    (folder / "latin.txt.j2").write_bytes("Å".encode("latin-1"))
    (folder / "long.txt.j2").write_bytes(b"x" * (MAX_BYTES + 1))
    (folder / "folder.txt.j2").mkdir()
    problems = {Path(each.path).name: each.sentence for each in office.load().findings}
    assert "UTF-8" in problems["latin.txt.j2"]
    assert "1000 kB" in problems["long.txt.j2"]
    assert "går inte att öppna" in problems["folder.txt.j2"]


def test_a_broken_file_above_is_said_once(office: Office) -> None:
    """What extends a file that can't be read isn't judged by its blocks."""
    child = '{% extends "layout.html.j2" %}<p>x</p>'
    (finding,) = found(office, decision__html=child, layout__html="{% block %}")
    assert Path(finding.path).name == "layout.html.j2"


def test_deadline_messages_share_their_values() -> None:
    """Reminder, escalation and warning are written with the same; none knows the decision."""
    assert VALUES["reminder"] == VALUES["escalation"] == VALUES["at_risk"]
    assert "points" in DECISION - VALUES["reminder"]


def test_a_document_that_lacks_a_form_is_found(office: Office) -> None:
    """Text, HTML and PDF: one without the others would fail when it is printed."""
    office.write("templates/extract.typ", "#values.body")
    (finding,) = found(office, extract__txt="{{ body }}")
    assert finding.rule == "AG-D055"
    assert "extract.html.j2 saknas" in finding.sentence
    assert found(office, extract__txt="{{ body }}", extract__html="<p>{{ body }}</p>") == ()


def test_a_document_reads_only_its_own_values(office: Office) -> None:
    """Each kind has its own; parts of its lists are known too."""
    office.write("templates/minutes.typ", "#values.body")
    findings = found(
        office,
        minutes__txt="{{ boddy }}\n{% for one in agenda %}{{ one.titel }}{% endfor %}",
        minutes__html="<p>{{ body }}</p>",
    )
    assert [(each.rule, each.line) for each in findings] == [("AG-D056", 1), ("AG-D056", 2)]
    assert "”boddy” finns inte i handlingen ”minutes”" in findings[0].sentence
    assert "title" in findings[1].fix
