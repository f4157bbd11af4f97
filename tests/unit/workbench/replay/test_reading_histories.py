"""Files of histories as JSONL: what is read, and what is said of what can't be."""

import codecs
import json
from datetime import date
from pathlib import Path

import pytest
from written_histories import LATER, MATTER, STEP, jsonl, matter, only, played, read, told

from workflow.errors import InvalidInputError
from workflow.workbench.replay.reading import read_histories
from workflow.workbench.replay.source import LONGEST_LINE

_ONE = jsonl([MATTER])


def test_a_history_is_read_as_it_is_written(tmp_path: Path) -> None:
    """Keys that aren't there, and those that say null, have their defaults."""
    found = only(tmp_path, jsonl([matter(label=None) | {"predecessor_dnr": None}]))
    history = played(found)
    assert [(step.body, step.date) for step in history.steps] == [
        ("KS", date(2024, 3, 13)),
        ("KF", date(2024, 4, 25)),
    ]
    assert history.complete
    assert history.predecessor_dnr == ()
    assert (found.line, found.findings, found.numbers, found.lines) == (1, (), (1, 2), (1, 1))


@pytest.mark.parametrize("around", [codecs.BOM_UTF8, b"\n \r\n", b" "])
def test_what_stands_around_it_is_no_fault(tmp_path: Path, around: bytes) -> None:
    """A BOM, blank lines, space and Windows' ends of lines are passed by."""
    found = only(tmp_path, around + _ONE.rstrip() + b"\r\n\r\n")
    assert played(found).dnr == "KS 2024/1"
    assert found.line == around.count(b"\n") + 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "innehåller inga ärenden"),
        (b"\n\n", "innehåller inga ärenden"),
        (codecs.BOM_UTF8, "innehåller inga ärenden"),
        (_ONE.decode().encode("utf-16"), "UTF-16"),
        (_ONE.decode().encode("utf-16-le"), "inte text"),
        (b"PK\x03\x04rest", "kalkylark"),
        (b"%PDF-1.7\n", "inte text"),
        (b"\x1f\x8b\x08", "arkiv"),
        (b"[\n" + _ONE + b"]\n", "utspridda på flera rader"),
        (json.dumps(MATTER, indent=2).encode(), "utspridda på flera rader"),
    ],
)
def test_a_file_of_another_kind_is_told_once(tmp_path: Path, content: bytes, said: str) -> None:
    """Empty, UTF-16, a spreadsheet, spread-out JSON: one finding with what to do, and nothing read."""
    found = only(tmp_path, content)
    assert found.history is None
    (finding,) = found.findings
    assert (finding.line, finding.step, finding.severity) == (1, None, "error")
    assert said in finding.message
    assert finding.hint


@pytest.mark.parametrize("name", ["finns_inte.jsonl", ".", "nul\0l"])
def test_a_file_that_cant_be_opened_is_refused_at_once(tmp_path: Path, name: str) -> None:
    """Missing, a folder or no name at all: said before anything is read."""
    with pytest.raises(InvalidInputError, match="går inte att öppna"):
        read_histories(tmp_path / name)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"hej", "inte JSON: den går inte att läsa från tecken 1"),
        (b'{"dnr": "1"', "från tecken 12"),
        (_ONE.strip() * 2, "Efter ärendet står mer"),
        (b'{"dnr": NaN}', "NaN finns inte i JSON"),
        (b'{"dnr": -Infinity}', "-Infinity finns inte i JSON"),
        (b'{"dnr": ' + b"9" * 5000 + b"}", "för många siffror"),
        (b'{"dnr": ' + b"[" * 50_000, "för många nivåer"),
        ("Å".encode("latin-1"), "Tecken 1 på raden är inte skrivet i UTF-8"),
        (b"[" + _ONE.strip() + b"]", "inom { }, men det står en lista"),
        (b"17", "men det står talet 17"),
        (b'"' + b"x" * 80 + b'"', "men det står ”" + "x" * 60 + "…”"),
        (b"null", "men det står null"),
        (b"true", "men det står true"),
        (b"x" * (LONGEST_LINE + 1), "längre än 1 MB"),
        (b"x" * (3 * LONGEST_LINE), "längre än 1 MB"),
    ],
)
def test_a_line_that_cant_be_read_is_told_and_the_rest_goes_on(
    tmp_path: Path, line: bytes, said: str
) -> None:
    """The line's number and what is wrong with it; the lines around it are read as ever."""
    before, wrong, after = read(tmp_path, _ONE + line + b"\n" + _ONE)
    assert (before.line, wrong.line, after.line) == (1, 2, 3)
    assert played(before) == played(after)
    assert wrong.history is None
    (finding,) = wrong.findings
    assert finding.line == 2
    assert said in finding.message
    assert finding.hint


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"body": None}, "”body” saknas. Lägg till body: Organets kod"),
        ({"date": "2024-02-30"}, "”date” är ingen dag som kan vara rätt: ”2024-02-30”. Skriv"),
        ({"date": "20240313"}, "”date” ska vara en dag, men är ”20240313”"),
        ({"date": "1224-03-13"}, "ingen dag som kan vara rätt"),
        ({"date": 86400}, "ska vara en dag, men är talet 86400"),
        ({"outcomes": "tables"}, "”outcomes” ska vara en lista, men är ”tables”"),
        ({"outcomes": []}, "”outcomes” är en tom lista"),
        ({"outcomes": ["x", 3]}, "”outcomes.2” ska vara text, men är talet 3"),
        ({"paragraph": 18}, "”paragraph” ska vara text, men är talet 18. Sätt citattecken"),
        ({"paragraph": "x" * 81}, "”paragraph” är för långt"),
        ({"paragraph": "  "}, "”paragraph” är tomt"),
        ({"body": "K\x00S"}, "styrtecken"),
        ({"body": "\ud800"}, "tecken som inte är text"),
        ({"partial": "ja"}, "”partial” ska vara true eller false, men är ”ja”"),
        ({"vote": {"yes": -1, "no": 0}}, "”vote.yes” är negativt: talet -1"),
        ({"vote": {"yes": "1", "no": 0}}, "”vote.yes” ska vara ett heltal"),
        ({"vote": {"yes": 1}}, "”vote.no” saknas. Lägg till no: Nej-röster."),
        ({"vote": {"yes": 1, "no": 1, "on": "tabel"}}, "Menade du ”table”?"),
        ({"vote": [1, 2]}, "”vote” ska vara nycklar med värden, men är en lista"),
        ({"assignments": [{"owner": "X"}]}, "”assignments.1.what” saknas. Lägg till what: Vad"),
    ],
)
def test_a_bad_step_is_set_aside_and_the_matter_goes_on(
    tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    """The step is told with its number, in Swedish; those around it keep theirs."""
    line = json.dumps(matter(STEP, {**STEP, **changes}, LATER)).encode()
    found = only(tmp_path, line)
    assert [step.body for step in played(found).steps] == ["KS", "KF"]
    assert found.numbers == (1, 3)
    (sentence,) = told(found)
    assert sentence.startswith("fil:1: steg 2: ")
    assert said in sentence


def test_a_step_that_is_no_object_is_set_aside(tmp_path: Path) -> None:
    """A word among the steps is told as what it is."""
    found = only(tmp_path, jsonl([matter("tables", STEP)]))
    assert found.numbers == (2,)
    (sentence,) = told(found)
    assert "fil:1: steg 1: Ett steg ska vara nycklar med värden, men är ”tables”." in sentence


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("dnr", 5, "”dnr” ska vara text, men är talet 5"),
        ("title", None, "”title” saknas. Lägg till title: Ärendemening."),
        ("steps", [], "Ärendet har inga steg. Lägg till minst ett"),
        ("steps", None, "Ärendet har inga steg."),
        ("steps", "KS", "Ärendet har inga steg."),
        ("steps", [1], "Inget av ärendets steg går att använda, så ärendet lämnas."),
        ("missing_steps", {"body": "KS"}, "”missing_steps” ska vara en lista"),
        ("fields", {"å": "x"}, "”fields.å” är inget fält som kan läsas"),
        ("fields", {"a": 1.5}, "”fields.a” är inget fält som kan läsas"),
        ("fields", [], "”fields” ska vara nycklar med värden"),
    ],
)
def test_a_matter_that_cant_be_used_is_left(
    tmp_path: Path, key: str, value: object, said: str
) -> None:
    """Nothing to play, and the reason on its line."""
    found = only(tmp_path, jsonl([matter() | {key: value}]))
    assert found.history is None
    assert (found.numbers, found.lines) == ((), ())
    assert any(sentence.startswith("fil:1: ") and said in sentence for sentence in told(found))
    assert all(finding.severity == "error" for finding in found.findings)


def test_every_fault_of_a_matter_is_told_at_once(tmp_path: Path) -> None:
    """What is wrong with the matter, and with each step, in the order of the file."""
    found = only(tmp_path, jsonl([matter({"body": 1}, STEP, title=7)]))
    assert [(finding.step, finding.severity) for finding in found.findings] == [
        (None, "error"),
        (1, "error"),
        (1, "error"),
        (1, "error"),
    ]


@pytest.mark.parametrize(
    ("line", "key"),
    [
        (b'{"dnr": "1", "dnr": "2", "title": "T", "matter_type": "x", "steps": [%s]}', "dnr"),
        (
            b'{"dnr": "1", "title": "T", "matter_type": "x", "fields": {"a": 1, "a": 2}, "steps": [%s]}',
            "a",
        ),
    ],
)
def test_a_key_twice_leaves_the_matter(tmp_path: Path, line: bytes, key: str) -> None:
    """Nobody knows which of the two is meant."""
    found = only(tmp_path, line % json.dumps(STEP).encode())
    assert found.history is None
    assert told(found) == [f"fil:1: ”{key}” står två gånger. Ta bort det ena."]


def test_a_key_twice_within_a_step_leaves_the_step(tmp_path: Path) -> None:
    """Also where one of them says null, and also deep inside it."""
    one = b'{"body": "KS", "date": "2024-03-13", "outcomes": ["x"], "body": null}'
    two = b'{"body": "KS", "date": "2024-03-13", "outcomes": ["x"], "vote": {"no": 1, "no": 2, "yes": 1}}'
    three = (
        b'{"body": "KS", "date": "2024-03-13", "outcomes": ["x"],'
        b' "assignments": [{"what": "a", "what": "b"}]}'
    )
    head = json.dumps(matter()).encode().partition(b'"steps"')[0]
    steps = b", ".join((one, two, three, json.dumps(LATER).encode()))
    found = only(tmp_path, head + b'"steps": [' + steps + b"]}")
    assert found.numbers == (4,)
    assert [finding.step for finding in found.findings] == [1, 2, 3]


def test_a_key_that_isnt_known_is_a_warning(tmp_path: Path) -> None:
    """It isn't read, the nearest one is named, and the rest is played: in the matter, a step, a vote."""
    step = {**STEP, "tabeld_to": "2024-04-01", "vote": {"yes": 1, "no": 0, "abstian": 2}}
    found = only(tmp_path, jsonl([matter(step, titel="T") | {"ä": {"djupt": [1]}}]))
    assert played(found).steps[0].vote is not None
    assert [finding.severity for finding in found.findings] == ["warning"] * 4
    assert found.errors == 0
    assert told(found)[0].startswith("fil:1: ”titel” finns inte i formatet och läses inte. Menade")
    assert [sentence.rpartition("Menade du ")[2] for sentence in told(found)[2:]] == [
        "”tabled_to”?",
        "”abstain”?",
    ]


def test_deep_values_are_no_danger(tmp_path: Path) -> None:
    """As deep as JSON is read at all, both where a key is known and where it isn't."""
    deep = '{"a":' * 300 + "1" + "}" * 300
    text = json.dumps(matter(STEP, {**STEP, "body": "DEEP"}, x="DEEP")).replace('"DEEP"', deep)
    found = only(tmp_path, text.encode())
    assert found.numbers == (1,)
    assert [finding.severity for finding in found.findings] == ["warning", "error"]


def test_a_missing_step_without_a_usable_day_is_set_aside(tmp_path: Path) -> None:
    """The others are kept, and so is the matter; what isn't about a step has no step number."""
    gone = {"body": "KS", "date": "before 2024-03-01", "what": "tabled"}
    later = {"body": "KF", "date": "2024-02-29", "what": "tabled"}
    bad = [{**gone, "date": day} for day in ("2024-02-30", "våren", "before", 2024, "1890-01-01")]
    found = only(tmp_path, jsonl([matter(missing_steps=[gone, *bad, later, 3])]))
    kept = played(found).missing_steps
    assert [(step.before, step.day) for step in kept] == [
        (True, date(2024, 3, 1)),
        (False, date(2024, 2, 29)),
    ]
    assert len(found.findings) == 6
    assert all(finding.message.startswith("Saknat steg: ") for finding in found.findings)
    assert {finding.step for finding in found.findings} == {None}


def test_text_is_brought_to_one_line(tmp_path: Path) -> None:
    """Line breaks and tabs in a title are space to the engine, which wants one line."""
    found = only(tmp_path, jsonl([matter(title="  Nytt\nbad\t i \r\n byn ")]))
    assert played(found).title == "Nytt bad i byn"
