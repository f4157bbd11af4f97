"""Periods and the days that they end on."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import InvalidInputError
from workflow.statutory.periods import Period, parse

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
SMALL = st.integers(0, 40)
PERIODS = st.builds(Period, years=st.integers(0, 5), months=SMALL, weeks=SMALL, days=SMALL)


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        (Period(years=1), date(2024, 2, 29), date(2025, 2, 28)),
        (Period(months=6), date(2024, 8, 31), date(2025, 2, 28)),
        (Period(months=1), date(2024, 1, 31), date(2024, 2, 29)),
        (Period(weeks=3), date(1999, 3, 16), date(1999, 4, 6)),
        (Period(days=14), date(2025, 2, 25), date(2025, 3, 11)),
        (Period(years=1, months=6, days=1), date(2024, 1, 31), date(2025, 8, 1)),
        (Period(), date(2025, 3, 14), date(2025, 3, 14)),
    ],
)
def test_a_period_ends_on_the_day_that_answers(period: Period, start: date, end: date) -> None:
    """The end has the same weekday or number, or is the month's last day (1930:173 1 §)."""
    assert period.after(start) == end


def test_before_is_counted_the_same_way() -> None:
    """One month before the last of March is the last of February."""
    assert Period(months=1).before(date(2025, 3, 31)) == date(2025, 2, 28)
    assert Period(weeks=1).before(date(2025, 3, 24)) == date(2025, 3, 17)


@given(DAYS, PERIODS)
def test_a_period_never_leads_the_wrong_way(day: date, period: Period) -> None:
    """After is never before, and before never after."""
    assert period.before(day) <= day <= period.after(day)


@given(DAYS, DAYS, PERIODS)
def test_later_starts_end_no_earlier(one: date, other: date, period: Period) -> None:
    """Counting is monotone."""
    first, second = sorted((one, other))
    assert period.after(first) <= period.after(second)


@given(DAYS, st.integers(0, 3000))
def test_weeks_keep_the_weekday(day: date, weeks: int) -> None:
    """A period in weeks ends on the same weekday."""
    end = Period(weeks=weeks).after(day)
    assert end.weekday() == day.weekday()
    assert (end - day).days == 7 * weeks


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("P3M", Period(months=3)),
        ("P1Y6M", Period(years=1, months=6)),
        ("P2W", Period(weeks=2)),
        ("P10D", Period(days=10)),
        ("P1Y2M3W4D", Period(1, 2, 3, 4)),
    ],
)
def test_periods_are_read(text: str, period: Period) -> None:
    """ISO 8601 periods of whole days are read."""
    assert parse(text) == period


@pytest.mark.parametrize(
    "text", ["", "P", "3M", "P3", "P-3M", "PT1H", "P3M ", "P1.5D", "P٣M", "P" + "1" * 40 + "D"]
)
def test_anything_else_is_no_period(text: str) -> None:
    """Another form is refused with an example."""
    with pytest.raises(InvalidInputError, match="P3M"):
        parse(text)


@pytest.mark.parametrize("text", ["P9999Y", "P999999999999999999D", "P999999999M", "P300Y"])
def test_a_period_out_of_the_calendar_is_bad_input(text: str) -> None:
    """A length that leads out of the calendar is refused, however large it is."""
    for move in (parse(text).after, parse(text).before):
        with pytest.raises(InvalidInputError, match="utanför kalendern"):
            move(date(2025, 1, 1))


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(years=1), "1 år"),
        (Period(months=1, days=2), "1 månad och 2 dagar"),
        (Period(years=2, months=3, weeks=1, days=1), "2 år och 3 månader och 1 vecka och 1 dag"),
        (Period(), "0 dagar"),
    ],
)
def test_a_period_in_words(period: Period, words: str) -> None:
    """A period is said in the office's words."""
    assert period.in_words() == words
