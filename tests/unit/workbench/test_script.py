"""From minutes as facts to steps in order of time."""

from datetime import date, datetime, timedelta

from workflow.workbench.meeting.form import PointDecided
from workflow.workbench.minutes import Act, Minutes, Paragraph, Signing, Sitting
from workflow.workbench.script import (
    LOCAL,
    Confirm,
    Fire,
    Hold,
    Planned,
    Register,
    Settle,
    Sign,
    Summon,
    plan,
)

MEETING = date(2025, 2, 25)


def paragraph(**changes: object) -> Paragraph:
    given: dict[str, object] = {
        "paragraph": 39,
        "matter": "KS-25/00001",
        "matter_type": "referral_response",
        "title": "Remiss",
        "registered_on": date(2025, 1, 2),
        "events": ("prepared",),
        "outcomes": (PointDecided(event="proposes", points=("1",), proposed="approves"),),
    }
    return Paragraph.model_validate(given | changes)


def minutes(*items: Paragraph, **changes: object) -> Minutes:
    given: dict[str, object] = {
        "organisation": "norsjo",
        "body": "AU",
        "meeting_on": MEETING,
        "adjusted_on": date(2025, 2, 27),
        "items": items or (paragraph(),),
    }
    return Minutes.model_validate(given | changes)


def days(steps: tuple[Planned, ...]) -> list[tuple[str, str]]:
    return [(type(p.step).__name__, p.at.isoformat()[:13]) for p in steps]


def test_matter_from_registration_to_signatures() -> None:
    """Registered at nine, ready and summoned to a week before the meeting, held at three, signed at four."""
    steps = plan((minutes(),))
    assert days(steps) == [
        ("Register", "2025-01-02T09"),
        ("Fire", "2025-02-18T10"),
        ("Summon", "2025-02-18T13"),
        ("Hold", "2025-02-25T15"),
        ("Sign", "2025-02-27T16"),
    ]
    assert all(p.at.tzinfo is LOCAL for p in steps)


def test_formalities_are_no_matters() -> None:
    """An adjournment has a paragraph and no matter: only the meeting itself is left."""
    formality = Paragraph(paragraph=26, adjournment="Ajournering")
    assert [type(p.step) for p in plan((minutes(formality),))] == [Summon, Hold, Sign]


def test_late_matter_is_prepared_between_registration_and_meeting() -> None:
    """Registered inside the last week: prepared the same day, never before it came in."""
    late = minutes(paragraph(registered_on=date(2025, 2, 21)), summoned_on=date(2025, 2, 22))
    assert days(plan((late,)))[:3] == [
        ("Register", "2025-02-21T09"),
        ("Fire", "2025-02-21T10"),
        ("Summon", "2025-02-22T13"),
    ]


def test_nobody_is_summoned_on_a_closed_day() -> None:
    """A week before 28 April 2025 is Easter Monday: the summons goes on Thursday 17 April (KL 5:13, 5:15)."""
    (summons,) = (
        p
        for p in plan((minutes(meeting_on=date(2025, 4, 28), adjusted_on=date(2025, 5, 8)),))
        if isinstance(p.step, Summon)
    )
    assert summons.at.date() == date(2025, 4, 17)


def test_several_events_are_spread_over_the_time_before_the_meeting() -> None:
    """The last event comes a week before the meeting, the others evenly before it, on working days."""
    steps = plan((minutes(paragraph(events=("remitted", "prepared"))),))
    fired = [(p.at.date(), p.step.event) for p in steps if isinstance(p.step, Fire)]
    assert fired == [(date(2025, 1, 24), "remitted"), (date(2025, 2, 18), "prepared")]


def test_signatures_with_their_own_times_and_boards_of_others() -> None:
    """Everybody signs when it is told; boards are confirmed in the morning of their day."""
    told = minutes(
        signed=(
            Signing(name="Anna", at=datetime(2025, 2, 26, 8, 30)),  # noqa: DTZ001 - local, as in files
            Signing(name="Bo", at=datetime(2025, 2, 27, 22, 13)),  # noqa: DTZ001
        ),
        posted_on=date(2025, 3, 3),
    )
    steps = plan((told,))[-3:]
    assert [(p.at.isoformat()[:16], type(p.step)) for p in steps] == [
        ("2025-02-26T08:30", Sign),
        ("2025-02-27T22:13", Sign),
        ("2025-03-03T10:00", Confirm),
    ]
    assert [p.step.name for p in steps if isinstance(p.step, Sign)] == ["Anna", "Bo"]


def test_later_meetings_and_acts() -> None:
    """Later meetings have their own events a week before; acts come at eleven on their day."""
    later = Sitting(
        organisation="kramfors",
        body="KS",
        meeting_on=date(2025, 3, 11),
        adjusted_on=date(2025, 3, 13),
        items=(Paragraph(paragraph=12, matter="KS-25/00001", events=("prepared",)),),
    )
    acts = (
        Act(on=date(2025, 3, 20), number="KS-25/00001", fire="fulfilled", data={"result": "klart"}),
        Act(on=date(2025, 3, 21), number="KS-25/00001", settle_task="deadline", answer="ja"),
        Act(on=date(2025, 3, 22), number="KS-25/00001", settle_assignment=1),
    )
    steps = plan((minutes(later=(later,), acts=acts),))
    assert days(steps)[-7:] == [
        ("Fire", "2025-03-04T10"),
        ("Summon", "2025-03-04T13"),
        ("Hold", "2025-03-11T15"),
        ("Sign", "2025-03-13T16"),
        ("Fire", "2025-03-20T11"),
        ("Settle", "2025-03-21T11"),
        ("Settle", "2025-03-22T11"),
    ]
    held = steps[-5].step
    assert isinstance(held, Hold)
    assert (held.organisation, held.sitting.organisation) == ("norsjo", "kramfors")


def test_files_are_woven_together_in_order_of_time() -> None:
    """Two meetings of different years become one row of steps."""
    early = minutes(meeting_on=MEETING - timedelta(days=300))
    instants = [p.at for p in plan((minutes(), early))]
    assert instants == sorted(instants)


def test_every_step_has_words() -> None:
    """Whoever watches is told each step in words."""
    acts = (
        Act(
            on=date(2025, 3, 1), number="KS 1/2025", settle_recipient="Övriga berörda", because="x"
        ),
        Act(on=date(2025, 3, 1), number="KS 1/2025", settle_assignment=2),
    )
    steps = plan((minutes(acts=acts, posted_on=date(2025, 2, 28)),))
    assert [p.step.words for p in steps] == [
        "KS-25/00001 registreras: Remiss",
        "KS-25/00001: prepared",
        "norsjo AU 2025-02-25: dagordning och kallelse",
        "norsjo AU 2025-02-25 sammanträder, § 39–39",
        "norsjo AU 2025-02-25: alla signerar protokollet",
        "norsjo AU 2025-02-25: de andras tavlor bär anslaget",
        "KS 1/2025: Övriga berörda avgörs av en person",
        "KS 1/2025: uppdrag 2 avgörs av en person",
    ]
    assert {type(p.step) for p in steps} == {Register, Fire, Summon, Hold, Sign, Confirm, Settle}
