"""Appeals and legal force: what a person enters, and what the matter itself contradicts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.casework import CLERK, Desk, organisations
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.model.commands import (
    AdjustMinutes,
    ConfirmLegalForce,
    FireEvent,
    NoteAppeal,
    RecordDecision,
)
from workflow.model.events import AppealNoted, DecisionAdjusted, DecisionLegallyFinal
from workflow.model.matter import PointOutcome

MET = date(2024, 4, 16)
ADJUSTED = date(2024, 4, 18)
GROUND = "Ingen har överklagat, enligt förvaltningsrätten"


def _decided(*, adjusted: bool = True, outcome: str = "grants", **office: object) -> Desk:
    """KS has decided, or proposed; the minutes are adjusted two days later."""
    desk = Desk(organisations=organisations(**office)).register(enter_at="at_KS")
    desk.give(RecordDecision((PointOutcome(outcome),), body="KS", decided_on=MET, paragraph="7"))
    if adjusted:
        desk.on("2024-04-18").give(AdjustMinutes("KS", MET, ADJUSTED))
    return desk.on("2024-06-01")


def test_a_person_enters_it_with_day_and_ground() -> None:
    """Kept on the decision, once; the engine never sets it."""
    desk = _decided()
    assert desk.it.decisions[0].legally_final_on is None
    confirm = ConfirmLegalForce("d1", date(2024, 5, 11), f" {GROUND} ")
    desk.give(confirm)
    assert desk.it.decisions[0].legally_final_on == date(2024, 5, 11)
    assert desk.it.decisions[0].legally_final_because == GROUND
    assert desk.give(confirm).events == ()
    assert len(desk.happened(DecisionLegallyFinal)) == 1
    with pytest.raises(CommandRefusedError, match="redan infört"):
        desk.give(ConfirmLegalForce("d1", date(2024, 5, 12), GROUND))


def test_it_may_come_after_the_end() -> None:
    """The matter has ended long before the time to appeal has."""
    desk = _decided()
    assert desk.it.closed_on is not None
    version = desk.it.version
    desk.give(ConfirmLegalForce("d1", date(2024, 5, 11), GROUND))
    assert (desk.it.version, desk.it.closed_on) == (version + 1, date(2024, 4, 18))


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (ConfirmLegalForce("d9", date(2024, 5, 11), GROUND), "inget beslut d9"),
        (ConfirmLegalForce("d1", date(2024, 6, 2), GROUND), "kan inte ha vunnit laga kraft"),
        (ConfirmLegalForce("d1", ADJUSTED, GROUND), "kan inte ha vunnit laga kraft"),
        (NoteAppeal("d9", date(2024, 5, 1)), "inget beslut d9"),
        (NoteAppeal("d1", date(2024, 6, 2)), "kan inte ha kommit in"),
        (NoteAppeal("d1", date(2024, 4, 15)), "kan inte ha kommit in"),
    ],
)
def test_what_cannot_be(command: ConfirmLegalForce | NoteAppeal, words: str) -> None:
    """Unknown decisions and impossible days."""
    with pytest.raises(CommandRefusedError, match=words):
        _decided().give(command)


@pytest.mark.parametrize(
    "command",
    [
        ConfirmLegalForce("d1", date(2024, 5, 11), " "),
        ConfirmLegalForce("d1", "snart", GROUND),  # type: ignore[arg-type]
        NoteAppeal("d1", date(2024, 5, 1), "x" * 61),
        NoteAppeal("d1", date(2024, 5, 1), ended=""),
    ],
)
def test_values_of_the_wrong_form(command: ConfirmLegalForce | NoteAppeal) -> None:
    """Without a ground nobody knows why."""
    with pytest.raises(InvalidInputError):
        _decided().give(command)


def test_nothing_before_the_adjustment() -> None:
    """KL 8:12: no notice without an adjustment, and so no time to appeal."""
    with pytest.raises(CommandRefusedError, match="inte justerat"):
        _decided(adjusted=False).give(ConfirmLegalForce("d1", date(2024, 5, 11), GROUND))


@pytest.mark.parametrize("command", [ConfirmLegalForce, NoteAppeal])
def test_a_proposal_has_no_legal_force(command: type) -> None:
    """KL 13:2: what only prepares can't be appealed."""
    desk = _decided(outcome="proposes")
    given_ = (GROUND,) if command is ConfirmLegalForce else ()
    with pytest.raises(CommandRefusedError, match="KL 13:2"):
        desk.give(command("d1", date(2024, 5, 11), *given_))


def test_an_association_decides_outside_the_act() -> None:
    """What it decides can't be appealed under KL 13."""
    assert not _decided(kind="association").it.decisions[0].appealable


def test_an_appeal_stops_it_until_it_has_ended() -> None:
    """KL 13:6: with the court's number; how it ended is entered before legal force."""
    desk = _decided()
    desk.give(NoteAppeal("d1", date(2024, 5, 2), "1234-24"))
    assert desk.give(NoteAppeal("d1", date(2024, 5, 2), "1234-24")).events == ()
    assert desk.give(NoteAppeal("d1", date(2024, 5, 2))).events == ()  # the number is known
    confirm = ConfirmLegalForce("d1", date(2024, 5, 30), GROUND)
    with pytest.raises(CommandRefusedError, match=r"mål 1234-24 \(KL 13:6\)"):
        desk.give(confirm)
    desk.give(NoteAppeal("d1", date(2024, 5, 2), ended="Avslogs 2024-05-29"))
    desk.give(confirm)
    decision = desk.it.decisions[0]
    assert (decision.court_number, decision.appeal_ended) == ("1234-24", "Avslogs 2024-05-29")
    assert len(desk.happened(AppealNoted)) == 2
    with pytest.raises(CommandRefusedError, match="vunnit laga kraft"):
        desk.give(NoteAppeal("d1", date(2024, 5, 3)))


def test_only_what_was_adjusted_at_once() -> None:
    """One paragraph is adjusted and sent; the rest follows with the minutes; repeating changes nothing."""
    desk = Desk().register(enter_at="at_KS", points=("a", "b"))
    for point, paragraph in (("1", "45"), ("2", "46")):
        outcome = (PointOutcome("grants", (point,)),)
        desk.give(
            RecordDecision(
                outcome, body="KS", decided_on=MET, paragraph=paragraph, recipients=("Ekonomi",)
            )
        )
    desk.give(AdjustMinutes("KS", MET, MET, ("45",)))
    assert [each.adjusted_on for each in desk.it.decisions] == [MET, None]
    assert {item.decision for item in desk.it.items} == {"d1"}
    assert desk.give(AdjustMinutes("KS", MET, MET, ("45",))).events == ()
    with pytest.raises(CommandRefusedError, match="§ 47"):
        desk.give(AdjustMinutes("KS", MET, MET, ("47",)))
    with pytest.raises(InvalidInputError):
        desk.give(AdjustMinutes("KS", MET, MET, ("4\n5",)))
    desk.on("2024-04-18").give(AdjustMinutes("KS", MET, ADJUSTED))
    assert [each.adjusted_on for each in desk.it.decisions] == [MET, ADJUSTED]
    assert len(desk.happened(DecisionAdjusted)) == 2
    assert {item.decision for item in desk.it.items} == {"d1", "d2"}


@given(
    st.lists(
        st.one_of(
            st.builds(
                ConfirmLegalForce,
                st.sampled_from(["d1", "d2"]),
                st.dates(date(2024, 4, 1), date(2024, 6, 9)),
                st.just(GROUND),
            ),
            st.builds(
                NoteAppeal,
                st.just("d1"),
                st.dates(date(2024, 4, 1), date(2024, 6, 9)),
                st.sampled_from(["", "1-24"]),
                st.sampled_from([None, "Avslogs"]),
            ),
            st.just(AdjustMinutes("KS", MET, ADJUSTED)),
            st.just(FireEvent("prepared")),
        ),
        max_size=12,
    ),
    st.booleans(),
)
def test_nothing_is_final_that_is_appealed_or_unadjusted(
    commands: list[ConfirmLegalForce | NoteAppeal | AdjustMinutes | FireEvent],
    adjusted: bool,  # noqa: FBT001 - Hypothesis gives it
) -> None:
    """Whatever is entered in whatever order; and once it is final nothing changes it."""
    desk = _decided(adjusted=adjusted)
    final = None
    for command in commands:
        try:
            desk.give(command, CLERK)
        except CommandRefusedError:
            continue
        decision = desk.it.decisions[0]
        if decision.legally_final_on is not None:
            assert decision.adjusted_on is not None
            assert decision.adjusted_on < decision.legally_final_on <= date(2024, 6, 1)
            assert decision.appealed_on is None or decision.appeal_ended is not None
            assert final in (None, decision)
            final = decision
