"""From minutes as facts to steps in order of time."""

from datetime import date, datetime, timedelta

from workflow.model.outcome import AssignmentGiven, PointOutcome
from workflow.workbench.minutes import (
    Act,
    Given,
    LaterDecision,
    LaterMeeting,
    Minutes,
    Outcome,
    Paragraph,
)
from workflow.workbench.script import (
    LOCAL,
    Announce,
    Decide,
    Fire,
    Planned,
    Register,
    Settle,
    assignments,
    outcome,
    plan,
)

MEETING = date(2025, 2, 25)


def paragraph(**changes: object) -> Paragraph:
    given: dict[str, object] = {
        "paragraph": "39",
        "kind": "decision",
        "number": "KS-25/00001",
        "matter_type": "referral_response",
        "title": "Remiss",
        "registered_on": date(2025, 1, 2),
        "outcomes": (Outcome(event="proposes", points=("1",), proposed="approves", text="Så"),),
    }
    return Paragraph.model_validate(given | changes)


def minutes(*paragraphs: Paragraph, **changes: object) -> Minutes:
    given: dict[str, object] = {
        "organisation": "norsjo",
        "body": "AU",
        "meeting_on": MEETING,
        "adjusted_on": date(2025, 2, 27),
        "posted_on": date(2025, 2, 28),
        "paragraphs_printed": "16-47",
        "paragraphs": paragraphs,
    }
    return Minutes.model_validate(given | changes)


def days(steps: tuple[Planned, ...]) -> list[tuple[str, str]]:
    return [(type(p.step).__name__, p.at.isoformat()[:13]) for p in steps]


def test_matter_from_registration_to_announcement() -> None:
    """Registered at nine, ready a week before the meeting, decided at three, announced when posted."""
    steps = plan((minutes(paragraph()),))
    assert days(steps) == [
        ("Register", "2025-01-02T09"),
        ("Fire", "2025-02-18T10"),
        ("Decide", "2025-02-25T15"),
        ("Announce", "2025-02-28T16"),
    ]
    assert all(p.at.tzinfo is LOCAL for p in steps)


def test_formalities_are_no_matters() -> None:
    """An adjournment has a paragraph and no matter: only the announcement is left."""
    formality = Paragraph(paragraph="26", kind="adjournment", title="Ajournering")
    assert [type(p.step) for p in plan((minutes(formality),))] == [Announce]


def test_late_matter_is_prepared_between_registration_and_meeting() -> None:
    """Registered inside the last week: prepared the same day, never before it came in."""
    steps = plan((minutes(paragraph(registered_on=date(2025, 2, 21))),))
    assert days(steps)[:2] == [("Register", "2025-02-21T09"), ("Fire", "2025-02-21T10")]


def test_several_events_are_spread_over_the_time_before_the_meeting() -> None:
    """The last event comes a week before the meeting, the others evenly before it, on working days."""
    steps = plan((minutes(paragraph(events=("remitted", "prepared"))),))
    fired = [(p.at.date(), p.step.event) for p in steps if isinstance(p.step, Fire)]
    assert fired == [(date(2025, 1, 24), "remitted"), (date(2025, 2, 18), "prepared")]


def test_later_meetings_and_acts() -> None:
    """Later decisions have their own events a week before; acts come at eleven on their day."""
    later = LaterMeeting(
        organisation="kramfors",
        body="KS",
        meeting_on=date(2025, 3, 11),
        adjusted_on=date(2025, 3, 13),
        posted_on=date(2025, 3, 14),
        decisions=(LaterDecision(paragraph="12", number="KS-25/00001", events=("prepared",)),),
    )
    acts = (
        Act(on=date(2025, 3, 20), number="KS-25/00001", fire="fulfilled", data={"result": "klart"}),
        Act(on=date(2025, 3, 21), number="KS-25/00001", settle_task="deadline", answer="ja"),
        Act(on=date(2025, 3, 22), number="KS-25/00001", settle_assignment=1),
    )
    steps = plan((minutes(later=(later,), acts=acts),))
    assert days(steps) == [
        ("Announce", "2025-02-28T16"),
        ("Fire", "2025-03-04T10"),
        ("Decide", "2025-03-11T15"),
        ("Announce", "2025-03-14T16"),
        ("Fire", "2025-03-20T11"),
        ("Settle", "2025-03-21T11"),
        ("Settle", "2025-03-22T11"),
    ]
    announced = steps[3].step
    assert isinstance(announced, Announce)
    assert (announced.organisation, announced.paragraphs) == ("kramfors", "12")


def test_files_are_woven_together_in_order_of_time() -> None:
    """Two meetings of different years become one row of steps."""
    early = minutes(paragraph(), meeting_on=MEETING - timedelta(days=300))
    instants = [p.at for p in plan((minutes(paragraph()), early))]
    assert instants == sorted(instants)


def test_every_step_has_words() -> None:
    """Whoever watches is told each step in words."""
    acts = (
        Act(
            on=date(2025, 3, 1), number="KS 1/2025", settle_recipient="Övriga berörda", because="x"
        ),
        Act(on=date(2025, 3, 1), number="KS 1/2025", settle_assignment=2),
    )
    steps = plan((minutes(paragraph(), acts=acts),))
    assert [p.step.words for p in steps] == [
        "KS-25/00001 registreras: Remiss",
        "KS-25/00001: prepared",
        "AU § 39: KS-25/00001",
        "norsjo: protokollet från AU 2025-02-25 anslås",
        "KS 1/2025: Övriga berörda avgörs av en person",
        "KS 1/2025: uppdrag 2 avgörs av en person",
    ]
    assert {type(p.step) for p in steps} == {Register, Fire, Decide, Announce, Settle}


def test_decision_as_the_command_takes_it() -> None:
    """Outcomes and assignments keep every detail."""
    decision = paragraph(
        assignments=(Given(what="Plan", owner="Chefen", due="2024-09", due_body="KS"),)
    )
    assert outcome(decision.outcomes[0]) == PointOutcome("proposes", ("1",), "approves", "Så")
    assert assignments(decision) == (AssignmentGiven("Plan", "Chefen", "2024-09", "KS"),)
    assert isinstance(plan((minutes(decision),))[0].at, datetime)
