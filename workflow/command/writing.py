"""Writes what was decided, set-wise, in the transaction that is open (T2)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workflow.command.carry import Decided
from workflow.command.ports import Change, UnitOfWork
from workflow.model.effects import (
    ArmTimer,
    CancelTimers,
    Effect,
    NoticeEffect,
    OpenIncident,
    SendCommand,
    SendMail,
)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the commands that were still mine, and the work that it made for others."""

    done: tuple[Decided, ...]
    mails: int
    commands: int


def write(uow: UnitOfWork, decided: Sequence[Decided], owner: str, now: datetime) -> Written:
    """Mark the commands done and write matters, events and effects of those that still are ``owner``'s.

    Raises:
        StaleVersionError, DuplicateMatterError, InvalidInputError: nothing may be committed.
    """
    versions = {each.queued.id: each.after.version for each in decided}
    mine = uow.commands.finish(versions, owner, at=now) if versions else frozenset()
    done = tuple(each for each in decided if each.queued.id in mine)
    changes = [_change(each, now) for each in done if each.step.events]
    if changes:
        uow.matters.save(changes)
    effects = [effect for each in done for effect in each.step.effects]
    mails, commands = _write_effects(uow, effects, now) if effects else (0, 0)
    return Written(done, mails, commands)


def _change(decided: Decided, now: datetime) -> Change:
    envelope = decided.queued.envelope
    return Change(
        before=decided.before,
        after=decided.after,
        events=decided.step.events,
        actor=envelope.actor,
        command=envelope.dedupe_key,
        at=now,
    )


def _write_effects(uow: UnitOfWork, effects: Sequence[Effect], now: datetime) -> tuple[int, int]:
    timers = [effect for effect in effects if isinstance(effect, ArmTimer | CancelTimers)]
    mails = [effect for effect in effects if isinstance(effect, SendMail)]
    notices = [effect for effect in effects if isinstance(effect, NoticeEffect)]
    commands = [effect.envelope for effect in effects if isinstance(effect, SendCommand)]
    incidents = [effect for effect in effects if isinstance(effect, OpenIncident)]
    if timers:
        uow.timers.apply(timers)
    if mails:
        uow.outbox.add(mails, available_at=now)
    if notices:
        uow.notices.apply(notices)
    if commands:
        uow.commands.accept(commands, at=now)
    if incidents:
        uow.incidents.open(incidents, at=now)
    return len(mails), len(commands)
