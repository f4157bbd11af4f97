"""Carries commands out in batches: claim (T1), decide in memory, write set-wise (T2)."""

from collections.abc import Sequence

import structlog

from workflow.command.aside import set_aside
from workflow.command.carry import SetAside, decide_all
from workflow.command.context import Context
from workflow.command.ports import QueuedCommand, UnitOfWork
from workflow.command.registering import is_unnumbered
from workflow.command.result import BatchResult
from workflow.command.writing import write
from workflow.errors import DuplicateMatterError, InvalidInputError, StoreUnavailableError

_log = structlog.get_logger(__name__)


def apply_batch(context: Context, owner: str, limit: int | None = None) -> BatchResult:
    """Carry out the oldest command of up to ``limit`` matters.

    A fault stops its own matter only: the command is tried again later, and after the last try a
    person gets an incident.

    Raises:
        StoreUnavailableError: the database went away; what was claimed is taken over later.
    """
    claimed = _claim(context, owner, limit or context.policy.batch)
    fresh = [queued for queued in claimed if queued.attempts == 1]
    suspects = [queued for queued in claimed if queued.attempts > 1]
    # A command that kills its worker is in here, with innocents that were claimed beside it. Alone and
    # in an order that changes, half of them get past it at each try.
    suspects.sort(key=lambda _: context.policy.random())
    result = BatchResult(claimed=len(claimed)) + _carry_out_set(context, owner, fresh)
    for queued in suspects:
        result += _carry_out_alone(context, owner, queued)
    return result


def _claim(context: Context, owner: str, limit: int) -> tuple[QueuedCommand, ...]:
    with context.units() as uow:
        claimed = uow.commands.claim(owner, limit=limit, lease=context.policy.command_lease)
        if claimed:
            context.reached("claim:before")
            uow.commit()
            context.reached("claim:after")
    return claimed


def _carry_out_set(context: Context, owner: str, commands: Sequence[QueuedCommand]) -> BatchResult:
    if not commands:
        return BatchResult()
    try:
        return _carry_out(context, owner, commands)
    except StoreUnavailableError:
        raise
    except Exception as error:  # noqa: BLE001 - one of them can't be written; find out which
        _log.warning("batch_taken_apart", commands=len(commands), error=str(error))
    result = BatchResult()
    for queued in commands:
        result += _carry_out_alone(context, owner, queued)
    return result


def _carry_out_alone(context: Context, owner: str, queued: QueuedCommand) -> BatchResult:
    if queued.attempts > context.policy.command_retry.tries:
        fault = RuntimeError("Varje arbetare som tog kommandot dog innan det var klart.")
        return _set_aside_alone(context, owner, SetAside(queued, fault))
    try:
        return _carry_out(context, owner, (queued,))
    except StoreUnavailableError:
        raise
    except Exception as error:  # noqa: BLE001 - stops this matter only
        refused = isinstance(error, InvalidInputError) or (
            # A number that somebody else took meanwhile is worth another try if the register gave it.
            isinstance(error, DuplicateMatterError) and not is_unnumbered(queued.envelope.command)
        )
        return _set_aside_alone(context, owner, SetAside(queued, error, refused=refused))


def _carry_out(context: Context, owner: str, commands: Sequence[QueuedCommand]) -> BatchResult:
    now = context.clock.now()
    with context.units() as uow:
        decisions = decide_all(context, uow, commands, now)
        written = write(uow, decisions.decided, owner, now)
        result = set_aside(context, uow, owner, decisions.aside, now)
        _commit(context, uow)
    if written.mails:
        context.hint("deliver")
    if written.commands:
        context.hint("apply")
    return result + BatchResult(applied=len(written.done))


def _set_aside_alone(context: Context, owner: str, aside: SetAside) -> BatchResult:
    with context.units() as uow:
        result = set_aside(context, uow, owner, (aside,), context.clock.now())
        _commit(context, uow)
    return result


def _commit(context: Context, uow: UnitOfWork) -> None:
    context.reached("apply:before")
    uow.commit()
    context.reached("apply:after")
