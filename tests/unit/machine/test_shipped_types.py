"""Walks through the matter types as they are shipped, by whatever is possible at each step."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.casework import SECRETARY, Desk
from workflow.definition.catalogue import Loaded, load
from workflow.definition.schema import FieldSpec, MatterType
from workflow.errors import CommandRefusedError
from workflow.machine.build import build
from workflow.machine.possible import possible
from workflow.model.commands import (
    AdjustMinutes,
    FireEvent,
    RecordDecision,
    ReportChild,
    SettleAssignment,
    SettleRecipient,
    SettleTask,
)
from workflow.model.matter import SETTLED
from workflow.model.outcome import AssignmentGiven, PointOutcome

DEFINITIONS = Path(__file__).parents[3] / "definitions"
TYPES = sorted(
    path.stem for path in (DEFINITIONS / "matters").glob("*.yaml") if "." not in path.stem
)
VALUES = {
    "text": "Ord",
    "integer": 1,
    "money": 1000,
    "boolean": True,
    "date": "2025-06-02",
    "month": "2025-09",
    "recipients": ["Registrator"],
    "list": ["norsjo", "Okänd förening"],
}


@cache
def _loaded() -> Loaded:
    return load(DEFINITIONS)


def _value(spec: FieldSpec) -> object:
    return spec.choices[0] if spec.type == "choice" else VALUES[spec.type]


def _values(definition: MatterType, names: tuple[str, ...]) -> dict[str, object]:
    return {name: _value(definition.fields[name]) for name in names}


def _desk(name: str, **more: object) -> Desk:
    entry = _loaded().types[name]
    offices = {code: one.organisation for code, one in _loaded().organisations.items()}
    desk = Desk(machine=build(entry.digest, entry.definition), organisations=offices)
    required = tuple(key for key, spec in entry.definition.fields.items() if spec.required)
    fields = _values(entry.definition, required)
    return desk.on("2025-01-07").register(matter_type=name, fields=fields, **more)


def _office_work(desk: Desk) -> None:
    """Minutes are adjusted, and what waits for a person is dealt with."""
    today = desk.now.date()
    for decision in desk.it.decisions:
        desk.give(AdjustMinutes(decision.body, decision.decided_on, today))
    for item in [item for item in desk.it.items if item.status not in SETTLED]:
        desk.give(SettleRecipient(item.key, because="Muntligt"))
    for one in [one for one in desk.it.assignments if not one.owned]:
        desk.give(SettleAssignment(one.key, "Anna", date(2025, 12, 1)))
    for child in [child for child in desk.it.children if child.outcome is None]:
        desk.give(ReportChild(child.key, "approves"))
    for task in [task for task in desk.it.tasks if task.open]:
        desk.give(SettleTask(task.key, "Sett"))


@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_whatever_is_possible_can_be_done(name: str, data: st.DataObject) -> None:
    """What is listed as possible is carried out when it gets what it requires, for every type."""
    desk = _desk(name, points=("A", "B"))
    definition = desk.machine.definition
    for _ in range(12):
        found = possible(desk.machine, desk.organisations, desk.it, desk.now, SECRETARY)
        if not found:
            break
        one = data.draw(st.sampled_from(found))
        fields = _values(definition, one.requires)
        bodies = {definition.states[p.state].body for p in desk.it.points if p.key in one.points}
        made = {decision.key: decision.body for decision in desk.it.decisions}
        deciders = {made[p.decision] for p in desk.it.points if p.key in one.points and p.decision}
        if one.form is None:
            desk.give(FireEvent(one.event, one.points, fields))
        elif len(bodies) == 1 and (one.body or len(deciders) == 1):
            # what waits for no body is taken back by the one that decided it
            desk.give(
                RecordDecision(
                    (PointOutcome(one.event, one.points),),
                    body=one.body or deciders.pop(),
                    recipients=("Registrator", "Övriga berörda"),
                    assignments=(AssignmentGiven("Utred"),),
                    data=fields,
                )
            )
        if data.draw(st.booleans()):
            _office_work(desk)
        desk.now += timedelta(days=data.draw(st.integers(0, 40)))
    if desk.it.closed_on is None:
        _office_work(desk)


@pytest.mark.parametrize("name", TYPES)
def test_no_type_ends_with_something_open(name: str) -> None:
    """Every type refuses to end by hand while a task is open, and says which."""
    desk = _desk(name, flags=("Se på detta",))
    definition = desk.machine.definition
    ends = [
        event
        for rule in definition.transitions
        for event in rule.event
        if rule.to in desk.machine.finals and definition.initial in rule.from_
    ]
    assert ends
    for event in ends:
        with pytest.raises(CommandRefusedError, match="Se på detta"):
            desk.give(FireEvent(event, data=_values(definition, tuple(definition.fields))))
