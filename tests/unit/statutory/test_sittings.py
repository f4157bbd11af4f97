"""Rules that point to a meeting."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import InvalidInputError
from workflow.statutory import rules, sittings

DAYS = st.dates(date(1995, 1, 1), date(2150, 12, 31))
YEAR = [date(2025, 2, 25), date(2025, 4, 1), date(2025, 5, 27)]


def test_a_tabled_matter_comes_up_at_the_next_meeting() -> None:
    """The meeting after the one that tabled it, whatever the order they are given in (KL 5:51)."""
    found = sittings.apply("KL-5:51", date(2025, 2, 25), reversed(YEAR))
    assert found.final == date(2025, 4, 1)
    assert found.source == "KL 5 kap. 51 §"
    assert "nästa sammanträde efter bordläggningen 2025-02-25" in found.explanation


def test_an_urgent_decision_is_reported_at_the_next_meeting() -> None:
    """KL 6:40: the chair's decision of the day after a meeting comes up at the next one."""
    assert sittings.apply("KL-6:40", date(2025, 4, 2), YEAR).final == date(2025, 5, 27)
    assert sittings.apply("KL-6:40", date(2025, 3, 31), YEAR).final == date(2025, 4, 1)


def test_the_last_meeting_within_the_year() -> None:
    """A motion moved 2024-04-01 has to be decided on 1 April 2025, the day itself included (KL 5:35)."""
    assert sittings.apply("KL-5:35-meeting", date(2024, 4, 1), YEAR).final == date(2025, 4, 1)
    assert sittings.apply("KL-5:35-meeting", date(2024, 3, 31), YEAR).final == date(2025, 2, 25)
    assert sittings.apply("KL-6:34-meeting", date(2024, 6, 1), YEAR).final == date(2025, 5, 27)


def test_goteborgs_motion_passed_its_year() -> None:
    """SLK-2023-00390: before KF 2023-11-23, decided 2025-06-12, long after the year had gone."""
    with pytest.raises(InvalidInputError, match="Inget sammanträde är planerat"):
        sittings.apply("KL-5:35-meeting", date(2023, 11, 23), [date(2025, 6, 12)])


@pytest.mark.parametrize("rule", sittings.known())
def test_without_a_meeting_that_fits_nothing_is_made_up(rule: str) -> None:
    """It is said, with the section and what to do."""
    with pytest.raises(InvalidInputError, match="Inget sammanträde") as caught:
        sittings.apply(rule, date(2025, 3, 1), [date(2025, 1, 1)])
    assert "KL" in caught.value.message
    assert caught.value.hint


def test_an_unknown_rule_is_refused() -> None:
    """With the nearest of those that point to a meeting."""
    with pytest.raises(InvalidInputError, match="Närmast är KL-"):
        sittings.apply("KL-13:5", date(2025, 3, 3), YEAR)


@given(st.sampled_from(["KL-5:51", "KL-6:40"]), DAYS, st.lists(DAYS, max_size=30))
def test_the_next_meeting_is_the_first_after(rule: str, day: date, meetings: list[date]) -> None:
    """None lies between, and it is one of those held, closed day or not."""
    later = [meeting for meeting in meetings if meeting > day]
    if later:
        assert sittings.apply(rule, day, meetings).final == min(later)


@given(DAYS, st.lists(st.integers(0, 800), max_size=30))
def test_the_last_meeting_is_within_the_year(day: date, after: list[int]) -> None:
    """No later one would do."""
    meetings = [day + timedelta(days=days) for days in after]
    in_time = [meeting for meeting in meetings if meeting <= rules.apply("KL-5:35", day).final]
    if in_time:
        assert sittings.apply("KL-5:35-meeting", day, meetings).final == max(in_time)
