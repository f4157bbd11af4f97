"""Files of minutes as facts: what they may say, and what is wrong with those that say something else."""

from datetime import date
from pathlib import Path

import pytest

from workflow.errors import InvalidInputError
from workflow.workbench.minutes import Act, Paragraph, Reference, read_minutes

EXAMPLES = Path(__file__).parents[3] / "definitions" / "examples" / "minutes"
SMALL = """
organisation: ort
body: AU
meeting_on: 2025-02-25
adjusted_on: 2025-02-27
items:
  - {paragraph: 1, formality: Dagordning}
"""


def test_examples_hold_the_46_paragraphs() -> None:
    """The three shipped files hold 7, 7 and 32 paragraphs, in order of their meetings."""
    found = read_minutes(EXAMPLES)
    assert [(m.organisation, len(m.paragraphs)) for m in found] == [
        ("norrbottens_e_namnd", 7),
        ("solleftea", 7),
        ("norsjo", 32),
    ]


def test_days_and_keys_become_text_where_the_engine_wants_text(tmp_path: Path) -> None:
    """YAML reads days and whole numbers; fields, due days and point keys are text for the engine."""
    more = """
  - paragraph: 2
    matter: KS 1/2025
    matter_type: tariff
    title: Taxa
    registered_on: 2025-01-02
    fields: {effective_from: 2025-04-01, n: 3}
    outcomes: [{event: proposes, points: [1, 2]}]
    assignments: [{what: Plan, due: 2025-09-30}, {what: Plan, due: 2025-09}]
"""
    (tmp_path / "a.yaml").write_text(SMALL + more, encoding="utf-8")
    (minutes,) = read_minutes(tmp_path)
    paragraph = minutes.paragraphs[1]
    assert paragraph.fields == {"effective_from": "2025-04-01", "n": 3}
    assert paragraph.outcomes[0].points == ("1", "2")
    assert [one.due for one in paragraph.assignments] == ["2025-09-30", "2025-09"]
    assert paragraph.registered_on == date(2025, 1, 2)
    assert paragraph.reference == Reference(number="KS 1/2025")
    assert not minutes.paragraphs[0].is_matter


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a: [", "inte YAML"),
        (SMALL.replace("body: AU", "body: AU\nbody: KS"), "inte YAML"),
        (SMALL + "unknown: 1\n", "unknown"),
        (SMALL.replace("formality: Dagordning", "title: Dagordning"), "exactly one of matter"),
        (SMALL.replace("paragraph: 1, ", ""), "paragraph is needed"),
        (SMALL.replace("Dagordning", "Dagordning, withdrawn: true"), "paragraph is needed"),
        (
            SMALL.replace("formality: Dagordning", "matter: KS 1/2025, matter_type: motion"),
            "belong",
        ),
        (
            SMALL.replace(
                "formality: Dagordning",
                "matter: KS 1/2025, matter_type: motion, registered_on: 2025-01-02",
            ),
            "needs matter and title",
        ),
        (SMALL.replace("formality: Dagordning", "formality: Dagordning, fields: [1]"), "fields"),
        (SMALL + "acts: [{on: 2025-03-01, number: KS 1/2025}]\n", "exactly one"),
        (SMALL + "acts: [{on: 2025-03-01, fire: x}]\n", "number or child_of"),
        (SMALL + "acts: [{on: 2025-03-01, fire: x, child_of: KS 1/2025}]\n", "assignment or party"),
    ],
)
def test_file_of_another_form(tmp_path: Path, content: str, words: str) -> None:
    """What is wrong is said with the file's name."""
    (tmp_path / "bad.yaml").write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInputError, match=words) as caught:
        read_minutes(tmp_path)
    assert "bad.yaml" in str(caught.value)


def test_empty_folder(tmp_path: Path) -> None:
    """A folder without files is told, not passed over."""
    with pytest.raises(InvalidInputError, match="inga protokoll"):
        read_minutes(tmp_path)


def test_reference_in_a_word() -> None:
    """A matter is named by its number, or by its parent and what it came from."""
    assert Reference(number="KS 1/2025").words == "KS 1/2025"
    assert (
        Act(on=date(2025, 1, 1), child_of="KS 1/2025", assignment=2, fire="x").words
        == "KS 1/2025/2"
    )
    assert Paragraph(paragraph=1, child_of="KS 1/2025", party="ort").words == "KS 1/2025/ort"
    assert Paragraph(paragraph=1, adjournment="Lunch").words == "Lunch"
