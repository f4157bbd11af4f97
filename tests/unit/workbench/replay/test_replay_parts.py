"""The parts that a replay is made of: the order of steps, the ways, the stage."""

from datetime import date, timedelta

import pytest
from small_city import FIRST, history, machines_of, small_city, step

from workflow.definition.catalogue import Loaded
from workflow.definition.sessions import meetings
from workflow.workbench.replay.staging import staged
from workflow.workbench.replay.timeline import timeline
from workflow.workbench.replay.ways import Leg, Ways


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The small city's definitions."""
    return small_city(tmp_path_factory.mktemp("city"))


def _missing(day: str, what: str = "tabled", body: str = "KS") -> dict[str, str]:
    return {"body": body, "date": day, "what": what}


def test_missing_steps_stand_where_they_were() -> None:
    """On their day before what is recorded on it; what was before a day as late as that allows."""
    told = history(
        step("KS", "tables"),
        step("KF", "grants", week=2),
        missing_steps=[
            _missing("before 2025-01-29"),
            _missing("2025-01-29", body="KF"),
            _missing("2024-12-18"),
            _missing("2025-03-05"),
        ],
    )
    assert [(item.day.isoformat(), item.body, item.number) for item in timeline(told)] == [
        ("2024-12-18", "KS", None),
        ("2025-01-15", "KS", 1),
        ("2025-01-28", "KS", None),
        ("2025-01-29", "KF", None),
        ("2025-01-29", "KF", 2),
        ("2025-03-05", "KS", None),
    ]


def test_a_proposal_was_made_before_the_council_had_the_matter() -> None:
    """Known to be before the last of KF's steps, it was before the first of those in a row."""
    told = history(
        step("KS", "tables"),
        step("KF", "tables", week=4),
        step("KF", "tables", week=8),
        step("KF", "grants", week=12),
        missing_steps=[_missing("before 2025-04-09", "proposal_to_council_not_stored")],
    )
    assert [item.body for item in timeline(told)] == ["KS", "KS", "KF", "KF", "KF"]
    assert timeline(told)[1].day == date(2025, 2, 11)


def test_what_was_before_a_day_never_goes_back_in_time() -> None:
    """A step known to be before the day of the step that it follows stands on that day."""
    told = history(
        step("KS", "tables"),
        missing_steps=[_missing("2025-01-15", "tabled"), _missing("before 2025-01-15")],
    )
    days = [item.day for item in timeline(told)]
    assert days == sorted(days)
    assert days[0] == FIRST - timedelta(days=1)


def test_ways_of_an_office(city: Loaded) -> None:
    """By plain events alone, the shortest first; no automatic ones, and none by the end."""
    ways = Ways(machines_of(city)["proposal"])
    assert [[leg.event for leg in way] for way in ways.to("KS", "moved", supplied=False)] == [
        ["remitted", "swift"],
        ["remitted", "prepared"],
    ]
    assert ways.to("KF", "moved", supplied=False) == ()
    assert ways.to("KF", "decided", supplied=True) == ()
    assert ways.to("KF", "at_KS", supplied=True) == ((Leg("proposes", "at_KS", "at_KF", "KS"),),)
    assert [leg.event for leg in ways.to("KS", "new", supplied=False)[0]] == ["resumes", "swift"]


def test_ways_with_the_fewest_supplied_decisions_come_first(city: Loaded) -> None:
    """Straight back to KS rather than by the office, and either rather than round about."""
    back = Ways(machines_of(city)["proposal"]).to("KS", "at_KF", supplied=True)
    assert [leg.event for leg in back[0]] == ["refers_back"]
    decisions = [sum(leg.body is not None for leg in way) for way in back]
    assert decisions == sorted(decisions)


def test_the_stage_is_silent_and_meets_when_the_history_did(city: Loaded) -> None:
    """No address is left anywhere; a body that the history doesn't have keeps its own days."""
    organisations = {code: entry.organisation for code, entry in city.organisations.items()}
    stage = staged(organisations, "city", {("KS", date(2025, 2, 5)), ("KS", date(2025, 1, 15))})
    assert "@" not in stage["city"].model_dump_json()
    assert meetings(stage["city"], "KS") == (date(2025, 1, 15), date(2025, 2, 5))
    assert meetings(stage["city"], "KF") == (date(2024, 1, 4),)
