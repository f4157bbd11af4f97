"""Days that are known only between bounds: when a matter began, and what the law counts from that."""

from collections.abc import Iterable, Iterator
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

    Not before the year of its oldest register number, and not after its first known step, nor after the
    day that its number was given by, where that is known: a matter gets its number when it is handed in.
    """
    first = first_known(history)
    latest = first if given_by is None else min(first, given_by)
    numbers = (history.dnr, *history.predecessor_dnr)
    return Span(min(latest, *_first_days(numbers)), latest)


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


def _first_days(numbers: Iterable[str]) -> Iterator[date]:
    """Of the numbers' years; long ago for a number that can't be read."""
    for printed in numbers:
        try:
            year = RegistrationNumber.parse(printed, default_register="-").year
        except InvalidInputError:
            yield LONG_AGO
        else:
            yield date(year, 1, 1)
