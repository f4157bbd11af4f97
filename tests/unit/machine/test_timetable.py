"""The earliest and the latest meetings that a matter can take, against every plan there is."""

from datetime import date, timedelta
from itertools import pairwise, product

from hypothesis import example, given
from hypothesis import strategies as st

from workflow.machine.timetable import Sitting, earliest, latest, missed

BEGIN = date(2025, 1, 1)
Table = list[list[Sitting]]


def _day(number: int) -> date:
    return BEGIN + timedelta(days=number)


sittings = st.builds(lambda on, before: (on, on - before), st.integers(0, 40), st.integers(0, 12))
DAYS = st.integers(0, 50).map(_day)


def _of(body: str, days: list[tuple[int, int]]) -> list[Sitting]:
    found = {on: Sitting(body, _day(on), _day(closes)) for on, closes in days}
    return [found[on] for on in sorted(found)]


tables = st.lists(st.lists(sittings, max_size=6), min_size=1, max_size=3).map(
    lambda bodies: [_of(f"B{place}", days) for place, days in enumerate(bodies)]
)


def _feasible(plan: tuple[Sitting, ...]) -> bool:
    return all(before.on < after.closes for before, after in pairwise(plan))


def _all(table: Table, final: date) -> list[tuple[Sitting, ...]]:
    """Every plan that makes it, found by trying all."""
    return [plan for plan in product(*table) if _feasible(plan) and plan[-1].on <= final]


def _backwards(plan: tuple[Sitting, ...]) -> tuple[date, ...]:
    return tuple(one.on for one in reversed(plan))


@given(tables, DAYS)
def test_the_latest_plan_is_feasible_and_none_is_later(table: Table, final: date) -> None:
    """Each closes after the one before has met, all by the last day; nothing later makes it; None means none."""
    found = latest(table, final)
    every = _all(table, final)
    if found is None:
        assert every == []
        return
    assert _feasible(found)
    assert found[-1].on <= final
    assert _backwards(found) == max(map(_backwards, every))


@given(tables, DAYS)
def test_where_cut_offs_come_in_the_order_of_the_meetings_no_stop_can_be_later(
    table: Table, final: date
) -> None:
    """As every real schedule has them: then each of the stops, and each day for papers, is the latest of all plans."""
    ordered = [
        [Sitting(one.body, one.on, max(x.closes for x in body[: place + 1] if x.closes <= one.on))
         for place, one in enumerate(body)]
        for body in table
    ]  # fmt: skip
    found = latest(ordered, final)
    for plan in _all(ordered, final):
        assert found is not None
        for best, other in zip(found, plan, strict=True):
            assert best.on >= other.on
            assert best.closes >= other.closes


@given(tables, DAYS)
def test_the_earliest_plan_is_the_earliest_at_every_stop(table: Table, final: date) -> None:
    """No plan has an earlier meeting of any body, and the latest plan is nowhere before it."""
    first = earliest(table)
    whole = len(first) == len(table)
    assert _feasible(first)
    plans = _all(table, date.max)
    assert whole == bool(plans)
    for plan in plans:
        assert all(one.on <= other.on for one, other in zip(first, plan, strict=True))
    last = latest(table, final)
    if last is not None:
        assert all(one.on <= other.on for one, other in zip(first, last, strict=True))


@given(tables, DAYS, st.integers(0, 2), sittings)
def test_a_meeting_more_never_makes_it_worse(
    table: Table, final: date, place: int, more: tuple[int, int]
) -> None:
    """What fitted still fits and is not earlier; the earliest is not later."""
    body = place % len(table)
    extra = Sitting(f"B{body}", _day(more[0]), _day(more[1]))
    richer = [list(one) for one in table]
    richer[body] = sorted([*richer[body], extra], key=lambda one: one.on)
    before, after = latest(table, final), latest(richer, final)
    if before is not None:
        assert after is not None
        assert _backwards(after) >= _backwards(before)
    assert len(earliest(richer)) >= len(earliest(table))
    for old, new in zip(earliest(table), earliest(richer), strict=False):
        assert new.on <= old.on


OUT_OF_ORDER: Table = [
    [Sitting("A", BEGIN + timedelta(days=5), BEGIN + timedelta(days=5))],
    [
        Sitting("B", BEGIN + timedelta(days=8), BEGIN + timedelta(days=8)),
        Sitting("B", BEGIN + timedelta(days=9), BEGIN + timedelta(days=3)),
    ],
]


@given(tables, DAYS)
@example(OUT_OF_ORDER, BEGIN + timedelta(days=20))
def test_what_was_missed_is_the_latest_plan_where_there_is_one(table: Table, final: date) -> None:
    """Counted backwards alone it is never before the latest plan of its last body, and ends in time."""
    back, found = missed(table, final), latest(table, final)
    assert all(one.on <= final for one in back)
    assert _feasible(back)
    if found is not None:
        assert back[-1].on >= found[-1].on
        closes = [one.closes for one in table[-1]]
        if closes == sorted(closes):  # else a later meeting may close before the papers are there
            assert back[-1] == found[-1]


def test_nothing_comes_of_no_bodies() -> None:
    """A way without stops has no plan."""
    assert earliest([]) == ()
    assert latest([], BEGIN) is None
    assert missed([], BEGIN) == ()
