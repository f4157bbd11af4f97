"""Days that are known only between bounds: when a matter began, and what the law counts from that."""

from dataclasses import dataclass
from datetime import date

from workflow.errors import InvalidInputError
from workflow.model.ids import RegistrationNumber
from workflow.statutory.rules import apply
from workflow.workbench.replay.history import History
from workflow.workbench.replay.timeline import timeline

LONG_AGO = date.min
"""Stands for a day that nothing bounds backwards."""


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day that a day can have been; the same where it is known."""

    earliest: date
    latest: date

    def within(self, day: date) -> date:
        """The day, or the nearest one that is possible."""
        return min(max(day, self.earliest), self.latest)


def began(history: History, given_by: date | None = None) -> Span:
    """When the matter was raised, where nobody says it.

    Not before the year of its oldest register number, and not after its first known step, the year of its
    own number, or the day that this was given by, where that is known: a matter gets its number when it is
    handed in. A place under another's number (``:12``) is given at any time, also after that year.
    """
    years = [_year(printed) for printed in (history.dnr, *history.predecessor_dnr)]
    _, year_end = years[0]
    latest = min(first_known(history), given_by or date.max, year_end)
    return Span(min(latest, *(first for first, _ in years)), latest)


def first_known(history: History) -> date:
    """The day of its first step, missing ones included."""
    return min(item.day for item in timeline(history))


def last_by(rule: str, counted: Span) -> Span | None:
    """The last day that a rule of law gives; None: outside the calendar."""
    try:
        latest = apply(rule, counted.latest).final
    except InvalidInputError:
        return None
    try:
        return Span(apply(rule, counted.earliest).final, latest)
    except InvalidInputError:
        return Span(LONG_AGO, latest)


def as_day(value: object) -> date | None:
    """The day that a field holds; None: it holds none."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _year(printed: str) -> tuple[date, date]:
    """The first and last day that the number can have been given; no bounds where it can't be read."""
    try:
        number = RegistrationNumber.parse(printed, default_register="-")
    except InvalidInputError:
        return LONG_AGO, date.max
    last = date(number.year, 12, 31) if number.item is None else date.max
    return date(number.year, 1, 1), last
