"""Writes a calendar as iCalendar (RFC 5545, with RFC 7986's properties of calendars)."""

import re
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vDuration, vRecur, vText

from workflow.command.feeds.entry import Entry, Feed, Kind

_ZONE: Final = "Europe/Stockholm"
_STOCKHOLM: Final = ZoneInfo(_ZONE)
_UNFIT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_PUBLIC_HOURS: Final = 12  # between two times that a client asks
_PRIVATE_HOURS: Final = 2
_REMEMBERED: Final = 16  # what hasn't changed since it was last asked for needn't be written again
_DAY: Final = timedelta(days=1)
_MORNING_BEFORE: Final = timedelta(hours=-16)  # 08:00 the day before, counted from midnight
_OLDER: Final = {"name": "x-wr-calname", "description": "x-wr-caldesc"}
"""What clients read that don't know RFC 7986."""

_PRIVATE: Final[frozenset[Kind]] = frozenset({"deadline", "assignment"})
_CATEGORIES: Final[dict[Kind, str]] = {
    "meeting": "Sammanträde",
    "cut_off": "Stoppdag",
    "summons": "Kallelse",
    "deadline": "Frist",
    "assignment": "Uppdrag",
}


@lru_cache(maxsize=_REMEMBERED)
def write(feed: Feed) -> bytes:
    """The text of a calendar: UTF-8, CRLF, folded. The same feed is always the same bytes."""
    calendar = Calendar()
    calendar.add("prodid", "-//Arendegang//arendegang//SV")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    hours = _PUBLIC_HOURS if feed.public else _PRIVATE_HOURS
    pause = vDuration(timedelta(hours=hours))
    calendar.add("refresh-interval", pause, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", f"PT{hours}H")
    for name, text in (("name", feed.name), ("description", feed.description)):
        for known in (name, _OLDER[name]):
            calendar.add(known, vText(_clean(text)))
    calendar.add("x-wr-timezone", _ZONE)
    calendar.add_component(_zone())
    for entry in feed.entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    changed_at = entry.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    _add_time(event, entry)
    cancelled = entry.status == "cancelled"
    event.add("summary", _clean(("Inställt: " if cancelled else "") + entry.summary))
    if entry.description:
        event.add("description", _clean(entry.description))
    if entry.place:
        event.add("location", _clean(entry.place))
    event.add("categories", [_CATEGORIES[entry.kind]])
    event.add("status", entry.status.upper())
    event.add("transp", "OPAQUE" if entry.starts and not cancelled else "TRANSPARENT")
    if entry.kind in _PRIVATE:
        event.add("class", "PRIVATE")
    if entry.alarm and not cancelled:
        event.add_component(_alarm(entry))
    return event


def _add_time(event: Event, entry: Entry) -> None:
    if entry.starts is None:
        event.add("dtstart", entry.on)
        event.add("dtend", entry.on + _DAY)  # exclusive, RFC 5545 section 3.6.1
        return
    event.add("dtstart", datetime.combine(entry.on, entry.starts, _STOCKHOLM))
    if entry.ends is not None and entry.ends != entry.starts:
        day = entry.on + _DAY if entry.ends < entry.starts else entry.on
        event.add("dtend", datetime.combine(day, entry.ends, _STOCKHOLM))


def _alarm(entry: Entry) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", _MORNING_BEFORE)
    alarm.add("description", _clean(entry.summary))
    return alarm


def _zone() -> Timezone:
    """Central European time by rule, as clients know it: what has applied in Sweden since 1996."""
    zone = Timezone()
    zone.add("tzid", _ZONE)
    for part, name, first, hour, before, after in (
        (TimezoneDaylight(), "CEST", date(1996, 3, 31), 2, 1, 2),
        (TimezoneStandard(), "CET", date(1996, 10, 27), 3, 2, 1),
    ):
        part.add("dtstart", datetime.combine(first, time(hour)))
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("tzname", name)
        part.add("rrule", vRecur({"freq": "yearly", "bymonth": first.month, "byday": "-1su"}))
        zone.add_component(part)
    return zone


def _clean(text: str) -> str:
    """Without what TEXT can't hold (RFC 5545 section 3.3.11): control characters, halves of characters."""
    return _UNFIT.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
