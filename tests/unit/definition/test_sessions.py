"""When a body meets, by list and by rule; cut-off days, summonses, moves and cancellations."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.definition.catalogue import canonical, parse_organisation
from workflow.definition.organisation import Organisation
from workflow.definition.sessions import (
    MOST,
    Session,
    cut_off,
    meetings,
    session_on,
    sessions,
    summons_by,
)
from workflow.statutory import calendar

MONTHLY = {"rule": "FREQ=MONTHLY;BYDAY=1TU", "from": "2025-01-01", "until": "2025-06-30"}


def town(kind: str = "executive_board", **body: Any) -> Organisation:
    """A town with one body."""
    return Organisation.model_validate(
        {
            "organisation": "town",
            "name": "Staden",
            "kind": "municipality",
            "register_code": "KS",
            "bodies": {"KS": {"name": "Styrelsen", "kind": kind, **body}},
        }
    )


def days(*written: str) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, written))


def one(office: Organisation, day: str) -> Session:
    """The only entry of the schedule on the day, held or not."""
    (found,) = (each for each in sessions(office, "KS") if each.on == date.fromisoformat(day))
    return found


def test_a_plain_day_is_a_meeting_of_which_nothing_else_is_known() -> None:
    """As schedules always were written; and as they are published."""
    office = town(meets=["2025-03-11", "2025-04-15"])
    assert sessions(office, "KS") == tuple(Session(day) for day in meetings(office, "KS"))
    assert meetings(office, "KS") == days("2025-03-11", "2025-04-15")
    assert '"meets":["2025-03-11","2025-04-15"]' in canonical(office)


def test_what_is_said_of_a_meeting_is_in_its_session() -> None:
    """Hours and days as values; nothing of it is lost in the canonical form."""
    said = {"on": "2025-03-11", "at": "18:30", "until": "21:00", "place": "Aulan", "note": "Budget",
            "cut_off": "2025-02-28", "papers_sent": "2025-03-04", "reason": "extra"}  # fmt: skip
    office = town(meets=[said])
    assert sessions(office, "KS") == (
        Session(
            on=date(2025, 3, 11),
            starts=time(18, 30),
            ends=time(21),
            place="Aulan",
            note="Budget",
            cut_off=date(2025, 2, 28),
            papers_sent=date(2025, 3, 4),
            reason="extra",
        ),
    )
    assert parse_organisation(canonical(office)) == office


def test_nobody_meets_where_nothing_is_known() -> None:
    """Neither a body that isn't there nor one without a schedule."""
    assert meetings(town(), "KS") == meetings(town(), "AU") == ()
    assert sessions(town(), "AU") == ()
    assert cut_off(town(cut_off="P7D"), "KS", date(2025, 3, 11)) is None
    assert summons_by(town(lead_time="P7D"), "AU", date(2025, 3, 11)) is None


def test_a_rule_gives_its_days_without_the_excepted_ones() -> None:
    """At the rule's hour and place; a meeting of its own says otherwise."""
    rule = {**MONTHLY, "except": ["2025-01-07"], "at": "13:00", "ends": "16:00", "place": "Salen"}
    office = town(recurs=rule, meets=[{"on": "2025-03-04", "at": "09:00"}, "2025-03-20"])
    assert meetings(office, "KS") == days(
        "2025-02-04", "2025-03-04", "2025-03-20", "2025-04-01", "2025-05-06", "2025-06-03"
    )
    assert (one(office, "2025-02-04").starts, one(office, "2025-02-04").ends) == (
        time(13),
        time(16),
    )
    own = one(office, "2025-03-04")
    assert (own.starts, own.ends, own.place) == (time(9), None, "Salen")
    assert one(office, "2025-03-20").place is None


def test_a_rule_gives_no_more_than_can_be_looked_at() -> None:
    """However far its end lies."""
    rule = {"rule": "FREQ=DAILY", "from": "2025-01-01", "until": "2199-12-31"}
    assert len(meetings(town(recurs=rule), "KS")) == MOST


@pytest.mark.parametrize(
    "meets",
    [
        [{"on": "2025-03-11", "moved_to": "2025-03-18", "reason": "lov"}],
        [{"on": "2025-03-18", "moved_from": "2025-03-11", "reason": "lov"}],
        [{"on": "2025-03-11", "moved_to": "2025-03-18"}, {"on": "2025-03-18", "reason": "lov"}],
        [{"on": "2025-03-11", "reason": "lov"}, {"on": "2025-03-18", "moved_from": "2025-03-11"}],
    ],
)  # fmt: skip
def test_a_move_is_known_on_both_days_wherever_it_is_written(meets: list[Any]) -> None:
    """The old day is not held and the new one is; each names the other, and why is told on both."""
    office = town(meets=meets)
    assert meetings(office, "KS") == days("2025-03-18")
    old, new = sessions(office, "KS")
    assert (old.on, old.cancelled, old.moved_to) == (date(2025, 3, 11), True, date(2025, 3, 18))
    assert (new.cancelled, new.moved_from) == (False, date(2025, 3, 11))
    assert {old.reason, new.reason} - {None} == {"lov"}


def test_a_meeting_moved_twice_is_held_on_the_last_day() -> None:
    """Also where nobody wrote a line for the day between."""
    office = town(
        meets=[
            {"on": "2025-03-11", "moved_to": "2025-03-18"},
            {"on": "2025-03-25", "moved_from": "2025-03-18"},
        ]
    )
    assert meetings(office, "KS") == days("2025-03-25")
    between = one(office, "2025-03-18")
    assert (between.moved_from, between.moved_to) == days("2025-03-11", "2025-03-25")


def test_a_moved_meeting_keeps_its_hour_but_not_its_cut_off() -> None:
    """The cut-off of the old day says nothing of the new one; the body's period does."""
    moved = {
        "on": "2025-03-11",
        "at": "18:30",
        "place": "Aulan",
        "cut_off": "2025-02-27",
        "moved_to": "2025-03-18",
    }
    office = town(meets=[moved], cut_off="P10D")
    new = one(office, "2025-03-18")
    assert (new.starts, new.place, new.cut_off) == (time(18, 30), "Aulan", date(2025, 3, 7))
    assert one(office, "2025-03-11").cut_off is None


def test_a_cancelled_meeting_has_no_days_before_it() -> None:
    """No cut-off, no summons, and no date is counted from it."""
    office = town(
        meets=[{"on": "2025-03-11", "cancelled": True, "cut_off": "2025-03-03"}], lead_time="P7D"
    )
    assert meetings(office, "KS") == ()
    assert one(office, "2025-03-11").cancelled
    assert session_on(office, "KS", date(2025, 3, 11)) is None
    assert cut_off(office, "KS", date(2025, 3, 11)) is None
    assert summons_by(office, "KS", date(2025, 3, 11)) is None


def test_two_meetings_on_one_day_are_one_meeting_day() -> None:
    """In order of the hour; the day's cut-off is that of the first."""
    office = town(
        meets=[
            {"on": "2025-03-11", "at": "09:00", "until": "11:00", "cut_off": "2025-03-03"},
            {"on": "2025-03-11", "at": "13:00", "cut_off": "2025-03-05"},
        ]
    )
    assert meetings(office, "KS") == days("2025-03-11")
    assert len(sessions(office, "KS")) == 2
    assert cut_off(office, "KS", date(2025, 3, 11)) == date(2025, 3, 3)


def test_a_cut_off_on_a_closed_day_is_the_open_day_before() -> None:
    """Ten days before 28 April 2025 is Good Friday; the meeting's own day goes before the period."""
    office = town(
        meets=["2025-04-28", {"on": "2025-05-26", "cut_off": "2025-05-20"}], cut_off="P10D"
    )
    assert cut_off(office, "KS", date(2025, 4, 28)) == date(2025, 4, 17)
    assert cut_off(office, "KS", date(2025, 5, 26)) == date(2025, 5, 20)


@pytest.mark.parametrize(
    ("kind", "lead_time", "expected"),
    [
        ("committee", "P5D", "2025-04-23"),
        ("committee", "P7D", "2025-04-17"),
        ("committee", None, None),
        ("council", None, "2025-04-17"),
        ("council", "P3D", "2025-04-17"),
        ("council", "P14D", "2025-04-14"),
    ],
)
def test_the_summons_of_a_committee_is_its_own_and_the_councils_the_laws(
    kind: str, lead_time: str | None, expected: str | None
) -> None:
    """LAW K1, K3 and K6, for 28 April 2025: a week before is Easter Monday, so Maundy Thursday."""
    office = town(kind, meets=["2025-04-28"], **({"lead_time": lead_time} if lead_time else {}))
    found = summons_by(office, "KS", date(2025, 4, 28))
    assert found == (expected and date.fromisoformat(expected))


def test_a_copy_with_another_schedule_is_worked_out_anew() -> None:
    """What is remembered belongs to one body as it is, and to no copy of it."""
    office = town(meets=["2025-03-11"])
    assert meetings(office, "KS") == days("2025-03-11")
    other = town(meets=["2025-04-15"]).bodies["KS"]
    changed = office.bodies["KS"].model_copy(update={"meets": other.meets})
    copy = office.model_copy(update={"bodies": {"KS": changed}})
    assert meetings(copy, "KS") == days("2025-04-15")
    assert meetings(office, "KS") == days("2025-03-11")


RULES = st.builds(
    "FREQ=MONTHLY;INTERVAL={};BYDAY={}{}".format,
    st.integers(1, 3),
    st.sampled_from([1, 2, 3, -1]),
    st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA"]),
)
STARTS = st.dates(date(2000, 1, 1), date(2060, 12, 31))
PERIODS = st.builds("P{}{}".format, st.integers(0, 40), st.sampled_from("DW"))


@given(rule=RULES, start=STARTS, months=st.integers(1, 36), period=PERIODS)
def test_a_rule_and_the_list_of_its_days_are_the_same_schedule(
    rule: str, start: date, months: int, period: str
) -> None:
    """Session by session, cut-off days included."""
    until = start + timedelta(days=30 * months)
    by_rule = town(
        recurs={"rule": rule, "from": start.isoformat(), "until": until.isoformat()}, cut_off=period
    )
    by_list = town(meets=[day.isoformat() for day in meetings(by_rule, "KS")], cut_off=period)
    assert sessions(by_rule, "KS") == sessions(by_list, "KS")
    assert all(start <= day <= until for day in meetings(by_rule, "KS"))


@given(
    rule=RULES,
    start=STARTS,
    period=PERIODS,
    lead=PERIODS,
    kind=st.sampled_from(["council", "committee"]),
)
def test_a_day_before_a_meeting_is_open_and_never_after_it(
    rule: str, start: date, period: str, lead: str, kind: str
) -> None:
    """Cut-off and summons; a meeting on a closed day with a period of no days has the open day before it."""
    until = start + timedelta(days=400)
    office = town(
        kind,
        recurs={"rule": rule, "from": start.isoformat(), "until": until.isoformat()},
        cut_off=period,
        lead_time=lead,
    )
    for meeting in meetings(office, "KS"):
        last, summons = cut_off(office, "KS", meeting), summons_by(office, "KS", meeting)
        assert last is not None
        assert summons is not None
        for day in (last, summons):
            assert day <= meeting
            assert calendar.closed(day) is None
        assert kind != "council" or summons <= meeting - timedelta(days=7)


ENTRIES = st.dictionaries(
    st.dates(date(2025, 1, 1), date(2025, 3, 31)),
    st.fixed_dictionaries(
        {},
        optional={
            "cancelled": st.just(value=True),
            "moved_to": st.dates(date(2025, 1, 1), date(2025, 3, 31)).map(date.isoformat),
            "moved_from": st.dates(date(2025, 1, 1), date(2025, 3, 31)).map(date.isoformat),
        },
    ),
    max_size=6,
)


@given(ENTRIES)
def test_every_day_is_held_or_not_and_never_both(entries: dict[date, dict[str, Any]]) -> None:
    """Whatever is written of moves: one session a day, and only those held are meetings."""
    office = town(meets=[{"on": day.isoformat(), **said} for day, said in sorted(entries.items())])
    found = sessions(office, "KS")
    assert [each.on for each in found] == sorted({each.on for each in found})
    assert meetings(office, "KS") == tuple(each.on for each in found if not each.cancelled)
    assert {*entries} <= {each.on for each in found}
    assert all(each.cancelled for each in found if each.moved_to)
