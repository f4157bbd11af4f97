"""What the picture shows, before it is drawn: one lane for each role and body, with what waits there each day."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from workflow.machine.waits import ROLE_LABELS
from workflow.workbench.forecast.answer import Days, Report
from workflow.workbench.forecast.plan import Plan
from workflow.workbench.forecast.tally import Held, Place, Record

_WEEK = timedelta(weeks=1)
_OTHERS = {Place(kind) for kind in ("others", "clock", "minutes", "engine")}


@dataclass(frozen=True, slots=True)
class Lane:
    """One row of the picture.

    Attributes:
        title: what it is about.
        notes: lines under the title.
        waiting: each day of the counted time, how many wait.
        working: how many are worked on, on top of which those wait; empty where nobody works.
        meetings: of the body.
        bars: where it is no curve: the first day of each week, and how many.
    """

    title: str
    notes: tuple[str, ...]
    waiting: tuple[int, ...] = ()
    working: tuple[int, ...] = ()
    meetings: tuple[Held, ...] = ()
    bars: tuple[tuple[date, int], ...] = ()

    @property
    def most(self) -> int:
        """The highest point."""
        working = self.working or (0,) * len(self.waiting)
        curve = (a + b for a, b in zip(self.waiting, working, strict=True))
        return max((*curve, *(number for _, number in self.bars)), default=0)


def lanes(plan: Plan, record: Record, report: Report) -> tuple[Lane, ...]:
    """The rows in the order of a matter's way: the office, the bodies, what else is waited for, deadlines."""
    return (
        *_roles(plan, record),
        *_bodies(record, report),
        *_others(record, report),
        _deadlines(record, report),
    )


def _roles(plan: Plan, record: Record) -> Iterator[Lane]:
    names = dict.fromkeys(
        place.name
        for _, places in record.days
        for place in sorted(places, key=lambda one: one.name)
        if place.kind in ("queue", "work")
    )
    for name in sorted(names):
        working = _curve(record, plan.span.first, {Place("work", name)})
        waiting = _curve(record, plan.span.first, {Place("queue", name)})
        label = ROLE_LABELS.get(name, name) or "någon"
        limit = plan.staff.get(name)
        places = f"{limit} ärenden samtidigt" if limit else "räcker alltid till"
        notes = (places, f"som mest {max(waiting)} i kö") if limit else (places,)
        yield Lane(f"Hos {label}", notes, waiting, working)


def _bodies(record: Record, report: Report) -> Iterator[Lane]:
    depth = {one.body: place for place, one in enumerate(report.meetings)}
    for met in sorted(report.meetings, key=lambda one: -depth[one.body]):
        waiting = _curve(record, report.first, {Place("body", met.body)})
        held = tuple(
            one for one in record.meetings if one.body == met.body and one.day >= report.first
        )
        meetings = f"{met.meetings} sammanträden" if met.meetings else "sammanträder aldrig"
        full = f", {met.full} fulla" if met.full else ""
        yield Lane(met.name, (meetings + full, *_typical(met.days)), waiting, (), held)


def _typical(days: Days | None) -> Iterator[str]:
    if days is not None:
        yield f"väntan: hälften inom {days.median:.0f} dagar,"
        yield f"nio av tio inom {days.p90}"


def _others(record: Record, report: Report) -> Iterator[Lane]:
    waiting = _curve(record, report.first, _OTHERS)
    if any(waiting):
        yield Lane(
            "Övrig väntan", ("svar från andra, justering,", "frister som ska gå ut"), waiting
        )


def _deadlines(record: Record, report: Report) -> Lane:
    missed = Counter(
        report.first + (one.ended - report.first) // _WEEK * _WEEK
        for trail in record.trails
        for one in trail.deadlines
        if one.fate == "missed" and one.ended and one.ended >= report.first
    )
    run = sum(one.run for one in report.deadlines)
    notes = (f"{report.key_figures().missed} av {run} frister", "vecka för vecka")
    return Lane("Missade frister", notes, bars=tuple(sorted(missed.items())))


def _curve(record: Record, first: date, wanted: Collection[Place]) -> tuple[int, ...]:
    return tuple(
        sum(number for place, number in places.items() if place in wanted)
        for day, places in record.days
        if day >= first
    )
