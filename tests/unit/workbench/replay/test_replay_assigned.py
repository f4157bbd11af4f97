"""Assignments that bodies gave, and whether they came back by their day."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import small_city
from deadline_city import MEANING, UNTIL, history, step

from workflow.workbench.replay.assigned import assigned
from workflow.workbench.replay.history import History
from workflow.workbench.replay.kept import Kept


def found(told: History, until: date = UNTIL) -> list[Kept]:
    """What became of them."""
    return list(assigned(told, None, MEANING, until))


def columns(*steps: dict[str, Any], until: date = UNTIL, **more: Any) -> list[str]:
    """Only the columns."""
    return [kept.column for kept in found(history(*steps, **more), until)]


def giving(*dues: str | None, body: str = "KF", event: str = "assigns") -> dict[str, Any]:
    """A step that gives an assignment for each day."""
    given = [{"what": "Utred frågan", "due": due} for due in dues]
    return step(body, "2024-03-01", event, assignments=given)


def test_one_that_is_only_a_word() -> None:
    """A step that says that an assignment was given, and no more, is one without a day."""
    (kept,) = found(history(step("KF", "2024-03-01", "assigns", "rejects")))
    assert (kept.column, kept.year, kept.last_day, kept.step) == ("undated", 2024, None, 1)


@pytest.mark.parametrize("due", [None, "våren", "hösten2024", "2024-13"])
def test_one_without_a_day(due: str | None) -> None:
    """What can't be read as a day or a month is no day."""
    assert columns(giving(due)) == ["undated"]


def test_each_counts() -> None:
    """Several assignments of one step are counted one by one, with any decision."""
    assert columns(giving("2024-05-01", None, event="refers_back")) == ["forgotten", "undated"]


def test_proposed_is_not_given() -> None:
    """What a body only proposes is nobody's assignment yet."""
    assert columns(giving("2024-05-01", body="KS", event="proposes")) == []


@pytest.mark.parametrize(("closed", "column"), [("2024-05-01", "in_time"), ("2024-05-02", "late")])
def test_declared_done(closed: str, column: str) -> None:
    """A later step that declares it done keeps it, if it comes on the day at the latest."""
    assert columns(giving("2024-05-01"), step("KF", closed, "closes_assignment")) == [column]


def test_extended() -> None:
    """An extension whose day isn't told leaves only what was done before the old day."""
    extended = step("KF", "2024-04-01", "extends")
    assert columns(giving("2024-05-01"), extended) == ["untold"]
    done = step("KF", "2024-04-25", "closes_assignment")
    assert columns(giving("2024-05-01"), extended, done) == ["in_time"]


def test_never_mentioned_again() -> None:
    """Forgotten when the day has passed; running until then; untold where steps are missing."""
    assert columns(giving("2024-05-01"), until=date(2024, 5, 2)) == ["forgotten"]
    assert columns(giving("2024-05-01"), until=date(2024, 5, 1)) == ["running"]
    assert columns(giving("2024-05-01"), complete=False) == ["untold"]
    assert columns(giving("2024-05-01"), complete=False, open_at_end=True) == ["forgotten"]


def test_a_month() -> None:
    """A month that no meeting is known for ends on its last day."""
    (kept,) = found(history(giving("2024-02")))
    assert (kept.last_day, kept.year) == (date(2024, 2, 29), 2024)


def test_a_month_is_the_meeting_that_the_replay_found(tmp_path: Path) -> None:
    """Where the replayed matter knows the body's meeting in the month, that is the day."""
    loaded = small_city.small_city(tmp_path)
    given = {"what": "Utred  frågan", "due": "2025-03", "due_body": "KF"}
    told = small_city.history(
        small_city.step("KS", "proposes", proposed=["grants"]),
        small_city.step("KF", "grants", week=1, assignments=[given]),
        small_city.step("KF", "grants", week=8),
    )
    matter = small_city.play(loaded, told).matter
    assert matter is not None
    (kept,) = assigned(told, matter, MEANING, UNTIL)
    assert kept.last_day == date(2025, 3, 12)
    unread = replace(matter, assignments=())
    (kept,) = assigned(told, unread, MEANING, UNTIL)
    assert kept.last_day == date(2025, 3, 31)
