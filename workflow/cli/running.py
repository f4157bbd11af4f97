"""``init``, ``run``, ``worker`` and ``board``: getting started, and the processes that keep going."""

import os
import signal
import sys
from threading import Event
from typing import Annotated

import typer

from workflow.bootstrap import log_to_stderr
from workflow.cli import output
from workflow.cli.definitions_publish import publish_folder
from workflow.cli.options import Json
from workflow.cli.root import office_of
from workflow.command.loop import run_forever


def init(
    context: typer.Context,
    *,
    json: Json = False,
) -> None:
    """Skapa eller uppdatera databasen och publicera definitionerna. Kan upprepas."""
    office = office_of(context)
    office.engine.migrate()
    new = publish_folder(office, office.settings.definitions)
    if json:
        output.as_json(
            {"published": [{"kind": v.kind, "name": v.name, "digest": v.digest} for v in new]}
        )
        return
    published = output.count(len(new), "ny definition publicerad", "nya definitioner publicerade")
    output.say(f"Databasen är klar; {published}.")


def run_embedded(context: typer.Context) -> None:
    """Kör allt i en process tills den avbryts: kommandon, frister och utskick."""
    office = office_of(context)
    log_to_stderr()
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    output.warn("Motorn går. Avbryt med Ctrl-C.")
    run_forever(office.engine.context, f"run-{os.getpid()}", stop, poll=office.settings.poll)


def worker(
    context: typer.Context,
    *,
    concurrency: Annotated[
        int, typer.Option("--concurrency", min=1, help="Trådar i processen.")
    ] = 2,
) -> None:
    """Kör en arbetare i drift (Celery), tills den avbryts."""
    _become(context, "workers.main", "--concurrency", str(concurrency))


def board(
    context: typer.Context,
    *,
    host: Annotated[str, typer.Option("--host", help="Adress att lyssna på.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="Port.")] = 8000,
) -> None:
    """Visa anslagstavlan på webben tills processen avbryts."""
    _become(context, "workflow.web.main", "--host", host, "--port", str(port))


def _become(context: typer.Context, module: str, *arguments: str) -> None:
    """Replace this process by another program of ours, which then gets its signals.

    Settings are read first, so that wrong ones are told here; the database goes along.
    """
    settings = office_of(context).settings
    os.execve(  # noqa: S606 - no shell, and the program is this one's own interpreter
        sys.executable,
        [sys.executable, "-m", module, *arguments],
        {**os.environ, "ARENDEGANG_DATABASE_URL": settings.database_url},
    )
