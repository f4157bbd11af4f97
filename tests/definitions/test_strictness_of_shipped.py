"""The shipped types are no catch-alls: what no office would do they refuse.

The floors lie under what was measured, so that a definition may change; a type that begins to take what comes
falls through them.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from workflow.definition.catalogue import Loaded
from workflow.definition.organisation import Organisation
from workflow.machine.build import Machine
from workflow.workbench.replay.history import History, RecordedStep
from workflow.workbench.replay.reach import Reach, reach
from workflow.workbench.replay.reading import read_histories
from workflow.workbench.replay.staging import staged
from workflow.workbench.replay.strictness import Strictness, plainly, strictness

CITY = "storstad"
SEED = 1
DAY = date(2024, 3, 6)

Measures = Mapping[str, Strictness]

TAKEN_BACK = {"repeals", "annuls", "reopens"}
"""What any body may do with its own decision as long as the matter isn't closed."""


@pytest.fixture(scope="module")
def matter_machines(loaded: Loaded, machines: Mapping[str, Machine]) -> dict[str, Machine]:
    """Those of matter types, not of procedures."""
    return {name: machines[name] for name in loaded.types}


@pytest.fixture(scope="module")
def city(organisations: Mapping[str, Organisation]) -> dict[str, Organisation]:
    """Every organisation without addresses."""
    return staged(organisations, CITY, [])


@pytest.fixture(scope="module")
def found(matter_machines: Mapping[str, Machine], city: Mapping[str, Organisation]) -> Measures:
    """Every type measured, with the council's decisions in their plainest way as real histories."""
    plain = [
        prepared(name, word)
        for name, machine in matter_machines.items()
        for word, spec in machine.definition.events.items()
        if spec.form == "decides" and machine.definition.requires_preparation
    ]
    measured = strictness(matter_machines, city, CITY, real=plain, seed=SEED)
    return {one.matter_type: one for one in measured}


@pytest.fixture(scope="module")
def places(matter_machines: Mapping[str, Machine], city: Mapping[str, Organisation]) -> Reach:
    """What can be decided where."""
    return reach(matter_machines.values(), city[CITY])


def prepared(matter_type: str, word: str) -> History:
    """Tabled once by the board, proposed, decided by the council."""
    steps = (("KS", "tables"), ("KS", "proposes"), ("KF", word))
    return History(
        dnr="2024/1",
        title="Cykelställ",
        matter_type=matter_type,
        steps=tuple(
            RecordedStep(body=body, date=DAY + timedelta(weeks=2 * place), outcomes=(outcome,))
            for place, (body, outcome) in enumerate(steps)
        ),
    )


def share(one: float | None) -> float:
    assert one is not None
    return one


def test_arbitrary_sequences_are_refused(found: Measures) -> None:
    """In each type nearly all; of three steps and more all but one in twenty at the most."""
    assert len(found) >= 29
    for name, one in found.items():
        assert share(one.arbitrary.sequences.share) >= 0.85, name
        assert share(one.arbitrary.long.share) >= 0.95, name
        assert share(one.arbitrary.steps.share) >= 0.6, name


def test_words_of_the_type_in_any_order_are_refused(found: Measures) -> None:
    """The right words aren't enough: bodies and order must be right too."""
    for name, one in found.items():
        assert share(one.own_words.sequences.share) >= 0.65, name
        assert share(one.own_words.long.share) >= 0.8, name


def test_the_council_decides_nothing_that_the_board_has_not_proposed(found: Measures) -> None:
    """The plain way without its proposal, or the other way round, is refused every time (KL 5:26-28)."""
    prepared_types = {name: one for name, one in found.items() if one.real}
    assert len(prepared_types) >= 15
    for name, one in prepared_types.items():
        assert share(one.near["skipped"].share) == 1.0, name
        assert share(one.near["other_body"].share) >= 0.5, name
        assert share(one.near_all.share) >= 0.5, name


def test_no_outcome_fits_everywhere(places: Reach) -> None:
    """Each is unknown to some type; what settles a matter to at least every fourth."""
    assert len(places.words) >= 39
    for word in places.words:
        assert 0 < word.share < 1, word
        if word.form in ("decides", "notes") and word.word not in TAKEN_BACK:
            assert word.share <= 0.8, word


def test_no_state_takes_whatever_is_decided(places: Reach) -> None:
    """At most three words of five anywhere; a type in all its states at most two of three."""
    for place in places.places:
        assert place.share <= 0.6, place
    for name, taken in places.shares.items():
        assert 0 < taken <= 0.67, name


def test_where_no_body_has_the_matter_only_a_decision_is_taken_back(places: Reach) -> None:
    """While it is prepared, answered or dispatched nobody settles it."""
    elsewhere = [place for place in places.places if place.body is None]
    assert elsewhere
    for place in elsewhere:
        assert set(place.words) <= TAKEN_BACK, place


@pytest.mark.shared
def test_real_histories_with_one_thing_otherwise_are_refused(
    loaded: Loaded,
    matter_machines: Mapping[str, Machine],
    city: Mapping[str, Organisation],
    shared: Path,
) -> None:
    """Most of them, though much that differs by one word or step is as lawful as what was done."""
    reads = read_histories(shared / "data/goteborg_chains.jsonl")
    told = (plainly(read.history, loaded.vocabulary) for read in reads if read.history)
    real = [one for one in told if one is not None]
    often = [
        name for name, times in Counter(one.matter_type for one in real).items() if times >= 15
    ]
    assert len(often) >= 8
    measured = strictness(matter_machines, city, CITY, types=often, real=real, count=90, seed=SEED)
    for one in measured:
        assert one.real >= 10, one.matter_type
        assert share(one.near_all.share) >= 0.25, one.matter_type
    tried = sum(one.near_all.tried for one in measured)
    assert sum(one.near_all.refused for one in measured) / tried >= 0.5
    skipped = [one.near["skipped"] for one in measured]
    assert sum(one.refused for one in skipped) / sum(one.tried for one in skipped) >= 0.85
    (motion,) = (one for one in measured if one.matter_type == "motion")
    assert share(motion.near_all.share) >= 0.8
