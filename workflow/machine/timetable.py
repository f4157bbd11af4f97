"""Which meetings of several bodies, one after the other, a matter can take: the earliest and the latest. Pure.

What a meeting takes up has to be there by the day that it closes on, and what comes from a body is there
the day after that body met. All days are inclusive.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting of one body that might take the matter up.

    ``closes``: the last day that papers for it are taken in, at the latest its own day.
    """

    body: str
    on: date
    closes: date


Timetable = Sequence[Sequence[Sitting]]
"""For each body on the way, in order, those of its meetings that may be taken, in order."""


def earliest(timetable: Timetable) -> tuple[Sitting, ...]:
    """For each body the first of its meetings that any plan can take; shorter where a body has none.

    These make a plan together, and no plan has an earlier meeting of any of the bodies.
    """
    taken: list[Sitting] = []
    for sittings in timetable:
        there = taken[-1].on + _DAY if taken else date.min
        found = next((one for one in sittings if one.closes >= there), None)
        if found is None:
            break
        taken.append(found)
    return tuple(taken)


def latest(timetable: Timetable, final: date) -> tuple[Sitting, ...] | None:
    """The plan whose last meeting is the latest on or before the final day, then the one before it, and so on.

    None where no plan makes it.
    """
    first = earliest(timetable)
    if not first or len(first) < len(timetable):
        return None
    there = [date.min, *(one.on + _DAY for one in first)]
    taken: list[Sitting] = []
    limit = final
    for sittings, begin in zip(reversed(timetable), reversed(there[:-1]), strict=True):
        in_time = _until(sittings, limit)
        found = next((one for one in reversed(in_time) if one.closes >= begin), None)
        if found is None:
            return None
        taken.append(found)
        limit = found.closes - _DAY
    return tuple(reversed(taken))


def missed(timetable: Timetable, final: date) -> tuple[Sitting, ...]:
    """The latest meetings counted backwards only, as far as there are any: the last bodies' part of the way."""
    taken: list[Sitting] = []
    limit = final
    for sittings in reversed(timetable):
        in_time = _until(sittings, limit)
        if not in_time:
            break
        taken.append(in_time[-1])
        limit = taken[-1].closes - _DAY
    return tuple(reversed(taken))


def _until(sittings: Sequence[Sitting], limit: date) -> Sequence[Sitting]:
    return sittings[: bisect_right(sittings, limit, key=lambda one: one.on)]
