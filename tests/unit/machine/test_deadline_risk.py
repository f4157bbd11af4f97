"""What makes a deadline doubtful: no meeting in time, and days that a person must look at."""

from tests.clockwork import REFERRAL, Clockwork, definition, organisation
from workflow.model.events import DeadlineChanged


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
