"""``deadline list|extend|suspend|resume``."""

from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.answers import answer
from workflow.cli.office import Office
from workflow.cli.options import Json, Key, MatterRef, Org, Reason, Role, Version
from workflow.cli.parse import day
from workflow.cli.root import office_of
from workflow.model.commands import ExtendDeadline, ResumeDeadline, SuspendDeadline
from workflow.model.matter import Deadline, Matter

app = typer.Typer(no_args_is_help=True, help="Frister: lista, förläng, pausa, återuppta.")
Name = Annotated[str, typer.Argument(metavar="FRIST", help="Fristens namn, som i deadline list.")]


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
    """Lista frister: de som löper eller är pausade, eller alla i ett ärende; närmast först."""
    office = office_of(context)
    found = _all_of(office.find(matter, org)) if matter else _open(office, org)
    rows = sorted(found, key=lambda pair: (pair[1].final, pair[0].number.normalised, pair[1].key))
    if json:
        output.as_json(
            [
                {"matter": m.id, "number": m.number, "organisation": m.organisation, "deadline": d}
                for m, d in rows
            ]
        )
        return
    output.table(
        "Frister",
        [
            "Sista dag",
            "Diarienummer",
            "Organisation",
            "Frist",
            "Vad",
            "Status",
            "Nästa påminnelse",
            "Varning",
        ],
        (
            (
                d.final,
                m.number.printed,
                m.organisation,
                d.key,
                d.label,
                output.DEADLINE_STATUS[d.status],
                next(
                    (r for r in d.reminders if r >= office.today() and d.status == "running"), None
                ),
                d.at_risk,
            )
            for m, d in rows
        ),
    )


def _all_of(matter: Matter) -> list[tuple[Matter, Deadline]]:
    return [(matter, deadline) for deadline in matter.deadlines]


def _open(office: Office, org: str | None) -> list[tuple[Matter, Deadline]]:
    found: list[tuple[Matter, Deadline]] = []
    place = office.place(org)
    codes = [place] if place else sorted(office.catalogue.organisations())
    with office.uow() as uow:
        for code in codes:
            for matter in uow.matters.load(uow.matters.with_open_deadlines(code)).values():
                found += [
                    (m, d) for m, d in _all_of(matter) if d.status in ("running", "suspended")
                ]
    return found


@app.command()
def extend(
    context: typer.Context,
    *,
    matter: MatterRef,
    deadline: Name,
    until: Annotated[str, typer.Argument(metavar="DAG", help="Ny sista dag.")],
    reason: Reason,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Ge en frist en senare sista dag."""
    command = ExtendDeadline(deadline, day(until, "DAG"), reason)
    answer(
        office_of(context), matter, org, command,
        role=role, key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip


@app.command()
def suspend(
    context: typer.Context,
    *,
    matter: MatterRef,
    deadline: Name,
    reason: Reason,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Pausa en frist; den tid som har gått är förbrukad."""
    command = SuspendDeadline(deadline, reason)
    answer(
        office_of(context), matter, org, command,
        role=role, key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip


@app.command()
def resume(
    context: typer.Context,
    *,
    matter: MatterRef,
    deadline: Name,
    reason: Reason,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Låt en pausad frist löpa igen med de dagar som var kvar."""
    command = ResumeDeadline(deadline, reason)
    answer(
        office_of(context), matter, org, command,
        role=role, key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip
