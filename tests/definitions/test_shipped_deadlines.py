"""The deadlines of the shipped types: when they remind, warn and expire."""

from collections.abc import Mapping
from datetime import date

import pytest
from office import Office

from workflow.definition.meets import Meeting
from workflow.definition.organisation import Organisation
from workflow.machine.build import Machine
from workflow.model.commands import FireEvent, RecordDecision, RegisterMatter
from workflow.model.events import PointsMoved
from workflow.model.ids import MatterId
from workflow.model.matter import Deadline, PointOutcome

SENDER = ["Länsstyrelsen i Västerbotten"]


def registered(office: Office, matter_type: str, **fields: object) -> MatterId:
    """A matter of Norsjö."""
    return office.register(
        RegisterMatter("norsjo", matter_type, "Prövning", number="KS-25/90001", fields=fields)
    )


def deadline_of(office: Office, matter: MatterId, key: str) -> Deadline:
    """One deadline as it is now."""
    return next(d for d in office.matter(matter).deadlines if d.key == key)


def meeting_on(
    organisations: Mapping[str, Organisation], body: str, *days: date
) -> dict[str, Organisation]:
    """The organisations, with another meeting schedule for one body of Norsjö."""
    norsjo = organisations["norsjo"]
    moved = norsjo.bodies[body].model_copy(update={"meets": tuple(Meeting(on=day) for day in days)})
    changed = norsjo.model_copy(update={"bodies": {**norsjo.bodies, body: moved}})
    return {**organisations, "norsjo": changed}


@pytest.mark.parametrize(("meets", "warned"), [(date(2025, 3, 11), 0), (date(2025, 3, 18), 1)])
def test_the_answer_warns_when_the_board_meets_too_late(
    machines: Mapping[str, Machine],
    organisations: Mapping[str, Organisation],
    meets: date,
    warned: int,
) -> None:
    """14 March is the sender's day: a board on the 18th can't keep it, one on the 11th can."""
    office = Office(machines, meeting_on(organisations, "KS", meets), date(2025, 1, 7))
    matter = registered(office, "referral_response", sender=SENDER, answer_due="2025-03-14")
    deadline = deadline_of(office, matter, "answer")
    assert deadline.final == date(2025, 3, 14)
    assert (deadline.at_risk is not None) == bool(warned)
    warnings = [mail for mail in office.mails if mail.template == "at_risk"]
    assert [mail.to_address for mail in warnings] == ["ingela.lidstrom@norsjo.example"] * warned


def test_an_answer_missed_is_an_incident(office: Office) -> None:
    """A hard deadline: the ladder of reminders, then a person has to look at it."""
    matter = registered(office, "referral_response", sender=SENDER, answer_due="2025-03-14")
    assert deadline_of(office, matter, "answer").reminders == (
        date(2025, 2, 14),
        date(2025, 2, 28),
        date(2025, 3, 7),
        date(2025, 3, 13),
    )
    office.go_to(date(2025, 3, 14))
    assert office.incidents == []
    office.go_to(date(2025, 3, 15))
    assert deadline_of(office, matter, "answer").status == "expired"
    assert [incident.matter for incident in office.incidents] == [matter]


def test_a_day_set_by_another_is_never_moved(office: Office) -> None:
    """Good Friday stays Good Friday, and a person is asked to look."""
    matter = registered(office, "referral_response", sender=SENDER, answer_due="2025-04-18")
    assert deadline_of(office, matter, "answer").final == date(2025, 4, 18)
    assert [task.kind for task in office.matter(matter).tasks] == ["deadline"]


def test_a_motion_is_watched_at_nine_and_eleven_months_and_for_its_last_week(
    office: Office,
) -> None:
    """KL 5:35: reminders, then the event, and the secretary is told; the motion stays where it is."""
    matter = registered(office, "motion", movers=["Kristdemokraterna"], moved_on="2024-10-09")
    deadline = deadline_of(office, matter, "one_year")
    assert deadline.final == date(2025, 10, 9)
    assert deadline.reminders == (date(2025, 7, 9), date(2025, 9, 9), date(2025, 10, 2))
    office.go_to(date(2025, 10, 10))
    assert deadline_of(office, matter, "one_year").status == "expired"
    assert office.matter(matter).points[0].state == "moved"
    moved = [event for event in office.log if isinstance(event, PointsMoved)]
    assert [event.event for event in moved] == ["one_year_passed"]
    escalations = [mail for mail in office.mails if mail.template == "escalation"]
    assert {mail.to_address for mail in escalations} == {"ingela.lidstrom@norsjo.example"}


def test_a_tariff_needs_the_council_before_it_takes_effect(
    machines: Mapping[str, Machine], organisations: Mapping[str, Organisation]
) -> None:
    """KL 2:4: with KF on 28 April only, 1 April can't be kept."""
    late = meeting_on(organisations, "KF", date(2025, 4, 28))
    for known, at_risk in ((organisations, False), (late, True)):
        office = Office(machines, known, date(2025, 1, 7))
        matter = registered(office, "tariff", effective_from="2025-04-01")
        deadline = deadline_of(office, matter, "decided_in_time")
        assert (deadline.at_risk is not None) == at_risk


@pytest.mark.parametrize(
    ("matter_type", "fields", "deadline", "final"),
    [
        ("budget", {"year_begins": "2026-01-01"}, "board_proposal", date(2025, 10, 31)),
        ("budget", {"year_begins": "2026-01-01"}, "council_decision", date(2025, 11, 28)),
        ("annual_report", {"year_end": "2024-12-31"}, "to_council", date(2025, 4, 15)),
        ("annual_report", {"year_end": "2024-12-31"}, "discharge", date(2025, 6, 30)),
        ("follow_up_report", {"interim_end": "2025-04-30"}, "interim_report", date(2025, 6, 30)),
        ("permit_environment", {"applied_on": "2025-01-31"}, "slow", date(2025, 7, 31)),
    ],
)
def test_what_the_law_says(
    office: Office, matter_type: str, fields: dict[str, str], deadline: str, final: date
) -> None:
    """Statutory days, worked out from a field of the matter."""
    matter = registered(office, matter_type, **fields)
    assert deadline_of(office, matter, deadline).final == final


def test_a_demand_for_a_decision_starts_four_weeks(office: Office) -> None:
    """FL 12: from the day that the party asked."""
    matter = registered(office, "permit_environment", applied_on="2024-06-03")
    office.give(matter, FireEvent("decision_demanded", data={"demanded_on": "2025-01-07"}))
    assert deadline_of(office, matter, "demand").final == date(2025, 2, 4)


def test_minutes_are_to_be_adjusted_within_fourteen_days(office: Office) -> None:
    """KL 5:69: the secretary is reminded three days before and told when it is too late."""
    matter = registered(office, "delegation")
    office.give(matter, FireEvent("officer_proposes"))
    office.give(matter, RecordDecision((PointOutcome("approves"),)))
    deadline = deadline_of(office, matter, "adjustment")
    assert (deadline.final, deadline.reminders) == (date(2025, 1, 21), (date(2025, 1, 18),))
    office.go_to(date(2025, 1, 22))
    assert [mail.template for mail in office.mails] == ["reminder", "escalation"]
