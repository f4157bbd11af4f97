"""The life of a deadline: armed, at risk, moved, met, dropped, expired. Pure.

How ``decide`` uses it (every function gives a :class:`DeadlineStep`; nothing is changed here):

``reconcile(definition, organisation, matter, today, why="")``
    After every command, on the matter with the events so far folded in. Arms what can be armed, moves
    what is to be moved, ends what is kept or dropped, and looks at risk. Folding its events (and opening
    its tasks) and calling it again gives an empty step. ``why`` is the reason of a ``ReprojectDeadlines``.
``expire(definition, matter, timer, today)``, ``remind(definition, matter, timer, today)`` and
``watch(definition, organisation, matter, timer, today)``
    For a ``FireTimer`` of that kind. A timer of an old generation gives an empty step.
``extend(definition, matter, command, today)``, ``suspend(matter, command, today)`` and
``resume(definition, matter, command, today)``
    For the commands of these names. Call ``reconcile`` afterwards, as always.

What the caller does with a step, in this order: append and fold ``events``; keep ``effects``; give each of
``tasks`` a key and open it; resolve the recipients of each of ``mails`` and send it; fire each of ``fires``
(machine events of ``on_expiry``) on the points that have a transition for it, and leave it where none has.
``ReminderSent.told`` holds the recipients as the definition names them.

A running deadline's last day is always the projected one, plus the days that its clock stood still
(``suspended_days``), plus those that it was extended by (``extended_days``).
"""

from dataclasses import replace
from datetime import date
from typing import Literal

from workflow.definition.organisation import Organisation
from workflow.definition.schema import DeadlineSpec, MatterType
from workflow.errors import CommandRefusedError
from workflow.machine.arming import Look, placed, watched
from workflow.machine.deadline_step import (
    NOTHING,
    DeadlineMail,
    DeadlineStep,
    DeadlineTask,
    joined,
)
from workflow.machine.extension import extend, resume, suspend
from workflow.machine.projection import Projection, project
from workflow.machine.ringing import addressed, expire, remind
from workflow.machine.timers import timers
from workflow.model.commands import FireTimer
from workflow.model.effects import CancelTimers
from workflow.model.events import DeadlineChanged
from workflow.model.matter import Deadline, Matter

__all__ = [
    "DeadlineMail",
    "DeadlineStep",
    "DeadlineTask",
    "expire",
    "extend",
    "project",
    "reconcile",
    "remind",
    "resume",
    "suspend",
    "timers",
    "watch",
]


def reconcile(
    definition: MatterType, organisation: Organisation, matter: Matter, today: date, why: str = ""
) -> DeadlineStep:
    """What has to change about the matter's deadlines now.

    Args:
        definition: the one that the matter runs on.
        organisation: whose bodies' meetings count.
        matter: with all events so far.
        today: the local date.
        why: the reason for working everything out again, where there is one.

    Raises:
        InvalidInputError: a field, period or rule that gives no day within the calendar.
    """
    known = (
        looked_at(Look(definition, organisation, matter, today, why, key, spec))
        for key, spec in definition.deadlines.items()
    )
    unknown = (
        _ended(matter, deadline, "dropped", "Fristen finns inte längre i definitionen.")
        for deadline in matter.deadlines
        if deadline.key not in definition.deadlines
    )
    return joined(*known, *unknown)


def watch(
    definition: MatterType,
    organisation: Organisation,
    matter: Matter,
    timer: FireTimer,
    today: date,
) -> DeadlineStep:
    """The body's last meeting in time has passed: at risk, if the body has not taken the matter up.

    Nothing for a timer of an old generation, or of a day that isn't the one to look on any more.

    Raises:
        CommandRefusedError: its day has not come.
    """
    deadline, spec = addressed(matter, timer), definition.deadlines.get(timer.deadline)
    if deadline is None or spec is None or deadline.risk_on != timer.due_on:
        return NOTHING
    if today < timer.due_on:
        raise CommandRefusedError(
            f"Fristen ”{deadline.label}” ska bevakas {timer.due_on}, inte {today}."
        )
    if deadline.final < today:  # its end has come due too, and tells more
        return DeadlineStep(events=(DeadlineChanged("watched", replace(deadline, risk_on=None)),))
    return watched(Look(definition, organisation, matter, today, "", deadline.key, spec), deadline)


def looked_at(look: Look) -> DeadlineStep:
    """One deadline: ended, or as it is projected now."""
    if all_kept(look):
        return _ended(look.matter, look.current, "met")
    if not _applies(look.spec, look.matter):
        return _ended(look.matter, look.current, "dropped")
    projection = ruled(look)
    if projection is None:
        reason = "Dagen som den räknas från är inte längre känd."
        return _ended(look.matter, look.current, "dropped", reason)
    current = look.current
    if current is not None and current.held == projection.final:
        return watched(look, current) if current.status == "running" else NOTHING
    return _projected(look, projection)


def ruled(look: Look) -> Projection | None:
    """The day that the definition gives it now; None where it doesn't apply or the day isn't known."""
    if not _applies(look.spec, look.matter):
        return None
    return project(look.spec, look.matter, look.organisation, look.today, _held(look))


def _projected(look: Look, projection: Projection) -> DeadlineStep:
    current = look.current
    if current is None or current.status in ("met", "dropped"):
        if _was_kept(look, projection):
            return NOTHING
        return placed(look, projection, "armed")
    if current.status == "suspended":
        return NOTHING
    if current.status == "expired":
        anew = projection.nominal != current.nominal and projection.final >= look.today
        return placed(look, projection, "armed") if anew else NOTHING
    added = current.extended_days + current.suspended_days
    same_end = (current.final - projection.final).days == added
    if projection.nominal == current.nominal and same_end:
        return watched(look, current)
    return placed(look, projection, "reprojected")


def _was_kept(look: Look, projection: Projection) -> bool:
    """Whether this very day was kept, and has passed: points that come later can't miss it."""
    current = look.current
    return (
        current is not None
        and current.status == "met"
        and current.nominal == projection.nominal
        and current.final < look.today
    )


def all_kept(look: Look) -> bool:
    """Whether every point is where the deadline counts as met, or has ended."""
    return not look.waiting


def _applies(spec: DeadlineSpec, matter: Matter) -> bool:
    return not spec.during or any(point.state in spec.during for point in matter.points)


def _held(look: Look) -> date | None:
    """The day of a recurring deadline that stays as long as it is one of the rule's."""
    current = look.current
    return current.nominal if current and current.status not in ("met", "dropped") else None


def _ended(
    matter: Matter, deadline: Deadline | None, what: Literal["met", "dropped"], reason: str = ""
) -> DeadlineStep:
    if deadline is None or deadline.status not in ("running", "suspended"):
        return NOTHING
    ended = replace(
        deadline,
        status=what,
        at_risk=None,
        risk_on=None,
        suspended_on=None,
        remaining_days=None,
    )
    return DeadlineStep(
        events=(DeadlineChanged(what, ended, reason),),
        effects=(CancelTimers(matter.id, deadline.key),),
    )
