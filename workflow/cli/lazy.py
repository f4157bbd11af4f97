"""Groups whose commands are imported when they are asked for.

What a command needs takes far longer to import than to use: the database, the calendar, the workbench. A
start pays for the command that was given, and ``--help`` of a group for those that it lists.
"""

from collections import UserDict
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup
from typer.main import get_command, get_group


class _Commands(UserDict[str, Any]):
    """Commands by name, each imported from where it is."""

    def __getitem__(self, name: str) -> Any:
        """The command.

        Raises:
            KeyError: there is none of that name.
        """
        return _command(name, self.data[name])


class Lazy(TyperGroup):
    """A group that says where its commands are."""

    where: ClassVar[Mapping[str, str]] = {}
    """Names of commands, in the order of the help, with ``module:attribute`` within ``workflow.cli``: a
    function, or a group of its own."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = _Commands(self.where)


def group(where: Mapping[str, str], **settings: Any) -> typer.Typer:
    """A group of commands by where they are; ``settings`` are those of ``typer.Typer``."""
    kind = type("_Group", (Lazy,), {"where": where})
    return typer.Typer(cls=kind, no_args_is_help=True, **settings)


@cache
def _command(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    found = getattr(import_module(f"workflow.cli.{module}"), attribute)
    if isinstance(found, typer.Typer):
        several = get_group(found)
        several.name = name
        return several
    one = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    one.command(name)(found)
    return get_command(one)
