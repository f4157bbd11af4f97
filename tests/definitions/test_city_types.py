"""What a large city's board and council deal with besides: each type on the ways that it is meant for."""

from collections.abc import Mapping
from datetime import date

import pytest
from office import Office
from walks import adjusts, decides, registered, states

from workflow.errors import CommandRefusedError
from workflow.model.commands import FireEvent
from workflow.model.ids import MatterId
from workflow.model.outcome import PointOutcome

REQUIRED: Mapping[str, Mapping[str, object]] = {
    "motion": {"movers": ["Ledamoten"], "moved_on": "2024-12-19"},
    "citizen_proposal": {"mover": ["Förslagsställaren"], "moved_on": "2024-12-19"},
    "member_initiative": {"movers": ["Ledamoten"]},
    "interpellation": {"movers": ["Ledamoten"], "asked_of": ["Kommunstyrelsens ordförande"]},
    "question": {"movers": ["Ledamoten"]},
    "petition": {"sender": ["Storstads Hamn AB"]},
}


def begun(
    office: Office, matter_type: str, *events: str, fields: Mapping[str, object] | None = None
) -> MatterId:
    """A matter of the city after these events."""
    matter = registered(
        office,
        matter_type,
        organisation="storstad",
        number=f"2025/{len(office.world.matters) + 1}",
        fields={**REQUIRED.get(matter_type, {}), **(fields or {})},
    )
    for event in events:
        office.give(matter, FireEvent(event))
    return matter


def ends(office: Office, matter: MatterId) -> None:
    """Adjusted and sent, nothing is left; what names nobody in the register a person has seen to."""
    adjusts(office, matter)
    assert set(states(office, matter)) <= {"dispatching", "closed"}
    waiting = {item.name for item in office.matter(matter).items if item.status != "delivered"}
    assert waiting <= {"Ledamoten", "Förslagsställaren"}
    assert (office.matter(matter).closed_on is None) == bool(waiting)


def proposed(office: Office, matter: MatterId, word: str) -> None:
    """KS proposes it to KF."""
    decides(office, matter, PointOutcome("proposes", proposed=word))
    assert states(office, matter) == ["at_KF"]


def test_a_citizen_proposal_is_decided_by_the_board_or_by_the_council(office: Office) -> None:
    """KL 5:23: KF decides unless it has left that to KS; each within a year of when it was moved."""
    by_board = begun(office, "citizen_proposal", "remitted", "prepared")
    decides(office, by_board, "tables")
    decides(office, by_board, "rejects")
    (deadline,) = [one for one in office.matter(by_board).deadlines if one.key == "one_year"]
    assert (deadline.final, deadline.status) == (date(2025, 12, 19), "met")
    ends(office, by_board)
    by_council = begun(office, "citizen_proposal", "remitted", "prepared")
    proposed(office, by_council, "answers")
    decides(office, by_council, "answers")
    ends(office, by_council)


def test_what_the_board_asks_for_first_does_not_end_a_citizen_proposal(office: Office) -> None:
    """KL 6:12: it comes back when the answer is there."""
    matter = begun(office, "citizen_proposal", "remitted", "prepared")
    decides(office, matter, "requests")
    assert states(office, matter) == ["preparation"]
    office.give(matter, FireEvent("prepared"))
    decides(office, matter, "rejects")
    ends(office, matter)


def test_a_forgotten_citizen_proposal_is_told_of(office: Office) -> None:
    """A year after it was moved the secretary hears of it, and it lives on."""
    matter = begun(office, "citizen_proposal", "remitted")
    office.go_to(date(2025, 12, 20))
    (deadline,) = [one for one in office.matter(matter).deadlines if one.key == "one_year"]
    assert deadline.status == "expired"
    assert states(office, matter) == ["preparation"]


@pytest.mark.parametrize("word", ["rejects", "grants", "requests", "elects"])
def test_the_board_decides_an_initiative_of_its_members_at_once(office: Office, word: str) -> None:
    """Taken up as it is, without preparation; most often rejected."""
    matter = begun(office, "member_initiative", "taken_up")
    decides(office, matter, word)
    ends(office, matter)


def test_an_initiative_goes_to_the_council(office: Office) -> None:
    """KS rejects a part, proposes the rest, and KF repeals what it once decided."""
    matter = begun(office, "member_initiative", "taken_up")
    decides(
        office,
        matter,
        PointOutcome("rejects", ("2",), text="Utredningen"),
        PointOutcome("proposes", ("1",), proposed="repeals"),
    )
    assert states(office, matter) == ["at_KF", "decided"]
    decides(office, matter, "repeals")
    ends(office, matter)


def test_an_interpellation_is_allowed_tabled_and_answered(office: Office) -> None:
    """KL 5:59-63: KF alone, without preparation, however often it is tabled."""
    matter = begun(office, "interpellation")
    with pytest.raises(CommandRefusedError):
        decides(office, matter, "answered")
    decides(office, matter, "allows")
    for _ in range(3):
        decides(office, matter, "tables")
    assert states(office, matter) == ["allowed"]
    decides(office, matter, "answered")
    assert not office.matter(matter).decisions[-1].appealable
    ends(office, matter)


def test_an_interpellation_is_refused(office: Office) -> None:
    """KL 5:62: KF decides whether it may be asked."""
    matter = begun(office, "interpellation")
    decides(office, matter, "refuses")
    ends(office, matter)


@pytest.mark.parametrize("word", ["leave_to_withdraw", "struck_off"])
def test_an_interpellation_ends_unanswered(office: Office, word: str) -> None:
    """With KF's leave, or because nobody is left who asks."""
    matter = begun(office, "interpellation")
    decides(office, matter, "allows")
    decides(office, matter, word)
    ends(office, matter)


def test_the_board_has_nothing_to_do_with_an_interpellation_or_a_question(office: Office) -> None:
    """They aren't matters that are prepared."""
    for matter_type in ("interpellation", "question"):
        with pytest.raises(CommandRefusedError):
            decides(office, begun(office, matter_type), "tables", body="KS")


def test_a_question_is_asked_and_answered(office: Office) -> None:
    """KL 5:64: at the same meeting, or at the next."""
    matter = begun(office, "question")
    decides(office, matter, "allows")
    office.give(matter, FireEvent("carried_over"))
    decides(office, matter, "answered")
    ends(office, matter)


def test_a_question_is_not_tabled(office: Office) -> None:
    """It is carried over, without a decision; or taken back by the one who asked."""
    matter = begun(office, "question")
    with pytest.raises(CommandRefusedError):
        decides(office, matter, "tables")
    office.give(matter, FireEvent("withdrawn_by_mover", data={"reason": "Besvarad i annan form"}))
    assert states(office, matter) == ["withdrawn"]


@pytest.mark.parametrize("word", ["elects", "relieves", "approves", "notes"])
def test_the_council_elects_and_relieves_without_preparation(office: Office, word: str) -> None:
    """KL 5:29: on the nominating committee's proposal; what the county board has decided is noted."""
    matter = begun(office, "appointment", "nominated")
    decides(office, matter, word)
    ends(office, matter)


def test_the_board_elects(office: Office) -> None:
    """Its own representatives."""
    matter = begun(office, "appointment", "prepared")
    decides(office, matter, "tables")
    decides(office, matter, "elects")
    ends(office, matter)


def test_ballots_are_counted(office: Office) -> None:
    """An election by ballot says how many were cast and how many the elected got."""
    matter = begun(office, "appointment", "nominated")
    with pytest.raises(CommandRefusedError, match="Avlämnade valsedlar"):
        decides(office, matter, "elects_by_ballot")
    with pytest.raises(CommandRefusedError, match="ballots_for <= "):
        decides(office, matter, "elects_by_ballot", data={"ballots": 40, "ballots_for": 61})
    decides(office, matter, "elects_by_ballot", data={"ballots": 61, "ballots_for": 40})
    assert office.matter(matter).fields["ballots_for"] == 40
    ends(office, matter)


def test_a_minority_cannot_table_an_election(office: Office) -> None:
    """KL 5:50: there it takes a majority."""
    matter = begun(office, "appointment", "nominated")
    for event in ("tables_by_minority", "refers_back_by_minority"):
        with pytest.raises(CommandRefusedError):
            decides(office, matter, event, data={"reason": "Vi vill vänta"})
    decides(office, matter, "tables")
    assert states(office, matter) == ["at_KF"]


def test_a_petition_is_granted_by_the_council_or_decided_by_the_board(office: Office) -> None:
    """And the company that asked gets the decision."""
    matter = begun(office, "petition", "prepared")
    proposed(office, matter, "grants")
    decides(office, matter, "tables_by_minority")
    decides(office, matter, "grants")
    ends(office, matter)
    assert office.mails_to("hamnen@storstad.example")
    own = begun(office, "petition", "prepared")
    decides(office, own, "approves")
    ends(office, own)


def test_what_the_board_decided_is_reported_to_the_council(office: Office) -> None:
    """KF notes it; there it can decide nothing, since KS hasn't proposed anything."""
    matter = begun(office, "petition", "prepared")
    decides(office, matter, "approves")
    ends(office, matter)
    office.give(matter, FireEvent("resumes", data={"reason": "Anmäls"}))
    office.give(matter, FireEvent("reports_to_council"))
    with pytest.raises(CommandRefusedError):
        decides(office, matter, "grants", body="KF")
    decides(office, matter, "notes", body="KF")
    ends(office, matter)


def test_a_plan_is_adopted_by_the_council(office: Office) -> None:
    """With an assignment beside it."""
    matter = begun(office, "spatial_plan", "prepared", fields={"area": "Hamnen"})
    proposed(office, matter, "adopts")
    decides(office, matter, "adopts", PointOutcome("assigns", ("2",), text="Följ upp"))
    ends(office, matter)


def test_a_foundation_gives_to_some_and_not_to_others(office: Office) -> None:
    """Both in one decision."""
    matter = begun(office, "foundation", "prepared")
    proposed(office, matter, "allocates")
    decides(office, matter, "allocates", PointOutcome("no_action", ("2",), text="Övriga"))
    ends(office, matter)


def test_a_case_at_court(office: Office) -> None:
    """The chair's urgent decision is noted; the opinion comes in the same matter, on the court's day."""
    fields = {"court": ["Förvaltningsrätten"], "answer_due": "2025-03-31"}
    matter = begun(office, "legal_case", "prepared", fields=fields)
    decides(office, matter, "notes")
    adjusts(office, matter)
    office.give(matter, FireEvent("resumes", data={"reason": "Domstolen vill ha yttrande"}))
    office.give(matter, FireEvent("officer_proposes"))
    decides(office, matter, "gives_opinion")
    adjusts(office, matter)
    assert office.mails_to("forvaltningsratten@domstolen.example")
    assert office.matter(matter).closed_on is not None


def test_the_auditors_report(office: Office) -> None:
    """KL 5:32: to KF without preparation; KS notes it and answers."""
    audit = begun(office, "audit_report", "reports_to_council", fields={"year_end": "2024-12-31"})
    (deadline,) = office.matter(audit).deadlines
    assert deadline.final == date(2025, 6, 30)
    decides(office, audit, "discharges", PointOutcome("censures", ("2",), text="Socialnämnden"))
    ends(office, audit)
    review = begun(office, "audit_report", "prepared")
    decides(office, review, "notes")
    adjusts(office, review)
    office.give(review, FireEvent("resumes", data={"reason": "Yttrande"}))
    office.give(review, FireEvent("officer_proposes"))
    with pytest.raises(CommandRefusedError):
        decides(office, review, "discharges")
    decides(office, review, "gives_opinion")
    ends(office, review)


def test_what_the_council_does_without_preparation_is_little(office: Office) -> None:
    """KL 5:26 and 5:32: it notes a report; to give an assignment because of it takes KS's proposal."""
    audit = begun(office, "audit_report", "reports_to_council")
    with pytest.raises(CommandRefusedError):
        decides(office, audit, "assigns")
    decides(office, audit, "notes")
    ends(office, audit)
    prepared = begun(office, "audit_report", "prepared")
    proposed(office, prepared, "assigns")
    decides(office, prepared, "assigns")
    ends(office, prepared)


def test_a_federations_discharge_is_granted_or_denied(office: Office) -> None:
    """KL 5:24, 9:13, 9:35: each member's council judges, so it may also say no."""
    for word in ("discharges", "denies_discharge"):
        matter = begun(office, "annual_report", "prepared")
        proposed(office, matter, "discharges")
        decides(office, matter, word)
        ends(office, matter)


def test_a_matter_without_a_type_of_its_own(office: Office) -> None:
    """KS approves, KF grants what is moved on the floor; elections have their own type."""
    matter = begun(office, "board_matter", "prepared")
    with pytest.raises(CommandRefusedError):
        decides(office, matter, "elects")
    proposed(office, matter, "approves")
    decides(office, matter, "approves", PointOutcome("grants", ("2",), text="Tilläggsyrkandet"))
    ends(office, matter)


def test_the_board_answers_alone_somebody_outside(office: Office) -> None:
    """Over a federation's budget, a report or an agreement, without KF."""
    for matter_type in ("budget", "follow_up_report", "collaboration_agreement"):
        matter = begun(office, matter_type, "prepared")
        decides(office, matter, "gives_opinion", recipients=("Länsstyrelsen",))
        ends(office, matter)


@pytest.mark.parametrize("fields", [{}, {"parties": []}])
def test_an_agreement_without_parties_to_ask_is_sent_at_once(
    office: Office, fields: dict[str, object]
) -> None:
    """Nobody is waited for, whether the list of parties is missing or empty."""
    matter = begun(office, "collaboration_agreement", "prepared", fields=fields)
    decides(office, matter, "approves")
    ends(office, matter)
    assert office.matter(matter).children == ()


@pytest.mark.parametrize(
    ("matter_type", "way"), [("motion", ()), ("citizen_proposal", ("remitted",))]
)
def test_what_is_not_prepared_in_time_may_be_struck_off(
    office: Office, matter_type: str, way: tuple[str, ...]
) -> None:
    """KL 5:35: reported to KF, which strikes it off, waits or lets the preparation go on; nothing else."""
    matter = begun(office, matter_type, *way, "reported_unfinished")
    assert states(office, matter) == ["unfinished"]
    with pytest.raises(CommandRefusedError, match="Avslås"):
        decides(office, matter, "rejects", body="KF")
    decides(office, matter, "tables", body="KF")
    decides(
        office, matter, "refers_back", body="KF", data={"reason": "Beredningen blir snart klar"}
    )
    assert states(office, matter) == ["preparation"]
    office.give(matter, FireEvent("reported_unfinished"))
    decides(office, matter, "struck_off", body="KF")
    assert states(office, matter) == ["decided"]
