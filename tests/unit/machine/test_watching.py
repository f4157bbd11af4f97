"""Deadlines as part of a command: what a look at them leads to is done."""

from datetime import date
from typing import Any

import pytest

from tests.casework import Desk, machine
from workflow.definition.templates import VALUES
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine import deadlines
from workflow.machine.deadlines import DeadlineMail, DeadlineStep, DeadlineTask
from workflow.model.commands import (
    ExtendDeadline,
    FireEvent,
    FireTimer,
    ReprojectDeadlines,
    ResumeDeadline,
    SettleTask,
    SuspendDeadline,
)
from workflow.model.effects import ArmTimer, CancelTimers, OpenIncident, SendMail
from workflow.model.events import DeadlineChanged, PointsMoved
from workflow.model.matter import Deadline

DAY = date(2024, 5, 1)
DEADLINE = Deadline("year", "Ett år", "KL-5:35", hard=False, nominal=DAY, final=DAY)


def _timer(kind: str) -> FireTimer:
    return FireTimer("id", "year", kind, 1, DAY)


def _looks(monkeypatch: pytest.MonkeyPatch, name: str, step: DeadlineStep) -> list[tuple[Any, ...]]:
    """Let one of the looks at deadlines give this step, and the others nothing; calls are kept."""
    calls: list[tuple[Any, ...]] = []

    def look(*given: Any) -> DeadlineStep:
        calls.append(given)
        return step

    monkeypatch.setattr(deadlines, "reconcile", lambda *_: DeadlineStep())
    monkeypatch.setattr(deadlines, name, look)
    return calls


def _mail(template: str, *to: str) -> DeadlineMail:
    return DeadlineMail(f"{template}/1", template, DEADLINE, to, 3, "Därför")


def test_everything_in_a_step_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Events are recorded, effects asked for, tasks opened, mails sent and events fired."""
    desk = Desk().register(fields={"movers": ["Anna Ek"]})
    cancel = CancelTimers(desk.it.id, "year")
    step = DeadlineStep(
        events=(DeadlineChanged("expired", DEADLINE),),
        effects=(cancel,),
        tasks=(DeadlineTask("year", "Se på dagen"),),
        mails=(_mail("escalation", "role:secretary", "fields.movers", "Utredare"),),
        fires=("year_passed", "completed"),
    )
    _looks(monkeypatch, "expire", step)
    events = desk.give(_timer("expiry")).events
    assert [type(event).__name__ for event in events] == [
        "DeadlineChanged",
        "TaskOpened",
        "PointsMoved",
    ]
    assert desk.it.deadlines == (DEADLINE,)
    assert (desk.it.tasks[0].kind, desk.it.tasks[0].subject) == ("deadline", "year")
    assert not desk.it.tasks[
        0
    ].blocks  # the deadline ends with the matter, and the question with it
    assert desk.effects[0] == cancel
    first, second = desk.asked(SendMail)
    assert (first.id, first.to_address) == ("escalation/1/role:secretary", "anna.ek@norsjo.example")
    assert (second.id, second.to_address) == ("escalation/1/Utredare", "utredare@norsjo.example")
    assert first.subject == "Fristen har gått ut KS 2024/1, 2024-05-01"
    assert {*first.context, "subject"} == VALUES["escalation"]  # as the checks of templates know it
    assert first.context == {
        "organisation_name": "Norsjö kommun",
        "number": "KS 2024/1",
        "title": "Bygg en bro",
        "recipient": "Sekreterare",
        "deadline_label": "Ett år",
        "final": "2024-05-01",
        "days_left": 3,
        "reason": "Därför",
    }
    assert first.on_doubt == "resend"


def test_a_reminder_to_a_group_and_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each member gets its own message; one without an address is an incident, not silence."""
    _looks(monkeypatch, "remind", DeadlineStep(
        events=(DeadlineChanged("at_risk", DEADLINE),),
        mails=(_mail("reminder", "Alla enheter", "fields.movers"), _mail("at_risk", "Ekonomi")),
    ))  # fmt: skip
    desk = Desk().register()
    desk.give(_timer("reminder"))
    assert [mail.id for mail in desk.asked(SendMail)] == [
        "reminder/1/Alla enheter",
        "reminder/1/Alla enheter/1",
        "at_risk/1/Ekonomi",
    ]
    assert len(desk.asked(OpenIncident)) == 1


def test_an_old_timer_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty look gives an empty step, and a closed matter isn't even looked at."""
    calls = _looks(monkeypatch, "expire", DeadlineStep())
    desk = Desk().register()
    assert desk.give(_timer("expiry")).events == ()
    assert calls
    calls.clear()
    desk.give(FireEvent("withdrawn_by_mover"))
    assert desk.give(_timer("expiry")).events == ()
    assert not calls


def test_the_secretary_is_told_of_a_meeting_that_has_passed() -> None:
    """KS was the last to meet in time and nothing was recorded: one warning, and no other after it."""
    year = {"label": "Ett år", "after": "P6M", "counts_from": "registered", "must_meet": "KS"}
    desk = Desk(machine=machine(deadlines={"year": {**year, "until": ["decided"]}})).register()
    (timer,) = [one for one in desk.asked(ArmTimer) if one.kind == "risk"]
    assert (timer.due_on, desk.it.deadlines[0].final) == (date(2024, 9, 25), date(2024, 10, 16))
    desk.on("2024-09-25")
    for times in (1, 2):
        desk.give(FireTimer(timer.id, "year", timer.kind, timer.generation, timer.due_on))
        (mail,) = desk.asked(SendMail)
        assert (mail.template, mail.to_name) == ("at_risk", "Sekreterare"), times
    assert desk.it.deadlines[0].at_risk


def test_expiry_never_ends_a_matter_too_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine doesn't take a step that the gate holds back; the expiry is noted all the same."""
    end = [{"event": "year_passed", "from": "preparation", "to": "withdrawn"}]
    step = DeadlineStep(events=(DeadlineChanged("expired", DEADLINE),), fires=("year_passed",))
    _looks(monkeypatch, "expire", step)
    held = Desk(machine=machine(transitions=end)).register(flags=("Se efter",))
    held.give(_timer("expiry"))
    assert held.it.state == "preparation"
    assert held.it.deadlines == (DEADLINE,)


def test_expiry_may_end_a_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is open the engine's event closes the matter."""
    end = [{"event": "year_passed", "from": "preparation", "to": "withdrawn"}]
    step = DeadlineStep(events=(DeadlineChanged("expired", DEADLINE),), fires=("year_passed",))
    _looks(monkeypatch, "expire", step)
    free = Desk(machine=machine(transitions=end)).register()
    free.give(_timer("expiry"))
    assert free.it.closed_on is not None


def test_a_look_that_moves_points_is_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    """An expiry found by the look moves a point, so other deadlines are looked at again."""
    go = [{"event": "year_passed", "from": "preparation", "to": "at_KS"}]
    desk = Desk(machine=machine(transitions=go)).register()
    states: list[str] = []

    def look(*given: Any) -> DeadlineStep:
        states.append(given[2].state)
        return DeadlineStep(fires=("year_passed",))

    monkeypatch.setattr(deadlines, "reconcile", look)
    desk.give(FireEvent("certified"))
    assert desk.it.state == "at_KS"
    assert states == ["preparation", "at_KS"] * 2  # the desk decides twice


def test_looks_that_never_rest_are_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Deadlines that move points round and round are looked at a limited number of times."""
    stay = [{"event": "year_passed", "from": "preparation", "to": "same"}]
    desk = Desk(machine=machine(transitions=stay)).register()
    monkeypatch.setattr(deadlines, "reconcile", lambda *_: DeadlineStep(fires=("year_passed",)))
    desk.give(FireEvent("certified"))
    assert len(desk.happened(PointsMoved)) == 11


def test_reprojecting_hands_the_reason_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """A new calendar or schedule makes every deadline be worked out again, and says why."""
    desk = Desk().register()
    step = DeadlineStep((DeadlineChanged("reprojected", DEADLINE),))
    calls = _looks(monkeypatch, "reconcile", step)
    desk.give(ReprojectDeadlines("Ny sammanträdesplan"))
    assert calls[0][-1] == "Ny sammanträdesplan"
    assert desk.it.deadlines == (DEADLINE,)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("extend", ExtendDeadline("year", DAY, "Avsändaren gav mer tid")),
        ("suspend", SuspendDeadline("year", "Väntar")),
        ("resume", ResumeDeadline("year", "Går vidare")),
    ],
)
def test_a_person_changes_a_deadline(
    monkeypatch: pytest.MonkeyPatch, name: str, command: Any
) -> None:
    """Extending, suspending and resuming are recorded as the look says."""
    desk = Desk().register()
    calls = _looks(monkeypatch, name, DeadlineStep((DeadlineChanged(name, DEADLINE),)))
    desk.give(command)
    assert command in calls[0]
    assert desk.it.deadlines == (DEADLINE,)


@pytest.mark.parametrize(
    "command",
    [
        ExtendDeadline("year", "snart", "Skäl"),  # type: ignore[arg-type]
        ExtendDeadline("year", DAY, " "),
        SuspendDeadline("year", "a\x00"),
    ],
)
def test_changes_need_a_reason_and_a_day(command: Any) -> None:
    """Without a reason, or with words for a day, nothing is changed."""
    with pytest.raises(InvalidInputError):
        Desk().register().give(command)


def test_a_person_settles_a_question() -> None:
    """A task that only asks is settled by its answer, once."""
    desk = Desk().register(flags=("Två dagar",))
    with pytest.raises(InvalidInputError):
        desk.give(SettleTask("t1", " "))
    desk.give(SettleTask("t1", " Den senare gäller "))
    assert desk.it.tasks[0].answer == "Den senare gäller"
    with pytest.raises(CommandRefusedError, match="redan besvarad"):
        desk.give(SettleTask("t1", "igen"))
    with pytest.raises(CommandRefusedError, match="ingen uppgift t9"):
        desk.give(SettleTask("t9", "ja"))
