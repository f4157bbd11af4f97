"""What holds of every simulated year, on the shipped definitions and in a small town."""

from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tests.unit.workbench.forecast.shipped_years import EXAMPLE, example, shipped, year
from tests.unit.workbench.forecast.tiny_town import PLEA, stays, town
from workflow.workbench.forecast.plan import Options
from workflow.workbench.forecast.simulating import simulated
from workflow.workbench.forecast.tally import Place, Record, Trail

SHORT = "year: 2026\nwarmup: 0\nmeetings: {KS: {every: FREQ=MONTHLY;BYDAY=1TU, capacity: CAP}}\n"


def test_every_shipped_type_goes_all_the_way() -> None:
    """Without a file every type that comes in by itself is simulated, and the engine refuses nothing."""
    record, report, _ = year(Options())
    assert report.refusals == ()
    assert {one.matter_type for one in report.types if not one.closed} <= {"partner_answer"}
    started = {"assignment", "partner_answer"}
    assert {trail.definition.name for trail in record.trails} == set(shipped().types) - started


def test_every_matter_is_in_exactly_one_place() -> None:
    """Every day those that have come are those that stand somewhere; at the end as many as there are trails."""
    record, report, _ = example()
    assert len(record.places) == len(record.trails)
    opened = Counter(trail.opened for trail in record.trails)
    come = 0
    for day, places in record.days:
        come += opened[day]
        assert sum(places.values()) == come
    assert record.days[-1][1] == Counter(record.places)
    ended = sum(trail.closed is not None for trail in record.trails)
    assert Counter(record.places)[Place("end")] == ended
    assert sum(one.matters for one in report.standing) == report.open_at_end


def test_what_came_in_and_went_out_adds_up() -> None:
    """Open at the start and come in, less closed, is open at the end; for the types together too."""
    _, report, _ = example()
    assert report.open_at_start + report.came_in - report.closed == report.open_at_end
    assert sum(one.came_in for one in report.types) == report.came_in
    assert sum(one.open for one in report.types) == report.open_at_end
    assert sum(one.still for one in report.waits) == report.open_at_end


def test_every_deadline_that_ran_has_one_fate() -> None:
    """Met, missed, dropped, come again or running still."""
    _, report, _ = example()
    for one in report.deadlines:
        assert one.run == one.met + one.missed + one.dropped + one.recurred + one.running
        assert (one.worst > 0) == (one.missed > 0)


def test_no_meeting_takes_up_more_than_it_can() -> None:
    """And none is held outside its days; where somebody had to wait every place was taken."""
    record, report, _ = example()
    for held in record.meetings:
        assert held.items <= held.capacity
        assert held.full or not held.pushed
    assert {one.body: one.meetings for one in report.meetings} == {"KF": 11, "KS": 22}


def test_a_stay_begins_where_the_one_before_ended() -> None:
    """The trail of a matter has no gaps and goes forwards."""
    record, _, _ = example()
    for trail in record.trails:
        assert trail.visits[0].since == trail.opened
        for before, after in pairwise(trail.visits):
            assert before.until == after.since >= before.since
        assert trail.visits[-1].until is None


def test_the_same_seed_is_the_same_year() -> None:
    """To the byte; another seed is another one."""
    small = ("motion", "procurement")
    assert year(Options(types=small), EXAMPLE)[1:] == year(Options(types=small), EXAMPLE)[1:]
    other = year(Options(types=small, seed=2), EXAMPLE)[1]
    assert other.key_figures() != year(Options(types=small), EXAMPLE)[1].key_figures()


def _of(record: Record, name: str) -> list[Trail]:
    return [trail for trail in record.trails if trail.definition.name == name]


def test_another_type_changes_nothing_for_those_that_it_shares_nothing_with(tmp_path: Path) -> None:
    """Each type and each matter has a stream of its own: who doesn't stand in the same line has the same year."""
    place = town(tmp_path)
    rates = "types: {plea: {per_year: 40}EXTRA}\n"
    alone, _ = place.run(SHORT.replace("CAP", "500") + rates.replace("EXTRA", ""))
    together, _ = place.run(
        SHORT.replace("CAP", "500") + rates.replace("EXTRA", ", request: {per_year: 60}")
    )
    assert _of(alone, "plea") == _of(together, "plea")
    assert len(_of(together, "request")) > 30


def test_more_room_never_lets_anybody_wait_longer(tmp_path: Path) -> None:
    """First come, first served, and nothing is tabled: each matter is decided at the same meeting or earlier."""
    place = town(tmp_path, plea=PLEA)
    waits = []
    for capacity in (1, 2, 4, 8, 16):
        text = SHORT.replace("CAP", str(capacity))
        record, _ = place.run(text + "outcomes: {KS: {grants: 1}}\ntypes: {plea: {per_year: 60}}\n")
        waits.append([days if days is not None else 999 for days in stays(record, "at_KS")])
    for less, more in pairwise(waits):
        assert all(b <= a for a, b in zip(less, more, strict=True))
    assert sum(waits[0]) > sum(waits[-1])


def test_children_are_answered_for_and_their_mails_are_not_ours(tmp_path: Path) -> None:
    """An agreement waits for its parties, who say yes after the time that the file gives."""
    path = tmp_path / "parties.yaml"
    path.write_text(
        "organisation: solleftea\nyear: 2024\nwarmup: 0\n"
        "processing: {preparation: {exactly: P10D}, with_parties: {exactly: P60D}}\n"
        "outcomes: {AU: {proposes: 1}, KS: {approves: 1}}\n"
        "types: {collaboration_agreement: {on: [2024-01-09], fields: {parties: [kramfors, Byalaget]}}}\n",
        "utf-8",
    )
    record, report, _ = year(Options(), path)
    (trail,) = record.trails
    (waited,) = [visit for visit in trail.visits if visit.state == "with_parties"]
    assert waited.until is not None
    assert (waited.until - waited.since).days in range(60, 64)
    assert (trail.closed is not None, report.refusals) == (True, ())
    assert {one.label for one in report.states if one.state == "with_parties"} == {"Hos parterna"}


def test_several_runs_differ_by_their_seeds(tmp_path: Path) -> None:
    """The first is the one that is shown; every day of every run is told."""
    place = town(tmp_path)
    path = place.folder / "runs.yaml"
    path.write_text(SHORT.replace("CAP", "3") + "seed: 5\ntypes: {plea: {per_year: 30}}\n", "utf-8")
    told: list[tuple[int, int]] = []
    found = simulated(place.folder, path, Options(), runs=3, watch=lambda *days: told.append(days))
    assert [one.seed for one in found.runs] == [5, 6, 7]
    assert found.runs[0] == found.report.key_figures()
    assert told == [(done, 3 * 365) for done in range(1, 3 * 365 + 1)]


def test_a_longer_time_keeps_to_the_plan_of_the_first_year(tmp_path: Path) -> None:
    """Two years from one year's schedule: the same weekdays, and all of it is counted."""
    record, report = town(tmp_path).run(
        "year: 2026\nyears: 2\nwarmup: 0\ntypes: {plea: {per_year: 12}}\n"
    )
    board = [held.day for held in record.meetings if held.body == "KS"]
    assert board == [
        date(2026, 2, 3), date(2026, 3, 3), date(2026, 4, 7),
        date(2027, 2, 2), date(2027, 3, 2), date(2027, 4, 6),
    ]  # fmt: skip
    assert (report.label, report.last) == ("Staden 2026–2027", date(2027, 12, 31))


@pytest.mark.parametrize("org", ["norsjo", "solleftea", "norrbottens_e_namnd", "alvsbyn"])
def test_every_shipped_organisation_can_be_simulated(org: str) -> None:
    """Also one without an AU, one that is no municipality, and one that has planned nothing."""
    _, report, _ = year(Options(organisation=org, types=("motion", "board_matter", "information")))
    assert report.refusals == ()
    assert bool(report.warnings) == (org == "alvsbyn")
