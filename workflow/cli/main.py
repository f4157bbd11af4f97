"""The command ``arendegang``: every command by name. Parses, gives the command, shows the answer."""

import os
import sys
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO

import typer

from workflow.cli import (
    audit,
    deadlines,
    definitions,
    demo,
    dispatches,
    incidents,
    matter_fire,
    matter_list,
    matter_read,
    matter_register,
    migrate,
    notices,
    replay,
    running,
    simulate,
    tasks,
)
from workflow.cli.dates import dates
from workflow.cli.office import Office
from workflow.cli.root import Root
from workflow.cli.usage import title_help

app = typer.Typer(
    cls=Root,
    name="arendegang",
    help="Ärendegång: kommunala ärenden från registrering till sista kvitto.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

matter = typer.Typer(no_args_is_help=True, help="Ärenden: registrera, läs, låt något hända.")
matter.command("register")(matter_register.register)
matter.command("list")(matter_list.listing)
matter.command("show")(matter_read.show)
matter.command("fire")(matter_fire.fire)
matter.command("explain")(matter_read.explanation)
matter.command("timeline")(matter_read.timeline)

app.command("init")(running.init)
app.add_typer(definitions.app, name="definitions")
app.add_typer(matter, name="matter")
app.add_typer(migrate.app, name="migrate")
app.add_typer(deadlines.app, name="deadline")
app.add_typer(dispatches.app, name="dispatch")
app.add_typer(tasks.app, name="task")
app.add_typer(tasks.assignments, name="assignment")
app.add_typer(tasks.children, name="child")
app.add_typer(notices.app, name="notice")
app.add_typer(incidents.app, name="incident")
app.command("dates")(dates)
app.add_typer(audit.app, name="audit")
app.command("worker")(running.worker)
app.command("run")(running.run_embedded)
app.command("board")(running.board)
app.command("demo")(demo.demo)
app.command("replay")(replay.replay)
app.command("simulate")(simulate.simulate)


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
