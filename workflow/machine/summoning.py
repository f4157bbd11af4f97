"""Whom a meeting's summons goes to, and what it says (KL 5:15, 6:23)."""

from collections.abc import Iterator

from workflow.machine.mails import message
from workflow.machine.recipients import Resolved
from workflow.machine.work import Work
from workflow.meeting.facts import body_of, day_of
from workflow.meeting.printed import HIDDEN_TITLE
from workflow.model.effects import OpenIncident
from workflow.model.proceedings import Proceedings


def send_summons(work: Work) -> None:
    """The summons with the agenda, to everybody who belongs to the body."""
    held = work.matter.proceedings or Proceedings()
    items = [
        {"number": item.number or "", "title": HIDDEN_TITLE if item.secret else item.title}
        for item in held.items
        if item.status == "waiting"
    ]
    _send(work, "summons", "Kallelse", {"items": items})


def send_called_off(work: Work) -> None:
    """That the meeting isn't held, to those who were summoned."""
    reason = str(work.matter.fields.get("reason") or "")
    _send(work, "called_off", "Inställt", {"reason": reason})


def _send(work: Work, template: str, subject: str, context: dict[str, object]) -> None:
    matter = work.matter
    body = work.organisation.bodies[body_of(matter)]
    on = day_of(matter).isoformat()
    for to in _receivers(work):
        work.ask(
            message(
                work,
                id=f"{matter.id}/{template}/{matter.version}/{to.address}",
                template=template,
                to=to,
                subject=f"{subject} {body.name} {on}",
                context={
                    "body_name": body.name,
                    "meeting_on": on,
                    "starts_at": str(matter.fields.get("starts_at") or ""),
                    "place": str(matter.fields.get("place") or ""),
                    **context,
                },
            )
        )


def _receivers(work: Work) -> Iterator[Resolved]:
    """Everybody with an address of his own; the body's, where somebody lacks one; else an incident."""
    organisation = work.organisation
    body = organisation.bodies[body_of(work.matter)]
    addresses = {entry.name: entry.email for entry in organisation.entries}
    seats = (work.matter.proceedings or Proceedings()).roll.seats
    found = [(seat.name, addresses.get(seat.name)) for seat in seats]
    told = {address: Resolved("person", name, address) for name, address in found if address}
    if len(told) < len(found) or not found:
        if body.email:
            told[body.email] = Resolved("body", body.name, body.email)
        else:
            work.ask(
                OpenIncident(
                    key=f"summons:{organisation.organisation}:{body.name}",
                    matter=work.matter.id,
                    kind="recipient",
                    detail=f"{body.name} har ingen adress, och inte heller alla som hör till organet: "
                    "alla får ingen kallelse med e-post.",
                )
            )
    yield from told.values()
