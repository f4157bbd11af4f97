"""What makes a deadline doubtful: no meeting in time, and days that a person must look at."""

from dataclasses import replace
from datetime import date

import pytest

from tests.clockwork import REFERRAL, Clockwork, definition, organisation
from workflow.errors import CommandRefusedError
from workflow.machine.deadline_step import DeadlineStep
from workflow.model.events import DeadlineChanged
from workflow.model.matter import Point

SOON_TOO_LATE = "Kommunstyrelsen sammanträder först 2025-03-17, efter sista dagen 2025-03-14."


def _tasks(watch: Clockwork) -> list[str]:
    return [task.text for task in watch.matter.tasks]


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
    assert watch.it.at_risk == SOON_TOO_LATE
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


def _referral(*meets: str, day: str = "2025-02-25") -> Clockwork:
    """A referral to be answered by 14 March, which KS has to take up, looked at on the day."""
    watch = Clockwork.on(day, due="2025-03-14")
    watch.definition = definition(it={**REFERRAL, "remind": []})
    watch.organisation = organisation(KS=list(meets))
    watch.look()
    return watch


def _whats(step: DeadlineStep) -> list[str]:
    return [event.what for event in step.events if isinstance(event, DeadlineChanged)]


def _risks(watch: Clockwork) -> list[str]:
    """The days of the armed risk timers."""
    return [timer.due_on.isoformat() for timer in watch.due() if timer.kind == "risk"]


@pytest.mark.parametrize("event", ["tables", "refers_back", "withdraws"])
def test_a_meeting_that_has_put_it_off_is_none_to_come(event: str) -> None:
    """Tabled at the last meeting in time: told the same day, and not once more the day after."""
    watch = _referral("2025-03-11", "2025-03-17")
    step = watch.at("2025-03-11").decide(event, "KS").look()
    assert _whats(step) == ["at_risk"]
    assert watch.it.at_risk == SOON_TOO_LATE
    assert [mail.template for mail in step.mails] == ["at_risk"]
    assert watch.until("2025-03-14") == [DeadlineStep()]  # the look that had been planned


def test_put_off_to_a_meeting_that_is_in_time() -> None:
    """Tabled with one more meeting before the last day: there is nothing to warn of yet."""
    watch = _referral("2025-03-04", "2025-03-11")
    assert watch.at("2025-03-04").decide("tables", "KS").whats() == []
    assert _risks(watch) == ["2025-03-12"]


def test_a_point_that_the_body_has_left_keeps_the_meeting_open() -> None:
    """Two points wait and one is tabled: the meeting isn't over; nor is it when another body tabled."""
    watch = _referral("2025-03-11", "2025-03-17").at("2025-03-11").decide("tables", "AU")
    assert watch.whats() == []
    watch.decide("tables", "KS")
    rest = Point("2", "Annat", "at_KS", watch.today)
    watch.matter = replace(watch.matter, points=(*watch.matter.points, rest))
    assert watch.whats() == []
    watch.move("decided", point=1)  # this one keeps the deadline, the tabled one doesn't
    assert watch.whats() == ["at_risk"]


def test_a_meeting_that_passes_without_a_word_is_found_out() -> None:
    """KS meets on 11 March and nothing is recorded: at seven the day after the secretary is told, once."""
    watch = _referral("2025-02-24", "2025-03-04", "2025-03-11", "2025-03-17")
    assert watch.it.risk_on == date(2025, 3, 12)
    (timer,) = [timer for timer in watch.due() if timer.kind == "risk"]
    assert timer.id == f"{watch.matter.id}/it/1/risk/2025-03-12"
    assert timer.due_at.isoformat() == "2025-03-12T06:00:00+00:00"
    (step,) = watch.until("2025-03-12")
    assert _whats(step) == ["at_risk"]
    assert (watch.it.at_risk, watch.it.risk_on) == (SOON_TOO_LATE, None)
    (mail,) = step.mails
    assert (mail.template, mail.to, mail.days_left) == ("at_risk", ("role:secretary",), 2)
    assert watch.until("2025-03-14") == []


def test_a_body_that_took_it_up_is_not_looked_for() -> None:
    """Decided at the meeting: the timer comes due and finds nothing, and nothing waits for it."""
    watch = _referral("2025-03-11", "2025-03-17")
    assert watch.at("2025-03-11").decide("grants", "KS").whats() == ["watched"]
    assert (watch.it.risk_on, watch.it.at_risk) == (None, None)
    assert watch.until("2025-03-12") == [DeadlineStep()]


def test_the_schedule_changes() -> None:
    """An earlier or later last meeting moves the look; what was armed before is void; and back again."""
    watch = _referral("2025-03-11")
    watch.organisation = organisation(KS=["2025-03-04"])
    assert watch.whats() == ["watched"]
    assert _risks(watch) == ["2025-03-05", "2025-03-12"]
    watch.organisation = organisation(KS=["2025-03-11"])
    assert watch.whats() == ["watched"]
    assert (watch.it.risk_on, len(_risks(watch))) == (date(2025, 3, 12), 2)
    assert watch.until("2025-03-05")[-1] == DeadlineStep()  # the void one
    assert _whats(watch.until("2025-03-12")[-1]) == ["at_risk"]
    watch.organisation = organisation(KS=["2025-03-11", "2025-03-13"])
    assert watch.whats() == ["reachable"]
    assert _risks(watch) == ["2025-03-14"]


def test_a_schedule_that_nobody_told_of() -> None:
    """The timer looks at the plan as it is: another meeting is still to come, so it looks once more then."""
    watch = _referral("2025-03-11")
    watch.organisation = organisation(KS=["2025-03-11", "2025-03-13"])
    assert _whats(watch.until("2025-03-12")[-1]) == ["watched"]
    assert _risks(watch) == ["2025-03-14"]


@pytest.mark.parametrize("meets", [("2025-03-14",), ("2025-03-17",), ()])
def test_no_look_where_it_would_tell_nothing(meets: tuple[str, ...]) -> None:
    """A meeting on the last day ends with the deadline itself; without one it is at risk already."""
    assert _risks(_referral(*meets)) == []


def test_the_look_goes_with_the_deadline() -> None:
    """Suspended, extended, moved, met or recurring: none is left over, and a new day has its own."""
    watch = _referral("2025-03-11", "2025-03-25", "2025-04-08")
    watch.suspend(day_stays=True)
    assert watch.it.risk_on is None
    watch.at("2025-02-27").resume()
    assert _risks(watch) == ["2025-03-12"]
    watch.extend("2025-03-28")
    assert _risks(watch) == ["2025-03-26"]
    assert _whats(watch.set(due="2025-04-10").look()) == ["reprojected"]
    assert _risks(watch) == ["2025-04-09"]
    watch.move("decided").look()
    assert (watch.it.status, watch.it.risk_on) == ("met", None)
    monthly = {
        "recurs": "FREQ=MONTHLY;BYMONTHDAY=14",
        "counts_from": "registered",
        "must_meet": "KS",
    }
    again = Clockwork.on("2025-02-25")
    again.organisation = organisation(KS=["2025-03-11", "2025-04-08"])
    again.definition = definition(it=monthly)
    again.look()
    again.until("2025-03-15")
    assert (again.it.final, _risks(again)) == (date(2025, 4, 14), ["2025-04-09"])


def test_the_look_comes_too_late() -> None:
    """The engine stood still until the last day had passed: the end is told, not that it is near."""
    watch = _referral("2025-03-11")
    steps = watch.until("2025-03-15")
    assert [what for step in steps for what in _whats(step)] == ["watched", "expired"]
    told = [mail.template for step in steps for mail in step.mails]
    assert told == ["escalation"]


def test_a_look_before_its_day_is_refused() -> None:
    """A timer given too early does nothing but say so."""
    watch = _referral("2025-03-11")
    (timer,) = [timer for timer in watch.due() if timer.kind == "risk"]
    with pytest.raises(CommandRefusedError, match="2025-03-12"):
        watch.fire(timer)


def test_a_deadline_of_old_is_looked_at_from_the_next_command() -> None:
    """One that was armed before there were such timers gets its own at the next look."""
    watch = _referral("2025-03-11")
    old = replace(watch.it, risk_on=None)
    watch.matter = replace(watch.matter, deadlines=(old,))
    watch.armed = {key: timer for key, timer in watch.armed.items() if timer.kind != "risk"}
    watch.known = set(watch.armed)
    assert watch.whats() == ["watched"]
    assert _risks(watch) == ["2025-03-12"]
