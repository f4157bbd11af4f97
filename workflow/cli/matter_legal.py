"""``matter appeal|legal-force``: whether a decision stands, as a person has found it."""

from typing import Annotated

import typer

from workflow.cli.answers import answer
from workflow.cli.options import Json, Key, MatterRef, Org, Role, Version
from workflow.cli.parse import day, text
from workflow.cli.root import office_of
from workflow.model.commands import ConfirmLegalForce, NoteAppeal

Decision = Annotated[str, typer.Argument(metavar="BESLUT", help="Till exempel d2.")]


def appeal(
    context: typer.Context,
    *,
    matter: MatterRef,
    decision: Decision,
    on: Annotated[
        str,
        typer.Option("--on", metavar="DAG", help="Kom in den dagen, till rätten eller kommunen."),
    ],
    court_number: Annotated[
        str, typer.Option("--court-number", metavar="NR", help="Rättens målnummer.")
    ] = "",
    ended: Annotated[
        str | None, typer.Option("--ended", metavar="HUR", help="Hur överklagandet slutade.")
    ] = None,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Anmäl att ett beslut är överklagat (KL 13:5-6), eller hur överklagandet slutade."""
    command = NoteAppeal(
        text(decision, "BESLUT"),
        day(on, "--on"),
        text(court_number, "--court-number") if court_number else "",
        text(ended, "--ended") if ended else None,
    )
    answer(
        office_of(context), matter, org, command,
        role=role, key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip


def legal_force(
    context: typer.Context,
    *,
    matter: MatterRef,
    decision: Decision,
    on: Annotated[str, typer.Option("--on", metavar="DAG", help="Laga kraft från den dagen.")],
    ground: Annotated[str, typer.Option("--ground", help="Grunden: hur du vet det.")],
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """För in att ett beslut har vunnit laga kraft; motorn gör det aldrig själv (KL 13:5-6)."""
    command = ConfirmLegalForce(text(decision, "BESLUT"), day(on, "--on"), text(ground, "--ground"))
    answer(
        office_of(context), matter, org, command,
        role=role, key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip
