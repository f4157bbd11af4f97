"""What a run came to: figures of the counted time, worked out of its record. Pure.

A stay counts in full when it ended within the counted time; what is still there is the queue. A deadline
counts as run when it ran on any day of the counted time.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from math import ceil
from statistics import fmean, median

from workflow.machine.ringing import only_waits
from workflow.machine.waits import ROLE_LABELS
from workflow.workbench.forecast.answer import (
    Days,
    Kept,
    Met,
    Report,
    Standing,
    Through,
    Told,
    Waited,
)
from workflow.workbench.forecast.assumed import assumed
from workflow.workbench.forecast.cautions import cautions
from workflow.workbench.forecast.plan import Plan
from workflow.workbench.forecast.tally import Place, Record, Trail, Visit, Watched

REMINDER, ESCALATION, AT_RISK = "reminder", "escalation", "at_risk"
"""Templates of the mails that deadlines send."""

_NINETY = 0.9


def report(plan: Plan, record: Record) -> Report:
    """The figures of a run."""
    return _Reporter(plan, record).report()


def lengths(days: Iterable[int]) -> Days | None:
    """What these lengths have in common; None where there are none."""
    found = sorted(days)
    if not found:
        return None
    return Days(
        number=len(found),
        mean=round(fmean(found), 1),
        median=float(median(found)),
        p90=found[ceil(_NINETY * len(found)) - 1],
        longest=found[-1],
    )


def place_label(plan: Plan, place: Place) -> str:
    """Where a matter is, as the office says it."""
    role = ROLE_LABELS.get(place.name, place.name) or "någon"
    match place.kind:
        case "body":
            body = plan.organisation.bodies.get(place.name)
            return f"väntar på {body.name if body else place.name}"
        case "queue":
            return f"i kö hos {role}"
        case "work":
            return f"arbetas på av {role}"
        case kind:
            return _LABELS[kind]


_LABELS = {
    "others": "väntar på svar från andra",
    "clock": "väntar på att en frist går ut",
    "minutes": "väntar på justering",
    "engine": "hos motorn",
    "end": "avslutade",
}


class _Reporter:
    def __init__(self, plan: Plan, record: Record) -> None:
        self._plan = plan
        self._record = record
        self._first, self._last = plan.span.first, plan.span.last

    def report(self) -> Report:
        plan, trails = self._plan, self._record.trails
        waits = tuple(self._waits())
        meetings = tuple(self._meetings())
        organisation = plan.organisation
        closed = [one for one in trails if self._within(one.closed)]
        return Report(
            label=plan.given.label or f"{organisation.name} {plan.span.in_words}",
            organisation=organisation.organisation,
            first=self._first,
            last=self._last,
            seed=plan.given.seed,
            came_in=sum(self._within(one.opened) for one in trails),
            closed=len(closed),
            open_at_start=sum(_open(one, self._first) for one in trails),
            open_at_end=sum(one.closed is None for one in trails),
            days=lengths(map(_through, closed)),
            types=tuple(self._types()),
            states=tuple(self._states(waits)),
            waits=waits,
            deadlines=tuple(self._deadlines()),
            meetings=meetings,
            standing=tuple(self._standing()),
            told=self._told(),
            refusals=tuple(
                (name, reason, number)
                for (name, reason), number in sorted(self._record.refusals.items())
            ),
            warnings=tuple(cautions(plan, self._record, meetings)),
            assumed=assumed(plan),
        )

    def _within(self, day: date | None) -> bool:
        return day is not None and self._first <= day <= self._last

    def _by_type(self) -> Iterator[tuple[str, list[Trail]]]:
        found: dict[str, list[Trail]] = defaultdict(list)
        for trail in self._record.trails:
            found[trail.definition.name].append(trail)
        yield from sorted(found.items())

    def _types(self) -> Iterator[Through]:
        for name, trails in self._by_type():
            closed = [one for one in trails if self._within(one.closed)]
            yield Through(
                matter_type=name,
                label=trails[0].definition.label,
                came_in=sum(self._within(one.opened) for one in trails),
                closed=len(closed),
                open=sum(one.closed is None for one in trails),
                days=lengths(map(_through, closed)),
            )

    def _waits(self) -> Iterator[Waited]:
        for name, trails in self._by_type():
            definition = trails[0].definition
            visits: dict[str, list[Visit]] = defaultdict(list)
            for visit in (visit for one in trails for visit in one.visits):
                visits[visit.state].append(visit)
            for state, spec in definition.states.items():
                days, still = self._stays(visits[state])
                if not spec.final and (days or still):
                    yield Waited(
                        name, definition.label, state, spec.label, spec.body, lengths(days), still
                    )

    def _stays(self, visits: Iterable[Visit]) -> tuple[list[int], int]:
        days, still = [], 0
        for one in visits:
            still += one.until is None
            if one.until is not None and self._within(one.until):
                days.append((one.until - one.since).days)
        return days, still

    def _states(self, waits: Sequence[Waited]) -> Iterator[Waited]:
        """The same over all types, by the name of the state; those where most time goes first."""
        by_state: dict[str, list[Waited]] = defaultdict(list)
        for one in waits:
            by_state[one.state].append(one)
        visits: dict[str, list[Visit]] = defaultdict(list)
        for visit in (visit for one in self._record.trails for visit in one.visits):
            visits[visit.state].append(visit)
        found = []
        for state, ones in by_state.items():
            days, still = self._stays(visits[state])
            label, _ = Counter(one.label for one in ones).most_common(1)[0]
            waited = Waited(None, "", state, label, ones[0].body, lengths(days), still)
            found.append((-sum(days), state, waited))
        yield from (waited for *_, waited in sorted(found, key=lambda each: each[:2]))

    def _deadlines(self) -> Iterator[Kept]:
        for name, trails in self._by_type():
            definition = trails[0].definition
            for key, spec in definition.deadlines.items():
                ran = [
                    one
                    for trail in trails
                    for one in trail.deadlines
                    if one.key == key and (one.ended is None or one.ended >= self._first)
                ]
                if ran and not only_waits(spec):
                    fates = Counter(one.fate for one in ran)
                    yield Kept(
                        matter_type=name,
                        type_label=definition.label,
                        deadline=key,
                        label=spec.label,
                        run=len(ran),
                        met=fates["met"],
                        missed=fates["missed"],
                        running=fates["running"],
                        dropped=fates["dropped"],
                        recurred=fates["recurred"],
                        worst=max(map(self._late, ran)),
                    )

    def _late(self, one: Watched) -> int:
        return ((one.caught_up or self._last) - one.final).days if one.fate == "missed" else 0

    def _meetings(self) -> Iterator[Met]:
        places = Counter(self._record.places)
        for code, body in self._plan.organisation.bodies.items():
            held = [
                one for one in self._record.meetings if one.body == code and one.day >= self._first
            ]
            waiting = places[Place("body", code)]
            if held or waiting:
                yield Met(
                    body=code,
                    name=body.name,
                    meetings=len(held),
                    places=sum(one.capacity for one in held),
                    items=sum(one.items for one in held),
                    full=sum(one.full for one in held),
                    pushed=sum(one.pushed for one in held),
                    most_pushed=max((one.pushed for one in held), default=0),
                    waiting=waiting,
                    days=lengths(self._stays(self._with(code))[0]),
                )

    def _with(self, body: str) -> Iterator[Visit]:
        """Every stay in a state of the body."""
        for trail in self._record.trails:
            states = trail.definition.states
            yield from (one for one in trail.visits if states[one.state].body == body)

    def _standing(self) -> Iterator[Standing]:
        found = Counter(self._record.places)
        ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0].kind, pair[0].name))
        for place, number in ordered:
            if place.kind != "end":
                yield Standing(place, place_label(self._plan, place), number)

    def _told(self) -> Told:
        trails = self._record.trails
        mails = Counter(
            template for one in trails for day, template in one.mails if self._within(day)
        )
        return Told(
            reminded=sum(self._within(day) for one in trails for day in one.reminders),
            reminders=mails[REMINDER],
            escalations=mails[ESCALATION],
            at_risk=mails[AT_RISK],
            others=mails.total() - mails[REMINDER] - mails[ESCALATION] - mails[AT_RISK],
        )


def _open(trail: Trail, day: date) -> bool:
    """Whether the matter was open when the day began."""
    opened = trail.opened
    return opened is not None and opened < day and (trail.closed is None or trail.closed >= day)


def _through(trail: Trail) -> int:
    """Days from registration to end, of one that is closed."""
    return ((trail.closed or date.max) - (trail.opened or date.min)).days
