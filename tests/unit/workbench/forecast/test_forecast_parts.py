"""The parts of a simulation by themselves: times, arrivals, meeting days, and the ordinary way."""

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from xml.etree import ElementTree as ET

import pytest

from tests.unit.workbench.forecast.shipped_years import example, shipped, year
from tests.unit.workbench.forecast.tiny_town import ORGANISATION, Town, town
from workflow.definition.catalogue import load_strict
from workflow.machine.build import build
from workflow.statutory import calendar
from workflow.workbench.forecast import durations
from workflow.workbench.forecast.arrivals import Arrivals
from workflow.workbench.forecast.form import Duration, MeetingPlan
from workflow.workbench.forecast.plan import Options
from workflow.workbench.forecast.report import lengths
from workflow.workbench.forecast.sittings import Span, meeting_days
from workflow.workbench.forecast.stops import Stop, Stops

SVG = "{http://www.w3.org/2000/svg}"


def stream() -> Random:
    """The same numbers each time."""
    return Random(1)  # noqa: S311 - to be repeated


YEAR = Span(date(2026, 1, 1), date(2026, 1, 1), date(2026, 12, 31))


def draws(given: Duration, count: int = 4000) -> list[int]:
    """That many times, in order of length."""
    random = stream()
    draw = durations.drawing(given)
    return sorted(draw(random) for _ in range(count))


def test_half_are_done_within_the_median_and_nine_in_ten_within_p90() -> None:
    """Of four thousand draws, within a few days."""
    found = draws(Duration(median="P45D", p90="P120D"))
    assert found[2000] == pytest.approx(45, abs=2)
    assert found[3600] == pytest.approx(120, abs=8)
    assert found[0] >= 0


def test_a_triangle_stays_within_its_ends() -> None:
    """And most are around the likely one."""
    found = draws(Duration(least="P2W", likely="P1M", most="P1Y"))
    assert (found[0] >= 14, found[-1] <= 365) == (True, True)
    assert sum(found) / len(found) == pytest.approx((14 + 30 + 365) / 3, abs=4)


def test_what_always_takes_as_long_does() -> None:
    """Also where the median and p90 are the same, and no draw lasts for ever."""
    assert set(draws(Duration(exactly="P10D"), 9)) == {10}
    assert set(draws(Duration(median="P10D", p90="P10D"), 9)) == {10}
    assert set(draws(Duration(exactly="P99Y"), 9)) == {durations.LONGEST}
    assert draws(Duration(median="P1D", p90="P9Y"))[-1] == durations.LONGEST


def test_matters_come_in_on_open_days_as_often_as_is_said() -> None:
    """Ten years of five hundred a year, none in July."""
    season = (1.0,) * 6 + (0.0,) + (1.0,) * 5
    begins, last = date(2020, 1, 1), date(2029, 12, 31)
    arrivals = Arrivals(500, season)
    days = list(arrivals.days(begins, last, stream()))
    assert arrivals.expected(begins, last) == 5000
    assert len(days) == pytest.approx(5000, abs=3 * 5000**0.5)
    assert days == sorted(days)
    assert not any(calendar.closed(day) or day.month == 7 for day in days)


def test_very_many_come_in_as_well() -> None:
    """A rate so high that one draw can't hold it is drawn in parts."""
    arrivals = Arrivals(on=(), per_year=12_000, season=(1.0,) + (0.0,) * 11)
    number = len(list(arrivals.days(date(2026, 1, 1), date(2026, 12, 31), stream())))
    assert number == pytest.approx(12_000, abs=3 * 12_000**0.5)


def test_known_days_are_kept() -> None:
    """Those within the time, in order, also on days that are closed."""
    on = (date(2026, 5, 1), date(2026, 1, 6), date(2031, 1, 1))
    arrivals = Arrivals(on=on)
    assert list(arrivals.days(YEAR.begins, YEAR.last, stream())) == [on[1], on[0]]
    assert arrivals.expected(YEAR.begins, YEAR.last) == 2


def test_a_rule_gives_days_that_are_open(tmp_path: Path) -> None:
    """The first Friday in May 2026 is the first of May: the meeting is on Monday; there is a year beyond."""
    organisation = load_strict(town(tmp_path).folder).organisations["town"].organisation
    plan = MeetingPlan(every="FREQ=MONTHLY;BYDAY=1FR;BYMONTH=4,5")
    assert meeting_days(organisation, "KS", plan, YEAR) == (
        date(2026, 4, 7), date(2026, 5, 4), date(2027, 4, 2), date(2027, 5, 7),
    )  # fmt: skip


def test_a_year_without_a_plan_has_the_one_of_the_first_counted_year(tmp_path: Path) -> None:
    """On the same weekdays; a body that has planned nothing that year doesn't meet at all."""
    organisation = load_strict(town(tmp_path).folder).organisations["town"].organisation
    span = Span(date(2025, 1, 1), date(2026, 1, 1), date(2026, 12, 31))
    assert meeting_days(organisation, "KF", MeetingPlan(), span) == (
        date(2025, 2, 17), date(2025, 5, 19), date(2026, 2, 16), date(2026, 5, 18),
        date(2027, 2, 15), date(2027, 5, 17),
    )  # fmt: skip
    later = Span(date(2027, 1, 1), date(2027, 1, 1), date(2027, 12, 31))
    assert meeting_days(organisation, "KF", MeetingPlan(), later) == ()


def test_lengths_have_a_middle_and_a_tail() -> None:
    """``p90`` is one of the lengths; none have nothing in common."""
    found = lengths([9, 1, 2, 3, 4, 5, 6, 7, 8, 40])
    assert found is not None
    assert (found.number, found.mean, found.median, found.p90, found.longest) == (
        10,
        8.5,
        5.5,
        9,
        40,
    )
    assert lengths([]) is None


WAYS: tuple[tuple[str, str, str, Stop, str | None], ...] = (
    ("motion", "norsjo", "moved", "work", "remitted"),
    ("motion", "norsjo", "preparation", "work", "prepared"),
    ("motion", "storstad", "preparation", "work", "prepared"),
    ("motion", "norsjo", "with_committee", "work", "opinion_received"),
    ("motion", "norsjo", "decided", "minutes", None),
    ("motion", "norsjo", "dispatching", "engine", None),
    ("motion", "norsjo", "withdrawn", "end", None),
    ("procurement", "norsjo", "standstill", "clock", None),
    ("procurement", "norsjo", "under_review", "work", "review_ended"),
    ("collaboration_agreement", "norsjo", "with_parties", "answers", None),
    ("member_initiative", "norsjo", "raised", "work", "remitted"),
)


@pytest.mark.parametrize(("name", "org", "state", "stop", "event"), WAYS)
def test_the_ordinary_way_is_the_offices(
    name: str, org: str, state: str, stop: Stop, event: str | None
) -> None:
    """What is waited for in a state, and what an office does there: on, and neither out nor past anybody."""
    entry = shipped().types[name]
    stops = Stops(build(entry.digest, entry.definition), shipped().organisations[org].organisation)
    assert stops.of(state) == stop
    if event is not None:
        assert list(stops.ordinary(state)) == [event]


def test_a_body_decides_most_and_puts_off_a_few() -> None:
    """Half is settled and half proposed where both can be, five in a hundred tabled, three referred back."""
    entry = shipped().types["citizen_proposal"]
    organisation = shipped().organisations["norsjo"].organisation
    weights = Stops(build(entry.digest, entry.definition), organisation).ordinary("at_KS")
    total = sum(weights.values())
    assert weights["tables"] / total == pytest.approx(0.05)
    assert weights["refers_back"] / total == pytest.approx(0.03)
    assert weights["proposes"] / total == pytest.approx(0.46)
    assert "requests" not in weights  # it leads back


def test_a_state_that_only_ends_is_left_for_an_end(tmp_path: Path) -> None:
    """Where nothing leads on but a final state, that is the ordinary way; a way back goes before it."""
    short = Town(tmp_path)
    short.add("organisations", "town", ORGANISATION)
    short.add(
        "matters",
        "note",
        "matter_type: note\nlabel: Notis\nrequires_preparation: false\ninitial: received\n"
        "states:\n"
        "  received: {label: Inkommen, owner: officer}\n"
        "  kept: {label: Förvarad, phase: dispatch, owner: officer}\n"
        "  closed: {label: Avslutad, phase: end, final: true}\n"
        "events: {keeps: {label: Förvaras}, asks: {label: Frågas}, ends: {label: Avslutas}}\n"
        "transitions:\n"
        "  - {event: keeps, from: received, to: kept}\n"
        "  - {event: ends, from: [received, kept], to: closed}\n",
    )
    loaded = load_strict(short.folder)
    entry = loaded.types["note"]
    stops = Stops(build(entry.digest, entry.definition), loaded.organisations["town"].organisation)
    assert list(stops.ordinary("received")) == ["keeps"]
    assert list(stops.ordinary("kept")) == ["ends"]


def test_the_picture_can_be_read_by_programs_and_without_colours() -> None:
    """It is XML with a role, a title and a description; a full meeting is a square with a number, others rings."""
    record, report, picture = example()
    root = ET.fromstring(picture)  # noqa: S314 - our own
    assert (root.get("role"), root.get("aria-labelledby"), root.get("lang")) == (
        "img",
        "title desc",
        "sv",
    )
    described = root.findtext(f"{SVG}desc") or ""
    assert "Kommunstyrelsen: 22 sammanträden" in described
    assert f"{report.key_figures().missed} frister missades" in described
    tips = Counter(
        mark.tag.removeprefix(SVG) for mark in root if mark.find(f"{SVG}title") is not None
    )
    counted = [held for held in record.meetings if held.day >= report.first]
    full = sum(held.full for held in counted)
    assert tips == {"rect": full, "circle": len(counted) - full}
    numbers = [text.text for text in root.iter(f"{SVG}text") if (text.text or "").startswith("+")]
    assert len(numbers) == sum(held.pushed > 0 for held in counted)
    assert len(picture) < 60_000


def test_the_picture_keeps_letters_that_mean_something_to_xml(tmp_path: Path) -> None:
    """A label with signs is shown as it is written."""
    path = tmp_path / "label.yaml"
    path.write_text('label: "<b>& \\"år\\""\nyear: 2027\nyears: 2\nwarmup: 0\n', "utf-8")
    _, _, picture = year(Options(types=("motion",)), path)
    root = ET.fromstring(picture)  # noqa: S314 - our own
    assert '<b>& "år"' in [text.text for text in root.iter(f"{SVG}text")]
    assert "jan 2028" in [text.text for text in root.iter(f"{SVG}text")]
