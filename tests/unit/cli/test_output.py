"""How answers look on a terminal, in a pipe and as JSON."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import PurePosixPath

import pytest

from workflow.cli import output
from workflow.errors import CommandRefusedError, DefinitionError, Finding
from workflow.model.ids import RegistrationNumber
from workflow.model.matter import Task

NUMBER = RegistrationNumber("KS-25/00001", "KS", 2025, 1)


def test_plain_values() -> None:
    """Dataclasses, mappings, sets, days and numbers become what JSON knows."""
    value: Mapping[str, object] = {
        "number": NUMBER,
        "task": Task("t1", "party", "?", "x"),
        "days": (date(2025, 1, 2), datetime(2025, 1, 2, 3, tzinfo=UTC)),
        "set": frozenset({1}),
        "none": None,
        "path": PurePosixPath("var/demo"),
    }
    assert output.plain(value) == {
        "number": {"printed": "KS-25/00001", "normalised": "KS 2025/1"},
        "task": {
            "key": "t1",
            "kind": "party",
            "text": "?",
            "subject": "x",
            "blocks": True,
            "answer": None,
        },
        "days": ["2025-01-02", "2025-01-02T03:00:00+00:00"],
        "set": [1],
        "none": None,
        "path": "var/demo",
    }


def test_json_is_one_line_with_swedish_letters(capsys: pytest.CaptureFixture[str]) -> None:
    """Programs read one line; å, ä and ö stay readable."""
    output.as_json({"läge": "Öppet"})
    assert capsys.readouterr().out == '{"läge": "Öppet"}\n'


def test_table_in_a_pipe_is_tab_separated(capsys: pytest.CaptureFixture[str]) -> None:
    """No frames where no one looks: one heading and tabs."""
    output.table("Ärenden", ["Nr", "Titel"], [["1", "A [b]"], [2, None]])
    assert capsys.readouterr().out == "Nr\tTitel\n1\tA [b]\n2\t\n"


def test_table_on_a_terminal_shows_titles_as_they_are(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A title with brackets is text, not markup."""
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    output.table("Ärenden", ["Titel"], [["[red]Motion[/red]"]])
    shown = capsys.readouterr().out
    assert "[red]Motion[/red]" in shown
    assert "Ärenden" in shown


def test_section_is_a_table_under_its_title(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a pipe the title stands above; a section without rows is not there."""
    output.section("Beslut", ["Nr"], [["1"]])
    output.section("Frister", ["Nr"], [])
    assert capsys.readouterr().out == "\nBeslut\nNr\n1\n"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    output.section("Beslut", ["Nr"], [["1"]])
    assert capsys.readouterr().out.count("Beslut") == 1


def test_error_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    """Code, sentence and hint, on standard error."""
    output.show_error(
        CommandRefusedError("Går inte.", possible=("a", "b"), hint="Gör så."), json_wanted=False
    )
    captured = capsys.readouterr()
    assert captured.err == "AG-300: Går inte. Gör så.\n"
    assert captured.out == ""


def test_error_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """The same as an object."""
    output.show_error(CommandRefusedError("Fel.", possible=("a",), hint="Rätt."), json_wanted=True)
    assert json.loads(capsys.readouterr().err) == {
        "code": "AG-300",
        "message": "Fel.",
        "hint": "Rätt.",
        "possible": ["a"],
    }


def test_findings_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """Definition errors carry their findings, each with its place."""
    finding = Finding("X1", "error", "a.yaml", 3, 1, "Fel.", "Rätt.")
    output.show_error(DefinitionError((finding,)), json_wanted=True)
    (shown,) = json.loads(capsys.readouterr().err)["findings"]
    assert (shown["path"], shown["line"]) == ("a.yaml", 3)
