"""Last days that the law or somebody sets, and what recorded matters made of them."""

from datetime import date
from typing import Any

import pytest
from deadline_city import (
    DEFINITION,
    MEANING,
    RAISED,
    UNTIL,
    WORDS,
    history,
    step,
)

from workflow.definition.schema import MatterType
from workflow.workbench.replay.history import History
from workflow.workbench.replay.kept import Kept
from workflow.workbench.replay.last_day import LastDay, last_days
from workflow.workbench.replay.meaning import Meaning
from workflow.workbench.replay.registers import ENOUGH, Registers


def of(
    key: str, told: History, until: date = UNTIL, registers: Registers | None = None
) -> Kept | None:
    """What became of one deadline."""
    watched = LastDay(key, DEFINITION.deadlines[key], MEANING)
    return watched.kept(told, until, registers or Registers())


def one_year(
    *steps: dict[str, Any],
    until: date = UNTIL,
    registers: Registers | None = None,
    **more: Any,
) -> Kept:
    """What became of the year."""
    kept = of("one_year", history(*steps, **more), until, registers)
    assert kept is not None
    return kept


MOVED = {"moved_on": "2024-03-01"}


def test_what_is_watched() -> None:
    """Sections counted from a field and days in a field; not a time to wait, not a plain period."""
    definition = MatterType.model_validate(RAISED)
    found = last_days(Meaning(definition, WORDS))
    told = history(
        step("KF", "2024-04-01", "tables"),
        fields={**MOVED, "answer_by": "2024-05-01", "ends_on": "2023-12-31"},
    )
    kept = [one.kept(told, UNTIL, Registers()) for one in found]
    assert [one and one.watch.key for one in kept] == ["one_year", "sent", "answer", "accounts"]
    assert [one and one.watch.rule for one in kept] == ["KL-5:35", "day", "day", "KL-11:20"]


@pytest.mark.parametrize(
    ("steps", "until", "column"),
    [
        ([step("KF", "2025-03-01", "rejects")], UNTIL, "in_time"),
        ([step("KF", "2025-03-02", "rejects")], UNTIL, "late"),
        ([step("KF", "2025-03-02", "nej")], UNTIL, "late"),
        ([step("KF", "2024-05-02", "tables")], date(2025, 3, 2), "forgotten"),
        ([step("KF", "2024-05-02", "tables")], date(2025, 3, 1), "running"),
        ([step("KF", "2025-03-01", "reports")], UNTIL, "reported"),
        ([step("KF", "2025-03-02", "reports")], UNTIL, "forgotten"),
        (
            [step("KF", "2024-09-02", "reports"), step("KF", "2025-09-02", "rejects")],
            UNTIL,
            "reported",
        ),
        (
            [step("KF", "2024-09-02", "reports"), step("KF", "2024-10-02", "rejects")],
            UNTIL,
            "in_time",
        ),
    ],
)
def test_a_known_day(steps: list[dict[str, Any]], until: date, column: str) -> None:
    """Where the day is known that it was moved, every matter is in the column that the law gives it."""
    kept = one_year(*steps, until=until, fields=MOVED)
    assert (kept.column, kept.year, kept.last_day) == (column, 2025, date(2025, 3, 1))


@pytest.mark.parametrize(
    ("decided", "column"),
    [
        ("2025-01-01", "in_time"),  # within a year from the first day of the number's year
        ("2025-01-02", "untold"),
        ("2025-04-10", "untold"),
        ("2025-04-11", "late"),  # more than a year after the first known step
    ],
)
def test_a_day_between_bounds(decided: str, column: str) -> None:
    """Without the day it was moved in the number's year at the earliest, at its first step at the latest."""
    kept = one_year(step("KS", "2024-04-10", "proposes"), step("KF", decided, "rejects"))
    assert (kept.column, kept.year, kept.last_day) == (column, 2025, date(2025, 4, 10))


def test_late_for_certain() -> None:
    """Tabled and referred back until the year had passed from its first known step: late in any case."""
    kept = one_year(
        step("KF", "2021-10-14", "tables"),
        step("KF", "2022-05-12", "refers_back"),
        step("KS", "2022-09-07", "proposes"),
        step("KF", "2023-02-09", "rejects"),
        dnr="KS 2021/40",
        start_truncated=True,
    )
    assert (kept.column, kept.last_day) == ("late", date(2022, 10, 14))


@pytest.mark.parametrize(
    ("until", "column"),
    [
        (date(2024, 12, 31), "running"),
        (date(2025, 2, 1), "untold"),
        (date(2025, 4, 11), "forgotten"),
    ],
)
def test_an_open_matter_between_bounds(until: date, column: str) -> None:
    """An open matter is forgotten when its year has passed for certain, and running while it can't have."""
    assert one_year(step("KS", "2024-04-10", "proposes"), until=until).column == column


def numbers(year: int, highest: int = 100) -> Registers:
    """Of a file that shows how many numbers a year had; all of them were seen at its end."""
    found = Registers()
    for place in range(ENOUGH):
        seen = step("KF", f"{year}-12-31", "tables")
        found.add(history(seen, dnr=f"KS {year}/{highest - place}"))
    found.add(history(step("KF", f"{year + 1}-09-01", "tables"), dnr=f"KS {year + 1}/1"))
    return found


def test_bounded_by_a_higher_number() -> None:
    """Late for certain by another matter with a higher number, though its own first step came later."""
    registers = Registers()
    registers.add(history(step("KF", "2024-02-15", "tables"), dnr="KS 2024/8"))
    steps = [step("KS", "2024-04-10", "proposes"), step("KF", "2025-02-16", "rejects")]
    assert one_year(*steps).column == "untold"
    kept = one_year(*steps, registers=registers)
    assert (kept.column, kept.last_day) == ("late", date(2025, 2, 15))
    assert one_year(*steps, registers=registers, dnr="KS 2024/9").column == "untold"


def test_forgotten_by_a_higher_number() -> None:
    """So is what is open: its year has passed for certain."""
    registers = Registers()
    registers.add(history(step("KF", "2024-02-15", "tables"), dnr="KS 2024/8"))
    told = step("KS", "2024-04-10", "proposes")
    kept = one_year(told, registers=registers, until=date(2025, 2, 16))
    assert kept.column == "forgotten"
    assert one_year(told, registers=registers, until=date(2025, 2, 15)).column == "untold"


def test_a_known_day_goes_first() -> None:
    """A day that is given is neither bounded by numbers nor estimated."""
    registers = Registers()
    registers.add(history(step("KF", "2024-02-15", "tables"), dnr="KS 2024/8"))
    kept = one_year(step("KF", "2025-03-01", "rejects"), fields=MOVED, registers=registers)
    assert (kept.column, kept.last_day) == ("in_time", date(2025, 3, 1))
    unclear = [step("KF", "2024-05-01", "other"), step("KF", "2025-03-02", "rejects")]
    found = one_year(*unclear, fields=MOVED, registers=numbers(2024))
    assert found.column == "untold"


@pytest.mark.parametrize(
    ("decided", "column"),
    [
        ("2025-01-01", "in_time"),
        ("2025-01-02", "likely_in_time"),
        ("2025-05-17", "likely_in_time"),  # 46 days before 2 July
        ("2025-05-18", "untold"),
        ("2025-08-16", "untold"),
        ("2025-08-17", "likely_late"),  # 46 days after it
        ("2025-12-31", "likely_late"),
        ("2026-01-01", "late"),
    ],
)
def test_likely(decided: str, column: str) -> None:
    """A number in the middle of its year was given about 2 July; the margin is 45 days both ways."""
    steps = [step("KS", "2024-12-31", "proposes"), step("KF", decided, "rejects")]
    kept = one_year(*steps, dnr="KS 2024/51", registers=numbers(2024))
    assert (kept.column, kept.last_day) == (column, date(2025, 12, 31))


@pytest.mark.parametrize(
    ("until", "column"),
    [
        (date(2025, 5, 17), "likely_running"),
        (date(2025, 5, 18), "untold"),
        (date(2025, 8, 16), "untold"),
        (date(2025, 8, 17), "likely_forgotten"),
        (date(2025, 12, 31), "likely_forgotten"),
        (date(2026, 1, 1), "forgotten"),
    ],
)
def test_likely_open(until: date, column: str) -> None:
    """So is what is open: running before the margin, forgotten after it."""
    told = step("KS", "2024-12-31", "proposes")
    kept = one_year(told, dnr="KS 2024/51", registers=numbers(2024), until=until)
    assert kept.column == column


def test_what_is_sent_when_the_minutes_are_adjusted_counts_by_its_decision() -> None:
    """Nothing but the adjustment is left after it."""
    for decided, column in (("2025-03-01", "in_time"), ("2025-03-02", "late")):
        told = history(step("KF", decided, "rejects"), fields={"answer_by": "2025-03-01"})
        kept = of("sent", told)
        assert kept is not None
        assert kept.column == column


def test_an_estimate_within_the_bounds() -> None:
    """An estimate after the first known step gives way to it."""
    steps = [step("KS", "2024-03-01", "proposes"), step("KF", "2025-01-14", "rejects")]
    kept = one_year(*steps, dnr="KS 2024/51", registers=numbers(2024))
    assert (kept.column, kept.last_day) == ("likely_in_time", date(2025, 3, 1))
    later = [steps[0], step("KF", "2025-01-15", "rejects")]
    assert one_year(*later, dnr="KS 2024/51", registers=numbers(2024)).column == "untold"


def test_an_estimate_outside_the_calendar() -> None:
    """An estimated day that the calendar doesn't reach says nothing."""
    steps = [step("KS", "1990-05-01", "tables"), step("KF", "1990-05-02", "rejects")]
    kept = one_year(*steps, dnr="KS 1989/51", registers=numbers(1990))
    assert kept.column == "untold"


def test_a_missing_step_is_known_too() -> None:
    """A step that the history declares as missing shows that the matter was there already."""
    missing = {"body": "KF", "date": "2024-02-01", "what": "tabled"}
    kept = one_year(step("KF", "2025-02-02", "rejects"), missing_steps=[missing])
    assert (kept.column, kept.last_day) == ("late", date(2025, 2, 1))


def test_a_number_before() -> None:
    """A matter that goes on under a new number may have been moved in the year of the old one."""
    told = step("KF", "2024-05-01", "rejects")
    assert one_year(told).column == "in_time"
    assert one_year(told, predecessor_dnr=["KS 2022/3"]).column == "untold"


def test_a_matter_was_raised_in_the_year_of_its_number_at_the_latest() -> None:
    """First heard of in the next year; a place under another's number says nothing of when."""
    told = step("KF", "2025-02-03", "tables"), step("KF", "2026-01-02", "rejects")
    kept = one_year(*told, dnr="KS 2024/7")
    assert (kept.column, kept.last_day) == ("late", date(2025, 12, 31))
    placed = one_year(*told, dnr="KS 2024/7:12")
    assert (placed.column, placed.last_day) == ("untold", date(2026, 2, 3))


def test_a_number_that_nobody_can_read() -> None:
    """Without a year there is no first bound: nothing is in time for certain, but something is late."""
    soon = step("KF", "2024-05-01", "rejects")
    late = step("KF", "2025-05-02", "rejects")
    assert one_year(soon, dnr="utan nummer").column == "untold"
    assert one_year(step("KF", "2024-05-01", "tables"), late, dnr="utan nummer").column == "late"


def test_a_number_from_a_later_year() -> None:
    """A number that is newer than the first step bounds nothing."""
    kept = one_year(step("KF", "2024-05-01", "rejects"), dnr="KS 2025/1")
    assert (kept.column, kept.last_day) == ("in_time", date(2025, 5, 1))


def test_days_outside_the_calendar() -> None:
    """A year before the calendar's first bounds nothing; a day before it can't be judged."""
    assert one_year(step("KF", "1990-05-01", "rejects"), dnr="KS 1989/1").column == "untold"
    told = step("KF", "1990-05-01", "rejects")
    kept = one_year(told, fields={"moved_on": "1980-05-01"})
    assert (kept.column, kept.year, kept.last_day) == ("untold", None, None)


@pytest.mark.parametrize("value", ["i maj", 2024, True, ["2024-03-01"]])
def test_a_field_that_is_no_day(value: object) -> None:
    """What can't be read as a day is as if it weren't given."""
    kept = one_year(step("KF", "2024-05-01", "rejects"), fields={"moved_on": value})
    assert kept.last_day == date(2025, 5, 1)


def test_the_body_that_decides() -> None:
    """A proposal, or a decision by a body that can't decide the matter, doesn't end it."""
    for event in ("proposes", "rejects"):
        assert one_year(step("KS", "2024-05-01", event), fields=MOVED).column == "forgotten"


def test_a_decision_that_the_definition_lacks() -> None:
    """What the council decided counts, also by a word that has no line in the definition."""
    assert one_year(step("KF", "2024-05-01", "adopts"), fields=MOVED).column == "in_time"


def test_a_part_is_not_the_whole() -> None:
    """Where the rest is referred back or tabled, or is said to be left, the matter isn't decided."""
    rest = step("KF", "2025-05-01", "rejects")
    for first in (
        step("KF", "2024-05-01", "rejects", "refers_back"),
        step("KF", "2024-05-01", "rejects", "tables"),
        step("KF", "2024-05-01", "rejects", partial=True),
    ):
        assert one_year(first, rest, fields=MOVED).column == "late"


def test_an_assignment_is_no_answer_where_one_comes() -> None:
    """An assignment alone ends the matter, unless it is answered later."""
    asked = step("KF", "2024-05-01", "assigns")
    answered = step("KF", "2025-05-01", "rejects")
    assert one_year(asked, fields=MOVED).column == "in_time"
    assert one_year(asked, answered, fields=MOVED).column == "late"


def test_what_comes_after_the_answer() -> None:
    """The first answer counts; what the council does with the matter later changes nothing."""
    later = step("KF", "2025-05-01", "rejects")
    assert one_year(step("KF", "2024-05-01", "rejects"), later, fields=MOVED).column == "in_time"


def test_a_withdrawn_matter() -> None:
    """An event that ends the matter keeps its deadline, by whatever body it is written down."""
    gone = step("KS", "2024-05-01", "withdrawn_by_mover")
    assert one_year(gone, fields=MOVED).column == "in_time"


@pytest.mark.parametrize("word", ["other", "censures", "okänt ord"])
def test_a_decision_that_nobody_tells(word: str) -> None:
    """Where the council may have decided, only what holds in both cases is said."""
    unclear = step("KF", "2024-05-01", word)
    assert one_year(unclear, fields=MOVED).column == "untold"
    soon, late = step("KF", "2024-06-01", "rejects"), step("KF", "2025-06-01", "rejects")
    assert one_year(unclear, soon, fields=MOVED).column == "in_time"
    assert one_year(unclear, late, fields=MOVED).column == "untold"
    other_body = step("KS", "2024-05-01", word)
    assert one_year(other_body, fields=MOVED).column == "forgotten"


def test_an_end_that_the_source_lacks() -> None:
    """Not all steps known and not said to be open: it may have been decided, in time or late."""
    told = step("KF", "2024-05-01", "tables")
    assert one_year(told, fields=MOVED, complete=False).column == "untold"
    kept = one_year(told, fields=MOVED, complete=False, open_at_end=True)
    assert kept.column == "forgotten"


def test_a_day_that_somebody_set() -> None:
    """A day in a field is that day, kept when the states that it holds in are left; without it no deadline."""
    prepared = step("KS", "2024-05-01", "prepared")
    kept = of("answer", history(prepared, fields={"answer_by": "2024-05-01"}))
    assert kept is not None
    assert (kept.column, kept.last_day) == ("in_time", date(2024, 5, 1))
    late = of("answer", history(prepared, fields={"answer_by": "2024-04-30"}))
    assert late is not None
    assert late.column == "late"
    assert of("answer", history(prepared)) is None


def test_a_day_that_bounds_dont_help() -> None:
    """An accounting year isn't bounded by when the matter began: a required field that lacks is untold."""
    proposal = step("KS", "2024-04-15", "proposes")
    kept = of("accounts", history(proposal))
    assert kept is not None
    assert (kept.column, kept.year) == ("untold", None)
    given = of("accounts", history(proposal, fields={"ends_on": "2023-12-31"}))
    assert given is not None
    assert (given.column, given.last_day) == ("in_time", date(2024, 4, 15))


def test_a_body_that_has_it_afterwards() -> None:
    """A step of the council shows that the board has proposed, in time for certain if it was by then."""
    fields = {"ends_on": "2023-12-31"}
    for day, column in (("2024-04-15", "in_time"), ("2024-04-16", "untold")):
        kept = of("accounts", history(step("KF", day, "tables"), fields=fields))
        assert kept is not None
        assert kept.column == column
