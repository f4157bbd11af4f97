"""Runs the engine inside one process: the same batches as the workers, without a broker."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event

import structlog

from workflow.command.apply import apply_batch
from workflow.command.context import Context
from workflow.command.deliver import deliver_batch
from workflow.command.timers import fire_batch
from workflow.errors import StoreUnavailableError

_log = structlog.get_logger(__name__)
_DOUBLINGS = 5


@dataclass(frozen=True, slots=True)
class Drained:
    """How much was done until there was nothing left to do now."""

    fired: int = 0
    commands: int = 0
    mails: int = 0


def never() -> bool:
    """Nobody asks to stop."""
    return False


def drain(context: Context, owner: str, *, stopping: Callable[[], bool] = never) -> Drained:
    """Fire, carry out and send until nothing is left that can be done now.

    Between two batches ``stopping`` is asked, so that the batch in hand is always finished.

    Raises:
        StoreUnavailableError: the database went away.
    """
    fired = commands = mails = 0
    while not stopping():
        timers = fire_batch(context)
        applied = 0 if stopping() else apply_batch(context, owner).claimed
        sent = 0 if stopping() else deliver_batch(context, owner).claimed
        if not (timers or applied or sent):
            break
        fired, commands, mails = fired + timers, commands + applied, mails + sent
    return Drained(fired, commands, mails)


def next_due(context: Context) -> datetime | None:
    """When the next timer comes due or the next message may be sent; None: nothing waits."""
    with context.units() as uow:
        moments = [uow.timers.next_due(), uow.outbox.next_due()]
    return min((moment for moment in moments if moment is not None), default=None)


def run_forever(context: Context, owner: str, stop: Event, *, poll: timedelta) -> None:
    """Drain, wait for what is due next or ``poll`` at the most, and again until ``stop`` is set.

    A database that doesn't answer is waited for. Any other fault is logged, and waited for longer
    each time that it comes back: what this process does for others must not end with one of them.
    """
    faults = 0
    while not stop.is_set():
        try:
            drain(context, owner, stopping=stop.is_set)
            wait = _until(context, next_due(context), poll)
            faults = 0
        except StoreUnavailableError as error:
            _log.warning("store_unavailable", error=str(error))
            wait = poll
        except Exception as error:  # noqa: BLE001 - nobody is left to catch it
            _log.error("loop_broken", exc_info=error)
            wait = poll * 2 ** min(faults, _DOUBLINGS)
            faults += 1
        stop.wait(wait.total_seconds())


def _until(context: Context, due: datetime | None, poll: timedelta) -> timedelta:
    if due is None:
        return poll
    return min(poll, max(due - context.clock.now(), timedelta(0)))
