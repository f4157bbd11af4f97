"""Assignments: an owner and a day each, and a matter of their own where the type says so."""

from collections.abc import Mapping
from datetime import date

import pytest

from tests.casework import Desk, machine
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.model.commands import (
    AdjustMinutes,
    RecordDecision,
    RegisterMatter,
    SettleAssignment,
    SettleTask,
)
from workflow.model.effects import SendCommand
from workflow.model.ids import child_id
from workflow.model.matter import PointOutcome as Outcome
from workflow.model.outcome import AssignmentGiven

DAY = date(2024, 4, 16)


def _given(
    *given: AssignmentGiven,
    outcome: str = "grants",
    data: Mapping[str, object] | None = None,
    **changes: object,
) -> Desk:
    desk = Desk(machine=machine(**changes)).register(enter_at="at_KS")
    desk.give(RecordDecision((Outcome(outcome),), assignments=given, data=data or {}))
    return desk


@pytest.mark.parametrize(
    ("due", "body", "day"),
    [
        ("2024-05-02", None, date(2024, 5, 2)),
        ("2024-09", "KS", date(2024, 9, 3)),
        ("2024-09", "Kommunstyrelsen", date(2024, 9, 3)),
        ("2024-09", "AU", date(2024, 9, 30)),
        ("2024-06", None, date(2024, 6, 28)),
        (None, None, None),
    ],
)
def test_the_day_of_an_assignment(due: str | None, body: str | None, day: date | None) -> None:
    """A day as it is; a month is the body's first meeting in it, else its last working day."""
    desk = _given(AssignmentGiven(" Gör det ", " Anna ", due, body))
    (assignment,) = desk.it.assignments
    assert (assignment.what, assignment.owner, assignment.due) == ("Gör det", "Anna", day)
    assert assignment.due_printed == due


@pytest.mark.parametrize("outcome", ["notes_it", "tables", "refers_back", "withdraws"])
def test_assignments_are_real_in_every_form_but_proposals(outcome: str) -> None:
    """Who refers a matter back may tell somebody to find more out."""
    desk = _given(AssignmentGiven("Gör"), outcome=outcome, data={"reason": "Kosta ut"})
    assert [given.what for given in desk.it.assignments] == ["Gör"]


@pytest.mark.parametrize("outcome", ["proposes", "hands_over"])
def test_a_proposal_gives_no_assignments(outcome: str) -> None:
    """What is proposed to the next body isn't anybody's yet."""
    assert _given(AssignmentGiven("Gör"), outcome=outcome).it.assignments == ()


@pytest.mark.parametrize(
    ("decided_on", "day"),
    [
        ("2024-09-03", date(2024, 9, 3)),
        ("2024-09-04", date(2024, 9, 24)),
        ("2024-09-25", date(2024, 9, 30)),
    ],
)
def test_a_meeting_that_was_held_is_not_meant(decided_on: str, day: date) -> None:
    """Of the month's meetings the next one counts; after the last one the last working day."""
    desk = Desk().register(enter_at="at_KS").on("2024-09-26")
    given = AssignmentGiven("Gör", "Anna", "2024-09", "KS")
    decided = date.fromisoformat(decided_on)
    desk.give(RecordDecision((Outcome("grants"),), decided_on=decided, assignments=(given,)))
    assert desk.it.assignments[0].due == day


def _fields_of_child(desk: Desk) -> Mapping[str, object]:
    (sent,) = desk.asked(SendCommand)
    assert isinstance(sent.envelope.command, RegisterMatter)
    return sent.envelope.command.fields


def test_month_and_body_are_kept_until_somebody_has_it() -> None:
    """An owner who is named later gets the meeting that was meant, not a day that stands still."""
    given = AssignmentGiven("Gör", None, "2024-09", "Kommunstyrelsen")
    desk = _given(given, assignments_as="assignment")
    desk.give(SettleAssignment("d1-a1", owner="Anna"))
    assert _fields_of_child(desk) == {
        "owner": "Anna",
        "given_in": "KS 2024/1",
        "due_month": "2024-09",
        "due_body": "KS",
    }


def test_a_day_takes_the_place_of_the_month() -> None:
    """A person who gives a day means that day and no meeting."""
    given = AssignmentGiven("Gör", None, "2024-09", "KS")
    desk = _given(given, assignments_as="assignment")
    desk.give(SettleAssignment("d1-a1", owner="Anna", due=date(2024, 9, 12)))
    assert _fields_of_child(desk) == {
        "owner": "Anna",
        "given_in": "KS 2024/1",
        "due": "2024-09-12",
    }


def test_without_owner_or_day_a_person_is_asked() -> None:
    """The task says what is missing, is settled by giving it, and keeps the matter open till then."""
    desk = _given(AssignmentGiven("Gör"), AssignmentGiven("Sen", owner="Bo"))
    desk.give(AdjustMinutes("KS", DAY, DAY))
    assert [task.text for task in desk.it.tasks] == [
        "Vem ska göra det: Gör",
        "När ska det vara klart: Sen",
    ]
    with pytest.raises(CommandRefusedError) as caught:
        desk.give(SettleTask("t1", "Anna"))
    assert "ansvarig" in caught.value.hint
    desk.give(SettleAssignment("d1-a1", owner="Anna"))
    assert desk.it.tasks[0].open
    desk.give(SettleAssignment("d1-a1", due=date(2024, 5, 1)))
    assert desk.it.tasks[0].answer == "Anna, 2024-05-01"
    assert desk.it.closed_on is None
    desk.give(SettleAssignment("d1-a2", due=date(2024, 5, 1)))
    assert desk.it.closed_on == DAY


def test_an_assignment_becomes_a_matter() -> None:
    """Where the type says so it is registered, in the same organisation, once it has owner and day."""
    desk = _given(
        AssignmentGiven("Gör\ndet", "Anna", "2024-09", "Kommunstyrelsen"),
        AssignmentGiven("Mer", "Bo", "2024-06"),
        AssignmentGiven("Sen", "Bo"),
        assignments_as="assignment",
    )
    first, second = (effect.envelope for effect in desk.asked(SendCommand))
    assert first.command == RegisterMatter(
        organisation="norsjo",
        matter_type="assignment",
        title="Gör det",
        fields={
            "owner": "Anna",
            "given_in": "KS 2024/1",
            "due_month": "2024-09",
            "due_body": "KS",
        },
    )
    assert desk.it.assignments[0].due == date(2024, 9, 3)
    assert isinstance(second.command, RegisterMatter)
    assert second.command.fields == {"owner": "Bo", "given_in": "KS 2024/1", "due_month": "2024-06"}
    assert first.matter == child_id(desk.it.id, "d1-a1") == desk.it.assignments[0].child
    assert desk.it.assignments[2].child is None
    desk.give(SettleAssignment("d1-a3", due=date(2024, 5, 1)))
    assert desk.it.assignments[2].child == child_id(desk.it.id, "d1-a3")
    with pytest.raises(CommandRefusedError, match="eget ärende"):
        desk.give(SettleAssignment("d1-a3", owner="Eva"))


@pytest.mark.parametrize(
    "command",
    [
        SettleAssignment("d1-a1"),
        SettleAssignment("d1-a1", owner="a\nb"),
        SettleAssignment("d1-a1", due="x"),
    ],  # type: ignore[arg-type]
)
def test_bad_settlements(command: SettleAssignment) -> None:
    """Nothing, or values of the wrong form."""
    with pytest.raises(InvalidInputError):
        _given(AssignmentGiven("Gör")).give(command)


def test_unknown_assignments() -> None:
    """An assignment that isn't there can't be settled."""
    with pytest.raises(CommandRefusedError, match="d9"):
        _given().give(SettleAssignment("d9", owner="Anna"))
