"""The table of deadlines: rows by deadline, type and year, and who missed them."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from deadline_city import DEFINITION, UNTIL, WORDS, history, played, step

from workflow.workbench.replay.deadline_table import DeadlineRow, DeadlineTable
from workflow.workbench.replay.kept import COLUMNS
from workflow.workbench.replay.registers import Registers


@pytest.fixture
def table() -> Iterator[DeadlineTable]:
    """An empty one."""
    found = DeadlineTable(
        {"raised": DEFINITION},
        WORDS,
        until=UNTIL,
        meetings={("KF", date(2024, 6, 6))},
    )
    yield found
    found.close()


def _row(table: DeadlineTable, key: str) -> DeadlineRow:
    (row,) = (row for row in table.rows() if row.deadline.key == key)
    return row


def test_a_row_adds_up(table: DeadlineTable) -> None:
    """One row for each deadline and year; every matter is in exactly one column, every column is there."""
    moved = {"moved_on": "2024-03-01", "ends_on": "2023-12-31"}
    for day in ("2024-06-06", "2024-09-05", "2025-03-02"):
        table.add(played(history(step("KF", day, "rejects"), fields=moved)))
    row = _row(table, "one_year")
    assert (row.matter_type, row.year, row.total) == ("raised", 2025, 3)
    assert tuple(row.counts) == COLUMNS
    assert {column: number for column, number in row.counts.items() if number} == {
        "in_time": 2,
        "late": 1,
    }
    assert all(row.total == sum(row.counts.values()) for row in table.rows())


def test_order(table: DeadlineTable) -> None:
    """Sections before days that somebody set; then type, deadline and year, the unknown year last."""
    for year in (2025, 2024):
        first = step("KF", f"{year}-05-02", "tables", tabled_to=f"{year}-06-06")
        told = history(first, step("KF", f"{year}-06-06", "assigns"), dnr=f"KS {year}/7")
        table.add(played(told))
    known = {"ends_on": "2023-12-31"}
    table.add(played(history(step("KF", "2024-05-02", "rejects"), fields=known)))
    assert [(row.deadline.key, row.year) for row in table.rows()] == [
        ("accounts", 2024),
        ("accounts", None),
        ("one_year", 2025),
        ("one_year", 2026),
        ("assignment", 2024),
        ("assignment", 2025),
        ("tabled_to", 2024),
        ("tabled_to", 2025),
    ]


def test_who_missed(table: DeadlineTable) -> None:
    """What was late, forgotten or had no meeting is listed by number, with its day and its step."""
    moved = {"moved_on": "2023-03-01", "ends_on": "2024-12-31"}
    told = history(
        step("KF", "2024-03-02", "tables", tabled_to="2024-05-02"),
        step("KF", "2024-05-08", "tables", tabled_to="2024-06-06"),
        step("KF", "2024-09-05", "tables", tabled_to="2024-10-10"),
        step("KF", "2024-10-10", "rejects", assignments=[{"what": "Utred", "due": "2024-12-01"}]),
        fields=moved,
    )
    table.add(played(told))
    found = [
        (one.deadline, one.column, one.last_day, one.step)
        for one in table.missed()
        if (one.dnr, one.matter_type) == ("KS 2024/7", "raised")
    ]
    assert found == [
        ("one_year", "late", date(2024, 3, 1), None),
        ("assignment", "forgotten", date(2024, 12, 1), 4),
        ("tabled_to", "no_meeting", date(2024, 5, 2), 1),
        ("tabled_to", "forgotten", date(2024, 6, 6), 2),
    ]


def test_the_numbers_of_the_source() -> None:
    """A matter that is late by a higher number of the source is counted and listed so; alone it isn't."""
    registers = Registers()
    registers.add(history(step("KF", "2024-02-15", "tables"), dnr="KS 2024/8"))
    told = history(step("KS", "2024-04-10", "proposes"), step("KF", "2025-02-16", "rejects"))
    for known, column in ((registers, "late"), (None, "untold")):
        with closing(
            DeadlineTable({"raised": DEFINITION}, WORDS, until=UNTIL, meetings=(), registers=known)
        ) as found:
            found.add(played(told))
            row = _row(found, "one_year")
            assert [name for name, number in row.counts.items() if number] == [column]
            assert sum(one.deadline == "one_year" for one in found.missed()) == (column == "late")
