"""Recording at a meeting: nothing is recorded that the items' matters would refuse."""

from workflow.command.actors import check_actor
from workflow.command.bus import Answer, Bus
from workflow.command.carry import try_with_what_follows
from workflow.command.context import Context
from workflow.model.commands import Envelope


def record(context: Context, envelope: Envelope) -> Answer:
    """Carry a command of a meeting out, after a trial has shown that every matter would take its part.

    The matters learn of it from the queue. One that has changed in between may still refuse; then there
    is an incident for a person.

    Raises:
        CommandRefusedError: the meeting or a matter refuses; says which one, and nothing is recorded.
        InvalidInputError, UnknownMatterError, StaleVersionError: nothing was done.
        StoreUnavailableError: repeat with the same dedupe key.
    """
    check_actor(envelope.actor)
    with context.units() as uow:
        if uow.commands.outcome(envelope.dedupe_key) is None:
            try_with_what_follows(context, uow, envelope, context.clock.now())
    return Bus(context).execute(envelope)
