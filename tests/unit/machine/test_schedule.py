"""When bodies meet, and days that come again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import casework
from tests.clockwork import organisation
from workflow.errors import InvalidInputError
from workflow.machine import schedule
from workflow.statutory import recurrence

OFFICE = organisation(KS=["2024-10-01", "2024-09-03", "2024-09-24"], AU=[])
START = date(2024, 1, 31)
DAYS = st.dates(date(2000, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("name", "code"),
    [("KS", "KS"), (" ks ", "KS"), ("kommunstyrelsen", "KS"), ("Kommunstyrelsen i Provby", "KS"),
     ("Kulturnämnden", None)],
)  # fmt: skip
def test_a_body_is_found_by_any_of_its_names(name: str, code: str | None) -> None:
    """Code, name or alias, in upper or lower case."""
    assert schedule.find_body(OFFICE, name) == code


def test_bodies_above_another() -> None:
    """By the organisation's own order; the council is above every body, also where nothing says so."""
    bodies = {
        "KF": {"name": "Fullmäktige", "kind": "council"},
        "KS": {"name": "Styrelsen", "kind": "executive_board"},
        "AU": {"name": "Utskottet", "kind": "subcommittee", "parent": "KS"},
        "X": {"name": "X", "kind": "committee", "parent": "Y"},
        "Y": {"name": "Y", "kind": "committee", "parent": "X"},
    }
    office = casework.organisations(bodies=bodies)["norsjo"]
    found = {code: schedule.above(office, code) for code in (*bodies, "NAMND")}
    assert found == {
        "KF": (),
        "KS": ("KF",),
        "AU": ("KS", "KF"),
        "X": ("Y", "KF"),
        "Y": ("X", "KF"),
        "NAMND": ("KF",),
    }


def test_the_next_meeting_is_on_or_after_the_day() -> None:
    """A meeting on the day itself counts; the schedule needn't be in order."""
    assert schedule.next_meeting(OFFICE, "KS", date(2024, 9, 3)) == date(2024, 9, 3)
    assert schedule.next_meeting(OFFICE, "KS", date(2024, 9, 4)) == date(2024, 9, 24)
    assert schedule.next_meeting(OFFICE, "KS", date(2024, 10, 2)) is None
    assert schedule.next_meeting(OFFICE, "AU", date(2024, 1, 1)) is None
    assert schedule.next_meeting(OFFICE, "KF", date(2024, 1, 1)) is None


def test_the_action_plan_is_due_at_the_first_meeting_in_september() -> None:
    """Sollefteå's KS in September 2024 is 3 September; later ones only where that one is past."""
    assert schedule.first_meeting_in(OFFICE, "KS", "2024-09") == date(2024, 9, 3)
    later = schedule.first_meeting_in(OFFICE, "KS", "2024-09", date(2024, 9, 4))
    assert later == date(2024, 9, 24)
    assert schedule.first_meeting_in(OFFICE, "KS", "2024-09", date(2024, 9, 25)) is None
    assert schedule.first_meeting_in(OFFICE, "KS", "2024-08") is None
    assert schedule.first_meeting_in(OFFICE, "KS", "2024-08", date(2024, 7, 1)) is None


@pytest.mark.parametrize(
    ("month", "day"),
    [("2024-09", date(2024, 9, 30)), ("2021-12", date(2021, 12, 30)), ("2025-03", date(2025, 3, 31)),
     ("2024-06", date(2024, 6, 28)), ("2024-02", date(2024, 2, 29))],
)  # fmt: skip
def test_the_last_working_day_of_a_month(month: str, day: date) -> None:
    """The last day that isn't closed: December ends before nyårsafton."""
    assert schedule.last_working_day(month) == day


@pytest.mark.parametrize(
    "month", ["2024-13", "2024", "september", "2024-9", "", "9999-12", "1900-01"]
)
def test_what_is_no_month_is_bad_input(month: str) -> None:
    """Another form, or a month outside the calendar, is refused."""
    with pytest.raises(InvalidInputError):
        schedule.month_span(month)


@pytest.mark.parametrize(
    ("rule", "after", "day"),
    [
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30", date(2024, 4, 29), date(2024, 4, 30)),
        ("FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30", date(2024, 4, 30), date(2025, 4, 30)),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", date(2024, 1, 31), date(2024, 2, 29)),
        ("FREQ=MONTHLY;BYDAY=1TU", date(2024, 8, 31), date(2024, 9, 3)),
        ("FREQ=DAILY;COUNT=2", date(2024, 1, 31), date(2024, 2, 1)),
        ("FREQ=DAILY;COUNT=2", date(2024, 2, 1), None),
        ("FREQ=WEEKLY;UNTIL=20240207", date(2024, 2, 6), date(2024, 2, 7)),
        ("FREQ=WEEKLY;UNTIL=20240207", date(2024, 2, 7), None),
        ("FREQ=YEARLY;INTERVAL=200", date(2024, 2, 1), None),
    ],
)
def test_the_next_occurrence(rule: str, after: date, day: date | None) -> None:
    """RFC 5545 rules give the next day after the one asked for, until they or the calendar end."""
    assert recurrence.next_occurrence(rule, START, after) == day


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "x",
        "FREQ=HOURLY",
        "FREQ=DAILY;BYHOUR=7",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=2;UNTIL=20250101",
        "FREQ=DAILY;UNTIL=20241301",
        "FREQ=YEARLY;BYMONTH=A",
        "FREQ=MONTHLY;BYSETPOS=500;BYDAY=MO",
        "FREQ=WEEKLY;BYDAY=XX",
        "BYMONTH=4",
        "DTSTART:20200101\nRRULE:FREQ=DAILY",
        "FREQ=YEARLY;BYMONTH=" + "1," * 200,
    ],
)
def test_what_is_no_recurrence_is_bad_input(rule: str) -> None:
    """Other rules, rules of hours, and such as would never end are refused with an example."""
    with pytest.raises(InvalidInputError, match="FREQ=YEARLY"):
        recurrence.next_occurrence(rule, START, START)


@given(DAYS, DAYS, st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY", "FREQ=MONTHLY;BYMONTHDAY=15"]))
def test_an_occurrence_lies_after_and_is_one(start: date, after: date, rule: str) -> None:
    """The next occurrence is later than the day asked for, not before the start, and one of the rule's."""
    day = recurrence.next_occurrence(rule, start, after)
    assert day is not None
    assert day > after
    assert day >= start
    assert recurrence.occurs_on(rule, start, day)
    assert not recurrence.occurs_on(rule, start, start - timedelta(days=1))
