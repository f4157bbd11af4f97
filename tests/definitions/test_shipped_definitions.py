"""Every shipped definition: no findings, no dead end, no address of anyone real."""

import re
from pathlib import Path

import pytest
from kinds import CITY_TYPES, MINUTES_TYPES, UNPREPARED

from workflow.definition.catalogue import Loaded
from workflow.definition.organisation import Organisation
from workflow.definition.schema import NEW, MatterType
from workflow.machine.build import SAME


def onward(definition: MatterType) -> dict[str, set[str]]:
    """From each state, and from where points are opened, the states that some event leads to."""
    ways: dict[str, set[str]] = {state: set() for state in (*definition.states, NEW)}
    for rule in definition.transitions:
        for state in rule.from_:
            if rule.to != SAME:
                ways[state].add(rule.to)
    return ways


def reached(ways: dict[str, set[str]], start: str) -> set[str]:
    """Every state that can be come to from one."""
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        state = waiting.pop()
        if state not in seen:
            seen.add(state)
            waiting.extend(ways[state])
    return seen


def test_the_checks_find_nothing(loaded: Loaded) -> None:
    """Neither errors nor warnings."""
    assert loaded.findings == ()


PROCEDURES = {"meeting", "announcement", "notice"}


def test_every_matter_type_of_the_minutes_is_defined(definitions: dict[str, MatterType]) -> None:
    """Those of a city, the answer of a party, meetings and what is put on the board of them; no other."""
    assert set(definitions) == {*MINUTES_TYPES, *CITY_TYPES, *PROCEDURES, "partner_answer"}


def test_every_state_is_reachable_and_leads_to_an_end(definitions: dict[str, MatterType]) -> None:
    """From the initial state to everywhere, from everywhere to a final state; none is left again."""
    for definition in definitions.values():
        ways = onward(definition)
        finals = {name for name, state in definition.states.items() if state.final}
        found = reached(ways, definition.initial)
        assert found == set(definition.states), definition.name
        assert ways[NEW] <= found
        for state in definition.states:
            assert reached(ways, state) & finals, (definition.name, state)
        assert all(not ways[final] for final in finals)


def test_nothing_reaches_the_council_but_from_the_board(definitions: dict[str, MatterType]) -> None:
    """KL 5:26-28: wherever KF can decide, the point comes from KS; the law's own exceptions apart.

    One of them is to strike off what isn't prepared in time (KL 5:35).
    """
    for definition in definitions.values():
        decided = {
            state
            for rule in definition.transitions
            for event in rule.event
            if definition.events[event].form == "decides" and event != "struck_off"
            for state in rule.from_
            if state != NEW and definition.states[state].body == "KF"
        }
        sources = {
            definition.states[state].body if state != NEW else None
            for state, to in onward(definition).items()
            if to & decided
        }
        if definition.name not in UNPREPARED:
            assert sources <= {"KS"}, definition.name
            assert definition.requires_preparation
        else:
            assert not definition.requires_preparation


def test_only_the_bodies_named_decide(definitions: dict[str, MatterType]) -> None:
    """A body that the type doesn't name in ``decided_by`` has no outcome that ends a point."""
    for definition in definitions.values():
        ends = {
            name for name, event in definition.events.items() if event.form in ("decides", "notes")
        }
        for rule in definition.transitions:
            if ends.isdisjoint(rule.event):
                continue
            states = [definition.states[state] for state in rule.from_ if state != NEW]
            bodies = {state.body for state in states} - {None}
            assert bodies <= set(definition.decided_by), (definition.name, rule)


def test_waiting_always_has_an_owner(definitions: dict[str, MatterType]) -> None:
    """Somebody has the matter wherever it waits, or a deadline ends the wait."""
    for definition in definitions.values():
        timed = {state for spec in definition.deadlines.values() for state in spec.during}
        for name, state in definition.states.items():
            assert state.final or state.owner or state.body or name in timed, (
                definition.name,
                name,
            )


def test_every_role_that_the_types_use_is_filled(
    definitions: dict[str, MatterType], organisations: dict[str, Organisation]
) -> None:
    """In every organisation each role leads to an entry with an address."""
    used = {state.owner for d in definitions.values() for state in d.states.values()} - {None}
    for definition in definitions.values():
        for spec in definition.deadlines.values():
            told = (*spec.remind_to, *spec.on_expiry.escalate_to)
            used |= {one.removeprefix("role:") for one in told}
    for organisation in organisations.values():
        entries = {entry.name: entry for entry in organisation.entries}
        for role in used:
            assert entries[organisation.roles[str(role)]].email, (organisation.organisation, role)


def test_members_and_parents_are_known(organisations: dict[str, Organisation]) -> None:
    """Members, parties and parent bodies exist; meetings lie on working days, in order."""
    assert len(organisations["norrbottens_e_namnd"].members) == 14
    for organisation in organisations.values():
        assert set(organisation.members) <= set(organisations)
        for body in organisation.bodies.values():
            assert body.parent is None or body.parent in organisation.bodies
            days = [meeting.on for meeting in body.meets]
            assert days == sorted(set(days))
            assert all(day.isoweekday() <= 5 for day in days)


@pytest.mark.parametrize("folder", ["definitions", "docs/handbok"])
def test_no_address_of_anyone_real(root: Path, folder: str) -> None:
    """Every e-mail address ends in .example."""
    for path in root.joinpath(folder).rglob("*"):
        if path.suffix in (".yaml", ".md"):
            found = re.findall(r"[\w.+-]+@[\w.-]+", path.read_text("utf-8"))
            assert all(address.endswith(".example") for address in found), path
