"""From what the events of a calendar mean to the parts of an organisation: meetings by body, other days."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Final, Literal

from workflow.definition.meets import Meeting
from workflow.definition.organisation import CalendarDay
from workflow.statutory import calendar
from workflow.workbench.calendars.event import CalendarEvent, Problem
from workflow.workbench.calendars.meaning import MEETINGS, Understood

_KINDS: Final[Mapping[str, Literal["deadline", "dispatch", "negotiation"]]] = {
    "deadline": "deadline",
    "dispatch": "dispatch",
    "negotiation": "negotiation",
}


@dataclass(frozen=True, slots=True)
class Timetable:
    """A calendar as an organisation keeps it.

    Attributes:
        meetings: by the body's code, or name where the organisation hasn't got it; in order of the day.
        calendar: every other day, in order.
        errors: what makes it impossible to keep: two meetings of a body at one time.
        unclear: what a person should look at.
    """

    meetings: Mapping[str, tuple[Meeting, ...]]
    calendar: tuple[CalendarDay, ...]
    errors: tuple[Problem, ...]
    unclear: tuple[Problem, ...]


def timetable(these: Iterable[Understood]) -> Timetable:
    """The meetings and other days that the events mean; every event is in it or in a problem."""
    understood = tuple(these)
    unclear: list[Problem] = []
    sittings = [one for one in understood if one.kind in MEETINGS]
    others = [one for one in understood if one.kind not in MEETINGS]
    errors = tuple(_collisions(sittings))
    cut_offs = _last_days(others, sittings, "deadline", unclear)
    papers = _last_days(others, sittings, "dispatch", unclear)
    used = {id(one) for one in (*cut_offs.values(), *papers.values())}
    meetings: dict[str, list[Meeting]] = {}
    for one in sorted(sittings, key=lambda each: (each.event.on, each.event.starts or time())):
        cut_off, sent = cut_offs.get(id(one)), papers.get(id(one))
        meetings.setdefault(one.body or "", []).append(
            _meeting(
                one.event, cut_off.event.on if cut_off else None, sent.event.on if sent else None
            )
        )
    days = [_day(one) for one in others if id(one) not in used]
    return Timetable(
        {body: tuple(held) for body, held in sorted(meetings.items())},
        tuple(sorted(days, key=lambda one: (one.on, one.at or "", one.label))),
        errors,
        tuple(unclear),
    )


def _collisions(sittings: Iterable[Understood]) -> Iterator[Problem]:
    by_body: dict[str, list[CalendarEvent]] = {}
    for one in sittings:
        if not one.event.cancelled:
            by_body.setdefault(one.body or "", []).append(one.event)
    for body, events in by_body.items():
        events.sort(key=lambda one: (one.on, one.starts or time()))
        for earlier, later in pairwise(events):
            if earlier.on == later.on and _at_once(earlier, later):
                yield Problem(
                    later.line,
                    f"{body} har två sammanträden på samma gång {later.on}: ”{earlier.summary[:60]}” "
                    f"(rad {earlier.line}) och ”{later.summary[:60]}”.",
                    "Rätta kalendern och läs in den igen.",
                )


def _at_once(earlier: CalendarEvent, later: CalendarEvent) -> bool:
    if earlier.ends is None or later.starts is None:
        return True
    return earlier.ends > later.starts


def _last_days(
    others: Iterable[Understood], sittings: Iterable[Understood], kind: str, unclear: list[Problem]
) -> dict[int, Understood]:
    """By meeting, the event that says its last day of this kind; a second one for the same is told."""
    held: dict[date, list[Understood]] = {}
    for sitting in sittings:
        held.setdefault(sitting.event.on, []).append(sitting)
    found: dict[int, Understood] = {}
    for one in others:
        if one.kind != kind or one.before not in held:
            continue
        meetings = held[one.before]
        event = one.event
        if len(meetings) > 1:
            unclear.append(
                Problem(
                    event.line,
                    f"”{event.summary[:60]}” {event.on} är inför {one.before}, då flera organ sammanträder.",
                    "Lägg in den på rätt sammanträde; den står nu bland de andra dagarna.",
                )
            )
        elif id(meetings[0]) in found:
            unclear.append(
                Problem(
                    event.line,
                    f"”{event.summary[:60]}” {event.on}: sammanträdet {one.before} har redan en sådan dag.",
                    "Välj en; den andra står bland de andra dagarna.",
                )
            )
        elif kind == "deadline" and (closed := calendar.closed(event.on)):
            unclear.append(
                Problem(
                    event.line,
                    f"”{event.summary[:60]}”: {event.on} är {closed} och kan inte vara stoppdag.",
                    "Ange en öppen dag; den står nu bland de andra dagarna.",
                )
            )
        else:
            found[id(meetings[0])] = one
    return found


def _meeting(event: CalendarEvent, cut_off: date | None, papers_sent: date | None) -> Meeting:
    return Meeting(
        on=event.on,
        at=_clock(event.starts),
        until=_clock(event.ends),
        place=event.place or None,
        note=event.summary or None,
        cut_off=cut_off,
        papers_sent=papers_sent,
        cancelled=event.cancelled,
        moved_from=event.moved_from,
    )


def _day(one: Understood) -> CalendarDay:
    event = one.event
    return CalendarDay(
        on=event.on,
        kind=_KINDS[one.kind],
        label=event.summary,
        at=_clock(event.starts),
        until=_clock(event.ends),
        place=event.place or None,
        before=one.before,
        cancelled=event.cancelled,
    )


def _clock(one: time | None) -> str | None:
    return one.isoformat("minutes") if one else None
