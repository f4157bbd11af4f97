"""Recording at a meeting: nothing is recorded that the items' matters would refuse."""

from collections.abc import Mapping
from dataclasses import replace

from workflow.command.actors import check_actor
from workflow.command.bus import Answer, Bus
from workflow.command.carry import try_with_what_follows
from workflow.command.context import Context
from workflow.command.ports import UnitOfWork
from workflow.definition.findings import suggest
from workflow.definition.schema import EventSpec, Form, MatterType
from workflow.errors import CommandRefusedError, UnknownMatterError
from workflow.model.commands import Command, CorrectItem, Envelope, RecordItems
from workflow.model.ids import MatterId
from workflow.model.matter import Matter
from workflow.model.proceedings import Deliberation


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
        envelope = replace(envelope, command=_with_forms(context, uow, envelope))
        if uow.commands.outcome(envelope.dedupe_key) is None:
            try_with_what_follows(context, uow, envelope, context.clock.now())
    return Bus(context).execute(envelope)


def _with_forms(context: Context, uow: UnitOfWork, envelope: Envelope) -> Command:
    """The command with the form of every outcome, as the item's matter has it."""
    command = envelope.command
    if not isinstance(command, RecordItems | CorrectItem):
        return command
    meeting = uow.matters.load((envelope.matter,)).get(envelope.matter)
    if meeting is None or meeting.proceedings is None:
        raise UnknownMatterError("Sammanträdet finns inte.", hint="Planera det först.")
    types = _types(context, uow, meeting)
    if isinstance(command, CorrectItem):
        said = command.deliberation
        return replace(command, deliberation=said and _formed(said, types.get(command.item)))
    items = tuple(
        replace(dealt, deliberation=_formed(dealt.deliberation, types.get(dealt.item)))
        for dealt in command.items
    )
    return replace(command, items=items)


def _types(context: Context, uow: UnitOfWork, meeting: Matter) -> Mapping[str, MatterType]:
    """What the matter of each item runs on, by the item's key."""
    items = meeting.proceedings.items if meeting.proceedings else ()
    matters: dict[MatterId, Matter] = uow.matters.load(
        item.matter for item in items if item.matter is not None
    )
    context.catalogue.refresh(uow.definitions, anew=True)
    context.catalogue.learn({matter.definition for matter in matters.values()}, uow.definitions)
    return {
        item.key: context.catalogue.machine(matters[item.matter].definition).definition
        for item in items
        if item.matter in matters
    }


def _formed(said: Deliberation, definition: MatterType | None) -> Deliberation:
    """With forms, as the definition of the item's matter has them.

    Raises:
        CommandRefusedError: an outcome that the type doesn't have, or that is no decision of a body.
    """
    events = definition.events if definition else {}
    forms = tuple(_form(outcome.event, events) for outcome in said.resolution.outcomes)
    return replace(said, resolution=replace(said.resolution, forms=forms))


def _form(event: str, events: Mapping[str, EventSpec]) -> Form:
    spec = events.get(event)
    if spec is not None and spec.form is not None:
        return spec.form
    outcomes = [name for name, one in events.items() if one.form is not None]
    raise CommandRefusedError(
        f"”{event[:60]}” är inget beslut som organet kan fatta i ärendet.",
        hint=suggest(event, outcomes, otherwise="Sätt upp ett ärende."),
    )
