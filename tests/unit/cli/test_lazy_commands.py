"""A start imports what its command needs, and every command is where its group says."""

import subprocess
import sys

import pytest
from typer.core import TyperGroup
from typer.main import get_group

from tests.unit.cli.desk import ROOT, Desk
from workflow.cli.lazy import Lazy
from workflow.cli.main import app

CHECKS = """
import sys
from workflow.cli.main import run
sys.argv = ["arendegang", "definitions", "check", "definitions"]
try:
    run()
except SystemExit as end:
    assert end.code == 0, end
print("imported:", *sorted(name for name in sys.modules if name.count(".") < 2))
"""


def commands(group: TyperGroup, way: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The way to every command."""
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        more = (
            commands(command, (*way, name)) if isinstance(command, TyperGroup) else [(*way, name)]
        )
        found += more
    return found


EVERY = commands(get_group(app))


@pytest.mark.parametrize("way", EVERY, ids=" ".join)
def test_every_command_has_its_help(desk: Desk, way: tuple[str, ...]) -> None:
    """Under the name that it is given by, with a sentence about what it does."""
    told = desk(*way, "--help").stdout
    assert f"Usage: arendegang {' '.join(way)} " in told


def test_groups_list_their_commands(desk: Desk) -> None:
    """Each by name, groups too, in the order that they are written in."""
    told = desk("--help").stdout
    places = [told.index(f"│ {name} ") for name in dict.fromkeys(way[0] for way in EVERY)]
    assert places == sorted(places)


def test_checking_imports_no_database() -> None:
    """What only reads files doesn't wait for what it has no use for."""
    done = subprocess.run(
        [sys.executable, "-c", CHECKS], cwd=ROOT, check=True, capture_output=True, text=True
    )
    imported = done.stdout.rpartition("imported:")[2].split()
    assert "workflow.definition" in imported
    assert {"sqlalchemy", "alembic", "psycopg", "transitions", "celery"}.isdisjoint(imported)
    assert {"workflow.bootstrap", "workflow.store", "workflow.machine"}.isdisjoint(imported)


def test_a_name_that_is_no_command_imports_nothing() -> None:
    """There is none of that name, whatever modules there are."""
    root = get_group(app)
    assert root.get_command(None, "output") is None  # type: ignore[arg-type]
    assert Lazy(name="empty").list_commands(None) == []  # type: ignore[arg-type]
