"""Figures for the monitoring: 0 when all is well, and what they count when it isn't."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.contract.samples import NOW, envelope, incident, mail, notice, timer, writing
from workflow.command.ports import NoticeRow
from workflow.model.effects import OpenIncident
from workflow.testing import FakeClock, MemoryStore
from workflow.web.board import down_too_early, up_too_long
from workflow.web.monitoring import exposition


def figures(store: MemoryStore, now: datetime) -> dict[str, float]:
    """The samples by name and labels."""
    text = exposition(store, FakeClock(now)).decode()
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def test_figures_are_zero_when_all_is_well() -> None:
    """An operator may alarm on anything above zero, the notices that are up excepted."""
    store = MemoryStore()
    with writing(store) as unit:
        unit.notices.apply([notice("a")])
        unit.timers.apply([timer("t")])
    assert figures(store, NOW) == {
        "arendegang_commands_waiting": 0,
        "arendegang_timers_overdue_seconds": 0,
        "arendegang_mail_overdue_seconds": 0,
        "arendegang_notices_up": 1,
        "arendegang_notices_up_too_long": 0,
        "arendegang_notices_down_too_early": 0,
        "arendegang_notices_missing": 0,
    }


def test_figures_count_what_is_left_lying() -> None:
    """Commands in the queue, timers and mails past their time, incidents by kind."""
    store = MemoryStore()
    with writing(store) as unit:
        unit.commands.accept([envelope("a"), envelope("b")], at=NOW)
        unit.timers.apply([timer("t")])
        unit.outbox.add([mail("m")], available_at=NOW)
        found = [replace(incident(f"k{n}"), kind=kind) for n, kind in enumerate("mnm")]
        unit.incidents.open([OpenIncident(o.key, None, o.kind, o.detail) for o in found], at=NOW)  # type: ignore[arg-type]
    told = figures(store, NOW + timedelta(seconds=60))
    assert told["arendegang_commands_waiting"] == 2
    assert told["arendegang_timers_overdue_seconds"] == 60
    assert told["arendegang_mail_overdue_seconds"] == 60
    assert told['arendegang_incidents_open{kind="m"}'] == 2
    assert told['arendegang_incidents_open{kind="n"}'] == 1


@pytest.mark.parametrize(
    ("today", "removed_on", "wrong"),
    [
        (date(2025, 3, 20), None, (0, 0)),
        (date(2025, 3, 21), None, (0, 0)),  # the engine takes it down during this day
        (date(2025, 3, 22), None, (1, 0)),
        (date(2025, 3, 20), date(2025, 3, 20), (0, 1)),
        (date(2025, 3, 21), date(2025, 3, 21), (0, 0)),
    ],
)
def test_notices_too_long_up_or_too_early_down(
    today: date, removed_on: date | None, wrong: tuple[int, int]
) -> None:
    """Norsjö's notice: last day to appeal 20 March, to come down on the 21st, not sooner or later."""
    rows = [NoticeRow(notice("a"), removed_on)]
    assert (up_too_long(rows, today), down_too_early(rows, today)) == wrong


def test_a_lost_notice_counts_until_it_is_posted_anew() -> None:
    """Also when its time would have passed long ago: the time to appeal has not run out."""
    lost = NoticeRow(notice("a"), down_early_on=date(2025, 3, 10))
    elsewhere = NoticeRow(replace(notice("b"), board="Annan tavla"))
    anew = NoticeRow(notice("c", date(2025, 3, 12)))
    for today in (date(2025, 3, 11), date(2026, 1, 1)):
        assert down_too_early([lost, elsewhere], today) == 1
        assert down_too_early([lost, elsewhere, anew], today) == 0
        found_out_afterwards = replace(lost, removed_on=date(2025, 3, 21))
        assert down_too_early([found_out_afterwards], today) == 1
    assert up_too_long([lost], date(2026, 1, 1)) == 0


def test_an_announcement_comes_down_the_day_after_its_meeting() -> None:
    """It isn't early when the meeting was called off, and too long up from the second day after."""
    told = replace(notice("a"), kind="announcement", last_appeal_day=None, earliest_removal=None)
    up, off = NoticeRow(told), NoticeRow(told, date(2025, 2, 20))
    assert up_too_long([up], date(2025, 2, 26)) == 0
    assert up_too_long([up], date(2025, 2, 27)) == 1
    assert down_too_early([off], date(2025, 2, 21)) == 0


def test_the_day_is_the_one_in_sweden() -> None:
    """At half past eleven in the evening UTC it is tomorrow."""
    store = MemoryStore()
    with writing(store) as unit:
        unit.notices.apply([notice("a")])
    at = datetime(2025, 3, 21, 22, 30, tzinfo=UTC)
    assert figures(store, at)["arendegang_notices_up_too_long"] == 0
    assert figures(store, at + timedelta(hours=1))["arendegang_notices_up_too_long"] == 1
