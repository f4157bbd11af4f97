"""Planning a body's meeting: registered under its body and day, with what the schedule says of it."""

from collections.abc import Mapping
from datetime import date

from workflow.command.bus import Answer, Bus
from workflow.command.context import Context
from workflow.definition.organisation import Organisation
from workflow.definition.sessions import sessions, summons_by
from workflow.errors import CommandRefusedError
from workflow.meeting.facts import PROCEDURE, day_of, meeting_id
from workflow.model.commands import Envelope, RegisterMatter
from workflow.model.ids import MatterId
from workflow.model.matter import Actor, Matter


def plan_meeting(
    context: Context,
    *,
    organisation: str,
    body: str,
    meeting_on: date,
    fields: Mapping[str, object],
    actor: Actor,
) -> Answer:
    """Register the meeting; time, place and the day of the summons come from the schedule where it has them.

    ``fields`` go before the schedule; the secretary is whoever has that role. Repeating changes nothing.

    Raises:
        UnknownDefinitionError: no such organisation, or no procedure for meetings is published.
        CommandRefusedError: no such body, or the body has a meeting on that day already, planned otherwise.
        InvalidInputError: a field has the wrong form.
    """
    known = context.catalogue.organisation(organisation)
    if body not in known.bodies:
        raise CommandRefusedError(
            f"{known.name} har inget organ ”{body}”.", hint=f"Organ: {', '.join(known.bodies)}."
        )
    found: dict[str, object] = {"body": body, "meeting_on": meeting_on.isoformat()}
    session = next((one for one in sessions(known, body) if one.on == meeting_on), None)
    if session is not None and session.cancelled:
        raise CommandRefusedError(
            f"{known.bodies[body].name} sammanträder inte {meeting_on} enligt sammanträdesplanen"
            f"{f': {session.reason}' if session.reason else ''}.",
            hint="Ändra planen, eller välj en annan dag.",
        )
    if session is not None:
        if session.starts is not None:
            found["starts_at"] = session.starts.strftime("%H:%M")
        if session.place is not None:
            found["place"] = session.place
    secretary = _secretary(known)
    if secretary is not None:
        found["secretary"] = secretary
    summons = summons_by(known, body, meeting_on)
    if summons is not None:
        found["summons_by"] = summons.isoformat()
    identity = meeting_id(organisation, body, meeting_on)
    earlier = _earlier(context, identity, known.bodies[body].name, fields)
    if earlier is not None:
        return Answer(earlier, (), repeated=True)
    command = RegisterMatter(
        organisation=organisation,
        matter_type=PROCEDURE,
        title=f"{known.bodies[body].name} {meeting_on}",
        fields={**found, **fields},
    )
    envelope = Envelope(f"meeting:{identity}", identity, command, actor, context.clock.now())
    return Bus(context).execute(envelope)


def _secretary(organisation: Organisation) -> str | None:
    """The name of whoever has the role; None where the register only knows the role."""
    role = organisation.roles.get("secretary")
    return next((one.holder for one in organisation.entries if one.name == role), None)


def _earlier(
    context: Context, identity: MatterId, body: str, fields: Mapping[str, object]
) -> Matter | None:
    """The body's meeting on that day, if it is planned already.

    Raises:
        CommandRefusedError: it is planned otherwise.
    """
    with context.units() as uow:
        earlier = uow.matters.load((identity,)).get(identity)
    if earlier is None:
        return None
    if earlier.closed_on is not None:
        raise CommandRefusedError(
            f"{body} har haft ett sammanträde planerat {day_of(earlier)}, som är avslutat eller inställt"
            f" sedan {earlier.closed_on}.",
            hint="Välj en annan dag.",
        )
    if any(earlier.fields.get(name) != value for name, value in fields.items()):
        at = earlier.fields.get("starts_at")
        place = earlier.fields.get("place")
        raise CommandRefusedError(
            f"{body} har redan ett sammanträde {day_of(earlier)}{f' kl. {at}' if at else ''}"
            f"{f', {place}' if place else ''}; ett organ håller inte två på samma dag, för paragraferna"
            " går i en följd och ingen kan vara på båda (KL 5:12, 6:23).",
            hint="Behandla ärendena vid det sammanträdet, eller välj en annan dag.",
        )
    return earlier
