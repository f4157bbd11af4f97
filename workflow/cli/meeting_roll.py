"""``meeting roll|adjusters``: who was there, and who signs the minutes."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from workflow.cli import output
from workflow.cli.meeting_file import say_done
from workflow.cli.meeting_giving import give
from workflow.cli.meeting_named import (
    SECRETARY,
    BodyRef,
    DayRef,
    Source,
    day_of_option,
    find_meeting,
    held_of,
)
from workflow.cli.meeting_show import show_roll
from workflow.cli.options import Json, Key, Org, Role
from workflow.cli.parse import clock, parts, text
from workflow.cli.root import office_of
from workflow.errors import InvalidInputError
from workflow.meeting.calling import Called, called
from workflow.model.commands import CallRoll, ElectAdjusters
from workflow.model.proceedings import Adjusters, Guest, Seat, SeatRole
from workflow.workbench.meeting.reading import read_meeting
from workflow.workbench.meeting.recorder import Recorder

_FOR = re.compile(r"(?P<who>.+?)\s+(?:för|for)\s+(?P<whom>.+)")
_ROLES = {
    "": "member",
    "ordförande": "chair",
    "vice ordförande": "vice_chair",
    "andre vice ordförande": "second_vice_chair",
    "ledamot": "member",
    "ersättare": "substitute",
}
_Names = list[str] | None


def roll(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    everybody: Annotated[
        bool, typer.Option("--all", help="Alla ledamöter är där, om inget annat sägs.")
    ] = False,
    present: Annotated[
        _Names, typer.Option("--present", metavar="NAMN", help="Är där; kan upprepas.")
    ] = None,
    absent: Annotated[
        _Names, typer.Option("--absent", metavar="NAMN", help="Är inte där; kan upprepas.")
    ] = None,
    substitute: Annotated[
        _Names,
        typer.Option(
            "--substitute", metavar='"NAMN för NAMN"', help="Tjänstgör för någon; kan upprepas."
        ),
    ] = None,
    came: Annotated[
        _Names, typer.Option("--came", metavar='"NAMN TT:MM"', help="Kom då; kan upprepas.")
    ] = None,
    left: Annotated[
        _Names, typer.Option("--left", metavar='"NAMN TT:MM"', help="Gick då; kan upprepas.")
    ] = None,
    guest: Annotated[
        _Names,
        typer.Option("--guest", metavar='"NAMN;TITEL;§§"', help="Övrig närvarande; kan upprepas."),
    ] = None,
    member: Annotated[
        _Names,
        typer.Option(
            "--member",
            metavar='"NAMN;PARTI;UPPDRAG"',
            help="Hör till organet men saknas i organisationens fil; uppdraget är ordförande, vice"
            " ordförande, andre vice ordförande, ledamot eller ersättare. Kan upprepas.",
        ),
    ] = None,
    file: Source = None,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Visa eller anteckna närvaron; det som redan är antecknat står kvar. Första gången är alla ledamöter där."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    if file is not None:
        actor = office.actor(tuple(role or SECRETARY))
        given = read_meeting(Path(file))
        done = Recorder(office.engine.context, meeting.id, given, actor).call_roll()
        say_done(meeting, done, json_wanted=json)
        return
    told = Called(
        seats=tuple(map(_seat, member or ())),
        present=tuple(text(one, "--present") for one in present or ()),
        absent=tuple(text(one, "--absent") for one in absent or ()),
        substitutes=tuple(map(_substitute, substitute or ())),
        came=tuple(_timed(one, "--came") for one in came or ()),
        left=tuple(_timed(one, "--left") for one in left or ()),
        guests=tuple(map(_guest, guest or ())),
    )
    held = held_of(meeting)
    if told == Called() and not everybody:
        if json:
            output.as_json({"roll": held.roll, "adjusters": held.adjusters})
            return
        output.say(meeting.title)
        show_roll(held)
        return
    command = CallRoll(called(held.roll, told))
    give(office, meeting, command, role=role, key=key, json_wanted=json)


def adjusters(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    names: Annotated[list[str], typer.Argument(metavar="NAMN...", help="Justerarna.")],
    place: Annotated[str, typer.Option("--place", help="Var protokollet justeras.")] = "",
    when: Annotated[
        str | None, typer.Option("--on", metavar="DAG", help="När det är tänkt.")
    ] = None,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Utse justerare bland dem som tjänstgjorde (KL 5:69, 6:35)."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    chosen = Adjusters(_texts(names), text(place, "--place"), day_of_option(when, "--on"))
    give(office, meeting, ElectAdjusters(chosen), role=role, key=key, json_wanted=json)


def _texts(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(text(name, "NAMN") for name in names)


def _substitute(value: str) -> tuple[str, str]:
    match = _FOR.fullmatch(text(value, "--substitute").strip())
    if match is None:
        raise InvalidInputError(
            f"--substitute: ”{value[:60]}” kan inte läsas.", hint='Skriv "NAMN för NAMN".'
        )
    return match["who"], match["whom"]


def _timed(value: str, option: str) -> tuple[str, str]:
    name, _, when = text(value, option).strip().rpartition(" ")
    if not name:
        raise InvalidInputError(
            f"{option}: ”{value[:60]}” kan inte läsas.", hint='Skriv "NAMN 09:30".'
        )
    return name.strip(), clock(when, option)


def _guest(value: str) -> Guest:
    return Guest(*parts(value, "--guest", ("NAMN", "TITEL", "§§")))


def _seat(value: str) -> Seat:
    name, party, role = parts(value, "--member", ("NAMN", "PARTI", "UPPDRAG"))
    found = _ROLES.get(role.casefold(), role)
    if found not in get_args(SeatRole):
        raise InvalidInputError(
            f"--member: ”{role[:40]}” är inget uppdrag.",
            hint=f"Skriv {', '.join(filter(None, _ROLES))}.",
        )
    return Seat(name, party or None, cast("SeatRole", found))
