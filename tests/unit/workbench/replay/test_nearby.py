"""Real histories with one thing otherwise."""

import pytest
from small_city import history, step
from two_offices import lot

from workflow.workbench.replay.arbitrary import APART, Material
from workflow.workbench.replay.history import History
from workflow.workbench.replay.nearby import CHANGES, nearby

MATERIAL = Material("proposal", ("KF", "KS"), ("elects", "grants", "tables"), ("grants", "tables"))
REAL = history(
    step("KS", "tables", adjusted_on="2025-01-20"),
    step("KS", "grants", week=2),
    step("KF", "tables", week=4, adjusted_on="2025-02-19"),
)


def changed(change: str, *, seed: int = 1, real: History = REAL) -> History | None:
    return CHANGES[change](real, MATERIAL, lot(seed))


def told(one: History | None) -> list[tuple[str, tuple[str, ...]]]:
    assert one is not None
    return [(each.body, each.outcomes) for each in one.steps]


def differing(one: History | None) -> list[int]:
    return [
        place
        for place, (ours, theirs) in enumerate(zip(told(one), told(REAL), strict=True))
        if ours != theirs
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [("other_word", {"elects", "grants", "tables"}), ("own_word", {"grants", "tables"})],
)
def test_one_word_is_another(change: str, words: set[str]) -> None:
    """In one step, by a word of any type or of the type itself; the body stays."""
    made = [changed(change, seed=seed) for seed in range(40)]
    assert all(len(differing(one)) == 1 for one in made)
    assert {differing(one)[0] for one in made} == {0, 1, 2}
    assert {told(one)[place][1][0] for one in made for place in differing(one)} == words
    assert all([body for body, _ in told(one)] == ["KS", "KS", "KF"] for one in made)


def test_one_body_is_another() -> None:
    """What was decided stays."""
    for seed in range(20):
        one = changed("other_body", seed=seed)
        (place,) = differing(one)
        assert told(one)[place][1] == told(REAL)[place][1]


def test_two_steps_change_places() -> None:
    """The days stay where they were, with the days of adjustment; equal steps aren't swapped."""
    for seed in range(20):
        one = changed("swapped", seed=seed)
        assert len(differing(one)) == 2
        assert sorted(told(one)) == sorted(told(REAL))
        assert one is not None
        days = [(each.date, each.adjusted_on) for each in one.steps]
        assert days == [(each.date, each.adjusted_on) for each in REAL.steps]


def test_a_step_is_taken_again_at_the_end() -> None:
    """Any of them, two weeks after the last one."""
    made = [changed("repeated", seed=seed) for seed in range(30)]
    assert {told(one)[-1] for one in made} == set(told(REAL))
    for one in made:
        assert one is not None
        assert told(one)[:-1] == told(REAL)
        assert one.steps[-1].date == REAL.steps[-1].date + APART
        assert one.steps[-1].adjusted_on is None


def test_the_step_before_another_body_is_left_out() -> None:
    """The only one here is the second."""
    assert told(changed("skipped")) == [("KS", ("tables",)), ("KF", ("tables",))]


@pytest.mark.parametrize("change", ["other_word", "own_word", "other_body", "swapped", "skipped"])
def test_what_cannot_be_changed_so_gives_nothing(change: str) -> None:
    """One body, one word, equal steps: only repeating is possible."""
    material = Material("proposal", ("KS",), ("tables",), ("tables",))
    real = history(step("KS", "tables"), step("KS", "tables", week=2))
    assert CHANGES[change](real, material, lot()) is None
    assert list(nearby(CHANGES[change], [real], material, 5, lot())) == []
    assert len(list(nearby(CHANGES["repeated"], [real], material, 5, lot()))) == 5


def test_nothing_is_near_nothing() -> None:
    """Without real histories there are none beside them."""
    assert list(nearby(CHANGES["repeated"], [], MATERIAL, 5, lot())) == []


def test_the_real_history_is_left_alone() -> None:
    """Changes are made on copies."""
    before = REAL.model_dump()
    for change in CHANGES:
        changed(change)
    assert REAL.model_dump() == before
