"""``meeting summon|open|close|cancel``: a meeting on its way."""

from typing import Annotated

import typer

from workflow.cli.meeting_giving import give
from workflow.cli.meeting_named import BodyRef, DayRef, Why, find_meeting, held_of, name_of
from workflow.cli.options import Json, Key, Org, Role
from workflow.cli.parse import clock, text
from workflow.cli.root import office_of
from workflow.errors import CommandRefusedError
from workflow.model.commands import FireEvent

_IN_SESSION = "in_session"


def summon(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    again: Annotated[
        bool, typer.Option("--again", help="Skicka den igen med det som har kommit till (KL 5:14).")
    ] = False,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Skicka kallelsen; fullmäktiges sammanträde kungörs på anslagstavlan (KL 5:13, 5:15)."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    event = "supplements" if again else "summons"
    give(office, meeting, FireEvent(event), role=role, key=key, json_wanted=json)


def cancel(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    why: Why,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Ställ in; de kallade får besked och kungörelsen tas ned."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    command = FireEvent("cancels", data={"reason": text(why, "--why")})
    give(office, meeting, command, role=role, key=key, json_wanted=json)


def open_session(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    at: Annotated[
        str | None, typer.Option("--at", metavar="TT:MM", help="När det öppnades.")
    ] = None,
    place: Annotated[str | None, typer.Option("--place", help="Plats.")] = None,
    secretary: Annotated[str | None, typer.Option("--secretary", help="Sekreterare.")] = None,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Öppna; fler än hälften ska vara där (KL 5:45, 6:27). Paragraferna går vidare efter förra sammanträdet."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    data: dict[str, object] = {}
    if at:
        data["starts_at"] = clock(at, "--at")
    if place:
        data["place"] = text(place, "--place")
    if secretary:
        data["secretary"] = text(secretary, "--secretary")
    command = FireEvent("opens", data=data)
    give(office, meeting, command, role=role, key=key, json_wanted=json)


def close(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    at: Annotated[
        str | None, typer.Option("--at", metavar="TT:MM", help="När det avslutades.")
    ] = None,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Avsluta; alla punkter ska vara behandlade eller ha utgått. Sedan ligger paragrafnumren fast."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    waiting = [item for item in held_of(meeting).items if item.status == "waiting"]
    if waiting and meeting.state == _IN_SESSION:
        names = ", ".join(f"{item.key} {item.title}" for item in waiting)
        raise CommandRefusedError(
            f"{name_of(meeting)} kan inte avslutas: {names} är varken behandlade eller utgår (KL 5:66, 6:35).",
            hint="Registrera vad som beslutades, eller ta bort punkten: arendegang meeting withdraw.",
        )
    data: dict[str, object] = {"ends_at": clock(at, "--at")} if at else {}
    command = FireEvent("closes", data=data)
    give(office, meeting, command, role=role, key=key, json_wanted=json)
