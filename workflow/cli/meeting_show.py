"""``meeting show``: how a meeting stands, and what is left to do."""

from collections.abc import Iterator, Mapping

import typer

from workflow.cli import output
from workflow.cli.meeting_named import BodyRef, DayRef, find_meeting, held_of, name_of
from workflow.cli.office import local_time
from workflow.cli.options import Json, Org
from workflow.cli.root import office_of
from workflow.definition.schema import MatterType
from workflow.meeting.remaining import remaining
from workflow.model.matter import Matter
from workflow.model.proceedings import AgendaItem, Presence, Presentation, Proceedings

ITEM_KIND: Mapping[str, str] = {
    "decision": "beslut",
    "information": "information",
    "formality": "formalia",
    "adjournment": "ajournering",
}
_ITEM_STATUS: Mapping[str, str] = {
    "waiting": "väntar",
    "withdrawn": "utgår",
    "taken_up": "behandlad",
}


def show(
    context: typer.Context, *, body: BodyRef, on: DayRef, org: Org = None, json: Json = False
) -> None:
    """Visa läge, dagordning med paragrafer, närvaro, framlagda protokoll och vad som återstår."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    definition = office.catalogue.matter_type(meeting.definition)
    held = held_of(meeting)
    left = remaining(held, definition.states[meeting.state].allows)
    if json:
        shown = {
            "matter": meeting.id,
            "number": meeting.number,
            "organisation": meeting.organisation,
            "state": meeting.state,
            "state_label": definition.states[meeting.state].label,
            "version": meeting.version,
            "fields": meeting.fields,
            "proceedings": held,
            "deadlines": meeting.deadlines,
            "left": left,
        }
        output.as_json(shown)
        return
    output.say(f"{meeting.title}: {definition.states[meeting.state].label}.")
    output.say(*_facts(meeting, definition))
    output.section("Dagordning", AGENDA_COLUMNS, map(agenda_row, held.items))
    show_roll(held)
    output.section("Framlagt", _PRESENTED, map(_presented, held.presentations))
    if left:
        output.say("", f"Återstår för {name_of(meeting)}:", *(f"  {one}" for one in left))


AGENDA_COLUMNS = ("punkt", "§", "slag", "dnr", "rubrik", "läge", "kallad", "justerad")
_PRESENTED = ("nyckel", "punkter", "framlagt", "underskrivet av", "väntar på", "läge", "SHA-256")


def agenda_row(item: AgendaItem) -> tuple[object, ...]:
    """An item as the agenda lists it."""
    return (
        item.key,
        item.paragraph,
        ITEM_KIND[item.kind],
        item.number,
        item.title + (" (brådskande)" if item.urgent else "") + (" (sekretess)" if item.secret else ""),
        _ITEM_STATUS[item.status],
        "ja" if item.announced else "",
        item.adjusted_on,
    )  # fmt: skip


def show_roll(held: Proceedings) -> None:
    """Who belongs to the body and who was there."""
    seats = {seat.name: seat for seat in held.roll.seats}
    there = {one.name for one in held.roll.presences}
    rows = [_present(one, seats[one.name].party if one.name in seats else None) for one in held.roll.presences]  # fmt: skip
    rows += [
        (seat.name, seat.party, "frånvarande", "", "", "")
        for seat in held.roll.seats
        if seat.name not in there and seat.role != "substitute"
    ]
    columns = ("namn", "parti", "närvaro", "från", "till", "för")
    output.section("Närvaro", columns, rows)
    guests = ((one.name, one.title, one.paragraphs) for one in held.roll.guests)
    output.section("Övriga närvarande", ("namn", "titel", "paragrafer"), guests)
    if held.adjusters.names:
        when = " ".join(filter(None, (held.adjusters.place, str(held.adjusters.on or ""))))
        names = ", ".join(held.adjusters.names)
        output.say("", f"Justerare: {names}{f' ({when})' if when else ''}.")


def _present(one: Presence, party: str | None) -> tuple[object, ...]:
    serves = "tjänstgör" if one.serving else "närvarande"
    return one.name, party, serves, one.since, one.until, one.instead_of


def _presented(one: Presentation) -> tuple[object, ...]:
    signed = [signature.name for signature in one.signatures]
    waits = [name for name, _ in one.signers if name not in signed]
    if one.void is not None:
        state = f"gäller inte: {one.void}"
    elif one.adjusted_on is not None:
        state = f"justerat {one.adjusted_on}"
    else:
        state = "väntar"
    times = (f"{each.name} {local_time(each.signed_at)}" for each in one.signatures)
    return (
        one.key,
        ", ".join(one.items) if one.immediate else "alla",
        one.presented_on,
        "; ".join(times),
        "; ".join(waits) if one.open else "",
        state,
        one.sha256,
    )


def _facts(meeting: Matter, definition: MatterType) -> Iterator[str]:
    """The fields by their labels, and the deadlines that run."""
    for name, spec in definition.fields.items():
        value = meeting.fields.get(name)
        if value is not None and name != "body":
            yield f"  {spec.label}: {value}"
    for one in meeting.deadlines:
        if one.status == "running":
            yield f"  {definition.deadlines[one.key].label} senast {one.final}"
