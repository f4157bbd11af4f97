"""What a meeting recorded wrongly is put right in its matter, until the minutes are adjusted."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.casework import Desk, machine
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine.decide import decide
from workflow.model.commands import (
    AdjustMinutes,
    CorrectDecision,
    ExtendDeadline,
    FireEvent,
    FireTimer,
    RecordDecision,
    SettleAssignment,
)
from workflow.model.effects import ArmTimer, CancelTimers, SendCommand
from workflow.model.events import DecisionCorrected, DecisionUndone
from workflow.model.matter import ENGINE
from workflow.model.outcome import AssignmentGiven, PointOutcome

ITEM = "meeting/i2"
DAY = date(2024, 4, 16)
DEADLINES: dict[str, Any] = {
    "year": {
        "label": "Ett år",
        "rule": "KL-5:35",
        "counts_from": "fields.moved_on",
        "until": ["decided", "dispatching"],
        "remind": ["P3M"],
        "remind_to": ["role:officer"],
    },
    "board": {"label": "Hos KS", "after": "P1M", "counts_from": "entered", "during": ["at_KS"]},
    "always": {
        "label": "Alltid",
        "day": "moved_on",
        "on_expiry": {"escalate_to": ["role:officer"]},
    },
}


def said(*outcomes: str | PointOutcome, **more: Any) -> RecordDecision:
    """What the meeting says that was decided."""
    given = tuple(PointOutcome(one) if isinstance(one, str) else one for one in outcomes)
    return RecordDecision(given, **{"body": "AU", "paragraph": "17", "item": ITEM, **more})


def desk(decision: RecordDecision | None = None, *points: str, **changes: Any) -> Desk:
    """A matter that AU decided on."""
    found = Desk(machine=machine(deadlines=DEADLINES, **changes))
    found.register(points=points or ("Bro",), enter_at="at_AU", fields={"moved_on": "2024-09-15"})
    if decision is not None:
        found.give(decision)
    return found


def correct(found: Desk, instead: RecordDecision | None, *, words_only: bool = False) -> None:
    found.give(CorrectDecision(ITEM, instead, "Blev fel.", words_only), ENGINE)


def refused(found: Desk, instead: RecordDecision | None = None, **more: bool) -> str:
    """Why; nothing has happened."""
    before = found.matter
    with pytest.raises(CommandRefusedError) as caught:
        correct(found, instead, **more)
    assert found.matter is before
    return caught.value.message


def test_nothing_was_decided_after_all() -> None:
    """The matter is what it was: points, fields, deadlines, and nobody has anything to do."""
    found = desk(None)
    before = found.it
    given = (AssignmentGiven("Återkom"),)
    found.give(said("refers_back", data={"reason": "Mer"}, assignments=given))
    assert found.it.fields["reason"] == "Mer"
    correct(found, None)
    after = found.it
    assert (after.points, after.fields, after.state) == (before.points, before.fields, before.state)
    assert (after.decisions, after.assignments) == ((), ())
    assert [task for task in after.tasks if task.open] == [*before.tasks]
    assert [row.status for row in after.deadlines] == [row.status for row in before.deadlines]


def test_what_another_decision_assigned_stays() -> None:
    """Claim: only the assignments of the decision that is taken back go, with their tasks."""
    found = desk(None, "Bro", "Väg")
    first, second = (AssignmentGiven("Bygg bron"),), (AssignmentGiven("Rita vägen"),)
    found.give(said(PointOutcome("grants", ("1",)), assignments=first))
    found.give(said(PointOutcome("grants", ("2",)), item="meeting/i3", assignments=second))
    correct(found, None)
    (kept,) = found.it.assignments
    assert kept.what == "Rita vägen"
    left = [task for task in found.it.tasks if task.kind == "assignment" and task.open]
    assert left
    assert {task.subject for task in left} == {kept.key}


def test_the_same_item_is_recorded_once() -> None:
    """Claim: a second decision under an item that has one is refused, and nothing happens."""
    found = desk(said("tables"))
    before = found.matter
    with pytest.raises(CommandRefusedError, match="redan registrerat") as caught:
        found.give(said("grants"))
    assert caught.value.hint.startswith("Rätta det i sammanträdet.")
    assert found.matter is before


def test_another_outcome_takes_its_place() -> None:
    """Undone and recorded anew, in one command, with what comes of it."""
    found = desk(said("grants", recipients=("Ekonomi",)))
    correct(found, said("proposes", assignments=()))
    assert found.states() == {"1": "at_KS"}
    (made,) = found.it.decisions
    assert (made.item, made.outcomes[0].event, made.recipients) == (ITEM, "proposes", ())
    assert len(found.happened(DecisionUndone)) == 1


def test_words_alone_leave_the_matter_where_it_is() -> None:
    """Paragraph and recipients change although the next body has decided; assignments keep their owner."""
    given = (AssignmentGiven("Återkom", None, "2024-09"),)
    first = said("refers_back", data={"reason": "Mer"}, assignments=given)
    found = desk(first)
    (assignment,) = found.it.assignments
    found.give(SettleAssignment(assignment.key, "Anna Ek", date(2024, 9, 1)))
    found.give(FireEvent("prepared", data={"report": "Klar", "reason": "Annat"}))
    found.give(said("tables", item="meeting/i9"))
    before = found.it
    correct(found, replace(first, paragraph="18"), words_only=True)
    (corrected,) = found.happened(DecisionCorrected)
    assert corrected.decision.paragraph == "18"
    assert found.it.assignments == before.assignments
    assert (found.it.points, found.it.fields) == (before.points, before.fields)


def test_words_are_checked() -> None:
    """Recipients of what isn't sent, and texts of the wrong form, are refused."""
    found = desk(said("tables"), dispatch={"decisions": ["decides"]})
    assert "sänds inte" in refused(found, said("tables", recipients=("Ekonomi",)), words_only=True)
    with pytest.raises(InvalidInputError):
        correct(found, said("tables", paragraph="1\n2"), words_only=True)
    with pytest.raises(InvalidInputError):
        found.give(CorrectDecision(ITEM, None, ""), ENGINE)
    assert "Inget beslut" in refused(desk(None))


def test_never_after_adjustment() -> None:
    """What is adjusted isn't changed, neither words nor anything else (KL 5:69)."""
    found = desk(said("grants", recipients=("Okänd",)))
    found.give(AdjustMinutes("AU", DAY, DAY))
    assert "justerades" in refused(found)
    assert "justerades" in refused(found, said("grants", paragraph="18"), words_only=True)


def test_never_after_it_was_sent() -> None:
    """A type that sends at once (KL 13:14) has told others: that isn't taken back."""
    found = desk(said("grants", recipients=("Ekonomi",)), dispatch={"before_adjustment": True})
    assert "redan sänt" in refused(found, said("rejects"))


def test_not_when_the_next_body_has_decided() -> None:
    """The later decision is put right first; then the earlier one can be."""
    found = desk(said("proposes"))
    found.give(said("proposes", body="KS", item="other/i1"))
    assert "gått vidare" in refused(found, said("grants"))
    found.give(CorrectDecision("other/i1", None, "Togs inte upp."), ENGINE)
    correct(found, said("grants"))
    assert found.states() == {"1": "decided"}


def test_points_part_and_come_together() -> None:
    """Points that the decision opened are gone again; those it didn't touch stay where they are."""
    outcomes = (PointOutcome("grants", ("1",)), PointOutcome("proposes", ("3",), text="Ny"))
    found = desk(None, "Bro", "Väg")
    found.give(said(*outcomes))
    assert found.states() == {"1": "decided", "2": "at_AU", "3": "at_KS"}
    found.give(said("tables", item="other/i1"))
    assert [made.key for made in found.it.decisions] == ["d1", "d2"]
    correct(found, None)
    assert found.states() == {"1": "at_AU", "2": "at_AU"}
    found.give(said(PointOutcome("grants", ("1",)), item="third/i1"))
    assert [made.key for made in found.it.decisions] == ["d2", "d3"]


def test_tabled_once_less() -> None:
    """What wasn't tabled doesn't count as tabled; what was referred back is at the body again."""
    found = desk(said("tables"))
    assert found.it.points[0].tabled == 1
    correct(found, said("refers_back", data={"reason": "Mer"}))
    assert (found.it.points[0].tabled, found.states()) == (0, {"1": "preparation"})
    correct(found, said("tables"))
    assert (found.it.points[0].tabled, found.states()) == (1, {"1": "at_AU"})
    assert "reason" not in found.it.fields


def test_deadlines_run_again() -> None:
    """Met by the decision, it runs again with what it was extended by, under timers of its own."""
    found = desk(None)
    found.give(ExtendDeadline("year", date(2025, 10, 15), "Enligt beslut"))
    before = _row(found, "year")
    found.give(said("grants"))
    assert _row(found, "year").status == "met"
    correct(found, None)
    again = _row(found, "year")
    assert again == replace(before, generation=before.generation + 1)
    armed = [timer for timer in found.asked(ArmTimer) if timer.deadline == "year"]
    assert max(timer.generation for timer in armed) == again.generation


def test_a_deadline_that_the_decision_began_ends() -> None:
    """It belonged to a state that the matter never was in."""
    found = desk(said("proposes"))
    assert _row(found, "board").status == "running"
    correct(found, None)
    assert _row(found, "board").status == "dropped"
    assert CancelTimers(found.it.id, "board") in found.effects


def test_what_time_and_people_did_to_other_deadlines_stays() -> None:
    """One that passed meanwhile has been told of; one that was extended keeps its new day."""
    found = desk(said("tables"))
    found.give(ExtendDeadline("year", date(2025, 10, 15), "Enligt beslut"))
    found.on("2024-09-16")
    row = _row(found, "always")
    timer = next(
        one for one in found.asked(ArmTimer) if (one.deadline, one.kind) == ("always", "expiry")
    )
    found.give(FireTimer(timer.id, "always", timer.kind, row.generation, timer.due_on), ENGINE)
    assert _row(found, "always").status == "expired"
    correct(found, said("refers_back", data={"reason": "Mer"}, decided_on=DAY))
    assert _row(found, "always").status == "expired"
    assert _row(found, "year").final == date(2025, 10, 15)


def test_a_matter_that_another_version_has_fewer_deadlines_of() -> None:
    """A deadline that there isn't any more stays away."""
    found = desk(said("grants"))
    kept = tuple(row for row in found.it.deadlines if row.key != "year")
    found.matter = replace(found.it, deadlines=kept)
    found.machine = machine(deadlines={"always": DEADLINES["always"]})
    envelope = found.envelope(CorrectDecision(ITEM, None, "Fel"), ENGINE)
    step = decide(found.machine, found.organisations, found.matter, envelope, found.now)
    (undone,) = [one for one in step.events if isinstance(one, DecisionUndone)]
    assert "year" not in {row.key for row in undone.deadlines}


def test_what_was_asked_of_others_stays_asked() -> None:
    """Matters that the decision started go on; the same state entered again asks nobody twice."""
    children = {
        "parts": {
            "label": "Svar",
            "on": "at_KS",
            "each": "fields.notes",
            "matter_type": "answer",
            "accepts": ["grants"],
            "then": "all_yes",
            "otherwise": "some_no",
        }
    }
    found = Desk(
        machine=machine(
            children=children,
            events={"all_yes": {"label": "Ja"}, "some_no": {"label": "Nej"}},
            transitions=[
                {"event": "all_yes", "from": "at_KS", "to": "decided"},
                {"event": "some_no", "from": "at_KS", "to": "preparation"},
            ],
        )
    )
    found.register(points=("Bro",), enter_at="at_AU", fields={"notes": ["mala"]})
    found.give(said("proposes"))
    assert len(found.it.children) == 1
    correct(found, said("tables"))
    assert found.states() == {"1": "at_AU"}
    correct(found, said("proposes"))
    assert len(found.it.children) == 1
    assert len(found.asked(SendCommand)) == 1


def test_what_was_ordered_at_a_meeting_begins_with_the_adjustment() -> None:
    """No matter of its own before, so that nothing has to be called back."""
    given = (AssignmentGiven("Återkom", "Anna Ek", "2024-09-01"),)
    found = desk(said("grants", assignments=given), assignments_as="assignment")
    assert found.asked(SendCommand) == []
    correct(found, said("grants", assignments=(replace(given[0], owner="Per Ek"),)))
    assert [one.owner for one in found.it.assignments] == ["Per Ek"]
    found.give(AdjustMinutes("AU", DAY, DAY))
    (begun,) = found.asked(SendCommand)
    assert begun.envelope.command.fields["owner"] == "Per Ek"  # type: ignore[union-attr]


def _row(found: Desk, key: str) -> Any:
    return next(row for row in found.it.deadlines if row.key == key)
