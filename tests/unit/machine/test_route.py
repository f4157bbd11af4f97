"""The bodies that are left on the way through a definition."""

import time
from typing import Any

import pytest

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.machine.route import Roads, Route

KINDS = {"KF": "council", "KS": "executive_board", "AU": "subcommittee", "NAMND": "committee"}


def place(*codes: str) -> Organisation:
    """An organisation with these bodies."""
    return Organisation.model_validate(
        {
            "organisation": "provby",
            "name": "Provby",
            "kind": "municipality",
            "register_code": "KS",
            "bodies": {code: {"name": code, "kind": KINDS[code]} for code in codes},
        }
    )


def definition(states: dict[str, str], *ways: tuple[str, str, str], **more: Any) -> MatterType:
    """A type whose states are told by phase (a body's is its own); a way is an event from a state to another."""
    bodies = {"AU", "KS", "KF"}
    forms = {
        "decides": "decides",
        "tables": "tables",
        "back": "refers_back",
        "proposes": "proposes",
    }
    return MatterType.model_validate(
        {
            "name": "sample",
            "label": "Prov",
            "initial": next(iter(states)),
            "states": {
                name: {"label": name, "phase": phase, "body": phase if phase in bodies else None}
                for name, phase in states.items()
            },
            "events": {event: {"label": event, "form": forms.get(event)} for event, _, _ in ways},
            "transitions": [{"event": e, "from": begin, "to": end} for e, begin, end in ways],
            **more,
        }
    )


STATES = {"draft": "preparation", "au": "AU", "ks": "KS", "kf": "KF", "done": "dispatch"}
WAYS = (
    ("prepared", "draft", "au"), ("directly", "draft", "ks"), ("proposes", "au", "ks"), ("proposes", "ks", "kf"),
    ("decides", "au", "done"), ("decides", "ks", "done"), ("decides", "kf", "done"),
    ("back", "ks", "au"), ("back", "kf", "draft"), ("tables", "ks", "same"),
)  # fmt: skip


def route(body: str, state: str, *codes: str, **more: Any) -> Route | None:
    """The route in an organisation with these bodies."""
    return Roads(definition(STATES, *WAYS, **more), place(*codes)).to(body, state)


@pytest.mark.parametrize(
    ("body", "state", "codes", "bodies", "waiting"),
    [
        ("KF", "draft", "KF KS AU", ("AU", "KS", "KF"), False),
        ("KS", "draft", "KF KS AU", ("AU", "KS"), False),
        ("KS", "draft", "KF KS", ("KS",), False),
        ("KF", "ks", "KF KS AU", ("KS", "KF"), True),
        ("KS", "ks", "KF KS AU", ("KS",), True),
    ],
)
def test_the_way_through_most_bodies_is_taken(
    body: str, state: str, codes: str, bodies: tuple[str, ...], *, waiting: bool
) -> None:
    """Past none that the organisation has, and through none that it hasn't."""
    found = route(body, state, *codes.split())
    assert found is not None
    assert (found.bodies, found.waiting) == (bodies, waiting)
    assert "done" in found.settles


def test_without_a_duty_to_prepare_the_shortest_way_is_taken() -> None:
    """Elections need no preparation (KL 5:29)."""
    found = route("KF", "draft", "KF", "KS", "AU", requires_preparation=False)
    assert found is not None
    assert found.bodies == ("KS", "KF")


@pytest.mark.parametrize(
    ("body", "state", "codes"),
    [
        ("AU", "ks", "KF KS AU"),
        ("KS", "done", "KS"),
        ("KF", "draft", "KS AU"),
        ("AU", "kf", "KF KS AU"),
    ],
)
def test_no_way_leads_back(body: str, state: str, codes: str) -> None:
    """A referral back is no plan; nor is a body that isn't there."""
    assert route(body, state, *codes.split()) is None


def test_who_may_decide_is_read_from_the_outcomes_where_the_type_does_not_say() -> None:
    """In the order of the definition; the usual one is the first that is no subcommittee."""
    roads = Roads(definition(STATES, *WAYS), place("KF", "KS", "AU"))
    assert roads.deciders("draft") == ("AU", "KS", "KF")
    assert roads.usual("draft") == "KS"
    assert roads.usual("kf") == "KF"
    assert roads.usual("done") is None
    only = Roads(definition(STATES, *WAYS, decided_by=["AU"]), place("KF", "KS", "AU"))
    assert only.usual("draft") == "AU"


def test_a_body_is_passed_by_but_never_the_last() -> None:
    """What waited for the one that is passed is handed in anew."""
    whole = Route(("AU", "KS"), waiting=True, settles=frozenset())
    assert whole.without(frozenset({"AU"})) == Route(("KS",), waiting=False, settles=frozenset())
    assert whole.without(frozenset({"KS"})) == whole
    alone = Route(("AU",), waiting=True, settles=frozenset())
    assert alone.without(frozenset({"AU"})) == alone


def test_a_definition_where_everything_leads_everywhere_is_walked_in_bounded_time() -> None:
    """Sixty states in one part of the way, each leading to each: circles are not walked."""
    names = [f"s{number}" for number in range(60)]
    states = {**dict.fromkeys(names, "preparation"), "ks": "KS", "done": "dispatch"}
    ways = [("go", one, other) for one in names for other in names if one != other]
    ways += [("prepared", names[-1], "ks"), ("decides", "ks", "done")]
    begin = time.process_time()
    found = Roads(definition(states, *ways), place("KS")).to("KS", "s0")
    assert found is not None
    assert found.bodies == ("KS",)
    assert time.process_time() - begin < 5
