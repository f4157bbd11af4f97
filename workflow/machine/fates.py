"""What became of each deadline between two looks at a matter: said once, for the plan and for the log. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from workflow.model.events import DeadlineChanged, Event
from workflow.model.matter import Deadline
from workflow.model.migration import DeadlineFate, FateName

_ENDED: Mapping[str, FateName] = {"met": "met", "expired": "expired", "dropped": "dropped"}


def fates(
    before: Sequence[Deadline],
    after: Sequence[Deadline],
    events: Iterable[Event] = (),
    notes: Mapping[str, str] | None = None,
) -> tuple[DeadlineFate, ...]:
    """One for every deadline that is in either, in the order of those after; those gone come last.

    Args:
        before: the deadlines of the matter as it was.
        after: the same when everything has happened.
        events: what happened between; their reasons tell why.
        notes: what else is to be said of a deadline, by its key.
    """
    old = {deadline.key: deadline for deadline in before}
    reasons = {
        event.deadline.key: event.reason
        for event in events
        if isinstance(event, DeadlineChanged) and event.what in _ENDED and event.reason
    }
    reasons |= notes or {}
    found = [_fate(old.pop(each.key, None), each) for each in after]
    gone = [
        DeadlineFate(
            key=each.key,
            label=each.label,
            what="dropped",
            before=_day(each),
            status_before=each.status,
        )
        for each in old.values()
    ]
    return tuple(replace(fate, why=reasons.get(fate.key, fate.why)) for fate in (*found, *gone))


def _fate(before: Deadline | None, after: Deadline) -> DeadlineFate:
    what = _what(before, after)
    return DeadlineFate(
        key=after.key,
        label=after.label,
        what=what,
        before=_day(before),
        after=_day(after),
        status_before=before.status if before else None,
        status_after=after.status,
        why=after.explanation if what in ("recomputed", "begun") or after.held else "",
    )


def _what(before: Deadline | None, after: Deadline) -> FateName:
    if before is not None and before.status == after.status:
        same = (before.final, before.generation) == (after.final, after.generation)
        return "kept" if same else "recomputed"
    if after.status in _ENDED:
        return _ENDED[after.status]
    return "begun" if before is None or before.status == "dropped" else "recomputed"


def _day(deadline: Deadline | None) -> date | None:
    """The last day of one that counts: a dropped one has none."""
    return None if deadline is None or deadline.status == "dropped" else deadline.final
