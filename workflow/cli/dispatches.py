"""``dispatch list|retry|settle``: what is sent to whom, and what a person does when it didn't work."""

from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.answers import answer
from workflow.cli.options import Json, Key, Limit, MatterRef, Org, Role, Version
from workflow.cli.parse import text
from workflow.cli.root import office_of
from workflow.model.commands import RetryDispatch, SettleRecipient

app = typer.Typer(no_args_is_help=True, help="Utskick: lista, försök igen, avgör.")
Item = Annotated[str, typer.Argument(metavar="NR", help="Utskickets nummer, till exempel d1-2.")]


@app.command("list")
def listing(
    context: typer.Context,
    *,
    matter: Annotated[
        str | None, typer.Argument(metavar="ÄRENDE", help="Bara detta ärende.")
    ] = None,
    org: Org = None,
    status: Annotated[
        str | None, typer.Option("--status", help="pending, claimed, sent, failed eller in_doubt.")
    ] = None,
    limit: Limit = 1000,
    json: Json = False,
) -> None:
    """Lista meddelanden i utkorgen; för ett ärende också mottagare som inte har fått något."""
    office = office_of(context)
    if status is not None and status not in output.MAIL_STATUS:
        raise typer.BadParameter(f"--status är en av {', '.join(output.MAIL_STATUS)}.")
    found = office.find(matter, org) if matter else None
    with office.uow() as uow:
        mails = uow.outbox.list(matter=found.id if found else None, status=status, limit=limit)
    if json:
        items = found.items if found else ()
        output.as_json({"items": items, "mails": mails} if found else mails)
        return
    if found:
        output.table(
            "Mottagare",
            ["Nr", "Beslut", "Som tryckt", "Skickas till", "Adress", "Status", "Skäl"],
            (
                (
                    i.key,
                    i.decision,
                    i.printed,
                    i.name,
                    i.address,
                    output.ITEM_STATUS[i.status],
                    i.reason,
                )
                for i in found.items
            ),
        )
    output.table(
        "Meddelanden",
        ["Till", "Adress", "Ämne", "Status", "Försök", "Senaste svar"],
        (
            (
                row.mail.to_name,
                row.mail.to_address,
                row.mail.subject,
                output.MAIL_STATUS.get(row.status, row.status),
                row.attempts,
                row.tries[-1].detail if row.tries else None,
            )
            for row in mails
        ),
    )


@app.command()
def retry(
    context: typer.Context,
    *,
    matter: MatterRef,
    item: Item,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Skicka ett utskick igen."""
    answer(
        office_of(context), matter, org, RetryDispatch(item),
        role=role, key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip


@app.command()
def settle(
    context: typer.Context,
    *,
    matter: MatterRef,
    item: Item,
    to: Annotated[
        list[str] | None, typer.Option("--to", metavar="ADRESS", help="E-postadress; kan upprepas.")
    ] = None,
    because: Annotated[
        str | None, typer.Option("--because", metavar="SKÄL", help="Varför inget utskick behövs.")
    ] = None,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Säg vart ett utskick ska, eller varför det inte behövs."""
    if bool(to) == bool(because):
        raise typer.BadParameter("Ange antingen --to eller --because.")
    command = SettleRecipient(
        item,
        tuple(text(address, "--to") for address in to or ()),
        text(because, "--because") if because else None,
    )
    answer(
        office_of(context), matter, org, command,
        role=role, key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip
