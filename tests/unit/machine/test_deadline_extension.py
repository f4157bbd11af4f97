"""People change the clock: extended, suspended, resumed."""

from datetime import date

import pytest

from tests.clockwork import REFERRAL, SOON, Clockwork, definition
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine import deadlines
from workflow.model.commands import SuspendDeadline
from workflow.model.effects import ArmTimer
from workflow.model.events import DeadlineChanged


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


def test_unwatched_the_day_stays() -> None:
    """Also one that somebody else set: no timers while nobody watches, and then the same day again."""
    watch = Clockwork.on("2025-03-01", REFERRAL, due="2025-03-14")
    watch.suspend("Inläst", day_stays=True)
    assert (watch.it.status, watch.it.remaining_days) == ("suspended", None)
    assert watch.due() == []
    watch.at("2025-03-05").resume()
    assert (watch.it.status, watch.it.final) == ("running", date(2025, 3, 14))
    assert (watch.it.suspended_days, watch.it.suspended_on) == (0, None)
    assert watch.it.explanation == "Återupptagen 2025-03-05 till samma dag: Har kommit"
    assert [timer.kind for timer in watch.due()] == ["reminder", "expiry"]


def test_what_ran_out_unwatched_expires_when_it_is_watched_again() -> None:
    """Its end is due at once."""
    watch = Clockwork.on("2025-03-01", SOON)
    watch.suspend(day_stays=True)
    watch.at("2025-12-01").resume()
    assert watch.it.final == date(2025, 3, 31)
    (timer,) = watch.due()
    watch.fire(timer)
    assert watch.it.status == "expired"


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
