"""The life of a deadline: every kind, every change of status, and the cases of the real minutes."""

from dataclasses import replace
from datetime import date

import pytest

from tests.clockwork import Clockwork, definition, organisation
from workflow.definition.schema import DeadlineSpec
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine import deadlines
from workflow.machine.deadline_step import DeadlineStep
from workflow.machine.projection import project
from workflow.model.commands import FireTimer, SuspendDeadline
from workflow.model.effects import ArmTimer, OpenIncident
from workflow.model.events import DeadlineChanged, ReminderSent
from workflow.model.matter import Point

REFERRAL = {
    "day": "due",
    "until": ["decided"],
    "hard": True,
    "remind": ["P14D", "P1D"],
    "remind_to": ["role:officer", "role:secretary"],
    "must_meet": "KS",
    "doubts": ["other"],
    "on_expiry": {"escalate_to": ["role:secretary"], "incident": True},
}
MOTION = {
    "rule": "KL-5:35",
    "counts_from": "fields.due",
    "until": ["decided"],
    "remind": ["P3M", "P1M", "P7D"],
    "on_expiry": {"event": "passed", "escalate_to": ["role:secretary"]},
}
MONTH = {"month": "month", "body": "fields.body", "until": ["decided"]}
IN_PREPARATION = {"after": "P10D", "counts_from": "entered", "during": ["preparation"]}
YEARLY = {
    "recurs": "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30",
    "counts_from": "registered",
    "remind": ["P14D"],
}
SOON = {"after": "P30D", "counts_from": "registered", "until": ["decided"]}


def _tasks(watch: Clockwork) -> list[str]:
    return [task.text for task in watch.matter.tasks]


# --- each kind has its day ---------------------------------------------------------------------------


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


# --- what it is counted from -------------------------------------------------------------------------


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


# --- timers ------------------------------------------------------------------------------------------


def test_timers_follow_local_time_through_the_year() -> None:
    """Seven in the morning and midnight are other instants in summer than in winter."""
    watch = Clockwork.on("2025-03-28", {"day": "due", "remind": ["P3D", "P1D"]}, due="2025-03-31")
    assert [(timer.kind, timer.due_at.isoformat()) for timer in watch.due()] == [
        ("reminder", "2025-03-28T06:00:00+00:00"),
        ("reminder", "2025-03-30T05:00:00+00:00"),  # clocks went forward that night
        ("expiry", "2025-03-31T22:00:00+00:00"),
    ]
    autumn = Clockwork.on("2025-10-24", {"day": "due", "remind": ["P1D"]}, due="2025-10-26")
    assert [timer.due_at.isoformat() for timer in autumn.due()] == [
        "2025-10-25T05:00:00+00:00",
        "2025-10-26T23:00:00+00:00",
    ]


def test_the_timers_say_whose_they_are() -> None:
    """The id names matter, deadline, generation, kind and day; the end is about the last day."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    end = watch.due()[-1]
    assert end.id == f"{watch.matter.id}/it/1/expiry/2025-03-14"
    assert (end.due_on, end.kind, end.generation) == (date(2025, 3, 14), "expiry", 1)


def test_steps_of_the_ladder_that_are_past_are_left_out() -> None:
    """Registered a week before: the fortnight's reminder is not sent; today's is."""
    watch = Clockwork.on("2025-03-07", REFERRAL, due="2025-03-14")
    assert watch.it.reminders == (date(2025, 3, 13),)
    today = Clockwork.on("2025-02-28", REFERRAL, due="2025-03-14")
    assert today.it.reminders == (date(2025, 2, 28), date(2025, 3, 13))


def test_a_reminder_tells_those_named() -> None:
    """The event and the mail carry the same people, with the days left."""
    watch = Clockwork.on("2025-02-25", REFERRAL, due="2025-03-14")
    first = watch.due()[0]
    step = watch.at("2025-02-28").fire(first)
    told = ("role:officer", "role:secretary")
    assert step.events == (ReminderSent("it", date(2025, 2, 28), 14, told),)
    (mail,) = step.mails
    assert (mail.key, mail.template, mail.to, mail.days_left) == (first.id, "reminder", told, 14)


def test_a_reminder_before_its_day_is_refused() -> None:
    """A timer given too early does nothing but say so."""
    watch = Clockwork.on("2025-02-25", REFERRAL, due="2025-03-14")
    with pytest.raises(CommandRefusedError, match="2025-02-28"):
        watch.fire(watch.due()[0])


# --- the end -----------------------------------------------------------------------------------------


def test_a_missed_hard_day_is_told_and_becomes_an_incident() -> None:
    """Expired: escalation to those named, one incident, and no timer is left."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    step = watch.until("2025-03-15")[-1]
    assert watch.it.status == "expired"
    assert watch.armed == {}
    (mail,) = step.mails
    assert (mail.template, mail.to, mail.days_left) == ("escalation", ("role:secretary",), -1)
    (incident,) = step.effects
    assert isinstance(incident, OpenIncident)
    assert incident.key == f"deadline:{watch.matter.id}/it/1"
    assert "2025-03-14" in incident.detail
    assert step.fires == ()


def test_a_soft_day_that_passes_raises_its_event() -> None:
    """The year has passed: the event is fired and the secretary told, but nothing is wrong yet."""
    watch = Clockwork.on("2024-10-09", MOTION, due="2024-10-09")
    step = watch.until("2025-10-10")[-1]
    assert step.fires == ("passed",)
    assert step.effects == ()
    assert [mail.template for mail in step.mails] == ["escalation"]


@pytest.mark.parametrize("today", ["2025-03-13", "2025-03-14"])
def test_nothing_expires_on_its_last_day(today: str) -> None:
    """The last day is inclusive: an end given too early is refused."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    with pytest.raises(CommandRefusedError, match="löper till och med 2025-03-14"):
        watch.at(today).fire(watch.due()[-1])


@pytest.mark.parametrize("kind", ["reminder", "expiry"])
@pytest.mark.parametrize(("deadline", "generation"), [("it", 1), ("it", 3), ("other", 2)])
def test_a_timer_of_another_day_does_nothing(kind: str, deadline: str, generation: int) -> None:
    """After an extension only timers of the new generation count."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    watch.extend("2025-03-28")
    timer = FireTimer("x", deadline, kind, generation, date(2025, 3, 14))
    look = deadlines.expire if kind == "expiry" else deadlines.remind
    assert look(watch.definition, watch.matter, timer, date(2026, 1, 1)) == DeadlineStep()


def test_a_timer_of_a_deadline_that_the_definition_lost_does_nothing() -> None:
    """And the deadline itself is dropped at the next look, with its timers."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    watch.definition = definition()
    for kind, look in (("reminder", deadlines.remind), ("expiry", deadlines.expire)):
        timer = FireTimer("x", "it", kind, 1, date(2025, 3, 14))
        assert look(watch.definition, watch.matter, timer, date(2026, 1, 1)) == DeadlineStep()
    assert watch.whats() == ["dropped"]


def test_a_recurring_deadline_goes_on() -> None:
    """Each time that passes is followed by the next, with its own ladder and end."""
    watch = Clockwork.on("2025-01-01", YEARLY)
    assert watch.it.reminders == (date(2025, 4, 16),)
    _, step = watch.until("2025-05-01")
    assert [event.what for event in step.events if isinstance(event, DeadlineChanged)] == [
        "recurred"
    ]
    assert (watch.it.final, watch.it.generation) == (date(2026, 4, 30), 2)
    assert watch.it.reminders == (date(2026, 4, 16),)


def test_after_a_standstill_every_time_skipped_follows_in_order() -> None:
    """Three years without anybody looking: three ends, one by one, and then the coming one."""
    watch = Clockwork.on("2025-01-01", YEARLY)
    changes = [event for step in watch.until("2027-06-01") for event in step.events]
    assert [
        (
            type(event).__name__,
            event.due_on if isinstance(event, ReminderSent) else event.deadline.final,
        )
        for event in changes
    ] == [
        ("ReminderSent", date(2025, 4, 16)),
        ("DeadlineChanged", date(2026, 4, 30)),
        ("DeadlineChanged", date(2027, 4, 30)),
        ("DeadlineChanged", date(2028, 4, 30)),
    ]
    assert [timer.due_on for timer in watch.due()] == [date(2028, 4, 16), date(2028, 4, 30)]


def test_the_last_time_expires() -> None:
    """A rule that says how often ends with it."""
    watch = Clockwork.on(
        "2025-01-01", {"recurs": "FREQ=MONTHLY;COUNT=2", "counts_from": "registered"}
    )
    assert watch.it.final == date(2025, 2, 1)
    watch.until("2025-02-02")
    assert watch.it.status == "expired"
    assert watch.at("2025-04-01").whats() == []


# --- met, dropped, again -----------------------------------------------------------------------------


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


# --- moved -------------------------------------------------------------------------------------------


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


# --- past when it begins -----------------------------------------------------------------------------


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


# --- risk and doubt ----------------------------------------------------------------------------------


def test_norsjo_is_warned_when_the_board_meets_too_late() -> None:
    """14 March 2025: KS on 17 March is too late, on 11 March it isn't, and afterwards it is again."""
    watch = Clockwork.on("2025-02-25", due="2025-03-14")
    watch.definition = definition(it=REFERRAL)
    watch.organisation = organisation(KS=["2025-02-24", "2025-03-17"])
    step = watch.look()
    assert [event.what for event in step.events if isinstance(event, DeadlineChanged)] == [
        "armed",
        "at_risk",
    ]
    assert watch.it.at_risk == (
        "Kommunstyrelsen sammanträder först 2025-03-17, efter sista dagen 2025-03-14."
    )
    (mail,) = step.mails
    assert (mail.template, mail.to, mail.days_left) == ("at_risk", ("role:secretary",), 17)
    assert mail.reason == watch.it.at_risk
    watch.organisation = organisation(KS=["2025-03-11", "2025-03-17"])
    step = watch.look()
    assert step.mails == ()
    assert watch.it.at_risk is None
    assert watch.at("2025-03-11").whats() == []  # meeting today
    assert watch.at("2025-03-12").whats() == ["at_risk"]
    assert watch.it.status == "running"


def test_a_body_that_has_taken_it_up_is_in_time() -> None:
    """A proposal or decision of the body ends the risk; tabling, or another body, doesn't."""
    watch = Clockwork.on("2025-03-01", due="2025-03-14")
    watch.definition = definition(it=REFERRAL)
    watch.organisation = organisation(KS=[])
    watch.look()
    assert (
        watch.it.at_risk
        == "Kommunstyrelsen har inget planerat sammanträde till och med 2025-03-14."
    )
    assert watch.decide("tables", "KS").whats() == []
    assert watch.decide("grants", "AU").whats() == []
    assert watch.decide("unknown", "KS").whats() == []
    assert watch.decide("grants", "KS").whats() == ["reachable"]


def test_the_risk_goes_with_the_deadline() -> None:
    """Extended beyond the meeting it can be kept; met, there is no risk left."""
    watch = Clockwork.on("2025-03-01", due="2025-03-14")
    watch.definition = definition(it=REFERRAL)
    watch.organisation = organisation(KS=["2025-03-17"])
    watch.look()
    watch.extend("2025-03-28")
    assert watch.it.at_risk is None
    watch.at("2025-03-18").look()
    assert watch.it.at_risk is not None
    watch.move("decided").look()
    assert (watch.it.status, watch.it.at_risk) == ("met", None)


def test_a_deadline_on_its_way_to_its_end_is_left_alone() -> None:
    """The last day has passed but its timer hasn't been handled: a look changes nothing."""
    watch = Clockwork.on("2025-03-01", due="2025-03-14")
    watch.definition = definition(it=REFERRAL)
    watch.organisation = organisation(KS=["2025-03-11"])
    watch.look()
    assert watch.at("2025-03-15").whats() == []


def test_a_person_is_asked_once_for_each_doubt() -> None:
    """Another day is mentioned: asked at once or when it turns up, and again only for a new last day."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    assert _tasks(watch) == []
    watch.set(other=["2025-04-01"]).look()
    assert _tasks(watch) == ["Är 2025-03-14 rätt sista dag för ”it”? Se ”Andra dagar”."]
    watch.look()
    watch.set(due="2025-03-21").look()
    assert len(_tasks(watch)) == 2


def test_a_doubt_about_an_unknown_field_is_named_as_it_stands() -> None:
    """A field that the definition doesn't describe is named by its key."""
    watch = Clockwork.on("2025-03-01", {**REFERRAL, "doubts": ["rest"]}, due="2025-03-14", rest="x")
    assert _tasks(watch) == ["Är 2025-03-14 rätt sista dag för ”it”? Se ”rest”."]


# --- people change the clock -------------------------------------------------------------------------


def test_an_extension_gives_new_timers() -> None:
    """A later day, a new generation, the ladder before the new day, and the reason in the log."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    step = watch.extend("2025-03-30", "Begärt av samordnaren")
    (event,) = step.events
    assert isinstance(event, DeadlineChanged)
    assert (event.what, event.reason) == ("extended", "Begärt av samordnaren")
    assert (watch.it.nominal, watch.it.final) == (date(2025, 3, 14), date(2025, 3, 30))
    assert (watch.it.extended_days, watch.it.generation) == (16, 2)
    assert watch.it.target == date(2025, 3, 28)
    assert watch.it.reminders == (date(2025, 3, 16), date(2025, 3, 29))


def test_an_expired_deadline_may_be_given_more_time() -> None:
    """The sender agrees afterwards: it runs again."""
    watch = Clockwork.on("2025-03-20", REFERRAL, due="2025-03-14")
    watch.extend("2025-03-28")
    assert watch.it.status == "running"
    assert [timer.kind for timer in watch.due()] == ["reminder", "expiry"]


@pytest.mark.parametrize("until", ["2025-03-13", "2025-03-14"])
def test_an_extension_backwards_is_refused(until: str) -> None:
    """The same or an earlier day is no extension."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    with pytest.raises(CommandRefusedError, match="senare dag"):
        watch.extend(until)


def test_an_extension_to_a_day_that_has_passed_is_refused() -> None:
    """Later than the last day, but earlier than today."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    with pytest.raises(CommandRefusedError, match="har redan passerat"):
        watch.at("2025-04-01").extend("2025-03-20")


@pytest.mark.parametrize("until", [date.max, date(2200, 1, 1)])
def test_an_extension_out_of_the_calendar_is_bad_input(until: date) -> None:
    """A day that the calendar doesn't cover is refused."""
    with pytest.raises(InvalidInputError, match="utanför kalendern"):
        Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14").extend(until)


def test_without_a_reason_nothing_is_changed() -> None:
    """Every change of the clock needs its reason."""
    watch = Clockwork.on("2025-03-01", SOON)
    for change in (
        lambda: watch.extend("2026-01-01", " "),
        lambda: watch.suspend(""),
        lambda: watch.resume(""),
    ):
        with pytest.raises(CommandRefusedError, match="skäl"):
            change()


def test_a_deadline_that_has_ended_is_not_changed() -> None:
    """Met: neither extended, suspended nor resumed; the refusal says what it is."""
    watch = Clockwork.on("2025-03-01", SOON).move("decided")
    watch.look()
    for change in (lambda: watch.extend("2026-01-01"), watch.suspend, watch.resume):
        with pytest.raises(CommandRefusedError, match="är uppfylld och kan inte"):
            change()


@pytest.mark.parametrize(("specs", "known"), [((SOON,), "it"), ((), "inga")])
def test_an_unknown_deadline_is_refused_with_those_there_are(
    specs: tuple[dict[str, object], ...], known: str
) -> None:
    """The refusal names the deadlines that the matter has."""
    watch = Clockwork.on("2025-03-01", *specs)
    with pytest.raises(CommandRefusedError, match="ingen frist") as caught:
        deadlines.suspend(watch.matter, SuspendDeadline("nope", "x"), watch.today)
    assert known in caught.value.hint


def test_a_day_set_by_somebody_else_is_not_suspended() -> None:
    """The sender's clock can't be stopped here."""
    with pytest.raises(CommandRefusedError, match="satt av någon annan"):
        Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14").suspend()


def test_a_deadline_that_has_run_out_is_not_suspended() -> None:
    """The last day has passed, although its timer hasn't been handled yet."""
    with pytest.raises(CommandRefusedError, match="gick ut 2025-03-31"):
        Clockwork.on("2025-03-01", SOON).at("2025-04-01").suspend()


def test_suspended_the_clock_stands_still() -> None:
    """No timers while it stands, whatever changes; afterwards as many days are left as before."""
    watch = Clockwork.on("2025-03-01", SOON)
    watch.at("2025-03-11").suspend()
    assert (watch.it.status, watch.it.remaining_days) == ("suspended", 20)
    assert watch.it.suspended_on == date(2025, 3, 11)
    assert watch.at("2025-12-01").whats("Ny plan") == []
    watch.resume()
    assert watch.it.final == date(2025, 12, 21)
    assert (watch.it.status, watch.it.suspended_on, watch.it.remaining_days) == (
        "running",
        None,
        None,
    )
    assert watch.it.suspended_days == 265
    assert watch.it.target == date(2025, 12, 19)
    with pytest.raises(CommandRefusedError, match="löper och kan inte återupptas"):
        watch.resume()


def test_the_standstill_stays_when_the_day_is_worked_out_again() -> None:
    """Suspended five days, then counted from a later day: five days are still added."""
    spec = {"after": "P30D", "counts_from": "fields.due"}
    watch = Clockwork.on("2025-03-01", spec, due="2025-03-01")
    watch.suspend()
    watch.at("2025-03-06").resume()
    assert watch.it.final == date(2025, 4, 5)
    watch.set(due="2025-03-03").look()
    assert (watch.it.final, watch.it.suspended_days) == (date(2025, 4, 7), 5)


def test_a_suspended_deadline_may_still_be_met() -> None:
    """What is done is done, also while the clock stands."""
    watch = Clockwork.on("2025-03-01", SOON)
    watch.suspend()
    assert watch.move("decided").whats() == ["met"]
    assert (watch.it.suspended_on, watch.it.remaining_days) == (None, None)


def test_resumed_under_a_definition_that_lost_it() -> None:
    """Without the declaration there is no ladder; the next look drops it."""
    watch = Clockwork.on("2025-03-01", {**SOON, "remind": ["P1D"]})
    watch.suspend()
    watch.definition = definition()
    step = watch.resume()
    assert [type(effect) for effect in step.effects].count(ArmTimer) == 1
    assert watch.it.status == "dropped"
