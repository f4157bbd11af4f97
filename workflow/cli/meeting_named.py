"""A meeting by its body and day, and its items by key, paragraph or register number."""

from datetime import date
from typing import Annotated

import typer

from workflow.cli.office import Office
from workflow.cli.parse import day, text
from workflow.errors import CommandRefusedError, InvalidInputError, UnknownMatterError
from workflow.meeting.facts import meeting_id
from workflow.model.ids import RegistrationNumber
from workflow.model.matter import Matter
from workflow.model.proceedings import AgendaItem, Proceedings

BodyRef = Annotated[
    str, typer.Argument(metavar="ORGAN", help="Organets kod, till exempel KS eller AU.")
]
DayRef = Annotated[str, typer.Argument(metavar="DAG", help="Sammanträdesdagen, 2025-03-11.")]
ItemRef = Annotated[
    str,
    typer.Argument(
        metavar="PUNKT", help="Punktens nyckel (i3), paragraf (45 eller §45) eller diarienummer."
    ),
]
Why = Annotated[str, typer.Option("--why", help="Skälet, som sparas i loggen.")]
Source = Annotated[
    str | None, typer.Option("--file", metavar="FIL", help="Sammanträdet som YAML-fil.")
]
SECRETARY = ("secretary",)
"""In which role meetings are held, where nobody says otherwise."""


def organisation_of(office: Office, body: str, org: str | None) -> str:
    """The organisation that has the body.

    Raises:
        UnknownDefinitionError: the one named isn't published.
        InvalidInputError: it hasn't that body, or several have and none is named.
    """
    code = text(body, "Organet")
    known = office.catalogue.organisations()
    if org is not None:
        known = {org: office.catalogue.organisation(text(org, "--org"))}
    having = [name for name, one in known.items() if code in one.bodies]
    if len(having) == 1:
        return having[0]
    if having:
        raise InvalidInputError(
            f"Organet {code[:40]} finns hos flera: {', '.join(sorted(having))}.",
            hint="Ange vilken med --org.",
        )
    bodies = sorted({each for one in known.values() for each in one.bodies})
    raise InvalidInputError(
        f"Organet ”{code[:40]}” finns inte.", hint=f"Organ: {', '.join(bodies)}."
    )


def find_meeting(office: Office, body: str, on: str, org: str | None) -> Matter:
    """The meeting of that body on that day.

    Raises:
        InvalidInputError: no day, no such body, or several organisations have such a meeting.
        UnknownDefinitionError: the organisation isn't published.
        UnknownMatterError: it isn't planned.
    """
    meeting_on, code = day(on, "DAG"), text(body, "Organet")
    known = office.catalogue.organisations()
    if org is not None:
        known = {org: office.catalogue.organisation(text(org, "--org"))}
    ids = [meeting_id(name, code, meeting_on) for name, one in known.items() if code in one.bodies]
    if not ids:
        organisation_of(office, body, org)
    with office.uow() as uow:
        found = uow.matters.load(ids)
    if not found:
        raise UnknownMatterError(
            f"{code} har inget planerat sammanträde {meeting_on}.",
            hint=f"Planera det: arendegang meeting plan {code} {meeting_on}"
            f"{f' --org {org}' if org else ''}. Se de planerade med arendegang meeting list.",
        )
    if len(found) > 1:
        codes = ", ".join(sorted(one.organisation for one in found.values()))
        raise InvalidInputError(
            f"{code} {meeting_on} finns hos flera: {codes}.", hint="Ange vilken med --org."
        )
    return next(iter(found.values()))


def held_of(meeting: Matter) -> Proceedings:
    """What has happened at the meeting."""
    return meeting.proceedings or Proceedings()


def name_of(meeting: Matter) -> str:
    """The meeting as people say it: ``KS 2025-03-11``."""
    return f"{meeting.fields['body']} {meeting.fields['meeting_on']}"


def item_named(meeting: Matter, reference: str) -> AgendaItem:
    """The item with that key, paragraph or register number.

    Raises:
        CommandRefusedError: none; decisions are made on what is on the agenda (KL 5:52).
    """
    wanted = text(reference, "PUNKT").strip()
    paragraph = wanted.removeprefix("§").strip()
    number = _normalised(wanted)
    for item in held_of(meeting).items:
        by_paragraph = item.paragraph is not None and str(item.paragraph) == paragraph
        by_number = number is not None and item.number and _normalised(item.number) == number
        if item.key == wanted or by_paragraph or by_number:
            return item
    raise CommandRefusedError(
        f"{wanted[:60]} står inte på dagordningen för {name_of(meeting)}, och bara det som står där avgörs"
        " (KL 5:52).",
        hint=f"Sätt upp ärendet: arendegang meeting agenda {name_of(meeting)}"
        f" --org {meeting.organisation} --add NUMMER.",
    )


def day_of_option(value: str | None, option: str) -> date | None:
    """A day that may be left out.

    Raises:
        InvalidInputError: no day.
    """
    return day(value, option) if value else None


def _normalised(number: str) -> str | None:
    try:
        return RegistrationNumber.parse(number, default_register="").normalised
    except InvalidInputError:
        return None
