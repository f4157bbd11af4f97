"""Deadlines: when they fall, where they apply, and that somebody does something about them."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import islice, pairwise

from workflow.definition.checks.fields import PREFIX, field_named
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule
from workflow.definition.schema import DeadlineSpec
from workflow.errors import InvalidInputError
from workflow.statutory import rules
from workflow.statutory.recurrence import next_occurrence

_WAYS = ("rule", "day", "month", "after", "recurs")
_COUNTED = ("rule", "after", "recurs")
_BASES = ("registered", "entered", "decision.decided_on", "decision.adjusted_on")
_PART = re.compile(r"(\d+)([YMWD])")
_DAYS = {"Y": 365, "M": 30, "W": 7, "D": 1}  # roughly, to compare periods
_LONGEST = 10 * 366
_FROM = date(2000, 1, 1)  # any day will do
_OCCURRENCES = 5
_YEARS = (2023, 2024, 2025)


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
    gap = _longest_gap(recurs)
    if gap is None:
        _wrong(
            subject,
            name,
            "Regeln för när fristen återkommer går inte att läsa som dagar.",
            "Skriv som i RFC 5545, till exempel FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30.",
            "recurs",
        )
    elif not 0 < gap <= _LONGEST:
        _wrong(
            subject,
            name,
            "Regeln för när fristen återkommer ger ingen dag, eller mer än tio år mellan dagarna.",
            "Se efter månad, dag och UNTIL; FREQ=YEARLY är en gång om året.",
            "recurs",
        )


@lru_cache(maxsize=1024)
def _longest_gap(recurs: str) -> int | None:
    """Most days between the first occurrences; 0 if there is none, None if the rule can't be read."""
    try:
        days = [_FROM, *islice(_occurrences(recurs), _OCCURRENCES)]
    except InvalidInputError:
        return None
    return max(((after - day).days for day, after in pairwise(days)), default=0)


def _occurrences(recurs: str) -> Iterator[date]:
    day = next_occurrence(recurs, _FROM, _FROM)
    while day is not None:
        yield day
        day = next_occurrence(recurs, _FROM, day)


@lru_cache(maxsize=64)
def _longest_time(rule: str) -> int:
    """Most days that a statutory rule gives; 0 or less for one that is counted backwards, or unknown."""
    bases = [date(year, month, 1) for year in _YEARS for month in range(1, 13)]
    try:
        return max((rules.apply(rule, base).final - base).days for base in bases)
    except InvalidInputError:
        return 0


def _where(subject: Subject, name: str, spec: DeadlineSpec) -> None:
    for key, states in (("during", spec.during), ("until", spec.until)):
        for place, state in enumerate(states):
            subject.state(state, "deadlines", name, key, place)
    for place, word in enumerate(spec.doubts):
        field_named(subject, word, (), "deadlines", name, "doubts", place)


def _reminders(subject: Subject, name: str, spec: DeadlineSpec) -> None:
    """Each comes after the deadline begins and before it ends."""
    longest = _longest(spec)
    for place, period in enumerate(spec.remind):
        days = rough_days(period)
        if days and days <= longest:
            continue
        subject.add(
            Rule.REMINDER,
            subject.value_at("deadlines", name, "remind", place),
            f"Påminnelsen {period} före sista dagen kommer innan fristen börjar."
            if days
            else f"Påminnelsen {period} kommer aldrig: den skulle komma när fristen går ut.",
            f"Välj en kortare tid än {spec.after or spec.rule or spec.recurs}."
            if days and longest < _LONGEST
            else "Välj minst P1D och högst tio år.",
        )


def _longest(spec: DeadlineSpec) -> int:
    """About how many days the deadline runs at most, where that can be told; else ten years."""
    if spec.after is not None:
        return rough_days(spec.after)
    if spec.recurs is not None:
        return _longest_gap(spec.recurs) or _LONGEST
    given = _longest_time(spec.rule) if spec.rule is not None else 0
    return given if given > 0 else _LONGEST


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
    handled = {state for _, _, each, state in subject.steps if each == event and state in places}
    if not handled:
        known = {each for _, _, each, _ in subject.steps}
        subject.add(
            Rule.EXPIRY,
            subject.value_at("deadlines", name, "on_expiry", "event"),
            f"Ingen övergång tar hand om ”{event}” där fristen gäller.",
            f"Lägg till en övergång för ”{event}” från {' eller '.join(places) or 'ett läge'}."
            if event in known or event in definition.events
            else "Lägg till händelsen under events och en övergång för den.",
        )
