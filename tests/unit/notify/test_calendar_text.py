"""Calendars as iCalendar: what every client must be able to read."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from tests.ical import read
from workflow.command.feeds.entry import Entry, Feed, Kind, uid_of
from workflow.notify.calendar import write

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CHANGED = datetime(2025, 1, 7, 12, 30, 15, 999_999, tzinfo=UTC)
UNUSUAL = "Taxa, avgift; \\ ”så” \n ny rad: 🏛️👩‍⚖️ å̈ \t slut"


def entry(
    summary: str = "Kommunstyrelsen, sammanträde",
    *,
    kind: Kind = "meeting",
    starts: time | None = None,
    ends: time | None = None,
    place: str | None = None,
    status: str = "confirmed",
    alarm: bool = False,
    description: str = "",
) -> Entry:
    return Entry(
        uid=uid_of("norsjo/KS", "2025-03-11", 1, kind),
        kind=kind,
        summary=summary,
        on=date(2025, 3, 11),
        sequence=3,
        changed_at=CHANGED,
        starts=starts,
        ends=ends,
        place=place,
        status=status,  # type: ignore[arg-type]
        alarm=alarm,
        description=description,
    )


def feed(*entries: Entry, name: str = "Kommunstyrelsen", public: bool = True) -> Feed:
    return Feed(name, f"Sammanträden: {name}", public, entries)


def test_meeting_with_a_time_is_in_the_time_of_stockholm() -> None:
    """With the zone that it names, so that a client elsewhere shows the right hour."""
    calendar = read(write(feed(entry(starts=time(8, 30), ends=time(16), place="Sessionssalen"))))
    (event,) = calendar.named("VEVENT")
    assert event.properties["DTSTART"] == ({"TZID": "Europe/Stockholm"}, "20250311T083000")
    assert event.properties["DTEND"] == ({"TZID": "Europe/Stockholm"}, "20250311T160000")
    assert event.value("LOCATION") == "Sessionssalen"
    assert event.value("TRANSP") == "OPAQUE"
    assert event.value("DTSTAMP") == event.value("LAST-MODIFIED") == "20250107T123015Z"
    assert (event.value("SEQUENCE"), event.value("STATUS")) == ("3", "CONFIRMED")
    (zone,) = calendar.named("VTIMEZONE")
    rules = {part.name: part.value("RRULE") for part in zone.parts}
    assert rules == {
        "DAYLIGHT": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "STANDARD": "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    }


def test_the_zone_says_what_the_system_knows() -> None:
    """Read by its rules, every meeting of the years is at the hour of Stockholm."""
    text = write(feed(entry(starts=time(8, 30))))
    zone = Calendar.from_ical(text).walk("VTIMEZONE")[0].to_tz()
    for year in range(2000, 2061, 7):
        for month in range(1, 13):
            moment = datetime(year, month, 28, 8, 30)  # noqa: DTZ001 - the zone is what is asked for
            own = moment.replace(tzinfo=STOCKHOLM)
            assert moment.replace(tzinfo=zone).utcoffset() == own.utcoffset()


def test_meeting_past_midnight_ends_the_next_day() -> None:
    """An end that is earlier than the beginning is tomorrow's; one that isn't known is left out."""
    late = read(write(feed(entry(starts=time(22), ends=time(0, 30))))).named("VEVENT")[0]
    assert late.value("DTEND") == "20250312T003000"
    unknown = read(write(feed(entry(starts=time(22))))).named("VEVENT")[0]
    assert "DTEND" not in unknown.properties


def test_a_whole_day_ends_where_the_next_begins() -> None:
    """VALUE=DATE with an end that isn't part of it, and nobody is busy the whole day for it."""
    (event,) = read(write(feed(entry(kind="cut_off")))).named("VEVENT")
    assert event.properties["DTSTART"] == ({"VALUE": "DATE"}, "20250311")
    assert event.properties["DTEND"] == ({"VALUE": "DATE"}, "20250312")
    assert event.value("TRANSP") == "TRANSPARENT"
    assert event.value("CATEGORIES") == "Stoppdag"


def test_cancelled_is_said_to_programs_and_to_people() -> None:
    """Some clients show a cancelled event as any other: the title says it too, and nobody is busy."""
    (event,) = read(write(feed(entry(status="cancelled", starts=time(9), alarm=True)))).named(
        "VEVENT"
    )
    assert event.value("STATUS") == "CANCELLED"
    assert event.text("SUMMARY") == "Inställt: Kommunstyrelsen, sammanträde"
    assert event.value("TRANSP") == "TRANSPARENT"
    assert event.parts == []


def test_only_what_must_not_be_missed_rings() -> None:
    """At eight the morning before; everything else is told without an alarm."""
    text = write(feed(entry("KS 1/2025: Frist", kind="deadline", alarm=True), public=False))
    (event,) = read(text).named("VEVENT")
    (alarm,) = event.parts
    assert (alarm.value("TRIGGER"), alarm.value("ACTION")) == ("-PT16H", "DISPLAY")
    assert event.value("CLASS") == "PRIVATE"
    (silent,) = read(write(feed(entry()))).named("VEVENT")
    assert silent.parts == []
    assert "CLASS" not in silent.properties


def test_calendar_says_what_it_is_to_old_and_new_clients() -> None:
    """By RFC 7986's properties and by those that came before; also one without any event is a calendar."""
    calendar = read(write(feed(name="Kommunstyrelsen, Norsjö; kommun\nBEGIN:VEVENT")))
    for name in ("NAME", "X-WR-CALNAME"):
        assert calendar.text(name) == "Kommunstyrelsen, Norsjö; kommun\nBEGIN:VEVENT"
    assert calendar.value("METHOD") == "PUBLISH"
    assert calendar.value("X-WR-TIMEZONE") == "Europe/Stockholm"
    assert calendar.properties["REFRESH-INTERVAL"] == ({"VALUE": "DURATION"}, "PT12H")
    assert calendar.properties["X-PUBLISHED-TTL"] == ({}, "PT12H")
    assert read(write(feed(public=False))).value("X-PUBLISHED-TTL") == "PT2H"


def test_texts_come_back_as_they_were() -> None:
    """Commas, semicolons, lines, emoji and ten thousand letters, by both readers."""
    for text in (UNUSUAL, "Å🏛️" * 3_334, "x" * 10_000, "\\n\\,;"):
        written = write(feed(entry(text, place=text, description=text)))
        (event,) = read(written).named("VEVENT")
        (other,) = Calendar.from_ical(written).walk("VEVENT")
        for name in ("SUMMARY", "LOCATION", "DESCRIPTION"):
            assert event.text(name) == text
            assert str(other[name]) == text


def test_what_no_calendar_can_hold_becomes_a_space() -> None:
    """Control characters, and halves of characters; line ends of any kind are line ends."""
    (event,) = read(write(feed(entry("a\x00b\x1bc\ud800d\re\r\nf\x7f")))).named("VEVENT")
    assert event.text("SUMMARY") == "a b c d\ne\nf "


TIMES = st.none() | st.times().map(lambda one: one.replace(microsecond=0))
ENTRIES = st.builds(
    Entry,
    uid=st.just(uid_of("one")),
    kind=st.sampled_from(["meeting", "cut_off", "summons", "deadline", "assignment"]),
    summary=st.text(max_size=200),
    on=st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    sequence=st.integers(0, 100_000),
    changed_at=st.just(CHANGED),
    starts=TIMES,
    ends=TIMES,
    place=st.none() | st.text(max_size=200),
    description=st.text(max_size=200),
    status=st.sampled_from(["confirmed", "tentative", "cancelled"]),
    alarm=st.booleans(),
)


@given(ENTRIES, st.text(max_size=100), st.booleans())
def test_whatever_is_told_is_a_calendar(one: Entry, name: str, public: bool) -> None:  # noqa: FBT001
    """No text and no time makes anything that a strict reader refuses, and the same is the same bytes."""
    text = write(feed(one, name=name, public=public))
    read(text)
    Calendar.from_ical(text)
    write.cache_clear()
    assert write(feed(one, name=name, public=public)) == text
