"""Schedules: meetings in order and one at a time, days that can be kept, and who sits in the body."""

from collections.abc import Callable

import pytest
from written_office import TOWN, Office

from workflow.errors import Finding

MEETS = 'meets: [2025-03-11, "2025-04-15"]'
BAD: list[tuple[str, str, str, str]] = [
    ("meets: [{on: 2025-03-11}, 2025-03-11]", "AG-D044", "meets", "två gånger"),
    ("meets: [{on: 2025-04-15, at: '09:00'}, 2025-03-11]", "AG-D044", "meets", "ordning"),
    ("meets: [hej]", "AG-D005", "hej", "en dag"),
    ("meets: [{at: '09:00'}]", "AG-D006", "{at", "Nyckeln ”on” saknas"),
    ("meets: [{on: 2025-03-11, plats: A}]", "AG-D004", "plats", "place"),
    ("meets: [{on: 2025-03-11, at: 25:00}]", "AG-D005", "25:00", "inget klockslag"),
    ("meets: [{on: 2025-03-11, at: '9.30'}]", "AG-D005", "'9.30'", "18:30"),
    ("cut_off: tio dagar", "AG-D005", "tio", "ingen tidslängd"),
    ("meets: [{on: 2025-03-11, until: '12:00'}]", "AG-D083", "'12:00'", "Ange at"),
    ("meets: [{on: 2025-03-11, at: '13:00', until: '12:00'}]", "AG-D083", "'12:00'", "börjar inte före"),
    ("meets: [{on: 2025-03-11, cut_off: 2025-03-12}]", "AG-D083", "2025-03-12", "efter sammanträdet"),
    ("meets: [{on: 2025-04-29, cut_off: 2025-04-18}]", "AG-D083", "2025-04-18", "2025-04-17"),
    ("meets: [{on: 2025-03-11, papers_sent: 2025-03-12}]", "AG-D083", "2025-03-12", "efter sammanträdet"),
    ("meets: [{on: 2025-03-11, moved_to: 2025-03-11}]", "AG-D083", "2025-03-11}", "sin egen dag"),
    ("meets: [{on: 2025-03-11, moved_from: 2025-03-11}]", "AG-D083", "2025-03-11}", "sin egen dag"),
    ("meets: [{on: 2025-03-11, moved_to: 2025-03-18}, {on: 2025-03-25, moved_from: 2025-03-11}]", "AG-D083",
     "2025-03-11}", "två dagar: 2025-03-18 och 2025-03-25"),
    ("meets: [{on: 2025-03-11, moved_to: 2025-03-18}, {on: 2025-03-18, moved_to: 2025-03-11}]", "AG-D083",
     "meets", "i ring"),
    ("meets: [1889-03-11]", "AG-D083", "1889-03-11", "utanför kalendern"),
    ("meets: [1990-01-08], cut_off: P1M", "AG-D083", "P1M", "utanför kalendern"),
    ("recurs: {rule: FREQ=HOURLY, from: 2025-01-01, until: 2025-02-01}", "AG-D083", "FREQ", "RFC 5545"),
    ("recurs: {rule: FREQ=YEARLY, from: 2025-02-01, until: 2025-01-01}", "AG-D083", "FREQ", "inget sammanträde"),
    ("recurs: {rule: FREQ=DAILY, from: 2025-01-01, until: 2190-01-01}", "AG-D083", "2190", "1000 sammanträden"),
    ("recurs: {rule: FREQ=DAILY, from: 1889-01-01, until: 2025-01-01}", "AG-D083", "1889", "utanför kalendern"),
    ("recurs: {rule: FREQ=DAILY, from: 2025-03-03, until: 2025-03-07, at: '12:00', ends: '12:00'}", "AG-D083",
     "'12:00'}", "börjar inte före"),
    ("recurs: {rule: FREQ=WEEKLY, from: 2025-03-04, until: 2025-04-01, except: [2025-03-05]}", "AG-D083",
     "[2025-03-05]", "undantaget"),
    ("meets: [{on: 2025-03-11, at: '09:00'}, {on: 2025-03-11, at: '13:00'}]", "AG-D082",
     "{on: 2025-03-11, at: '13", "09:00 och 13:00"),
    ("meets: [2025-03-11, {on: 2025-03-11, at: '13:00'}]", "AG-D082", "{on", "utan klockslag och 13:00"),
    ("meets: [{on: 2025-03-11, at: '09:00', until: '12:00'}, {on: 2025-03-11, at: '11:59'}]", "AG-D082",
     "{on: 2025-03-11, at: '11", "på samma gång"),
    ("meets: [2025-04-18]", "AG-D084", "2025-04-18", "långfredagen"),
    ("recurs: {rule: FREQ=DAILY, from: 2025-03-07, until: 2025-03-08}", "AG-D084", "FREQ", "lördag"),
    ("members: [{name: A}, {name: B}, {name: A, role: substitute}]", "AG-D085", "A, role", "två gånger"),
    ("members: [{name: A, role: vice_chair}, {name: B, role: vice_chair}]", "AG-D085", "vice_chair}]", "två som är"),
    ("members: [{name: A, role: boss}]", "AG-D005", "boss", "går inte att välja"),
]  # fmt: skip


@pytest.mark.parametrize("case", BAD, ids=lambda case: case[0][:60])
def test_a_mistake_in_a_schedule_is_found_at_its_place(
    office: Office, line_of: Callable[[Finding], str], case: tuple[str, str, str, str]
) -> None:
    """One finding, where it stands, with what to do."""
    written, rule, shown, words = case
    assert MEETS in TOWN
    office.write("organisations/town.yaml", TOWN.replace(MEETS, written))
    loaded = office.load()
    (finding,) = loaded.findings
    assert finding.rule == rule
    assert line_of(finding).startswith(shown)
    assert words in f"{finding.sentence} {finding.fix}"
    assert (loaded.organisations == {}) == (finding.severity == "error")


GOOD = [
    "meets: [{on: 2025-03-11, at: '09:00', until: '12:00'}, {on: 2025-03-11, at: '12:00'}]",
    "meets: [{on: 2025-03-11, cancelled: true}, {on: 2025-03-11, at: '13:00'}]",
    "meets: [{on: 2025-03-11, moved_to: 2025-03-18, reason: lov}, {on: 2025-03-18, moved_from: 2025-03-11}]",
    "meets: [{on: 2025-03-11, cut_off: 2025-03-11, papers_sent: 2025-03-11}]",
    "recurs: {rule: FREQ=MONTHLY;BYDAY=1TU, from: 2025-01-01, until: 2025-12-31, except: [2025-01-07]}",
    "meets: [{on: 2025-04-18, cancelled: true}]",
    "members: [{name: A, role: chair}, {name: B}, {name: C}, {name: D, role: substitute}, {name: E, role: substitute}]",
    "paragraphs: {style: running, first: 808}, agenda_order: [formality, motion], minutes_kept: Arkivet",
]  # fmt: skip


@pytest.mark.parametrize("written", GOOD)
def test_what_can_be_kept_is_not_found(office: Office, written: str) -> None:
    """Two meetings after each other, moves told twice in the same way, a rule with exceptions."""
    office.write("organisations/town.yaml", TOWN.replace(MEETS, written))
    assert office.load().findings == ()


def test_a_meeting_on_a_closed_day_may_be_allowed(office: Office) -> None:
    """By a reason beside it."""
    written = "\n    meets:\n      - 2025-05-04  # tillåt AG-D084: studiedag\n"
    block = f"  KS:\n    name: Styrelsen\n    kind: executive_board\n    parent: KF{written}"
    start, end = TOWN.index("  KS:"), TOWN.index("roles:")
    office.write("organisations/town.yaml", TOWN[:start] + block + TOWN[end:])
    loaded = office.load()
    assert loaded.findings == ()
    assert "town" in loaded.organisations
