"""The timers of a deadline: when the office is reminded, and when the last day has passed. Pure.

Days are local (Europe/Stockholm); the instants that the timers come due at are UTC. A reminder comes at
seven in the morning, and so does the look for a meeting that has passed without a word; the end at the
midnight that ends the last day.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from workflow.model.effects import ArmTimer
from workflow.model.ids import MatterId
from workflow.model.matter import Deadline
from workflow.statutory import periods

STOCKHOLM: Final = ZoneInfo("Europe/Stockholm")
REMINDER: Final = "reminder"
RISK: Final = "risk"
EXPIRY: Final = "expiry"

_MORNING: Final = time(7)
_MIDNIGHT: Final = time(0)


def ladder(remind: Iterable[str], final: date, today: date) -> tuple[date, ...]:
    """The days to remind on, in order: each period before the last day, from today on.

    Args:
        remind: ISO 8601 periods.
        final: the last day; a reminder always comes before it.
        today: steps that lie before it are left out.

    Raises:
        InvalidInputError: no such period, or outside the calendar.
    """
    days = {periods.parse(period).before(final) for period in remind}
    return tuple(sorted(day for day in days if today <= day < final))


def timers(matter: MatterId, deadline: Deadline, today: date) -> tuple[ArmTimer, ...]:
    """The timers of a running deadline: reminders and the look from today on, and exactly one for its end."""
    reminders = (
        _timer(matter, deadline, REMINDER, day, instant(day, _MORNING))
        for day in deadline.reminders
        if day >= today
    )
    end = instant(deadline.final + timedelta(days=1), _MIDNIGHT)
    return (
        *reminders,
        *risk_timers(matter, deadline, today),
        _timer(matter, deadline, EXPIRY, deadline.final, end),
    )


def risk_timers(matter: MatterId, deadline: Deadline, today: date) -> tuple[ArmTimer, ...]:
    """The one that looks for a meeting that has passed without a word; none if that day has passed.

    An earlier one of the same generation stays armed and does nothing, unless its day is taken up again.
    """
    day = deadline.risk_on
    if day is None or day < today:
        return ()
    return (_timer(matter, deadline, RISK, day, instant(day, _MORNING)),)


def timer_id(matter: MatterId, deadline: Deadline, kind: str, due_on: date) -> str:
    """What the timer is called; the generation makes it another one when the day changes."""
    return f"{matter}/{deadline.key}/{deadline.generation}/{kind}/{due_on}"


def instant(day: date, at: time) -> datetime:
    """A local time of day as UTC."""
    return datetime.combine(day, at, tzinfo=STOCKHOLM).astimezone(UTC)


def _timer(
    matter: MatterId, deadline: Deadline, kind: str, due_on: date, due_at: datetime
) -> ArmTimer:
    return ArmTimer(
        id=timer_id(matter, deadline, kind, due_on),
        matter=matter,
        deadline=deadline.key,
        kind=kind,
        generation=deadline.generation,
        due_on=due_on,
        due_at=due_at,
    )
