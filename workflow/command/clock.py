"""Business time: the real one, and one that is moved by hand."""

from datetime import UTC, datetime

from workflow.command.context import Context
from workflow.command.loop import Drained, drain, next_due


class SystemClock:
    """The time of the machine."""

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC)


class SimulatedClock:
    """Stands still until it is moved; never goes back."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Aware UTC."""
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Go on to ``instant``; an earlier one changes nothing."""
        self._now = max(self._now, instant.astimezone(UTC))


def skip(context: Context, clock: SimulatedClock, until: datetime, owner: str) -> Drained:
    """Let time pass up to ``until``: drain, jump to what is due next, repeat.

    Everything that falls due on the way is done at its own time.
    """
    total = drain(context, owner)
    while (due := next_due(context)) is not None and due <= until:
        clock.move_to(due)
        done = drain(context, owner)
        if not any((done.fired, done.commands, done.mails)):
            break
        total = Drained(
            total.fired + done.fired, total.commands + done.commands, total.mails + done.mails
        )
    clock.move_to(until)
    return total
