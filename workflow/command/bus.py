"""Gives commands to the engine: for somebody who waits, or for the queue."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from workflow.command.actors import check_actor
from workflow.command.carry import decide_one
from workflow.command.codec import dump_envelope
from workflow.command.context import Context
from workflow.command.documents import StoredDocument
from workflow.command.ports import CommandOutcome, UnitOfWork
from workflow.command.writing import write
from workflow.errors import CommandRefusedError, StoreUnavailableError
from workflow.model.commands import Envelope
from workflow.model.events import Event
from workflow.model.matter import Matter


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command did. ``repeated``: it was carried out before, and nothing was done now."""

    matter: Matter
    events: tuple[Event, ...]
    repeated: bool = False


class Bus:
    """The way in for every command that is not the engine's own."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def execute(self, envelope: Envelope, *, documents: Sequence[StoredDocument] = ()) -> Answer:
        """Accept and carry out in one transaction; a refused command leaves no trace.

        ``documents`` are kept in the same transaction.

        Raises:
            CommandRefusedError: not allowed now; or the same command waits in the queue; or the key
                was used for another command; or the actor claims to be the engine.
            InvalidInputError, UnknownMatterError, UnknownDefinitionError, StaleVersionError,
            DuplicateMatterError: nothing was done.
            StoreUnavailableError: repeat with the same dedupe key.
        """
        check_actor(envelope.actor)
        context = self._context
        owner = f"bus-{uuid4()}"
        now = context.clock.now()
        with context.units() as uow:
            queued = uow.commands.take(envelope, owner, at=now)
            if queued is None:
                return _earlier(uow, envelope)
            decided = decide_one(context, uow, queued, now)
            written = write(uow, (decided,), owner, now)
            if not written.done:
                raise StoreUnavailableError(
                    "Kommandot togs över av någon annan.", hint="Försök igen."
                )
            if documents:
                uow.documents.add(documents)
            context.reached("execute:before")
            uow.commit()
            context.reached("execute:after")
        if written.mails:
            context.hint("deliver")
        if written.commands:
            context.hint("apply")
        return Answer(decided.after, decided.step.events)

    def submit(self, envelopes: Sequence[Envelope]) -> int:
        """Queue the commands (T0); how many were new. What becomes of them is read later.

        Raises:
            InvalidInputError, CommandRefusedError: an actor has no proper name, or claims to be the
                engine; none was queued.
            StoreUnavailableError: none was queued; repeat with the same dedupe keys.
        """
        for envelope in envelopes:
            check_actor(envelope.actor)
        context = self._context
        with context.units() as uow:
            new = uow.commands.accept(envelopes, at=context.clock.now())
            context.reached("accept:before")
            uow.commit()
            context.reached("accept:after")
        if new:
            context.hint("apply")
        return new


def _earlier(uow: UnitOfWork, envelope: Envelope) -> Answer:
    outcome = uow.commands.outcome(envelope.dedupe_key)
    known = outcome and outcome.envelope
    if known and not _is_same(known, envelope):
        raise CommandRefusedError(
            "Nyckeln är redan använd för något annat.", hint="Ge kommandot en egen nyckel."
        )
    if outcome is not None and outcome.status == "done":
        matter = uow.matters.load((outcome.matter,))[outcome.matter]
        events = tuple(
            stored.event
            for stored in uow.matters.history(outcome.matter)
            if stored.command == envelope.dedupe_key
        )
        return Answer(matter, events, repeated=True)
    raise _refusal(outcome)


def _is_same(earlier: Envelope, envelope: Envelope) -> bool:
    """Who gives it, when, and on which version he saw the matter, may differ when it is repeated."""
    again = replace(
        earlier,
        actor=envelope.actor,
        given_at=envelope.given_at,
        expected_version=envelope.expected_version,
    )
    return dump_envelope(again) == dump_envelope(envelope)


def _refusal(outcome: CommandOutcome | None) -> CommandRefusedError:
    if outcome is not None and outcome.status == "refused":
        return CommandRefusedError(outcome.detail)
    if outcome is not None and outcome.status == "failed":
        return CommandRefusedError(
            "Kommandot är mottaget men har stannat på ett fel.",
            hint="Se avvikelserna (arendegang incident list).",
        )
    return CommandRefusedError(
        "Kommandot är redan mottaget men ännu inte utfört.", hint="Läs ärendet igen om en stund."
    )
