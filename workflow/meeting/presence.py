"""Who is there at a clock time: who serves, who presides. Pure.

Clock times are local, ``HH:MM``, and a presence lasts from its ``since`` until just before its ``until``: a
member who is there until 09.30 and the substitute who serves from 09.30 never serve together. Where no clock
time is given (``at`` is None), who serves is told for the beginning of the meeting: when those came who have
no ``since``, or else the first who came.
"""

import re
from collections.abc import Collection
from typing import Final

from workflow.model.proceedings import Presence, Roll, Seat, SeatRole

START: Final = "00:00"
"""The beginning of a meeting at which somebody was there from the beginning."""

_CLOCK: Final = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_PRESIDIUM: Final[tuple[SeatRole, ...]] = ("chair", "vice_chair", "second_vice_chair")
_END: Final = "24:00"  # later than any clock time


def is_clock(text: str) -> bool:
    """Whether it is a clock time, ``HH:MM``."""
    return _CLOCK.fullmatch(text) is not None


def members(roll: Roll) -> int:
    """How many members the body has; substitutes don't count."""
    return sum(seat.role != "substitute" for seat in roll.seats)


def seat_of(roll: Roll, name: str) -> Seat | None:
    """The seat of that name."""
    return next((seat for seat in roll.seats if seat.name == name), None)


def serving(roll: Roll, at: str | None = None, conflicts: Collection[str] = ()) -> tuple[str, ...]:
    """Who takes part in deciding at that clock time, in the order of the seats.

    Args:
        roll: one that ``check_roll`` has accepted.
        at: None: at the beginning of the meeting.
        conflicts: names of those who have a conflict of interest and don't take part (KL 5:47, 6:30).
    """
    when = _beginning(roll) if at is None else at
    there = {one.name for one in roll.presences if one.serving and covers(one, when)}
    return _seated(roll, there - set(conflicts))


def present(roll: Roll, at: str | None = None) -> tuple[str, ...]:
    """Who of the body is there at that clock time, serving or not; None: who was there at all."""
    return _seated(roll, {one.name for one in roll.presences if at is None or covers(one, at)})


def served(roll: Roll, conflicts: Collection[str] = ()) -> tuple[str, ...]:
    """Who served at any time of the meeting."""
    return _seated(roll, {one.name for one in roll.presences if one.serving} - set(conflicts))


def presiding(roll: Roll, at: str | None = None, conflicts: Collection[str] = ()) -> str | None:
    """Who presides: the chair, else the vice chairs in order (KL 5:11, 6:21).

    None where none of them serves: who presides then is for the body's own rules (KL 5:72, 6:22), and
    is told by giving that person the chair in the roll.
    """
    there = serving(roll, at, conflicts)
    return next(
        (
            seat.name
            for role in _PRESIDIUM
            for seat in roll.seats
            if seat.role == role and seat.name in there
        ),
        None,
    )


def moments(roll: Roll) -> tuple[str, ...]:
    """The beginning of the meeting, and every later time at which somebody came or went."""
    first = _beginning(roll)
    clocks = {clock for one in roll.presences for clock in (one.since, one.until)}
    return (first, *sorted(clock for clock in clocks if clock is not None and clock > first))


def times(roll: Roll, at: str | None) -> tuple[str, ...]:
    """The clock time; None: the moments of the meeting as long as anybody served, never none."""
    if at is not None:
        return (at,)
    return tuple(when for when in moments(roll) if serving(roll, when)) or (_beginning(roll),)


def steady(roll: Roll) -> bool:
    """Whether the same people serve all through the meeting, so that no clock time is needed."""
    return len({serving(roll, when) for when in times(roll, None)}) == 1


def covers(one: Presence, when: str) -> bool:
    """Whether the presence lasts at that clock time."""
    return _since(one) <= when < _until(one)


def meet(one: Presence, other: Presence) -> bool:
    """Whether two presences share any time."""
    return _since(one) < _until(other) and _since(other) < _until(one)


def in_time(presences: Collection[Presence]) -> list[Presence]:
    """In the order in which they begin; if any two of them meet, then two neighbours do."""
    return sorted(presences, key=_since)


def in_words(when: str) -> str:
    """A moment of a meeting as a sentence has it."""
    return "vid sammanträdets början" if when == START else f"kl. {when}"


def _beginning(roll: Roll) -> str:
    return min((_since(one) for one in roll.presences), default=START)


def _since(one: Presence) -> str:
    return one.since or START


def _until(one: Presence) -> str:
    return one.until or _END


def _seated(roll: Roll, names: Collection[str]) -> tuple[str, ...]:
    return tuple(seat.name for seat in roll.seats if seat.name in names)
