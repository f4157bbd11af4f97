"""What each property says of one command that was carried out."""

from collections.abc import Iterable
from typing import Any

import pytest

from tests.casework import Desk, machine
from workflow.definition.invariants import BUILT_IN
from workflow.model.commands import AdjustMinutes, RecordDecision
from workflow.model.effects import Effect, OpenIncident
from workflow.model.events import DeadlineChanged, Event, PointsMoved, ReminderSent, TaskOpened
from workflow.model.matter import Deadline, Task
from workflow.model.matter import PointOutcome as Outcome
from workflow.workbench.exploring.situation import Taken
from workflow.workbench.properties import (
    PROPERTIES,
    heard_by_board,
    joins_answer,
    no_endless_automatic,
    nothing_before_adjustment,
    someone_told,
)


def test_the_names_are_those_that_no_line_may_have() -> None:
    """A type's own line can't be mistaken for one of them."""
    assert set(PROPERTIES) == BUILT_IN
    assert all(one.watch is None or one.watch.__doc__ for one in PROPERTIES.values())


def _passed(
    events: Iterable[Event] = (), effects: Iterable[Effect] = (), reminded: str = "", **spec: Any
) -> str | None:
    """What is said when a deadline has passed, with these other events and effects."""
    desk = Desk(
        machine=machine(
            deadlines={
                "law": {"label": "Lagen", "rule": "KL-5:35", "counts_from": "registered", **spec}
            }
        )
    ).register()
    deadline = next(one for one in desk.it.deadlines if one.key == "law")
    gone = DeadlineChanged("expired", deadline)
    taken = Taken(
        desk.machine,
        desk.organisations,
        desk.it,
        desk.it,
        (gone, *events),
        tuple(effects),
        desk.now,
        frozenset({reminded}),
    )
    return someone_told(taken)


def _identity() -> str:
    return str(Desk().register().it.id)


@pytest.mark.parametrize(
    ("events", "effects", "told"),
    [
        ((), (), False),
        ((ReminderSent("law", Desk().now.date(), 1, ("role:officer",)),), (), True),
        ((TaskOpened(Task("t1", "deadline", "Se på dagen", "law")),), (), True),
        ((TaskOpened(Task("t1", "deadline", "Se på dagen", "other")),), (), False),
        ((), (OpenIncident("recipient:x", Desk().register().it.id, "recipient", "Ingen"),), True),
        ((), (OpenIncident(f"deadline:{_identity()}/law/1", Desk().register().it.id, "deadline", ""),), True),
        ((), (OpenIncident(f"deadline:{_identity()}/other/1", Desk().register().it.id, "deadline", ""),), False),
    ],
)  # fmt: skip
def test_whoever_is_told_is_enough(
    events: tuple[Event, ...], effects: tuple[Effect, ...], *, told: bool
) -> None:
    """A reminder, a task or an incident about that very deadline."""
    assert (_passed(events, effects) is None) is told


def test_an_earlier_reminder_and_an_event_are_enough() -> None:
    """Reminded of that day before; or what the end brings about was done."""
    assert _passed(reminded="law") is None
    assert "gick ut utan att någon" in str(_passed(reminded="other"))
    moved = PointsMoved("certified", {}, (), "preparation")
    assert _passed((moved,), on_expiry={"event": "certified"}) is None
    assert _passed((), on_expiry={"event": "certified"}) is not None


def test_what_is_no_law_and_not_hard_may_pass() -> None:
    """A day that the office has set itself binds nobody; nor does one that isn't there any more."""
    desk = Desk().register()
    own = Deadline(
        "own", "Egen", "after", hard=False, nominal=desk.now.date(), final=desk.now.date()
    )
    event = DeadlineChanged("expired", own)
    taken = Taken(desk.machine, desk.organisations, desk.it, desk.it, (event,), (), desk.now)
    assert someone_told(taken) is None


def _decided(*, before: bool, asked: bool) -> Taken:
    """A decision that is sent at once, or not; asked of a type that lets it, or doesn't."""
    desk = Desk(machine=machine(dispatch={"before_adjustment": before})).register(enter_at="at_KS")
    earlier = desk.it
    step = desk.give(RecordDecision((Outcome("grants"),), recipients=("Ekonomi",)))
    asking = machine(dispatch={"before_adjustment": asked})
    return Taken(asking, desk.organisations, earlier, desk.it, step.events, step.effects, desk.now)


def test_sent_before_the_minutes_were_adjusted() -> None:
    """Wrong where the type doesn't say that it may be; else not."""
    assert "innan protokollet var justerat" in str(
        nothing_before_adjustment(_decided(before=True, asked=False))
    )
    assert nothing_before_adjustment(_decided(before=True, asked=True)) is None
    assert nothing_before_adjustment(_decided(before=False, asked=False)) is None


def test_sent_when_the_minutes_are_adjusted() -> None:
    """That is when it should be."""
    desk = Desk().register(enter_at="at_KS")
    desk.give(RecordDecision((Outcome("grants"),), recipients=("Ekonomi",)))
    earlier, meeting = desk.it, desk.it.decisions[0].decided_on
    step = desk.give(AdjustMinutes("KS", meeting, meeting))
    taken = Taken(
        desk.machine, desk.organisations, earlier, desk.it, step.events, step.effects, desk.now
    )
    assert nothing_before_adjustment(taken) is None


@pytest.mark.parametrize(
    ("heard", "outcome", "wrong"),
    [(True, "grants", False), (False, "grants", True), (False, "tables", False)],
)
def test_the_board_has_its_say_before_the_council_decides(
    outcome: str, *, heard: bool, wrong: bool
) -> None:
    """A proposal of KS is enough; KF may table without it."""
    desk = Desk().register(enter_at="at_KS")
    desk.give(RecordDecision((Outcome("proposes"),)))
    earlier = desk.it
    step = desk.give(RecordDecision((Outcome(outcome),), "KF"))
    before = earlier if heard else None
    taken = Taken(desk.machine, desk.organisations, before, desk.it, step.events, (), desk.now)
    assert (heard_by_board(taken) is not None) is wrong


def test_a_join_of_a_matter_without_children() -> None:
    """Nothing waits for an answer; and what never ends is refused before it can be seen."""
    desk = Desk().register()
    taken = Taken(desk.machine, desk.organisations, None, desk.it, (), (), desk.now)
    assert joins_answer(taken) is None
    assert no_endless_automatic(taken) is None
