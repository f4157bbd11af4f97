"""``meeting agenda``: what the meeting could take up, and what stands on its agenda."""

from collections.abc import Sequence
from dataclasses import replace
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
    find_meeting,
    held_of,
    name_of,
)
from workflow.cli.meeting_show import AGENDA_COLUMNS, ITEM_KIND, agenda_row
from workflow.cli.office import Office
from workflow.cli.options import Json, Key, Org, Role
from workflow.cli.parse import text
from workflow.cli.root import office_of
from workflow.command.agendas import proposed
from workflow.errors import InvalidInputError
from workflow.model.commands import PlaceItems
from workflow.model.matter import Matter
from workflow.model.proceedings import AgendaItem, ItemKind
from workflow.workbench.meeting.bases import items_for
from workflow.workbench.meeting.reading import read_meeting
from workflow.workbench.meeting.recorder import Recorder

_KINDS = {label: kind for kind, label in ITEM_KIND.items()}


def agenda(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    place: Annotated[
        bool, typer.Option("--place", help="Sätt upp det som föreslås på dagordningen.")
    ] = False,
    add: Annotated[
        list[str] | None,
        typer.Option("--add", metavar="NUMMER", help="Sätt upp ett ärende; kan upprepas."),
    ] = None,
    add_item: Annotated[
        list[str] | None,
        typer.Option(
            "--add-item",
            metavar='"SLAG;RUBRIK"',
            help="Sätt upp en punkt utan ärende: formalia, information eller ajournering; kan upprepas.",
        ),
    ] = None,
    urgent: Annotated[
        bool, typer.Option("--urgent", help="Det som sätts upp är brådskande (KL 5:14, 5:52).")
    ] = False,
    secret: Annotated[
        bool, typer.Option("--secret", help="Det som sätts upp omfattas av sekretess.")
    ] = False,
    file: Source = None,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Visa dagordningen och de ärenden som väntar på organet, eller sätt upp ärenden på den."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    if file is not None:
        if place or add or add_item:
            raise typer.BadParameter("--file tar allt från filen; ta bort de andra.")
        actor = office.actor(tuple(role or SECRETARY))
        given = read_meeting(Path(file))
        done = Recorder(office.engine.context, meeting.id, given, actor).place()
        say_done(meeting, done, json_wanted=json)
        return
    found = proposed(office.engine.context, meeting)
    if not (place or add or add_item):
        _show(meeting, found, json_wanted=json)
        return
    items = [*(found if place else ()), *_added(office, meeting, add or (), found if place else ())]
    items += [_plain(one) for one in add_item or ()]
    marked = [replace(item, urgent=item.urgent or urgent, secret=item.secret or secret) for item in items]  # fmt: skip
    command = PlaceItems(_keyed(meeting, marked))
    give(office, meeting, command, role=role, key=key, json_wanted=json)


def _added(
    office: Office, meeting: Matter, numbers: Sequence[str], others: Sequence[AgendaItem]
) -> list[AgendaItem]:
    """The matters named, but for those that are put up anyhow or stand there already."""
    taken = {item.matter for item in others}
    found = items_for(office.engine.context, meeting, [text(one, "--add") for one in numbers])
    return [item for item in found.values() if item.matter not in taken]


def _plain(given: str) -> AgendaItem:
    label, _, title = text(given, "--add-item").partition(";")
    kind = _KINDS.get(label.strip().casefold(), label.strip())
    if kind not in get_args(ItemKind) or kind == "decision" or not title.strip():
        raise InvalidInputError(
            f"--add-item: ”{given[:60]}” kan inte läsas.",
            hint='Skriv "formalia;Upprop", "information;Rubrik" eller "ajournering;Rubrik".',
        )
    return AgendaItem("", cast("ItemKind", kind), title.strip())


def _keyed(meeting: Matter, items: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    """Each with a key of its own; those on the agenda keep theirs."""
    held = held_of(meeting)
    on_it = {item.key for item in held.items}
    digits = (key.removeprefix("i") for key in on_it)
    serial = max((int(one) for one in digits if one.isdecimal()), default=0)
    found = []
    for item in items:
        if item.key in on_it:
            found.append(item)
            continue
        serial += 1
        found.append(replace(item, key=f"i{serial}"))
    return tuple(found)


def _show(meeting: Matter, found: Sequence[AgendaItem], *, json_wanted: bool) -> None:
    held = held_of(meeting)
    if json_wanted:
        output.as_json({"agenda": held.items, "proposed": found})
        return
    output.say(f"{meeting.title}")
    output.section("Dagordning", AGENDA_COLUMNS, map(agenda_row, held.items))
    output.section("Föreslås", AGENDA_COLUMNS, map(agenda_row, found))
    if not held.items and not found:
        output.say("Dagordningen är tom, och inget ärende väntar på organet.")
    elif found:
        output.say("", f"Sätt upp det: arendegang meeting agenda {name_of(meeting)} --place")
