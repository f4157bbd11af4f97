"""``definitions test``: the scenarios beside the definitions, played; and what they go through."""

from pathlib import Path
from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.definitions_test_show import as_answer, show
from workflow.cli.names_or_paths import files_meant
from workflow.cli.options import Json
from workflow.cli.replay_answer import progress_bar
from workflow.cli.root import REFUSED, office_of
from workflow.errors import InvalidInputError
from workflow.workbench.replay.replaying import Progress
from workflow.workbench.scenarios.selection import selections
from workflow.workbench.scenarios.testing import play_all

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="SÖKVÄG|NAMN...",
        help="Katalog med definitioner, en fil i den, eller namnet på en ärendetyp eller väg; annars den "
        "katalog som inställningarna anger.",
    ),
]
Only = Annotated[
    str,
    typer.Option("-k", "--only", metavar="NAMN", help="Bara scenarier med detta i namnet."),
]
Coverage = Annotated[
    bool,
    typer.Option(
        "--coverage/--no-coverage", help="Kräv att varje ärendetyp gås igenom helt och hållet."
    ),
]

_SHOWN = 60


def play(
    context: typer.Context,
    *,
    paths: Paths = None,
    only: Only = "",
    coverage: Coverage = True,
    json: Json = False,
) -> None:
    """Spela scenarierna bredvid definitionerna: blir det som ni har skrivit?

    Inget skickas, inget anslås och databasen rörs inte. Slutkoden är 1 om något scenario inte blir som
    väntat, om en fil är felskriven eller om något i en ärendetyp inte gås igenom av något scenario.
    """
    folder = office_of(context).settings.definitions
    given = files_meant(folder, paths or ())
    chosen = list(selections(given, otherwise=folder, only=only, coverage=coverage))
    with progress_bar() as watch:

        def told(done: int, of: int) -> None:
            watch(Progress(done, of, "Spelar"))

        answers = [play_all(selection, told) for selection in chosen]
    if only and not any(answer.results or answer.findings for answer in answers):
        raise InvalidInputError(
            f"Inget scenario har ”{only[:_SHOWN]}” i namnet.", hint="Utan -k spelas alla."
        )
    if json:
        output.as_json(as_answer(answers))
    else:
        for answer in answers:
            show(answer)
    if not all(answer.whole for answer in answers):
        raise typer.Exit(REFUSED)
