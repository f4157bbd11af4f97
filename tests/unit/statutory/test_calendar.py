"""The calendar of closed days."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import InvalidInputError
from workflow.statutory import calendar

DAY = timedelta(days=1)
DAYS = st.dates(date(2000, 1, 1), date(2150, 12, 31))


def _easter(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus (Butcher 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    r = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * r) // 433
    month = (h + r - 7 * m + 90) // 25
    return date(year, month, (h + r - 7 * m + 33 * month + 19) % 32)


def _first(weekday: int, day: date) -> date:
    return day + DAY * ((weekday - day.weekday()) % 7)


def _by_hand(year: int) -> dict[date, set[str]]:
    """The closed days of lag (1989:253) and lag (1930:173), worked out without the library."""
    easter = _easter(year)
    midsummer = _first(5, date(year, 6, 20))
    found: dict[date, set[str]] = {}
    for day, name in (
        (date(year, 1, 1), "nyårsdagen"),
        (date(year, 1, 6), "trettondedag jul"),
        (easter - 2 * DAY, "långfredagen"),
        (easter, "påskdagen"),
        (easter + DAY, "annandag påsk"),
        (date(year, 5, 1), "första maj"),
        (easter + 39 * DAY, "Kristi himmelsfärdsdag"),
        (easter + 49 * DAY, "pingstdagen"),
        (midsummer - DAY, "midsommarafton"),
        (midsummer, "midsommardagen"),
        (_first(5, date(year, 10, 31)), "alla helgons dag"),
        (date(year, 12, 24), "julafton"),
        (date(year, 12, 25), "juldagen"),
        (date(year, 12, 26), "annandag jul"),
        (date(year, 12, 31), "nyårsafton"),
        # Whit Monday gave way to the national day in 2005.
        (date(year, 6, 6), "nationaldagen")
        if year >= 2005
        else (easter + 50 * DAY, "annandag pingst"),
    ):
        found.setdefault(day, set()).add(name)
    return found


@pytest.mark.parametrize("year", range(2000, 2061))
def test_every_day_is_as_worked_out_by_hand(year: int) -> None:
    """Every day of the year is open, or closed by its right name, as an independent calculation says."""
    feasts = _by_hand(year)
    day = date(year, 1, 1)
    while day.year == year:
        name = calendar.closed(day)
        if day in feasts:
            assert name is not None
            assert set(name.split(" och ")) == feasts[day]
        else:
            assert name == {5: "lördag", 6: "söndag"}.get(day.weekday())
        day += DAY


@pytest.mark.shared
def test_closed_days_are_those_of_the_vectors(shared: Path) -> None:
    """The named closed days of six years are exactly those worked out beforehand."""
    text = (shared / "data/date_vectors.json").read_text(encoding="utf-8")
    years = json.loads(text)["closed_days"]
    assert len(years) == 6
    for year, expected in years.items():
        day, found = date(int(year), 1, 1), {}
        while day.year == int(year):
            name = calendar.closed(day)
            if name not in (None, "lördag", "söndag"):
                found[day.isoformat()] = name
            day += DAY
        assert found == expected


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 4, 17),  # skärtorsdagen
        date(2025, 4, 30),  # valborgsmässoafton
        date(2004, 1, 5),  # trettondagsafton, RÅ 2004 not 40
        date(2025, 5, 30),  # klämdag
        date(2025, 6, 9),  # annandag pingst
        date(2025, 10, 31),  # allhelgonaafton
    ],
)
def test_custom_closes_no_day(day: date) -> None:
    """Days on which offices close by custom, without the law, are open."""
    assert calendar.closed(day) is None


def test_two_feasts_on_a_day_are_both_named() -> None:
    """Ascension fell on the first of May in 2008."""
    assert calendar.closed(date(2008, 5, 1)) == "första maj och Kristi himmelsfärdsdag"


@pytest.mark.parametrize("year", [1990, 2101, 2199])
def test_the_calendar_holds_at_its_ends(year: int) -> None:
    """Easter and Christmas are known in the first and last years, also beyond the library's own."""
    assert calendar.closed(_easter(year)) == "påskdagen"
    assert calendar.closed(date(year, 12, 24)) == "julafton"


@pytest.mark.parametrize("day", [date.min, date(1989, 12, 31), date(2200, 1, 1), date.max])
def test_outside_the_calendar_is_bad_input(day: date) -> None:
    """A day that the calendar doesn't cover is refused and never breaks the arithmetic."""
    for look in (
        calendar.checked,
        calendar.closed,
        calendar.open_on_or_after,
        calendar.open_on_or_before,
    ):
        with pytest.raises(InvalidInputError, match="utanför kalendern"):
            look(day)


@pytest.mark.parametrize(
    ("look", "day"),
    [
        (calendar.open_on_or_after, calendar.LAST_DAY),  # nyårsafton
        (calendar.open_on_or_before, calendar.FIRST_DAY),  # nyårsdagen
    ],
)
def test_the_search_for_an_open_day_ends_with_the_calendar(look: object, day: date) -> None:
    """Where the next open day lies outside the calendar, that is said."""
    assert callable(look)
    with pytest.raises(InvalidInputError, match="utanför kalendern"):
        look(day)


@given(DAYS)
def test_open_days_around_a_day(day: date) -> None:
    """The nearest open days are open, on their side, and nothing open lies between."""
    after, before = calendar.open_on_or_after(day), calendar.open_on_or_before(day)
    assert before <= day <= after
    assert calendar.closed(before) is None
    assert calendar.closed(after) is None
    between = before + DAY
    while between < after:
        assert between == day or calendar.closed(between)
        between += DAY
    assert (after - before).days <= 7


@given(DAYS)
def test_month_end(day: date) -> None:
    """The last day of the month is in it, and the day after is in another."""
    end = calendar.month_end(day)
    assert (end.year, end.month) == (day.year, day.month)
    assert (end + DAY).month != day.month
