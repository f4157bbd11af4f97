"""``never`` and ``always`` asked of a matter as it is."""

import pytest

from tests.casework import Desk, machine
from workflow.definition.guards import GuardError, invariant_environment
from workflow.machine.invariants import Invariants
from workflow.model.commands import AdjustMinutes, RecordDecision
from workflow.model.matter import PointOutcome as Outcome
from workflow.model.outcome import AssignmentGiven

LINE = {"label": "Prov"}


def _lines(section: str, condition: str) -> Invariants:
    line = {"label": "Prov", "condition": condition}
    return Invariants(machine(**{section: {"line": line}}).definition)


def _desk() -> Desk:
    desk = Desk().register(enter_at="at_KS", points=("A", "B"))
    desk.give(RecordDecision((Outcome("proposes", ("1",)), Outcome("grants", ("2",)))))
    return desk


def _broken(desk: Desk, lines: Invariants) -> list[str | None]:
    found = lines.broken(desk.machine, desk.organisations, desk.it, desk.now)
    return [one.point for one in found]


@pytest.mark.parametrize(
    ("condition", "point"),
    [
        ('point.state == "at_KF"', "1"),
        ("!point.open", None),
        ('point.decided_by == "KS"', "2"),
        ('"KS" in point.heard', "1"),
        ('"KF" in point.heard', None),
    ],
)
def test_a_line_about_points_is_asked_of_each(condition: str, point: str | None) -> None:
    """The first point that it doesn't hold for is told."""
    expected = [] if point is None else [point]
    assert _broken(_desk(), _lines("never", condition)) == expected


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ("matter.closed", False),
        ('matter.states == ["at_KF", "decided"]', True),
        ("decisions.total == 1 && decisions.unadjusted == 1", True),
        ("dispatch.unsettled == 0 && dispatch.unadjusted == 0", True),
        ("assignments.unowned == 0 && tasks.open == 0", True),
        ('"adjustment" in deadlines.running', False),
        ("size(deadlines.met) == 0 && size(deadlines.expired) == 0", True),
        ("matter.open_points == 2", True),
    ],
)
def test_a_line_about_the_matter(condition: str, *, holds: bool) -> None:
    """``always`` is broken where it isn't true, ``never`` where it is; no point is told."""
    desk = _desk()
    assert _broken(desk, _lines("always", condition)) == ([] if holds else [None])
    assert _broken(desk, _lines("never", condition)) == ([None] if holds else [])


def test_what_is_sent_and_ordered_is_counted() -> None:
    """Recipients without receipt, those of unadjusted decisions, and assignments without owner and day."""
    desk = Desk().register(enter_at="at_KS")
    given = (AssignmentGiven("Utred"),)
    desk.give(
        RecordDecision((Outcome("grants"),), recipients=("Övriga berörda",), assignments=given)
    )
    meeting = desk.it.decisions[0].decided_on
    assert _broken(desk, _lines("always", "assignments.unowned == 1 && tasks.open == 1")) == []
    desk.give(AdjustMinutes("KS", meeting, meeting))
    assert _broken(desk, _lines("always", "dispatch.unsettled == 1 && tasks.open == 2")) == []
    assert _broken(desk, _lines("never", "dispatch.unadjusted > 0")) == []


def test_without_lines_nothing_is_broken() -> None:
    """A definition need not have any."""
    assert _broken(_desk(), Invariants(machine().definition)) == []


def test_a_line_that_does_not_compile() -> None:
    """What comes with a command isn't there to be asked about."""
    with pytest.raises(GuardError):
        _lines("never", 'event == "grants"')
    names = invariant_environment(machine().definition).names
    assert not {"event", "actor.roles"} & set(names)
    assert not [name for name in names if name.startswith("given.")]
