"""How a migration leaves a deadline to be looked at by the new version: as it is, held, released or ended.

Nothing that a person has done about a deadline is undone silently: one that was kept, has expired, was
extended or whose clock was stopped stays so although the new version would give it another day, unless the map says ``recompute``. A
day that is held is remembered together with the one that wasn't taken (``Deadline.held``): as long as the
rule gives that one, the deadline is left alone.
"""

from dataclasses import replace

from workflow.machine.arming import Look, deadline_on
from workflow.machine.deadlines import all_kept, looked_at, ruled
from workflow.machine.timers import ladder
from workflow.model.events import DeadlineChanged
from workflow.model.matter import Deadline
from workflow.model.migration import Order

_RUNNING = ("running", "suspended")
_BEGINS = ("armed", "reprojected", "expired")


def prepared(look: Look, order: Order | None) -> Deadline | None:
    """The deadline as it is when the new version looks at it; None: as the matter has it, or not at all.

    ``look`` is at the matter as it is in its new states and with its new fields.
    """
    current = look.current
    if current is None:
        return _never_begun(look) if order == "drop" else None
    if order == "drop" and current.status in _RUNNING:
        projection = ruled(look)
        return replace(
            current,
            status="dropped",
            at_risk=None,
            risk_on=None,
            suspended_on=None,
            remaining_days=None,
            held=projection.final if projection else None,
        )
    if order == "recompute" and not all_kept(look):
        return _released(look, current)
    return _as_it_is(look, current, keep=order == "keep")


def _never_begun(look: Look) -> Deadline | None:
    projection = ruled(look)
    if projection is None:
        return None
    begun = deadline_on(look, projection, "armed")
    return replace(begun, status="dropped", reminders=(), held=projection.final)


def _released(look: Look, current: Deadline) -> Deadline | None:
    """Ended, so that it begins anew; left alone where it would begin as it is, or not at all."""
    projection = ruled(look)
    same = (
        projection is not None
        and current.status == "running"
        and current.held is None
        and (current.nominal, current.final) == (projection.nominal, projection.final)
        and not _other_reminders(look, current)
    )
    if projection is None or same:
        return _renamed(look, current)
    return replace(
        current,
        status="dropped",
        at_risk=None,
        risk_on=None,
        suspended_on=None,
        remaining_days=None,
        extended_days=0,
        suspended_days=0,
        held=None,
    )


def _as_it_is(look: Look, current: Deadline, *, keep: bool) -> Deadline | None:
    stays = (
        keep
        or current.extended_days > 0
        or current.status in ("met", "expired", "suspended")
        or (current.status == "dropped" and current.held is not None)
    )
    projection = ruled(look) if stays and _would_change(look) else None
    if projection is None:
        return _renamed(look, current)
    words = f"Dagen {current.final} står kvar från den tidigare versionen; den nya ger {projection.final}."
    return replace(
        current,
        label=look.spec.label,
        hard=look.spec.hard,
        held=projection.final,
        explanation=words if current.status in _RUNNING else current.explanation,
    )


def _would_change(look: Look) -> bool:
    """Whether the new version would begin it, move it, or let it expire; now or when its clock runs again."""
    rows = tuple(
        replace(row, status="running") if row.status == "suspended" else row
        for row in look.matter.deadlines
    )
    awake = replace(look, matter=replace(look.matter, deadlines=rows))
    return any(
        isinstance(event, DeadlineChanged) and event.what in _BEGINS
        for event in looked_at(awake).events
    )


def _renamed(look: Look, current: Deadline) -> Deadline | None:
    """Where it goes on as it is: with the new version's label and weight."""
    if current.status not in _RUNNING:
        return None
    named = replace(current, label=look.spec.label, hard=look.spec.hard)
    return None if named == current else named


def _other_reminders(look: Look, current: Deadline) -> bool:
    """Whether the new version reminds on other days, from today on."""
    ahead = tuple(day for day in current.reminders if day >= look.today)
    return ahead != ladder(look.spec.remind, current.final, look.today)


def other_reminders(look: Look) -> bool:
    """Whether a running deadline's reminders aren't those that the new version would give it."""
    current = look.current
    return current is not None and current.status == "running" and _other_reminders(look, current)
