"""A matter that goes over to another version of its type, and back: what changes, and what doesn't."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.casework import Desk
from tests.moving import (
    YEAR,
    back,
    command,
    like,
    live,
    move,
    planned,
    renamed,
    version,
    watched,
)
from workflow.errors import CommandRefusedError, InvalidInputError, StaleVersionError
from workflow.model.commands import (
    AdjustMinutes,
    ExtendDeadline,
    FireEvent,
    FireTimer,
    MigrateMatter,
    RecordDecision,
    ResumeDeadline,
    RevertMigration,
    SuspendDeadline,
)
from workflow.model.effects import OpenIncident, SendMail
from workflow.model.events import DeadlineChanged, MatterMigrated
from workflow.model.matter import ENGINE, Deadline
from workflow.model.migration import DeadlineFate, PointMove, Transfer
from workflow.model.outcome import AssignmentGiven, PointOutcome

OLD = version("old", deadlines={"year": YEAR})
HALF = version("new", deadlines={"year": {**YEAR, "after": "P6M", "label": "Ett halvår"}})
SAME = renamed(OLD, "new")


def desk(machine: Any = OLD, **changes: Any) -> Desk:
    return Desk(machine=machine).register(**changes)


def row(desk: Desk, key: str = "year") -> Deadline:
    return next(each for each in desk.it.deadlines if each.key == key)


def fates(desk: Desk) -> dict[str, DeadlineFate]:
    return {fate.key: fate for fate in desk.happened(MatterMigrated)[-1].fates}


def test_a_renamed_state_is_all_that_changes() -> None:
    """The point keeps its day and its number; the deadline its timers, without a new one."""
    mine = desk()
    before = mine.it
    mine.on("2024-05-02")
    target = renamed(OLD, "new", preparation="drafting")
    step = move(mine, target, states={"preparation": "drafting"})
    assert mine.it == replace(
        before,
        definition="new",
        version=before.version + 1,
        state="drafting",
        points=(replace(before.points[0], state="drafting"),),
        migrated=1,
    )
    assert step.effects == ()
    event = mine.happened(MatterMigrated)[-1]
    assert (event.came_from, event.definition, event.reason) == ("old", "new", "Ny rutin")
    assert event.moves == (PointMove("1", "preparation", "drafting"),)
    assert [fate.what for fate in event.fates] == ["kept"]
    assert watched(mine)


def test_what_people_have_done_is_not_touched() -> None:
    """Recipients, decisions, assignments, tasks and children are the same before and after."""
    mine = desk(enter_at="at_KS", fields={"movers": ["Okänd Person"]})
    mine.give(
        RecordDecision(
            (PointOutcome("grants"),),
            recipients=("Ekonomi", "Okänd enhet"),
            assignments=(AssignmentGiven("Bygg", None, "2024-09"),),
        )
    )
    mine.give(AdjustMinutes("KS", date(2024, 4, 16), date(2024, 4, 16)))
    before = mine.it
    assert before.items
    assert before.tasks
    assert before.assignments
    move(mine, renamed(OLD, "new", decided="settled"), states={"decided": "settled"})
    for name in ("items", "decisions", "assignments", "tasks", "children", "fields", "parent"):
        assert getattr(mine.it, name) == getattr(before, name)


def test_fields_are_set_and_dropped() -> None:
    """The event says which; the values that are gone stay in the log before it."""
    mine = desk(fields={"report": "Klar", "cost": 5})
    target = version(
        "new",
        deadlines={"year": YEAR},
        fields={
            "statement": {"type": "text", "label": "Yttrande"},
            "level": {"type": "text", "label": "Nivå", "default": "låg"},
        },
    )
    move(mine, target, fields={"statement": "report"}, dropped=("cost",))
    assert mine.it.fields == {
        "urgent": False,
        "report": "Klar",
        "statement": "Klar",
        "level": "låg",
    }
    event = mine.happened(MatterMigrated)[-1]
    assert event.fields_set == {"statement": "Klar", "level": "låg"}
    assert event.fields_dropped == ("cost",)


def test_another_day_is_worked_out_and_told() -> None:
    """Old and new day are in the event, and the timers are those of the new one only."""
    mine = desk()
    move(mine, HALF)
    fate = fates(mine)["year"]
    assert (fate.what, fate.before, fate.after) == (
        "recomputed",
        date(2025, 4, 16),
        date(2024, 10, 16),
    )
    assert fate.why == "6 månader från 2024-04-16 är 2024-10-16."
    assert (row(mine).label, row(mine).generation) == ("Ett halvår", 2)
    assert watched(mine)


@pytest.mark.parametrize("person", ["extended", "kept by order"])
def test_a_day_that_stays(person: str) -> None:
    """What a person extended, or the map keeps, isn't worked out anew: not now, and not by a later event."""
    mine = desk()
    orders = {}
    if person == "extended":
        mine.give(ExtendDeadline("year", date(2025, 6, 1), "Mer tid"))
    else:
        orders = {"deadlines": {"year": "keep"}}
    before = row(mine)
    timers = live(mine)
    move(mine, HALF, **orders)
    after = row(mine)
    assert (after.final, after.generation, after.label) == (
        before.final,
        before.generation,
        "Ett halvår",
    )
    assert fates(mine)["year"].what == "kept"
    assert "den nya ger 2024-10-16" in fates(mine)["year"].why
    assert live(mine) == timers
    mine.give(FireEvent("certified"))
    assert row(mine) == after


def test_an_extended_day_may_be_worked_out_anew_by_order() -> None:
    """``recompute`` gives the new rule's own day."""
    mine = desk()
    mine.give(ExtendDeadline("year", date(2025, 6, 1), "Mer tid"))
    move(mine, HALF, deadlines={"year": "recompute"})
    assert (row(mine).final, row(mine).extended_days) == (date(2024, 10, 16), 0)
    assert fates(mine)["year"].what == "recomputed"
    assert watched(mine)


def test_a_suspended_clock_stands_still() -> None:
    """Until somebody starts it again, or the map says otherwise."""
    mine = desk()
    mine.give(SuspendDeadline("year", "Väntar"))
    move(mine, HALF)
    assert (row(mine).status, row(mine).label) == ("suspended", "Ett halvår")
    assert "Dagen 2025-04-16 står kvar" in fates(mine)["year"].why
    mine.on("2024-05-01")
    mine.give(ResumeDeadline("year", "Nu"))
    assert (row(mine).status, row(mine).final) == ("running", date(2025, 5, 1))
    mine.give(FireEvent("certified"))
    assert row(mine).final == date(2025, 5, 1)
    assert watched(mine)
    again = desk()
    again.give(SuspendDeadline("year", "Väntar"))
    move(again, HALF, deadlines={"year": "recompute"})
    assert (row(again).status, row(again).final) == ("running", date(2024, 10, 16))
    assert row(again).suspended_on is None
    assert watched(again)


def test_what_was_kept_is_not_to_be_kept_again() -> None:
    """A met deadline stays met although the new version counts it in more states, unless ordered."""
    longer = version("new", deadlines={"year": {**YEAR, "until": ["closed"]}})
    for orders, status in (({}, "met"), ({"deadlines": {"year": "recompute"}}, "running")):
        mine = desk(enter_at="at_KS")
        mine.give(RecordDecision((PointOutcome("grants"),)))
        assert row(mine).status == "met"
        move(mine, longer, **orders)
        assert row(mine).status == status
        assert watched(mine)
        mine.give(FireEvent("minutes_adjusted"))
        assert row(mine).status == status


def test_what_has_expired_stays_so() -> None:
    """A later day in the new version brings nothing to life, unless ordered."""
    longer = version("new", deadlines={"year": {**YEAR, "after": "P2Y"}})
    for orders, status in (({}, "expired"), ({"deadlines": {"year": "recompute"}}, "running")):
        mine = desk().on("2025-04-17")
        mine.give(FireTimer("x", "year", "expiry", 1, date(2025, 4, 16)), ENGINE)
        assert row(mine).status == "expired"
        move(mine, longer, **orders)
        assert row(mine).status == status
        mine.give(FireEvent("certified"))
        assert row(mine).status == status
        assert ("armed" in [each.what for each in mine.happened(DeadlineChanged)][2:]) == bool(
            orders
        )


def test_a_deadline_that_is_gone_is_dropped() -> None:
    """Its timers with it; what is new begins, and both are told."""
    mine = desk()
    target = version("new", deadlines={"quarter": {**YEAR, "label": "Kvartal", "after": "P3M"}})
    move(mine, target)
    assert fates(mine)["year"].what == "dropped"
    assert fates(mine)["year"].after is None
    begun = fates(mine)["quarter"]
    assert (begun.what, begun.before, begun.after) == ("begun", None, date(2024, 7, 16))
    assert watched(mine)


def test_dropped_by_order() -> None:
    """One that the new version has: it ends, and begins again neither now nor later; nor does a new one."""
    both = version("new", deadlines={"year": YEAR, "quarter": {**YEAR, "after": "P3M"}})
    mine = desk()
    move(mine, both, deadlines={"year": "drop", "quarter": "drop"})
    assert {each.key: each.status for each in mine.it.deadlines} == {
        "year": "dropped",
        "quarter": "dropped",
    }
    assert fates(mine)["year"].why == "Enligt flyttfilen."
    assert fates(mine)["quarter"].before is None
    assert live(mine) == {}
    mine.give(FireEvent("certified"))
    assert live(mine) == {}
    third = version("third", deadlines={"year": {**YEAR, "after": "P8M"}})
    move(mine, third)
    assert row(mine).status == "dropped"
    assert live(mine) == {}


def test_an_order_about_one_that_does_not_apply() -> None:
    """There is nothing to drop, and nothing to keep: it begins when its state comes."""
    board = {**YEAR, "label": "Hos KS", "during": ["at_KS"], "until": [], "counts_from": "entered"}
    target = version("new", deadlines={"board": board})
    for order in ("drop", "keep", "recompute"):
        mine = desk()
        move(mine, target, deadlines={"board": order})
        assert [each.key for each in mine.it.deadlines if each.status == "running"] == []
        mine.give(FireEvent("prepared", data={"report": "Klar"}))
        mine.give(RecordDecision((PointOutcome("proposes"),), body="AU"))
        assert row(mine, "board").status == "running"


def test_a_running_one_that_no_longer_applies_is_dropped() -> None:
    """Also where the map would keep it: the new version counts no day for it; a suspended one too."""
    later = version("new", deadlines={"year": {**YEAR, "during": ["at_KF"]}})
    for order in ("keep", "drop", "recompute"):
        mine = desk()
        if order == "keep":
            mine.give(SuspendDeadline("year", "Väntar"))
        move(mine, later, deadlines={"year": order})
        assert row(mine).status == "dropped"
        assert live(mine) == {}


def test_met_by_the_new_version() -> None:
    """Where every point already is where the new version counts it as kept."""
    early = version("new", deadlines={"year": {**YEAR, "until": ["preparation"]}})
    for orders in ({}, {"deadlines": {"year": "recompute"}}):
        mine = desk()
        move(mine, early, **orders)
        assert (fates(mine)["year"].what, row(mine).status) == ("met", "met")
        assert live(mine) == {}


def test_a_day_that_has_passed_already_takes_its_course() -> None:
    """Begun and expired at once: its mails and incidents are part of what follows, as in the plan."""
    strict = {**YEAR, "label": "Kvartal", "after": "P3M", "hard": True}
    strict["on_expiry"] = {"escalate_to": ["role:secretary"]}
    target = version("new", deadlines={"year": YEAR, "quarter": strict})
    mine = desk().on("2024-09-02")
    found = planned(mine, target)
    assert found.transfer is not None
    said = " ".join(found.transfer.follows)
    assert "Sista dagen 2024-07-16 för ”Kvartal” hade redan passerat." in said
    assert "Mejl till Sekreterare" in said
    assert "Avvikelse: Fristen ”Kvartal” gick ut 2024-07-16." in said
    move(mine, target)
    assert fates(mine)["quarter"].what == "expired"
    assert len(mine.asked(OpenIncident)) == 1
    assert len(mine.asked(SendMail)) == 1


def test_other_reminders_come_only_by_order() -> None:
    """The same day keeps its reminders, and the plan says so; ``recompute`` arms the new ones."""
    target = version("new", deadlines={"year": {**YEAR, "remind": ["P1M"]}})
    mine = desk()
    timers = live(mine)
    move(mine, target)
    assert live(mine) == timers
    assert fates(mine)["year"].why == "Påminnelserna är som förut; recompute byter dem."
    other = desk()
    move(other, target, deadlines={"year": "recompute"})
    assert row(other).reminders == (date(2025, 3, 16),)
    assert fates(other)["year"].what == "recomputed"
    assert watched(other)


def test_recompute_of_what_is_the_same_changes_nothing() -> None:
    """Nothing is armed anew for the sake of an order."""
    mine = desk()
    timers = live(mine)
    move(mine, SAME, deadlines={"year": "recompute"})
    assert fates(mine)["year"].what == "kept"
    assert live(mine) == timers


def test_a_held_day_gives_way_when_the_rule_gives_another() -> None:
    """What is held is held against one day: when the field it counts from changes, the rule counts."""
    counted = {**YEAR, "counts_from": "fields.moved_on"}
    old = version("old", deadlines={"year": counted}, fields={})
    new = version(
        "new",
        deadlines={"year": {**counted, "after": "P6M"}},
        transitions=[
            {"event": "certified", "from": "at_AU", "to": "same", "requires": ["moved_on"]}
        ],
    )
    mine = desk(old, enter_at="at_AU", fields={"moved_on": "2024-04-01"})
    move(mine, new, deadlines={"year": "keep"})
    assert row(mine).final == date(2025, 4, 1)
    mine.give(FireEvent("certified", data={"moved_on": "2024-05-01"}))
    assert row(mine).final == date(2024, 11, 1)
    assert watched(mine)


def test_automatic_events_follow_and_are_planned() -> None:
    """What the new version does by itself is in the plan, and nothing else may come of it."""
    target = version(
        "new",
        deadlines={"year": YEAR},
        events={"sorted": {"label": "Sorteras"}},
        transitions=[{"event": "sorted", "from": "preparation", "to": "at_KS", "automatic": True}],
    )
    mine = desk()
    found = planned(mine, target)
    assert found.transfer is not None
    assert found.transfer.follows == ("Sorteras (punkt 1) → Hos KS.",)
    wrong = command(found, target)
    mine.machine = target
    for follows in ((), ("Annat.",)):
        with pytest.raises(CommandRefusedError, match="något annat än i planen: Sorteras"):
            mine.give(replace(wrong, transfer=replace(wrong.transfer, follows=follows)))
    mine.give(wrong)
    assert mine.it.state == "at_KS"
    plain = desk()
    plain.machine = SAME
    given = command(planned(desk(), SAME), SAME)
    with pytest.raises(CommandRefusedError, match="ingenting"):
        plain.give(replace(given, transfer=replace(given.transfer, follows=("Annat.",))))


def test_a_mark_of_risk_is_not_part_of_the_plan() -> None:
    """Whether a meeting comes in time depends on the day; it is told when it is carried out."""
    target = version("new", deadlines={"year": {**YEAR, "must_meet": "KF"}})
    mine = desk()
    found = planned(mine, target)
    assert found.transfer is not None
    assert found.transfer.follows == ()
    move(mine, target)
    assert row(mine).at_risk
    assert [each.what for each in mine.happened(DeadlineChanged)][-1] == "at_risk"


@pytest.mark.parametrize("same_day", [True, False])
def test_the_look_after_a_meeting_goes_along_and_back(*, same_day: bool) -> None:
    """The day after KS's last meeting is watched by the version's own rule, under whatever generation."""
    year = YEAR if same_day else {**YEAR, "after": "P6M"}
    meets = version("old", deadlines={"year": {**YEAR, "must_meet": "KS"}})
    look = date(2024, 9, 25)
    for target, there in (
        (version("new", deadlines={"year": {**year, "must_meet": "KS"}}), look),
        (version("new", deadlines={"year": year}), None),
    ):
        mine = desk(meets)
        before = mine.it
        assert row(mine).risk_on == look
        for _ in range(2):
            move(mine, target)
            assert (row(mine).risk_on, watched(mine)) == (there, True)
            back(mine, meets, before)
            assert (like(mine.it), watched(mine)) == (like(before), True)
        mine.on("2024-09-25")
        now = row(mine)
        step = mine.give(FireTimer("timer", "year", "risk", now.generation, look), ENGINE)
        assert [event.what for event in step.events if isinstance(event, DeadlineChanged)] == [
            "at_risk"
        ]


def test_only_what_was_planned() -> None:
    """Another version of the matter, another day, state or reason: refused, and nothing is done."""
    mine = desk()
    found = planned(mine, HALF)
    given = command(found, HALF)
    mine.machine = HALF
    before = mine.it
    with pytest.raises(StaleVersionError):
        mine.give(given, version=before.version - 1)
    with pytest.raises(CommandRefusedError, match="Frister blir inte som i planen: Ett halvår"):
        mine.give(replace(given, transfer=replace(given.transfer, deadlines=())))
    extra = (*given.transfer.deadlines, DeadlineFate("x", "X", "kept"))
    with pytest.raises(CommandRefusedError, match="någon saknas"):
        mine.give(replace(given, transfer=replace(given.transfer, deadlines=extra)))
    for moves in ((PointMove("1", "at_KF", "at_KS"),), (PointMove("9", "at_KF", "at_KS"),)):
        with pytest.raises(CommandRefusedError, match="inte i det läge som planen säger"):
            mine.give(replace(given, transfer=Transfer(moves)))
    with pytest.raises(CommandRefusedError, match="finns inte i den nya versionen"):
        mine.give(replace(given, transfer=Transfer((PointMove("1", "preparation", "nowhere"),))))
    with pytest.raises(InvalidInputError, match="Skäl"):
        mine.give(replace(given, reason=" "))
    assert mine.it == before
    mine.give(given)
    with pytest.raises(CommandRefusedError, match="går redan efter"):
        mine.give(given)


def test_a_closed_matter_is_not_moved() -> None:
    """It has ended by its own version."""
    mine = desk()
    given = command(planned(mine, SAME), SAME)
    mine.give(FireEvent("withdrawn_by_mover"))
    mine.machine = SAME
    with pytest.raises(CommandRefusedError, match="avslutades"):
        mine.give(given)
    with pytest.raises(CommandRefusedError, match="avslutades"):
        mine.give(RevertMigration("old", "plan", "Fel", "preparation", (), {}, ()))


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (HALF, {}),
        (HALF, {"deadlines": {"year": "keep"}}),
        (HALF, {"deadlines": {"year": "drop"}}),
        (version("new", deadlines={"quarter": {**YEAR, "after": "P3M"}}), {}),
        (renamed(OLD, "new", preparation="drafting"), {"states": {"preparation": "drafting"}}),
        (
            version("new", deadlines={"year": YEAR}, fields={"n": {"type": "text", "label": "N"}}),
            {
                "fields": {"n": {"from": "report", "values": {"Klar": "Färdig"}}},
                "dropped": ("cost",),
            },
        ),
    ],
)
def test_back_to_what_it_was(target: Any, words: dict[str, Any]) -> None:
    """Version, states, fields and deadlines as before, each watched; and it may be moved again."""
    mine = desk(fields={"report": "Klar", "cost": 5})
    before = mine.it
    for _ in range(2):
        move(mine, target, **words)
        assert watched(mine)
        back(mine, OLD, before)
        assert like(mine.it) == like(before)
        assert watched(mine)
        assert mine.happened(MatterMigrated)[-1].reverted
    mine.give(FireEvent("certified"))
    assert like(mine.it) == like(before)


def test_back_from_something_else_is_refused() -> None:
    """A matter that has other points or deadlines than were moved isn't taken back; nor without a reason."""
    mine = desk()
    before = mine.it
    move(mine, HALF)
    for wrong in (
        replace(before, points=()),
        replace(before, deadlines=(replace(row(mine), key="other"),)),
    ):
        with pytest.raises(CommandRefusedError, match="andra punkter eller frister"):
            back(mine, OLD, wrong)
    mine.machine = OLD
    with pytest.raises(InvalidInputError, match="Skäl"):
        mine.give(RevertMigration("old", "plan", "", "preparation", (), {}, ()))
    assert isinstance(command(planned(desk(), HALF), HALF), MigrateMatter)
