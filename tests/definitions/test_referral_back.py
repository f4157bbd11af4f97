"""Referred back: to the office, to the board itself, or to the one that is to answer."""

import pytest
from office import Office
from walks import adjusts, decides, motion_at_council, registered, states

from workflow.errors import CommandRefusedError
from workflow.model.commands import FireEvent
from workflow.model.ids import MatterId
from workflow.model.outcome import PointOutcome

REASON = {"reason": "Kostnaden ska utredas"}
BY_MAJORITY_AND_MINORITY = pytest.mark.parametrize(
    "event", ["refers_back", "refers_back_by_minority"]
)


def petition_at_board(office: Office, *points: str) -> MatterId:
    """What a committee has asked for, before KS in the city."""
    matter = registered(
        office,
        "petition",
        organisation="storstad",
        number="2025/1",
        points=points,
        fields={"sender": ["Socialnämnden"]},
    )
    office.give(matter, FireEvent("prepared"))
    assert set(states(office, matter)) == {"at_KS"}
    return matter


@BY_MAJORITY_AND_MINORITY
def test_the_council_refers_back_to_the_board_itself(office: Office, event: str) -> None:
    """KS takes it up at once, without new preparation, and proposes anew."""
    matter = motion_at_council(office)
    decides(office, matter, event, data={**REASON, "referred_to": "KS"})
    assert states(office, matter) == ["at_KS"]
    decides(office, matter, PointOutcome("proposes", proposed="rejects"))
    assert states(office, matter) == ["at_KF"]


@BY_MAJORITY_AND_MINORITY
@pytest.mark.parametrize(
    ("name", "where"),
    [("Kommunstyrelsen", "at_KS"), ("kommunstyrelsen", "at_KS"), ("AU", "at_AU"), ("Arbetsutskottet", "at_AU")],
)  # fmt: skip
def test_the_board_and_its_subcommittee_by_any_name(
    office: Office, event: str, name: str, where: str
) -> None:
    """What the minutes call them is not taken for a committee that is to answer."""
    matter = motion_at_council(office)
    decides(office, matter, event, data={**REASON, "referred_to": name})
    assert states(office, matter) == [where]


@BY_MAJORITY_AND_MINORITY
def test_the_council_refers_back_to_a_committee(office: Office, event: str) -> None:
    """It lies with the committee until that has answered; then it is prepared anew."""
    matter = motion_at_council(office)
    decides(office, matter, event, data={**REASON, "referred_to": "Miljö- och byggnämnden"})
    assert states(office, matter) == ["with_committee"]
    assert office.matter(matter).fields["referred_to"] == "Miljö- och byggnämnden"
    assert "opinion" in {one.key for one in office.matter(matter).deadlines}
    office.give(matter, FireEvent("opinion_received"))
    assert states(office, matter) == ["preparation"]


def test_who_it_went_to_the_last_time_does_not_count(office: Office) -> None:
    """Said with the first referral back and not with the second: that one goes to the office."""
    matter = petition_at_board(office)
    decides(office, matter, "refers_back", data={**REASON, "referred_to": "Socialnämnden"})
    assert states(office, matter) == ["with_committee"]
    office.give(matter, FireEvent("opinion_received"))
    office.give(matter, FireEvent("prepared"))
    decides(office, matter, "refers_back", data=REASON)
    assert states(office, matter) == ["preparation"]


def test_the_board_does_not_refer_back_to_itself(office: Office) -> None:
    """What KS says goes to KS goes to those who prepare for it."""
    matter = petition_at_board(office)
    decides(office, matter, "refers_back", data={**REASON, "referred_to": "KS"})
    assert states(office, matter) == ["preparation"]


@pytest.mark.parametrize(
    ("data", "where"), [({"referred_to": "Byggnadsnämnden"}, "with_committee"), ({}, "preparation")]
)
def test_the_board_sends_out_for_opinions(
    office: Office, data: dict[str, object], where: str
) -> None:
    """To the one named, or by the office to many."""
    matter = petition_at_board(office)
    decides(office, matter, "refers_out", data=data)
    assert states(office, matter) == [where]


def test_a_part_is_referred_back_and_the_rest_decided(office: Office) -> None:
    """The point at the committee keeps the matter open."""
    matter = petition_at_board(office, "Lokalerna", "Avgiften")
    decides(
        office,
        matter,
        PointOutcome("grants", ("1",)),
        PointOutcome("refers_back", ("2",)),
        data={**REASON, "referred_to": "Socialnämnden"},
    )
    adjusts(office, matter)
    assert states(office, matter) == ["closed", "with_committee"]
    assert office.matter(matter).closed_on is None


def test_it_waits_half_a_year_for_an_answer_and_then_the_secretary_is_told(office: Office) -> None:
    """Nothing lies forgotten at a committee."""
    matter = petition_at_board(office)
    decides(office, matter, "refers_back", data={**REASON, "referred_to": "Socialnämnden"})
    (deadline,) = [one for one in office.matter(matter).deadlines if one.key == "opinion"]
    office.go_to(deadline.final.replace(day=deadline.final.day + 1))
    mails = office.mails_to("stadssekreterare@storstad.example")
    assert [mail.template for mail in mails] == ["escalation"]


def test_withdrawn_at_the_committee_it_ends(office: Office) -> None:
    """The one that asked takes it back before anyone has it on an agenda."""
    matter = petition_at_board(office)
    decides(office, matter, "refers_back", data={**REASON, "referred_to": "Socialnämnden"})
    adjusts(office, matter)
    office.give(matter, FireEvent("withdrawn_by_mover", data={"reason": "Löst på annat sätt"}))
    assert states(office, matter) == ["withdrawn"]


def test_on_the_agenda_it_takes_leave_to_withdraw(office: Office) -> None:
    """The mover alone can't; the body decides, and the matter ends as decided."""
    matter = petition_at_board(office)
    with pytest.raises(CommandRefusedError):
        office.give(matter, FireEvent("withdrawn_by_mover", data={"reason": "Löst"}))
    decides(office, matter, "leave_to_withdraw")
    adjusts(office, matter)
    assert office.matter(matter).closed_on is not None


def test_a_motion_is_withdrawn_with_the_councils_leave_alone(office: Office) -> None:
    """Moved in KF, it is for KF to let it go."""
    matter = motion_at_council(office)
    decides(office, matter, "refers_back", data={**REASON, "referred_to": "KS"})
    with pytest.raises(CommandRefusedError):
        decides(office, matter, "leave_to_withdraw")
    decides(office, matter, "proposes")
    decides(office, matter, "leave_to_withdraw")
    assert states(office, matter) == ["decided"]
