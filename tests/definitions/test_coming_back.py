"""Matters that come back after their end: reported, repealed, annulled, corrected."""

import pytest
from office import Office
from walks import adjusts, decides, motion_at_council, registered, states

from workflow.definition.schema import NEW, MatterType
from workflow.errors import CommandRefusedError
from workflow.model.commands import FireEvent
from workflow.model.ids import MatterId
from workflow.model.outcome import AssignmentGiven, PointOutcome

COMES_BACK = {
    "audit_report",
    "board_matter",
    "budget",
    "collaboration_agreement",
    "follow_up_report",
    "investment_request",
    "legal_case",
    "member_initiative",
    "notice",
    "petition",
    "policy_document",
}
REASON = {"reason": "Nya uppgifter"}


def adopted(office: Office) -> MatterId:
    """A policy that KS has adopted and that is sent and done."""
    matter = registered(office, "policy_document")
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, "adopts")
    adjusts(office, matter)
    assert office.matter(matter).closed_on is not None
    return matter


def test_only_what_really_comes_back_can(definitions: dict[str, MatterType]) -> None:
    """A motion, an election or a question that is decided is decided: there is a new matter instead."""
    opening = {
        name
        for name, one in definitions.items()
        if any(NEW in rule.from_ for rule in one.transitions)
    }
    assert opening == COMES_BACK


def test_what_was_rejected_is_raised_anew(office: Office) -> None:
    """A rejected initiative doesn't come back under its number; one with an assignment does."""
    for number, words, back in (
        ("KS-25/90010", ("rejects",), False),
        ("KS-25/90011", ("assigns",), True),
        ("KS-25/90012", ("rejects", "assigns"), True),
    ):
        matter = registered(
            office, "member_initiative", number=number, fields={"movers": ["Kristdemokraterna"]}
        )
        office.give(matter, FireEvent("taken_up"))
        keys = (("1",), ("2",))
        outcomes = [PointOutcome(word, key) for word, key in zip(words, keys, strict=False)]
        decides(office, matter, *outcomes, body="KS")
        if back:
            office.give(matter, FireEvent("resumes", data=REASON))
            assert states(office, matter)[-1] == "preparation"
        else:
            with pytest.raises(CommandRefusedError, match=r"matter\.outcomes"):
                office.give(matter, FireEvent("resumes", data=REASON))


def test_a_motion_that_has_ended_stays_so(office: Office) -> None:
    """Nothing opens it."""
    matter = motion_at_council(office)
    decides(office, matter, "rejects")
    adjusts(office, matter)
    with pytest.raises(CommandRefusedError):
        office.give(matter, FireEvent("resumes", data=REASON))


@pytest.mark.parametrize("word", ["repeals", "annuls"])
def test_a_decision_is_taken_back_after_its_end(office: Office, word: str) -> None:
    """Taken up anew, with a reason, it goes the same way to the body, and then ends again."""
    matter = adopted(office)
    with pytest.raises(CommandRefusedError, match="Skäl"):
        office.give(matter, FireEvent("resumes"))
    office.give(matter, FireEvent("resumes", data=REASON))
    assert states(office, matter) == ["closed", "preparation"]
    assert office.matter(matter).closed_on is None
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, word)
    adjusts(office, matter)
    assert states(office, matter) == ["closed", "closed"]
    assert [point.outcome for point in office.matter(matter).points] == ["adopts", word]


@pytest.mark.parametrize("word", ["repeals", "annuls"])
def test_what_the_council_decided_the_board_cannot_take_back(office: Office, word: str) -> None:
    """KS can only propose it; KF, that decided it, or that is above KS, takes it back."""
    matter = registered(office, "petition", fields={"sender": ["Kristdemokraterna"]})
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, PointOutcome("proposes", proposed="grants"))
    decides(office, matter, "grants")
    office.give(matter, FireEvent("resumes", data=REASON))
    office.give(matter, FireEvent("officer_proposes"))
    with pytest.raises(CommandRefusedError, match=r"matter\.decided_by"):
        decides(office, matter, word, body="KS")
    decides(office, matter, PointOutcome("proposes", proposed=word), body="KS")
    decides(office, matter, word, body="KF")
    assert states(office, matter) == ["decided", "decided"]


def test_a_decision_is_annulled_before_its_end(office: Office) -> None:
    """Like a repeal it needs its reason, and is adjusted and sent."""
    matter = registered(office, "tariff", fields={"effective_from": "2025-09-01"})
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, PointOutcome("proposes", proposed="adopts"))
    decides(office, matter, "adopts")
    with pytest.raises(CommandRefusedError, match="Skäl"):
        decides(office, matter, "annuls", body="KF")
    decides(office, matter, "annuls", body="KF", data=REASON)
    assert states(office, matter) == ["decided"]


def test_a_slip_of_the_pen_is_corrected_after_the_end(office: Office) -> None:
    """The decision stands as it was; the correction is kept, and the matter is closed again at once."""
    matter = adopted(office)
    office.give(matter, FireEvent("corrects_afterwards", data={"correction": "2025, inte 2024"}))
    assert states(office, matter) == ["closed", "closed"]
    assert office.matter(matter).fields["correction"] == "2025, inte 2024"
    assert office.matter(matter).closed_on is not None


def test_what_the_board_ordered_comes_back_in_the_same_matter(office: Office) -> None:
    """An initiative gives an assignment; its report is proposed to KF, that says it isn't fulfilled."""
    matter = registered(
        office,
        "member_initiative",
        organisation="storstad",
        number="2025/2",
        fields={"movers": ["Stadskansliet"]},
    )
    office.give(matter, FireEvent("taken_up"))
    decides(
        office,
        matter,
        "assigns",
        assignments=(AssignmentGiven("Utred", "Stadsdirektören", "2025-06-02"),),
    )
    adjusts(office, matter)
    assert office.matter(matter).closed_on is not None
    office.give(matter, FireEvent("resumes", data={"reason": "Uppdraget redovisas"}))
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, PointOutcome("proposes", proposed="closes_assignment"))
    decides(office, matter, "keeps_assignment")
    assert office.matter(matter).decisions[-1].against_proposal
    adjusts(office, matter)
    assert office.matter(matter).closed_on is not None


def test_an_assignment_that_is_not_fulfilled_goes_on(office: Office) -> None:
    """The body keeps it going, with the day it had or with a later one, until it is fulfilled."""
    fields = {"owner": "Elin Andersson", "due": "2025-03-14"}
    matter = registered(office, "assignment", fields=fields)
    for word, data in (("keeps_assignment", {}), ("extends", {"due": "2025-06-13"})):
        office.give(matter, FireEvent("reports_back"))
        decides(office, matter, word, data=data)
        assert states(office, matter) == ["preparation"]
    assert office.matter(matter).fields["due"] == "2025-06-13"
    office.give(matter, FireEvent("reports_back"))
    decides(office, matter, "closes_assignment")
    adjusts(office, matter)
    assert office.matter(matter).closed_on is not None


def test_more_time_takes_a_new_time(office: Office) -> None:
    """A day where it was a day, a month where it was a month."""
    day = registered(office, "assignment", fields={"owner": "Elin Andersson", "due": "2025-03-14"})
    month = registered(
        office,
        "assignment",
        number="KS-25/90002",
        fields={"owner": "Elin Andersson", "due_month": "2025-09", "due_body": "KS"},
    )
    for matter, missing, data in (
        (day, "Klart senast", {"due": "2025-06-13"}),
        (month, "Klart till sammanträdet", {"due_month": "2025-10"}),
    ):
        office.give(matter, FireEvent("reports_back"))
        with pytest.raises(CommandRefusedError, match=missing):
            decides(office, matter, "extends", data={})
        decides(office, matter, "extends", data=data)
        assert states(office, matter) == ["preparation"]
