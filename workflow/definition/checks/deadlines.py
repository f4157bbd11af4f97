"""Deadlines: when they fall, where they apply, and that somebody does something about them."""

import re
from datetime import datetime

from dateutil.rrule import rrulestr

from workflow.definition.checks import graph
from workflow.definition.checks.fields import PREFIX, field_named
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule
from workflow.definition.schema import DeadlineSpec

_WAYS = ("rule", "day", "month", "after", "recurs")
_COUNTED = ("rule", "after", "recurs")
_BASES = ("registered", "entered", "decision.decided_on", "decision.adjusted_on")
_PART = re.compile(r"(\d+)([YMWD])")
_DAYS = {"Y": 365, "M": 30, "W": 7, "D": 1}  # roughly, to compare periods
_LONGEST = 10 * 366
_TOO_OFTEN = re.compile(r"FREQ=(HOURLY|MINUTELY|SECONDLY)", re.IGNORECASE)


def check_deadlines(subject: Subject) -> None:
    """Every check on every deadline."""
    for name, spec in subject.definition.deadlines.items():
        _when(subject, name, spec)
        _where(subject, name, spec)
        _reminders(subject, name, spec)
        _expiry(subject, name, spec)


def rough_days(period: str) -> int:
    """About how many days an ISO 8601 period is: good enough to compare."""
    return sum(int(count) * _DAYS[unit] for count, unit in _PART.findall(period))


def _when(subject: Subject, name: str, spec: DeadlineSpec) -> None:
    given = [way for way in _WAYS if getattr(spec, way) is not None]
    if len(given) != 1:
        _wrong(
            subject,
            name,
            f"Fristen ”{name}” säger inte när den löper ut."
            if not given
            else f"Fristen ”{name}” säger på flera sätt när den löper ut: {', '.join(given)}.",
            f"Skriv ett av {', '.join(_WAYS)}.",
        )
        return
    way = given[0]
    if way in _COUNTED:
        _base(subject, name, spec)
    elif spec.counts_from is not None:
        _wrong(
            subject,
            name,
            f"Fristen ”{name}” räknas inte från något.",
            "Ta bort counts_from.",
            "counts_from",
        )
    if spec.body is not None and way != "month":
        _wrong(subject, name, "Ett organ anges bara med month.", "Ta bort body.", "body")
    if spec.rule is not None and subject.context.rules and spec.rule not in subject.context.rules:
        place = subject.value_at("deadlines", name, "rule")
        subject.unknown(
            Rule.UNKNOWN_RULE, place, "Lagregeln", spec.rule, sorted(subject.context.rules)
        )
    if spec.day is not None:
        field_named(subject, spec.day, ("date",), "deadlines", name, "day")
    if spec.month is not None:
        _month(subject, name, spec)
    if spec.after is not None and not 0 < rough_days(spec.after) <= _LONGEST:
        _wrong(
            subject,
            name,
            "Tiden ska vara längre än noll och högst tio år.",
            "Skriv till exempel P3M.",
            "after",
        )
    if spec.recurs is not None:
        _recurrence(subject, name, spec.recurs)


def _wrong(subject: Subject, name: str, sentence: str, fix: str, key: str | None = None) -> None:
    loc = ("deadlines", name) if key is None else ("deadlines", name, key)
    subject.add(Rule.DEADLINE, subject.at(*loc), sentence, fix)


def _base(subject: Subject, name: str, spec: DeadlineSpec) -> None:
    base = spec.counts_from
    if base is None:
        _wrong(
            subject,
            name,
            f"Fristen ”{name}” säger inte vad den räknas från.",
            f"Lägg till counts_from: fields.NAMN eller {', '.join(_BASES)}.",
        )
    elif base.startswith(PREFIX):
        field_named(subject, base, ("date",), "deadlines", name, "counts_from")
    elif base not in _BASES:
        known = [*_BASES, *(f"{PREFIX}{field}" for field in subject.definition.fields)]
        place = subject.value_at("deadlines", name, "counts_from")
        subject.unknown(Rule.DEADLINE, place, "Utgångspunkten", base, known)
    elif base == "entered" and not spec.during:
        _wrong(
            subject,
            name,
            "Utan during finns inget läge att räkna från när det nås.",
            "Lägg till during: [läge].",
            "counts_from",
        )


def _month(subject: Subject, name: str, spec: DeadlineSpec) -> None:
    field_named(subject, str(spec.month), ("month",), "deadlines", name, "month")
    if spec.body is None:
        _wrong(
            subject,
            name,
            f"Fristen ”{name}” säger inte vilket organs sammanträde som avses.",
            "Lägg till body: KS eller body: fields.NAMN.",
            "month",
        )
    elif spec.body.startswith(PREFIX):
        field_named(subject, spec.body, ("text", "choice"), "deadlines", name, "body")


def _recurrence(subject: Subject, name: str, recurs: str) -> None:
    try:
        rrulestr(recurs, dtstart=datetime(2024, 1, 1))  # noqa: DTZ001  # rules of days have no zone
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        readable = False
    else:
        readable = "\n" not in recurs and _TOO_OFTEN.search(recurs) is None
    if not readable:
        _wrong(
            subject,
            name,
            "Regeln för när fristen återkommer går inte att läsa som dagar.",
            "Skriv som i RFC 5545, till exempel FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30.",
            "recurs",
        )


def _where(subject: Subject, name: str, spec: DeadlineSpec) -> None:
    for key, states in (("during", spec.during), ("until", spec.until)):
        for place, state in enumerate(states):
            subject.state(state, "deadlines", name, key, place)
    for place, word in enumerate(spec.doubts):
        field_named(subject, word, (), "deadlines", name, "doubts", place)


def _reminders(subject: Subject, name: str, spec: DeadlineSpec) -> None:
    for place, period in enumerate(spec.remind):
        days = rough_days(period)
        too_early = spec.after is not None and days > rough_days(spec.after)
        if too_early or days > _LONGEST:
            subject.add(
                Rule.REMINDER,
                subject.value_at("deadlines", name, "remind", place),
                f"Påminnelsen {period} före sista dagen kommer innan fristen börjar.",
                f"Välj en kortare tid än {spec.after}." if too_early else "Välj högst tio år.",
            )


def _expiry(subject: Subject, name: str, spec: DeadlineSpec) -> None:
    event = spec.on_expiry.event
    if event is None:
        return
    definition = subject.definition
    places = spec.during or tuple(
        state
        for state, declared in definition.states.items()
        if not declared.final and state not in spec.until
    )
    handled = {
        state for _, _, each, state in graph.each(definition) if each == event and state in places
    }
    if not handled:
        known = {each for _, _, each, _ in graph.each(definition)}
        subject.add(
            Rule.EXPIRY,
            subject.value_at("deadlines", name, "on_expiry", "event"),
            f"Ingen övergång tar hand om ”{event}” där fristen gäller.",
            f"Lägg till en övergång för ”{event}” från {' eller '.join(places) or 'ett läge'}."
            if event in known or event in definition.events
            else "Lägg till händelsen under events och en övergång för den.",
        )
