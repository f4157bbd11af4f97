"""``notice list|announce|delegated``: the notice boards, and the news that is to be put up."""

from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.options import Json, Limit, Org, Role
from workflow.cli.parse import day, text
from workflow.cli.root import office_of
from workflow.command import minutes
from workflow.command.delegated import announce_delegated
from workflow.command.ports import NoticeRow


def listing(
    context: typer.Context,
    *,
    org: Org = None,
    up_only: Annotated[bool, typer.Option("--up", help="Bara de som sitter uppe.")] = False,
    down_only: Annotated[bool, typer.Option("--down", help="Bara de som är nedtagna.")] = False,
    year: Annotated[
        int | None, typer.Option("--year", min=2000, max=2099, help="Uppsatta det året.")
    ] = None,
    search: Annotated[
        str, typer.Option("--search", metavar="TEXT", help="Som innehåller texten.")
    ] = "",
    limit: Limit = 1000,
    json: Json = False,
) -> None:
    """Lista anslag, de senaste först; nedtagna står kvar som bevis."""
    office = office_of(context)
    place = office.place(org)
    with office.uow() as uow:
        rows = uow.notices.list(
            organisation=place,
            up_only=up_only,
            down_only=down_only,
            year=year,
            text=text(search, "--search") if search else "",
            limit=limit,
        )
    if json:
        output.as_json(rows)
        return
    output.table(
        "Anslag",
        ["Tavla", "Vad", "Uppsatt", "Överklagas", "Tas ned tidigast", "Nedtaget"],
        (
            (
                row.notice.board,
                _what(row),
                row.notice.posted_on,
                row.notice.last_appeal_day,
                row.notice.earliest_removal,
                _down(row),
            )
            for row in rows
        ),
    )


def _what(row: NoticeRow) -> str:
    notice = row.notice
    of = notice.paragraphs if notice.paragraphs.startswith("§") else f"§§ {notice.paragraphs}"
    paragraphs = f" {of}" if notice.paragraphs else ""
    title = f" {notice.title}" if notice.title else ""
    return f"{notice.body} {notice.meeting_on}{paragraphs}{title}"


def _down(row: NoticeRow) -> str:
    if row.down_early_on is not None:
        return f"försvann för tidigt {row.down_early_on}"
    return str(row.removed_on or "sitter uppe")


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
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", metavar="PARAGRAF", help="Omedelbart justerad paragraf; kan upprepas."
        ),
    ] = None,
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
        only=tuple(text(one, "--only") for one in only or ()),
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


def delegated(
    context: typer.Context,
    *,
    org: Annotated[str, typer.Argument(metavar="ORG", help="Organisation, till exempel norsjo.")],
    body: Annotated[str, typer.Argument(metavar="ORGAN", help="Organet som har delegerat.")],
    decided_on: Annotated[str, typer.Argument(metavar="DAG", help="Dagen för beslutet.")],
    title: Annotated[str, typer.Argument(metavar="VAD", help="Vad beslutet gäller; inga namn.")],
    paragraph: Annotated[
        str, typer.Option("--paragraph", help="Beslutets nummer, om det har något.")
    ] = "",
    posted_on: Annotated[
        str | None,
        typer.Option("--posted-on", metavar="DAG", help="Anslaget denna dag, annars i dag."),
    ] = None,
    role: Role = None,
    json: Json = False,
) -> None:
    """Anslå ett delegationsbeslut som inte anmäls till organet (KL 8:10); tiden räknas därifrån."""
    office = office_of(context)
    notice = announce_delegated(
        office.engine.context,
        organisation=text(org, "ORG"),
        body=text(body, "ORGAN"),
        decided_on=day(decided_on, "DAG"),
        title=text(title, "VAD"),
        paragraph=text(paragraph, "--paragraph") if paragraph else "",
        posted_on=day(posted_on, "--posted-on") if posted_on else None,
        actor=office.actor(tuple(role or ())),
    )
    if json:
        output.as_json({"notice": notice})
        return
    output.say("Beslutet anslås när motorn går (arendegang run, eller en arbetare).")
