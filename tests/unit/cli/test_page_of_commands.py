"""The page of commands has every command and option of the program, and none that it hasn't."""

import re
from collections.abc import Iterator

import pytest
import typer.main
from typer.core import TyperGroup

from tests.unit.cli.desk import ROOT
from workflow.cli.main import app

PAGE = (ROOT / "docs/kommandon.md").read_text("utf-8")
GENERAL, *SECTIONS = re.split(r"^## ", PAGE, flags=re.MULTILINE)


def _commands(group: TyperGroup, path: tuple[str, ...] = ()) -> Iterator[tuple[str, set[str]]]:
    """Every command by its words, with its long options."""
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _commands(command, (*path, name))
        else:
            options = {word for one in command.params for word in (*one.opts, *one.secondary_opts)}
            yield " ".join((*path, name)), {word for word in options if word.startswith("--")}


ROOT_GROUP = typer.main.get_command(app)
assert isinstance(ROOT_GROUP, TyperGroup)
COMMANDS = dict(_commands(ROOT_GROUP))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told_with_its_options(name: str) -> None:
    """In the section where it stands, or for options that many have in the general part."""
    told = [text for text in SECTIONS if re.search(rf"(?:`|arendegang ){re.escape(name)}\b", text)]
    assert told, name
    words = " ".join([GENERAL, *told])
    missing = {option for option in COMMANDS[name] if not re.search(rf"{option}\b", words)}
    assert missing - {"--coverage"} == set()  # told as --no-coverage


def test_every_option_of_the_page_exists() -> None:
    """Of some command, or of all of them."""
    known = {"--help", "--database", "--actor"}.union(*COMMANDS.values())
    shown = {word for text in SECTIONS for word in re.findall(r"(?<![\w-])--[a-z][a-z-]*", text)}
    assert shown <= known
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", GENERAL)) <= known


def test_every_command_of_the_page_exists() -> None:
    """What stands first in a row or after the program's name."""
    rows = re.findall(r"^\| `([a-z]+(?: [a-z-]+)?)\b", PAGE, re.MULTILINE)
    lines = re.findall(r"^arendegang ([a-z]+(?: [a-z-]+)?)", PAGE, re.MULTILINE)
    shown = [*rows, *lines]
    assert len(shown) > 30
    unknown = {
        name for name in shown if name not in COMMANDS and name.partition(" ")[0] not in COMMANDS
    }
    assert unknown == set()
