"""A matter's way, from events that a test writes: opened, migrated, closed, very long."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from workflow.definition.schema import NEW, MatterType
from workflow.model.events import (
    Event,
    MatterMigrated,
    MatterRegistered,
    PointsMoved,
    PointsOpened,
    TaskSettled,
)
from workflow.model.ids import MatterId, RegistrationNumber
from workflow.model.matter import Deadline, Matter, Point
from workflow.workbench.diagram.chart import chart
from workflow.workbench.diagram.legend import STEPS_SHOWN
from workflow.workbench.diagram.mermaid import mermaid
from workflow.workbench.diagram.svg import svg
from workflow.workbench.diagram.way import way

DAY = date(2026, 3, 2)
NUMBER = RegistrationNumber.parse("KS 2026/7", default_register="KS")
ID = MatterId("11111111-1111-1111-1111-111111111111")
POINT = Point("1", "Plan", "preparation", DAY)
BEGAN = MatterRegistered(
    ID, NUMBER, "norsjo", "policy_document", "d", "Plan", "preparation", DAY, {}, (POINT,)
)


def matter(*points: Point, closed_on: date | None = None, due: tuple[Deadline, ...] = ()) -> Matter:
    """The matter as it is after its events."""
    return Matter(
        ID, NUMBER, "norsjo", "policy_document", "d", "Plan", points[0].state, 3, DAY,
        closed_on=closed_on, points=points, deadlines=due,
    )  # fmt: skip


def moved(event: str, source: str, target: str) -> PointsMoved:
    """The point goes from one state to another."""
    return PointsMoved(event, {"1": source}, (replace(POINT, state=target),), target)


def test_new_points_come_from_nowhere(shipped: Mapping[str, MatterType]) -> None:
    """Opening one is a step along the edge from the place where new points come from."""
    definition = shipped["policy_document"]
    second = Point("2", "Plan", "preparation", DAY)
    log: list[tuple[date, Event]] = [
        (DAY, BEGAN),
        (DAY, TaskSettled("t1", "ja")),
        (DAY, PointsOpened("resumes", (second,), "preparation")),
    ]
    closed = replace(POINT, state="closed")
    found = way(definition, matter(closed, second), log)
    assert [(step.number, step.source, step.target) for step in found.steps] == [
        (None, None, "preparation"),
        (1, NEW, "preparation"),
    ]
    assert found.visited == ("preparation",)
    text = svg(chart(definition), found)
    assert ">1. 2026-03-02 Tas upp på nytt: Beredning (punkt 2)<" in text
    assert ">Punkt 1 slutade här<" in text
    assert 'point_new ==>|"1: Tas upp på nytt (villkor)"| state_preparation' in mermaid(
        chart(definition), found
    )


def test_a_migrated_matter_begins_anew_in_its_version(shipped: Mapping[str, MatterType]) -> None:
    """States of the version before that there aren't any more are told by their name."""
    there = replace(POINT, state="at_KS")
    log: list[tuple[date, Event]] = [
        (DAY, replace(BEGAN, points=(replace(POINT, state="gone"),))),
        (DAY, moved("prepared", "gone", "left")),
        (DAY, MatterMigrated("p", "Ny rutin", "a", "b", (), (there,), "at_KS")),
    ]
    found = way(shipped["policy_document"], matter(there), log)
    assert [step.number for step in found.steps] == [None, 1, None]
    text = svg(chart(shipped["policy_document"]), found)
    assert ">1. 2026-03-02 Färdigberett: gone → left (punkt 1)<" in text
    assert ">2026-03-02 Ny version av ärendetypen: Hos kommunstyrelsen (punkt 1)<" in text


def test_deadlines_of_the_matter(shipped: Mapping[str, MatterType]) -> None:
    """Those that matter still, by day; those of other versions and those met are left out."""
    after = DAY + timedelta(days=30)
    waiting = replace(POINT, state="with_committee")
    deadlines = (
        Deadline("opinion", "Svaret", "after", hard=False, nominal=after, final=after),
        Deadline("old", "Gammal", "after", hard=False, nominal=DAY, final=DAY),
        Deadline("dispatch", "Exp", "after", hard=False, nominal=DAY, final=DAY, status="expired"),
        Deadline("adjustment", "J", "rule", hard=False, nominal=DAY, final=DAY, status="met"),
    )
    definition = shipped["policy_document"]
    found = way(definition, matter(waiting, due=deadlines), [(DAY, BEGAN)])
    assert [(due.key, due.states) for due in found.due] == [
        ("dispatch", ()),
        ("opinion", ("with_committee",)),
    ]
    assert [due.in_words for due in found.due] == ["gick ut 2026-03-02", "sista dag 2026-04-01"]
    assert "Nästa frist: Svaret, sista dag 2026-04-01." in svg(chart(definition), found)


def test_a_closed_matter_has_no_next_day(shipped: Mapping[str, MatterType]) -> None:
    """The heading says when it ended."""
    ended = matter(replace(POINT, state="closed"), closed_on=DAY)
    text = svg(chart(shipped["policy_document"]), way(shipped["policy_document"], ended, []))
    assert ">Avslutat 2026-03-02.<" in text
    assert "Nästa frist" not in text


def test_a_very_long_way_is_shortened(shipped: Mapping[str, MatterType]) -> None:
    """The latest steps are listed; on a line some numbers stand and the rest are counted."""
    definition = shipped["policy_document"]
    log: list[tuple[date, Event]] = [(DAY, BEGAN)]
    log += [(DAY, moved("tables", "at_KS", "at_KS"))] * (STEPS_SHOWN + 9)
    found = way(definition, matter(replace(POINT, state="at_KS")), log)
    text = svg(chart(definition), found)
    assert ">… 10 tidigare steg visas inte.<" in text
    assert f">1, 2, 3, 4 +{STEPS_SHOWN + 5}<" in text
    assert ">9. 2026" not in text
    assert f">{STEPS_SHOWN + 9}. 2026" in text
