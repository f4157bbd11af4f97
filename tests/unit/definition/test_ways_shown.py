"""The shortest path that shows a finding goes with it."""

from collections.abc import Callable

import pytest
from written_office import TOWN, Office

from workflow.definition.catalogue import Loaded

ISLAND = """\
  first: {label: Ö, owner: officer}
  second: {label: Ö till, owner: officer}
"""
LEADING = """\
  - {event: sent, from: first, to: second}
  - {event: sent, from: second, to: closed}
"""


def _way(loaded: Loaded, rule: str, word: str) -> tuple[str, ...]:
    return next(each.way for each in loaded.findings if each.rule == rule and word in each.sentence)


@pytest.fixture
def changed(office: Office) -> Callable[..., Loaded]:
    """The small type with changes, loaded."""

    def load(*changes: tuple[str, str], add: str = "") -> Loaded:
        office.small(*changes, add=add)
        return office.load()

    return load


def test_a_state_that_cant_be_reached_shows_what_leads_to_it(
    changed: Callable[..., Loaded],
) -> None:
    """Of an island the state that nothing leads to has no way; the next is shown from there."""
    loaded = changed(("  closed: {", f"{ISLAND}  closed: {{"), add=LEADING)
    assert _way(loaded, "AG-D016", "first") == ()
    assert _way(loaded, "AG-D016", "second") == ("first", "second")


def test_a_trap_shows_how_a_matter_gets_there(changed: Callable[..., Loaded]) -> None:
    """The shortest way from the beginning to the state that nothing leaves."""
    loaded = changed(("  - {event: approves, from: at_KS, to: closed}\n", ""))
    assert _way(loaded, "AG-D017", "at_KS") == ("begun", "at_KS")


def test_states_in_a_circle_without_end_show_how_a_matter_gets_there(
    changed: Callable[..., Loaded],
) -> None:
    """Each of them has its own way from the beginning."""
    loaded = changed(("from: at_KS, to: closed", "from: at_KS, to: begun"))
    assert _way(loaded, "AG-D018", "begun") == ("begun",)
    assert _way(loaded, "AG-D018", "at_KS") == ("begun", "at_KS")


def test_a_line_out_of_an_end_shows_how_the_end_is_reached(changed: Callable[..., Loaded]) -> None:
    """What would leave the end, and how a point came there."""
    loaded = changed(add="  - {event: sent, from: closed, to: begun}\n")
    assert _way(loaded, "AG-D020", "closed") == ("begun", "at_KS", "closed")


def test_a_waiting_state_shows_how_a_matter_gets_there(changed: Callable[..., Loaded]) -> None:
    """Nobody has it, and this is how it came to be there."""
    loaded = changed((", body: KS}", "}"))
    assert _way(loaded, "AG-D024", "at_KS") == ("begun", "at_KS")


def test_a_group_within_itself_shows_the_members_between(office: Office) -> None:
    """Groups as they are written, from the one whose member it is and back to it."""
    groups = "groups:\n  - {name: Alla, members: [Några]}\n  - {name: Några, members: [ALLA]}\n"
    office.write("organisations/town.yaml", TOWN + groups)
    assert _way(office.load(), "AG-D042", "Alla") == ("Alla", "Några", "Alla")
