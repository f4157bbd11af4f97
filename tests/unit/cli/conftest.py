"""A desk on a fresh SQLite file with the shipped definitions."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tests.unit.cli.desk import ROOT, Desk
from workflow.cli.main import app


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database with the shipped definitions."""
    database = tmp_path_factory.mktemp("cli") / "template.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ARENDEGANG_DATABASE_URL", f"sqlite:///{database}")
        patch.setenv("ARENDEGANG_DEFINITIONS", str(ROOT / "definitions"))
        answer = CliRunner().invoke(app, ["init"])
    assert answer.exit_code == 0, answer.output
    return database


@pytest.fixture
def desk(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk on a database of its own."""
    database = tmp_path / "office.db"
    shutil.copy(template, database)
    monkeypatch.setenv("ARENDEGANG_DATABASE_URL", f"sqlite:///{database}")
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", str(ROOT / "definitions"))
    monkeypatch.setenv("ARENDEGANG_MAILDIR", str(tmp_path / "mail"))
    monkeypatch.setenv("ARENDEGANG_ACTOR", "Sara")
    return Desk(tmp_path)


@pytest.fixture
def motion(desk: Desk) -> str:
    """A motion in Norsjö, by its number."""
    desk(
        "matter", "register", "motion", "Cykelbanor", "--org", "norsjo", "--number", "KS-25/00400",
        "--field", "movers=Kristdemokraterna", "--field", "moved_on=2025-02-17", "--on", "2025-02-17",
    )  # fmt: skip
    return "KS-25/00400"


@pytest.fixture
def at_board(desk: Desk) -> Callable[..., str]:
    """Registers a tariff that waits for the board of Norsjö."""

    def register(number: str = "KS 2025/500", *points: str) -> str:
        desk(
            "matter", "register", "tariff", "Taxa", "--org", "norsjo", "--number", number,
            "--enter-at", "at_KS", "--on", "2025-01-02", "--field", "effective_from=2025-04-01",
            *(part for text in points for part in ("--point", text)),
        )  # fmt: skip
        return number

    return register
