"""Reading a calendar file: every event, or why it can't be read. Never raises for what the file holds.

The library ``icalendar`` reads the grammar. It knows no lines, and an event that it gives up leaves no trace
but in its list of errors; both are seen to here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile
from pathlib import Path
from typing import Any, Final

from icalendar import Calendar

from workflow.errors import InvalidInputError
from workflow.machine.timers import STOCKHOLM
from workflow.statutory import calendar as almanac
from workflow.statutory import recurrence
from workflow.workbench.calendars.event import CalendarEvent, Problem
from workflow.workbench.calendars.source import lines_of, no_calendar, text_of

MOST_EVENTS: Final = 5_000
_MOST_DAYS: Final = 400  # that one recurring event may give
_AHEAD: Final = timedelta(days=2 * 366)  # how far one without an end is followed
_BEGIN: Final = re.compile(r"BEGIN:VEVENT\s*", re.IGNORECASE)
_FROM_THE_LIBRARY: Final = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    RecursionError,
    OSError,  # a time zone called as a directory of them
)  # what icalendar raises for what it can't read
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """What a file holds: events in order of the file, and what could not be read of it."""

    path: str
    events: tuple[CalendarEvent, ...]
    errors: tuple[Problem, ...]
    notes: tuple[Problem, ...]


def read_calendar(path: Path) -> CalendarFile:
    """Read a calendar file.

    Raises:
        InvalidInputError: the file isn't there, is too large, or is no calendar; with the line.
    """
    text = text_of(path)
    lines = lines_of(text)
    begins = [number for number, line in enumerate(lines, 1) if _BEGIN.fullmatch(line)]
    if len(begins) > MOST_EVENTS:
        raise InvalidInputError(
            f"{path}: {len(begins)} händelser, högst {MOST_EVENTS} läses.",
            hint="Exportera en kortare tid.",
        )
    try:
        components = Calendar.from_ical(text).walk("VEVENT")
    except _FROM_THE_LIBRARY as error:
        raise no_calendar(path, lines) from error
    if len(components) != len(begins):  # one that never ends, after the calendar's own end
        raise no_calendar(path, lines)
    errors: list[Problem] = []
    notes: list[Problem] = []
    events: list[CalendarEvent] = []
    for line, component in zip(begins, components, strict=True):
        try:
            events += _events(line, component, notes)
        except InvalidInputError as error:
            errors.append(Problem(line, error.message, error.hint or ""))
    return CalendarFile(str(path), _with_moves(events), tuple(errors), tuple(notes))


def _events(line: int, part: Any, notes: list[Problem]) -> Iterator[CalendarEvent]:
    """The event, on each of its days where it comes again.

    Raises:
        InvalidInputError: it can't be read.
    """
    title = _words(part, "SUMMARY")
    named = f"”{title[:60]}”" if title else "händelsen"
    if part.errors:
        name, why = part.errors[0]
        raise InvalidInputError(f"{named}: {name} går inte att läsa ({str(why)[:80]}).")
    if "DTSTART" not in part:
        raise InvalidInputError(f"{named}: dagen (DTSTART) saknas.")
    start, end = _moment(part, "DTSTART", named), _end(part, named)
    if end is not None and type(end) is type(start) and end < start:
        raise InvalidInputError(f"{named} slutar {end} men börjar {start}.")
    day = start.date() if isinstance(start, datetime) else start
    last = end.date() if isinstance(end, datetime) else (end - _DAY if end and end > day else day)
    if last > day:
        notes.append(Problem(line, f"{named} varar till {last}; läst som {day}."))
    recurrence = _single(part, "RECURRENCE-ID", named)
    status = _words(part, "STATUS").upper()
    first = CalendarEvent(
        line=line,
        on=_checked(day, named),
        starts=start.time() if isinstance(start, datetime) else None,
        ends=end.time() if isinstance(end, datetime) and last == day else None,
        summary=title,
        description=_words(part, "DESCRIPTION"),
        categories=_categories(part),
        place=_words(part, "LOCATION"),
        uid=_words(part, "UID"),
        cancelled=status == "CANCELLED",
        tentative=status == "TENTATIVE",
        moved_from=_day_of(recurrence.dt, named) if recurrence is not None else None,
    )
    for one in _days(part, first, named, notes):
        yield replace(first, on=one)


def _moment(part: Any, key: str, named: str) -> date | datetime:
    """A day, or an instant as local time without zone.

    Raises:
        InvalidInputError: a zone that nobody knows, or no single moment.
    """
    value = _single(part, key, named)
    found = value.dt
    if not isinstance(found, datetime):
        if isinstance(found, date):
            return found
        raise InvalidInputError(f"{named}: {key} är ingen dag.")
    zone = value.params.get("TZID")
    if found.tzinfo is None:
        if zone:
            raise InvalidInputError(
                f"{named}: tidszonen ”{str(zone)[:40]}” är okänd.", hint="Ange Europe/Stockholm."
            )
        return found
    return found.astimezone(STOCKHOLM).replace(tzinfo=None)


def _end(part: Any, named: str) -> date | datetime | None:
    if "DTEND" in part:
        return _moment(part, "DTEND", named)
    if "DURATION" in part:
        start: date | datetime = _moment(part, "DTSTART", named)
        length: timedelta = _single(part, "DURATION", named).dt
        try:
            return start + length
        except OverflowError:
            raise InvalidInputError(f"{named} varar för länge.") from None
    return None


def _single(part: Any, key: str, named: str) -> Any:
    """A property that an event has at most once; None when it hasn't.

    Raises:
        InvalidInputError: it has several.
    """
    value = part.get(key)
    if isinstance(value, list):
        raise InvalidInputError(f"{named}: {key} står flera gånger.")
    return value


def _words(part: Any, key: str) -> str:
    """A text; several are put together."""
    given = part.get(key, "")
    return " ".join(str(one).strip() for one in (given if isinstance(given, list) else [given]))


def _day_of(moment: object, named: str) -> date:
    """The local day of a day, an instant or a period.

    Raises:
        InvalidInputError: it is none of them.
    """
    first = moment[0] if isinstance(moment, tuple) else moment
    if isinstance(first, datetime):
        return (first.astimezone(STOCKHOLM) if first.tzinfo else first).date()
    if not isinstance(first, date):
        raise InvalidInputError(f"{named}: ”{str(first)[:40]}” är ingen dag.")
    return first


def _categories(part: Any) -> tuple[str, ...]:
    given = part.get("CATEGORIES", [])
    groups = given if isinstance(given, list) else [given]
    return tuple(str(one).strip() for group in groups for one in group.cats)


def _days(part: Any, first: CalendarEvent, named: str, notes: list[Problem]) -> Iterator[date]:
    """The event's own day, and those of its rule and RDATE without those of EXDATE."""
    rules = _single(part, "RRULE", named)
    more = {_day_of(one.dt, named) for group in _several(part, "RDATE") for one in group.dts}
    without = {_day_of(one.dt, named) for group in _several(part, "EXDATE") for one in group.dts}
    days = {first.on, *more}
    if rules is not None:
        days |= set(_by_rule(rules, first, named, notes))
    for day in sorted(days - without):
        yield _checked(day, named)


def _several(part: Any, key: str) -> list[Any]:
    given = part.get(key, [])
    return given if isinstance(given, list) else [given]


def _by_rule(rule: Any, first: CalendarEvent, named: str, notes: list[Problem]) -> Iterator[date]:
    """The days of a rule to its end, or as far as one without an end is followed.

    Raises:
        InvalidInputError: no rule for whole days, or too many of them.
    """
    until = next((rule[key] for key in rule if key.upper() == "UNTIL"), None)
    text = ";".join(
        part for part in rule.to_ical().decode().split(";") if not part.upper().startswith("UNTIL=")
    )
    last = first.on + _AHEAD
    if until:
        last = min(last, _day_of(until[0], named))
    begins, ends = (datetime.combine(day, time()) for day in (first.on, last))
    try:
        found = recurrence.parse(text, first.on).xafter(begins, inc=True)
    except InvalidInputError as error:
        raise InvalidInputError(f"{named}: {error.message}", hint=error.hint) from None
    days = list(islice(takewhile(lambda day: day <= ends, found), _MOST_DAYS + 1))
    if len(days) > _MOST_DAYS:
        raise InvalidInputError(f"{named} kommer igen fler än {_MOST_DAYS} gånger.")
    if not until and "COUNT=" not in text.upper():
        notes.append(Problem(first.line, f"{named} upprepas utan slut; läst till och med {last}."))
    return (one.date() for one in days)


def _with_moves(events: list[CalendarEvent]) -> tuple[CalendarEvent, ...]:
    """Without the days of recurring events that were moved, by the name that both have."""
    moved = {(one.uid, one.moved_from) for one in events if one.uid and one.moved_from}
    kept = [one for one in events if one.moved_from or (one.uid, one.on) not in moved]
    return tuple(replace(one, moved_from=None) if one.moved_from == one.on else one for one in kept)


def _checked(day: date, named: str) -> date:
    try:
        return almanac.checked(day)
    except InvalidInputError as error:
        raise InvalidInputError(f"{named}: {error.message}", hint=error.hint) from None
