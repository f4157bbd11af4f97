"""No word fits everywhere: each type says which outcomes it can get, and at which body."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from workflow.definition.schema import NEW, MatterType

COUNCIL_ONLY = {"discharges", "denies_discharge", "censures"}
"""What the law leaves to KF alone (KL 5:24)."""


def where(definition: MatterType) -> Iterator[tuple[str, str | None]]:
    """(outcome that ends a point, the body that can give it; None: of what is decided already)."""
    for rule in definition.transitions:
        for event in rule.event:
            if definition.events[event].form in ("decides", "notes"):
                for state in rule.from_:
                    yield event, definition.states[state].body if state != NEW else None


def words(definition: MatterType) -> set[str]:
    """What the bodies can decide in matters of the type."""
    return {event for event, body in where(definition) if body is not None}


@pytest.fixture
def types(definitions: dict[str, MatterType]) -> dict[str, MatterType]:
    """Matter types, without the procedures."""
    return {name: one for name, one in definitions.items() if one.kind == "matter"}


def test_no_outcome_is_accepted_by_every_type(types: dict[str, MatterType]) -> None:
    """Not even the commonest: each is refused by a quarter of the types or more."""
    every = set().union(*(words(one) for one in types.values()))
    for word in every:
        refusing = [name for name, one in types.items() if word not in words(one)]
        assert len(refusing) >= len(types) // 4, (word, refusing)
        assert len(refusing) < len(types)


def test_each_type_accepts_at_most_half_of_the_words(types: dict[str, MatterType]) -> None:
    """And at least two: what could only end in one way would be no decision."""
    every = set().union(*(words(one) for one in types.values()))
    for name, one in types.items():
        accepted = words(one)
        assert 2 <= len(accepted) <= len(every) // 2, (name, sorted(accepted))


def test_every_word_of_the_shared_list_is_used(types: dict[str, MatterType], root: Path) -> None:
    """No outcome stands there for nothing, and no two are called the same."""
    route = YAML(typ="safe").load(root / "definitions/routes/outcomes.yaml")
    shared = {
        name: spec["label"]
        for name, spec in route["events"].items()
        if spec["form"] in ("decides", "notes")
    }
    assert set(shared) <= set().union(*(words(one) for one in types.values()))
    assert len(set(shared.values())) == len(shared)


def test_what_only_the_council_may_give_is_given_there(types: dict[str, MatterType]) -> None:
    """KL 5:24: discharge is granted and denied by KF, wherever the type may end else."""
    found = set()
    for one in types.values():
        for event, body in where(one):
            if event in COUNCIL_ONLY:
                assert body == "KF", (one.name, event)
                found.add(event)
    assert found == COUNCIL_ONLY


def test_an_opinion_to_somebody_outside_is_never_the_councils_in_a_matter_of_its_own(
    types: dict[str, MatterType],
) -> None:
    """Over others' budgets, reports and agreements KS answers alone."""
    for name in ("budget", "follow_up_report", "collaboration_agreement", "audit_report"):
        bodies = {body for event, body in where(types[name]) if event == "gives_opinion"}
        assert bodies == {"KS"}, name


def test_a_minority_has_no_right_in_an_election_or_outside_the_council(
    types: dict[str, MatterType],
) -> None:
    """KL 5:50 and 6:33."""
    for one in types.values():
        bodies = {
            one.states[state].body
            for rule in one.transitions
            if "use_minority_right" in rule.effects
            for state in rule.from_
        }
        assert bodies <= {"KF"}
        assert one.name not in ("appointment", "interpellation", "question") or not bodies
