"""Timers behave the same on every store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contract.samples import NOW, at_once, timer, writing
from workflow.command.ports import UnitOfWorkFactory
from workflow.model.effects import ArmTimer, CancelTimers
from workflow.model.ids import MatterId

VOID = CancelTimers(MatterId("m1"), "one_year")


def apply(store: UnitOfWorkFactory, *effects: ArmTimer | CancelTimers) -> None:
    with writing(store) as unit:
        unit.timers.apply(effects)


def fire(store: UnitOfWorkFactory, minutes: int = 0, limit: int = 10) -> list[str]:
    with writing(store) as unit:
        due = unit.timers.fire_due(now=NOW + timedelta(minutes=minutes), limit=limit)
        return [timer.id for timer in due]


def statuses(store: UnitOfWorkFactory, matter: str = "m1") -> dict[str, str]:
    with store() as unit:
        return {row.timer.id: row.status for row in unit.timers.of(MatterId(matter))}


def test_due_timers_fire_once_oldest_first(store: UnitOfWorkFactory) -> None:
    """What was missed fires in order of time, a batch at a time, and never again."""
    apply(store, timer("c", -10), timer("later", 1), timer("a", -30), timer("b", -20), timer("d"))
    with store() as unit:
        assert unit.timers.next_due() == NOW - timedelta(minutes=30)
    assert fire(store, limit=3) == ["a", "b", "c"]
    assert fire(store, limit=3) == ["d"]
    assert fire(store) == []
    with store() as unit:
        assert unit.timers.next_due() == NOW + timedelta(minutes=1)
    assert statuses(store)["later"] == "armed"
    assert fire(store, minutes=1) == ["later"]
    with store() as unit:
        assert unit.timers.next_due() is None


@pytest.mark.parametrize("kind", ["reminder", "risk", "expiry"])
def test_a_timer_comes_back_as_it_was(store: UnitOfWorkFactory, kind: str) -> None:
    """Every part of it survives, of whatever kind it is."""
    armed = replace(timer(f"m1/one_year/1/{kind}/2025-03-11"), kind=kind)
    apply(store, armed)
    with writing(store) as unit:
        (due,) = unit.timers.fire_due(now=NOW, limit=1)
        (row,) = unit.timers.of(MatterId("m1"))
    for part in ("id", "matter", "deadline", "kind", "generation", "due_on", "due_at"):
        assert getattr(due, part) == getattr(armed, part)
    assert (row.timer, row.status) == (due, "fired")


def test_cancelling_voids_what_is_armed(store: UnitOfWorkFactory) -> None:
    """Only the armed timers of that deadline of that matter are void; what has fired has fired."""
    apply(
        store,
        timer("fired", -1),
        timer("armed", 1),
        timer("other deadline", 1, deadline="report"),
        timer("other matter", 1, matter="m2"),
    )
    fire(store)
    apply(store, VOID)
    assert statuses(store) == {"fired": "fired", "armed": "cancelled", "other deadline": "armed"}
    assert statuses(store, "m2") == {"other matter": "armed"}
    assert sorted(fire(store, minutes=5)) == ["other deadline", "other matter"]


def test_effects_apply_in_the_order_given(store: UnitOfWorkFactory) -> None:
    """Cancel and arm anew in one call arms; arm and cancel in one call leaves nothing armed."""
    apply(store, timer("old", 1))
    apply(store, VOID, timer("new", 2))
    assert statuses(store) == {"old": "cancelled", "new": "armed"}
    apply(store, timer("newer", 3), VOID, timer("newest", 4), timer("newer", 5))
    assert statuses(store) == {
        "old": "cancelled",
        "new": "cancelled",
        "newer": "cancelled",
        "newest": "armed",
    }
    apply(store)


def test_an_id_that_exists_is_left_as_it_is(store: UnitOfWorkFactory) -> None:
    """A timer that has fired or been cancelled is not armed again, nor is an armed one moved."""
    apply(store, timer("fired"), timer("armed", 1))
    fire(store)
    apply(store, timer("fired", 9), timer("armed", 9))
    with store() as unit:
        rows = unit.timers.of(MatterId("m1"))
    assert [(row.timer.due_at - NOW, row.status) for row in rows] == [
        (timedelta(0), "fired"),
        (timedelta(minutes=1), "armed"),
    ]


def test_a_rolled_back_firing_fires_again(store: UnitOfWorkFactory) -> None:
    """Firing and what follows from it are one transaction."""
    apply(store, timer("a"))
    with store() as unit:
        assert len(unit.timers.fire_due(now=NOW, limit=1)) == 1
    assert fire(store) == ["a"]


def test_two_never_fire_the_same(real: UnitOfWorkFactory) -> None:
    """Four fire at once until nothing is due: every timer once."""
    apply(real, *(timer(f"t{n:03}", -n, matter=f"m{n}") for n in range(120)))

    def work(_: int) -> list[str]:
        fired: list[str] = []
        while batch := fire(real, limit=7):
            fired += batch
        return fired

    fired = [key for part in at_once(4, work) for key in part] + fire(real, limit=200)
    assert sorted(fired) == [f"t{n:03}" for n in range(120)]


def test_firing_and_cancelling_at_once(real: UnitOfWorkFactory) -> None:
    """A timer is either fired or cancelled, whoever comes first."""
    for turn in range(5):
        key = f"m{turn}"
        apply(real, timer(f"t{turn}", matter=key))
        fired = at_once(
            2,
            lambda n, key=key: (
                fire(real) if n else apply(real, CancelTimers(MatterId(key), "one_year"))
            ),
        )[1]
        assert statuses(real, key) == {f"t{turn}": "fired" if fired else "cancelled"}
