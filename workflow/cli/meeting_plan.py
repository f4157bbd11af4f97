"""``meeting plan``: a body will meet on that day."""

from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.answers import as_answer
from workflow.cli.meeting_giving import show
from workflow.cli.meeting_named import SECRETARY, BodyRef, DayRef, organisation_of
from workflow.cli.options import Json, Org, Role
from workflow.cli.parse import clock, day, text
from workflow.cli.root import office_of
from workflow.command.convening import plan_meeting


def plan(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    at: Annotated[
        str | None, typer.Option("--at", metavar="TT:MM", help="Börjar; annars som planen säger.")
    ] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="TT:MM", help="Slutar.")] = None,
    place: Annotated[
        str | None, typer.Option("--place", help="Plats; annars som planen säger.")
    ] = None,
    secretary: Annotated[
        str | None, typer.Option("--secretary", help="Sekreterare; annars den som har rollen.")
    ] = None,
    org: Org = None,
    role: Role = None,
    json: Json = False,
) -> None:
    """Planera ett sammanträde; tid, plats och kallelsens dag tas ur sammanträdesplanen. Kan upprepas."""
    office = office_of(context)
    organisation = organisation_of(office, body, org)
    options = {
        "starts_at": clock(at, "--at") if at else None,
        "ends_at": clock(until, "--until") if until else None,
        "place": text(place, "--place") if place else None,
        "secretary": text(secretary, "--secretary") if secretary else None,
    }
    answer = plan_meeting(
        office.engine.context,
        organisation=organisation,
        body=body,
        meeting_on=day(on, "DAG"),
        fields={name: value for name, value in options.items() if value is not None},
        actor=office.actor(tuple(role or SECRETARY)),
    )
    given = office.given(answer)
    if json:
        output.as_json(as_answer(office, given))
        return
    show(office, answer.matter, given)
