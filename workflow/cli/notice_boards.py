"""``notice confirm|taken-down-early|post-again``: what a person sees on boards that the engine can't see."""

from typing import Annotated

import typer

from workflow.cli.answers import answer
from workflow.cli.options import Json, Key, MatterRef, Org, Role, Version
from workflow.cli.parse import day, text
from workflow.cli.root import office_of
from workflow.model.commands import FireEvent

_AS = ("registrar",)  # what whoever minds the boards acts as, if nothing else is said

Board = Annotated[
    str,
    typer.Option(
        "--board", metavar="TAVLA", help="Anslagstavlans namn, som i organisationens fil."
    ),
]


def confirm(
    context: typer.Context,
    *,
    notice: MatterRef,
    board: Board,
    on: Annotated[
        str, typer.Option("--on", metavar="DAG", help="Tavlan bar anslaget från den dagen.")
    ],
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Bekräfta att en tavla som andra sköter bär anslaget; den sista räknas (KL 9:32)."""
    data = {"board": text(board, "--board"), "board_posted_on": day(on, "--on").isoformat()}
    answer(
        office_of(context), notice, org, FireEvent("confirms_board", data=data),
        role=role or list(_AS), key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip


def taken_down_early(
    context: typer.Context,
    *,
    notice: MatterRef,
    board: Board,
    on: Annotated[str, typer.Option("--on", metavar="DAG", help="Dagen då anslaget försvann.")],
    reason: Annotated[str, typer.Option("--reason", help="Vad som hände, om det är känt.")] = "",
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Anmäl att anslaget försvann för tidigt: tiden för överklagande löper då inte ut (KL 13:5)."""
    office = office_of(context)
    data = {"board": text(board, "--board"), "down_on": day(on, "--on").isoformat()}
    if reason:
        data["reason"] = text(reason, "--reason")
    ended = office.find(notice, org).closed_on is not None
    event = "found_down_early" if ended else "taken_down_early"
    answer(
        office, notice, org, FireEvent(event, data=data),
        role=role or list(_AS), key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip


def post_again(
    context: typer.Context,
    *,
    notice: MatterRef,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Anslå på nytt där anslaget försvann; en ny tid för överklagande börjar."""
    answer(
        office_of(context), notice, org, FireEvent("posts_again"),
        role=role or list(_AS), key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip
