"""What the replay of a real city's matters adds up to, on the shipped definitions."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from workflow.workbench.replay.ledger import Ledger
from workflow.workbench.replay.reading import read_histories
from workflow.workbench.replay.replaying import Replay
from workflow.workbench.replay.totals import Totals

pytestmark = pytest.mark.shared

_DEFINITIONS = Path(__file__).parents[2] / "definitions"
_FILE = Path("data", "goteborg_chains.jsonl")
_TODAY = date(2026, 11, 1)  # after the file's last day
_GOES_ON = {"tables", "refers_back_by_minority"}
_YEAR = ("one_year", "motion")


@pytest.fixture(scope="module")
def ledger(shared: Path) -> Iterator[Ledger]:
    """Every matter of the file, played."""
    replay = Replay(shared / _FILE, _DEFINITIONS, today=_TODAY, watch=lambda _: None)
    survey = replay.survey(lambda finding: pytest.fail(finding.message))
    with replay.ledger(survey) as full:
        replay.play(survey, full)
        yield full


@pytest.fixture(scope="module")
def totals(ledger: Ledger) -> Totals:
    """What it came to."""
    return ledger.result()


def _columns(totals: Totals, key: str, matter_type: str | None = None) -> Counter[str]:
    """The columns of one deadline, over all years."""
    found: Counter[str] = Counter()
    for row in totals.deadlines:
        if row.deadline.key == key and matter_type in (None, row.matter_type):
            found.update({str(column): number for column, number in row.counts.items() if number})
    return found


def _number(dnr: str) -> tuple[str, int]:
    """Year and serial."""
    _, year, serial = dnr.partition(":")[0].split("-")
    return year, int(serial)


def test_every_step_is_accepted_or_refused(ledger: Ledger, totals: Totals) -> None:
    """The totals are those of the file, and the types add up to them."""
    counts = totals.counts
    assert (counts.matters, counts.steps) == (560, 1342)
    assert counts.accepted + sum(counts.refused.values()) == counts.steps
    assert sum(1 for _ in ledger.refusals()) == sum(counts.refused.values())
    assert sum(one.counts.matters for one in totals.types) == counts.matters
    assert sum(one.counts.steps for one in totals.types) == counts.steps
    assert sum(one.counts.accepted for one in totals.types) == counts.accepted
    assert sum(1 for _ in ledger.supplied()) == sum(one.number for one in totals.supplied)


def test_every_motion_is_in_one_column(totals: Totals) -> None:
    """The year that the council has (KL 5:35), as far as the minutes and the numbers can tell."""
    motions = _columns(totals, "one_year", "motion")
    assert motions.total() == 91
    assert motions == {
        "in_time": 4,
        "late": 28,
        "forgotten": 6,
        "running": 1,
        "likely_in_time": 20,
        "likely_late": 5,
        "likely_running": 11,
        "untold": 16,
    }
    proposals = _columns(totals, "one_year", "citizen_proposal")
    assert proposals == {"in_time": 6, "late": 1, "likely_in_time": 2}


def test_every_motion_by_year(totals: Totals) -> None:
    """Of the last days in each year: all, missed for certain, and untold."""
    found = {
        row.year: (row.total, row.counts["late"] + row.counts["forgotten"], row.counts["untold"])
        for row in totals.deadlines
        if (row.deadline.key, row.matter_type) == _YEAR
    }
    assert found == {
        2023: (14, 1, 5),
        2024: (26, 16, 2),
        2025: (23, 12, 7),
        2026: (27, 5, 2),
        2027: (1, 0, 0),
    }


def test_what_is_late_for_certain(shared: Path, ledger: Ledger) -> None:
    """Worked out from the bare file: the same motions went past a year from the day of their bound.

    The bound is the first step of any matter with as high a number of the year, or the year's end. Only
    matters that stand under one number of their own count.
    """
    matters = [json.loads(line) for line in (shared / _FILE).read_text("utf-8").splitlines()]
    last = max(step["date"] for matter in matters for step in matter["steps"])
    firsts = [
        (_number(one["dnr"]), min(step["date"] for step in one["steps"]))
        for one in matters
        if ":" not in one["dnr"] and not one["predecessor_dnr"]
    ]
    missed = set()
    for motion in (one for one in matters if one["matter_type"] == "motion"):
        year, serial = _number(motion["dnr"])
        bound = min(
            first
            for (other_year, other), first in firsts
            if other_year == year and other >= serial and first >= year
        )
        bound = min(bound, f"{year}-12-31")
        decided = min(
            (
                step["date"]
                for step in motion["steps"]
                if step["body"] == "KF" and _GOES_ON.isdisjoint(step["outcomes"])
            ),
            default=last,
        )
        if decided > f"{int(bound[:4]) + 1}{bound[4:]}":
            missed.add(motion["dnr"])
    found = {one.dnr for one in ledger.missed() if (one.deadline, one.matter_type) == _YEAR}
    assert len(found) == 34
    assert found == missed


def test_the_most_tabled_motion(shared: Path, ledger: Ledger) -> None:
    """The motion that was tabled most often was late, whatever day of its number's year it was moved on."""
    reads = read_histories(shared / _FILE)
    motions = [one for read in reads if (one := read.history) and one.matter_type == "motion"]
    most = max(motions, key=lambda one: sum(step.tabled_to is not None for step in one.steps))
    first, last = most.steps[0].date, most.steps[-1].date
    (found,) = (one for one in ledger.missed() if one.dnr == most.dnr)
    assert (found.deadline, found.column) == ("one_year", "late")
    assert found.last_day is not None
    assert found.last_day <= first.replace(year=first.year + 1) < last


def test_no_assignment_has_a_day(totals: Totals) -> None:
    """The minutes say 82 times that an assignment was given, and never by when."""
    assert _columns(totals, "assignment") == {"undated": 82}


def test_every_day_that_was_tabled_to(totals: Totals) -> None:
    """Every tabling was to a day; one matter was forgotten at a meeting that was held."""
    assert _columns(totals, "tabled_to") == {
        "in_time": 485,
        "not_in_source": 129,
        "running": 20,
        "forgotten": 1,
    }
