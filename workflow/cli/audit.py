"""``audit verify``: proof that nothing in the log was changed, removed or moved."""

import sys

import typer
from rich.console import Console
from rich.progress import Progress

from workflow.cli import output
from workflow.cli.options import Json
from workflow.cli.root import REFUSED, office_of

app = typer.Typer(no_args_is_help=True, help="Bevis: kontrollera loggen.")


@app.callback()
def group() -> None:
    """Bevis: kontrollera loggen."""


@app.command()
def verify(
    context: typer.Context,
    *,
    json: Json = False,
) -> None:
    """Räkna om varje händelses kontrollsumma och jämför varje ärende med sina händelser."""
    office = office_of(context)
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Kontrollerar")
        report = office.engine.verify(lambda done, of: bar.update(task, completed=done, total=of))
    if json:
        output.as_json(report)
    else:
        numbers = office.numbers({one.matter for one in report.findings if one.matter})
        for one in report.findings:
            where = numbers.get(one.matter, one.matter) if one.matter else "definitionerna"
            place = f", händelse {one.sequence}" if one.sequence is not None else ""
            output.say(f"{one.kind}: {where}{place}: {one.what}")
        output.say(
            f"{report.events} händelser i {report.matters} ärenden,"
            f" {report.commands} kommandon och {report.definitions} definitioner kontrollerade:"
            f" {len(report.findings) or 'inga'} fel.",
            f"Fingeravtryck {report.fingerprint}",
        )
    if not report.sound:
        raise typer.Exit(REFUSED)
