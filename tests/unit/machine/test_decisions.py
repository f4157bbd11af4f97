"""Decisions of bodies: every point its own outcome."""

from datetime import date

import pytest

from tests.casework import CLERK, Desk, machine
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.model.commands import AdjustMinutes, FireEvent, RecordDecision
from workflow.model.events import DecisionAdjusted, DecisionRecorded, PointsMoved
from workflow.model.matter import PointOutcome as Outcome
from workflow.model.outcome import AssignmentGiven

DAY = date(2024, 4, 16)


def _desk(*points: str, at: str = "at_KS") -> Desk:
    return Desk().register(points=points or ("A",), enter_at=at)


def _decide(desk: Desk, *outcomes: Outcome, **more: object) -> Desk:
    desk.give(RecordDecision(outcomes, **more))  # type: ignore[arg-type]
    return desk


def _refused(desk: Desk, *outcomes: Outcome, **more: object) -> str:
    before = desk.matter
    with pytest.raises(CommandRefusedError) as caught:
        _decide(desk, *outcomes, **more)
    assert desk.matter is before
    return caught.value.message


@pytest.mark.parametrize("turn", [1, -1])
def test_points_part_in_one_decision(turn: int) -> None:
    """One is decided, one proposed, one tabled; the order in which they are written is nothing."""
    outcomes = [
        Outcome("grants", ("1",)),
        Outcome("proposes", ("2",), "rejects"),
        Outcome("tables"),
    ]
    desk = _decide(_desk("A", "B", "C", "D"), *outcomes[::turn])
    assert desk.states() == {"1": "decided", "2": "at_KF", "3": "at_KS", "4": "at_KS"}
    assert [point.tabled for point in desk.it.points] == [0, 0, 1, 1]
    assert desk.it.points[1].proposed == "rejects"
    (recorded,) = desk.happened(DecisionRecorded)
    assert recorded.decision.appealable
    named = {outcome.event: outcome.points for outcome in recorded.decision.outcomes}
    assert named == {"grants": ("1",), "proposes": ("2",), "tables": ("3", "4")}


def test_what_is_recorded_with_a_decision() -> None:
    """Body, day, paragraph, recipients and the fields that came with it."""
    desk = _decide(
        _desk().on("2024-04-20"),
        Outcome("refers_back", text="Ny lydelse"),
        body="KS",
        decided_on=DAY,
        paragraph="12",
        recipients=(" Ekonomi ",),
        data={"reason": "Mer underlag"},
    )
    (decision,) = desk.it.decisions
    assert (decision.key, decision.body, decision.decided_on) == ("d1", "KS", DAY)
    assert (decision.paragraph, decision.recipients) == ("12", ("Ekonomi",))
    assert not decision.appealable
    assert desk.it.fields["reason"] == "Mer underlag"
    point = desk.it.points[0]
    assert (point.text, point.outcome, point.decision) == ("Ny lydelse", "refers_back", "d1")
    assert point.since == DAY


def test_fields_are_recorded_once() -> None:
    """The fields of a decision with several outcomes are set by its first move."""
    desk = _decide(_desk("A", "B"), Outcome("grants", ("1",)), Outcome("tables"), data={"cost": 5})
    assert [moved.data for moved in desk.happened(PointsMoved)] == [{"cost": 5}, {}]


def test_a_body_adds_points_of_its_own() -> None:
    """A point that doesn't exist is opened at the body and gets its outcome there."""
    desk = _decide(_desk(), Outcome("tables", ("2", "3"), text="Utred"), Outcome("grants"))
    assert desk.states() == {"1": "decided", "2": "at_KS", "3": "at_KS"}
    assert [point.text for point in desk.it.points] == ["A", "Utred", "Utred"]
    _decide(desk, Outcome("tables", ("9",)))
    assert desk.it.points[-1].text == "Punkt 9"


def test_no_point_is_opened_where_the_body_can_not() -> None:
    """A point can't be opened by an outcome that the body can't give."""
    assert "AU kan inte öppna" in _refused(
        _desk(at="at_AU"), Outcome("tables_by_minority", ("2",)), body="AU"
    )


def test_no_point_is_opened_where_nothing_waits() -> None:
    """A body can't decide on its own in a matter that isn't before it: KF not before KS has proposed."""
    refused = _refused(_desk(), Outcome("grants", ("2",)), body="KF")
    assert "KF kan inte öppna" in refused
    assert "Ingen punkt i ärendet väntar på organet" in refused


def test_tabled_counts_in_a_row() -> None:
    """Tabling counts up until another outcome; a guard may put an end to it."""
    desk = _desk()
    for times in (1, 2, 3):
        _decide(desk, Outcome("tables"))
        assert desk.it.points[0].tabled == times
    assert "point.tabled < 3" in _refused(desk, Outcome("tables"))
    _decide(desk, Outcome("hands_over"))
    assert desk.it.points[0].tabled == 0


def test_a_minority_gets_its_way_once() -> None:
    """KL 5:50: a minority may have a point tabled once, also where the definition forgets to ask."""
    desk = _decide(_desk(), Outcome("hands_over"))
    _decide(desk, Outcome("tables_by_minority"))
    assert desk.it.points[0].minority_used
    assert "KL 5:50" in _refused(desk, Outcome("tables_by_minority"))
    _decide(desk, Outcome("tables"))
    assert desk.it.points[0].minority_used
    assert desk.it.points[0].tabled == 2


def test_against_the_proposal() -> None:
    """A body that decides otherwise than the one before proposed decides against the proposal."""
    desk = _decide(_desk("A", "B"), Outcome("proposes", proposed="grants"))
    _decide(desk, Outcome("tables"))
    assert not desk.it.decisions[-1].against_proposal
    _decide(desk, Outcome("grants", ("1",)), Outcome("rejects"))
    assert desk.it.decisions[-1].against_proposal
    other = _decide(_desk(), Outcome("proposes", proposed="grants"))
    _decide(other, Outcome("grants"))
    assert not other.it.decisions[-1].against_proposal


def test_a_new_proposal_replaces_the_old() -> None:
    """What the body before proposed is what counts, also when it proposed nothing."""
    desk = _decide(_desk(at="at_AU"), Outcome("proposes", proposed="grants"))
    _decide(desk, Outcome("tables"))
    assert desk.it.points[0].proposed == "grants"
    _decide(desk, Outcome("proposes"))
    assert desk.it.points[0].proposed is None


@pytest.mark.parametrize(
    ("outcome", "proposed"), [("grants", "grants"), ("proposes", "prepared"), ("proposes", "nix")]
)
def test_only_a_proposal_proposes_and_only_a_decision(outcome: str, proposed: str) -> None:
    """Proposed is an outcome of a body, and only by an outcome that proposes."""
    assert _refused(_desk(), Outcome(outcome, proposed=proposed))


def test_the_body_is_that_of_the_points() -> None:
    """Without a body it is the one that the points wait for; else it has to be said."""
    desk = _desk("A", "B")
    _decide(desk, Outcome("hands_over", ("1",)))
    assert "KF, KS" in _refused(desk, Outcome("tables"))
    _decide(desk, Outcome("tables", ("1",)))
    assert desk.it.decisions[-1].body == "KF"
    _decide(desk, Outcome("tables"), body="KS")
    assert [point.tabled for point in desk.it.points] == [1, 1]


@pytest.mark.parametrize(
    ("outcomes", "more", "why"),
    [
        ([Outcome("tables")], {"body": "XX"}, "Organet XX finns inte"),
        ([Outcome("tables", ("1",))], {"body": "AU"}, "väntar på KS, inte på AU"),
        ([Outcome("tables")], {"body": "AU"}, "Ingen punkt väntar på AU"),
        ([Outcome("tables", ("1", "1"))], {}, "mer än en gång"),
        ([Outcome("tables", ("1",)), Outcome("grants", ("1",))], {}, "mer än en gång"),
        ([Outcome("tables"), Outcome("grants")], {}, "Ingen punkt väntar på KS för ”Bifalls”"),
        ([Outcome("prepared")], {}, "inget beslut"),
        ([Outcome("grantz")], {}, "Menade du grants?"),
        ([Outcome("tables")], {"decided_on": date(2024, 4, 17)}, "har inte varit än"),
        ([Outcome("repeals")], {}, "därifrån går inte"),
        ([Outcome("refers_back")], {}, "Skäl (reason)"),
        ([Outcome("tables", ("2",))], {}, "redan avslutad"),
    ],
)
def test_refused_decisions(outcomes: list[Outcome], more: dict[str, object], why: str) -> None:
    """What a body can't decide is refused with the reason, and nothing of it is done."""
    desk = Desk().register(points=("A", "B"))
    desk.give(FireEvent("withdrawn_by_mover", points=("2",)))
    desk.give(FireEvent("prepared", data={"report": "x"}))
    _decide(desk, Outcome("hands_over"))
    assert why in _refused(desk, *outcomes, **more)


def test_roles_hold_for_decisions() -> None:
    """A rule for an outcome may name roles too."""
    rule = {"event": "grants", "from": "at_KS", "to": "decided", "roles": ["secretary"]}
    desk = Desk(machine=machine(transitions=[rule])).register(enter_at="at_KS")
    with pytest.raises(CommandRefusedError, match="sekreteraren"):
        desk.give(RecordDecision((Outcome("grants"),)), CLERK)


def test_bad_values_are_told_together() -> None:
    """All that has the wrong form is told at once."""
    with pytest.raises(InvalidInputError) as caught:
        _decide(
            _desk(),
            Outcome("tables", ("1\n",), text="a\x00"),
            paragraph="1\r\n2",
            recipients=("Anna\nBcc: x@x.example",),
            assignments=(
                AssignmentGiven(" ", "a\n", "2024-13-01", "XX"),
                AssignmentGiven("x", due="2200-01"),
            ),
            decided_on="igår",
            data={"cost": "x"},
        )
    words = (
        "Paragraf",
        "Mottagare",
        "Punkt:",
        "Punktens text",
        "Uppdrag 1:",
        "ansvarig",
        "organ",
        "Uppdrag 2, klart",
        "Kostnad",
        "Beslutsdag",
    )
    assert all(word in str(caught.value) for word in words)
    with pytest.raises(InvalidInputError, match="minst ett utfall"):
        _decide(_desk())


def test_a_body_takes_back_what_is_being_sent() -> None:
    """Points that wait for no body are taken up by the body that is named."""
    desk = _decide(_desk("A", "B"), Outcome("grants", ("1",)), Outcome("tables"))
    assert "väntar på KS" in _refused(desk, Outcome("repeals", ("2",)), body="KF")
    _decide(desk, Outcome("grants", ("2",)))
    _decide(desk, Outcome("repeals"), body="KS")
    assert [point.outcome for point in desk.it.points] == ["repeals", "repeals"]
    assert "inget organ" in _refused(desk, Outcome("repeals"))
    assert "Ingen punkt" in _refused(desk, Outcome("tables"), body="KS")


def _decided_by(body: str) -> Desk:
    desk = _desk(at="at_AU" if body == "AU" else "at_KS")
    if body == "KF":
        _decide(desk, Outcome("proposes"))
    return _decide(desk, Outcome("grants"), body=body)


@pytest.mark.parametrize(
    ("decided_by", "body"), [("AU", "AU"), ("AU", "KS"), ("KS", "KF"), ("KF", "KF")]
)
def test_a_decision_is_taken_back_by_its_body_or_one_above(decided_by: str, body: str) -> None:
    """The board may repeal what its subcommittee has decided, and the council what the board has had."""
    desk = _decide(_decided_by(decided_by), Outcome("repeals"), body=body)
    assert desk.it.points[0].outcome == "repeals"


def test_the_council_takes_nothing_back_that_the_board_has_not_had() -> None:
    """What a subcommittee has decided KF only refers back, to be prepared (KL 5:26-28)."""
    refusal = _refused(_decided_by("AU"), Outcome("repeals"), body="KF")
    assert "kan bara AU eller KS besluta, inte KF" in refusal


def test_where_nothing_has_to_be_prepared_the_council_takes_back_anything() -> None:
    """The exceptions from preparation (KL 5:29-34) hold for what is taken back too."""
    desk = Desk(machine=machine(requires_preparation=False)).register(enter_at="at_AU")
    _decide(_decide(desk, Outcome("grants"), body="AU"), Outcome("repeals"), body="KF")
    assert desk.it.points[0].outcome == "repeals"


@pytest.mark.parametrize(("decided_by", "body"), [("KS", "AU"), ("KF", "AU"), ("KF", "KS")])
def test_a_decision_is_not_taken_back_from_below(decided_by: str, body: str) -> None:
    """The subcommittee can't repeal what the council has decided."""
    refusal = _refused(_decided_by(decided_by), Outcome("repeals"), body=body)
    assert f"{decided_by} har beslutat" in refusal


def test_what_was_only_referred_back_is_decided_on_by_any_body() -> None:
    """A point back in preparation holds no decision that could be taken back."""
    early = machine(transitions=[{"event": "grants", "from": "preparation", "to": "decided"}])
    desk = Desk(machine=early).register(enter_at="at_KS")
    _decide(desk, Outcome("proposes"))
    _decide(desk, Outcome("refers_back"), body="KF", data={"reason": "Kosta ut"})
    _decide(desk, Outcome("grants"), body="AU")
    assert desk.it.state == "decided"


def test_adjusting_moves_the_points_of_that_meeting() -> None:
    """The adjustment concerns the decisions of that body and day, and their points."""
    desk = _decide(_desk("A", "B"), Outcome("grants", ("1",)), Outcome("tables"))
    desk.on("2024-04-23")
    _decide(desk, Outcome("rejects"), body="KS")
    desk.give(AdjustMinutes("KS", DAY, date(2024, 4, 20)))
    assert desk.states() == {"1": "closed", "2": "decided"}
    assert [decision.adjusted_on for decision in desk.it.decisions] == [date(2024, 4, 20), None]


def test_adjusting_again_changes_nothing() -> None:
    """The same adjustment twice is no fault and no news."""
    desk = _decide(_desk(), Outcome("tables"))
    desk.give(AdjustMinutes("KS", DAY, DAY))
    assert desk.give(AdjustMinutes("KS", DAY, DAY)).events == ()
    assert len(desk.happened(DecisionAdjusted)) == 1


@pytest.mark.parametrize(
    ("body", "meeting_on", "adjusted_on"),
    [
        ("AU", DAY, DAY),
        ("KS", date(2024, 4, 15), DAY),
        ("KS", DAY, date(2024, 4, 15)),
        ("KS", DAY, date(2024, 4, 17)),
    ],
)
def test_impossible_adjustments_are_refused(body: str, meeting_on: date, adjusted_on: date) -> None:
    """A body or day without a decision, an adjustment before the meeting or to come."""
    desk = _decide(_desk(), Outcome("tables"))
    with pytest.raises(CommandRefusedError):
        desk.give(AdjustMinutes(body, meeting_on, adjusted_on))


def test_days_of_an_adjustment_are_days() -> None:
    """Words instead of days are refused."""
    desk = _decide(_desk(), Outcome("tables"))
    with pytest.raises(InvalidInputError, match="Justerat"):
        desk.give(AdjustMinutes("KS", DAY, "igår"))  # type: ignore[arg-type]


def test_a_type_without_the_event_is_only_marked() -> None:
    """Where the definition knows no minutes_adjusted the decision is marked, and points stay."""
    plain = machine()
    events = {k: v for k, v in plain.definition.events.items() if k != "minutes_adjusted"}
    rules = tuple(r for r in plain.definition.transitions if "minutes_adjusted" not in r.event)
    bare = plain.definition.model_copy(update={"events": events, "transitions": rules})
    desk = Desk(machine=type(plain)("bare", bare)).register(enter_at="at_KS")
    _decide(desk, Outcome("grants"))
    desk.give(AdjustMinutes("KS", DAY, DAY))
    assert desk.states() == {"1": "decided"}
    assert desk.it.decisions[0].adjusted_on == DAY
