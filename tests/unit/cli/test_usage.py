"""Wrong usage, lists that are asked for what isn't there, and faults: a Swedish sentence, no traceback."""

import errno
import json
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
import typer
from typer import rich_utils

from tests.unit.cli.desk import Desk
from workflow.cli import main, matter_list, root, usage

PANELS = (
    "ARGUMENTS_PANEL_TITLE", "OPTIONS_PANEL_TITLE", "COMMANDS_PANEL_TITLE",
    "REQUIRED_LONG_STRING", "DEFAULT_STRING", "ENVVAR_STRING",
)  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("nosuch",), "Kommandot ”nosuch” finns inte. Se arendegang --help."),
        (("init", "--nosuch"), "Valet --nosuch finns inte. Se arendegang init --help."),
        (("matter", "fire"), "Det saknas ÄRENDE."),
        (("deadline", "extend", "a", "b", "c"), "Det saknas --reason."),
        (("init", "a", "b"), "Det står för mycket: a b."),
        (("matter", "list", "--org"), "--org ska följas av ett värde."),
        (("matter", "list", "--open=1"), "--open tar inget värde."),
        (("matter", "list", "--limit", "0"), "--limit ska vara minst 1."),
        (("board", "--port", "99999999"), "--port får vara högst 65535."),
        (("incident", "close", "x", "--reason", "y"), "NR ska vara ett heltal."),
        (("matter", "register", "motion"), "TYP, TITEL och --org behövs, eller --from FIL."),
        (("dispatch", "list", "--status", "x"), "--status är en av pending"),
    ],
)
def test_wrong_usage_is_told_in_swedish(
    desk: Desk, arguments: tuple[str, ...], sentence: str
) -> None:
    """Exit status 2 and one sentence with where to read more; as an object with ``--json``."""
    answer = desk(*arguments, status=2)
    assert answer.stdout == ""
    assert answer.stderr.startswith("AG-010: ")
    assert sentence in answer.stderr
    error = json.loads(desk(*arguments[:1], "--json", *arguments[1:], status=2).stderr)
    assert error["code"] == "AG-010"


def test_sentence_that_is_not_known_is_left() -> None:
    """What Typer may come to say is shown rather than hidden."""
    assert usage.in_swedish("Something else") == "Something else"
    assert usage.how(typer.TyperException("x")) == "Se arendegang --help."


def test_group_alone_shows_its_help(desk: Desk) -> None:
    """A group without a command shows what there is."""
    assert "explain" in desk("matter", status=2).output


def test_interrupted_prompt(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """An abort has exit status 1 and says nothing more."""

    def abort(**_: object) -> None:
        raise typer.Abort

    monkeypatch.setattr(root.output, "as_json", lambda _: abort())
    desk("matter", "list", "--json", status=1)


def test_list_of_what_is_not_there(desk: Desk, motion: str) -> None:
    """A filter that can't match is refused with what can; one that could, gives an empty list."""
    for arguments, word in (
        (("matter", "list", "--org", "nosuch"), "norsjo"),
        (("matter", "list", "--type", "nosuch"), "referral_response"),
        (("matter", "list", "--state", "nosuch"), "preparation"),
        (("deadline", "list", "--org", "nosuch"), "norsjo"),
        (("task", "list", "--org", "nosuch"), "norsjo"),
        (("notice", "list", "--org", "nosuch"), "norsjo"),
    ):
        error = desk.error(*arguments)
        assert error["code"] == "AG-201"
        assert word in error["message"] + error["hint"]
    assert "är inget id" in desk("matter", "list", "--after", "hej", status=1).stderr
    assert desk.json("matter", "list", "--type", "tariff", "--state", "at_KS") == []
    (only,) = desk.json("matter", "list", "--org", "norsjo", "--type", "motion")
    assert only["number"]
    assert desk.json("matter", "list", "--after", only["id"]) == []
    assert motion


def test_list_says_what_the_office_calls_it(desk: Desk, motion: str) -> None:
    """Types and states by their labels; the organisation by its name where there is room."""
    assert "\tMotion\tCykelbanor\tVäckt\t" in desk("matter", "list").stdout
    assert "Motion, Norsjö kommun." in desk("matter", "show", motion).stdout


def test_type_that_is_no_longer_published(
    desk: Desk, motion: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its matters are still listed, by the codes."""
    monkeypatch.setattr(matter_list, "_types", lambda _: {})
    assert "\tmotion\tCykelbanor\tmoved\t" in desk("matter", "list").stdout
    assert motion


def test_assignment_that_became_a_matter_is_shown_by_its_number(desk: Desk) -> None:
    """Until it is registered, that is said."""
    desk(
        "matter", "register", "investment_request", "Pump", "--org", "norsjo", "--number",
        "KS 2025/700", "--field", "amount=1", "--enter-at", "at_KS", "--on", "2025-01-02",
    )  # fmt: skip
    desk(
        "matter", "fire", "KS 2025/700", "assigns", "--body", "KS", "--on", "2025-02-04",
        "--assignment", "Köp;Mari Johansson;2025-05-05",
    )  # fmt: skip
    assert "\tregistreras" in desk("matter", "show", "KS 2025/700").stdout


def test_folder_that_can_not_be_made(desk: Desk) -> None:
    """The demo and the database say which path, and why."""
    (desk.folder / "file").write_text("x")
    for arguments in (
        ("demo", "--dir", str(desk.folder / "file" / "demo")),
        ("--database", f"sqlite:///{desk.folder / 'file' / 'x' / 'x.db'}", "init"),
    ):
        error = desk(*arguments, status=1).stderr
        assert "AG-100: Filen eller katalogen" in error
        assert "går inte att använda: den ligger inte i en katalog." in error


def _fail(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(root.output, "as_json", fail)


def test_system_error_without_a_path(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is told; an error that isn't known by the system's own words."""
    _fail(monkeypatch, OSError(errno.ENOSPC, "No space left on device"))
    assert "det finns ingen plats kvar" in desk("matter", "list", "--json", status=1).stderr
    _fail(monkeypatch, OSError("strange"))
    assert desk.error("matter", "list")["message"].endswith("OSError.")


def test_reader_that_has_gone(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """``| head -1`` ends the command quietly."""
    _fail(monkeypatch, BrokenPipeError(errno.EPIPE, "Broken pipe"))
    assert desk("matter", "list", "--json", status=1).stderr == ""


def test_fault_in_the_program(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One sentence with a code; the traceback only for those who ask for it."""
    _fail(monkeypatch, ZeroDivisionError("first\nsecond"))
    error = desk.error("matter", "list")
    assert error["code"] == "AG-900"
    assert error["message"].endswith("ZeroDivisionError: first")
    monkeypatch.setenv("ARENDEGANG_TRACEBACK", "1")
    with pytest.raises(AssertionError):
        desk("matter", "list", "--json")


def test_half_a_character_in_json(desk: Desk) -> None:
    """An escape that is no text is refused in Swedish, and nothing is kept."""
    answer = desk(
        "matter", "register", "motion", "M", "--org", "norsjo", "--data", "-", status=1,
        given=b'{"movers": ["\\ud800"], "moved_on": "2025-01-01"}',
    )  # fmt: skip
    assert answer.stderr.startswith("AG-100: Indata: innehåller tecken som inte är text.")
    assert desk.json("matter", "list") == []


def test_closed_standard_output(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A caller that closed it gets the exit status and nothing else."""
    for name in PANELS:
        monkeypatch.setattr(rich_utils, name, getattr(rich_utils, name))
    monkeypatch.setattr(main, "app", lambda: sys.stdout.write("någonstans"))
    monkeypatch.setattr(sys, "stdout", None)
    error: Any = TextIOWrapper((tmp_path / "err").open("wb"))
    monkeypatch.setattr(sys, "stderr", error)
    main.run()
    opened: Any = sys.stdout
    assert opened.name == "/dev/null"
    opened.close()
    error.close()
    assert (tmp_path / "err").read_bytes() == b""
    assert rich_utils.OPTIONS_PANEL_TITLE == "Val"
    assert desk.folder.exists()
