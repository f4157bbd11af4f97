"""Children: started in other organisations, their answers joined."""

from typing import Any

import pytest

from tests.casework import CLERK, SECRETARY, Desk, machine
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine.build import Machine
from workflow.model.commands import (
    AdjustMinutes,
    FireEvent,
    FireTimer,
    RecordDecision,
    RegisterMatter,
    ReportChild,
    SettleTask,
)
from workflow.model.effects import SendCommand
from workflow.model.ids import MatterId, child_id
from workflow.model.matter import ENGINE, Actor, Child, Parent
from workflow.model.matter import PointOutcome as Outcome


def _machine(join: str = "all", on: str = "with_parties", **more: Any) -> Machine:
    rules = [
        *more.pop("transitions", []),
        {"event": "prepared", "from": "preparation", "to": "with_parties"},
        {"event": "all_yes", "from": "with_parties", "to": "at_KS"},
        {"event": "some_no", "from": "with_parties", "to": "preparation"},
    ]
    block = {
        "label": "Parternas svar",
        "on": on,
        "each": "fields.notes",
        "matter_type": "answer",
        "copy": ["cost", "reason"],
        "accepts": ["grants", "adopts"],
        "join": join,
        "then": "all_yes",
        "otherwise": "some_no",
    }
    return machine(
        states={"with_parties": {"label": "Hos parterna", "entry": True}},
        events={"all_yes": {"label": "Alla ja"}, "some_no": {"label": "Någon nej"}},
        transitions=rules,
        children={"parts": block},
        **more,
    )


def _desk(*parties: str, points: tuple[str, ...] = (), **more: Any) -> Desk:
    desk = Desk(machine=_machine(**more)).register(
        fields={"notes": list(parties or ("mala", "Norsjö kommun")), "cost": 5}, points=points
    )
    desk.give(FireEvent("prepared", points=("1",)))
    return desk


def test_children_are_started_when_a_point_enters() -> None:
    """One matter at each party, with the fields that follow and whom it answers to."""
    desk = _desk("mala", "Norsjö kommun", "mala")
    identity = child_id(desk.it.id, "parts-1-1")
    assert desk.it.children == (
        Child("parts-1-1", "parts", "mala", identity),
        Child("parts-1-2", "parts", "norsjo", child_id(desk.it.id, "parts-1-2")),
    )
    sent = desk.asked(SendCommand)[0].envelope
    assert sent.matter == identity
    assert sent.dedupe_key == f"register:{identity}"
    assert sent.command == RegisterMatter(
        organisation="mala",
        matter_type="answer",
        title="Bygg en bro",
        fields={"cost": 5},
        parent=Parent(desk.it.id, "parts-1-1"),
    )


def test_a_party_is_asked_once_by_whatever_name() -> None:
    """The code and the name of an organisation are one party; so is a name in other spacing."""
    desk = _desk("mala", "Malå", "Föreningen  Väl", "föreningen väl", "MALA")
    assert [child.organisation for child in desk.it.children] == ["mala", "Föreningen  Väl"]


@pytest.mark.parametrize("actor", [SECRETARY, CLERK, ENGINE])
@pytest.mark.parametrize("event", ["all_yes", "some_no"])
def test_nobody_fires_what_the_answers_say(actor: Actor, event: str) -> None:
    """What follows from the parties' answers is never commanded, whatever the definition's roles."""
    desk = _desk()
    with pytest.raises(CommandRefusedError, match="parternas svar") as caught:
        desk.give(FireEvent(event), actor)
    assert event not in caught.value.possible
    assert desk.it.state == "with_parties"


def test_a_deadline_does_not_end_the_matter_for_the_parties() -> None:
    """The last point doesn't end by their event while they answer; what ends it is their answer."""
    desk = _desk(
        "mala",
        transitions=[{"event": "some_no", "from": "with_parties", "to": "withdrawn"}],
        deadlines={
            "patience": {
                "label": "Svar",
                "after": "P1D",
                "counts_from": "registered",
                "during": ["with_parties"],
                "on_expiry": {"event": "some_no"},
            }
        },
    )
    (deadline,) = desk.it.deadlines
    desk.on("2024-04-18")
    desk.give(FireTimer("x", "patience", "expiry", deadline.generation, deadline.final), ENGINE)
    assert desk.it.state == "with_parties"
    desk.give(ReportChild("parts-1-1", "rejects"))
    assert desk.it.state == "withdrawn"


def test_a_child_that_goes_on_elsewhere_has_not_answered() -> None:
    """A new number is no no: a person is asked, and enters the answer when it has come."""
    desk = _desk("mala")
    desk.give(ReportChild("parts-1-1", "renumbered: KS 2025/77"), ENGINE)
    assert (desk.it.state, desk.it.children[0].outcome) == ("with_parties", None)
    (task,) = desk.it.tasks
    assert (task.kind, task.subject, task.blocks) == ("party", "parts-1-1", True)
    assert "KS 2025/77" in task.text
    desk.give(ReportChild("parts-1-1", "grants"))
    assert desk.it.state == "at_KS"
    assert desk.it.tasks[0].answer == "grants"


def test_an_ended_matter_asks_nobody_about_a_child() -> None:
    """Where nothing waits for the answer any more there is nothing to enter."""
    end = [{"event": "withdrawn_by_mover", "from": "with_parties", "to": "withdrawn"}]
    desk = _desk(transitions=end)
    desk.give(FireEvent("withdrawn_by_mover"))
    step = desk.give(ReportChild("parts-1-1", "renumbered: KS 2025/77"), ENGINE)
    assert step.events == ()


def test_a_renumbered_child_says_where_it_goes_on() -> None:
    """It has no outcome of its own to report."""
    desk = Desk().register(parent=Parent(MatterId("p"), "c"))
    desk.give(FireEvent("renumbered", data={"successor": "KS 2025/77"}))
    (report,) = desk.asked(SendCommand)
    assert report.envelope.command == ReportChild("c", "renumbered: KS 2025/77")


def test_all_have_to_say_yes() -> None:
    """Join all: the event comes with the last yes."""
    desk = _desk()
    desk.give(ReportChild("parts-1-1", "adopts"))
    assert desk.it.state == "with_parties"
    desk.give(ReportChild("parts-1-2", "grants, adopts"))
    assert desk.it.state == "at_KS"


@pytest.mark.parametrize("answer", ["rejects", "grants, rejects"])
def test_one_no_is_enough(answer: str) -> None:
    """Join all: it can't be met any more with the first no, also where one of several points says no."""
    desk = _desk()
    desk.give(ReportChild("parts-1-2", answer))
    assert desk.it.state == "preparation"
    desk.give(ReportChild("parts-1-1", "grants"))
    assert desk.it.state == "preparation"


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        (("grants",), "at_KS"),
        (("rejects",), "with_parties"),
        (("rejects", "rejects"), "preparation"),
    ],
)
def test_any_yes_is_enough(answers: tuple[str, ...], state: str) -> None:
    """Join any: the first yes decides; only when all have said no it can't be met."""
    desk = _desk(join="any")
    for number, answer in enumerate(answers, start=1):
        desk.give(ReportChild(f"parts-1-{number}", answer))
    assert desk.it.state == state


def test_those_asked_again_are_asked_anew() -> None:
    """After a no the parties are asked in a new round, whose answers count alone."""
    desk = _desk()
    desk.give(ReportChild("parts-1-1", "rejects"))
    desk.give(FireEvent("prepared"))
    assert desk.it.state == "with_parties"
    assert [child.key for child in desk.it.children][2:] == ["parts-2-1", "parts-2-2"]
    desk.give(ReportChild("parts-1-2", "rejects"))
    assert desk.it.state == "with_parties"
    desk.give(ReportChild("parts-2-1", "grants"))
    desk.give(ReportChild("parts-2-2", "grants"))
    assert desk.it.state == "at_KS"


def test_points_that_come_while_they_answer_wait_with_the_others() -> None:
    """One round serves every point that has come before it is answered; later ones start another."""
    desk = _desk(points=("A", "B", "C"))
    desk.give(FireEvent("prepared", points=("2",)))
    assert len(desk.it.children) == 2
    for number in (1, 2):
        desk.give(ReportChild(f"parts-1-{number}", "grants"))
    assert desk.states() == {"1": "at_KS", "2": "at_KS", "3": "preparation"}
    desk.give(FireEvent("prepared", points=("3",)))
    assert len(desk.it.children) == 4


def test_an_unknown_party_is_a_task() -> None:
    """A party outside the catalogue is asked by a person, who enters its answer."""
    desk = _desk("Föreningen")
    assert desk.it.children == (Child("parts-1-1", "parts", "Föreningen", None),)
    assert desk.it.tasks[0].kind == "party"
    with pytest.raises(CommandRefusedError, match="Föreningen") as caught:
        desk.give(SettleTask("t1", "ja"))
    assert "partens svar" in caught.value.hint
    desk.give(ReportChild("parts-1-1", "grants"))
    assert desk.it.tasks[0].answer == "grants"
    assert desk.it.state == "at_KS"


def test_no_party_is_nobody_to_ask() -> None:
    """An empty list can't be asked; the point doesn't go there."""
    desk = Desk(machine=_machine()).register()
    with pytest.raises(CommandRefusedError, match=r"Noteringar \(notes\) är tom"):
        desk.give(FireEvent("prepared"))


def test_registered_among_the_parties() -> None:
    """A matter registered in the state that starts children starts them."""
    desk = Desk(machine=_machine()).register(enter_at="with_parties", fields={"notes": ["mala"]})
    assert len(desk.it.children) == 1


def test_bad_reports() -> None:
    """An unknown child, an answer that isn't one, and a second answer."""
    desk = _desk()
    with pytest.raises(CommandRefusedError, match="parts-9-9"):
        desk.give(ReportChild("parts-9-9", "grants"))
    with pytest.raises(InvalidInputError):
        desk.give(ReportChild("parts-1-1", "a\nb"))
    desk.give(ReportChild("parts-1-1", "grants"))
    with pytest.raises(CommandRefusedError, match="har redan svarat: grants"):
        desk.give(ReportChild("parts-1-1", "rejects"))


def test_an_answer_that_leads_nowhere_stays_where_it_is() -> None:
    """A rule that keeps the point where it is isn't repeated for ever."""
    stay = [{"event": "all_yes", "from": "with_parties", "to": "same"}]
    desk = _desk("mala", transitions=stay)
    desk.give(ReportChild("parts-1-1", "grants"))
    assert desk.it.state == "with_parties"


def test_guards_count_the_latest_answers() -> None:
    """children.total, answered and accepted are those of the latest round."""
    rule = {
        "event": "certified",
        "from": "with_parties",
        "to": "at_KS",
        "guard": "children.total == 2 && children.answered == 1 && children.accepted == 1",
    }
    desk = _desk(transitions=[rule])
    with pytest.raises(CommandRefusedError):
        desk.give(FireEvent("certified"))
    desk.give(ReportChild("parts-1-1", "grants"))
    desk.give(FireEvent("certified"))
    assert desk.it.state == "at_KS"


def _child(*outcomes: Outcome, points: tuple[str, ...] = ("A", "B")) -> Desk:
    desk = Desk().register(
        enter_at="at_KS", points=points, parent=Parent(MatterId("p"), "parts-1-1")
    )
    desk.give(RecordDecision(outcomes))
    desk.give(AdjustMinutes("KS", desk.it.opened_on, desk.it.opened_on))
    return desk


def test_a_child_reports_when_it_closes() -> None:
    """Its outcome goes to the matter that started it; points that parted give each their outcome."""
    desk = _child(Outcome("grants", ("1",)), Outcome("rejects"))
    (report,) = desk.asked(SendCommand)
    assert report.envelope.matter == "p"
    assert report.envelope.command == ReportChild("parts-1-1", "grants, rejects")
    assert report.envelope.dedupe_key == f"report:{desk.it.id}"
    (single,) = _child(Outcome("grants")).asked(SendCommand)
    assert single.envelope.command == ReportChild("parts-1-1", "grants")


def test_a_child_without_decision_reports_its_state() -> None:
    """A child that was withdrawn says so."""
    desk = Desk().register(parent=Parent(MatterId("p"), "c"))
    desk.give(FireEvent("withdrawn_by_mover"))
    (report,) = desk.asked(SendCommand)
    assert report.envelope.command == ReportChild("c", "withdrawn")


def test_a_late_answer_is_kept() -> None:
    """A matter that has ended still notes what its children answer."""
    end = [{"event": "withdrawn_by_mover", "from": "with_parties", "to": "withdrawn"}]
    desk = _desk(transitions=end)
    desk.give(FireEvent("withdrawn_by_mover"))
    desk.give(ReportChild("parts-1-1", "grants"))
    assert desk.it.children[0].outcome == "grants"
