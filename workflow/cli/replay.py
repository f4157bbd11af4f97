"""``replay``: drive recorded histories through the definitions, and show what became of every step."""

from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated

import typer

from workflow.cli import replay_json, replay_show
from workflow.cli.office import local_day
from workflow.cli.options import Json, Org
from workflow.cli.parse import text
from workflow.cli.replay_answer import Answer, Run, keeping, progress_bar, telling
from workflow.cli.root import REFUSED, office_of
from workflow.command.clock import SystemClock
from workflow.workbench.replay.read import Finding
from workflow.workbench.replay.replaying import Replay
from workflow.workbench.replay.saving import Keeper
from workflow.workbench.replay.spool import Spool
from workflow.workbench.replay.strictness import COUNT

_MOST_SEQUENCES = 10_000

Source = Annotated[
    Path, typer.Argument(metavar="FIL", help="Historikerna: JSONL eller CSV, se handboken.")
]
Type = Annotated[
    str | None,
    typer.Option("--type", metavar="TYP", help="Bara en ärendetyp, eller källans ord för den."),
]
Definitions = Annotated[
    Path | None,
    typer.Option("--definitions", metavar="KATALOG", help="Annars den som inställningarna anger."),
]
Check = Annotated[bool, typer.Option("--check", help="Kontrollera bara filen; inget körs.")]
Save = Annotated[
    bool, typer.Option("--save", help="Spara ärendena i databasen, med alla frister pausade.")
]
Sequences = Annotated[
    int,
    typer.Option(
        "--arbitrary",
        metavar="ANTAL",
        min=0,
        max=_MOST_SEQUENCES,
        help="Godtyckliga följder av steg som varje ärendetyp prövas på; 0 prövar inga.",
    ),
]


def replay(
    context: typer.Context,
    *,
    source: Source,
    only: Type = None,
    org: Org = None,
    definitions: Definitions = None,
    check: Check = False,
    save: Save = False,
    arbitrary: Sequences = COUNT,
    json: Json = False,
) -> None:
    """Kör historiker genom definitionerna: hade de klarat förra årets ärenden?

    Definitionerna läses ur filerna, så att ett utkast kan prövas. Inget skickas och inget anslås.
    """
    if check and save:
        raise typer.BadParameter("--check kör inget; ta bort det eller --save.")
    office = office_of(context)
    with ExitStack() as stack:
        findings = stack.enter_context(closing(Spool(Finding)))
        with progress_bar() as watch:
            replaying = Replay(
                source,
                definitions or office.settings.definitions,
                organisation=text(org, "--org") if org else None,
                only=text(only, "--type") if only else None,
                today=local_day(SystemClock().now()),
                watch=watch,
            )
            keeper = Keeper(office.engine, replaying.loaded) if save else None
            survey = replaying.survey(telling(findings, source, json_wanted=json))
            run = None
            if not check:
                ledger = stack.enter_context(replaying.ledger(survey))
                keep = keeping(keeper, json_wanted=json) if keeper else None
                replaying.play(survey, ledger, keep)
                totals = ledger.result()
                types = [one.matter_type for one in totals.types]
                strictness = replaying.measure(survey, types, arbitrary)
                words = replaying.words(survey) if strictness else {}
                run = Run(ledger, totals, strictness, words, keeper)
        answer = Answer(source, survey, findings, run)
        (replay_json.write if json else replay_show.show)(answer)
    if not answer.whole:
        raise typer.Exit(REFUSED)
