"""When bodies meet, worked out from what their organisation declares. Pure; all days are inclusive.

A meeting is held on a day or it isn't: one that is cancelled, or moved to another day, stays in the
schedule so that what hung on it can be told why, but no date is counted from it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import lru_cache
from itertools import groupby, islice, takewhile
from typing import Final

from workflow.definition.meets import Meeting, Recurrence
from workflow.definition.organisation import Body, Organisation
from workflow.statutory import calendar, periods, recurrence, rules

MOST: Final = 1000
"""Meetings that one rule may give."""

_SUMMONS: Final = "KL-5:15"
_REMEMBERED: Final = 512


@dataclass(frozen=True, slots=True)
class Session:
    """One meeting of a body.

    Attributes:
        on: its day.
        starts: time of the day in Stockholm; None when it isn't said.
        ends: likewise.
        place: where; None when it isn't said.
        note: what it is about in particular; None when it isn't said.
        cut_off: the last day that matters for it are taken in; None when there is none, or it isn't held.
        papers_sent: the day that the papers are sent out; None when it isn't said.
        cancelled: no meeting is held on this day.
        moved_from: the day that it was planned for before.
        moved_to: the day that it is held instead; it is ``cancelled`` then.
        reason: why it is cancelled, moved or extra.
    """

    on: date
    starts: time | None = None
    ends: time | None = None
    place: str | None = None
    note: str | None = None
    cut_off: date | None = None
    papers_sent: date | None = None
    cancelled: bool = False
    moved_from: date | None = None
    moved_to: date | None = None
    reason: str | None = None


def meetings(organisation: Organisation, body: str) -> tuple[date, ...]:
    """The days that the body meets on, in order and each once; cancelled ones are left out.

    Empty when the body or its schedule isn't known.

    Args:
        organisation: whose body it is.
        body: its code.
    """
    return _known(organisation, body).days


def sessions(organisation: Organisation, body: str) -> tuple[Session, ...]:
    """Every meeting of the body in order, also those that are cancelled or moved.

    Args:
        organisation: whose body it is.
        body: its code.
    """
    return _known(organisation, body).sessions


def session_on(organisation: Organisation, body: str, day: date) -> Session | None:
    """The body's meeting that is held on the day, the earliest if there are several; None when none is."""
    return _known(organisation, body).held.get(day)


def cut_off(organisation: Organisation, body: str, meeting_on: date) -> date | None:
    """The last day that matters for the meeting are taken in (*stoppdag*).

    The day that the meeting itself states; otherwise the body's period before it, and the open day before
    where that is closed. None where neither is declared, or the body doesn't meet that day.
    """
    session = session_on(organisation, body, meeting_on)
    return session.cut_off if session else None


def summons_by(organisation: Organisation, body: str, meeting_on: date) -> date | None:
    """The last day to send the summons; an open day.

    A committee's follows from its rules of procedure (KL 6 kap. 23 §, ``lead_time``), the council's from the law (KL
    5 kap. 15 §), or from ``lead_time`` where that is earlier. None where nothing says, or the body doesn't
    meet that day.

    Raises:
        InvalidInputError: outside the years that the calendar covers.
    """
    known = organisation.bodies.get(body)
    if known is None or session_on(organisation, body, meeting_on) is None:
        return None
    days = [_open_day_before(meeting_on, known.lead_time)] if known.lead_time else []
    if known.kind == "council":
        days.append(rules.apply(_SUMMONS, meeting_on).final)
    return min(days, default=None)


def occurrences(recurs: Recurrence) -> tuple[date, ...]:
    """The days of a rule, without the excepted ones; at most ``MOST``, counted before those.

    Raises:
        InvalidInputError: it is no rule.
    """
    start, last = recurs.from_, datetime.combine(recurs.until, time())
    found = recurrence.parse(recurs.rule, start).xafter(datetime.combine(start, time()), inc=True)
    days = takewhile(lambda moment: moment <= last, islice(found, MOST))
    return tuple(day for day in (one.date() for one in days) if day not in recurs.except_)


@dataclass(frozen=True, slots=True)
class _Schedule:
    sessions: tuple[Session, ...]
    days: tuple[date, ...]
    held: Mapping[date, Session]


_NONE: Final = _Schedule((), (), {})


class _ById:
    """A body as a key: hashing all that it declares would cost more than the answer."""

    __slots__ = ("body",)

    def __init__(self, body: Body) -> None:
        self.body = body  # kept, so that its id stays its own

    def __hash__(self) -> int:
        return id(self.body)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ById) and self.body is other.body


def _known(organisation: Organisation, body: str) -> _Schedule:
    known = organisation.bodies.get(body)
    return _schedule(_ById(known)) if known else _NONE


@lru_cache(maxsize=_REMEMBERED)
def _schedule(key: _ById) -> _Schedule:
    body = key.body
    found = tuple(
        replace(one, cut_off=_cut_off(body, one))
        for one in sorted(_all(body), key=lambda one: (one.on, one.starts or time()))
    )
    held = {day: next(same) for day, same in groupby(_held(found), key=lambda one: one.on)}
    return _Schedule(found, tuple(held), held)


def _held(these: Iterable[Session]) -> Iterator[Session]:
    return (one for one in these if not one.cancelled)


def _all(body: Body) -> Iterator[Session]:
    """Every meeting; what one says of a move is carried over to the other day of the move."""
    by_rule = _by_rule(body)
    named = [_as_the_rule_says(one, by_rule.get(one.on)) for one in body.meets]
    days = {one.on for one in body.meets}
    named += [one for day, one in by_rule.items() if day not in days]
    away = {one.moved_from: one for one in named if one.moved_from}
    here = {one.moved_to: one for one in named if one.moved_to}
    unnamed = sorted({*away, *here} - {one.on for one in named})
    for one in (*named, *(_implied(day, here.get(day)) for day in unnamed)):
        to, origin = away.get(one.on), here.get(one.on)
        told = to or origin
        yield _session(
            one,
            moved_to=one.moved_to or (to.on if to else None),
            moved_from=one.moved_from or (origin.on if origin else None),
            reason=one.reason or (told.reason if told else None),
        )


def _implied(day: date, origin: Meeting | None) -> Meeting:
    """A meeting that only a move speaks of: held as the one that was moved to that day, but for its cut-off."""
    if origin is None:
        return Meeting(on=day)
    return Meeting(on=day, at=origin.at, until=origin.until, place=origin.place, note=origin.note)


def _by_rule(body: Body) -> dict[date, Meeting]:
    recurs = body.recurs
    if recurs is None:
        return {}
    return {
        day: Meeting(on=day, at=recurs.at, until=recurs.ends, place=recurs.place)
        for day in occurrences(recurs)
    }


def _as_the_rule_says(one: Meeting, by_rule: Meeting | None) -> Meeting:
    """A meeting on a day of the rule is at the rule's hour and place, unless it has its own."""
    if by_rule is None:
        return one
    hours = {} if one.at else {"at": by_rule.at, "until": one.until or by_rule.until}
    return one.model_copy(update={**hours, "place": one.place or by_rule.place})


def _session(
    one: Meeting, *, moved_to: date | None, moved_from: date | None, reason: str | None
) -> Session:
    return Session(
        on=one.on,
        starts=time.fromisoformat(one.at) if one.at else None,
        ends=time.fromisoformat(one.until) if one.until else None,
        place=one.place,
        note=one.note,
        cut_off=one.cut_off,
        papers_sent=one.papers_sent,
        cancelled=one.cancelled or moved_to is not None,
        moved_from=moved_from,
        moved_to=moved_to,
        reason=reason,
    )


def _cut_off(body: Body, session: Session) -> date | None:
    if session.cancelled:
        return None
    if session.cut_off is not None:
        return session.cut_off
    return _open_day_before(session.on, body.cut_off) if body.cut_off else None


def _open_day_before(day: date, period: str) -> date:
    return calendar.open_on_or_before(periods.parse(period).before(day))
