"""What the register numbers of a whole file tell of when a matter was registered.

Numbers are given in order. So a matter had its number at the latest when any matter with the same or a
higher one, of the same register and year, first did something. How far up among its year's numbers one
stands tells about when it was given.
"""

from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date, timedelta
from statistics import median

from workflow.errors import InvalidInputError
from workflow.model.ids import RegistrationNumber
from workflow.workbench.replay.history import History
from workflow.workbench.replay.span import Span, first_known

ENOUGH = 20
"""Numbers of a year; fewer don't show how many the year had."""

AFTERWARDS = timedelta(days=90)
"""How long a file goes on after a year before the year's last matters have come up in it."""

_Series = tuple[str | None, str]
"""Organisation and register."""


@dataclass(slots=True)
class _Year:
    """The numbers of one register and year.

    Attributes:
        known: how many.
        highest: of their serials.
        serials: rising, each with a day in ``days`` that no higher serial has or comes before; so there
            are no more of them than days.
        days: rising.
    """

    known: int = 0
    highest: int = 0
    serials: list[int] = field(default_factory=list)
    days: list[date] = field(default_factory=list)

    def bound(self, serial: int, day: date) -> None:
        """This serial was given on the day at the latest."""
        latest = self.given_by(serial)
        if latest is not None and latest <= day:
            return
        start = bisect_left(self.days, day)
        end = bisect_left(self.serials, serial + 1)
        self.serials[start:end] = [serial]
        self.days[start:end] = [day]

    def given_by(self, serial: int) -> date | None:
        """The first day that a serial as high as this one or higher is known to have been given by."""
        place = bisect_left(self.serials, serial)
        return self.days[place] if place < len(self.days) else None


class Registers:
    """Every number of a file. Grows with the registers, years and days of the file, not with its matters.

    A number that can't be read takes no part, nor does a place under another's number (``:12``), which
    is given at any time.
    """

    def __init__(self) -> None:
        self._series: dict[_Series, dict[int, _Year]] = {}
        self._told: dict[str | None, Span] = {}

    def add(self, history: History) -> None:
        """Count one.

        It bounds no other matter where its first step may have been under another number: where it went
        on from an older one, or began before its number's year.
        """
        first = first_known(history)
        days = [step.date for step in history.steps]
        told = self._told.get(history.organisation, Span(days[0], days[0]))
        self._told[history.organisation] = Span(min(told.earliest, *days), max(told.latest, *days))
        number = _number(history)
        if number is None:
            return
        years = self._series.setdefault((history.organisation, number.register), {})
        year = years.setdefault(number.year, _Year())
        year.known += 1
        year.highest = max(year.highest, number.serial)
        if not history.predecessor_dnr and first >= date(number.year, 1, 1):
            year.bound(number.serial, first)

    def given_by(self, history: History) -> date | None:
        """The latest day on which the matter can have got its number; None: no other number tells."""
        number = _number(history)
        if number is None:
            return None
        year = self._years(history, number).get(number.year)
        return year.given_by(number.serial) if year else None

    def given_about(self, history: History) -> date | None:
        """An estimate of the day: as far into the year as the number is among the year's numbers.

        None where nothing shows how many the year had, and for a matter that went on from an older number.
        """
        number = _number(history)
        if number is None or history.predecessor_dnr:
            return None
        highest = self._highest(history, number)
        if highest is None or highest < number.serial:
            return None
        first = date(number.year, 1, 1)
        length = date(number.year, 12, 31) - first + timedelta(days=1)
        return first + length * (number.serial - 1) // highest

    def _years(self, history: History, number: RegistrationNumber) -> dict[int, _Year]:
        return self._series.get((history.organisation, number.register), {})

    def _highest(self, history: History, number: RegistrationNumber) -> int | None:
        """The year's last serial, about.

        The highest one of a year that the file goes on past; for another at least as many as those years
        had at the median.
        """
        years = self._years(history, number)
        told = self._told.get(history.organisation)
        whole = {
            name: year.highest
            for name, year in years.items()
            if told is not None and year.known >= ENOUGH and _covers(told, name)
        }
        if number.year in whole or not whole:
            return whole.get(number.year)
        known = years.get(number.year, _Year()).highest
        return max(known, int(median(whole.values())))


def _number(history: History) -> RegistrationNumber | None:
    """Its number, if it is one of a series."""
    try:
        number = RegistrationNumber.parse(history.dnr, default_register="-")
    except InvalidInputError:
        return None
    return number if number.item is None else None


def _covers(told: Span, year: int) -> bool:
    """Whether the end of the year lies well within."""
    return told.earliest <= date(year, 12, 31) <= told.latest - AFTERWARDS
