"""Every rule for every day from 2000 to 2060, against a calculation of its own.

The expectation is worked out in whole day numbers from the text of the laws: Easter by Gauss, closed days
from lag (1989:253) and lag (1930:173), months by their lengths. It shares nothing with the engine.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import pytest

from workflow.statutory import given, periods, rules, sittings
from workflow.statutory.rules import StatutoryDate

FIRST, LAST = date(2000, 1, 1).toordinal(), date(2060, 12, 31).toordinal()
YEARS = range(1998, 2066)
MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
WEEKDAYS = 7
Count = Callable[[int], int]


def _number(year: int, month: int, day: int) -> int:
    return date(year, month, day).toordinal()


def _easter(year: int) -> int:
    """Easter Sunday by Gauss (1800, 1816), for the years 1900 to 2099."""
    moon = (19 * (year % 19) + 24) % 30
    week = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % WEEKDAYS
    if (moon, week) == (29, 6) or ((moon, week) == (28, 6) and year % 19 > 10):
        week -= WEEKDAYS
    return _number(year, 3, 22) + moon + week


def _saturday(day: int) -> int:
    """The first Saturday from a day on; day number 6 was one."""
    return day + (6 - day) % WEEKDAYS


def _feasts(year: int) -> Iterator[tuple[int, str]]:
    easter, midsummer = _easter(year), _saturday(_number(year, 6, 20))
    yield _number(year, 1, 1), "nyårsdagen"
    yield _number(year, 1, 6), "trettondedag jul"
    yield easter - 2, "långfredagen"
    yield easter, "påskdagen"
    yield easter + 1, "annandag påsk"
    yield _number(year, 5, 1), "första maj"
    yield easter + 39, "Kristi himmelsfärdsdag"
    yield easter + 49, "pingstdagen"
    if year < 2005:
        yield easter + 50, "annandag pingst"
    else:
        yield _number(year, 6, 6), "nationaldagen"
    yield midsummer - 1, "midsommarafton"
    yield midsummer, "midsommardagen"
    yield _saturday(_number(year, 10, 31)), "alla helgons dag"
    yield _number(year, 12, 24), "julafton"
    yield _number(year, 12, 25), "juldagen"
    yield _number(year, 12, 26), "annandag jul"
    yield _number(year, 12, 31), "nyårsafton"


def _closed() -> dict[int, set[str]]:
    names: dict[int, set[str]] = {}
    for year in YEARS:
        for day, name in _feasts(year):
            names.setdefault(day, set()).add(name)
    for day in range(_number(YEARS[0], 1, 1), _number(YEARS[-1] + 1, 1, 1)):
        if day % WEEKDAYS in {6, 0}:
            names.setdefault(day, {"lördag" if day % WEEKDAYS else "söndag"})
    return names


CLOSED = _closed()
DAYS = {day: date.fromordinal(day) for day in range(min(CLOSED) + 9, max(CLOSED) - 9)}


def _open(step: int) -> dict[date, date]:
    """For every day the nearest open one, in steps of 1, -1 or 0 days: none."""
    found = {}
    for day, named in DAYS.items():
        to = day
        while step and to in CLOSED:
            to += step
        found[named] = date.fromordinal(to)
    return found


OPEN = {step: _open(step) for step in (-1, 0, 1)}
NAMES = {DAYS[day]: names for day, names in CLOSED.items() if day in DAYS}


def _later(days: int) -> Count:
    return lambda day: day + days


def _months(months: int) -> Count:
    """Lag (1930:173) 1 §: the same number in the month, or its last day."""

    def count(day: int) -> int:
        start = date.fromordinal(day)
        total = start.year * 12 + start.month - 1 + months
        year, month = total // 12, total % 12 + 1
        leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
        return _number(year, month, min(start.day, MONTHS[month - 1] + leap))

    return count


def _following(month: int, day: int) -> Count:
    """The first such day of a year on or after another."""
    return lambda start: min(
        found
        for year in (date.fromordinal(start).year, date.fromordinal(start).year + 1)
        if (found := _number(year, month, day)) >= start
    )


def _preceding(month: int, day: int) -> Count:
    """The last such day of a year on or before another."""
    return lambda start: max(
        found
        for year in (date.fromordinal(start).year - 1, date.fromordinal(start).year)
        if (found := _number(year, month, day)) <= start
    )


@dataclass(frozen=True)
class Law:
    """Which way a rule moves (1, -1 or 0), what it counts, an act of one's own, a notice that stays."""

    way: int
    count: Count
    own: bool = False
    board: bool = False


LAWS = {
    "KL-2:4": Law(-1, _later(0)),
    "KL-5:13": Law(-1, _later(-7)),
    "KL-5:14": Law(-1, _later(-1)),
    "KL-5:15": Law(-1, _later(-7)),
    "KL-5:15-urgent": Law(-1, _later(-1)),
    "KL-5:24": Law(-1, _following(6, 30)),
    "KL-5:35": Law(0, _months(12)),
    "KL-5:69": Law(1, _later(14), own=True),
    "KL-6:34": Law(0, _months(12)),
    "KL-6:34-report": Law(0, _months(12)),
    "KL-6:35": Law(1, _later(14), own=True),
    "KL-6:40-appeal": Law(1, _later(21), board=True),
    "KL-8:10": Law(1, _later(21), board=True),
    "KL-8:12": Law(1, _later(2), own=True),
    "KL-8:13": Law(1, _later(2), own=True),
    "KL-8:14": Law(-1, _later(-7)),
    "KL-8:15": Law(-1, _later(-7)),
    "KL-8:16a": Law(-1, _later(-7)),
    "KL-9:10": Law(-1, _later(-7)),
    "KL-9:18": Law(0, _months(36)),
    "KL-9:26": Law(-1, _preceding(10, 31)),
    "KL-9:32": Law(1, _later(2), own=True),
    "KL-9:35": Law(-1, _following(6, 30)),
    "KL-9:38": Law(0, _months(12)),
    "KL-11:8": Law(-1, _preceding(10, 31)),
    "KL-11:8-november": Law(-1, _preceding(11, 30)),
    "KL-11:10": Law(-1, _preceding(11, 30)),
    "KL-11:11": Law(-1, _preceding(12, 31)),
    "KL-11:16": Law(-1, _months(2)),
    "KL-11:20": Law(-1, _following(4, 15)),
    "KL-11:21": Law(-1, _later(0)),
    "KL-13:5": Law(1, _later(21), board=True),
    "KL-13:6": Law(1, _later(21)),
    "FL-11": Law(0, _later(0)),
    "FL-12": Law(1, _months(6)),
    "FL-12-demand": Law(1, _later(28), own=True),
    "FL-22": Law(0, _later(0)),
    "FL-22-post": Law(-1, _later(-1)),
    "FL-26": Law(0, _later(0), own=True),
    "FL-33": Law(0, _later(0)),
    "FL-35": Law(1, _later(21)),
    "FL-44": Law(1, _later(21)),
    "FL-44-public": Law(1, _later(21)),
    "FL-46": Law(0, _later(0)),
    "LOU-20:1": Law(1, _later(10)),
    "LOU-20:1-15": Law(1, _later(15)),
    "LOU-20:3": Law(1, _later(10)),
    "LOU-20:10": Law(1, _later(10)),
    "LOU-20:12": Law(1, _later(10)),
    "LOU-20:12-15": Law(1, _later(15)),
    "set-day": Law(0, _later(0), own=True),
}
GIVEN = {
    ("1930:173", "P3W"): Law(1, _later(21)),
    ("1930:173", "P1Y2M"): Law(1, _months(14)),
    ("KL-6:23", "P5D"): Law(-1, _later(-5)),
    ("KL-6:23", "P1W"): Law(-1, _later(-7)),
    ("KL-6:23", "P1M"): Law(-1, _months(-1)),
    ("LOU-20:1-longer", "P20D"): Law(1, _later(20)),
    ("LOU-20:1-longer", "P1M"): Law(1, _months(1)),
}


def _wrong(law: Law, apply: Callable[[date], StatutoryDate]) -> list[StatutoryDate]:
    """What differs from the law, over every day."""
    wrong = []
    finals, targets = OPEN[law.way], OPEN[-1] if law.own or law.way < 0 else {}
    for day in range(FIRST, LAST + 1):
        found, nominal = apply(DAYS[day]), DAYS[law.count(day)]
        final = finals[nominal]
        removal = DAYS[final.toordinal() + 1] if law.board else None
        expected = (nominal, final, targets.get(nominal), removal)
        moved = found.moved_by and set(found.moved_by.split(" och "))
        if (
            found.nominal,
            found.final,
            found.target,
            found.earliest_removal,
        ) != expected or moved != (NAMES[nominal] if final != nominal else None):
            wrong.append(found)
    return wrong


def test_no_rule_is_left_out() -> None:
    """Every rule has an expectation of its own."""
    assert set(LAWS) == set(rules.known())
    assert {rule for rule, _ in GIVEN} == set(given.known())
    assert set(MEETINGS) == set(sittings.known())


@pytest.mark.parametrize("rule", LAWS)
def test_every_rule_on_every_day(rule: str) -> None:
    """Nominal day, last day, day to aim at, removal and what moved it, for 22,281 days."""
    assert LAST - FIRST + 1 == 22_281
    assert _wrong(LAWS[rule], lambda day: rules.apply(rule, day)) == []


@pytest.mark.parametrize(("rule", "length"), GIVEN)
def test_every_given_length_on_every_day(rule: str, length: str) -> None:
    """The same for rules whose length somebody has set."""
    period = periods.parse(length)
    assert _wrong(GIVEN[rule, length], lambda day: given.apply(rule, day, period)) == []


MEETINGS: dict[str, Callable[[list[int], int], int | None]] = {
    "KL-5:51": lambda meetings, day: meetings[bisect_right(meetings, day)],
    "KL-6:40": lambda meetings, day: meetings[bisect_right(meetings, day)],
    "KL-5:35-meeting": lambda meetings, day: meetings[bisect_right(meetings, _months(12)(day)) - 1],
    "KL-6:34-meeting": lambda meetings, day: meetings[bisect_right(meetings, _months(12)(day)) - 1],
}


@pytest.mark.parametrize("rule", MEETINGS)
def test_every_meeting_on_every_day(rule: str) -> None:
    """The next meeting, or the last in time, of a body that meets every 37 days, closed days too."""
    held = list(range(FIRST - 400, LAST + 800, 37))
    assert any(day in CLOSED for day in held)
    assert all(after - before == 37 for before, after in pairwise(held))
    for day in range(FIRST, LAST + 1):
        near = held[(day - held[0]) // 37 :][:13]
        found = sittings.apply(rule, date.fromordinal(day), map(date.fromordinal, near))
        expected = MEETINGS[rule](near, day)
        assert (found.final.toordinal(), found.nominal.toordinal()) == (expected, expected)
        assert (found.target, found.moved_by, found.earliest_removal) == (None, None, None)
