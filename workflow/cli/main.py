"""The command ``arendegang``: every command by name. Parses, gives the command, shows the answer."""

import os
import sys
from collections.abc import Mapping
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, ClassVar, TextIO

import typer

from workflow.cli.office import Office
from workflow.cli.root import Root
from workflow.cli.usage import title_help


class Arendegang(Root):
    """Every command, and where it is."""

    where: ClassVar[Mapping[str, str]] = {
        "init": "running:init",
        "definitions": "definitions:app",
        "matter": "matter:app",
        "migrate": "migrate:app",
        "plan": "plan:plan",
        "deadline": "deadlines:app",
        "dispatch": "dispatches:app",
        "task": "tasks:app",
        "assignment": "tasks:assignments",
        "child": "tasks:children",
        "meeting": "meeting:app",
        "notice": "notice:app",
        "calendar": "calendars:app",
        "incident": "incidents:app",
        "schedule": "schedules:app",
        "dates": "dates:dates",
        "audit": "audit:app",
        "worker": "running:worker",
        "run": "running:run_embedded",
        "board": "running:board",
        "demo": "demo:demo",
        "replay": "replay:replay",
        "simulate": "simulate:simulate",
    }


app = typer.Typer(
    cls=Arendegang,
    name="arendegang",
    help="Ärendegång: kommunala ärenden från registrering till sista kvitto.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


def _show_version(wanted: bool) -> None:  # noqa: FBT001 - typer passes it so
    if wanted:
        sys.stdout.write(f"arendegang {version('arendegang')}\n")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    *,
    database: Annotated[
        str | None,
        typer.Option(
            "--database", metavar="URL", help="Databasen; annars ARENDEGANG_DATABASE_URL."
        ),
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option("--actor", envvar="ARENDEGANG_ACTOR", help="Vem som handlar, för loggen."),
    ] = None,
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Visa versionen."),
    ] = False,
) -> None:
    """Remember what every command works with; nothing is opened before it is needed."""
    context.obj = Office(database=database, actor=actor)


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def run() -> None:
    """The entry point. Letters that the terminal can't show become question marks, never a traceback.

    Without a standard output or error (closed by the caller), what would be written goes nowhere.
    """
    title_help()
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()
