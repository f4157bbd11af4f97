"""``notice publish-minutes|hide-minutes``: full minutes on the board, after a person has looked at them."""

from pathlib import Path
from typing import Annotated

import typer

from workflow.cli.answers import answer
from workflow.cli.options import Json, Key, MatterRef, Org, Role, Version
from workflow.cli.parse import day, text
from workflow.cli.root import office_of
from workflow.command.review import keep_reviewed
from workflow.errors import InvalidInputError
from workflow.model.commands import FireEvent

_AS = ("registrar",)


def publish(
    context: typer.Context,
    *,
    notice: MatterRef,
    file: Annotated[
        Path, typer.Argument(metavar="FIL", help="Det granskade, maskade protokollet.")
    ],
    outcome: Annotated[str, typer.Option("--outcome", help="Vad granskningen kom fram till.")],
    mask: Annotated[
        list[str] | None,
        typer.Option("--mask", metavar="VAD", help="Vad som är maskat; kan upprepas."),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="DAG", help="Sista dagen, annars så länge anslaget."),
    ] = None,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Visa hela protokollet bredvid anslaget; du som ger kommandot är den som har granskat det."""
    office = office_of(context)
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InvalidInputError(f"{file}: går inte att läsa: {error.strerror}.") from error
    found = office.find(notice, org)
    data: dict[str, object] = {
        "minutes_document": keep_reviewed(office.engine.context, found.id, file.name, content),
        "review_outcome": text(outcome, "--outcome"),
    }
    if mask:
        data["masks"] = [text(one, "--mask") for one in mask]
    if until:
        data["minutes_until"] = day(until, "--until").isoformat()
    answer(
        office, notice, org, FireEvent("publishes_minutes", data=data),
        role=role or list(_AS), key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip


def hide(
    context: typer.Context,
    *,
    notice: MatterRef,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Sluta visa hela protokollet; anslaget sitter kvar."""
    answer(
        office_of(context), notice, org, FireEvent("hides_minutes"),
        role=role or list(_AS), key=key, expected_version=expected_version, json_wanted=json,
    )  # fmt: skip
