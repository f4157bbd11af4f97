"""When matters come in. Pure: the same stream gives the same days."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp
from random import Random

from workflow.statutory import calendar

MONTHS = 12
_STEP = 500.0  # exp(-rate) has to stay above zero


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Of one type: ``per_year`` on average, spread over the months by ``season``; or just ``on`` these days."""

    per_year: float = 0.0
    season: tuple[float, ...] = (1.0,) * MONTHS
    on: tuple[date, ...] = ()

    def expected(self, begins: date, last: date) -> float:
        """How many are to be expected from the day ``begins`` to ``last``, inclusive; whole years."""
        if self.on:
            return sum(begins <= day <= last for day in self.on)
        return self.per_year * (last.year - begins.year + 1)

    def days(self, begins: date, last: date, random: Random) -> Iterator[date]:
        """The day of each of them, in order; only days on which offices are open are drawn."""
        if self.on:
            yield from sorted(day for day in self.on if begins <= day <= last)
            return
        for year in range(begins.year, last.year + 1):
            for month in range(1, MONTHS + 1):
                open_days = _open_days(year, month)
                weight = self.season[month - 1] / sum(self.season)
                rate = self.per_year * weight / len(open_days)
                for day in open_days:
                    yield from [day] * _poisson(rate, random)


def _open_days(year: int, month: int) -> Sequence[date]:
    first = date(year, month, 1)
    days = (first + timedelta(days=n) for n in range(monthrange(year, month)[1]))
    return [day for day in days if not calendar.closed(day)]


def _poisson(rate: float, random: Random) -> int:
    """How many come in on a day (Knuth, The Art of Computer Programming, vol. 2, 3.4.1)."""
    if rate > _STEP:
        return _poisson(_STEP, random) + _poisson(rate - _STEP, random)
    limit, product, count = exp(-rate), random.random(), 0
    while product > limit:
        product *= random.random()
        count += 1
    return count
