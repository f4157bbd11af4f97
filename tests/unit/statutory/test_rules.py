"""Statutory dates by section."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import InvalidInputError
from workflow.statutory import calendar, rules
from workflow.statutory.sections import SECTIONS

DAY = timedelta(days=1)
DAYS = st.dates(date(1995, 1, 1), date(2150, 12, 31))
FORWARD = [name for name, rule in SECTIONS.items() if rule.kind == "forward"]
BACKWARD = [name for name, rule in SECTIONS.items() if rule.kind == "backward"]
FIXED = [name for name, rule in SECTIONS.items() if rule.kind == "fixed"]

# How the vectors call a rule, and what it is counted from where that isn't their trigger.
BY_TITLE = {
    "KL 13:5 / 8:12": "KL-13:5",
    "KL 13:5 joint": "KL-13:5",
    "1930:173": "KL-13:5",
    "KL 5:69": "KL-5:69",
    "KL 8:12 announce": "KL-8:12",
    "KL 5:13, 5:15": "KL-5:13",
    "KL 5:35": "KL-5:35",
    "LOU 20:1 standstill 10": "LOU-20:1",
    "LOU 20:1 standstill 15": "LOU-20:1-15",
    "FL 12 § six": "FL-12",
    "FL 12 § decide": "FL-12-demand",
    "FL 44": "FL-44",
    "KL 11:20": "KL-11:20",
    "KL 5:24": "KL-5:24",
    "KL 11:8": "KL-11:8",
    "KL 11:10": "KL-11:10",
    "KL 11:16": "KL-11:16",
}
COUNTED_FROM = {"KL-11:16": "2025-08-31"}


def _check(vector: dict[str, Any]) -> None:
    (rule,) = {name for title, name in BY_TITLE.items() if vector["rule"].startswith(title)}
    trigger = date.fromisoformat(COUNTED_FROM.get(rule, vector["trigger"]))
    found = rules.apply(rule, trigger)
    assert found.nominal.isoformat() == vector["nominal"]
    assert found.final.isoformat() == vector["final"]
    assert calendar.closed(found.nominal) == vector["nominal_closed"]
    assert found.moved_by == (vector["nominal_closed"] if found.final != found.nominal else None)
    if "engine_target" in vector:
        assert str(found.target) == vector["engine_target"]
    if "earliest_removal" in vector:
        assert str(found.earliest_removal) == vector["earliest_removal"]
    if "contract_from" in vector:
        assert str(found.final + DAY) == vector["contract_from"]
    if "urgent_item_latest" in vector:
        assert str(rules.apply("KL-5:14", trigger).final) == vector["urgent_item_latest"]
        assert rules.apply("KL-5:15", trigger).final == found.final
    if "boards" in vector:
        assert rules.last_board(map(date.fromisoformat, vector["boards"].values())) == trigger
    if vector.get("lawful") is False:
        assert vector["removed"] < str(found.earliest_removal)


@pytest.mark.shared
def test_vectors(shared: Path) -> None:
    """Every date worked out beforehand, with its outside evidence, comes out."""
    text = (shared / "data/date_vectors.json").read_text(encoding="utf-8")
    vectors = json.loads(text)["vectors"]
    assert len(vectors) == 47
    for vector in vectors:
        _check(vector)


# rule, counted from, nominal, final, target, earliest removal, moved by
WORKED = [
    ("KL-13:5", "2025-02-27", "2025-03-20", "2025-03-20", None, "2025-03-21", None),
    ("KL-13:5", "2020-03-19", "2020-04-09", "2020-04-09", None, "2020-04-10", None),
    ("KL-13:5", "2025-05-30", "2025-06-20", "2025-06-23", None, "2025-06-24", "midsommarafton"),
    ("KL-13:5", "2025-05-16", "2025-06-06", "2025-06-09", None, "2025-06-10", "nationaldagen"),
    ("KL-13:5", "2025-03-28", "2025-04-18", "2025-04-22", None, "2025-04-23", "långfredagen"),
    ("KL-13:5", "2025-12-03", "2025-12-24", "2025-12-29", None, "2025-12-30", "julafton"),
    ("KL-13:5", "2025-12-10", "2025-12-31", "2026-01-02", None, "2026-01-03", "nyårsafton"),
    ("KL-13:5", "2025-12-16", "2026-01-06", "2026-01-07", None, "2026-01-08", "trettondedag jul"),
    ("KL-13:5", "2003-12-15", "2004-01-05", "2004-01-05", None, "2004-01-06", None),
    ("KL-5:69", "2025-02-25", "2025-03-11", "2025-03-11", "2025-03-11", None, None),
    ("KL-5:69", "2025-12-10", "2025-12-24", "2025-12-29", "2025-12-23", None, "julafton"),
    ("KL-6:35", "2025-12-10", "2025-12-24", "2025-12-29", "2025-12-23", None, "julafton"),
    ("KL-8:12", "2024-04-25", "2024-04-27", "2024-04-29", "2024-04-26", None, "lördag"),
    ("KL-8:12", "2025-02-27", "2025-03-01", "2025-03-03", "2025-02-28", None, "lördag"),
    ("KL-5:13", "2025-03-24", "2025-03-17", "2025-03-17", "2025-03-17", None, None),
    ("KL-5:13", "2025-04-28", "2025-04-21", "2025-04-17", "2025-04-17", None, "annandag påsk"),
    ("KL-9:10", "2025-04-28", "2025-04-21", "2025-04-17", "2025-04-17", None, "annandag påsk"),
    ("KL-5:14", "2026-01-07", "2026-01-06", "2026-01-05", "2026-01-05", None, "trettondedag jul"),
    ("KL-5:35", "2024-10-09", "2025-10-09", "2025-10-09", None, None, None),
    ("KL-5:35", "2024-02-29", "2025-02-28", "2025-02-28", None, None, None),
    ("KL-5:35", "2024-06-06", "2025-06-06", "2025-06-06", None, None, None),
    ("KL-6:34", "2024-06-06", "2025-06-06", "2025-06-06", None, None, None),
    ("LOU-20:1", "2019-04-18", "2019-04-28", "2019-04-29", None, None, "söndag"),
    ("LOU-20:1", "2023-06-16", "2023-06-26", "2023-06-26", None, None, None),
    ("LOU-20:1-15", "2025-06-05", "2025-06-20", "2025-06-23", None, None, "midsommarafton"),
    ("LOU-20:10", "2025-12-18", "2025-12-28", "2025-12-29", None, None, "söndag"),
    ("FL-12", "2024-08-31", "2025-02-28", "2025-02-28", None, None, None),
    ("FL-12-demand", "2025-08-01", "2025-08-29", "2025-08-29", "2025-08-29", None, None),
    ("FL-44", "2025-05-30", "2025-06-20", "2025-06-23", None, None, "midsommarafton"),
    ("KL-11:8", "2026-01-01", "2025-10-31", "2025-10-31", "2025-10-31", None, None),
    ("KL-11:10", "2026-01-01", "2025-11-30", "2025-11-28", "2025-11-28", None, "söndag"),
    ("KL-11:10", "2025-12-01", "2025-11-30", "2025-11-28", "2025-11-28", None, "söndag"),
    ("KL-11:16", "2025-08-31", "2025-10-31", "2025-10-31", "2025-10-31", None, None),
    ("KL-11:20", "2024-12-31", "2025-04-15", "2025-04-15", "2025-04-15", None, None),
    ("KL-11:20", "2025-04-15", "2025-04-15", "2025-04-15", "2025-04-15", None, None),
    ("KL-5:24", "2024-12-31", "2025-06-30", "2025-06-30", "2025-06-30", None, None),
    ("KL-2:4", "2025-04-01", "2025-04-01", "2025-04-01", "2025-04-01", None, None),
    ("KL-2:4", "2026-01-01", "2026-01-01", "2025-12-30", "2025-12-30", None, "nyårsdagen"),
    ("KL-5:15", "2025-04-28", "2025-04-21", "2025-04-17", "2025-04-17", None, "annandag påsk"),
    ("KL-5:15-urgent", "2025-04-28", "2025-04-27", "2025-04-25", "2025-04-25", None, "söndag"),
    ("KL-6:34-report", "2024-06-06", "2025-06-06", "2025-06-06", None, None, None),
    ("KL-6:40-appeal", "2025-12-03", "2025-12-24", "2025-12-29", None, "2025-12-30", "julafton"),
    ("KL-8:10", "2025-03-28", "2025-04-18", "2025-04-22", None, "2025-04-23", "långfredagen"),
    ("KL-8:13", "2024-04-25", "2024-04-27", "2024-04-29", "2024-04-26", None, "lördag"),
    ("KL-8:14", "2025-11-24", "2025-11-17", "2025-11-17", "2025-11-17", None, None),
    ("KL-8:15", "2025-04-28", "2025-04-21", "2025-04-17", "2025-04-17", None, "annandag påsk"),
    ("KL-8:16a", "2025-06-13", "2025-06-06", "2025-06-05", "2025-06-05", None, "nationaldagen"),
    ("KL-9:18", "2024-02-29", "2027-02-28", "2027-02-28", None, None, None),
    ("KL-9:26", "2026-01-01", "2025-10-31", "2025-10-31", "2025-10-31", None, None),
    ("KL-9:32", "2023-06-21", "2023-06-23", "2023-06-26", "2023-06-22", None, "midsommarafton"),
    ("KL-9:35", "2024-12-31", "2025-06-30", "2025-06-30", "2025-06-30", None, None),
    ("KL-9:38", "2024-03-31", "2025-03-31", "2025-03-31", None, None, None),
    ("KL-11:8-november", "2026-01-01", "2025-11-30", "2025-11-28", "2025-11-28", None, "söndag"),
    ("KL-11:11", "2026-01-01", "2025-12-31", "2025-12-30", "2025-12-30", None, "nyårsafton"),
    ("KL-11:21", "2025-06-16", "2025-06-16", "2025-06-16", "2025-06-16", None, None),
    ("KL-13:6", "2025-05-30", "2025-06-20", "2025-06-23", None, None, "midsommarafton"),
    ("FL-11", "2025-06-21", "2025-06-21", "2025-06-21", None, None, None),
    ("FL-22", "2025-04-19", "2025-04-19", "2025-04-19", None, None, None),
    ("FL-22-post", "2025-04-22", "2025-04-21", "2025-04-17", "2025-04-17", None, "annandag påsk"),
    ("FL-26", "2025-03-14", "2025-03-14", "2025-03-14", "2025-03-14", None, None),
    ("FL-26", "2025-06-20", "2025-06-20", "2025-06-20", "2025-06-19", None, None),
    ("FL-33", "2025-06-18", "2025-06-18", "2025-06-18", None, None, None),
    ("FL-35", "2025-05-30", "2025-06-20", "2025-06-23", None, None, "midsommarafton"),
    ("FL-44-public", "2025-05-30", "2025-06-20", "2025-06-23", None, None, "midsommarafton"),
    ("FL-46", "2025-06-18", "2025-06-18", "2025-06-18", None, None, None),
    ("LOU-20:3", "2025-06-10", "2025-06-20", "2025-06-23", None, None, "midsommarafton"),
    ("LOU-20:12", "2019-04-01", "2019-04-11", "2019-04-11", None, None, None),
    ("LOU-20:12-15", "2025-06-05", "2025-06-20", "2025-06-23", None, None, "midsommarafton"),
    ("set-day", "2023-06-18", "2023-06-18", "2023-06-18", "2023-06-16", None, None),
]


@pytest.mark.parametrize("worked", WORKED, ids=lambda worked: f"{worked[0]} {worked[1]}")
def test_worked_dates(worked: tuple[str, ...]) -> None:
    """Dates worked out by hand from the sections come out, and what has no meaning is left open."""
    rule, trigger, *expected = worked
    found = rules.apply(rule, date.fromisoformat(trigger))
    days = (found.nominal, found.final, found.target, found.earliest_removal)
    assert [*(day and day.isoformat() for day in days), found.moved_by] == expected
    assert (found.rule, found.trigger.isoformat()) == (rule, trigger)


def test_every_rule_has_a_worked_date() -> None:
    """No section is without an example."""
    assert {worked[0] for worked in WORKED} == set(rules.known())


@pytest.mark.shared
def test_days_set_by_others(shared: Path) -> None:
    """The real days of senders and decisions stand; where one is closed that is said, with the day to aim at."""
    text = (shared / "data/date_vectors.json").read_text(encoding="utf-8")
    seeds = json.loads(text)["seed_dates"]
    assert len(seeds) == 7
    for seed in seeds:
        day = date.fromisoformat(seed.get("date") or seed.get("latest") or seed["fallback"])
        for rule in ("FL-26", "set-day"):
            found = rules.apply(rule, day)
            assert (found.nominal, found.final, found.moved_by) == (day, day, None)
            assert found.target == calendar.open_on_or_before(day)
            assert ("flyttas inte" in found.explanation) == (calendar.closed(day) is not None)
            assert seed.get("closed", "") in found.explanation
            assert found.target.isoformat() == seed.get("engine_target", str(found.target))
        if "month" in seed:
            assert day == calendar.open_on_or_before(calendar.month_end(day))


def test_the_explanation_names_the_closed_day() -> None:
    """The office can read why the day was moved, and where that stands."""
    moved = rules.apply("KL-13:5", date(2025, 5, 30))
    assert moved.explanation == (
        "Överklagandet ska ha kommit in till förvaltningsrätten senast 2025-06-23: tre veckor från att"
        " justeringen anslogs 2025-05-30 är 2025-06-20, som är midsommarafton; nästa öppna dag gäller."
    )
    assert moved.source == "KL 13 kap. 5 §, lag (1930:173) 1-2 §§"
    before = rules.apply("KL-5:13", date(2025, 4, 28)).explanation
    assert "annandag påsk; närmaste öppna dag före gäller" in before
    assert "gäller" not in rules.apply("KL-5:13", date(2025, 3, 24)).explanation


@pytest.mark.parametrize(
    ("asked", "nearest"),
    [
        ("kl-13:5", "KL-13:5"),
        ("KL-13", "KL-13:5"),
        ("KL 8:12", "KL-8:12"),
        ("LOU-20", "LOU-20:1"),
        ("FL44", "FL-44"),
        ("x" * 5000, None),
        ("", None),
    ],
)
def test_an_unknown_rule_names_the_nearest(asked: str, nearest: str | None) -> None:
    """The error says which rule was probably meant, and stays short."""
    with pytest.raises(InvalidInputError) as caught:
        rules.apply(asked, date(2025, 1, 1))
    assert "Närmast är" in caught.value.hint
    assert nearest is None or f"Närmast är {nearest}." in caught.value.hint
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("rule", rules.known())
@pytest.mark.parametrize("day", [date.min, date(1989, 12, 31), date(2200, 1, 1), date.max])
def test_no_rule_breaks_on_an_impossible_day(rule: str, day: date) -> None:
    """Days outside the calendar are bad input, never an overflow."""
    with pytest.raises(InvalidInputError, match="utanför kalendern"):
        rules.apply(rule, day)


@pytest.mark.parametrize(
    ("rule", "day"),
    [
        ("KL-13:5", calendar.LAST_DAY),
        ("KL-5:35", calendar.LAST_DAY),
        ("KL-11:20", calendar.LAST_DAY),
        ("KL-5:13", calendar.FIRST_DAY),
        ("KL-11:8", calendar.FIRST_DAY),
    ],
)
def test_a_result_outside_the_calendar_is_bad_input(rule: str, day: date) -> None:
    """A day within the calendar whose statutory date lies outside is refused too."""
    with pytest.raises(InvalidInputError, match="utanför kalendern"):
        rules.apply(rule, day)


@given(st.sampled_from(FORWARD), DAYS)
def test_forward_rules_end_on_the_next_open_day(rule: str, day: date) -> None:
    """The last day is open, not before the nominal one, and the first such; the target is open too."""
    found = rules.apply(rule, day)
    assert found.final >= found.nominal
    assert calendar.closed(found.final) is None
    assert found.final == found.nominal or calendar.closed(found.final - DAY)
    assert (found.moved_by is None) == (found.final == found.nominal)
    if found.target is not None:
        assert found.target <= found.nominal
        assert calendar.closed(found.target) is None


@given(st.sampled_from(BACKWARD), DAYS)
def test_backward_rules_never_end_later(rule: str, day: date) -> None:
    """The last day is open and never after the nominal one; it is the day to aim at."""
    found = rules.apply(rule, day)
    assert found.final <= found.nominal
    assert calendar.closed(found.final) is None
    assert found.target == found.final


@given(st.sampled_from(FIXED), DAYS)
def test_fixed_rules_are_never_moved(rule: str, day: date) -> None:
    """The last day is the nominal one, closed or not."""
    found = rules.apply(rule, day)
    assert (found.final, found.moved_by) == (found.nominal, None)
    own = SECTIONS[rule].own_act
    assert found.target == (calendar.open_on_or_before(day) if own else None)


@given(st.sampled_from(rules.known()), DAYS)
def test_every_result_is_explained(rule: str, day: date) -> None:
    """In one Swedish sentence: the last day, the nominal one and what closes it, and where that stands."""
    found = rules.apply(rule, day)
    assert found.final.isoformat() in found.explanation
    assert found.source
    assert "{" not in found.explanation
    closed = calendar.closed(found.nominal)
    assert ("gäller." in found.explanation) == (found.moved_by is not None)
    if closed:
        assert closed in found.explanation
        assert found.nominal.isoformat() in found.explanation


@given(st.sampled_from(rules.known()), DAYS, DAYS)
def test_a_later_day_never_gives_an_earlier_date(rule: str, one: date, other: date) -> None:
    """Every rule is monotone."""
    first, second = sorted((one, other))
    assert rules.apply(rule, first).final <= rules.apply(rule, second).final


@given(DAYS)
def test_a_notice_comes_down_the_day_after_the_last_day(day: date) -> None:
    """The board carries it through the last day of appeal, at least 22 days."""
    found = rules.apply("KL-13:5", day)
    assert found.earliest_removal == found.final + DAY
    assert (found.earliest_removal - day).days >= 22
