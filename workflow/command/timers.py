"""Fires timers that are due: each becomes one command, in the transaction that marks it fired."""

from workflow.command.context import Context
from workflow.command.ports import DueTimer
from workflow.model.commands import Envelope, FireTimer
from workflow.model.matter import ENGINE


def fire_batch(context: Context, limit: int | None = None) -> int:
    """Fire up to ``limit`` due timers, oldest first; how many. Two workers never fire the same one.

    After a standstill everything that came due is fired in order, each once.

    Raises:
        StoreUnavailableError: the database went away; nothing was fired.
    """
    now = context.clock.now()
    with context.units() as uow:
        due = uow.timers.fire_due(now=now, limit=limit or context.policy.batch)
        if not due:
            return 0
        uow.commands.accept([_command(timer) for timer in due], at=now)
        context.reached("timers:before")
        uow.commit()
        context.reached("timers:after")
    context.hint("apply")
    return len(due)


def _command(timer: DueTimer) -> Envelope:
    return Envelope(
        dedupe_key=f"timer:{timer.id}",
        matter=timer.matter,
        command=FireTimer(
            timer=timer.id,
            deadline=timer.deadline,
            kind=timer.kind,
            generation=timer.generation,
            due_on=timer.due_on,
        ),
        actor=ENGINE,
        given_at=timer.due_at,
    )
