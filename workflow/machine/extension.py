"""People change the clock: a later last day, a standstill, and going on after it. Pure."""

from dataclasses import replace
from datetime import date, timedelta

from workflow.definition.schema import MatterType
from workflow.errors import CommandRefusedError
from workflow.machine.deadline_step import DeadlineStep
from workflow.machine.projection import day_to_aim_at
from workflow.machine.timers import ladder, timers
from workflow.machine.values import in_days
from workflow.model.commands import ExtendDeadline, ResumeDeadline, SuspendDeadline
from workflow.model.effects import CancelTimers
from workflow.model.events import DeadlineChanged
from workflow.model.matter import Deadline, Matter
from workflow.statutory import calendar


def extend(
    definition: MatterType, matter: Matter, command: ExtendDeadline, today: date
) -> DeadlineStep:
    """Give a running or expired deadline a later last day, which then stands until somebody changes it.

    Raises:
        CommandRefusedError: no such deadline, not running or expired, no reason, or not a later day.
        InvalidInputError: a day outside the calendar.
    """
    deadline = _find(matter, command.deadline)
    reason = _reason(command.reason)
    until = calendar.checked(command.until)
    if deadline.status not in ("running", "expired"):
        raise _refused(deadline, "förlängas")
    if until <= deadline.final:
        raise CommandRefusedError(
            f"Fristen ”{deadline.label}” löper redan till {deadline.final}; den kan inte flyttas till {until}."
            " Ange en senare dag."
        )
    if until < today:
        raise CommandRefusedError(f"{until} har redan passerat. Ange en dag från och med {today}.")
    extended = replace(
        _moved(definition, deadline, until, today),
        extended_days=deadline.extended_days + (until - deadline.final).days,
        explanation=f"Förlängd från {deadline.final} till {until}: {reason}",
    )
    return _changed("extended", matter, extended, reason, today)


def suspend(matter: Matter, command: SuspendDeadline, today: date) -> DeadlineStep:
    """Stop the clock of a running deadline; the days left are counted from today to the last day.

    Raises:
        CommandRefusedError: no such deadline, not running, no reason, it has passed, or its day is set by
            somebody else (``day``) and would not stay.
    """
    deadline = _find(matter, command.deadline)
    reason = _reason(command.reason)
    if deadline.status != "running":
        raise _refused(deadline, "pausas")
    if deadline.rule == "day" and not command.day_stays:
        raise CommandRefusedError(
            f"Dagen {deadline.final} för ”{deadline.label}” är satt av någon annan och kan inte pausas."
            " Förläng fristen när den som satt dagen har gått med på en senare."
        )
    if deadline.final < today:
        raise CommandRefusedError(f"Fristen ”{deadline.label}” gick ut {deadline.final}.")
    suspended = replace(
        deadline,
        status="suspended",
        reminders=(),
        suspended_on=today,
        remaining_days=None if command.day_stays else (deadline.final - today).days,
        at_risk=None,
        risk_on=None,
    )
    return DeadlineStep(
        events=(DeadlineChanged("suspended", suspended, reason),),
        effects=(CancelTimers(matter.id, deadline.key),),
    )


def resume(
    definition: MatterType, matter: Matter, command: ResumeDeadline, today: date
) -> DeadlineStep:
    """Start the clock again: as many days are left as when it was stopped, or the day is what it was.

    Raises:
        CommandRefusedError: no such deadline, not suspended, or no reason.
        InvalidInputError: the new last day is outside the calendar.
    """
    deadline = _find(matter, command.deadline)
    reason = _reason(command.reason)
    if deadline.status != "suspended":
        raise _refused(deadline, "återupptas")
    left = deadline.remaining_days
    final = deadline.final if left is None else calendar.checked(today + timedelta(days=left))
    goes_on = "till samma dag" if left is None else f"med {in_days(left)} kvar"
    resumed = replace(
        _moved(definition, deadline, final, today),
        suspended_days=deadline.suspended_days + (final - deadline.final).days,
        suspended_on=None,
        remaining_days=None,
        explanation=f"Återupptagen {today} {goes_on}: {reason}",
    )
    return _changed("resumed", matter, resumed, reason, today)


def _moved(definition: MatterType, deadline: Deadline, final: date, today: date) -> Deadline:
    spec = definition.deadlines.get(deadline.key)
    return replace(
        deadline,
        status="running",
        final=final,
        target=day_to_aim_at(final),
        reminders=ladder(spec.remind if spec else (), final, today),
        generation=deadline.generation + 1,
        risk_on=None,
        moved_by=None,
    )


def _changed(
    what: str, matter: Matter, deadline: Deadline, reason: str, today: date
) -> DeadlineStep:
    return DeadlineStep(
        events=(DeadlineChanged(what, deadline, reason),),
        effects=(
            CancelTimers(matter.id, deadline.key),
            *timers(matter.id, deadline, today),
        ),
    )


def _find(matter: Matter, key: str) -> Deadline:
    for deadline in matter.deadlines:
        if deadline.key == key:
            return deadline
    known = ", ".join(deadline.key for deadline in matter.deadlines) or "inga"
    raise CommandRefusedError(f"Ärendet har ingen frist ”{key[:60]}”.", hint=f"Frister: {known}.")


def _reason(reason: str) -> str:
    if not reason.strip():
        raise CommandRefusedError("Ange ett skäl.")
    return reason.strip()


_STATUS = {
    "running": "löper",
    "suspended": "är pausad",
    "met": "är uppfylld",
    "expired": "har gått ut",
    "dropped": "gäller inte längre",
}


def _refused(deadline: Deadline, done: str) -> CommandRefusedError:
    return CommandRefusedError(
        f"Fristen ”{deadline.label}” {_STATUS[deadline.status]} och kan inte {done}."
    )
