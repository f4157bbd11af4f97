"""The meetings of a simulated year. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from workflow.definition.organisation import Organisation
from workflow.machine import schedule
from workflow.statutory import calendar, periods
from workflow.statutory.recurrence import parse as parse_rule
from workflow.workbench.forecast.form import MeetingPlan, Simulation

_SAME_WEEKDAY = timedelta(weeks=52)


@dataclass(frozen=True, slots=True)
class Sitting:
    """One meeting of a body. A matter that has come by the day ``closes``, inclusive, is on the agenda."""

    body: str
    day: date
    closes: date
    adjusted_on: date
    capacity: int


@dataclass(frozen=True, slots=True)
class Span:
    """The simulated time: from ``begins``, counted from ``first`` to ``last``; all inclusive, whole years."""

    begins: date
    first: date
    last: date

    @property
    def years(self) -> range:
        """Every year that is simulated."""
        return range(self.begins.year, self.last.year + 1)

    @property
    def in_words(self) -> str:
        """The counted years: ``2027``, ``2027–2029``."""
        first, last = self.first.year, self.last.year
        return str(first) if first == last else f"{first}–{last}"


def sittings(organisation: Organisation, given: Simulation, span: Span) -> tuple[Sitting, ...]:
    """Every meeting from the first day simulated to a year after the last one, in order of the day.

    On one day the body that is under the other goes first. The year after is there for deadlines that end then.

    Raises:
        InvalidInputError: a rule of ``every`` that is none.
    """
    found = (
        _sitting(code, day, plan, given)
        for code in organisation.bodies
        for plan in (given.meetings.get(code, MeetingPlan()),)
        for day in meeting_days(organisation, code, plan, span)
    )
    depth = {code: len(schedule.above(organisation, code)) for code in organisation.bodies}
    return tuple(sorted(found, key=lambda one: (one.day, -depth[one.body], one.body)))


def meeting_days(
    organisation: Organisation, body: str, plan: MeetingPlan, span: Span
) -> tuple[date, ...]:
    """The days that a body meets on, from the first one simulated to a year after the last, each once.

    A schedule with days in the first counted year stands in, by weekday, for the years that it has none in.

    Raises:
        InvalidInputError: a rule of ``every`` that is none.
    """
    last = span.last.year + 1
    if plan.every is not None:
        return _by_rule(plan.every, span.begins, date(last, 12, 31))
    known = set(plan.days or schedule.meetings(organisation, body))
    counted = [day for day in known if day.year == span.first.year]
    if not counted:
        return ()
    return tuple(
        sorted(
            day
            for year in (*span.years, last)
            for day in _of_year(year, known)
            or _of_year(year, (_moved(one, year) for one in counted))
        )
    )


def _of_year(year: int, days: Iterable[date]) -> list[date]:
    return [day for day in days if day.year == year]


def _moved(day: date, year: int) -> date:
    return day + (year - day.year) * _SAME_WEEKDAY


def _by_rule(rule: str, begins: date, last: date) -> tuple[date, ...]:
    found = parse_rule(rule, begins).between(
        datetime.combine(begins, time()), datetime.combine(last, time()), inc=True
    )
    days: Iterator[date] = (calendar.open_on_or_after(one.date()) for one in found)
    return tuple(sorted(set(days)))


def _sitting(body: str, day: date, plan: MeetingPlan, given: Simulation) -> Sitting:
    return Sitting(
        body=body,
        day=day,
        closes=periods.parse(plan.agenda_closes or given.agenda_closes).before(day),
        adjusted_on=periods.parse(plan.adjusted_after or given.adjusted_after).after(day),
        capacity=plan.capacity if plan.capacity is not None else given.capacity,
    )
