"""What a person does about an incident: try again, or let it be."""

from typing import Literal

from workflow.command.actors import check_actor
from workflow.command.context import Context
from workflow.command.ports import Incident, UnitOfWork
from workflow.errors import CommandRefusedError
from workflow.model.commands import Envelope, RetryDispatch
from workflow.model.matter import Actor

_COMMAND = "command:"
_REFUSED = "refused:"
_MAIL = "mail:"
_Queue = Literal["apply", "deliver"]


def retry(context: Context, incident: int, actor: Actor) -> None:
    """Do again what the incident is about, and close it: run the command, or send the message.

    A command that stopped and one that was refused go back in the queue alike; if it is refused
    again, there is a new incident.

    Raises:
        CommandRefusedError: no such open incident, or nothing in it can be done again.
        InvalidInputError: the actor has no proper name.
    """
    check_actor(actor)
    with context.units() as uow:
        found = _open(uow, incident)
        if found.key.startswith((_COMMAND, _REFUSED)):
            queue = _retry_command(uow, found)
        elif found.key.startswith(_MAIL):
            queue = _retry_mail(context, uow, found, actor)
        else:
            raise _nothing_to_retry()
        _close(context, uow, found, actor, "Görs om.")
        uow.commit()
    context.hint(queue)


def close(context: Context, incident: int, actor: Actor, resolution: str) -> None:
    """Close it with what was done instead. A command that stopped is dropped, and later ones go on.

    Raises:
        CommandRefusedError: no such open incident.
        InvalidInputError: the actor has no proper name.
    """
    check_actor(actor)
    with context.units() as uow:
        found = _open(uow, incident)
        if found.key.startswith(_COMMAND):
            uow.commands.drop(int(found.key.removeprefix(_COMMAND)), detail=resolution)
        _close(context, uow, found, actor, resolution)
        uow.commit()
    context.hint("apply")


def _open(uow: UnitOfWork, number: int) -> Incident:
    incident = uow.incidents.get(number)
    if incident is None or incident.closed_at is not None:
        raise _not_open(number)
    return incident


def _close(
    context: Context, uow: UnitOfWork, incident: Incident, actor: Actor, resolution: str
) -> None:
    now = context.clock.now()
    if not uow.incidents.close(incident.id, by=actor.name, resolution=resolution, at=now):
        raise _not_open(incident.id)  # somebody else has just settled it


def _retry_command(uow: UnitOfWork, incident: Incident) -> _Queue:
    if not uow.commands.retry(int(incident.key.partition(":")[2])):
        raise _nothing_to_retry()
    return "apply"


def _retry_mail(context: Context, uow: UnitOfWork, incident: Incident, actor: Actor) -> _Queue:
    """A message with a receipt goes by way of its matter, so that the log says who sent it again."""
    wanted = incident.key.removeprefix(_MAIL)
    rows = uow.outbox.list(matter=incident.matter)
    mail = next((row.mail for row in rows if row.mail.id == wanted), None)
    if mail is None:
        raise _nothing_to_retry()
    now = context.clock.now()
    if mail.reply_item is None:
        uow.outbox.add((mail,), available_at=now)
        return "deliver"
    again = Envelope(
        dedupe_key=f"retry:{incident.id}",
        matter=mail.matter,
        command=RetryDispatch(mail.reply_item),
        actor=actor,
        given_at=now,
    )
    uow.commands.accept((again,), at=now)
    return "apply"


def _not_open(number: int) -> CommandRefusedError:
    return CommandRefusedError(
        f"Det finns ingen öppen avvikelse {number}.", hint="Se listan med arendegang incident list."
    )


def _nothing_to_retry() -> CommandRefusedError:
    return CommandRefusedError(
        "Avvikelsen har inget som kan göras om.",
        hint="Gör det som behövs i ärendet och stäng den sedan.",
    )
