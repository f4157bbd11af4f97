"""Calendar files: every event with its line and local time, and what can't be read told by event."""

import re
from contextlib import suppress
from datetime import date, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ics import calendar, event, written

from workflow.errors import InvalidInputError
from workflow.workbench.calendars import CalendarFile, read_calendar

KS = {"SUMMARY": "Kommunstyrelsen"}


def days(found: CalendarFile) -> list[date]:
    assert found.errors == ()
    return [one.on for one in found.events]


def problem(tmp_path: Path, **keys: str) -> str:
    """What is told of one event that can't be read; the one beside it is read."""
    found = read_calendar(written(tmp_path, event(**KS, DTSTART="20260303T130000"), event(**keys)))
    assert days(CalendarFile("", found.events, (), ())) == [date(2026, 3, 3)]
    (error,) = found.errors
    assert error.line == 8
    return str(error)


@pytest.mark.parametrize(
    ("start", "starts"),
    [
        ({"DTSTART__VALUE_DATE": "20260303"}, None),
        ({"DTSTART": "20260303T130000"}, time(13)),
        ({"DTSTART": "20260303T120000Z"}, time(13)),
        ({"DTSTART": "20260303T233000Z"}, time(0, 30)),
        ({"DTSTART__TZID_Europe/Stockholm": "20260303T130000"}, time(13)),
        ({"DTSTART__TZID_Europe/Helsinki": "20260303T140000"}, time(13)),
        ({"DTSTART__TZID_W. Europe Standard Time": "20260303T130000"}, time(13)),
    ],
)
def test_a_moment_is_told_in_local_time(
    tmp_path: Path, start: dict[str, str], starts: time | None
) -> None:
    """All day, floating, UTC, by zone, and by the zone's name in Windows; midnight may lie between."""
    (one,) = read_calendar(written(tmp_path, event(**KS, **start))).events
    expected = date(2026, 3, 4) if start == {"DTSTART": "20260303T233000Z"} else date(2026, 3, 3)
    assert (one.on, one.starts) == (expected, starts)


def test_everything_that_is_said_of_an_event(tmp_path: Path) -> None:
    """With the line that it begins on, also after blank and folded lines."""
    text = event(
        UID="a@b", SUMMARY="Kommun\n styrelsen", DTSTART="20260303T130000", DURATION="PT2H",
        LOCATION="Salen", DESCRIPTION="Om\\nbudget", CATEGORIES="Möte,Budget", STATUS="TENTATIVE",
    )  # fmt: skip
    (one,) = read_calendar(written(tmp_path, "", text)).events
    assert (one.line, one.uid, one.summary, one.place) == (5, "a@b", "Kommunstyrelsen", "Salen")
    assert (one.ends, one.description, one.categories) == (
        time(15),
        "Om\nbudget",
        ("Möte", "Budget"),
    )
    assert (one.tentative, one.cancelled) == (True, False)


def test_a_recurring_event_is_on_each_of_its_days(tmp_path: Path) -> None:
    """By rule, with more days and without some; one that was moved is on its new day only."""
    every = event(
        UID="a", **KS, DTSTART="20260303T130000", RRULE="FREQ=WEEKLY;UNTIL=20260401T000000Z",
        EXDATE="20260310T130000", RDATE="20260408T130000",
    )  # fmt: skip
    moved = event(
        UID="a", **KS, DTSTART="20260326T130000", RECURRENCE_ID="20260324T130000"
    ).replace("RECURRENCE=ID", "RECURRENCE-ID")
    found = read_calendar(written(tmp_path, every, moved))
    assert sorted(days(found)) == [date(2026, 3, day) for day in (3, 17, 26, 31)] + [
        date(2026, 4, 8)
    ]
    (one,) = (each for each in found.events if each.moved_from)
    assert (one.on, one.moved_from) == (date(2026, 3, 26), date(2026, 3, 24))


def test_a_rule_without_an_end_is_followed_so_far_and_that_is_told(tmp_path: Path) -> None:
    """Two years, and it says so."""
    text = event(**KS, DTSTART="20260303T130000", RRULE="FREQ=MONTHLY")
    found = read_calendar(written(tmp_path, text))
    assert len(days(found)) == 25
    assert "upprepas utan slut" in str(found.notes[0])


def test_several_days_are_told(tmp_path: Path) -> None:
    """It is read as its first day, and a person may see to the rest."""
    text = event(**KS, DTSTART__VALUE_DATE="20260303", DTEND__VALUE_DATE="20260306")
    found = read_calendar(written(tmp_path, text))
    assert days(found) == [date(2026, 3, 3)]
    assert "varar till 2026-03-05" in found.notes[0].sentence
    one_day = event(**KS, DTSTART__VALUE_DATE="20260303", DTEND__VALUE_DATE="20260304")
    assert read_calendar(written(tmp_path, one_day)).notes == ()


BROKEN: list[tuple[dict[str, str], str]] = [
    ({"SUMMARY": "KS"}, "DTSTART. saknas"),
    ({"SUMMARY": "KS", "DTSTART": "2026ABC"}, "DTSTART går inte att läsa"),
    ({"SUMMARY": "KS", "DTSTART": "20260230T100000"}, "DTSTART går inte att läsa"),
    ({"SUMMARY": "KS", "DTSTART__TZID_Nowhere/X": "20260303T130000"}, "Nowhere/X"),
    ({"SUMMARY": "KS", "DTSTART": "20260303T130000", "DTEND": "20260303T120000"}, "slutar"),
    ({"SUMMARY": "KS", "DTSTART": "20260303T130000", "RRULE": "FREQ=FOO"}, "RRULE går inte"),
    ({"SUMMARY": "KS", "DTSTART": "20260303T130000", "RRULE": "FREQ=DAILY"}, "fler än 400"),
    ({"SUMMARY": "KS", "DTSTART": "18890303T130000"}, "utanför kalendern"),
    (
        {
            "SUMMARY": "KS",
            "DTSTART": "20260303T130000",
            "RRULE": "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
        },
        "RFC 5545",
    ),
    (
        {"SUMMARY": "KS", "DTSTART": "20260303T130000", "DURATION": "PT1H\nDURATION:PT2H"},
        "flera gånger",
    ),
    ({"SUMMARY": "KS", "DTSTART": "20260303T130000", "DURATION": "P9999999D"}, "varar för länge"),
    ({"SUMMARY": "KS", "DTSTART": "20260303T130000\nDTSTART:20260304T130000"}, "flera gånger"),
    ({"SUMMARY": "KS", "DTSTART": "20260303T130000", "EXDATE": "130000"}, "EXDATE|13:00:00"),
    ({"SUMMARY": "KS", "DTSTART": "130000"}, "ingen dag"),
    ({"DTSTART": "22260303T130000"}, "händelsen: "),
]


@pytest.mark.parametrize(("keys", "words"), BROKEN)
def test_a_broken_event_is_told_with_its_line(
    tmp_path: Path, keys: dict[str, str], words: str
) -> None:
    """And the others are read all the same."""
    assert re.search(words, problem(tmp_path, **keys))


NO_CALENDARS: list[tuple[bytes, str]] = [
    (b"", "BEGIN:VCALENDAR saknas"),
    (b"hej", "BEGIN:VCALENDAR saknas"),
    (b"%PDF-1.7\nBEGIN:X", "BEGIN:VCALENDAR saknas"),
    (b"\xff\xfe\x00", "inte UTF-8"),
    (b"BEGIN:VCALENDAR\nVERSION:2.0\nhej hopp\nEND:VCALENDAR\n", "rad 3"),
    (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "rad 3: END:VCALENDAR"),
    (b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\n", "rad 2: VEVENT avslutas aldrig"),
    (
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Europe:20260303T130000\nEND:VEVENT\nEND:VCALENDAR\n",
        "går inte att läsa som kalender",
    ),
    (b"BEGIN:VCALENDAR\n" * 2 + b"END:VCALENDAR\n", "rad 1: VCALENDAR avslutas aldrig"),
]


@pytest.mark.parametrize(("data", "words"), NO_CALENDARS)
def test_what_is_no_calendar_is_refused_with_the_line(
    tmp_path: Path, data: bytes, words: str
) -> None:
    """In the office's language."""
    path = tmp_path / "x.ics"
    path.write_bytes(data)
    with pytest.raises(InvalidInputError, match=words):
        read_calendar(path)


def test_what_is_not_there_or_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before any of it is read."""
    with pytest.raises(InvalidInputError, match="går inte att läsa"):
        read_calendar(tmp_path / "none.ics")
    with pytest.raises(InvalidInputError, match="går inte att läsa"):
        read_calendar(tmp_path)
    path = written(tmp_path, *[event(**KS, DTSTART="20260303T130000")] * 3)
    monkeypatch.setattr("workflow.workbench.calendars.reading.MOST_EVENTS", 2)
    with pytest.raises(InvalidInputError, match="3 händelser"):
        read_calendar(path)
    monkeypatch.setattr("workflow.workbench.calendars.source.MAX_BYTES", 20)
    with pytest.raises(InvalidInputError, match="för stor"):
        read_calendar(path)


WHOLE = calendar(
    event(UID="a", **KS, DTSTART="20260303T130000", RRULE="FREQ=WEEKLY;COUNT=3"),
    event(SUMMARY="Sista dag", DTSTART__VALUE_DATE="20260303"),
).encode()


@given(st.data())
def test_whatever_a_file_holds_it_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """A calendar with a piece cut out or put in: events, problems or a refusal, never a crash."""
    start = data.draw(st.integers(0, len(WHOLE)))
    end = data.draw(st.integers(start, min(len(WHOLE), start + 30)))
    piece = data.draw(
        st.binary(max_size=12) | st.sampled_from([b"\r\n", b"BEGIN:VEVENT\n", b":", b";"])
    )
    path = tmp_path_factory.getbasetemp() / "any.ics"
    path.write_bytes(WHOLE[:start] + piece + WHOLE[end:])
    with suppress(InvalidInputError):
        found = read_calendar(path)
        assert all(one.line >= 1 for one in (*found.events, *found.errors))
