"""What holds for every deadline, whatever is done to it, and for every real referral."""

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.clockwork import Clockwork, definition, matter, organisation
from workflow.errors import CommandRefusedError
from workflow.machine.timers import instant
from workflow.model.matter import Deadline
from workflow.statutory import calendar

DAY = timedelta(days=1)
OPENED = st.dates(date(2020, 1, 1), date(2035, 12, 31))
SPANS = st.integers(0, 400)
LADDERS = st.lists(st.sampled_from(["P1Y", "P3M", "P1M", "P2W", "P7D", "P1D", "P0D"]), max_size=4)


def _watch(opened: date, span: int, remind: list[str]) -> Clockwork:
    spec = {
        "after": f"P{span}D",
        "counts_from": "registered",
        "remind": remind,
        "until": ["decided"],
    }
    return Clockwork.on(opened.isoformat(), spec)


@given(OPENED, SPANS, LADDERS)
def test_reminders_come_before_the_end_and_not_before_today(
    opened: date, span: int, remind: list[str]
) -> None:
    """The ladder is in order, without repetition, from today on and strictly before the last day."""
    it = _watch(opened, span, remind).it
    assert list(it.reminders) == sorted(set(it.reminders))
    assert all(opened <= day < it.final for day in it.reminders)
    assert it.target is None or (it.target < it.final and calendar.closed(it.final))


@given(OPENED, SPANS, st.integers(0, 400), st.integers(0, 400))
def test_a_standstill_consumes_no_time(opened: date, span: int, before: int, pause: int) -> None:
    """As many days are left after the pause as before it, and the end moves by exactly the pause."""
    watch = _watch(opened, span, [])
    end = watch.it.final
    watch.at(opened + DAY * min(before, span)).suspend()
    left = (end - watch.today).days
    assert watch.it.remaining_days == left
    watch.at(watch.today + DAY * pause).resume()
    assert (watch.it.final - watch.today).days == left
    assert watch.it.final == end + DAY * pause
    assert watch.it.suspended_days == pause


@given(OPENED, SPANS, st.lists(st.integers(-30, 60), min_size=1, max_size=6))
def test_an_extension_is_never_earlier(opened: date, span: int, moves: list[int]) -> None:
    """Each extension ends later than before, or is refused and changes nothing."""
    watch = _watch(opened, span, ["P7D"])
    for move in moves:
        before = watch.it
        until = before.final + DAY * move
        if move > 0:
            watch.extend(until)
            assert (watch.it.final, watch.it.generation) == (until, before.generation + 1)
        else:
            with pytest.raises(CommandRefusedError):
                watch.extend(until)
            assert watch.it == before
    assert watch.it.nominal == opened + DAY * span
    assert watch.it.final == watch.it.nominal + DAY * watch.it.extended_days


DEEDS: dict[str, Callable[[Clockwork], object]] = {
    "extend": lambda watch: watch.extend(max(watch.it.final, watch.today) + DAY * 9),
    "suspend": lambda watch: watch.suspend(),
    "resume": lambda watch: watch.resume(),
    "decided": lambda watch: watch.move("decided").look(),
    "again": lambda watch: watch.move("preparation").look(),
    "moved": lambda watch: watch.set(due=(watch.today + DAY * 20).isoformat()).look(),
    "past": lambda watch: watch.set(due=(watch.today - DAY * 20).isoformat()).look(),
    "unknown": lambda watch: watch.set(due=None).look(),
    "waits": lambda watch: watch.until(watch.today + DAY * 12),
    "tabled": lambda watch: watch.decide("tables", "KS").look(),
    "granted": lambda watch: watch.decide("grants", "KS").look(),
    "weekly": lambda watch: _meets(watch, 7).look(),
    "monthly": lambda watch: _meets(watch, 30).look(),
    "daily, unheard of": lambda watch: _meets(watch, 1),
}


def _meets(watch: Clockwork, every: int) -> Clockwork:
    """From now on KS meets at this interval, in days, for a quarter of a year."""
    days = [watch.today + DAY * ahead for ahead in range(0, 90, every)]
    watch.organisation = organisation(KS=[day.isoformat() for day in days])
    return watch


@given(
    st.sampled_from(
        [
            {"day": "due", "remind": ["P7D", "P1D"]},
            {"day": "due", "must_meet": "KS"},
            {"rule": "KL-13:5", "counts_from": "fields.due", "remind": ["P1W"]},
            {"after": "P30D", "counts_from": "fields.due", "during": ["preparation"]},
            {"recurs": "FREQ=MONTHLY", "counts_from": "fields.due", "remind": ["P3D"]},
            {"recurs": "FREQ=WEEKLY", "counts_from": "fields.due", "must_meet": "KS"},
        ]
    ),
    st.lists(st.sampled_from(sorted(DEEDS)), max_size=12),
)
def test_whatever_is_done_a_running_deadline_has_one_end(
    spec: dict[str, object], deeds: list[str]
) -> None:
    """After any sequence: one end for each running deadline, none for others, and no timer's id twice.

    The clockwork checks it after every step, and that a second look changes nothing.
    """
    watch = Clockwork.on("2025-01-15", {**spec, "until": ["decided"]}, due="2025-02-01")
    for deed in deeds:
        before = watch.it
        try:
            DEEDS[deed](watch)
        except CommandRefusedError:
            assert watch.it == before
        assert watch.it.generation >= before.generation
        _added_up(watch.it)


def _added_up(it: Deadline) -> None:
    assert it.extended_days >= 0
    assert it.suspended_days >= 0
    assert (it.status == "suspended") == (it.remaining_days is not None)
    if it.rule in ("day", "after", "recurs"):
        assert it.final == it.nominal + DAY * (it.extended_days + it.suspended_days)


@given(st.dates(date(2000, 1, 1), date(2037, 12, 31)), st.sampled_from([time(0), time(7)]))
def test_instants_are_the_local_time_of_that_day(day: date, at: time) -> None:
    """Neither hour is ever skipped or repeated by the clock changes in Sweden."""
    local = instant(day, at).astimezone(ZoneInfo("Europe/Stockholm"))
    assert (local.date(), local.time()) == (day, at)
    assert local.utcoffset() in (timedelta(hours=1), timedelta(hours=2))
    assert datetime.combine(day, at, local.tzinfo).replace(fold=1) == local


@given(OPENED, SPANS)
def test_nobody_moves_a_day_set_by_the_sender(opened: date, span: int) -> None:
    """Whatever weekday or feast it is, and whatever the schedule says."""
    due = opened + DAY * span
    watch = Clockwork.on(opened.isoformat(), {"day": "due", "must_meet": "KS"}, due=due.isoformat())
    watch.organisation = organisation(KS=[(due + DAY).isoformat()])
    watch.look("Ny plan")
    assert (watch.it.nominal, watch.it.final, watch.it.moved_by) == (due, due, None)
    assert bool(watch.it.target) == bool(calendar.closed(due))
    assert len(watch.matter.tasks) == bool(calendar.closed(due))


@pytest.mark.shared
def test_every_real_referral_keeps_its_day(shared: Path) -> None:
    """1,744 referrals: each has the day it prints, none is moved, and a person is asked about the odd ones.

    Odd are those whose day had passed when they were published, falls on a closed day, was changed later,
    or isn't the only one.
    """
    lines = (shared / "data/referrals.jsonl").read_text(encoding="utf-8").splitlines()
    referrals = [json.loads(line) for line in lines]
    assert len(referrals) == 1744
    spec = definition(
        it={
            "day": "due",
            "until": ["decided"],
            "hard": True,
            "doubts": ["other_due", "due_history"],
        }
    )
    asked = {"past": 0, "closed": 0, "changed": 0, "two": 0, "none": 0}
    for referral in referrals:
        published = f"{referral['published_month']}-01"
        due = date.fromisoformat(referral["answer_due"])
        others = {name: referral.get(name) for name in ("other_due", "due_history")}
        watch = Clockwork(
            spec,
            matter(published, due=referral["answer_due"], **others),
            date.fromisoformat(published),
        )
        watch.look()
        assert (watch.it.nominal, watch.it.final, watch.it.moved_by) == (due, due, None)
        past = due < watch.today
        odd = {
            "past": past,
            "closed": bool(calendar.closed(due)),
            "changed": "due_history" in referral,
            "two": "other_due" in referral,
        }
        assert len(watch.matter.tasks) == sum(odd.values())
        assert watch.it.status == ("expired" if past else "running")
        for name, is_so in odd.items():
            asked[name] += is_so
        asked["none"] += not any(odd.values())
    assert (asked["past"], asked["changed"], asked["two"]) == (13, 7, 6)
    assert asked["closed"] > 0
    assert asked["none"] > 1500
