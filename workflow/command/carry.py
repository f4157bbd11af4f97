"""From commands that were taken to what becomes of their matters: all decided in memory first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from workflow.command.context import Context
from workflow.command.legal_force import check_notice
from workflow.command.numbering import drawn, opens, provisionally
from workflow.command.ports import QueuedCommand, UnitOfWork
from workflow.command.registering import (
    is_unnumbered,
    numbered,
    provisional,
    refuse_retired,
)
from workflow.command.secrecy import kept_secret
from workflow.errors import (
    CommandRefusedError,
    DuplicateMatterError,
    InvalidInputError,
    StaleVersionError,
    StoreUnavailableError,
    UnknownMatterError,
)
from workflow.machine.decide import decide
from workflow.machine.evolve import evolve
from workflow.model.commands import (
    ConfirmLegalForce,
    Envelope,
    FireEvent,
    FireTimer,
    MigrateMatter,
    PlaceItems,
    RegisterMatter,
    RevertMigration,
)
from workflow.model.effects import SendCommand
from workflow.model.events import Event
from workflow.model.ids import MatterId
from workflow.model.matter import ENGINE, Matter
from workflow.model.step import Step

REFUSALS = (
    CommandRefusedError,
    DuplicateMatterError,
    InvalidInputError,
    StaleVersionError,
    UnknownMatterError,
)
"""Answers of ``decide`` that another try won't change; everything else that it raises is a fault."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A command and what it does to its matter."""

    queued: QueuedCommand
    before: Matter | None
    after: Matter
    step: Step


@dataclass(frozen=True, slots=True)
class SetAside:
    """A command that is not carried out, and why; ``refused`` for good, or worth another try."""

    queued: QueuedCommand
    error: Exception
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Decisions:
    """What became of a batch in memory."""

    decided: tuple[Decided, ...]
    aside: tuple[SetAside, ...]


def decide_all(
    context: Context, uow: UnitOfWork, commands: Sequence[QueuedCommand], now: datetime
) -> Decisions:
    """Lock and read the matters and decide each command. Draws numbers, and writes nothing else.

    Raises:
        StoreUnavailableError: the database went away.
    """
    matters = _read(context, uow, [queued.envelope for queued in commands])
    decided: list[Decided] = []
    aside: list[SetAside] = []
    for queued in commands:
        before = matters.get(queued.envelope.matter)
        try:
            step = _step(context, uow, before, queued.envelope, now)
            after = _known(reduce(evolve, step.events, before))
        except StoreUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - a fault in one matter stops that matter only
            aside.append(SetAside(queued, error, refused=isinstance(error, REFUSALS)))
        else:
            decided.append(Decided(queued, before, after, step))
    return Decisions(tuple(decided), tuple(aside))


def decide_one(context: Context, uow: UnitOfWork, queued: QueuedCommand, now: datetime) -> Decided:
    """The same for somebody who waits.

    Raises:
        ArendegangError: why the command is refused.
    """
    before = _read(context, uow, [queued.envelope]).get(queued.envelope.matter)
    step = _step(context, uow, before, queued.envelope, now)
    return Decided(queued, before, _known(reduce(evolve, step.events, before)), step)


def try_registering(
    context: Context, uow: UnitOfWork, envelope: Envelope, command: RegisterMatter, now: datetime
) -> None:
    """See whether a registration would be refused before it is queued. Draws and writes nothing.

    Raises:
        ArendegangError: why it would be.
    """
    catalogue = context.catalogue
    catalogue.refresh(uow.definitions, anew=True)
    digest = catalogue.digest(command.matter_type)
    catalogue.learn((digest,), uow.definitions)
    catalogue.learn_retired(uow.definitions)
    refuse_retired(command, catalogue, envelope.actor)
    trial = replace(envelope, command=provisional(command, catalogue, now))
    decide(catalogue.machine(digest), catalogue.known_organisations(), None, trial, now)


def try_with_what_follows(
    context: Context, uow: UnitOfWork, envelope: Envelope, now: datetime
) -> None:
    """See whether a command, or a command to another matter that it leads to, would be refused.

    What waits in the queue for those matters is reckoned with: it goes before. Draws and writes nothing.
    Commands that register matters are left out.

    Raises:
        ArendegangError: why it would be; with the other matter's number.
    """
    matters = dict(uow.matters.load((envelope.matter,)))
    _learn(context, uow, matters.values())
    step = _step(context, uow, matters.get(envelope.matter), envelope, now)
    follow = [
        effect.envelope
        for effect in step.effects
        if isinstance(effect, SendCommand)
        and not isinstance(effect.envelope.command, RegisterMatter)
    ]
    others = _as_they_will_be(context, uow, {each.matter for each in follow}, now)
    for each in follow:
        before = others.get(each.matter)
        try:
            step = _step(context, uow, before, each, now)
        except CommandRefusedError as refusal:
            number = before.number.printed if before else each.matter
            raise CommandRefusedError(
                f"{number}: {refusal.message}", possible=refusal.possible, hint=refusal.hint
            ) from refusal
        others[each.matter] = _known(reduce(evolve, step.events, before))


def _as_they_will_be(
    context: Context, uow: UnitOfWork, ids: Collection[MatterId], now: datetime
) -> dict[MatterId, Matter]:
    """The matters after what waits for them in the queue; what will be refused changes nothing."""
    matters = dict(uow.matters.load(ids))
    _learn(context, uow, matters.values())
    for waiting in uow.commands.queued(tuple(matters)):
        before = matters[waiting.matter]
        events = _foreseen(context, uow, before, waiting, now)
        matters[waiting.matter] = reduce(evolve, events, before)
    return matters


def _foreseen(
    context: Context, uow: UnitOfWork, matter: Matter, waiting: Envelope, now: datetime
) -> Sequence[Event]:
    """What a waiting command will do: nothing where it will be refused, or is broken."""
    try:
        return _step(context, uow, matter, waiting, now).events
    except StoreUnavailableError:
        raise
    except Exception:  # noqa: BLE001 - whoever carries it out sets it aside and tells a person
        return ()


def _learn(context: Context, uow: UnitOfWork, matters: Iterable[Matter]) -> None:
    context.catalogue.refresh(uow.definitions, anew=True)
    context.catalogue.learn({matter.definition for matter in matters}, uow.definitions)


def _read(
    context: Context, uow: UnitOfWork, envelopes: Sequence[Envelope]
) -> Mapping[MatterId, Matter]:
    catalogue = context.catalogue
    # Any of them may put a deadline on the calendar, and one that a publication has already passed by
    # would never be worked out again.
    catalogue.refresh(uow.definitions, anew=True)
    matters = uow.matters.load({envelope.matter for envelope in envelopes}, lock=True)
    started = {
        envelope.command.matter_type
        for envelope in envelopes
        if isinstance(envelope.command, RegisterMatter)
    }
    digests = {matter.definition for matter in matters.values()} | catalogue.digests(started)
    digests |= {
        envelope.command.definition
        for envelope in envelopes
        if isinstance(envelope.command, MigrateMatter | RevertMigration)
    }
    catalogue.learn(digests, uow.definitions)
    if started:
        catalogue.learn_retired(uow.definitions)
    return matters


def _step(
    context: Context, uow: UnitOfWork, matter: Matter | None, envelope: Envelope, now: datetime
) -> Step:
    catalogue, command = context.catalogue, envelope.command
    organisations = catalogue.known_organisations()
    if isinstance(command, FireTimer) and envelope.actor == ENGINE:
        # Its time had come for the worker that fired it; this one's clock may be a moment behind.
        now = max(now, envelope.given_at)
    if matter is not None:
        if isinstance(command, ConfirmLegalForce):
            check_notice(uow.notices, matter, command)
        runs_on = (
            command.definition  # the version that it goes to decides, and may refuse
            if isinstance(command, MigrateMatter | RevertMigration)
            else matter.definition
        )
        if isinstance(command, PlaceItems):
            envelope = replace(envelope, command=kept_secret(command, uow.matters))
        if isinstance(command, FireEvent) and opens(matter, command):
            trial = replace(envelope, command=provisionally(command))
            decide(catalogue.machine(runs_on), organisations, matter, trial, now)
            organisation = organisations[matter.organisation]
            command = drawn(command, matter, organisation, uow.paragraphs)
            envelope = replace(envelope, command=command)
        return decide(catalogue.machine(runs_on), organisations, matter, envelope, now)
    if not isinstance(command, RegisterMatter):
        raise UnknownMatterError("Ärendet finns inte.", hint="Kontrollera diarienumret.")
    machine = catalogue.machine(catalogue.digest(command.matter_type))
    refuse_retired(command, catalogue, envelope.actor)
    if is_unnumbered(command):
        trial = replace(envelope, command=provisional(command, catalogue, now))
        decide(machine, organisations, None, trial, now)
        envelope = replace(envelope, command=numbered(command, catalogue, uow.matters, now))
    return decide(machine, organisations, None, envelope, now)


def _known(matter: Matter | None) -> Matter:
    if matter is None:
        raise UnknownMatterError("Kommandot ledde inte till något ärende.")
    return matter
