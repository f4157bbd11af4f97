"""``incident list|retry|close``: what the engine gave up on and a person must look at."""

from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.office import local_time
from workflow.cli.options import Json, Limit, Reason
from workflow.cli.parse import text
from workflow.cli.root import office_of
from workflow.command import incidents

app = typer.Typer(no_args_is_help=True, help="Avvikelser: lista, försök igen, stäng.")
Number = Annotated[int, typer.Argument(metavar="NR", help="Avvikelsens nummer.")]


@app.command("list")
def listing(
    context: typer.Context,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Också stängda.")] = False,
    limit: Limit = 1000,
    json: Json = False,
) -> None:
    """Lista avvikelser, äldst först."""
    office = office_of(context)
    with office.uow() as uow:
        rows = uow.incidents.list(open_only=not everything, limit=limit)
    if json:
        output.as_json(rows)
        return
    numbers = office.numbers({row.matter for row in rows if row.matter})
    output.table(
        "Avvikelser",
        ["Nr", "Öppnad", "Ärende", "Slag", "Vad", "Stängd", "Hur"],
        (
            (
                row.id,
                local_time(row.opened_at),
                numbers.get(row.matter, row.matter) if row.matter else None,
                row.kind,
                row.detail,
                local_time(row.closed_at) if row.closed_at else None,
                row.resolution,
            )
            for row in rows
        ),
    )


@app.command()
def retry(
    context: typer.Context,
    *,
    number: Number,
    json: Json = False,
) -> None:
    """Försök igen med det som gick fel, och stäng avvikelsen."""
    office = office_of(context)
    incidents.retry(office.engine.context, number, office.actor())
    _said(number, "försöks igen", json_wanted=json)


@app.command()
def close(
    context: typer.Context,
    *,
    number: Number,
    reason: Reason,
    json: Json = False,
) -> None:
    """Stäng en avvikelse, med vad som gjordes."""
    office = office_of(context)
    incidents.close(office.engine.context, number, office.actor(), text(reason, "--reason"))
    _said(number, "stängd", json_wanted=json)


def _said(number: int, what: str, *, json_wanted: bool) -> None:
    if json_wanted:
        output.as_json({"incident": number, "result": what})
    else:
        output.say(f"Avvikelse {number}: {what}.")
