"""A strict reader of iCalendar, written from RFC 5545 and sharing nothing with what writes it; and a client."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

MOST_OCTETS = 75

# Section 3.1: name *(";" param) ":" value. No control characters but the tabulator.
_NAME = r"[A-Za-z0-9-]+"
_SAFE = r'[^\x00-\x08\x0a-\x1f\x7f";:,]*'
_QUOTED = r'"[^\x00-\x08\x0a-\x1f\x7f"]*"'
_PARAMETER = rf"{_NAME}=(?:{_QUOTED}|{_SAFE})(?:,(?:{_QUOTED}|{_SAFE}))*"
_LINE = re.compile(
    rf"(?P<name>{_NAME})(?P<parameters>(?:;{_PARAMETER})*):(?P<value>[^\x00-\x08\x0a-\x1f\x7f]*)"
)
_TEXT = re.compile(r"(?:\\[\\;,nN]|[^\\;,])*")  # section 3.3.11
_DAY = re.compile(r"\d{8}")
_LOCAL = re.compile(r"\d{8}T\d{6}")
_INSTANT = re.compile(r"\d{8}T\d{6}Z")
_LENGTH = re.compile(r"[+-]?P(?:\d+W|(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)")

_TEXTS = {
    "PRODID", "VERSION", "NAME", "X-WR-CALNAME", "X-WR-CALDESC", "X-WR-TIMEZONE", "SUMMARY", "DESCRIPTION",
    "LOCATION", "UID", "TZID", "TZNAME",
}  # fmt: skip
_FIXED = {
    "VERSION": {"2.0"},
    "CALSCALE": {"GREGORIAN"},
    "METHOD": {"PUBLISH"},
    "STATUS": {"CONFIRMED", "TENTATIVE", "CANCELLED"},
    "TRANSP": {"OPAQUE", "TRANSPARENT"},
    "CLASS": {"PUBLIC", "PRIVATE", "CONFIDENTIAL"},
    "ACTION": {"DISPLAY"},
}
_FORMS = {
    "DTSTAMP": _INSTANT,
    "LAST-MODIFIED": _INSTANT,
    "SEQUENCE": re.compile(r"\d{1,9}"),
    "TRIGGER": _LENGTH,
    "REFRESH-INTERVAL": _LENGTH,
    "X-PUBLISHED-TTL": _LENGTH,
    "TZOFFSETFROM": re.compile(r"[+-]\d{4}"),
    "TZOFFSETTO": re.compile(r"[+-]\d{4}"),
    "RRULE": re.compile(r"FREQ=YEARLY(?:;BY[A-Z]+=-?[0-9A-Z]+)+"),
}
_REQUIRED = {
    "VCALENDAR": {"PRODID", "VERSION"},
    "VEVENT": {"UID", "DTSTAMP", "DTSTART", "SUMMARY"},
    "VTIMEZONE": {"TZID"},
    "STANDARD": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "DAYLIGHT": {"DTSTART", "TZOFFSETFROM", "TZOFFSETTO"},
    "VALARM": {"ACTION", "TRIGGER", "DESCRIPTION"},
}
_WITHIN = {
    "": {"VCALENDAR"},
    "VCALENDAR": {"VEVENT", "VTIMEZONE"},
    "VTIMEZONE": {"STANDARD", "DAYLIGHT"},
    "VEVENT": {"VALARM"},
}


@dataclass
class Component:
    """What stands between BEGIN and END: property to (parameters, value as written)."""

    name: str
    properties: dict[str, tuple[dict[str, str], str]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def named(self, name: str) -> list["Component"]:
        """The parts of this name."""
        return [part for part in self.parts if part.name == name]

    def value(self, name: str) -> str:
        """As written."""
        return self.properties[name][1]

    def text(self, name: str) -> str:
        """A TEXT value as it is meant."""
        return re.sub(
            r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], self.value(name)
        )


def read(content: bytes) -> Component:
    """The calendar, if it is one in every respect that is checked; otherwise an assertion fails."""
    root = Component("")
    open_parts = [root]
    for name, parameters, value in _lines(content):
        if name == "BEGIN":
            assert value in _WITHIN.get(open_parts[-1].name, set()), value
            open_parts.append(Component(value))
            open_parts[-2].parts.append(open_parts[-1])
        elif name == "END":
            done = open_parts.pop()
            assert done.name == value
            _check(done)
        else:
            assert name not in open_parts[-1].properties, name  # once each, all that are used here
            open_parts[-1].properties[name] = (parameters, value)
    assert open_parts == [root]
    (calendar,) = root.parts
    _check_whole(calendar)
    return calendar


def _lines(content: bytes) -> Iterator[tuple[str, dict[str, str], str]]:
    assert content.endswith(b"\r\n")
    lines = content[:-2].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert max(map(len, lines)) <= MOST_OCTETS
    whole: list[str] = []
    for line in lines:
        text = line.decode()  # also each by itself: no character is cut in two
        if text[0] in " \t":
            whole[-1] += text[1:]
        else:
            whole.append(text)
    for line in whole:
        match = _LINE.fullmatch(line)
        assert match, line
        parameters = dict(
            part.split("=", 1) for part in re.findall(_PARAMETER, match["parameters"])
        )
        yield match["name"].upper(), parameters, match["value"]


def _check(part: Component) -> None:
    assert _REQUIRED[part.name] <= set(part.properties), part
    for name, (parameters, value) in part.properties.items():
        if name in _TEXTS:
            assert _TEXT.fullmatch(value), (name, value)
        if name in _FIXED:
            assert value in _FIXED[name], (name, value)
        if name in _FORMS:
            assert _FORMS[name].fullmatch(value), (name, value)
        if name in ("DTSTART", "DTEND"):
            form = _DAY if parameters.get("VALUE") == "DATE" else _LOCAL
            assert form.fullmatch(value), (name, value)
    if part.name == "VEVENT" and "DTEND" in part.properties:
        start, end = part.properties["DTSTART"], part.properties["DTEND"]
        assert start[0] == end[0]
        assert start[1] < end[1]
    if part.name == "VTIMEZONE":
        assert part.parts


def _check_whole(calendar: Component) -> None:
    assert calendar.parts  # section 3.6: at least one
    zones = {zone.value("TZID") for zone in calendar.named("VTIMEZONE")}
    events = calendar.named("VEVENT")
    assert len({event.value("UID") for event in events}) == len(events)
    for event in events:
        parameters, _ = event.properties["DTSTART"]
        assert parameters.get("VALUE") == "DATE" or parameters["TZID"] in zones


def begins(event: Component) -> date | datetime:
    """When an event begins: a day, or an aware instant."""
    parameters, value = event.properties["DTSTART"]
    if parameters.get("VALUE") == "DATE":
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=ZoneInfo(parameters["TZID"]))


class Client:
    """Keeps what it is sent by UID, as somebody's calendar does; nothing that is left out is forgotten."""

    def __init__(self) -> None:
        self.known: dict[str, Component] = {}

    def receive(self, content: bytes) -> None:
        """Take a feed in: a later revision of an event replaces what was known (RFC 5546 section 2.1.5)."""
        for event in read(content).named("VEVENT"):
            known = self.known.get(event.value("UID"))
            if known is None or _revision(event) > _revision(known):
                self.known[event.value("UID")] = event
            else:
                assert known == event  # the same revision says the same

    def shown(self) -> Mapping[str, Component]:
        """What the owner sees: all that isn't cancelled, by UID."""
        return {
            uid: one
            for uid, one in self.known.items()
            if one.properties["STATUS"][1] != "CANCELLED"
        }


def _revision(event: Component) -> tuple[int, datetime]:
    stamp = datetime.strptime(event.value("DTSTAMP"), "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return int(event.value("SEQUENCE")), stamp
