"""The shared machine of a definition."""

import pytest
import transitions

from tests.casework import ROUTE, changed, machine
from workflow.definition.effects import EFFECTS
from workflow.definition.guards import GuardError
from workflow.definition.schema import MatterType
from workflow.errors import DefinitionError
from workflow.machine.build import Moving, build
from workflow.machine.named import ON_MATTER, ON_POINT


def _moving(state: str) -> Moving:
    return Moving(state, {"organisation.bodies": ("AU",), "point.tabled": 3}.get)


def test_one_shared_machine_without_models() -> None:
    """Matters share one machine of the library, which knows no model and adds no transitions."""
    shared = machine().shared
    assert isinstance(shared, transitions.Machine)
    assert shared.models == []
    assert set(shared.events) <= set(ROUTE["events"])
    assert shared.initial is None


def test_fire_moves_by_the_first_rule_whose_guard_holds() -> None:
    """Of several rules for an event the first one counts whose guard is true."""
    with_au, without = _moving("preparation"), Moving("preparation", {}.get)
    assert machine().fire("prepared", with_au) is machine().definition.transitions[0]
    assert with_au.state == "at_AU"
    assert machine().fire("prepared", without) is machine().definition.transitions[1]
    assert without.state == "at_KS"


def test_same_stays() -> None:
    """A rule to ``same`` is taken, and the state stays."""
    moving = Moving("at_AU", {"point.tabled": 2}.get)
    rule = machine().fire("tables", moving)
    assert rule is not None
    assert rule.to == "same"
    assert moving.state == "at_AU"


@pytest.mark.parametrize(("event", "state"), [("tables", "at_AU"), ("grants", "preparation")])
def test_fire_leaves_what_is_not_possible(event: str, state: str) -> None:
    """Neither a false guard nor a state without a rule moves anything."""
    moving = _moving(state)
    assert machine().fire(event, moving) is None
    assert moving.state == state
    assert moving.rule is None


def test_rules_are_found_in_order() -> None:
    """The rules of an event in a state are those of the definition, in its order."""
    assert [rule.to for rule in machine().rules("prepared", "preparation")] == ["at_AU", "at_KS"]
    assert machine().rules("prepared", "closed") == ()
    assert machine().automatic == {"dispatching": ("completed",)}


@pytest.mark.parametrize(
    ("rule", "name"),
    [
        ({"event": "gone", "from": "at_AU", "to": "at_KS"}, "gone"),
        ({"event": "tables", "from": "nowhere", "to": "at_KS"}, "nowhere"),
        ({"event": "tables", "from": "at_AU", "to": "away"}, "away"),
        ({"event": "tables", "from": "at_AU", "to": "same", "requires": ["lost"]}, "lost"),
        ({"event": "tables", "from": "at_AU", "to": "same", "effects": ["os"]}, "os"),
    ],
)
def test_build_refuses_unknown_names(rule: dict[str, object], name: str) -> None:
    """The library would accept unknown states; here they are found before it is built."""
    with pytest.raises(DefinitionError, match=name) as caught:
        machine(transitions=[rule])
    assert caught.value.findings[0].path == "motion"


def test_build_refuses_broken_children_and_initial() -> None:
    """Names in children blocks and the initial state are checked as well."""
    block = {
        "label": "Parter",
        "on": "s1",
        "each": "fields.f1",
        "matter_type": "answer",
        "copy": ["f2"],
        "accepts": ["grants"],
        "then": "e1",
        "otherwise": "e2",
    }
    broken = MatterType.model_validate(changed(ROUTE, children={"parties": block}, initial="s0"))
    with pytest.raises(DefinitionError) as caught:
        build("broken", broken)
    sentences = " ".join(finding.sentence for finding in caught.value.findings)
    assert all(name in sentences for name in ("s0", "s1", "f1", "f2", "e1", "e2"))


def test_build_refuses_a_reserved_event() -> None:
    """The library can't have an event that is called like the attribute it writes."""
    with pytest.raises(DefinitionError, match="state"):
        machine(events={"state": {"label": "Läge"}})


def test_build_refuses_a_guard_that_does_not_compile() -> None:
    """A guard is compiled when the machine is built, not when a matter stands there."""
    rule = {"event": "tables", "from": "at_AU", "to": "same", "guard": "fields.nothing == 1"}
    with pytest.raises(GuardError):
        machine(transitions=[rule])


def test_yaml_strings_never_become_callbacks() -> None:
    """Conditions in the shared machine are functions; nothing is called on entering a state."""
    shared = machine().shared
    rules = [
        rule
        for event in shared.events.values()
        for rules in event.transitions.values()
        for rule in rules
    ]
    assert all(callable(condition.func) for rule in rules for condition in rule.conditions)
    assert not any(rule.before or rule.after or rule.prepare for rule in rules)
    assert not any(state.on_enter or state.on_exit for state in shared.states.values())


def test_named_effects_are_the_registry() -> None:
    """The names that a definition may use are exactly those that something is done for."""
    assert {*ON_POINT, *ON_MATTER} == set(EFFECTS)
