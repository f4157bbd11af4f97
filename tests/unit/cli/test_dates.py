"""``arendegang dates``: one JSON line for each day, bad days named, a stream answered as a stream."""

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from workflow.cli.main import app
from workflow.statutory import rules

KEYS = [
    "rule",
    "trigger",
    "nominal",
    "final",
    "target",
    "earliest_removal",
    "moved_by",
    "source",
]


def _run(*arguments: str, given: str | bytes | None = None, status: int = 0) -> Result:
    answer = CliRunner().invoke(app, ["dates", *arguments], input=given)
    assert answer.exit_code == status, answer.output
    return answer


def _lines(answer: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.stdout.splitlines()]


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_a_day_is_answered_with_one_json_line(options: Sequence[str]) -> None:
    """Exactly the promised keys, in Swedish where there are words, null where it has no meaning."""
    answer = _run("KL-13:5", "2025-02-27", *options)
    assert answer.stdout == (
        '{"rule": "KL-13:5", "trigger": "2025-02-27", "nominal": "2025-03-20", "final": "2025-03-20",'
        ' "target": null, "earliest_removal": "2025-03-21", "moved_by": null,'
        ' "source": "KL 13 kap. 5 §, lag (1930:173) 1-2 §§"}\n'
    )
    assert answer.stderr == ""


@pytest.mark.parametrize("rule", rules.known())
def test_every_rule_has_the_same_keys(rule: str) -> None:
    """Programs can rely on the keys, whatever the rule."""
    (line,) = _lines(_run(rule, "2025-05-30"))
    assert list(line) == KEYS
    assert (line["rule"], line["trigger"]) == (rule, "2025-05-30")


def test_several_days_are_answered_in_order() -> None:
    """One line each; the closed day that moved the last day is named."""
    lines = _lines(_run("KL-8:12", "2024-04-25", "2025-06-18"))
    assert [(line["final"], line["target"], line["moved_by"]) for line in lines] == [
        ("2024-04-29", "2024-04-26", "lördag"),
        ("2025-06-23", "2025-06-19", "midsommarafton"),
    ]


def test_standard_input_is_read_line_by_line() -> None:
    """Blank lines, spaces, line ends of other systems and a byte order mark do no harm."""
    given = "\ufeff2025-02-27\r\n\n   \n 2025-05-30 \n2025-05-16"
    lines = _lines(_run("KL-13:5", "2025-01-02", "-", given=given))
    assert [line["trigger"] for line in lines] == [
        "2025-01-02",
        "2025-02-27",
        "2025-05-30",
        "2025-05-16",
    ]


def test_bad_days_are_named_and_the_others_answered() -> None:
    """Each bad line is said by its number with what to write instead; the end status is 1."""
    given = "2025-02-27\n2025-02-30\n20250227\n1700-01-01\n2025-05-30\n"
    answer = _run("KL-13:5", "-", given=given, status=1)
    assert [line["trigger"] for line in _lines(answer)] == ["2025-02-27", "2025-05-30"]
    first, second, third = answer.stderr.splitlines()
    assert (
        first == "AG-100: Rad 2: ”2025-02-30” är inget datum. Skriv år, månad och dag: 2025-02-27."
    )
    assert "Rad 3: ”20250227” är inget datum" in second
    assert "Rad 4: 1700-01-01 ligger utanför kalendern" in third


@pytest.mark.parametrize(
    "given", ["i går", "2025-13-01", "0000-00-00", "9999-12-31", "٢٠٢٥-٠١-٠١", "2025-W09-4", ""]
)
def test_a_bad_argument_is_named(given: str) -> None:
    """An argument that is no day is said by its place."""
    answer = _run("KL-13:5", given, status=1)
    assert answer.stdout == ""
    assert "Dag 1: " in answer.stderr


def test_errors_are_json_for_programs() -> None:
    """With --json an error is an object with code, sentence and hint."""
    answer = _run("KL-13:5", "x", "--json", status=1)
    error = json.loads(answer.stderr)
    assert error["code"] == "AG-100"
    assert error["message"] == "Dag 1: ”x” är inget datum."


@pytest.mark.parametrize("given", [b"\xff\xfe\x00\x1b[31m\n", b"\0" * 50, b"x" * 3_000_000])
def test_rubbish_is_one_short_error(given: bytes) -> None:
    """Wrong encoding, NUL bytes, escape sequences and endless lines give one short, printable line."""
    answer = _run("KL-13:5", "-", given=given + b"\n2025-02-27\n", status=1)
    assert len(_lines(answer)) == 1
    (error,) = answer.stderr.splitlines()
    assert error.isprintable()
    assert len(error) < 200


def test_an_unknown_rule_names_the_nearest() -> None:
    """One error, also when there are no days to answer."""
    answer = _run("KL-13", "-", given="", status=1)
    assert answer.stdout == ""
    assert "Närmast är KL-13:5." in answer.stderr


def test_the_reason_in_words() -> None:
    """With --text the office gets a sentence for each day, and where it stands."""
    answer = _run("KL-5:13", "2025-04-28", "--text")
    assert answer.stdout == (
        "Sammanträdet ska vara tillkännagivet senast 2025-04-17: en vecka före sammanträdet 2025-04-28"
        " är 2025-04-21, som är annandag påsk; närmaste öppna dag före gäller."
        " Källa: KL 5 kap. 13 §.\n"
    )


@pytest.mark.parametrize("rule", rules.known())
def test_every_rule_has_a_sentence(rule: str) -> None:
    """With its source, whatever the rule."""
    (sentence,) = _run(rule, "2025-05-30", "--text").stdout.splitlines()
    assert re.search(r"20\d\d-\d\d-\d\d.* Källa: \S", sentence)


def test_several_boards_for_one_notice() -> None:
    """Written with commas between: the last one counts, and the sentence says so (KL 9:32)."""
    boards = "2023-06-27,2023-07-03, 2023-06-28"
    (line,) = _lines(_run("KL-13:5", boards))
    assert (line["trigger"], line["final"], line["earliest_removal"]) == (
        "2023-07-03",
        "2023-07-24",
        "2023-07-25",
    )
    assert "Den sista av 3 anslagstavlor räknas" in _run("KL-13:5", boards, "--text").stdout


@pytest.mark.parametrize(
    ("rule", "given", "said"),
    [
        ("KL-5:69", "2025-02-25,2025-02-26", "enda dag"),
        ("KL-13:5", "2025-02-25,", "är inget datum"),
        ("KL-13:5", "2025-02-25,i går", "”i går” är inget datum"),
    ],
)
def test_boards_that_make_no_sense(rule: str, given: str, said: str) -> None:
    """Several days for something that happens once, or a day that is none."""
    answer = _run(rule, given, status=1)
    assert answer.stdout == ""
    assert said in answer.stderr


def test_a_length_that_somebody_has_set() -> None:
    """The lead time of the reglemente, and the longer standstill of an award notice."""
    (line,) = _lines(_run("KL-6:23", "2025-04-25", "--period", "P5D"))
    assert list(line) == KEYS
    assert (line["final"], line["target"]) == ("2025-04-17", "2025-04-17")
    (line,) = _lines(_run("1930:173", "2025-05-30", "--period", "P3W"))
    assert (line["final"], line["moved_by"]) == ("2025-06-23", "midsommarafton")
    (line,) = _lines(_run("LOU-20:1-longer", "2025-05-31", "--period", "P20D"))
    assert line["final"] == "2025-06-23"


def test_a_meeting_among_those_planned() -> None:
    """The one that the law points to (KL 5:51, 6:40, 5:35)."""
    planned = [word for day in ("2025-05-27", "2025-04-01") for word in ("--meeting", day)]
    lines = _lines(_run("KL-5:51", "2025-02-25", "2025-04-01", *planned))
    assert [line["final"] for line in lines] == ["2025-04-01", "2025-05-27"]
    assert list(lines[0]) == KEYS
    (line,) = _lines(_run("KL-5:35-meeting", "2024-05-20", *planned))
    assert line["final"] == "2025-04-01"
    late = _run("KL-6:40", "2025-05-27", *planned, status=1)
    assert "Dag 1: Inget sammanträde är planerat" in late.stderr


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["KL-5:45", "81"], {"met": None, "given": None, "needed": 41, "of": 81}),
        (["KL-6:27", "11"], {"met": None, "given": None, "needed": 6, "of": 11}),
        (["KL-6:27", "5/11"], {"met": False, "given": 5, "needed": 6}),
        (["KL-5:45", "39/81", "--conflicted", "3"], {"met": True, "given": 39}),
        (["KL-5:50", "81"], {"met": None, "needed": 27}),
        (["KL-5:50", "26/81"], {"met": False, "given": 26, "needed": 27}),
        (["KL-5:50", "38-43/81"], {"outcome": "postponed", "by_minority": True}),
        (["KL-5:50", "29-43/81", "--earlier"], {"outcome": "decided_now", "needed": None}),
        (["KL-5:50", "40-40/81", "--election"], {"outcome": "lot"}),
        (["KL-5:52", "41/41"], {"met": True, "needed": 41}),
        (["KL-5:33", "40/41"], {"met": False, "given": 40, "of": 41}),
        (["KL-5:55", "43-38"], {"outcome": "yes", "decided_by": "majority"}),
        (["KL-6:33", "3-3"], {"outcome": "tied", "decided_by": None}),
        (["KL-6:33", "3-3", "--casting", "nej"], {"outcome": "no", "decided_by": "casting_vote"}),
        (["KL-5:55", "40-40", "--election", "--casting", "ja"], {"outcome": "lot"}),
    ],
    ids=" ".join,
)
def test_thresholds(arguments: list[str], expected: dict[str, Any]) -> None:
    """One JSON line with the outcome, the numbers and the sentence, which --text shows alone."""
    (line,) = _lines(_run(*arguments))
    assert {key: line[key] for key in expected} == expected
    assert line["source"] in line["explanation"] or line["rule"] == "KL-5:50"
    assert _run(*arguments, "--text").stdout == line["explanation"] + "\n"


def test_thresholds_are_read_line_by_line() -> None:
    """As days are; a line that can't be read is named and the others answered."""
    answer = _run("KL-5:45", "-", given="11\n\nelva\n12/11\n81\n", status=1)
    assert [line["needed"] for line in _lines(answer)] == [6, 41]
    first, second = answer.stderr.splitlines()
    assert "Rad 3: ”elva” är inte de antal som regeln räknar. Skriv antalet ledamöter" in first
    assert "Rad 4: 12 närvarande är fler än 11 ledamöter (KL 5 kap. 45 §)" in second


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["KL-5:45", "0"], "Antal 1: 0 är inget möjligt antal"),
        (["KL-5:45", "-3"], "-3"),
        (["KL-5:45", "1" * 5000], "är inte de antal"),
        (["KL-5:45", "٣"], "är inte de antal"),
        (["KL-5:45", "43-38"], "är inte de antal"),
        (["KL-5:50", "82/81"], "82 begär det är fler än 81 närvarande"),
        (["KL-5:50", "x"], "27/81"),
        (["KL-5:50", "38/81", "--earlier"], "Då avgör rösterna"),
        (["KL-5:50", "43-39/81"], "82 röstande är fler än 81 närvarande"),
        (["KL-5:52", "41"], "eniga av närvarande"),
        (["KL-5:55", "0-0"], "Ingen har röstat"),
        (["KL-5:55", "2025-03-24"], "är inte de antal"),
        (["KL-6:27", "2/5", "--conflicted", "1"], "KL-6:27 räknas utan --conflicted"),
        (["KL-13:5", "2025-02-27", "--period", "P7D"], "KL-13:5 räknas utan --period"),
        (["KL-13:5", "2025-02-27", "--election"], "KL-13:5 räknas utan --election"),
        (["KL-5:55", "3-3", "--meeting", "2025-01-01"], "KL-5:55 räknas utan --meeting"),
        (["KL-6:23", "2025-02-27"], "KL-6:23 räknas inte utan --period"),
        (["KL-6:23", "2025-02-27", "--period", "en vecka"], "är ingen tidsperiod"),
        (["LOU-20:1-longer", "2025-02-27", "--period", "P5D"], "aldrig kortare än tio dagar"),
        (["KL-5:51", "2025-02-27"], "KL-5:51 räknas inte utan --meeting"),
        (["KL-5:51", "2025-02-27", "--meeting", "i morgon"], "”i morgon” är inget datum"),
        (["KL-5:4", "3-3"], "Närmast är KL-5:45"),
    ],
    ids=lambda given: " ".join(given)[:40] if isinstance(given, list) else "",
)
def test_what_makes_no_sense_is_refused(arguments: list[str], said: str) -> None:
    """Nothing is answered and nothing is silently left out of account."""
    answer = CliRunner().invoke(app, ["dates", *arguments])
    assert answer.exit_code in {1, 2}
    assert answer.stdout == ""
    assert said in answer.stderr


def test_whether_a_notice_came_down_too_early() -> None:
    """Norsjö's of 2020-03-19 came down while the time to appeal ran; other rules take no such day."""
    answer = _run("KL-13:5", "2020-03-19", "--taken-down", "2020-04-08")
    found = json.loads(answer.stdout)
    assert (found["lawful"], found["earliest"]) == (False, "2020-04-10")
    answer = _run("KL-13:5", "2020-03-19", "--taken-down", "2020-04-10", "--text")
    assert answer.stdout.startswith("Anslaget fick tas ned 2020-04-10")
    refused = _run("KL-5:35", "2020-03-19", "--taken-down", "2020-04-10", status=1)
    assert "räknas utan --taken-down" in refused.output


def test_help_is_for_the_office() -> None:
    """The help names the rules and holds no notes for programmers."""
    answer = _run("--help")
    assert "KL-13:5" in answer.output
    assert "Raises" not in answer.output


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """A pipe that is closed after the first line leaves no traceback behind."""
    given = tmp_path / "days"
    given.write_text(
        "\n".join(str(date(2000, 1, 1) + timedelta(days=day)) for day in range(20_000))
    )
    program = "from workflow.cli.main import run; run()"
    with (
        given.open("rb") as days,
        subprocess.Popen(
            [sys.executable, "-c", program, "dates", "KL-13:5", "-"],
            stdin=days,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process,
    ):
        assert process.stdout
        assert process.stderr
        assert b"2000-01-01" in process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
