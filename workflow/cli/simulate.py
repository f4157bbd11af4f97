"""``simulate``: a year of meetings ahead of time, on the definitions of the files."""

from pathlib import Path
from typing import Annotated

import typer

from workflow.cli import output, simulate_show
from workflow.cli.options import Json, Org
from workflow.cli.parse import text
from workflow.cli.replay_answer import progress_bar
from workflow.cli.root import office_of
from workflow.workbench.forecast.built_in import FIRST_YEAR, LAST_YEAR, MOST_RUNS
from workflow.workbench.forecast.plan import Options
from workflow.workbench.forecast.simulating import simulated
from workflow.workbench.replay.replaying import Progress

Source = Annotated[
    Path | None,
    typer.Argument(metavar="FIL", help="Vad som antas, i YAML; utan fil antas det inbyggda."),
]
Types = Annotated[
    list[str] | None,
    typer.Option("--type", metavar="TYP", help="Bara denna ärendetyp; kan upprepas."),
]
Year = Annotated[
    int | None,
    typer.Option("--year", metavar="ÅR", min=FIRST_YEAR, max=LAST_YEAR, help="Året som räknas."),
]
Seed = Annotated[
    int | None, typer.Option("--seed", metavar="N", help="Slumpens frö: samma frö, samma svar.")
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FIL.svg", help="Rita året som en bild i SVG.")
]
Definitions = Annotated[
    Path | None,
    typer.Option("--definitions", metavar="KATALOG", help="Annars den som inställningarna anger."),
]
Runs = Annotated[
    int,
    typer.Option(
        "--runs",
        metavar="N",
        min=1,
        max=MOST_RUNS,
        help="Kör så många år med olika frön och visa hur mycket de skiljer sig åt.",
    ),
]


def simulate(
    context: typer.Context,
    *,
    source: Source = None,
    org: Org = None,
    types: Types = None,
    year: Year = None,
    seed: Seed = None,
    out: Out = None,
    definitions: Definitions = None,
    runs: Runs = 1,
    json: Json = False,
) -> None:
    """Simulera ett år: var ärenden väntar, vilka frister som missas, vilka sammanträden som blir fulla.

    Definitionerna läses ur filerna, så att ett utkast kan prövas. Inget skickas och inget sparas.
    """
    if out is not None and out.suffix.lower() != ".svg":
        raise typer.BadParameter(f"--out {out} ska sluta på .svg.")
    office = office_of(context)
    options = Options(
        organisation=text(org, "--org") if org else None,
        types=tuple(text(one, "--type") for one in types or ()),
        year=year,
        seed=seed,
    )
    with progress_bar() as bar:
        found = simulated(
            definitions or office.settings.definitions,
            source,
            options,
            runs=runs,
            watch=lambda done, of: bar(Progress(done, of, "Simulerar")),
        )
    if out is not None:
        out.write_text(found.picture, encoding="utf-8")
    if json:
        output.as_json(simulate_show.plain(found, out))
    else:
        simulate_show.show(found, out)
