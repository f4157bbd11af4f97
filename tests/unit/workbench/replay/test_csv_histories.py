"""Histories as CSV: the same as in JSONL, and what is said of rows that can't be read."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written_histories import jsonl, only, played, read, told

from workflow.statutory.calendar import FIRST_DAY
from workflow.workbench.replay import columns, csv_form
from workflow.workbench.replay.history import (
    LAST_DAY,
    Given,
    History,
    MissingStep,
    RecordedStep,
    Vote,
)

HEADER = "dnr;title;matter_type;body;date;outcomes"
ROWS = (
    "KS 2024/1;Nytt bad;citizen_proposal;KS;2024-03-13;proposes",
    "KS 2024/1;;;KF;2024-04-25;grants;",
)


def file(*lines: str) -> bytes:
    """Lines as a file."""
    return "".join(f"{line}\n" for line in lines).encode()


def test_one_row_is_one_step(tmp_path: Path) -> None:
    """What is about the matter stands in its first row; every step knows its line."""
    found = only(tmp_path, file(HEADER, *ROWS))
    history = played(found)
    assert (history.dnr, history.title, history.matter_type) == (
        "KS 2024/1",
        "Nytt bad",
        "citizen_proposal",
    )
    assert [(step.body, step.outcomes) for step in history.steps] == [
        ("KS", ("proposes",)),
        ("KF", ("grants",)),
    ]
    assert (found.line, found.numbers, found.lines, found.findings) == (2, (1, 2), (2, 3), ())


def as_rows(histories: list[History]) -> list[dict[str, str]]:
    """Each step, and each that is missing, as the cells of a row; every second row with the matter's own."""
    rows = []
    for history in histories:
        head = _cells(history, columns.MATTER)
        head |= {columns.FIELD + name: str(value) for name, value in history.fields.items()}
        steps = [_step(step) for step in history.steps] + [
            {
                "body": gone.body,
                "date": gone.date,
                "paragraph": gone.paragraph or "",
                "missing": gone.what,
            }
            for gone in history.missing_steps
        ]
        for place, step in enumerate(steps):
            rows.append((head if place % 2 == 0 else {"dnr": history.dnr}) | step)
    return rows


def _cells(part: object, names: Iterable[str]) -> dict[str, str]:
    return {name: _cell(getattr(part, name)) for name in names}


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return ";".join(value)
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return "" if value is None else str(value)


def _step(step: RecordedStep) -> dict[str, str]:
    cells = _cells(step, columns.STEP)
    if step.vote is not None:
        cells |= {f"vote_{name}": _cell(value) for name, value in step.vote.model_dump().items()}
    for name in columns.ASSIGNMENTS:
        key = name.removeprefix("assignment_")
        cells[name] = " ; ".join(_cell(getattr(given, key)) for given in step.assignments)
    return cells


def written(histories: list[History], separator: str, *, bom: bool) -> bytes:
    """The histories as CSV."""
    rows = as_rows(histories)
    names = list(dict.fromkeys([*columns.COLUMNS, *(name for row in rows for name in row)]))
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, names, delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig" if bom else "utf-8")


word = st.text(alphabet="abåÄ \"',0§.", min_size=1, max_size=12).map(str.strip).filter(bool)
words = st.lists(word, max_size=3).map(tuple)
day = st.dates(min_value=FIRST_DAY, max_value=LAST_DAY)
count = st.integers(0, 400)
given_out = st.builds(
    Given, what=word, owner=st.none() | word, due=st.none() | word, due_body=st.none() | word
)
step = st.builds(
    RecordedStep,
    body=word,
    date=day,
    paragraph=st.none() | word,
    outcomes=st.lists(word, min_size=1, max_size=3).map(tuple),
    proposed=words,
    label=st.none() | word,
    tabled_to=st.none() | day,
    tabled_by_party=st.none() | word,
    refers_back_to=st.none() | word,
    partial=st.booleans(),
    vote=st.none()
    | st.builds(Vote, yes=count, no=count, abstain=count, on=st.sampled_from(["main", "ballot"])),
    basis=st.none() | st.lists(word, min_size=1, max_size=2).map(tuple),
    reservation=st.booleans(),
    adjusted_on=st.none() | day,
    recipients=words,
    assignments=st.lists(given_out, max_size=2).map(tuple),
)
gone = st.builds(
    MissingStep,
    body=word,
    date=st.builds(str.__add__, st.sampled_from(["", "before "]), day.map(str)),
    what=st.sampled_from(["tabled", "referred_back"]),
    paragraph=st.none() | word,
)
history = st.builds(
    History,
    dnr=word,
    title=word,
    matter_type=word,
    matter_subtype=st.none() | word,
    organisation=st.none() | word,
    fields=st.dictionaries(st.sampled_from(["moved_on", "Sum"]), word),
    single_meeting=st.booleans(),
    complete=st.booleans(),
    start_truncated=st.booleans(),
    open_at_end=st.booleans(),
    missing_steps=st.lists(gone, max_size=2).map(tuple),
    predecessor_dnr=words,
    steps=st.lists(step, min_size=1, max_size=3).map(tuple),
)


@settings(max_examples=60)
@given(
    histories=st.lists(history, min_size=1, max_size=3, unique_by=lambda each: each.dnr),
    separator=st.sampled_from(csv_form.SEPARATORS),
    bom=st.booleans(),
)
def test_both_ways_in_give_the_same_history(
    tmp_path_factory: pytest.TempPathFactory,
    *,
    histories: list[History],
    separator: str,
    bom: bool,
) -> None:
    """Whatever a history holds, CSV with any separator and JSONL are read as equal histories."""
    folder = tmp_path_factory.mktemp("both")
    by_row = read(folder, written(histories, separator, bom=bom), "file.csv")
    by_line = read(folder, jsonl(each.model_dump(mode="json") for each in histories))
    assert [played(found) for found in by_row] == [played(found) for found in by_line] == histories
    assert all(found.findings == () for found in (*by_row, *by_line))


def test_every_key_of_a_history_has_a_column() -> None:
    """The columns and the JSON form can't drift apart."""
    own = {"fields", "steps", "missing_steps"}
    assert set(columns.MATTER) | own == set(History.model_fields)
    assert set(columns.STEP) | {"vote", "assignments"} == set(RecordedStep.model_fields)
    assert {name.removeprefix("vote_") for name in columns.VOTE} == set(Vote.model_fields)
    assert {name.removeprefix("assignment_") for name in columns.ASSIGNMENTS} == set(
        Given.model_fields
    )
    assert {*columns.OF_MISSING, "what"} == set(MissingStep.model_fields)


@pytest.mark.parametrize("separator", csv_form.SEPARATORS)
@pytest.mark.parametrize("name", ["file.csv", "file.CSV", "export.txt"])
def test_csv_is_known_by_its_first_line(tmp_path: Path, separator: str, name: str) -> None:
    """Any separator, any name of the file, and a header with capitals, quotes and space."""
    header = HEADER.replace("dnr", '"Dnr "').replace("matter_type", "Matter type")
    lines = [line.replace(";", separator) for line in (header, *ROWS)]
    assert len(played(only(tmp_path, file(*lines), name)).steps) == 2


@pytest.mark.parametrize("rows", [(), (";;;;;", " ")])
def test_a_header_alone_is_told(tmp_path: Path, rows: tuple[str, ...]) -> None:
    """A file without any row that says something holds no matters."""
    assert "innehåller inga ärenden" in told(only(tmp_path, file(HEADER, *rows)))[0]


def test_a_cell_may_hold_lines_and_quotes(tmp_path: Path) -> None:
    """A title over two rows is one line of the history; the rows after it keep their line numbers."""
    rows = ('KS 2024/1;"Nytt ""stort""\nbad";x;KS;2024-03-13;a; ', ROWS[1], ";;;;;", ROWS[1])
    found = only(tmp_path, file(HEADER, *rows))
    assert played(found).title == 'Nytt "stort" bad'
    assert found.lines == (2, 4, 6)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("dnr;title;body", "Kolumner saknas: matter_type, date, outcomes."),
        ("dnr", "Kolumner saknas: title,"),
        (f"dnr;{'x' * 140_000}", "Kolumner saknas: dnr, title,"),
    ],
)
def test_a_header_that_lacks_columns_ends_the_reading(
    tmp_path: Path, header: str, said: str
) -> None:
    """Nothing can be read of the rows, and one finding says what to add."""
    found = only(tmp_path, file(header, *ROWS), "file.csv")
    (sentence,) = told(found)
    assert said in sentence
    assert sentence.startswith("fil:1: ")


def test_columns_that_arent_read_are_told_once(tmp_path: Path) -> None:
    """An unknown one with the nearest name, as a warning; one that stands twice; an unnamed one not at all."""
    first, *others = read(tmp_path, file(f"{HEADER};paragraf;;body;handläggare", *ROWS))
    assert [(each.severity, each.line) for each in first.findings] == [
        ("warning", 1),
        ("error", 1),
        ("warning", 1),
    ]
    assert "Menade du ”paragraph”?" in told(first)[0]
    assert "Kolumnen ”body” står två gånger" in told(first)[1]
    assert len(others) == 1
    assert played(others[0]).steps[0].body == "KS"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("KS 2024/2;T;x;KS;2024-03-13;a;b;c", "Raden har 8 celler men rubriken 6"),
        (";T;x;KS;2024-03-13;a", "Raden saknar diarienummer"),
        ('KS 2024/2;"T"x;x;KS;2024-03-13;a', "går inte att läsa som CSV"),
        (f"KS 2024/2;{'x' * 140_000};x;KS;2024-03-13;a", "går inte att läsa som CSV"),
        ("KS 2024/2;T\r;x;KS;2024-03-13;a\rb", "går inte att läsa som CSV"),
        ("KS 2024/2;T;x;KS;13/3 2024;a", "steg 1: ”date” ska vara en dag, men är ”13/3 2024”"),
        ("KS 2024/2;T;x;KS;;a", "steg 1: ”date” saknas"),
        ("KS 2024/2;;x;KS;2024-03-13;a", "”title” saknas"),
    ],
)
def test_a_row_that_cant_be_read_is_told_and_the_rest_goes_on(
    tmp_path: Path, row: str, said: str
) -> None:
    """By its own line; the matters before and after it are read."""
    after = [line.replace("2024/1", "2024/3") for line in ROWS]
    found = read(tmp_path, file(HEADER, *ROWS, row, *after))
    assert [each.history.dnr for each in found if each.history] == ["KS 2024/1", "KS 2024/3"]
    sentences = [sentence for each in found for sentence in told(each)]
    assert any(said in sentence for sentence in sentences)
    assert all(sentence.startswith("fil:4: ") for sentence in sentences)


def test_a_line_in_another_encoding_is_told_and_passed_by(tmp_path: Path) -> None:
    """The numbers of the lines after it hold."""
    rows = file(HEADER) + "å\n".encode("latin-1") + file(*ROWS)
    fault, found = read(tmp_path, rows)
    assert [sentence[:6] for sentence in told(fault)] == ["fil:2:"]
    assert found.lines == (3, 4)


def test_a_header_in_another_encoding_is_told(tmp_path: Path) -> None:
    """Nothing else can be read then."""
    found = only(tmp_path, "dnr;å\n".encode("latin-1"), "file.csv")
    assert "UTF-8" in told(found)[0]


def test_a_quote_that_never_ends_is_told(tmp_path: Path) -> None:
    """What it swallowed is lost, and said to be."""
    first, last = read(tmp_path, file(HEADER, *ROWS, 'KS 2024/2;"T;x;KS;2024-03-13;a', *ROWS))
    assert told(first)[0].startswith("fil:4: Raden går inte att läsa som CSV.")
    assert played(last).dnr == "KS 2024/1"


def test_the_first_row_of_a_matter_counts(tmp_path: Path) -> None:
    """Another title further down is a warning at its step; the same again is no fault."""
    rows = (ROWS[0], ROWS[0], ROWS[0].replace("Nytt bad", "Annat"))
    found = only(tmp_path, file(HEADER, *rows))
    assert played(found).title == "Nytt bad"
    (finding,) = found.findings
    assert (finding.line, finding.step, finding.severity) == (4, 3, "warning")
    assert "”title” är ett annat än högre upp" in finding.message


def test_a_row_can_be_a_step_that_is_missing(tmp_path: Path) -> None:
    """It says so in a column; outcomes in such a row aren't read, and that is told."""
    rows = (
        f"{ROWS[0]};",
        "KS 2024/1;;;KF;before 2024-03-01;x;tabled",
        "KS 2024/1;;;KF;2024-04-25;;what",
    )
    found = only(tmp_path, file(f"{HEADER};missing", *rows))
    (gone,) = played(found).missing_steps
    assert (gone.body, gone.before, gone.what) == ("KF", True, "tabled")
    assert [(finding.line, finding.severity) for finding in found.findings] == [
        (3, "warning"),
        (4, "error"),
    ]


def test_a_matter_with_too_many_rows_is_left(tmp_path: Path) -> None:
    """A file where every row has the same number is no history, and fills no memory."""
    rows = [ROWS[0]] * (csv_form.MOST_ROWS + 1)
    found, last = read(tmp_path, file(HEADER, *rows, ROWS[0].replace("2024/1", "2024/2")))
    assert found.history is None
    assert "Ärendet har 1001 rader; högst 1000 kan läsas." in told(found)[0]
    assert played(last).dnr == "KS 2024/2"
