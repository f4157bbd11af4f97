"""Which day a deadline has: every kind, and what it is counted from."""

from dataclasses import replace
from datetime import date

import pytest

from tests.clockwork import (
    IN_PREPARATION,
    MONTH,
    MOTION,
    REFERRAL,
    YEARLY,
    Clockwork,
    definition,
    organisation,
)
from workflow.definition.schema import DeadlineSpec
from workflow.errors import InvalidInputError
from workflow.machine.projection import project
from workflow.model.matter import Point


def _tasks(watch: Clockwork) -> list[str]:
    return [task.text for task in watch.matter.tasks]


def test_the_motion_is_due_a_year_after_it_was_moved() -> None:
    """Moved 2024-10-09: 2025-10-09, with the ladder before it and the law in the explanation."""
    it = Clockwork.on("2024-10-09", MOTION, due="2024-10-09").it
    assert (it.rule, it.nominal, it.final, it.moved_by) == (
        "KL-5:35",
        date(2025, 10, 9),
        date(2025, 10, 9),
        None,
    )
    assert it.reminders == (date(2025, 7, 9), date(2025, 9, 9), date(2025, 10, 2))
    assert "KL 5 kap. 35 §" in it.explanation


def test_a_statutory_day_is_moved_off_a_closed_day() -> None:
    """Posted 2025-05-30: midsommarafton moves the last day to the Monday."""
    rule = {"rule": "KL-13:5", "counts_from": "fields.due", "during": ["preparation"]}
    it = Clockwork.on("2025-05-30", rule, due="2025-05-30").it
    assert (it.nominal, it.final) == (date(2025, 6, 20), date(2025, 6, 23))
    assert it.moved_by == "midsommarafton"
    assert it.target is None


def test_an_own_act_has_a_day_to_aim_at() -> None:
    """Adjusted on a Thursday: announced on Monday at the latest, aimed at Friday (KL 8:12)."""
    rule = {"rule": "KL-8:12", "counts_from": "fields.due"}
    it = Clockwork.on("2024-04-25", rule, due="2024-04-25").it
    assert (it.final, it.target) == (date(2024, 4, 29), date(2024, 4, 26))


def test_a_day_set_by_the_sender_is_never_moved() -> None:
    """On midsommarafton it stays there; the day to aim at is the one before, and a person is asked."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-06-20")
    assert (watch.it.nominal, watch.it.final) == (date(2025, 6, 20), date(2025, 6, 20))
    assert watch.it.moved_by is None
    assert watch.it.target == date(2025, 6, 19)
    assert ["midsommarafton" in text for text in _tasks(watch)] == [True]


def test_a_month_is_the_bodys_first_meeting_in_it() -> None:
    """The action plan for KS in September 2024 is due 2024-09-03, also when the body is a field."""
    watch = Clockwork.on("2024-04-16", MONTH, month="2024-09", body="Kommunstyrelsen")
    assert watch.it.final == date(2024, 9, 30)
    assert "Inget sammanträde är planerat" in watch.it.explanation
    watch.organisation = organisation(KS=["2024-10-01", "2024-09-03"])
    assert watch.whats("Sammanträdesplanen är antagen") == ["reprojected"]
    assert watch.it.final == date(2024, 9, 3)
    assert "Kommunstyrelsen sammanträder 2024-09-03" in watch.it.explanation


@pytest.mark.parametrize("body", ["KS", None])
def test_a_month_of_a_body_named_in_the_definition(body: str | None) -> None:
    """The body may stand in the definition; without one the last working day counts."""
    watch = Clockwork.on("2024-04-16", {"month": "month", "body": body})
    assert watch.matter.deadlines == ()
    watch.organisation = organisation(KS=["2024-09-03"])
    assert watch.set(month="2024-09").whats() == ["armed"]
    assert watch.it.final == (date(2024, 9, 3) if body else date(2024, 9, 30))


def test_a_month_without_the_field_that_names_the_body() -> None:
    """As long as the field is empty the last working day of the month counts."""
    assert Clockwork.on("2024-04-16", MONTH, month="2024-12").it.final == date(2024, 12, 30)


def test_a_meeting_before_the_matter_was_registered_is_none() -> None:
    """Registered after the first meeting of the month: the next one counts."""
    watch = Clockwork(
        definition(it=MONTH),
        Clockwork.on("2024-09-10", month="2024-09", body="KS").matter,
        date(2024, 9, 10),
        organisation(KS=["2024-09-03", "2024-09-24"]),
    )
    watch.look()
    assert watch.it.final == date(2024, 9, 24)


def test_a_relative_day_is_counted_and_not_moved() -> None:
    """Ten days after a point entered; a closed day stays, with the open day before to aim at."""
    it = Clockwork.on("2025-06-10", IN_PREPARATION).it
    assert (it.rule, it.final, it.target) == ("after", date(2025, 6, 20), date(2025, 6, 19))
    assert it.explanation == "10 dagar från 2025-06-10 är 2025-06-20."


def test_a_recurring_day_is_the_next_after_today() -> None:
    """Registered on the last of April: the first time is next year."""
    assert Clockwork.on("2025-04-30", YEARLY).it.final == date(2026, 4, 30)
    assert Clockwork.on("2025-04-29", YEARLY).it.final == date(2025, 4, 30)


def test_nothing_is_armed_before_the_day_is_known() -> None:
    """No field, no decision, no adjustment: no deadline; it comes with the day."""
    watch = Clockwork.on(
        "2025-02-25",
        REFERRAL,
        {"rule": "KL-5:69", "counts_from": "decision.decided_on"},
        {"rule": "KL-8:12", "counts_from": "decision.adjusted_on"},
        due="",
    )
    assert watch.matter.deadlines == ()
    watch.decide("grants", "KS")
    watch.look()
    assert [(one.key, one.final) for one in watch.matter.deadlines] == [("it2", date(2025, 3, 11))]
    watch.decide("tables", "KF", adjusted_on="2025-02-27")
    watch.look()
    assert [one.key for one in watch.matter.deadlines] == ["it2", "it3"]
    assert watch.matter.deadlines[1].final == date(2025, 3, 3)


def test_the_decisions_on_the_points_that_wait_count() -> None:
    """With states given, the earliest decision on a point in one of them, and no other, counts."""
    spec = {"rule": "KL-5:69", "counts_from": "decision.decided_on", "during": ["decided"]}
    adjusted = {**spec, "rule": "KL-8:12", "counts_from": "decision.adjusted_on"}
    watch = Clockwork.on("2025-02-25", spec, adjusted)
    watch.decide("grants", "AU", adjusted_on="2025-02-26").move("decided")
    watch.at("2025-03-05").decide("grants", "KS")
    assert watch.look().events[0].deadline.final == date(2025, 3, 19)  # type: ignore[union-attr]
    assert [one.key for one in watch.matter.deadlines] == ["it"]


def test_it_is_counted_from_the_first_point_that_entered() -> None:
    """A point that comes later doesn't give more time; when the first has left, it does."""
    watch = Clockwork.on("2025-03-03", IN_PREPARATION)
    late = Point("2", "Ny punkt", "preparation", date(2025, 3, 5))
    watch.matter = replace(watch.matter, points=(*watch.matter.points, late))
    assert watch.at("2025-03-05").whats() == []
    assert watch.at("2025-03-06").move("at_KS").whats() == ["reprojected"]
    assert watch.it.final == date(2025, 3, 15)
    entered = DeadlineSpec(label="x", after="P1D", counts_from="entered")
    projected = project(entered, watch.matter, watch.organisation, watch.today)
    assert projected is not None
    assert projected.final == date(2025, 3, 6)


@pytest.mark.parametrize("value", ["14 mars", "2025-13-01", 14.3, ["2025-03-14"], "2300-01-01"])
def test_a_field_that_holds_no_day_is_bad_input(value: object) -> None:
    """What is no day of the calendar is refused, and said which field it is."""
    with pytest.raises(InvalidInputError):
        Clockwork.on("2025-03-01", REFERRAL, due=value)
