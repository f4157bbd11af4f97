"""``schedule show|moved``: when bodies meet, and what moved because a schedule changed."""

from collections.abc import Iterator
from datetime import time
from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.office import local_time
from workflow.cli.options import Json
from workflow.cli.parse import day, text
from workflow.cli.root import office_of
from workflow.command.rescheduled import MovedDeadline, Rescheduling, reschedulings
from workflow.definition.findings import suggest
from workflow.definition.organisation import CalendarDay, Organisation
from workflow.definition.sessions import Session, sessions, summons_by
from workflow.errors import InvalidInputError
from workflow.machine.schedule import find_body
from workflow.machine.timers import instant

Place = Annotated[
    str, typer.Option("--org", metavar="KOD", help="Organisation, till exempel norsjo.")
]
BodyCode = Annotated[
    str | None, typer.Option("--body", metavar="ORGAN", help="Bara detta organ: kod eller namn.")
]
CALENDAR_KINDS = {
    "deadline": "frist",
    "dispatch": "utskick",
    "negotiation": "förhandling",
    "other": "annat",
}
_WHAT = {
    "reprojected": "ny sista dag",
    "armed": "börjar löpa",
    "at_risk": "riskerar att inte hållas",
    "reachable": "kan åter hållas",
    "watched": "bevakas en annan dag",
    "expired": "har gått ut",
    "dropped": "gäller inte längre",
    "met": "uppfylld",
}


def show(context: typer.Context, *, org: Place, body: BodyCode = None, json: Json = False) -> None:
    """Visa sammanträden med stoppdag och sista dag för kallelsen, och andra dagar i kalendern."""
    office = office_of(context).catalogue.organisation(text(org, "--org"))
    codes = [code_of(office, text(body, "--body"))] if body else [*office.bodies]
    rows = sorted(
        ((code, one) for code in codes for one in sessions(office, code)),
        key=lambda row: (row[1].on, row[1].starts or time()),
    )
    days = () if body else office.calendar
    if json:
        output.as_json(
            {
                "organisation": office.organisation,
                "meetings": [_plain(office, code, one) for code, one in rows],
                "calendar": [one.model_dump(mode="json") for one in days],
            }
        )
        return
    output.table(
        "Sammanträden",
        ["Dag", "Tid", "Organ", "Plats", "Stoppdag", "Kallelse senast", "Anmärkning"],
        (
            (
                one.on,
                _hours(one),
                code,
                one.place,
                one.cut_off,
                summons_by(office, code, one.on),
                "; ".join(_remarks(one)),
            )
            for code, one in rows
        ),
    )
    output.section(
        "Andra dagar", ["Dag", "Tid", "Slag", "Vad", "Inför"], (_calendar_row(one) for one in days)
    )


def moved(
    context: typer.Context,
    *,
    org: Place,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAG", help="Bara ändringar från denna dag; annars alla."),
    ] = None,
    json: Json = False,
) -> None:
    """Visa vilka sammanträden som har ändrats i planen, och vilka ärendens frister som flyttades av det."""
    office = office_of(context)
    code = office.catalogue.organisation(text(org, "--org")).organisation
    begins = None if since is None else instant(day(since, "--since"), time())
    with office.uow() as uow:
        found = reschedulings(uow, code, begins)
    if json:
        output.as_json(found)
        return
    if not found:
        output.say("Sammanträdesplanen har inte ändrats.")
    for one in found:
        tell(one)


def tell(one: Rescheduling) -> None:
    """A change of the schedule and what came of it, in lines of text."""
    by = f" ({one.by})" if one.by else ""
    output.say(f"{local_time(one.at)}{by}")
    output.say(*(f"  {change.sentence}" for change in one.meetings))
    output.say(
        f"  {output.count(one.looked_at, 'ärende', 'ärenden')} med löpande frister räknas om."
    )
    output.say(*(f"    {_in_words(each)}" for each in one.moved))
    if one.waiting:
        output.say(f"  {one.waiting} väntar ännu; se schedule moved --org {one.organisation}.")
    if one.failed:
        output.say(f"  {one.failed} kunde inte räknas om; se incident list.")


def _in_words(one: MovedDeadline) -> str:
    days = f"{one.before} → {one.final}" if one.before not in (None, one.final) else f"{one.final}"
    risk = f": {one.at_risk}" if one.what == "at_risk" else ""
    return f"{one.number} ”{one.label}” {_WHAT.get(one.what, one.what)}, {days}{risk}"


def code_of(office: Organisation, name: str) -> str:
    """The code of the body that is called so.

    Raises:
        InvalidInputError: the organisation has none.
    """
    code = find_body(office, name)
    if code is None:
        raise InvalidInputError(
            f"Organet ”{name[:40]}” finns inte i {office.name}.",
            hint=suggest(name, office.bodies, otherwise="Organisationen har inga organ."),
        )
    return code


def _plain(office: Organisation, code: str, one: Session) -> dict[str, object]:
    return {
        "body": code,
        "name": office.bodies[code].name,
        **{
            key: value.isoformat("minutes") if isinstance(value, time) else value
            for key, value in ((key, getattr(one, key)) for key in Session.__slots__)
        },
        "summons_by": summons_by(office, code, one.on),
    }


def _hours(one: Session) -> str:
    times = [each.isoformat("minutes") for each in (one.starts, one.ends) if each]
    return "–".join(times)


def _remarks(one: Session) -> Iterator[str]:
    if one.moved_to:
        yield f"flyttat till {one.moved_to}"
    elif one.cancelled:
        yield "inställt"
    if one.moved_from:
        yield f"flyttat från {one.moved_from}"
    if one.note:
        yield one.note
    if one.papers_sent:
        yield f"handlingarna skickas ut {one.papers_sent}"
    if one.reason:
        yield one.reason


def _calendar_row(one: CalendarDay) -> tuple[object, ...]:
    hours = "–".join(each for each in (one.at, one.until) if each)
    label = f"{one.label} (inställt)" if one.cancelled else one.label
    return one.on, hours, CALENDAR_KINDS[one.kind], label, one.before
