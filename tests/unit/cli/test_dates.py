"""``arendegang dates``: one JSON line for each day, bad days named, a stream answered as a stream."""

import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

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
    """With --text the office gets a sentence for each day."""
    answer = _run("KL-5:13", "2025-04-28", "--text")
    assert answer.stdout == (
        "Sammanträdet ska vara tillkännagivet senast 2025-04-17: en vecka före sammanträdet 2025-04-28"
        " är 2025-04-21, som är annandag påsk; närmaste öppna dag före gäller.\n"
    )


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
