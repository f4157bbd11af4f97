"""From events to a schedule: what words mean, what isn't clear, and how it stands in the organisation's file."""

from datetime import date
from pathlib import Path

import pytest
from ics import event, written

from workflow.definition.catalogue import load
from workflow.definition.sessions import meetings, sessions
from workflow.workbench.calendars import (
    Bodies,
    Meaning,
    Timetable,
    disagreements,
    fragment,
    merged,
    read_calendar,
    timetable,
    understand,
)

TOWN = """\
# Staden, med anteckningar
organisation: town
name: Staden
kind: municipality
register_code: KS
bodies:
  KF: {name: Kommunfullmäktige, kind: council}
  KS:
    name: Kommunstyrelsen  # elva ledamöter
    kind: executive_board
    parent: KF
    meets:
      - 2026-02-03  # antagen
      - {on: 2026-03-03, place: Salen}
  AU: {name: Allmänna utskottet, kind: subcommittee, parent: KS, aliases: [Utskottet]}
roles: {secretary: Sekreterare}
entries:
  - {name: Sekreterare, kind: role, email: s@staden.example}
"""


def all_day(summary: str, day: str, **more: str) -> str:
    return event(SUMMARY=summary, DTSTART__VALUE_DATE=day, **more)


def timed(summary: str, day: str, hour: str = "13", **more: str) -> str:
    return event(SUMMARY=summary, DTSTART=f"{day}T{hour}0000", **more)


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """The file of the town."""
    path = tmp_path / "organisations/town.yaml"
    path.parent.mkdir()
    path.write_text(TOWN, "utf-8")
    return path


def meant(town: Path, *events: str, body: str | None = None) -> Meaning:
    """What the events mean to the town."""
    office = load(town.parents[1]).organisations["town"].organisation
    path = written(town.parents[1], *events)
    return understand(read_calendar(path).events, Bodies(office, body))


def table(town: Path, *events: str, body: str | None = None) -> Timetable:
    return timetable(meant(town, *events, body=body).understood)


MEANINGS: list[tuple[str, str, str | None]] = [
    (timed("KS-sammanträde", "20260303"), "preparation_meeting", "KS"),
    (timed("Kommunstyrelsen beslutar om taxor", "20260303"), "decision_meeting", "KS"),
    (timed("Sammanträde med utskottet", "20260303"), "preparation_meeting", "AU"),
    (timed("Sammanträde utskottet", "20260303"), "preparation_meeting", "AU"),
    (timed("Sociala utskottet", "20260303"), "preparation_meeting", "Sociala utskottet"),
    (timed("Allmänna utskottet inför Kommunstyrelsen", "20260303"), "preparation_meeting", "AU"),
    (
        timed("Kultur- och fritidsnämnden", "20260303"),
        "preparation_meeting",
        "Kultur- och fritidsnämnden",
    ),
    (timed("Miljönämnd", "20260303"), "preparation_meeting", "Miljönämnden"),
    (all_day("Stoppdag KS", "20260303"), "deadline", None),
    (all_day("Sista dag för handlingar", "20260303"), "deadline", None),
    (all_day("Handlingar", "20260303", DESCRIPTION="Deadline: ärenden in"), "deadline", None),
    (all_day("Utskick av handlingar", "20260303"), "dispatch", None),
    (timed("Förhandling med facken", "20260303"), "negotiation", None),
    (all_day("Kommunfullmäktige", "20260303"), "preparation_meeting", "KF"),
    (timed("Sammanträde", "20260303"), "", None),
    (all_day("Lunch", "20260303"), "", None),
]


@pytest.mark.parametrize(("text", "kind", "body"), MEANINGS)
def test_what_the_words_of_an_event_mean(
    town: Path, text: str, kind: str, body: str | None
) -> None:
    """Kind and body; what they don't say is told as unclear, never guessed and never left out."""
    found = meant(town, text)
    assert [(one.kind, one.body) for one in found.understood] == ([(kind, body)] if kind else [])
    assert [one.line for one in found.unclear] == ([] if kind else [4])


def test_a_calendar_of_one_body_need_not_name_it(town: Path) -> None:
    """A meeting without a body is that body's; what is no meeting stays unclear."""
    found = meant(town, timed("Sammanträde", "20260303"), all_day("Lunch", "20260304"), body="KS")
    assert [one.body for one in found.understood] == ["KS"]
    assert ["Lunch" in one.sentence for one in found.unclear] == [True]


def test_a_day_without_a_year_counts_where_the_calendar_has_a_meeting(town: Path) -> None:
    """The next such day, also over the turn of the year; otherwise it is told."""
    found = meant(
        town,
        timed("KS", "20270112"),
        all_day("Stoppdag", "20261218", DESCRIPTION="Inför mötet den 12 januari."),
        all_day("Stoppdag", "20261217", DESCRIPTION="Inför 2027-01-12"),
        all_day("Stoppdag", "20261216", DESCRIPTION="Inför mötet den 12 januari 2027"),
        all_day("Stoppdag", "20261215", DESCRIPTION="Inför mötet den 13 januari"),
        all_day("Stoppdag", "20261214", DESCRIPTION="Inför mötet den 31 februari"),
    )
    befores = [one.before for one in found.understood[1:]]
    assert befores == [date(2027, 1, 12)] * 3 + [None] * 2
    (note,) = found.unclear
    assert "2027-01-13" in note.sentence


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([timed("KS", "20260303"), timed("KS", "20260303", "15")], "på samma gång 2026-03-03"),
        ([all_day("KS", "20260303"), timed("KS", "20260303", "15")], "(rad 4)"),
    ],
)
def test_two_meetings_of_a_body_at_one_time_are_an_error(
    town: Path, events: list[str], words: str
) -> None:
    """With both lines; two after each other, of two bodies, or one cancelled are none."""
    (error,) = table(town, *events).errors
    assert words in error.sentence
    assert error.line == 8
    ends = timed("KS", "20260303", DTEND="20260303T150000")
    assert table(town, ends, timed("KS", "20260303", "15")).errors == ()
    assert table(town, timed("KS", "20260303"), timed("KF", "20260303")).errors == ()
    off = timed("KS", "20260303", STATUS="CANCELLED")
    assert table(town, timed("KS", "20260303"), off).errors == ()


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([timed("KS", "20260317"), timed("KF", "20260317")], "flera organ"),
        ([timed("KS", "20260317"), all_day("Stoppdag", "20260306", DESCRIPTION="Inför 17 mars")],
         "har redan en sådan dag"),
    ],
)  # fmt: skip
def test_a_cut_off_that_has_no_one_meeting_is_told_and_kept(
    town: Path, events: list[str], words: str
) -> None:
    """It stands among the other days of the calendar."""
    found = table(town, *events, all_day("Stoppdag", "20260305", DESCRIPTION="Inför 17 mars"))
    assert [words in one.sentence for one in found.unclear] == [True]
    assert [one.on for one in found.calendar] == [date(2026, 3, 5)]
    assert found.calendar[0].before == date(2026, 3, 17)


def test_a_cut_off_on_a_closed_day_is_told_and_kept(town: Path) -> None:
    """A Saturday takes nothing in."""
    found = table(
        town, timed("KS", "20260317"), all_day("Stoppdag", "20260307", DESCRIPTION="Inför 17 mars")
    )
    assert "lördag" in found.unclear[0].sentence
    assert [one.label for one in found.calendar] == ["Stoppdag"]


NEW = (
    timed("KS", "20260203", LOCATION="Aulan"),
    timed("KS", "20260303"),
    timed("KS", "20260217", STATUS="CANCELLED"),
    all_day("Stoppdag", "20260220", DESCRIPTION="Inför 3 mars"),
    timed("Budgetberedningen", "20260210"),
    timed("Kommunfullmäktige", "20260323", "18"),
    all_day("Utskick av enkät", "20260401"),
)


def test_a_calendar_is_written_into_what_is_there(town: Path) -> None:
    """Comments, order and what was said before stay; twice is the same as once; the result is checked."""
    office = load(town.parents[1]).organisations["town"].organisation
    found = table(town, *NEW)
    change = merged(town, office, found)
    assert change.bodies == {"Budgetberedningen": "BU"}
    town.write_text(change.text, "utf-8")
    loaded = load(town.parents[1])
    assert loaded.findings == ()
    after = loaded.organisations["town"].organisation
    assert meetings(after, "KS") == (date(2026, 2, 3), date(2026, 3, 3))
    known = {one.on: one for one in sessions(after, "KS")}
    assert known[date(2026, 2, 17)].cancelled
    march = known[date(2026, 3, 3)]
    assert (march.place, march.cut_off) == ("Salen", date(2026, 2, 20))
    assert known[date(2026, 2, 3)].place == "Aulan"
    assert meetings(after, "BU") == (date(2026, 2, 10),)
    assert meetings(after, "KF") == (date(2026, 3, 23),)
    assert [one.label for one in after.calendar] == ["Utskick av enkät"]
    for kept in (
        "# Staden, med anteckningar",
        "# elva ledamöter",
        "# antagen",
        "# slaget är antaget",
    ):
        assert kept in change.text
    again = merged(town, after, table(town, *NEW))
    assert (again.news, again.bodies) == ((), {})
    assert again.text == change.text


def test_a_new_body_gets_a_code_that_is_free(town: Path) -> None:
    """By the first letters; kinds are assumed, and said to be in the file."""
    office = load(town.parents[1]).organisations["town"].organisation
    found = table(
        town,
        timed("Arbetande utskottet", "20260210"),
        timed("Kulturnämnden", "20260211"),
        timed("Kulturella utskottet", "20260212"),
    )
    change = merged(town, office, found)
    assert change.bodies == {
        "Arbetande utskottet": "AU2",
        "Kulturella utskottet": "KU",
        "Kulturnämnden": "KU2",
    }
    assert "kind: committee  # slaget är antaget\n    parent: KF" in change.text


def test_the_lines_alone(town: Path) -> None:
    """As they would stand in a file; nothing at all where there is nothing."""
    text = fragment(table(town, timed("KS", "20260217"), all_day("Utskick", "20260401")))
    assert 'bodies:\n  KS:\n    meets:\n      - {on: 2026-02-17, at: "13:00", note: KS}' in text
    assert "calendar:\n  - {on: 2026-04-01, kind: dispatch, label: Utskick}" in text


def test_what_calendars_say_differently(town: Path) -> None:
    """Another day, other hours, one of them alone, or one of them more closely."""
    ours = meant(town, timed("KS möte", "20260203"), timed("KF", "20260216"),
                 timed("AU", "20260120"), all_day("Utskick till facken", "20260302")).understood  # fmt: skip
    theirs = meant(town, timed("KS möte", "20260203", "15"), all_day("KF", "20260216"),
                   timed("KF", "20260420"), all_day("Utskick till facken", "20260309")).understood  # fmt: skip
    found = disagreements(ours, theirs)
    assert [one.what for one in found] == [
        "only_first",
        "altered",
        "fuller",
        "moved",
        "only_second",
    ]
    assert "tid 13:00 i den första, 15:00 i den andra" in found[1].sentence
    assert "2026-03-09" in found[3].sentence
    back = {one.what for one in disagreements(theirs, ours)}
    assert back == {"only_first", "only_second", "altered", "fuller", "moved"}
