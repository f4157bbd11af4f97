"""What only a person can settle: ``task list|settle``, ``assignment settle``, ``child report``."""

from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.answers import answer
from workflow.cli.options import Json, Key, MatterRef, Org, Role, Version
from workflow.cli.parse import day, text
from workflow.cli.root import office_of
from workflow.model.commands import ReportChild, SettleAssignment, SettleTask

app = typer.Typer(no_args_is_help=True, help="Uppgifter som väntar på en person.")
assignments = typer.Typer(no_args_is_help=True, help="Uppdrag som saknar ansvarig eller dag.")
children = typer.Typer(no_args_is_help=True, help="Svar från parter i underärenden.")


@app.command("list")
def listing(
    context: typer.Context,
    *,
    matter: Annotated[
        str | None, typer.Argument(metavar="ÄRENDE", help="Bara detta ärende.")
    ] = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Lista öppna uppgifter, i ett ärende eller i alla öppna."""
    office = office_of(context)
    matters = [office.find(matter, org)] if matter else office.open_matters(office.place(org))
    rows = [(m, task) for m in matters for task in m.tasks if task.open]
    rows.sort(key=lambda row: (row[0].organisation, row[0].opened_on, row[0].number.normalised))
    if json:
        output.as_json(
            [
                {"matter": m.id, "number": m.number, "organisation": m.organisation, "task": t}
                for m, t in rows
            ]
        )
        return
    output.table(
        "Uppgifter",
        ["Diarienummer", "Organisation", "Uppgift", "Gäller", "Vad"],
        ((m.number.printed, m.organisation, t.key, t.subject, t.text) for m, t in rows),
    )


@app.command()
def settle(
    context: typer.Context,
    *,
    matter: MatterRef,
    task: Annotated[str, typer.Argument(metavar="UPPGIFT", help="Till exempel t1.")],
    reply: Annotated[str, typer.Argument(metavar="SVAR", help="Svaret, som sparas i loggen.")],
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Svara på en uppgift."""
    answer(
        office_of(context), matter, org, SettleTask(task, text(reply, "SVAR")),
        role=role, key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip


@assignments.command("settle")
def settle_assignment(
    context: typer.Context,
    *,
    matter: MatterRef,
    assignment: Annotated[str, typer.Argument(metavar="UPPDRAG", help="Till exempel d1-a1.")],
    owner: Annotated[str | None, typer.Option("--owner", help="Den som ska göra det.")] = None,
    due: Annotated[
        str | None, typer.Option("--due", metavar="DAG", help="Senast denna dag.")
    ] = None,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Ge ett uppdrag ansvarig, dag eller båda."""
    if not owner and not due:
        raise typer.BadParameter("Ange --owner, --due eller båda.")
    command = SettleAssignment(
        assignment, text(owner, "--owner") if owner else None, day(due, "--due") if due else None
    )
    answer(
        office_of(context), matter, org, command,
        role=role, key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip


@children.command("report")
def report_child(
    context: typer.Context,
    *,
    matter: MatterRef,
    child: Annotated[
        str, typer.Argument(metavar="PART", help="Partens nyckel, som i matter show.")
    ],
    outcome: Annotated[
        str, typer.Argument(metavar="SVAR", help="Händelsen som parten svarade med.")
    ],
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Skriv in vad en part utan eget ärende har svarat."""
    answer(
        office_of(context), matter, org, ReportChild(child, text(outcome, "SVAR")),
        role=role, key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip
