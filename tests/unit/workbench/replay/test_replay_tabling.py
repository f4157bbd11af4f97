"""What was tabled to a day, and what that day brought."""

from datetime import date
from typing import Any

import pytest
from deadline_city import history, step

from workflow.workbench.replay.tabling import tablings

TABLED = step("KF", "2024-05-02", "tables", tabled_to="2024-06-06")
JUNE = frozenset({("KF", date(2024, 6, 6))})
UNTIL = date(2025, 1, 1)


def test_taken_up() -> None:
    """The same body took the matter up on the day; the day's year is the row's."""
    (kept,) = tablings(history(TABLED, step("KF", "2024-06-06", "rejects")), JUNE, UNTIL)
    assert (kept.column, kept.year, kept.last_day, kept.step) == (
        "in_time",
        2024,
        date(2024, 6, 6),
        1,
    )


@pytest.mark.parametrize("more", [[], [step("KS", "2024-06-06", "proposes")]])
def test_forgotten_at_the_meeting(more: list[dict[str, Any]]) -> None:
    """The body met that day, with other matters; that another body had the matter doesn't help."""
    kept = list(tablings(history(TABLED, *more), JUNE, UNTIL))
    assert [one.column for one in kept] == ["forgotten"]


def test_no_meeting() -> None:
    """The source has no minutes of the body from that day, though it goes on."""
    later = step("KF", "2024-09-05", "rejects")
    assert [one.column for one in tablings(history(TABLED, later), (), UNTIL)] == ["no_meeting"]


def test_minutes_that_the_source_lacks() -> None:
    """The history itself says that the step of that day is missing."""
    gone = {"body": "KF", "date": "2024-06-06", "what": "tabled_to_this_meeting"}
    told = history(TABLED, missing_steps=[gone])
    assert [one.column for one in tablings(told, JUNE, UNTIL)] == ["not_in_source"]
    before = history(TABLED, missing_steps=[{**gone, "date": "before 2024-06-06"}])
    assert [one.column for one in tablings(before, JUNE, UNTIL)] == ["forgotten"]


def test_after_the_last_day() -> None:
    """A day that the source doesn't reach is still running; its very last day is not."""
    assert [one.column for one in tablings(history(TABLED), (), date(2024, 6, 5))] == ["running"]
    assert [one.column for one in tablings(history(TABLED), (), date(2024, 6, 6))] == ["no_meeting"]


def test_a_day_that_had_been() -> None:
    """Tabled to a day that isn't later than the tabling: nothing can be told."""
    told = history(step("KF", "2024-06-06", "tables", tabled_to="2024-06-06"))
    assert [one.column for one in tablings(told, JUNE, UNTIL)] == ["untold"]


def test_every_tabling_by_itself() -> None:
    """A matter that is tabled again and again has one deadline for each; other steps have none."""
    again = step("KF", "2024-06-06", "tables", tabled_to="2024-09-05")
    told = history(TABLED, again, step("KF", "2024-09-05", "rejects"))
    assert [(one.column, one.step) for one in tablings(told, JUNE, UNTIL)] == [
        ("in_time", 1),
        ("in_time", 2),
    ]
