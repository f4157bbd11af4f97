"""The life of a deadline: met, dropped and taken up again, moved, and past when it begins."""

from dataclasses import replace
from datetime import date

from tests.clockwork import (
    IN_PREPARATION,
    MONTH,
    MOTION,
    REFERRAL,
    SOON,
    Clockwork,
    definition,
    organisation,
)
from workflow.model.effects import OpenIncident
from workflow.model.events import DeadlineChanged
from workflow.model.matter import Point


def _tasks(watch: Clockwork) -> list[str]:
    return [task.text for task in watch.matter.tasks]


def test_it_is_met_when_every_point_is_there() -> None:
    """One point that still waits keeps it running; then it is met and its timers are void."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    other = Point("2", "Andra", "preparation", watch.today)
    watch.matter = replace(watch.matter, points=(*watch.matter.points, other))
    assert watch.move("decided").whats() == []
    assert watch.move("closed", point=1).whats() == ["met"]
    assert watch.it.status == "met"
    assert watch.armed == {}


def test_what_is_met_from_the_beginning_is_never_armed() -> None:
    """A matter registered as decided has no deadline for its decision."""
    watch = Clockwork.on("2025-03-01", due="2025-03-14").move("decided")
    watch.definition = definition(it=REFERRAL)
    assert watch.whats() == []
    assert watch.matter.deadlines == ()


def test_what_is_taken_up_again_runs_again() -> None:
    """A decision that is repealed: the day is the same, the timers are new."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    watch.move("decided").look()
    assert watch.move("preparation").whats() == ["armed"]
    assert (watch.it.final, watch.it.generation) == (date(2025, 3, 14), 2)


def test_it_is_dropped_with_the_states_it_belongs_to() -> None:
    """Entered, left and entered again: armed, dropped, and armed from the new day."""
    watch = Clockwork.on("2025-03-03", IN_PREPARATION)
    assert watch.at("2025-03-05").move("at_KS").whats() == ["dropped"]
    assert watch.at("2025-03-20").move("preparation").whats() == ["armed"]
    assert (watch.it.final, watch.it.generation) == (date(2025, 3, 30), 2)


def test_it_is_dropped_when_its_day_is_taken_away() -> None:
    """Without the day that it is counted from there is nothing to watch."""
    watch = Clockwork.on("2024-10-09", MOTION, due="2024-10-09")
    assert watch.set(due=None).whats() == ["dropped"]
    assert watch.armed == {}


def test_an_extension_survives_a_detour() -> None:
    """The sender's new day still counts when the matter comes back."""
    watch = Clockwork.on("2025-03-01", {"day": "due", "during": ["preparation"]}, due="2025-03-14")
    watch.extend("2025-03-28")
    watch.move("at_KS").look()
    watch.move("preparation").look()
    assert (watch.it.final, watch.it.extended_days) == (date(2025, 3, 28), 14)


def test_a_new_day_from_the_sender_takes_the_old_ones_place() -> None:
    """The field is changed: the new day counts, an extension of the old one doesn't."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    watch.extend("2025-03-28")
    assert watch.set(due="2025-03-21").whats() == ["reprojected"]
    assert (watch.it.final, watch.it.extended_days) == (date(2025, 3, 21), 0)


def test_no_schedule_moves_a_day_set_by_the_sender() -> None:
    """Norsjö's 14 March: a changed calendar of meetings changes the risk, never the day."""
    watch = Clockwork.on("2025-02-25", REFERRAL, due="2025-03-14")
    for meets in ([], ["2025-03-11"], ["2025-03-14"], ["2025-03-17"]):
        watch.organisation = organisation(KS=meets)
        watch.look("Ändrad sammanträdesplan")
        assert (watch.it.nominal, watch.it.final) == (date(2025, 3, 14), date(2025, 3, 14))
        assert watch.it.generation == 1


def test_the_reason_for_a_new_projection_is_kept() -> None:
    """The log says why: the reason given, or that what it is counted from has changed."""
    watch = Clockwork.on("2024-04-16", MONTH, month="2024-09", body="KS")
    watch.organisation = organisation(KS=["2024-09-03"])
    (event,) = watch.look("Ny plan").events
    assert isinstance(event, DeadlineChanged)
    assert event.reason == "Ny plan"
    (event,) = watch.set(month="2024-10").look().events
    assert isinstance(event, DeadlineChanged)
    assert event.reason == "Underlaget för fristen har ändrats."


def test_an_extension_stands_when_the_schedule_changes() -> None:
    """The day that a person gave is kept; only a projection that is later by itself goes beyond it."""
    watch = Clockwork.on("2024-04-16", MONTH, month="2024-09", body="KS")
    watch.organisation = organisation(KS=["2024-09-03", "2024-09-24"])
    watch.look()
    watch.extend("2024-09-24")
    watch.organisation = organisation(KS=["2024-09-05", "2024-09-24"])
    watch.look()
    assert (watch.it.final, watch.it.extended_days) == (date(2024, 9, 24), 19)
    watch.set(month="2024-10").look()
    assert (watch.it.final, watch.it.extended_days) == (date(2024, 10, 31), 0)


def test_a_correction_into_the_past_ends_it() -> None:
    """The day was moved to one that has passed: it expires at once, with everything that follows."""
    watch = Clockwork.on("2025-03-01", MOTION, due="2025-03-01")
    step = watch.set(due="2024-01-15").look()
    assert watch.it.status == "expired"
    assert watch.armed == {}
    assert step.fires == ("passed",)


def test_a_changed_weekday_that_keeps_the_end_is_no_change() -> None:
    """What is looked at again and comes out the same leaves no trace in the log."""
    watch = Clockwork.on("2025-03-01", REFERRAL, MOTION, SOON, due="2025-03-14")
    assert watch.whats("Kalendern är ändrad") == []


def test_an_external_day_that_has_passed_is_left_to_a_person() -> None:
    """Expired at once: a task, no timers, no escalation, no incident, and never a second time."""
    watch = Clockwork.on("2025-03-20", REFERRAL, due="2025-03-14", other=["2025-04-01"])
    assert watch.it.status == "expired"
    assert len(_tasks(watch)) == 2
    assert "hade redan passerat" in _tasks(watch)[0]
    assert watch.armed == {}
    assert watch.at("2025-03-21").whats() == []


def test_another_day_that_has_passed_takes_its_course() -> None:
    """A motion registered two years late: expired, a task, the escalation and the event, no timers."""
    watch = Clockwork.on("2025-03-20", due="2022-10-09")
    watch.definition = definition(it={**MOTION, "hard": True})
    step = watch.look()
    assert watch.it.status == "expired"
    assert [mail.template for mail in step.mails] == ["escalation"]
    assert step.fires == ("passed",)
    assert [type(effect) for effect in step.effects] == [OpenIncident]
    assert len(_tasks(watch)) == 1


def test_a_time_to_wait_that_has_passed_asks_nobody() -> None:
    """A notice entered long after its posting comes down at once, and no one has missed anything."""
    wait = {"rule": "KL-13:5", "counts_from": "fields.due", "on_expiry": {"event": "passed"}}
    watch = Clockwork.on("2025-05-01", due="2025-02-27")
    watch.definition = definition(it=wait)
    step = watch.look()
    assert step.fires == ("passed",)
    assert (step.tasks, step.mails, step.effects) == ((), (), ())


def test_an_expired_deadline_begins_anew_with_a_new_day() -> None:
    """A day to come arms it again; a day that has passed too changes nothing."""
    watch = Clockwork.on("2025-03-20", REFERRAL, due="2025-03-14")
    assert watch.set(due="2025-03-18").whats() == []
    assert watch.set(due="2025-04-14").whats() == ["armed"]
    assert (watch.it.status, watch.it.generation) == ("running", 2)
