"""Timers in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from workflow.command.ports import DueTimer, TimerRow
from workflow.model.effects import ArmTimer, CancelTimers
from workflow.model.ids import MatterId
from workflow.testing.state import State, Timer


class MemoryTimers:
    """Implements ``ports.Timers``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def apply(self, effects: Sequence[ArmTimer | CancelTimers]) -> None:
        """See ``ports.Timers.apply``."""
        for effect in effects:
            if isinstance(effect, ArmTimer):
                self._state.timers.setdefault(effect.id, _armed(effect))
                continue
            for timer in self._in_order():
                if (timer.due.matter, timer.due.deadline, timer.status) == (
                    effect.matter,
                    effect.deadline,
                    "armed",
                ):
                    self._state.timers[timer.due.id] = replace(timer, status="cancelled")

    def fire_due(self, *, now: datetime, limit: int) -> tuple[DueTimer, ...]:
        """See ``ports.Timers.fire_due``."""
        due = [
            timer
            for timer in self._in_order()
            if timer.status == "armed" and timer.due.due_at <= now
        ][:limit]
        for timer in due:
            self._state.timers[timer.due.id] = replace(timer, status="fired")
        return tuple(timer.due for timer in due)

    def next_due(self) -> datetime | None:
        """See ``ports.Timers.next_due``."""
        armed = (
            timer.due.due_at for timer in self._state.timers.values() if timer.status == "armed"
        )
        return min(armed, default=None)

    def of(self, matter: MatterId) -> tuple[TimerRow, ...]:
        """See ``ports.Timers.of``."""
        return tuple(
            TimerRow(timer.due, timer.status)
            for timer in self._in_order()
            if timer.due.matter == matter
        )

    def _in_order(self) -> list[Timer]:
        return sorted(
            self._state.timers.values(), key=lambda timer: (timer.due.due_at, timer.due.id)
        )


def _armed(effect: ArmTimer) -> Timer:
    return Timer(
        DueTimer(
            id=effect.id,
            matter=effect.matter,
            deadline=effect.deadline,
            kind=effect.kind,
            generation=effect.generation,
            due_on=effect.due_on,
            due_at=effect.due_at,
        ),
        "armed",
    )
