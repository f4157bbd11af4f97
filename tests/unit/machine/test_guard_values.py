"""What guards read of a matter."""

import pytest

from tests.casework import SECRETARY, Desk, machine
from workflow.definition.guards import environment
from workflow.machine.context import reader
from workflow.machine.work import Work
from workflow.model.commands import AdjustMinutes, FireEvent, RecordDecision
from workflow.model.matter import PointOutcome as Outcome


def _read(desk: Desk, name: str) -> object:
    work = Work(desk.machine, desk.organisations, desk.it, SECRETARY, desk.now)
    work.data = {"reason": "Kom med"}
    return reader(work, desk.it.points[0], "grants")(name)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("fields.moved_on", "2024-04-01"),
        ("fields.reason", "Kom med"),
        ("fields.cost", None),
        ("known.cost", False),
        ("known.reason", True),
        ("known.moved_on", True),
        ("given.moved_on", False),
        ("given.reason", True),
        ("given.cost", False),
        ("organisation.bodies", ("KF", "KS", "AU")),
        ("organisation.kind", "municipality"),
        ("point.outcome", "proposes"),
        ("point.proposed", "grants"),
        ("point.tabled", 0),
        ("point.minority_used", False),
        ("point.decided_by", ""),
        ("matter.open_points", 2),
        ("matter.decided_points", 0),
        ("matter.decided_by", ()),
        ("matter.outcomes", ()),
        ("matter.minority_used", False),
        ("dispatch.all_terminal", False),
        ("assignments.all_owned", True),
        ("decisions.all_adjusted", False),
        ("tasks.all_settled", False),
        ("children.total", 0),
        ("children.answered", 0),
        ("children.accepted", 0),
        ("event", "grants"),
        ("actor.roles", ("secretary", "officer")),
    ],
)
def test_every_name(name: str, value: object) -> None:
    """Fields also as they come with the command; the rest from the matter as it is."""
    desk = Desk().register(
        enter_at="at_KS", points=("A", "B"), fields={"moved_on": "2024-04-01"}, flags=("Se",)
    )
    desk.give(RecordDecision((Outcome("proposes", proposed="grants"),), recipients=("Ekonomi",)))
    assert _read(desk, name) == value


def test_who_decided_a_point() -> None:
    """The body that settled it; nobody when it was last tabled, or is at the next body."""
    desk = Desk().register(enter_at="at_KS")
    desk.give(RecordDecision((Outcome("grants"),)))
    assert _read(desk, "point.decided_by") == "KS"


def test_who_decided_is_the_body_that_settled_a_point_last() -> None:
    """Proposing or tabling decides nothing; each body is named once."""
    desk = Desk().register(enter_at="at_KS", points=("A", "B", "C"))
    outcomes = (Outcome("grants", ("1", "2")), Outcome("proposes", ("3",)))
    desk.give(RecordDecision(outcomes, body="KS"))
    assert (_read(desk, "matter.decided_points"), _read(desk, "matter.decided_by")) == (2, ("KS",))
    desk.give(RecordDecision((Outcome("rejects", ("3",)),), body="KF"))
    assert _read(desk, "matter.decided_by") == ("KS", "KF")
    assert _read(desk, "matter.outcomes") == ("grants", "rejects")


def test_what_is_given_comes_with_this_command() -> None:
    """A guard can tell a value that comes now from one that an earlier step left; blank isn't given."""
    rules = [
        {"event": "certified", "from": "preparation", "to": "at_KF", "guard": "given.reason"},
        {"event": "certified", "from": "preparation", "to": "at_KS", "guard": "known.reason"},
    ]
    for given, state in (("Mer", "at_KF"), (" ", "at_KS"), (None, "at_KS")):
        desk = Desk(machine=machine(transitions=rules)).register(fields={"reason": "Förut"})
        desk.give(FireEvent("certified", data={"reason": given} if given else {}))
        assert desk.it.state == state


def test_what_is_given_with_a_decision_counts_for_all_of_it() -> None:
    """Every outcome of the decision sees it, and what the engine does afterwards doesn't."""
    rules = [
        {"event": "grants", "from": "at_KS", "to": "decided", "guard": "given.reason"},
        {"event": "rejects", "from": "at_KS", "to": "at_AU", "guard": "given.reason"},
        {"event": "completed", "from": "decided", "to": "at_KF", "automatic": True,
         "guard": "given.reason"},
    ]  # fmt: skip
    desk = Desk(machine=machine(transitions=rules)).register(points=("A", "B"), enter_at="at_KS")
    outcomes = (Outcome("grants", ("1",)), Outcome("rejects", ("2",)))
    desk.give(RecordDecision(outcomes, data={"reason": "Mer"}))
    assert desk.states() == {"1": "decided", "2": "at_AU"}


def test_every_name_that_a_guard_may_use_can_be_read() -> None:
    """The variables that guards are checked against are exactly those that can be read."""
    desk = Desk().register()
    for name in environment(machine().definition).names:
        _read(desk, name)
    assert str(_read(desk, "today")) == "2024-04-16"
    assert _read(desk, "point.outcome") == ""


def test_all_terminal_waits_for_what_is_still_to_be_sent() -> None:
    """A decision that isn't adjusted has its recipients before it: nothing is terminal yet."""
    desk = Desk().register(enter_at="at_KS")
    assert _read(desk, "dispatch.all_terminal") is True
    desk.give(RecordDecision((Outcome("tables"),)))
    assert _read(desk, "dispatch.all_terminal") is True
    desk.give(RecordDecision((Outcome("hands_over"),), recipients=("Ekonomi",)))
    assert _read(desk, "dispatch.all_terminal") is False
    desk.give(AdjustMinutes("KS", desk.it.opened_on, desk.it.opened_on))
    assert _read(desk, "dispatch.all_terminal") is False
