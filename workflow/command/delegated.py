"""Delegated decisions that no committee is told of: announced by themselves (KL 8:10 p 3)."""

from datetime import date
from zoneinfo import ZoneInfo

from workflow.command.actors import check_actor
from workflow.command.carry import try_registering
from workflow.command.context import Context
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine.announcing import NOTICE
from workflow.machine.values import line
from workflow.model.commands import Envelope, RegisterMatter
from workflow.model.ids import MatterId, matter_id
from workflow.model.matter import Actor

_LOCAL = ZoneInfo("Europe/Stockholm")


def announce_delegated(
    context: Context,
    *,
    organisation: str,
    body: str,
    decided_on: date,
    title: str,
    paragraph: str = "",
    posted_on: date | None = None,
    actor: Actor,
) -> MatterId:
    """Accept the notice of a delegated decision; the time to appeal is counted from it (KL 13:5).

    ``paragraph``: the decision's number in the list of delegated decisions, where there is one.
    ``posted_on``: None means today. Repeating changes nothing.

    Raises:
        UnknownDefinitionError: no such organisation, or no procedure for notices is published.
        InvalidInputError: the title or the paragraph is no single line, or the actor has no proper name.
        CommandRefusedError: no such body, a day that is to come or out of order, or the notice would be
            refused. Nothing is queued.
    """
    check_actor(actor)
    known = context.catalogue.organisation(organisation)
    now = context.clock.now()
    today = now.astimezone(_LOCAL).date()
    posted = posted_on or today
    if body not in known.bodies:
        raise CommandRefusedError(
            f"{known.name} har inget organ ”{body}”.", hint=f"Organ: {', '.join(known.bodies)}."
        )
    if not decided_on <= posted <= today:
        raise CommandRefusedError(
            f"Beslutet {decided_on} kan inte vara anslaget {posted}: i dag är det {today}."
        )
    try:
        told, number = line(title), line(paragraph) if paragraph else ""
    except InvalidInputError as error:
        raise InvalidInputError(f"Beslutet {error}") from error
    what = f"{body} {decided_on.isoformat()} {number or told}"
    command = RegisterMatter(
        organisation=organisation,
        matter_type=NOTICE,
        title=f"{known.bodies[body].name} {decided_on.isoformat()}: {told}",
        fields={
            "kind": "delegated_decision",
            "title": told,
            "body": body,
            "meeting_on": decided_on.isoformat(),
            "posted_on": posted.isoformat(),
            "paragraphs": number,
        },
    )
    notice = matter_id(organisation, f"delegationsbeslut {what}")
    envelope = Envelope(f"notice:delegated:{notice}", notice, command, actor, now)
    with context.units() as uow:
        try_registering(context, uow, envelope, command, now)
        uow.commands.accept([envelope], at=now)
        context.reached("accept:before")
        uow.commit()
        context.reached("accept:after")
    context.hint("apply")
    return notice
