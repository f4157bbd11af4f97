"""A timer of a deadline has come due: a reminder, or the end. Pure."""

from dataclasses import replace
from datetime import date
from typing import Final

from workflow.definition.schema import DeadlineSpec, MatterType
from workflow.errors import CommandRefusedError
from workflow.machine.deadline_step import NOTHING, DeadlineMail, DeadlineStep, joined
from workflow.machine.projection import counted_from, recurring
from workflow.machine.timers import ladder, timer_id, timers
from workflow.model.commands import FireTimer
from workflow.model.effects import OpenIncident
from workflow.model.events import DeadlineChanged, ReminderSent
from workflow.model.matter import Deadline, Matter
from workflow.statutory.recurrence import next_occurrence

_ESCALATION: Final = "escalation"


def remind(definition: MatterType, matter: Matter, timer: FireTimer, today: date) -> DeadlineStep:
    """A step of the ladder is reached; nothing for a timer of an old generation.

    Raises:
        CommandRefusedError: its day has not come.
    """
    deadline, spec = addressed(matter, timer), definition.deadlines.get(timer.deadline)
    if deadline is None or spec is None:
        return NOTHING
    if today < timer.due_on:
        raise CommandRefusedError(
            f"Påminnelsen om ”{deadline.label}” ska komma {timer.due_on}, inte {today}."
        )
    left = (deadline.final - today).days
    return DeadlineStep(
        events=(ReminderSent(deadline.key, timer.due_on, left, spec.remind_to),),
        mails=(DeadlineMail(timer.timer, "reminder", deadline, spec.remind_to, left),),
    )


def expire(definition: MatterType, matter: Matter, timer: FireTimer, today: date) -> DeadlineStep:
    """The last day has passed: expired, or on to the next time, and what ``on_expiry`` says.

    Nothing for a timer of an old generation.

    Raises:
        CommandRefusedError: the last day has not passed.
    """
    deadline, spec = addressed(matter, timer), definition.deadlines.get(timer.deadline)
    if deadline is None or spec is None:
        return NOTHING
    if today <= deadline.final:
        raise CommandRefusedError(
            f"Fristen ”{deadline.label}” löper till och med {deadline.final};"
            f" den kan inte gå ut {today}."
        )
    return joined(
        _next_or_expired(spec, matter, deadline, today),
        consequences(spec, matter, deadline, today),
    )


def only_waits(spec: DeadlineSpec) -> bool:
    """Whether its end only raises an event: a time to wait, and nothing that anybody can miss."""
    on_expiry = spec.on_expiry
    return bool(on_expiry.event) and not (spec.hard or on_expiry.escalate_to or on_expiry.incident)


def consequences(
    spec: DeadlineSpec, matter: Matter, deadline: Deadline, today: date
) -> DeadlineStep:
    """What the definition wants done when the deadline has passed without being met."""
    to, event = spec.on_expiry.escalate_to, spec.on_expiry.event
    mail = DeadlineMail(
        key=timer_id(matter.id, deadline, _ESCALATION, deadline.final),
        template=_ESCALATION,
        deadline=deadline,
        to=to,
        days_left=(deadline.final - today).days,
    )
    incident = OpenIncident(
        key=f"deadline:{matter.id}/{deadline.key}/{deadline.generation}",
        matter=matter.id,
        kind="deadline",
        detail=f"Fristen ”{deadline.label}” gick ut {deadline.final}.",
    )
    return DeadlineStep(
        effects=(incident,) if deadline.hard or spec.on_expiry.incident else (),
        mails=(mail,) if to else (),
        fires=(event,) if event else (),
    )


def _next_or_expired(
    spec: DeadlineSpec, matter: Matter, deadline: Deadline, today: date
) -> DeadlineStep:
    """Every occurrence has its own end: after a standstill those skipped follow one by one."""
    base = counted_from(spec, matter) if spec.recurs else None
    day = base and next_occurrence(spec.recurs or "", base, max(deadline.nominal, deadline.final))
    if not day:
        expired = replace(deadline, status="expired", at_risk=None, risk_on=None)
        return DeadlineStep(events=(DeadlineChanged("expired", expired),))
    projection = recurring(day)
    following = replace(
        deadline,
        nominal=day,
        final=day,
        target=projection.target,
        reminders=ladder(spec.remind, day, today),
        generation=deadline.generation + 1,
        explanation=projection.explanation,
        suspended_days=0,
        extended_days=0,
        at_risk=None,
        risk_on=None,
    )
    return DeadlineStep(
        events=(DeadlineChanged("recurred", following),),
        effects=timers(matter.id, following, today),
    )


def addressed(matter: Matter, timer: FireTimer) -> Deadline | None:
    """The running deadline that the timer was armed for; None when it has changed since."""
    return next(
        (
            deadline
            for deadline in matter.deadlines
            if deadline.key == timer.deadline
            and deadline.generation == timer.generation
            and deadline.status == "running"
        ),
        None,
    )
