"""What people type becomes values, or an error that says what to write instead."""

import io
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from workflow.cli import parse
from workflow.definition.schema import FieldSpec
from workflow.errors import InvalidInputError
from workflow.model.outcome import AssignmentGiven, PointOutcome

SPECS = {
    name: FieldSpec(type=kind, label=name)
    for name, kind in {
        "n": "integer",
        "kr": "money",
        "yes": "boolean",
        "on": "date",
        "m": "month",
        "who": "recipients",
        "t": "text",
    }.items()
}


def test_fields_are_typed_by_the_definition() -> None:
    """Each value becomes what its field holds; an unknown field is left as text."""
    given = parse.pairs(
        [
            "n=-3",
            "kr=1 200 000",
            "yes=Ja",
            "on=2025-03-11",
            "m=2024-09",
            "who=A; B",
            "who=C",
            "t=a=b",
            "x=y",
        ],
        "--field",
    )
    assert parse.fields(given, SPECS, "--field") == {
        "n": -3,
        "kr": 1_200_000,
        "yes": True,
        "on": "2025-03-11",
        "m": "2024-09",
        "who": ["A", "B", "C"],
        "t": "a=b",
        "x": "y",
    }
    assert parse.fields({"yes": ["nej"]}, SPECS, "--field") == {"yes": False}


@pytest.mark.parametrize(
    ("name", "values", "words"),
    [
        ("n", ["tre"], "inget heltal"),
        ("n", ["1" * 19], "inget heltal"),
        ("n", ["²"], "inget heltal"),
        ("yes", ["kanske"], "varken ja eller nej"),
        ("on", ["11/3"], "ingen dag"),
        ("on", ["2025-02-30"], "ingen dag"),
        ("m", ["2024-13"], "ingen månad"),
        ("t", ["a", "b"], "anges 2 gånger"),
    ],
)
def test_value_that_the_field_cannot_hold(name: str, values: list[str], words: str) -> None:
    """A wrong value is refused with the field's name and a hint."""
    with pytest.raises(InvalidInputError, match=words) as caught:
        parse.fields({name: values}, SPECS, "--field")
    assert caught.value.hint


@pytest.mark.parametrize("given", ["namn", "=värde", ""])
def test_pair_without_name_or_equals(given: str) -> None:
    """``name=value`` needs both its name and its sign."""
    with pytest.raises(InvalidInputError, match="saknar namn eller värde"):
        parse.pairs([given], "--data")


@pytest.mark.parametrize("bad", ["a\0b", "a\udcffb"])
def test_text_in_the_wrong_encoding(bad: str) -> None:
    """NUL bytes and bytes that are not UTF-8 are no text."""
    with pytest.raises(InvalidInputError, match="inte är text"):
        parse.text(bad, "Titeln")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("approves", PointOutcome("approves")),
        ("approves:1", PointOutcome("approves", ("1",))),
        ("proposes:1,2=approves", PointOutcome("proposes", ("1", "2"), "approves")),
        ("proposes=approves", PointOutcome("proposes", (), "approves")),
    ],
)
def test_outcome(given: str, meant: PointOutcome) -> None:
    """Event, points and proposal in one word."""
    assert parse.outcome(given) == meant


@pytest.mark.parametrize("given", ["", ":1", "a b", "a:1=b=c d"])
def test_outcome_that_cannot_be_read(given: str) -> None:
    """Anything else shows the form that is meant."""
    with pytest.raises(InvalidInputError, match="kan inte läsas"):
        parse.outcome(given)


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("Plan", AssignmentGiven("Plan")),
        ("Plan; Chefen", AssignmentGiven("Plan", "Chefen")),
        ("Plan;Chefen;2024-09;KS", AssignmentGiven("Plan", "Chefen", "2024-09", "KS")),
        ("Plan;;2024-09-03", AssignmentGiven("Plan", None, "2024-09-03")),
    ],
)
def test_assignment(given: str, meant: AssignmentGiven) -> None:
    """What, who, when and body; all but what may be missing."""
    assert parse.assignment(given) == meant


@pytest.mark.parametrize("given", ["", ";Chefen", "a;b;2024-09;KS;x", "a;b;snart"])
def test_assignment_that_cannot_be_read(given: str) -> None:
    """No what, a part too many, or a day that is none."""
    with pytest.raises(InvalidInputError):
        parse.assignment(given)


def test_json_object_from_a_file(tmp_path: Path) -> None:
    """A file with a byte order mark is read all the same: many editors write one."""
    path = tmp_path / "data.json"
    path.write_text('\ufeff{"å": 1}', encoding="utf-8")
    assert parse.json_object(str(path)) == {"å": 1}


def test_json_object_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """``-`` reads standard input and leaves it open."""
    stream = io.BytesIO(b'{"a": 1}')
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=stream))
    assert parse.json_object("-") == {"a": 1}
    assert not stream.closed


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"[1]", "inget JSON-objekt"),
        (b"{", "inte JSON"),
        (b'{"a": NaN}', "inte JSON"),
        ('{"å": 1}'.encode("latin-1"), "inte UTF-8"),
        (b"\xff\xfe{\x00}\x00", "inte UTF-8"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "djupt"),
    ],
)
def test_file_that_is_no_object(tmp_path: Path, raw: bytes, words: str) -> None:
    """Every way in which a file can be wrong has its sentence."""
    path = tmp_path / "bad.json"
    path.write_bytes(raw)
    with pytest.raises(InvalidInputError, match=words):
        parse.json_object(str(path))


def test_file_that_is_missing_or_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file and one above the limit are refused before they are read whole."""
    with pytest.raises(InvalidInputError, match="går inte att läsa"):
        parse.json_object(str(tmp_path / "none.json"))
    with pytest.raises(InvalidInputError, match="går inte att läsa"):
        parse.json_object("a\0b")
    monkeypatch.setattr(parse, "MAX_BYTES", 10)
    path = tmp_path / "large.json"
    path.write_bytes(b'{"a": "0123456789"}')
    with pytest.raises(InvalidInputError, match="för stort"):
        parse.json_object(str(path))


def test_json_lines_name_the_bad_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bad lines come as errors with their number, blank ones not at all, and the rest goes on."""
    monkeypatch.setattr(parse, "MAX_BYTES", 12)
    path = tmp_path / "many.jsonl"
    path.write_bytes(b'{"a": 1}\n\n{bad\n' + b'"' + b"x" * 50 + b'"\n' + b'{"b": 2}')
    found = dict(parse.json_lines(str(path)))
    assert found[1] == {"a": 1}
    assert "Raden: inte JSON vid rad 1, tecken 2." in str(found[3])
    assert "för stort" in str(found[4])
    assert found[5] == {"b": 2}
    assert list(found) == [1, 3, 4, 5]


def test_day() -> None:
    """A day in ISO 8601."""
    assert parse.day("2025-03-11", "--on") == date(2025, 3, 11)
