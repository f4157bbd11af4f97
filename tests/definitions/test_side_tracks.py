"""The side tracks of the office's routine, each run through the machine with the shipped types."""

from datetime import date

import pytest
from office import Office
from walks import MOVED, adjusts, decides, motion_at_council, registered, states

from workflow.errors import CommandRefusedError
from workflow.model.commands import FireEvent, RegisterMatter, ReportChild
from workflow.model.ids import MatterId
from workflow.model.outcome import AssignmentGiven, PointOutcome


def test_forty_points_are_tabled_fourteen_times_in_a_row_and_none_is_lost(office: Office) -> None:
    """Tabling keeps every point where it is and counts; afterwards each is decided."""
    matter = motion_at_council(office, *(f"Punkt {number}" for number in range(1, 41)))
    for _ in range(14):
        decides(office, matter, "tables")
    points = office.matter(matter).points
    assert len(points) == 40
    assert {(point.state, point.tabled) for point in points} == {("at_KF", 14)}
    decides(office, matter, "rejects")
    adjusts(office, matter)
    assert office.matter(matter).closed_on is not None


def test_one_point_is_granted_while_another_is_referred_back(office: Office) -> None:
    """The matter lives on with the point referred back, until that one is decided too."""
    matter = motion_at_council(office, "Den första", "Den andra")
    decides(
        office,
        matter,
        PointOutcome("grants", ("1",)),
        PointOutcome("refers_back", ("2",)),
        data={"reason": "Kostnaden ska utredas"},
    )
    adjusts(office, matter)
    assert states(office, matter) == ["closed", "preparation"]
    assert office.matter(matter).closed_on is None
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, PointOutcome("proposes", proposed="grants"))
    decides(office, matter, "grants")
    adjusts(office, matter)
    assert states(office, matter) == ["closed", "closed"]
    assert office.matter(matter).closed_on is not None


def test_referral_back_needs_a_reason(office: Office) -> None:
    """Without the reason the decision is refused and nothing moves."""
    matter = motion_at_council(office)
    with pytest.raises(CommandRefusedError, match="Skäl"):
        decides(office, matter, "refers_back")
    assert states(office, matter) == ["at_KF"]


def test_the_subcommittee_decides_itself_where_the_type_lets_it(office: Office) -> None:
    """AU may decide on taking part in a project, but not on a policy."""
    project = registered(office, "project_participation", number="KS-25/90002")
    office.give(project, FireEvent("prepared"))
    decides(office, project, "approves", recipients=("Elin Andersson",))
    assert office.matter(project).decisions[0].appealable
    adjusts(office, project)
    assert office.matter(project).closed_on is not None
    policy = registered(office, "policy_document", number="KS-25/90003")
    office.give(policy, FireEvent("prepared"))
    with pytest.raises(CommandRefusedError):
        decides(office, policy, "adopts")


def test_the_board_decides_one_point_itself_and_proposes_another(office: Office) -> None:
    """Only what is decided can be appealed; what is proposed goes on to KF."""
    matter = registered(office, "budget", points=("Ramar", "Egen ram"))
    office.give(matter, FireEvent("officer_proposes"))
    decides(
        office,
        matter,
        PointOutcome("proposes", ("1",), proposed="adopts"),
        PointOutcome("approves", ("2",)),
    )
    assert states(office, matter) == ["at_KF", "decided"]


def test_the_subcommittee_hands_over_without_an_opinion(office: Office) -> None:
    """The matter goes to KS although AU proposed nothing."""
    matter = registered(office, "annual_report")
    office.give(matter, FireEvent("prepared"))
    decides(office, matter, "forwards_without_opinion")
    assert states(office, matter) == ["at_KS"]
    assert office.matter(matter).points[0].proposed is None


def test_information_is_noted_as_an_end_and_as_a_proposal(office: Office) -> None:
    """AU notes information for good, or proposes that KS does."""
    ends = registered(office, "information", number="KS-25/90004")
    office.give(ends, FireEvent("prepared"))
    decides(office, ends, "notes")
    assert not office.matter(ends).decisions[0].appealable
    adjusts(office, ends)
    assert office.matter(ends).closed_on is not None
    goes_on = registered(office, "follow_up_report", number="KS-25/90005")
    office.give(goes_on, FireEvent("prepared"))
    decides(office, goes_on, PointOutcome("proposes", proposed="notes"))
    decides(office, goes_on, "notes", body="KS")
    adjusts(office, goes_on)
    assert office.matter(goes_on).closed_on is not None


@pytest.mark.parametrize(
    "matter_type",
    ["audit_response", "budget", "follow_up_report", "procurement", "information"],
)
def test_the_same_types_go_through_a_committee_that_decides_alone(
    office: Office, matter_type: str
) -> None:
    """Where there is no AU, KS and KF the matter goes from preparation to NAMND and ends there."""
    matter = registered(
        office, matter_type, organisation="norrbottens_e_namnd", number="2025/1-2.2.0.2"
    )
    office.give(matter, FireEvent("prepared"))
    assert states(office, matter) == ["at_NAMND"]
    outcome = "notes" if matter_type == "information" else "approves"
    decides(office, matter, outcome, recipients=("Samtliga ingående kommuner",))
    adjusts(office, matter)
    assert len(office.matter(matter).items) == 14
    assert office.matter(matter).closed_on is not None


def test_a_minority_has_its_right_once_in_the_matter(office: Office) -> None:
    """KL 5:50 speaks of the matter: not once for each of its points, unless they are held together."""
    apart = motion_at_council(office, "A", "B")
    decides(office, apart, PointOutcome("tables_by_minority", ("1",)))
    with pytest.raises(CommandRefusedError, match="minority_used"):
        decides(office, apart, PointOutcome("tables_by_minority", ("2",)))


def test_a_minority_holds_every_point_at_once(office: Office) -> None:
    """One request about the whole matter."""
    together = motion_at_council(office, "A", "B")
    decides(office, together, "tables_by_minority")
    assert [point.minority_used for point in office.matter(together).points] == [True, True]


@pytest.mark.parametrize("event", ["tables_by_minority", "refers_back_by_minority"])
def test_a_minority_gets_its_way_once(office: Office, event: str) -> None:
    """KL 5:50: the second time it takes a majority."""
    matter = motion_at_council(office)
    decides(office, matter, event, data={"reason": "Underlaget räcker inte"})
    assert office.matter(matter).points[0].minority_used
    if event == "refers_back_by_minority":
        assert states(office, matter) == ["preparation"]
        office.give(matter, FireEvent("officer_proposes"))
        decides(office, matter, PointOutcome("proposes", proposed="rejects"))
    assert states(office, matter) == ["at_KF"]
    for again in ("tables_by_minority", "refers_back_by_minority"):
        with pytest.raises(CommandRefusedError):
            decides(office, matter, again, data={"reason": "En gång till"})
    decides(office, matter, "refers_back", data={"reason": "Majoriteten vill det"})
    assert states(office, matter) == ["preparation"]


def test_a_minority_right_is_of_the_council_alone(office: Office) -> None:
    """KL 6:33: a board tables by simple majority."""
    matter = registered(office, "budget")
    office.give(matter, FireEvent("officer_proposes"))
    for event in ("tables_by_minority", "refers_back_by_minority"):
        with pytest.raises(CommandRefusedError):
            decides(office, matter, event, data={"reason": "Underlaget räcker inte"})


def test_the_council_decides_against_the_proposal(office: Office) -> None:
    """The decision stands, and it is known that it went the other way."""
    matter = motion_at_council(office)
    decides(office, matter, "grants")
    assert office.matter(matter).decisions[-1].against_proposal


def test_the_council_strikes_a_motion_off(office: Office) -> None:
    """KL 5:35: KF may strike off what wasn't prepared in time."""
    matter = motion_at_council(office)
    decides(office, matter, "struck_off")
    adjusts(office, matter)
    assert office.matter(matter).closed_on is not None


def test_a_matter_goes_on_under_another_number(office: Office) -> None:
    """The old one ends when its successor is named, and needs the number for it."""
    matter = registered(office, "policy_document")
    with pytest.raises(CommandRefusedError, match="Nytt diarienummer"):
        office.give(matter, FireEvent("renumbered"))
    office.give(matter, FireEvent("renumbered", data={"successor": "KS-25/90099"}))
    assert states(office, matter) == ["continued"]
    assert office.matter(matter).successor == "KS-25/90099"


def test_a_matter_comes_back_under_a_new_number(office: Office) -> None:
    """Registering the new one with its predecessor ends the old one, which knows where it went."""
    old = registered(office, "policy_document")
    new = office.register(
        RegisterMatter(
            "norsjo",
            "policy_document",
            "Prövning på nytt",
            number="KS-25/90098",
            predecessor="KS-25/90001",
        )
    )
    assert office.matter(old).closed_on is not None
    assert office.matter(old).successor == "KS-25/90098"
    assert office.matter(new).closed_on is None


def test_a_decision_is_repealed_before_it_has_ended(office: Office) -> None:
    """The body takes its decision back; the repeal is adjusted and sent like any other decision."""
    matter = registered(office, "delegation")
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, "approves", recipients=("Övriga berörda",))
    adjusts(office, matter)
    assert states(office, matter) == ["dispatching"]
    decides(office, matter, "repeals", body="KS", data={"reason": "Fel belopp"})
    assert states(office, matter) == ["decided"]
    assert office.matter(matter).points[0].outcome == "repeals"


def test_a_decision_is_taken_back_and_prepared_anew(office: Office) -> None:
    """The point goes back to preparation and can be decided once more."""
    matter = registered(office, "delegation")
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, "approves")
    decides(office, matter, "reopens", body="KS", data={"reason": "Nya uppgifter"})
    assert states(office, matter) == ["preparation"]
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, "rejects")
    adjusts(office, matter)
    assert office.matter(matter).closed_on is not None


def test_a_slip_of_the_pen_is_corrected_where_the_matter_stands(office: Office) -> None:
    """A correction moves nothing and says what was corrected."""
    matter = registered(office, "delegation")
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, "approves")
    office.give(matter, FireEvent("corrects", data={"correction": "Beloppet är 100 000 kr"}))
    assert states(office, matter) == ["decided"]
    assert office.matter(matter).fields["correction"] == "Beloppet är 100 000 kr"


def test_a_matter_is_withdrawn_from_the_agenda_or_by_its_mover(office: Office) -> None:
    """Off the agenda it waits for preparation; withdrawn by the mover it ends."""
    matter = registered(office, "motion", fields=MOVED)
    office.give(matter, FireEvent("remitted"))
    office.give(matter, FireEvent("prepared"))
    decides(office, matter, "withdraws")
    assert states(office, matter) == ["preparation"]
    adjusts(office, matter)
    office.give(
        matter, FireEvent("withdrawn_by_mover", data={"reason": "Motionären drar tillbaka"})
    )
    assert states(office, matter) == ["withdrawn"]
    assert office.matter(matter).closed_on is not None


def test_a_body_adds_a_point_of_its_own(office: Office) -> None:
    """The new point is decided with the others and the matter waits for it."""
    matter = motion_at_council(office)
    decides(
        office,
        matter,
        PointOutcome("rejects", ("1",)),
        PointOutcome("assigns", ("2",), text="Styrelsen följer frågan"),
    )
    assert [point.text for point in office.matter(matter).points][1] == "Styrelsen följer frågan"
    assert states(office, matter) == ["decided", "decided"]


def test_nobody_jumps_over_the_board(office: Office) -> None:
    """KL 5:26-28: no event leads from preparation or AU to KF."""
    matter = registered(office, "tariff", fields={"effective_from": "2025-09-01"})
    for event in ("proposes", "adopts"):
        with pytest.raises(CommandRefusedError):
            decides(office, matter, event, body="KF")
    assert states(office, matter) == ["preparation"]


def test_money_during_the_year_names_its_financing(office: Office) -> None:
    """KL 11:15: KF may not grant without saying what pays for it."""
    matter = registered(office, "investment_request", fields={"amount": 100_000})
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, PointOutcome("proposes", proposed="grants"))
    with pytest.raises(CommandRefusedError, match="Finansiering"):
        decides(office, matter, "grants")
    decides(office, matter, "grants", data={"financing": "Likvida medel"})
    assert office.matter(matter).fields["financing"] == "Likvida medel"


def agreement(office: Office, *parties: str) -> MatterId:
    """An agreement that the board has approved and that now lies with its parties."""
    matter = registered(office, "collaboration_agreement", fields={"parties": list(parties)})
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, "approves")
    adjusts(office, matter)
    assert states(office, matter) == ["with_parties"]
    return matter


def answers(office: Office, matter: MatterId, party: str, outcome: str) -> None:
    """The party's board answers in the matter that was started there."""
    child = next(c.matter for c in office.matter(matter).children if c.organisation == party)
    assert child is not None
    assert office.matter(child).matter_type == "partner_answer"
    office.give(child, FireEvent("prepared"))
    decides(office, child, outcome)
    adjusts(office, child)
    assert office.matter(child).closed_on is not None


def test_an_agreement_ends_when_every_party_has_said_yes(office: Office) -> None:
    """Each party gets a matter of its own, and the last yes lets the agreement go on."""
    matter = agreement(office, "kramfors", "solleftea")
    answers(office, matter, "kramfors", "approves")
    assert states(office, matter) == ["with_parties"]
    answers_in_au(office, matter)
    assert office.matter(matter).closed_on is not None


def answers_in_au(office: Office, matter: MatterId) -> None:
    """Sollefteå has an AU, which proposes first."""
    child = next(c.matter for c in office.matter(matter).children if c.organisation == "solleftea")
    assert child is not None
    office.give(child, FireEvent("prepared"))
    decides(office, child, PointOutcome("proposes", proposed="adopts"))
    decides(office, child, "adopts")
    adjusts(office, child)


def test_one_no_brings_the_agreement_back_to_preparation(office: Office) -> None:
    """The condition can't be met any more, so it is negotiated anew."""
    matter = agreement(office, "kramfors", "solleftea")
    answers(office, matter, "kramfors", "rejects")
    assert states(office, matter) == ["preparation"]


def test_a_party_outside_the_register_is_answered_for_by_a_person(office: Office) -> None:
    """The answer is entered by hand and counts like any other."""
    matter = agreement(office, "Skellefteå Kraft")
    (child,) = office.matter(matter).children
    assert child.matter is None
    assert [task.kind for task in office.matter(matter).tasks] == ["party"]
    office.give(matter, ReportChild(child.key, "approves"))
    assert office.matter(matter).closed_on is not None


def test_an_assignment_becomes_a_matter_and_reports_back(office: Office) -> None:
    """What KS gives is due at its own meeting in that month and comes back to it."""
    matter = registered(office, "policy_document")
    office.give(matter, FireEvent("officer_proposes"))
    decides(
        office,
        matter,
        "adopts",
        assignments=(AssignmentGiven("Följ upp planen", "Elin Andersson", "2025-09", "KS"),),
    )
    (given,) = office.matter(matter).assignments
    assert given.due == date(2025, 9, 9)
    assert given.child is not None
    office.give(given.child, FireEvent("reports_back"))
    assert states(office, given.child) == ["at_KS"]
    decides(office, given.child, "approves")
    adjusts(office, given.child)
    assert office.matter(given.child).closed_on is not None


def test_an_assignment_is_done_or_gets_more_time(office: Office) -> None:
    """More time takes a day and a reason; done takes a result."""
    matter = registered(
        office, "assignment", fields={"owner": "Elin Andersson", "due": "2025-03-14"}
    )
    office.give(
        matter, FireEvent("extended", data={"due": "2025-04-11", "reason": "Underlag saknas"})
    )
    assert office.matter(matter).fields["due"] == "2025-04-11"
    office.give(matter, FireEvent("fulfilled", data={"result": "Klart"}))
    assert office.matter(matter).closed_on is not None


def test_an_assignment_for_a_meeting_has_one_deadline(office: Office) -> None:
    """It follows the body's schedule, and more time is a later month: never a day beside it."""
    fields = {"owner": "Elin Andersson", "due_month": "2025-09", "due_body": "KS"}
    matter = registered(office, "assignment", fields=fields)
    (deadline,) = office.matter(matter).deadlines
    assert (deadline.key, deadline.final) == ("due_meeting", date(2025, 9, 9))
    with pytest.raises(CommandRefusedError, match="Får mer tid"):
        office.give(matter, FireEvent("extended", data={"due": "2025-10-01", "reason": "Sent"}))
    later = {"due_month": "2025-10", "reason": "Underlag saknas"}
    office.give(matter, FireEvent("extended", data=later))
    (deadline,) = office.matter(matter).deadlines
    assert (deadline.status, deadline.final.month) == ("running", 10)


def test_an_assignment_for_a_day_gets_no_month(office: Office) -> None:
    """A month beside the day would make two deadlines of one."""
    fields = {"owner": "Elin Andersson", "due": "2025-03-14"}
    matter = registered(office, "assignment", fields=fields)
    with pytest.raises(CommandRefusedError, match="Får mer tid"):
        office.give(matter, FireEvent("extended", data={"due_month": "2025-10", "reason": "Sent"}))
    assert [deadline.key for deadline in office.matter(matter).deadlines] == ["due_day"]


def test_a_contract_waits_out_the_standstill(office: Office) -> None:
    """LOU 20:1: the award notice starts the standstill, and only the engine ends it."""
    matter = registered(office, "procurement")
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, "awards")
    adjusts(office, matter)
    assert states(office, matter) == ["awarding"]
    office.give(matter, FireEvent("award_notified", data={"award_sent_on": "2025-01-07"}))
    with pytest.raises(CommandRefusedError, match="motorn"):
        office.give(matter, FireEvent("standstill_ended"))
    office.go_to(date(2025, 1, 17))
    assert states(office, matter) == ["standstill"]
    office.go_to(date(2025, 1, 18))
    assert office.matter(matter).closed_on == date(2025, 1, 18)
