"""What the replay of a real city's matters adds up to, on the shipped definitions."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from workflow.definition.catalogue import load_strict
from workflow.machine.build import build
from workflow.workbench.replay.ledger import Ledger
from workflow.workbench.replay.player import Player
from workflow.workbench.replay.reading import meeting_days, read_histories
from workflow.workbench.replay.registers import Registers
from workflow.workbench.replay.staging import staged
from workflow.workbench.replay.totals import Totals

pytestmark = pytest.mark.shared

_DEFINITIONS = Path(__file__).parents[2] / "definitions"
_FILE = Path("data", "goteborg_chains.jsonl")


@pytest.fixture(scope="module")
def ledger(shared: Path) -> Iterator[Ledger]:
    """Every matter of the file, played."""
    path = shared / _FILE
    loaded = load_strict(_DEFINITIONS)
    histories = [read.history for read in read_histories(path) if read.history is not None]
    registers = Registers()
    for history in histories:
        registers.add(history)
    minutes = {(step.body, step.date) for history in histories for step in history.steps}
    until = max(day for _, day in minutes)
    organisations = {code: entry.organisation for code, entry in loaded.organisations.items()}
    machines = {name: build(entry.digest, entry.definition) for name, entry in loaded.types.items()}
    code = loaded.vocabulary.organisation or "storstad"
    player = Player(
        machines,
        staged(organisations, code, meeting_days(path)),
        loaded.vocabulary,
        until=until,
    )
    definitions = {name: entry.definition for name, entry in loaded.types.items()}
    with Ledger(
        definitions, loaded.vocabulary, until=until, meetings=minutes, registers=registers
    ) as full:
        for read in read_histories(path):
            assert read.history is not None
            full.add(player.play(read.history, code), read, path.name)
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
    """The year that the council has (KL 5:35), as far as the minutes can tell."""
    motions = _columns(totals, "one_year", "motion")
    assert motions.total() == 91
    assert motions == {"in_time": 4, "late": 3, "forgotten": 1, "running": 1, "untold": 82}
    proposals = _columns(totals, "one_year", "citizen_proposal")
    assert proposals == {"in_time": 6, "late": 1, "untold": 2}


def test_the_most_tabled_motion(shared: Path, ledger: Ledger) -> None:
    """The motion that was tabled most often was late, whatever day of its number's year it was moved on."""
    reads = read_histories(shared / _FILE)
    motions = [one for read in reads if (one := read.history) and one.matter_type == "motion"]
    most = max(motions, key=lambda one: sum(step.tabled_to is not None for step in one.steps))
    first, last = most.steps[0].date, most.steps[-1].date
    (found,) = (one for one in ledger.missed() if one.dnr == most.dnr)
    assert (found.deadline, found.column) == ("one_year", "late")
    assert found.last_day == first.replace(year=first.year + 1) < last


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
