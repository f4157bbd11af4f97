"""Two real calendars of one budget year, read whole and held against what a person read in them."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from workflow.workbench.calendars import (
    Bodies,
    Meaning,
    Understood,
    disagreements,
    read_calendar,
    timetable,
    understand,
)

pytestmark = pytest.mark.shared

FIRST, SECOND = "simrishamn_budgetprocess_2026.ics", "simrishamn_budgetprocess_2026_NY.ics"
FACTS = {FIRST: "events_first_version", SECOND: "events"}
NAMES = {"KF": "Kommunfullmäktige", "KS": "Kommunstyrelsen"}
_MEETINGS = ("decision_meeting", "preparation_meeting")


@pytest.fixture(scope="module")
def read(shared: Path) -> Mapping[str, Any]:
    """What a person read in them."""
    found: dict[str, Any] = json.loads(
        (shared / "data/simrishamn_meetings.json").read_text("utf-8")
    )
    return found


def meaning(shared: Path, name: str) -> Meaning:
    """A calendar, understood without any organisation; nothing of it is broken."""
    calendar = read_calendar(shared / "data" / name)
    assert (calendar.errors, calendar.notes) == ((), ())
    return understand(calendar.events, Bodies(None))


def _facts(one: Understood) -> dict[str, Any]:
    event = one.event
    return {
        "date": event.on.isoformat(),
        "summary": event.summary,
        "start": event.starts.isoformat("minutes") if event.starts else None,
        "end": event.ends.isoformat("minutes") if event.ends else None,
        "kind": one.kind,
        "for_meeting": [one.before.isoformat()] if one.before else None,
        "body": NAMES.get(one.body or "", one.body),
        "uid": event.uid or None,
    }


@pytest.mark.parametrize("name", [FIRST, SECOND])
def test_every_event_means_what_a_person_read(
    shared: Path, read: Mapping[str, Any], name: str
) -> None:
    """Day, hours, kind, body and the meeting that a cut-off or dispatch is for: event by event, in order.

    A deadline has nobody who meets: who has to hand in is said in its title, and stays there.
    """
    found = meaning(shared, name)
    wanted = read[FACTS[name]]
    assert len(found.understood) == len(wanted)
    for one, facts in zip(found.understood, wanted, strict=True):
        told = _facts(one)
        expected = {key: facts.get(key) for key in told}
        if facts["kind"] not in _MEETINGS:
            expected["body"] = None
        assert told == expected


def test_the_cut_off_days_are_those_of_their_meetings(
    shared: Path, read: Mapping[str, Any]
) -> None:
    """Every deadline for a meeting is its cut-off, the dispatches are the days its papers are sent."""
    found = timetable(meaning(shared, SECOND).understood)
    cut_offs = {
        one.on.isoformat(): one.cut_off.isoformat()
        for meetings in found.meetings.values()
        for one in meetings
        if one.cut_off
    }
    assert cut_offs == {
        facts["for_meeting"][0]: facts["date"]
        for facts in read["events"]
        if facts["kind"] == "deadline" and "for_meeting" in facts
    }
    assert len(cut_offs) == 4
    sent = {
        one.on: one.papers_sent
        for each in found.meetings.values()
        for one in each
        if one.papers_sent
    }
    assert sent == {date(2026, 4, 10): date(2026, 4, 1), date(2026, 9, 23): date(2026, 9, 17)}


@pytest.mark.parametrize("name", [FIRST, SECOND])
def test_nothing_of_a_calendar_is_lost(shared: Path, name: str) -> None:
    """Every event is a meeting, a day of a meeting, or another day of the calendar."""
    understood = meaning(shared, name).understood
    found = timetable(understood)
    assert (found.errors, found.unclear) == ((), ())
    meetings = [one for each in found.meetings.values() for one in each]
    days = sum((one.cut_off is not None) + (one.papers_sent is not None) for one in meetings)
    assert len(meetings) + days + len(found.calendar) == len(understood)


def test_what_is_not_certain_is_told(shared: Path) -> None:
    """The day held in reserve, by its line in the file."""
    (note,) = meaning(shared, SECOND).unclear
    assert (note.line, "preliminär" in note.sentence) == (364, True)


def test_where_the_two_calendars_disagree_is_said(shared: Path, read: Mapping[str, Any]) -> None:
    """One day was moved; all else the second has in addition, or says more closely."""
    first, second = (meaning(shared, name).understood for name in (FIRST, SECOND))
    found = disagreements(first, second)
    (moved,) = (one for one in found if one.what == "moved")
    assert moved.first is not None
    assert moved.second is not None
    assert [moved.first.event.on.isoformat()] == read["dates_only_in_first_version"]
    assert moved.second.event.on == date(2027, 1, 31)
    assert {one.what for one in found} == {"moved", "only_second", "fuller"}
    days = {one.event.on for one in first}
    alone = {one.second.event.on for one in found if one.what == "only_second" and one.second}
    assert alone == {one.event.on for one in second} - days - {date(2027, 1, 31)}


def test_a_calendar_agrees_with_itself(shared: Path) -> None:
    """Nothing differs, in either of them."""
    for name in (FIRST, SECOND):
        events = meaning(shared, name).understood
        assert disagreements(events, events) == ()
