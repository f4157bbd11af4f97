"""Events that open a new decision point, also in a matter that is closed."""

from typing import Any

import pytest

from tests.casework import CLERK, SECRETARY, Desk, machine
from workflow.errors import CommandRefusedError, DefinitionError
from workflow.machine.explain import explain, lines
from workflow.machine.possible import Possible, possible
from workflow.model.commands import FireEvent, RecordDecision, SuspendDeadline
from workflow.model.effects import SendCommand
from workflow.model.events import MatterClosed, PointsMoved, PointsOpened
from workflow.model.ids import MatterId
from workflow.model.matter import ENGINE, Actor, Parent, Point
from workflow.model.matter import PointOutcome as Outcome

RESUMES = {"event": "resumes", "from": "new", "to": "preparation", "requires": ["reason"]}
AGAIN = FireEvent("resumes", data={"reason": "Beslutet upphävdes"})
WITHDRAWN = FireEvent("withdrawn_by_mover")


def _desk(*rules: dict[str, Any], **more: Any) -> Desk:
    """A desk whose matters can be taken up again."""
    events = {"resumes": {"label": "Tas upp på nytt"}, **more.pop("events", {})}
    return Desk(machine=machine(events=events, transitions=list(rules or (RESUMES,)), **more))


def _closed(desk: Desk, **more: Any) -> Desk:
    desk.register(**more).give(WITHDRAWN)
    assert desk.it.closed_on is not None
    return desk


def _possible(desk: Desk, actor: Actor = SECRETARY) -> dict[str, Possible]:
    found = possible(desk.machine, desk.organisations, desk.it, desk.now, actor)
    return {one.event: one for one in found}


def _refusal(desk: Desk, command: Any, actor: Actor = SECRETARY) -> CommandRefusedError:
    before = desk.matter
    with pytest.raises(CommandRefusedError) as caught:
        desk.give(command, actor)
    assert desk.matter is before
    return caught.value


def test_a_closed_matter_is_open_again_with_a_new_point() -> None:
    """The point has the title's text, the next number and a fresh record; what ended stays ended."""
    desk = _closed(_desk()).on("2024-06-03")
    step = desk.give(AGAIN)
    point = Point("2", "Bygg en bro", "preparation", desk.now.date())
    assert step.events == (
        PointsOpened("resumes", (point,), "preparation", {"reason": "Beslutet upphävdes"}),
    )
    assert desk.it.points[1:] == (point,)
    assert desk.states() == {"1": "withdrawn", "2": "preparation"}
    assert (desk.it.closed_on, desk.it.state) == (None, "preparation")
    assert desk.it.fields["reason"] == "Beslutet upphävdes"
    desk.give(WITHDRAWN)
    assert str(desk.it.closed_on) == "2024-06-03"
    assert len(desk.happened(MatterClosed)) == 2


def test_a_point_is_opened_beside_those_that_are_open() -> None:
    """The points that are under way stay where they are; a number that a body took isn't used again."""
    desk = _desk().register(points=("A", "B"), enter_at="at_KS")
    desk.give(RecordDecision((Outcome("refers_back", ("4",)),), data={"reason": "Mer"}))
    desk.give(AGAIN)
    assert desk.states() == {"1": "at_KS", "2": "at_KS", "4": "preparation", "5": "preparation"}
    desk = _desk().register(points=("A", "B"), enter_at="at_KS")
    desk.give(RecordDecision((Outcome("refers_back", ("3",)),), data={"reason": "Mer"}))
    desk.give(AGAIN)
    assert list(desk.states()) == ["1", "2", "3", "4"]


def test_the_guard_sees_a_fresh_point() -> None:
    """The first rule whose guard holds opens the point; where none holds it is refused with them."""
    fresh = 'point.outcome == "" && point.tabled == 0'
    desk = _closed(
        _desk(
            {**RESUMES, "guard": f"{fresh} && fields.cost > 5"},
            {**RESUMES, "to": "at_KS", "guard": f"{fresh} && known.cost"},
        )
    )
    refused = _refusal(desk, AGAIN)
    assert "Villkoret för ”Tas upp på nytt” (resumes) är inte uppfyllt" in refused.message
    assert "fields.cost > 5) eller (" in refused.message
    assert "resumes" not in refused.possible
    desk.give(FireEvent("resumes", data={"reason": "A", "cost": 3}))
    desk.give(FireEvent("resumes", data={"reason": "B", "cost": 6}))
    assert desk.states() == {"1": "withdrawn", "2": "at_KS", "3": "preparation"}


def test_roles_and_required_fields_count() -> None:
    """Who may, and what has to come with it, is asked as for any event; no point may be named."""
    desk = _closed(_desk({**RESUMES, "roles": ["secretary"]}))
    assert "kräver uppgifter som saknas: Skäl (reason)" in str(
        _refusal(desk, FireEvent("resumes")).message
    )
    assert "görs av sekreteraren" in _refusal(desk, AGAIN, CLERK).message
    named = _refusal(desk, FireEvent("resumes", ("1",), {"reason": "A"}))
    assert "öppnar en ny punkt" in named.message
    desk.give(AGAIN)


def test_effects_are_done_on_the_new_point_and_its_matter() -> None:
    """A named effect of the rule counts for the point that it opens."""
    desk = _closed(_desk({**RESUMES, "to": "at_KF", "effects": ["use_minority_right"]}))
    desk.give(AGAIN)
    assert [point.minority_used for point in desk.it.points] == [False, True]


def test_a_new_point_starts_the_children_of_its_state() -> None:
    """What waits for a point to enter a state begins also where the point is opened there."""
    block = {
        "label": "Svar",
        "on": "with_parties",
        "each": "fields.notes",
        "matter_type": "answer",
        "accepts": ["grants"],
        "then": "all_yes",
        "otherwise": "all_yes",
    }
    desk = _desk(
        {**RESUMES, "to": "with_parties"},
        {"event": "all_yes", "from": "with_parties", "to": "at_KS"},
        states={"with_parties": {"label": "Hos parterna"}},
        events={"all_yes": {"label": "Alla ja"}},
        children={"parts": block},
    )
    _closed(desk, fields={"notes": ["mala"]}).give(AGAIN)
    assert [child.key for child in desk.it.children] == ["parts-1-1"]


def test_a_matter_that_goes_on_elsewhere_is_taken_up_there() -> None:
    """The refusal says under which number, and nothing is said to be possible."""
    desk = _desk().register()
    desk.give(FireEvent("renumbered", data={"successor": "KS 2024/9"}))
    assert desk.it.closed_on is not None
    refused = _refusal(desk, AGAIN)
    assert refused.message == "Ärendet fortsätter som KS 2024/9."
    assert "Tas upp på nytt" in (refused.hint or "")
    assert _possible(desk) == {}
    assert "tas upp igen" not in _explained(desk)


def test_nothing_else_is_done_with_a_closed_matter() -> None:
    """What moves points or changes deadlines is refused, and the way in is pointed out."""
    desk = _closed(_desk())
    for command in (WITHDRAWN, FireEvent("unknown"), SuspendDeadline("x", "Skäl")):
        refused = _refusal(desk, command)
        assert "Ärendet avslutades 2024-04-16" in refused.message
        assert refused.possible == ("resumes",)
    decision = _refusal(desk, RecordDecision((Outcome("resumes"),), body="KS"))
    assert "Ärendet avslutades" in decision.message
    assert "Ärendet avslutades" in _refusal(_closed(Desk()), AGAIN).message


def test_an_event_that_also_moves_points_opens_none() -> None:
    """Only where every rule of an event is ``from: new`` does it open a point: else it moves them."""
    desk = _desk(RESUMES, {**RESUMES, "from": "at_KS"}).register()
    assert desk.machine.opening == frozenset()
    assert "går inte ”Tas upp på nytt”" in _refusal(desk, AGAIN).message
    desk.give(WITHDRAWN)
    assert "Ärendet avslutades" in _refusal(desk, AGAIN).message


def test_a_decision_opens_no_point() -> None:
    """An event with a form stays a decision of a body."""
    desk = _desk(
        {**RESUMES, "event": "reopens"}, events={"reopens": {"label": "Öppnas", "form": "decides"}}
    ).register()
    assert desk.machine.opening == frozenset()
    assert "är ett beslut" in _refusal(desk, FireEvent("reopens")).message


def _explained(desk: Desk, actor: Actor = SECRETARY) -> str:
    found = [
        possible(desk.machine, desk.organisations, desk.it, desk.now, who)
        for who in (actor, ENGINE)
    ]
    return "\n".join(
        lines(
            explain(
                desk.machine.definition,
                desk.organisations["norsjo"],
                desk.it,
                desk.now.date(),
                possible=found[0],
                anybody=found[1],
            )
        )
    )


def test_explain_says_how_a_closed_matter_is_taken_up_again() -> None:
    """Which event, by whom and with what; also to somebody who may not do it."""
    desk = _closed(_desk({**RESUMES, "roles": ["secretary"]}))
    told = _explained(desk)
    assert "Det kan tas upp igen: ”Tas upp på nytt” (resumes; görs av sekreteraren" in told
    assert "kräver reason" in told
    assert "  resumes  Tas upp på nytt (öppnar en ny punkt; kräver reason)" in told
    assert "  resumes  " not in _explained(desk, CLERK)
    assert "Det kan tas upp igen" in _explained(desk, CLERK)
    plain = _closed(_desk({"event": "resumes", "from": "new", "to": "at_KS"}))
    assert "Det kan tas upp igen: ”Tas upp på nytt” (resumes)." in _explained(plain)
    assert "tas upp igen" not in _explained(_desk().register())
    assert "tas upp igen" not in _explained(_closed(Desk()))


def test_opening_is_possible_whatever_keeps_the_matter_from_ending() -> None:
    """It ends nothing, so minutes that aren't adjusted don't hinder it; it names no points."""
    desk = _desk().register(enter_at="at_KS")
    desk.give(RecordDecision((Outcome("grants"),)))
    assert _possible(desk)["resumes"] == Possible(
        "resumes", "Tas upp på nytt", None, None, (), ("reason",), opens=True
    )
    assert set(_possible(_closed(_desk()))) == {"resumes"}


ENTERED = {
    "label": "Beredning inom en månad",
    "after": "P1M",
    "counts_from": "entered",
    "during": ["preparation"],
}
YEAR = {"label": "Ett år", "rule": "KL-5:35", "counts_from": "fields.moved_on", "hard": True}


def test_deadlines_of_the_state_are_armed() -> None:
    """A deadline that counts from the day of entry counts from the day that the point was opened."""
    desk = _closed(_desk(deadlines={"soon": ENTERED})).on("2024-06-03")
    assert [one.status for one in desk.it.deadlines] == ["met"]
    desk.give(AGAIN)
    (soon,) = desk.it.deadlines
    assert (soon.status, str(soon.final), soon.generation) == ("running", "2024-07-03", 2)


@pytest.mark.parametrize(
    ("day", "status"), [("2025-04-10", "running"), ("2025-04-11", "met"), ("2028-01-03", "met")]
)
def test_a_day_that_was_kept_is_not_missed_afterwards(day: str, status: str) -> None:
    """A deadline that was kept and whose day has passed stays kept; else it runs again."""
    desk = _closed(_desk(deadlines={"year": YEAR}), fields={"moved_on": "2024-04-10"}).on(day)
    desk.give(AGAIN)
    (year,) = desk.it.deadlines
    assert (year.status, str(year.final)) == (status, "2025-04-10")
    assert desk.it.tasks == ()


def test_another_day_than_the_one_that_was_kept_counts() -> None:
    """A new day that the deadline counts from is looked at by itself, also where it has passed."""
    desk = _closed(_desk(deadlines={"year": YEAR}), fields={"moved_on": "2024-04-10"})
    desk.on("2028-01-03")
    desk.give(FireEvent("resumes", data={"reason": "A", "moved_on": "2024-05-10"}))
    assert [one.status for one in desk.it.deadlines] == ["expired"]


def test_a_reopened_child_says_the_same_once() -> None:
    """The answer to the parent has one key, so that what comes of the matter later isn't told again."""
    desk = _closed(_desk(), parent=Parent(MatterId("parent"), "parts-1-1"))
    desk.give(AGAIN)
    desk.give(WITHDRAWN)
    told = [effect.envelope for effect in desk.asked(SendCommand)]
    assert len({envelope.dedupe_key for envelope in told}) == 1


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"states": {"new": {"label": "Nytt"}}}, "får inte heta new"),
        ({"transitions": [{**RESUMES, "to": "same"}]}, "läget same"),
        ({"transitions": [{**RESUMES, "to": "gone"}]}, "läget gone"),
        ({"transitions": [{**RESUMES, "to": "new"}]}, "läget new"),
    ],
)
def test_new_is_no_state(changes: dict[str, Any], word: str) -> None:
    """Nothing is called ``new``, and a point that is opened is opened in a state."""
    with pytest.raises(DefinitionError) as caught:
        machine(events={"resumes": {"label": "Tas upp på nytt"}}, **changes)
    assert word in str(caught.value)


def test_points_that_are_moved_never_were_new() -> None:
    """The log says of an opened point that it was opened, not that it came from somewhere."""
    desk = _closed(_desk())
    desk.give(AGAIN)
    assert [moved.event for moved in desk.happened(PointsMoved)] == ["withdrawn_by_mover"]
    assert [opened.event for opened in desk.happened(PointsOpened)] == ["resumes"]
