"""Reminders and the end: when they come, and what they lead to."""

from datetime import date

import pytest

from tests.clockwork import MOTION, REFERRAL, YEARLY, Clockwork, definition
from workflow.errors import CommandRefusedError
from workflow.machine import deadlines
from workflow.machine.deadline_step import DeadlineStep
from workflow.model.commands import FireTimer
from workflow.model.effects import OpenIncident
from workflow.model.events import DeadlineChanged, ReminderSent


def _step(watch: Clockwork, timer: FireTimer) -> DeadlineStep:
    """What a timer does that comes due in the year after."""
    day = date(2026, 1, 1)
    if timer.kind == "risk":
        return deadlines.watch(watch.definition, watch.organisation, watch.matter, timer, day)
    look = deadlines.expire if timer.kind == "expiry" else deadlines.remind
    return look(watch.definition, watch.matter, timer, day)


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


@pytest.mark.parametrize("kind", ["reminder", "expiry", "risk"])
@pytest.mark.parametrize(("deadline", "generation"), [("it", 1), ("it", 3), ("other", 2)])
def test_a_timer_of_another_day_does_nothing(kind: str, deadline: str, generation: int) -> None:
    """After an extension only timers of the new generation count."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    watch.extend("2025-03-28")
    timer = FireTimer("x", deadline, kind, generation, date(2025, 3, 14))
    assert _step(watch, timer) == DeadlineStep()


def test_a_timer_of_a_deadline_that_the_definition_lost_does_nothing() -> None:
    """And the deadline itself is dropped at the next look, with its timers."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    watch.definition = definition()
    for kind in ("reminder", "expiry", "risk"):
        timer = FireTimer("x", "it", kind, 1, date(2025, 3, 14))
        assert _step(watch, timer) == DeadlineStep()
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
