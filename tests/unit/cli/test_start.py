"""``init``, ``definitions``, ``audit``, ``run``, ``worker``, ``board``, and the command itself."""

import io
import os
import shutil
import signal
import sqlite3
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.desk import ROOT, Desk
from workflow.cli import main, running


def test_init_can_be_repeated(desk: Desk) -> None:
    """A second time nothing is new."""
    assert desk.json("init") == {"published": []}
    assert "0 nya definitioner" in desk("init").stdout


def test_init_of_a_new_database(desk: Desk) -> None:
    """The folder of a new file is made; what was published is told."""
    database = f"sqlite:///{desk.folder / 'new' / 'office.db'}"
    answer = desk.json("--database", database, "init")
    kinds = {one["kind"] for one in answer["published"]}
    assert kinds == {"matter", "procedure", "organisation"}


def test_database_without_tables(desk: Desk) -> None:
    """The error says what to run."""
    database = f"sqlite:///{desk.folder / 'empty.db'}"
    answer = desk("--database", database, "matter", "list", status=1)
    assert "arendegang init" in answer.stderr


def test_settings_that_cannot_be_used(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong variable is named."""
    monkeypatch.setenv("ARENDEGANG_BATCH", "many")
    assert "ARENDEGANG_BATCH" in desk("matter", "list", status=1).stderr


def test_definitions_are_listed_and_shown(desk: Desk) -> None:
    """What is published, and each as the machine runs it."""
    rows = desk.json("definitions", "list")
    assert {"matter", "procedure", "organisation"} == {row["kind"] for row in rows}
    assert "ärendetyp\tmotion\t" in desk("definitions", "list").stdout
    text = desk("definitions", "show", "motion").stdout
    assert text.startswith("motion: Motion. Avgörs av KF.")
    assert "at_KS → at_KF: proposes" in text
    assert "one_year: KF:s beslut inom ett år (KL-5:35)" in text
    assert desk.json("definitions", "show", "motion")["name"] == "motion"
    assert "→ removed: takes_down" in desk("definitions", "show", "notice").stdout
    place = desk("definitions", "show", "norrbottens_e_namnd").stdout
    assert "NAMND: Norrbottens e-nämnd; sammanträder 2023-03-03" in place
    assert "Samtliga ingående kommuner: arjeplog" in place
    assert desk.error("definitions", "show", "nothing")["code"] == "AG-201"


def test_definitions_are_checked(desk: Desk) -> None:
    """The shipped ones have no error; a broken file is told with its place, and exit status 1."""
    assert desk.json("definitions", "check", str(ROOT / "definitions"))["errors"] == 0
    assert "0 fel" in desk("definitions", "check").stdout
    broken = _copy(desk)
    (broken / "matters" / "motion.yaml").write_text("name: motion\nlabel: [\n", encoding="utf-8")
    answer = desk("definitions", "check", str(broken), status=1)
    assert "motion.yaml:" in answer.stdout
    assert desk.json("definitions", "check", str(broken), status=1)["errors"] > 0


def test_broken_definitions_are_not_published(desk: Desk) -> None:
    """All or nothing: what was live stays live, and the findings are in the answer."""
    before = desk.json("definitions", "list")
    broken = _copy(desk)
    (broken / "matters" / "motion.yaml").write_bytes("name: motion\nlabel: ä\n".encode("latin-1"))
    error = desk.error("definitions", "publish", str(broken))
    assert error["code"] == "AG-200"
    assert error["findings"][0]["path"].endswith("motion.yaml")
    assert desk.json("definitions", "list") == before
    assert "motion.yaml" in desk("definitions", "publish", str(broken), status=1).stderr


def test_changed_definition_is_published(desk: Desk) -> None:
    """Only what changed is new; matters that run keep their version."""
    changed = _copy(desk)
    path = changed / "matters" / "tariff.yaml"
    path.write_text(path.read_text("utf-8").replace("label: Taxa", "label: Taxor", 1), "utf-8")
    assert "ärendetyp tariff" in desk("definitions", "publish", str(changed)).stdout
    assert desk.json("definitions", "publish", str(changed)) == []


def test_definition_that_vanished_while_matters_run_on_it(desk: Desk, motion: str) -> None:
    """The matter waits; the error says what to restore, and other matters go on."""
    with sqlite3.connect(desk.folder / "office.db") as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("DROP TRIGGER definitions_no_delete")
        database.execute("DELETE FROM definitions WHERE name = 'motion' AND kind = 'matter'")
    database.close()
    for arguments in (
        ("matter", "fire", motion, "remitted"),
        ("matter", "explain", motion),
        ("matter", "show", motion),
    ):
        error = desk(*arguments, status=1).stderr
        assert "AG-201" in error
    desk("matter", "register", "information", "Läget", "--org", "norsjo")
    assert [m["title"] for m in desk.json("matter", "list")] != []


def test_audit_finds_what_was_changed(desk: Desk, motion: str) -> None:
    """An untouched log passes; a changed event is told with its matter and number."""
    assert "inga fel" in desk("audit", "verify").stdout
    assert desk.json("audit", "verify")["findings"] == []
    with sqlite3.connect(desk.folder / "office.db") as database:
        guards = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for (name,) in guards:  # what only somebody with the database in hand can do
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE events SET event = replace(event, 'Cykelbanor', 'Bilvägar')")
    database.close()
    answer = desk("audit", "verify", status=1)
    assert f"changed: {motion}, händelse 1" in answer.stdout
    assert desk.json("audit", "verify", status=1)["findings"]


def test_run_works_until_it_is_told_to_stop(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both signals end the loop; the batch in hand is the loop's own business."""
    seen: dict[str, Any] = {}

    def loop(_context: object, owner: str, stop: Any, *, poll: object) -> None:
        seen["owner"] = owner
        assert not stop.is_set()
        os.kill(os.getpid(), signal.SIGTERM)
        seen["stopped"] = stop.wait(5)

    monkeypatch.setattr(running, "run_forever", loop)
    monkeypatch.setattr(running, "log_to_stderr", lambda: None)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        answer = desk("run")
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert "Avbryt med Ctrl-C" in answer.stderr
    assert seen == {"owner": f"run-{os.getpid()}", "stopped": True}


def test_worker_becomes_the_worker_process(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process is replaced, so that signals reach the worker; the database goes with it."""
    seen: list[Any] = []
    monkeypatch.setattr(running.os, "execve", lambda *given: seen.extend(given))
    desk("--database", "sqlite:///x.db", "worker", "--concurrency", "3")
    program, arguments, environment = seen
    assert program == sys.executable
    assert arguments[1:] == ["-m", "workers.main", "--concurrency", "3"]
    assert environment["ARENDEGANG_DATABASE_URL"] == "sqlite:///x.db"


def test_board_becomes_the_web_process(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Host and port reach the server."""
    seen: list[Any] = []
    monkeypatch.setattr(running.os, "execve", lambda *given: seen.extend(given))
    desk("board", "--host", "0.0.0.0", "--port", "8123")  # noqa: S104
    assert seen[1][1:] == ["-m", "workflow.web.main", "--host", "0.0.0.0", "--port", "8123"]  # noqa: S104


def test_version_and_help(desk: Desk) -> None:
    """The version is told; without a command the help is shown, and every group has one."""
    assert desk("--version").stdout.startswith("arendegang ")
    for group in (
        "definitions",
        "matter",
        "deadline",
        "dispatch",
        "task",
        "notice",
        "incident",
        "audit",
    ):
        assert group in desk("--help").stdout
        assert "Usage" in desk(group, "--help").stdout


def test_entry_point_shows_letters_that_the_terminal_lacks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """On a terminal without å, question marks are shown instead of a traceback."""
    with (tmp_path / "out").open("w", encoding="ascii") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        monkeypatch.setattr("sys.argv", ["arendegang", "--help"])
        with pytest.raises(SystemExit) as ended:
            main.run()
        assert ended.value.code == 0
    assert "rendeg" in (tmp_path / "out").read_text("ascii")


def test_entry_point_without_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Output that goes nowhere near a terminal is left as it is."""
    stream = io.StringIO()
    monkeypatch.setattr("sys.stdout", stream)
    monkeypatch.setattr("sys.argv", ["arendegang", "--version"])
    with pytest.raises(SystemExit):
        main.run()
    assert stream.getvalue().startswith("arendegang ")


def _copy(desk: Desk) -> Path:
    target = desk.folder / "definitions"
    shutil.copytree(ROOT / "definitions", target)
    return target
