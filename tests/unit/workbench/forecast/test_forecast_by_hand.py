"""Simulated years that are small enough to be worked out by hand."""

from datetime import date
from pathlib import Path

import pytest

from tests.unit.workbench.forecast.tiny_town import ORGANISATION, PLEA, PREPARED, run, stays, town
from workflow.workbench.forecast.answer import Days, Kept, Met
from workflow.workbench.forecast.lanes import lanes
from workflow.workbench.forecast.tally import Place

ONE_AT_A_TIME = """\
organisation: town
year: 2026
warmup: 0
agenda_closes: P7D
meetings: {KS: {capacity: 1}}
outcomes: {KS: {grants: 1}}
types: {plea: {on: [2026-01-12, 2026-01-20, 2026-01-21]}}
"""


def test_three_matters_and_room_for_one(tmp_path: Path) -> None:
    """Every wait, the missed deadlines and the full meetings are those of a calendar on the wall.

    The board meets on 3 February, 3 March and 7 April, and the minutes are adjusted ten days later. The
    last days are 21 February, 1 March and 2 March.
    """
    record, report = town(tmp_path).run(ONE_AT_A_TIME)
    assert stays(record, "at_KS") == [22, 42, 76]
    assert [one.closed for one in record.trails] == [
        date(2026, 2, 13), date(2026, 3, 13), date(2026, 4, 17),
    ]  # fmt: skip
    assert report.days == Days(3, mean=56.7, median=52.0, p90=86, longest=86)
    assert report.deadlines == (
        Kept("plea", "Begäran", "answer", "Svaret", 3, 1, 2, 0, 0, 0, worst=36),
        Kept("plea", "Begäran", "wanted", "Önskad dag", 3, 3, 0, 0, 0, 0, worst=0),
    )
    assert report.meetings == (
        Met("KF", "Fullmäktige", 2, 60, 0, 0, 0, 0, 0, None),
        Met("KS", "Styrelsen", 3, 3, 3, 3, 3, 2, 0, Days(3, 46.7, 42.0, 76, 76)),
    )
    assert [(one.day.month, one.items, one.pushed) for one in record.meetings if one.body == "KS"] == [
        (2, 1, 2), (3, 1, 1), (4, 1, 0),
    ]  # fmt: skip
    assert (report.told.reminded, report.told.escalations) == (2, 2)
    assert (report.came_in, report.closed, report.open_at_start, report.open_at_end) == (3, 3, 0, 0)
    assert report.warnings == ()


def test_one_pair_of_hands(tmp_path: Path) -> None:
    """Who comes while the only officer is busy waits in her queue; what is done goes on on an open day."""
    record, report = town(tmp_path).run(
        "year: 2026\nwarmup: 0\nstaff: {officer: 1}\nprocessing: {preparation: {exactly: P7D}}\n"
        "outcomes: {KS: {grants: 1}}\nagenda_closes: P0D\n"
        "types: {request: {on: [2026-01-12, 2026-01-12, 2026-01-17]}}\n"
    )
    assert stays(record, "preparation") == [7, 14, 16]
    queue = [places[Place("queue", "officer")] for _, places in record.days]
    assert queue[11:26] == [1] * 5 + [2] * 2 + [1] * 7 + [0]
    assert stays(record, "at_KS") == [15, 8, 1]
    assert report.standing == ()


def test_the_nearest_deadline_goes_first_where_that_is_the_order(tmp_path: Path) -> None:
    """The one that came last, with a day that is near, passes those without; else it comes last."""
    text = ONE_AT_A_TIME.replace(
        "on: [2026-01-12, 2026-01-20, 2026-01-21]", "on: [2026-01-12]"
    ).replace("types: {", "types: {hasty: {on: [2026-01-20], fields: {wanted: P20D}}, ")
    place = town(tmp_path, plea=PLEA, hasty=PLEA.replace("matter_type: plea", "matter_type: hasty"))
    first, _ = place.run(text)
    assert stays(first, "at_KS") == [22, 42]
    nearest, report = place.run(text + "queue: nearest_deadline\n")
    assert stays(nearest, "at_KS") == [50, 14]
    assert any("Närmaste frist går först" in sentence for sentence in report.assumed)


def test_what_comes_after_the_agenda_closed_waits_for_the_next_meeting(tmp_path: Path) -> None:
    """The day that the agenda closes is the last one to come in on."""
    record, report = town(tmp_path).run(
        ONE_AT_A_TIME.replace("2026-01-12, 2026-01-20, 2026-01-21", "2026-01-27, 2026-01-28")
    )
    assert stays(record, "at_KS") == [7, 34]
    assert {one.body: one.pushed for one in report.meetings}["KS"] == 0


def test_what_is_still_there_at_the_end_is_the_queue(tmp_path: Path) -> None:
    """A matter that no meeting had room for is counted where it stands, and its stay nowhere."""
    record, report = town(tmp_path).run(ONE_AT_A_TIME.replace("01-21]", "01-21, 2026-03-02]"))
    assert stays(record, "at_KS")[-1] is None
    assert [(one.place, one.label, one.matters) for one in report.standing] == [
        (Place("body", "KS"), "väntar på Styrelsen", 1)
    ]
    (wait,) = (one for one in report.states if one.state == "at_KS")
    assert (wait.days.number if wait.days else 0, wait.still) == (3, 1)
    (answer, _) = report.deadlines
    assert (answer.run, answer.met, answer.missed, answer.worst) == (4, 1, 3, 264)


def test_only_the_counted_time_counts(tmp_path: Path) -> None:
    """What was decided before is in no figure, but what came in before and was open then is carried in."""
    _, report = town(tmp_path).run(
        "year: 2027\nwarmup: 1\nmeetings: {KS: {days: [2026-02-03, 2027-02-02], capacity: 9}}\n"
        "outcomes: {KS: {grants: 1}}\ntypes: {plea: {on: [2026-01-12, 2026-03-02, 2027-01-04]}}\n"
    )
    assert (report.came_in, report.closed, report.open_at_start, report.open_at_end) == (1, 2, 1, 0)
    assert [one.run for one in report.deadlines] == [1, 1]
    assert {one.body: one.meetings for one in report.meetings}["KS"] == 1


LIMIT = """\
  limit:
    label: Längsta tiden
    after: P10D
    counts_from: registered
    during: [preparation]
    on_expiry: {event: too_late, escalate_to: ["role:secretary"]}
"""


@pytest.mark.parametrize("hands", [1, 2])
def test_the_engine_takes_a_matter_out_of_the_office(tmp_path: Path, hands: int) -> None:
    """A deadline that moves a matter on does so whether it was worked on or waited; the hands are free then."""
    late = PREPARED + LIMIT
    late = late.replace("events:\n", "events:\n  too_late: {label: För sent}\n")
    late = late.replace(
        "transitions:\n",
        "transitions:\n  - {event: too_late, from: preparation, to: at_KS, roles: [engine]}\n",
    )
    record, report = town(tmp_path, request=late).run(
        f"year: 2026\nwarmup: 0\nstaff: {{officer: {hands}}}\noutcomes: {{KS: {{grants: 1}}}}\n"
        "processing: {preparation: {exactly: P20D}}\n"
        "types: {request: {on: [2026-01-12, 2026-01-12, 2026-01-26]}}\n"
    )
    assert stays(record, "preparation") == [11, 11, 11]
    assert {one.deadline: one.missed for one in report.deadlines}["limit"] == 3
    assert report.open_at_end == 0


def test_a_state_left_in_time_is_a_deadline_kept(tmp_path: Path) -> None:
    """A deadline that only runs in a state is kept by leaving it, and dropped by nothing else."""
    _, report = town(tmp_path, request=PREPARED + LIMIT.partition("    on_expiry")[0]).run(
        "year: 2026\nwarmup: 0\noutcomes: {KS: {grants: 1}}\n"
        "processing: {preparation: {exactly: P3D}}\ntypes: {request: {on: [2026-01-12]}}\n"
    )
    (limit,) = (one for one in report.deadlines if one.deadline == "limit")
    assert (limit.run, limit.met, limit.missed, limit.dropped) == (1, 1, 0, 0)


def test_what_the_engine_refuses_is_told_and_stays(tmp_path: Path) -> None:
    """A body that can do nothing with a matter has it on every agenda, and the reason is counted."""
    stuck = PLEA.replace(
        "{event: grants, from: at_KS,", "{event: grants, guard: fields.urgent, from: at_KS,"
    )
    stuck = stuck.replace("  - {event: tables, from: at_KS, to: same}\n", "")
    stuck = stuck.replace("  - {event: refers_back, from: at_KS, to: preparation}\n", "")
    stuck = stuck.replace(
        "  - {event: prepared, from: preparation, to: at_KS}\n",
        "  - {event: prepared, from: [preparation], to: at_KS}\n",
    )
    record, report = town(tmp_path, plea=stuck).run(
        "year: 2026\nwarmup: 0\ntypes: {plea: {on: [2026-01-12]}}\n"
    )
    assert report.refusals == (("plea", "I läget ”at_KS” är ingen händelse möjlig.", 3),)
    assert record.places == [Place("body", "KS")]


def test_a_refused_decision_is_told_with_the_engines_reason(tmp_path: Path) -> None:
    """What is possible until its own data come with it is refused then, and stays on the agenda."""
    asking = PLEA.replace(
        "{event: grants, from: at_KS,",
        '{event: grants, guard: "!given.urgent", requires: urgent, from: at_KS,',
    )
    _, report = town(tmp_path, plea=asking).run(ONE_AT_A_TIME)
    ((_, reason, number),) = report.refusals
    assert ("Bifalls" in reason, number) == (True, 3)


def test_a_body_that_nobody_has_is_told(tmp_path: Path) -> None:
    """Matters that wait for a body that the organisation lacks never get on."""
    place = town(tmp_path, plea=PLEA.replace("body: KS", "body: AU"))
    other = ORGANISATION.replace("town", "village").replace("  KS:", "  AU:")
    place.add("organisations", "village", other)
    _, report = place.run(
        "organisation: town\nyear: 2026\nwarmup: 0\ntypes: {plea: {on: [2026-01-12]}}\n"
    )
    assert report.warnings == (
        "1 ärenden väntar på AU, som Staden inte har. De kommer inte vidare.",
    )
    assert [one.label for one in report.standing] == ["väntar på AU"]


@pytest.mark.parametrize(
    ("year", "said"), [(2030, "Inget organ"), (2026, "Styrelsen sammanträder inte")]
)
def test_without_meetings_everything_waits_and_it_is_said(
    tmp_path: Path, year: int, said: str
) -> None:
    """A year that nobody has planned, and one body that has planned none, are told first of all."""
    place = town(tmp_path)
    body = "[2026-02-03, 2026-03-03, 2026-04-07]"
    path = place.folder / "organisations/town.yaml"
    path.write_text(path.read_text("utf-8").replace(body, "[2025-02-03]"), "utf-8")
    _, report = place.run(f"year: {year}\nwarmup: 0\ntypes: {{plea: {{on: [{year}-01-12]}}}}\n")
    assert report.warnings[0].startswith(said)
    assert report.open_at_end == 1


def test_days_outside_the_time_are_told(tmp_path: Path) -> None:
    """What would come in before or after isn't forgotten silently."""
    record, report = town(tmp_path).run(ONE_AT_A_TIME.replace("01-21]", "01-21, 2027-01-04]"))
    assert len(record.trails) == 3
    assert report.warnings == (
        "plea: 1 av 4 dagar i on ligger utanför tiden 2026-01-01 till 2026-12-31; inget kommer in då.",
    )


def test_a_lane_shows_what_waits_each_day(tmp_path: Path) -> None:
    """The curve of a body rises when a matter comes and falls when it is decided."""
    plan = town(tmp_path).plan(ONE_AT_A_TIME)
    record, report = run(plan)
    board, *_, deadlines = (
        one for one in lanes(plan, record, report) if one.title != "Fullmäktige"
    )
    assert board.title == "Styrelsen"
    assert [board.waiting[day] for day in (10, 11, 19, 20, 33, 61, 96)] == [0, 1, 2, 3, 2, 1, 0]
    assert (board.most, len(board.waiting), len(board.meetings)) == (3, 365, 3)
    assert deadlines.bars == ((date(2026, 2, 26), 2),)
