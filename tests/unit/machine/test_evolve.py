"""The fold of events, over every event there is."""

from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from workflow.errors import CorruptHistoryError
from workflow.machine.evolve import evolve, fold
from workflow.model import events
from workflow.model.ids import MatterId, RegistrationNumber
from workflow.model.matter import (
    Assignment,
    BoardNotice,
    Child,
    Deadline,
    DispatchItem,
    Matter,
    Point,
    RecordedDecision,
    Task,
)
from workflow.model.migration import PointMove
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Presence,
    Presentation,
    Proceedings,
    Roll,
    Seat,
)

DAY = date(2024, 4, 16)
POINT = Point("1", "Bro", "at_AU", DAY)
DECISION = RecordedDecision("d1", "AU", DAY, None, (), (), appealable=False)
ITEM = DispatchItem("d1-1", "d1", "Ekonomi", "unit", "Ekonomi", "e@x.example", "queued")
GIVEN = Assignment("d1-a1", "d1", "Gör")
DEADLINE = Deadline("one", "Ett år", "KL-5:35", hard=False, nominal=DAY, final=DAY)
TASK = Task("t1", "recipient", "Vem?", "d1-1")
CHILD = Child("parts-1-1", "parts", "mala", None)
REGISTERED = events.MatterRegistered(
    id=MatterId("m"),
    number=RegistrationNumber("KS 1/2024", "KS", 2024, 1),
    organisation="norsjo",
    matter_type="motion",
    definition="abc",
    title="Bro",
    state="at_AU",
    registered_on=DAY,
    fields={"reason": "a"},
    points=(POINT,),
    taken_over_from="Nämnden",
)
THIRD = replace(POINT, key="3", state="preparation")
SECOND = replace(POINT, key="2", state="at_KS")
ITEM_1 = AgendaItem("i1", "formality", "Upprop")
ITEM_2 = AgendaItem("i2", "information", "Rapport")
ROLL = Roll((Seat("Anna"),), (Presence("Anna"),))
PRESENTED = Presentation("p1", "AB", ("i1",), (("Anna", "Justerare"),), DAY)

STORY: list[events.Event] = [
    REGISTERED,
    events.PointsMoved("adds", {"2": "at_AU"}, (SECOND,), "at_AU", {"cost": 5}),
    events.PointsMoved("moves", {"1": "at_AU"}, (replace(POINT, state="at_KS"),), "at_KS"),
    events.DecisionRecorded(DECISION),
    events.DecisionCorrected(replace(DECISION, paragraph="7"), "Fel paragraf"),
    events.DecisionRecorded(replace(DECISION, key="d2")),
    events.AssignmentsGiven((replace(GIVEN, key="d2-a1", decision="d2"),)),
    events.DecisionUndone(
        decision="d2",
        points=(replace(POINT, state="at_KS"),),
        points_gone=("9",),
        fields={"reason": "a", "cost": 5, "report": None},
        assignments_gone=("d2-a1",),
        deadlines=(),
        state="at_KS",
        reason="Togs inte upp",
    ),
    events.DecisionAdjusted("d1", DAY),
    events.AppealNoted("d1", DAY, "1-25"),
    events.AppealNoted("d1", DAY, "1-25", "Avslogs"),
    events.DecisionLegallyFinal("d1", DAY, "Tiden har gått ut"),
    events.AssignmentsGiven((GIVEN,)),
    events.AssignmentSettled(replace(GIVEN, owner="Anna")),
    events.DeadlineChanged("armed", DEADLINE),
    events.DeadlineChanged("met", replace(DEADLINE, status="met")),
    events.ReminderSent("one", DAY, 3, ("role:officer",)),
    events.DispatchOrdered("d1", (ITEM,)),
    events.ItemChanged("delivered", replace(ITEM, status="delivered")),
    events.TaskOpened(TASK),
    events.TaskSettled("t1", "Anna"),
    events.ChildrenStarted((CHILD,)),
    events.ChildReported("parts-1-1", "approves"),
    events.NoticePosted(("Tavlan",), DAY, DAY, DAY),
    events.MinutesPublished("ab", "Eva", "Inget att ta bort"),
    events.MinutesWithdrawn(DAY),
    events.NoticeDownEarly("Tavlan", DAY, "Fel anslag togs bort"),
    events.NoticeRemoved(DAY),
    events.AgendaChanged("placed", (ITEM_2, ITEM_1)),
    events.AgendaChanged("ordered", (ITEM_1, ITEM_2)),
    events.AgendaChanged("withdrawn", (replace(ITEM_2, status="withdrawn"),), "Utgår"),
    events.RollCalled(ROLL),
    events.AdjustersElected(Adjusters(("Anna",))),
    events.MinutesPresented(PRESENTED),
    events.MinutesSigned(replace(PRESENTED, adjusted_on=DAY)),
    events.SuccessorNamed("KS 2/2024"),
    events.MatterClosed(DAY),
    events.PointsOpened("resumes", (THIRD,), "preparation", {"reason": "b"}),
    events.MatterMigrated(
        plan="p",
        reason="Ny rutin",
        came_from="abc",
        definition="def",
        moves=(PointMove("3", "preparation", "drafting"),),
        points=(replace(THIRD, state="drafting"),),
        state="drafting",
        fields_set={"price": 5},
        fields_dropped=("cost",),
        deadlines=(replace(DEADLINE, status="dropped", held=DAY), replace(DEADLINE, key="two")),
        deadlines_gone=("two",),
    ),
]


def test_fold_keeps_everything_that_happened() -> None:
    """Each event leaves its trace in the matter, and nothing else changes."""
    assert fold(STORY[:-2]).closed_on == DAY
    assert fold(STORY) == Matter(
        id=MatterId("m"),
        number=REGISTERED.number,
        organisation="norsjo",
        matter_type="motion",
        definition="def",
        title="Bro",
        state="drafting",
        version=len(STORY),
        opened_on=DAY,
        fields={"reason": "b", "price": 5, "posted_on": "2024-04-16"},
        points=(replace(POINT, state="at_KS"), SECOND, replace(THIRD, state="drafting")),
        decisions=(
            replace(
                DECISION,
                paragraph="7",
                adjusted_on=DAY,
                appealed_on=DAY,
                court_number="1-25",
                appeal_ended="Avslogs",
                legally_final_on=DAY,
                legally_final_because="Tiden har gått ut",
            ),
        ),
        items=(replace(ITEM, status="delivered"),),
        assignments=(replace(GIVEN, owner="Anna"),),
        deadlines=(replace(DEADLINE, status="dropped", held=DAY),),
        tasks=(replace(TASK, answer="Anna"),),
        boards=(BoardNotice("Tavlan", None, DAY),),
        children=(replace(CHILD, outcome="approves"),),
        successor="KS 2/2024",
        taken_over_from="Nämnden",
        migrated=1,
        proceedings=Proceedings(
            ROLL,
            (ITEM_1, replace(ITEM_2, status="withdrawn")),
            Adjusters(("Anna",)),
            (replace(PRESENTED, adjusted_on=DAY),),
        ),
    )


def test_evolve_is_total_and_counts() -> None:
    """The story has every kind of event there is, and each counts the version up by one."""
    assert {type(event) for event in STORY} == set(get_args(events.Event))
    matter = None
    for number, event in enumerate(STORY, start=1):
        matter = evolve(matter, event)
        assert matter.version == number


@pytest.mark.parametrize(
    "broken",
    [
        [],
        [events.MatterClosed(DAY)],
        [REGISTERED, REGISTERED],
        [REGISTERED, events.DecisionAdjusted("d9", DAY)],
        [REGISTERED, events.DecisionUndone("d9", (), (), {}, (), (), "at_AU", "Fel")],
        [REGISTERED, events.TaskSettled("t9", "ja")],
        [REGISTERED, events.ChildReported("c9", "ja")],
    ],
)
def test_fold_finds_damage(broken: list[events.Event]) -> None:
    """A log that can't have been written so is reported, not guessed at."""
    with pytest.raises(CorruptHistoryError):
        fold(broken)
