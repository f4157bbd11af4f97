"""Which outcome can be decided where."""

from pathlib import Path

from small_city import machines_of, small_city
from two_offices import CITY, MACHINES

from workflow.workbench.replay.reach import Place, Word, reach, reachable


def test_every_word_with_the_types_that_take_it() -> None:
    """One is taken by both types, one by half of them."""
    found = reach(MACHINES.values(), CITY)
    assert found.words == (
        Word("approves", "decides", ("anything", "narrow"), 1.0),
        Word("rejects", "decides", ("anything",), 0.5),
    )
    assert found.shares == {"anything": 1.0, "narrow": 0.5}


def test_every_place_with_the_words_that_it_takes() -> None:
    """A state of a body counts where nothing can be decided too, but only if a point can come there."""
    (narrow,) = (
        place for place in reach(MACHINES.values(), CITY).places if "narrow" in place.matter_type
    )
    assert narrow == Place("narrow", "at_KS", "KS", ("approves",), 0.5)
    anything = [place for place in reach(MACHINES.values(), CITY).places if place != narrow]
    assert [(place.state, place.share) for place in anything] == [("at_KS", 1.0), ("at_KF", 1.0)]


def test_states_of_bodies_that_the_organisation_lacks_are_out_of_reach(tmp_path: Path) -> None:
    """And what lies behind them; a new point opens a way too."""
    loaded = small_city(tmp_path)
    machine = machines_of(loaded)["proposal"]
    city = loaded.organisations["city"].organisation
    assert reachable(machine, city) == frozenset(machine.definition.states)
    boardless = city.model_copy(update={"bodies": {"KF": city.bodies["KF"]}})
    assert reachable(machine, boardless) == {"moved", "preparation"}
    found = reach([machine], boardless)
    assert found.places == ()
    assert {word.share for word in found.words} == {0.0}
    assert found.shares == {"proposal": 0.0}


def test_nothing_is_nowhere() -> None:
    """No types, no words, no places."""
    found = reach([], CITY)
    assert (found.words, found.places, dict(found.shares)) == ((), (), {})
