"""``notice list|announce``: the notice boards, and the news that minutes were adjusted."""

from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.options import Json, Limit, Org, Role
from workflow.cli.parse import day, text
from workflow.cli.root import office_of
from workflow.command import minutes

app = typer.Typer(no_args_is_help=True, help="Anslag: lista, och anmäl justerade protokoll.")


@app.command("list")
def listing(
    context: typer.Context,
    *,
    org: Org = None,
    up_only: Annotated[bool, typer.Option("--up", help="Bara de som sitter uppe.")] = False,
    limit: Limit = 1000,
    json: Json = False,
) -> None:
    """Lista anslag, de senaste först; nedtagna står kvar som bevis."""
    office = office_of(context)
    place = office.place(org)
    with office.uow() as uow:
        rows = uow.notices.list(organisation=place, up_only=up_only, limit=limit)
    if json:
        output.as_json(rows)
        return
    output.table(
        "Anslag",
        ["Tavla", "Protokoll", "Uppsatt", "Överklagas", "Tas ned tidigast", "Nedtaget"],
        (
            (
                row.notice.board,
                f"{row.notice.body} {row.notice.meeting_on} §§ {row.notice.paragraphs}",
                row.notice.posted_on,
                row.notice.last_appeal_day,
                row.notice.earliest_removal,
                row.removed_on or "sitter uppe",
            )
            for row in rows
        ),
    )


@app.command()
def announce(
    context: typer.Context,
    *,
    org: Annotated[str, typer.Argument(metavar="ORG", help="Organisation, till exempel norsjo.")],
    body: Annotated[str, typer.Argument(metavar="ORGAN", help="AU, KS, KF, NAMND ...")],
    meeting_day: Annotated[str, typer.Argument(metavar="DAG", help="Sammanträdesdagen.")],
    adjusted_on: Annotated[
        str, typer.Option("--adjusted-on", metavar="DAG", help="Justerat denna dag.")
    ],
    posted_on: Annotated[
        str | None,
        typer.Option("--posted-on", metavar="DAG", help="Dagen då den sista tavlan bar anslaget."),
    ] = None,
    paragraphs: Annotated[
        str, typer.Option("--paragraphs", help="Paragrafer, till exempel 16-47.")
    ] = "",
    role: Role = None,
    json: Json = False,
) -> None:
    """Anmäl att ett protokoll är justerat: det anslås, och besluten sänds till sina mottagare."""
    office = office_of(context)
    answer = minutes.announce(
        office.engine.context,
        organisation=text(org, "ORG"),
        body=text(body, "ORGAN"),
        meeting_on=day(meeting_day, "DAG"),
        adjusted_on=day(adjusted_on, "--adjusted-on"),
        posted_on=day(posted_on, "--posted-on") if posted_on else None,
        paragraphs=text(paragraphs, "--paragraphs"),
        actor=office.actor(tuple(role or ())),
    )
    if json:
        output.as_json(answer)
        return
    if answer.repeated:
        output.say("Redan utfört.")
        return
    what = "Protokollet anslås" if answer.notice else "Protokollet anslås inte"
    told = output.count(len(answer.matters), "ärende", "ärenden")
    output.say(
        f"{what}; {told} får veta att det är justerat.",
        "Det sker när motorn går (arendegang run, eller en arbetare).",
    )
