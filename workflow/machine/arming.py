"""A deadline gets its day: armed for the first time or again, moved, and watched from then on. Pure."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal

from workflow.definition.organisation import Organisation
from workflow.definition.schema import DeadlineSpec, MatterType
from workflow.machine.deadline_step import DeadlineMail, DeadlineStep, joined, tasks
from workflow.machine.projection import Projection, day_to_aim_at
from workflow.machine.ringing import consequences, only_waits
from workflow.machine.risk import NO_BODY, Outlook, doubts, outlook
from workflow.machine.timers import ladder, risk_timers, timer_id, timers
from workflow.model.effects import CancelTimers
from workflow.model.events import DeadlineChanged
from workflow.model.matter import Deadline, Matter, Point

_AT_RISK: Final = "at_risk"
_RISK_IS_TOLD_TO: Final = ("role:secretary",)
_CHANGED: Final = "Underlaget för fristen har ändrats."


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at: one deadline of one matter on one day."""

    definition: MatterType
    organisation: Organisation
    matter: Matter
    today: date
    why: str  # the reason for working it out again, where there is one
    key: str
    spec: DeadlineSpec

    @property
    def current(self) -> Deadline | None:
        """The deadline as the matter has it."""
        return next((old for old in self.matter.deadlines if old.key == self.key), None)

    @property
    def waiting(self) -> tuple[Point, ...]:
        """The points that aren't where the deadline counts as met, and have not ended."""
        states = self.definition.states
        met_in = {*self.spec.until, *(name for name, state in states.items() if state.final)}
        return tuple(point for point in self.matter.points if point.state not in met_in)


def placed(
    look: Look, projection: Projection, what: Literal["armed", "reprojected"]
) -> DeadlineStep:
    """The deadline on its (new) day, with its timers; expired at once where that day has passed."""
    before = look.current
    deadline = deadline_on(look, projection, what)
    cancelled = DeadlineStep(
        effects=(CancelTimers(look.matter.id, look.key),)
        if before and before.status == "running"
        else ()
    )
    if deadline.final < look.today:
        return joined(cancelled, _already_past(look, deadline))
    deadline = replace(deadline, risk_on=_outlook(look, deadline.final).look_on)
    reason = (look.why or _CHANGED) if what == "reprojected" else ""
    return joined(
        DeadlineStep(events=(DeadlineChanged(what, deadline, reason),)),
        cancelled,
        DeadlineStep(effects=timers(look.matter.id, deadline, look.today)),
        watched(look, deadline),
    )


def watched(look: Look, deadline: Deadline) -> DeadlineStep:
    """A running deadline: what a person must look at, and whether it can be kept as planned."""
    if deadline.final < look.today:
        return DeadlineStep()  # its timer has come due and is on its way
    asked = tasks(look.matter, look.key, doubts(look.definition, look.spec, look.matter, deadline))
    found = _outlook(look, deadline.final)
    reason = found.at_risk
    if (reason, found.look_on) == (deadline.at_risk, deadline.risk_on):
        return asked
    changed = replace(deadline, at_risk=reason, risk_on=found.look_on)
    if reason is None or reason == deadline.at_risk:
        what = "watched" if reason == deadline.at_risk else "reachable"
        effects = risk_timers(look.matter.id, changed, look.today)
        return joined(asked, DeadlineStep((DeadlineChanged(what, changed, look.why),), effects))
    mail = DeadlineMail(
        key=timer_id(look.matter.id, changed, _AT_RISK, look.today),
        template=_AT_RISK,
        deadline=changed,
        to=_RISK_IS_TOLD_TO,
        days_left=(changed.final - look.today).days,
        reason=reason,
    )
    return joined(
        asked, DeadlineStep(events=(DeadlineChanged(_AT_RISK, changed, look.why),), mails=(mail,))
    )


def _outlook(look: Look, final: date) -> Outlook:
    body = look.spec.must_meet
    if body is None:
        return NO_BODY
    return outlook(
        look.definition,
        look.organisation,
        look.matter,
        look.waiting,
        must_meet=body,
        final=final,
        today=look.today,
    )


def deadline_on(look: Look, projection: Projection, what: str) -> Deadline:
    """The deadline as it begins on this day, running."""
    before = look.current
    suspended, extended = _added(before, projection, what)
    final = projection.final + timedelta(days=suspended + extended)
    return Deadline(
        key=look.key,
        label=look.spec.label,
        rule=projection.rule,
        hard=look.spec.hard,
        nominal=projection.nominal,
        final=final,
        target=projection.target if final == projection.final else day_to_aim_at(final),
        reminders=ladder(look.spec.remind, final, look.today),
        generation=before.generation + 1 if before else _first_generation(look.matter),
        moved_by=projection.moved_by,
        explanation=projection.explanation,
        suspended_days=suspended,
        extended_days=extended,
        at_risk=before.at_risk if before and what == "reprojected" else None,
    )


def _first_generation(matter: Matter) -> int:
    """One that no timer of the matter has had: a migration that was reverted may have armed the same.

    Every generation comes with an event of its own, so that none is above the version.
    """
    return matter.version + 1 if matter.migrated else 1


def _added(before: Deadline | None, projection: Projection, what: str) -> tuple[int, int]:
    """Days that the clock has stood still, and days of extension, that stay with a new projection.

    The day that a person extended it to is kept, unless the projection is later by itself. A new day from
    the sender of an external deadline takes the place of both.
    """
    moved = what == "reprojected" and projection.rule != "day"
    if before is None or not (moved or before.nominal == projection.nominal):
        return 0, 0
    unextended = projection.final + timedelta(days=before.suspended_days)
    extended = max(0, (before.final - unextended).days) if before.extended_days else 0
    return before.suspended_days, extended


def _already_past(look: Look, deadline: Deadline) -> DeadlineStep:
    """Expired when it begins. An external day is left to a person; for others expiry takes its course."""
    expired = replace(deadline, status="expired", reminders=(), at_risk=None)
    past = f"Sista dagen {deadline.final} för ”{deadline.label}” hade redan passerat."
    event = DeadlineStep(
        events=(DeadlineChanged("expired", expired, "Dagen hade redan passerat."),)
    )
    texts = [past, *doubts(look.definition, look.spec, look.matter, expired)]
    if deadline.rule == "day":
        return joined(event, tasks(look.matter, look.key, texts))
    return joined(
        event,
        tasks(look.matter, look.key, () if only_waits(look.spec) else texts),
        consequences(look.spec, look.matter, expired, look.today),
    )
