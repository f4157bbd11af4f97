"""How much definitions refuse, counted against what can be counted by hand."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from itertools import product
from json import dumps
from pathlib import Path
from typing import Any

import pytest
from small_city import history, machines_of, play, small_city, step
from two_offices import BODIES, CITY, MACHINES, WORDS, lot

from workflow.definition.vocabulary import Vocabulary
from workflow.workbench.replay.arbitrary import (
    APART,
    FIRST_DAY,
    LONGEST,
    Material,
    arbitrary,
    words_of,
)
from workflow.workbench.replay.history import History, RecordedStep
from workflow.workbench.replay.player import Player
from workflow.workbench.replay.strictness import (
    Measured,
    Refused,
    Strictness,
    counted,
    measured,
    plainly,
    strictness,
)

MATERIAL = Material("narrow", BODIES, WORDS, ("approves",))
PLAYER = Player(MACHINES, {"city": CITY}, Vocabulary(), until=FIRST_DAY)


def carried(told: History) -> int:
    return PLAYER.carried(told, "city")


def told(matter_type: str, *steps: tuple[str, str]) -> History:
    return History(
        dnr="2024/1",
        title="Cykelställ",
        matter_type=matter_type,
        steps=tuple(
            RecordedStep(body=body, date=FIRST_DAY + place * APART, outcomes=(word,))
            for place, (body, word) in enumerate(steps)
        ),
    )


def every(matter_type: str, length: int) -> Iterator[History]:
    """All sequences of that length with one word a step."""
    for steps in product(product(BODIES, WORDS), repeat=length):
        yield told(matter_type, *steps)


def measure(*types: str, **more: Any) -> tuple[Strictness, ...]:
    return strictness(MACHINES, {"city": CITY}, "city", types=types or None, **more)


def test_what_takes_everything_refuses_nothing() -> None:
    """Share 0, of whatever is tried."""
    (found,) = measure("anything", real=[told("anything", ("KS", "approves"))], count=60)
    for each in (found.arbitrary, found.own_words):
        assert (each.sequences.tried, each.sequences.share) == (60, 0.0)
        assert each.long.share == each.steps.share == 0.0
    assert (found.real, found.near_all.share) == (1, 0.0)
    assert found.near_all.tried > 0


@pytest.mark.parametrize(("length", "all_of_them"), [(1, 4), (2, 16), (3, 64)])
def test_one_way_refuses_all_but_that_one(length: int, all_of_them: int) -> None:
    """Of all sequences of a length only "KS approves" alone is carried."""
    found = measured(carried, every("narrow", length))
    assert found.sequences == counted(all_of_them, all_of_them - (length == 1))


def test_single_steps_count_as_long_as_all_was_right() -> None:
    """Of 16 pairs, 4 have their second step tried too; all 4 are refused there, 12 at the first."""
    assert measured(carried, every("narrow", 2)).steps == Refused(20, 16, 0.8)


def test_long_sequences_are_counted_apart() -> None:
    """Those of three steps and more."""
    found = measured(carried, [*every("narrow", 1), *every("narrow", 3)])
    assert (found.sequences, found.long) == (counted(68, 67), counted(64, 64))


def test_arbitrary_sequences_of_one_way_are_counted_exactly() -> None:
    """What is refused is what the eye finds among the same sequences."""
    made = list(arbitrary(MATERIAL, WORDS, 300, lot()))
    right = [
        one
        for one in made
        if [(each.body, each.outcomes) for each in one.steps] == [("KS", ("approves",))]
    ]
    assert 0 < len(right) < 30
    assert measured(carried, made).sequences == counted(300, 300 - len(right))


def test_arbitrary_histories_use_every_length_body_and_word() -> None:
    """One to six steps, two weeks apart, with everything told."""
    made = list(arbitrary(MATERIAL, WORDS, 200, lot()))
    assert {len(one.steps) for one in made} == set(range(1, LONGEST + 1))
    steps = [each for one in made for each in one.steps]
    assert {each.body for each in steps} == set(BODIES)
    assert {word for each in steps for word in each.outcomes} == set(WORDS)
    assert {len(each.outcomes) for each in steps} == {1, 2}
    assert all(one.complete and not one.start_truncated for one in made)
    days = [each.date for each in made[0].steps]
    assert days == [FIRST_DAY + timedelta(weeks=2 * place) for place in range(len(days))]


@pytest.mark.parametrize("lacking", [{"bodies": ()}, {"own": ()}])
def test_nothing_is_made_where_nobody_can_decide_anything(lacking: dict[str, tuple[()]]) -> None:
    """No bodies, or no words: no sequences, and no share of them."""
    parts = {"bodies": BODIES, "own": WORDS, **lacking}
    material = Material("narrow", parts["bodies"], WORDS, parts["own"])
    assert list(arbitrary(material, material.own, 5, lot())) == []
    assert measured(carried, []) == Measured(*[Refused(0, 0, None)] * 3)


def test_words_are_those_that_bodies_decide_in_any_type() -> None:
    """Plain events are none, and every word is there once."""
    assert words_of(machine.definition for machine in MACHINES.values()) == WORDS


def test_the_same_seed_gives_the_same_figures() -> None:
    """Also for a type among others; another seed gives others."""
    real = [told("narrow", ("KS", "approves")), told("anything", ("KF", "rejects"))]
    both = measure(real=real, seed=3)
    assert both == measure(real=real, seed=3)
    assert both[1:] == measure("narrow", real=real, seed=3)
    assert both[1:] != measure("narrow", real=real, seed=4)


def test_more_real_histories_than_wanted_are_drawn_by_lot() -> None:
    """No more than the count is kept in memory; which, depends on the seed alone."""
    real = [told("anything", *[("KS", "approves")] * (1 + number % 5)) for number in range(40)]
    kept = [measure("anything", real=iter(real), count=12, seed=seed)[0] for seed in (1, 1, 2)]
    assert [one.real for one in kept] == [12, 12, 12]
    assert kept[0] == kept[1]
    assert kept[0] != kept[2]


def test_only_what_the_definition_accepts_is_changed() -> None:
    """A real history that is refused as it is says nothing about what is near it."""
    (found,) = measure("narrow", real=[told("narrow", ("KF", "approves"))])
    assert (found.real, found.near_all) == (0, Refused(0, 0, None))


def test_what_is_near_the_only_way_is_refused() -> None:
    """Another body, another word, the same once more: each is refused, every time."""
    (found,) = measure("narrow", real=[told("narrow", ("KS", "approves"))], count=60)
    assert found.near["other_word"] == found.near["other_body"] == counted(10, 10)
    assert found.near["repeated"] == counted(10, 10)
    for change in ("own_word", "swapped", "skipped"):  # there is no other word, nor step
        assert found.near[change] == Refused(0, 0, None)
    assert found.near_all == counted(30, 30)


def test_bodies_that_nothing_waits_for_are_left_out() -> None:
    """A committee of the city that no type knows would only make the shares larger."""
    (found,) = measure("anything")
    assert "BN" in CITY.bodies
    assert found.arbitrary.steps.refused == 0


def test_figures_are_plain_enough_for_json() -> None:
    """Numbers, names and null."""
    (found,) = measure("narrow", count=6)
    assert '"near_all": {"tried": 0, "refused": 0, "share": null}' in dumps(asdict(found))


def test_a_history_in_the_words_of_the_definitions(tmp_path: Path) -> None:
    """As if its steps were all that there was, in events; None where a word says nothing."""
    words = small_city(tmp_path).vocabulary
    vague = history(
        step("KS", "decides:assigns", "yes", proposed=["yes", "other"]),
        matter_type="idea",
        matter_subtype="small",
        complete=False,
        start_truncated=True,
        missing_steps=[{"body": "KS", "date": "2025-01-08", "what": "tabled"}],
    )
    plain = plainly(vague, words)
    assert plain is not None
    assert plain.steps[0].outcomes == ("assigns", "grants")
    assert plain.steps[0].proposed == ("grants",)
    assert (plain.matter_type, plain.matter_subtype) == ("proposal", None)
    assert (plain.complete, plain.start_truncated, plain.missing_steps) == (True, False, ())
    assert plainly(history(step("KS", "yes"), step("KF", "other", week=2)), words) is None
    assert plainly(history(step("KS", "unheard")), words) is None


@pytest.mark.parametrize(
    ("steps", "more"),
    [
        ((step("KS", "proposes"), step("KF", "grants", week=3)), {}),
        ((step("KS", "tables"), step("KF", "grants", week=3), step("KS", "tables", week=5)), {}),
        ((step("KF", "tables"), step("KF", "allows", "grants", week=3)), {"start_truncated": True}),
        ((step("KS", "tables"), step("KF", "grants", week=3)), {"complete": False}),
        (
            (step("KF", "grants", week=9),),
            {"missing_steps": [{"body": "KS", "date": "2025-02-05", "what": "tabled"}]},
        ),
        ((step("KS", "tables"),), {"dnr": "utan nummer"}),
    ],
)
def test_what_is_carried_is_what_is_accepted_until_a_refusal(
    tmp_path: Path, steps: tuple[dict[str, object], ...], more: dict[str, object]
) -> None:
    """The quick answer is that of the whole replay."""
    loaded = small_city(tmp_path)
    one = history(*steps, **more)
    accepted = [verdict.accepted for verdict in play(loaded, one).verdicts]
    organisations = {code: entry.organisation for code, entry in loaded.organisations.items()}
    player = Player(machines_of(loaded), organisations, loaded.vocabulary, until=FIRST_DAY)
    first = accepted.index(False) if False in accepted else len(accepted)
    assert player.carried(one, "city") == first
