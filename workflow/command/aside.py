"""Commands that are not carried out: refused for good, tried again later, or left to a person."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from workflow.command.carry import SetAside
from workflow.command.context import Context
from workflow.command.plain import plain
from workflow.command.ports import UnitOfWork
from workflow.command.result import BatchResult
from workflow.model.effects import OpenIncident

_log = structlog.get_logger(__name__)


def set_aside(
    context: Context, uow: UnitOfWork, owner: str, aside: Sequence[SetAside], now: datetime
) -> BatchResult:
    """Write each off, in the transaction that is open.

    A refused command blocks nothing: the matter's later ones go on, and nothing tries it again by
    itself, so that no loop can arise. Its incident lets a person put the same command back in the
    queue once the reason is gone; its key alone would let nobody repeat it.
    """
    result = BatchResult()
    for each in aside:
        if each.refused:
            _refuse(uow, owner, each, now)
            result += BatchResult(refused=1)
        else:
            result += _try_later(context, uow, owner, each, now)
    return result


def _refuse(uow: UnitOfWork, owner: str, aside: SetAside, now: datetime) -> None:
    queued = aside.queued
    uow.commands.refuse({queued.id: plain(aside.error)}, owner, at=now)
    _open_incident(uow, "refused", aside, now)


def _try_later(
    context: Context, uow: UnitOfWork, owner: str, aside: SetAside, now: datetime
) -> BatchResult:
    queued, policy = aside.queued, context.policy
    _log.error(
        "command_broken",
        command=queued.id,
        matter=queued.envelope.matter,
        attempt=queued.attempts,
        exc_info=aside.error,
    )
    detail = plain(f"{type(aside.error).__name__}: {aside.error}")
    delay = policy.command_retry.next_try(queued.attempts, random=policy.random)
    if delay is not None:
        uow.commands.postpone((queued.id,), owner, delay=delay, detail=detail)
        return BatchResult(postponed=1)
    uow.commands.fail((queued.id,), owner, detail=detail)
    _open_incident(uow, "command", aside, now)
    return BatchResult(failed=1)


def _open_incident(uow: UnitOfWork, kind: str, aside: SetAside, now: datetime) -> None:
    """Nobody waits for the answer to a queued command: a refusal too must reach a person."""
    envelope = aside.queued.envelope
    outcome = uow.commands.outcome(envelope.dedupe_key)
    if outcome is None or outcome.status == "done":
        return  # another worker took it over and carried it out
    name = type(envelope.command).__name__
    incident = OpenIncident(
        key=f"{kind}:{aside.queued.id}",
        matter=envelope.matter,
        kind=kind,
        detail=plain(f"{name} ({envelope.dedupe_key}): {aside.error}"),
    )
    uow.incidents.open((incident,), at=now)
