"""Whatever commands come in whatever order: what must hold of a matter holds after each of them."""

from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.casework import CLERK, SECRETARY, Desk, machine
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine.evolve import fold
from workflow.machine.possible import possible
from workflow.model.commands import (
    AdjustMinutes,
    Command,
    ExtendDeadline,
    FireEvent,
    FireTimer,
    RecordDecision,
    RecordReceipt,
    ReportChild,
    ReprojectDeadlines,
    ResumeDeadline,
    RetryDispatch,
    SettleAssignment,
    SettleRecipient,
    SettleTask,
    SuspendDeadline,
)
from workflow.model.effects import ArmTimer
from workflow.model.matter import ENGINE, Matter
from workflow.model.outcome import AssignmentGiven, PointOutcome

MACHINE = machine(
    transitions=[
        {"event": "resumes", "from": "new", "to": "preparation", "requires": ["reason"]},
        {"event": "certified", "from": "decided", "to": "with_parties"},
        {"event": "all_yes", "from": "with_parties", "to": "dispatching"},
        {"event": "some_no", "from": "with_parties", "to": "preparation"},
    ],
    states={"with_parties": {"label": "Hos parterna"}},
    events={
        "all_yes": {"label": "Alla ja"},
        "some_no": {"label": "Någon nej"},
        "resumes": {"label": "Tas upp på nytt"},
    },
    children={
        "parts": {
            "label": "Svar",
            "on": "with_parties",
            "each": "fields.notes",
            "matter_type": "answer",
            "accepts": ["grants"],
            "then": "all_yes",
            "otherwise": "some_no",
        }
    },
    deadlines={
        "year": {
            "label": "Ett år",
            "rule": "KL-5:35",
            "counts_from": "fields.moved_on",
            "until": ["decided", "dispatching"],
            "remind": ["P3M", "P7D"],
            "on_expiry": {"event": "year_passed", "escalate_to": ["role:secretary"]},
        },
        "answer": {"label": "Svar", "day": "moved_on", "hard": True, "remind": ["P7D"]},
        "board": {"label": "Hos KS", "after": "P1M", "counts_from": "entered", "during": ["at_KS"]},
    },
    dispatch={"also_to": ["fields.movers"]},
    assignments_as="assignment",
)
EVENTS = sorted(MACHINE.definition.events)
OUTCOMES = sorted(name for name, spec in MACHINE.definition.events.items() if spec.form)
POINTS = st.lists(st.sampled_from(["1", "2", "3", "4"]), max_size=2).map(tuple)
DATA = st.sampled_from(
    [{}, {"report": "Klar"}, {"reason": "Mer"}, {"notes": ["mala", "Okänd"]}, {"cost": "fel"}]
)
NAMES = st.lists(st.sampled_from(["Ekonomi", "Alla enheter", "Övriga berörda", "KS"]), max_size=2)


class AnySequence(RuleBasedStateMachine):
    """One matter and an office that does anything at all."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(machine=MACHINE)

    @initialize(
        points=st.lists(st.sampled_from(["Bygg", "Riv"]), max_size=3),
        at=st.sampled_from([None, "at_AU", "at_KS"]),
    )
    def register(self, points: list[str], at: str | None) -> None:
        """Every sequence begins with a registration."""
        fields = {"moved_on": "2024-09-15", "movers": ["Anna Ek"], "notes": ["mala", "norsjo"]}
        self.desk.register(points=tuple(points), enter_at=at, fields=fields)

    def _try(self, command: Command, actor: Any = SECRETARY) -> None:
        """Carried out whole or refused whole."""
        before, events, effects = self.desk.matter, list(self.desk.events), list(self.desk.effects)
        try:
            self.desk.give(command, actor)
        except (CommandRefusedError, InvalidInputError):
            assert (self.desk.matter, self.desk.events) == (before, events)
            assert self.desk.effects == effects

    @rule(
        event=st.sampled_from(EVENTS),
        points=POINTS,
        data=DATA,
        actor=st.sampled_from([SECRETARY, CLERK, ENGINE]),
    )
    def fire(self, event: str, points: tuple[str, ...], data: dict[str, Any], actor: Any) -> None:
        """A plain event, by anybody."""
        self._try(FireEvent(event, points, data), actor)

    @rule(data=st.data())
    def follow(self, data: st.DataObject) -> None:
        """Something that is possible; it isn't refused when it gets what it requires."""
        found = possible(MACHINE, self.desk.organisations, self.desk.it, self.desk.now, SECRETARY)
        if not found:
            return
        one = data.draw(st.sampled_from(found))
        given = dict.fromkeys(one.requires, "Skäl")
        if one.form is None:
            self.desk.give(FireEvent(one.event, one.points, given))
        elif one.body is not None:
            outcome = PointOutcome(one.event, one.points[:1])
            self._try(RecordDecision((outcome,), recipients=("Ekonomi",), data=given))

    @rule(
        outcomes=st.lists(
            st.builds(
                PointOutcome,
                st.sampled_from(OUTCOMES),
                POINTS,
                st.sampled_from([None, "grants", "rejects"]),
            ),
            min_size=1,
            max_size=3,
        ),
        body=st.sampled_from([None, "AU", "KS", "KF"]),
        recipients=NAMES,
        due=st.sampled_from([None, "2024-09", "2024-09-30"]),
        data=DATA,
    )
    def decide(
        self,
        outcomes: list[Any],
        body: str | None,
        recipients: list[str],
        due: str | None,
        data: dict[str, Any],
    ) -> None:
        """A decision with any outcomes for any points."""
        given = (AssignmentGiven("Utred", "Anna" if due else None, due),) if recipients else ()
        self._try(
            RecordDecision(
                tuple(outcomes),
                body=body,
                recipients=tuple(recipients),
                assignments=given,
                data=data,
            )
        )

    @rule(place=st.integers(0, 5))
    def adjust(self, place: int) -> None:
        """The minutes of some meeting are adjusted."""
        for decision in self.desk.it.decisions[place : place + 1]:
            today = self.desk.now.date()
            self._try(AdjustMinutes(decision.body, decision.decided_on, today))

    @rule(place=st.integers(0, 8), status=st.sampled_from(["delivered", "failed", "in_doubt"]))
    def receipt(self, place: int, status: str) -> None:
        """A receipt for some item."""
        for item in self.desk.it.items[place : place + 1]:
            self._try(RecordReceipt(item.key, status, "550"), ENGINE)

    @rule(place=st.integers(0, 8), how=st.sampled_from(["address", "because", "retry"]))
    def settle_item(self, place: int, how: str) -> None:
        """A person deals with some item."""
        for item in self.desk.it.items[place : place + 1]:
            commands: dict[str, Command] = {
                "address": SettleRecipient(item.key, ("a@x.example", "b@x.example")),
                "because": SettleRecipient(item.key, because="Muntligt"),
                "retry": RetryDispatch(item.key),
            }
            self._try(commands[how])

    @rule(place=st.integers(0, 8), answer=st.sampled_from(["grants", "rejects"]))
    def settle_rest(self, place: int, answer: str) -> None:
        """A person deals with some assignment, task and child."""
        matter = self.desk.it
        for given in matter.assignments[place : place + 1]:
            self._try(SettleAssignment(given.key, "Anna", date(2024, 12, 1)))
        for task in matter.tasks[place : place + 1]:
            self._try(SettleTask(task.key, "Klart"))
        for child in matter.children[place : place + 1]:
            self._try(ReportChild(child.key, answer))

    @rule(leave=st.integers(0, 6))
    def finish(self, leave: int) -> None:
        """An office that does its work: everything that waits for somebody, but for one thing."""
        for place in set(range(8)) - {leave}:
            self.adjust(place)
        for place in set(range(8)) - {leave}:
            self.settle_rest(place, "grants")
            self.settle_item(place, "because")

    @rule(key=st.sampled_from(["year", "answer", "board"]), days=st.integers(-5, 60))
    def change_deadline(self, key: str, days: int) -> None:
        """A person moves, stops or starts a deadline."""
        until = self.desk.now.date() + timedelta(days=days)
        self._try(ExtendDeadline(key, until, "Mer tid"))
        self._try(SuspendDeadline(key, "Väntar") if days % 2 else ResumeDeadline(key, "Vidare"))

    @rule(days=st.integers(0, 90))
    def wait(self, days: int) -> None:
        """Time goes by, and the timers that come due on the way are fired in order."""
        until = self.desk.now + timedelta(days=days)
        armed = sorted(self.desk.asked(ArmTimer), key=lambda timer: (timer.due_at, timer.id))
        for timer in armed:
            if self.desk.now < timer.due_at <= until:
                self.desk.now = timer.due_at
                fired = FireTimer(
                    timer.id, timer.deadline, timer.kind, timer.generation, timer.due_on
                )
                self._try(fired, ENGINE)
        self.desk.now = until
        self._try(ReprojectDeadlines("Dagen är ny"), ENGINE)

    @precondition(lambda self: self.desk.matter is not None)
    @invariant()
    def nothing_is_lost(self) -> None:
        """The matter is the fold of its events, and a closed one has no live deadline."""
        matter = self.desk.it
        assert fold(self.desk.events) == matter
        if matter.closed_on is not None:
            alive = {"running", "suspended"}
            assert not [one.key for one in matter.deadlines if one.status in alive]
        _points_are_explained(matter)


def _points_are_explained(matter: Matter) -> None:
    """Every point knows the decision that it got its outcome from."""
    decisions = {decision.key for decision in matter.decisions}
    for point in matter.points:
        assert (point.outcome is None) == (point.decision is None)
        assert point.decision is None or point.decision in decisions


AnySequence.TestCase.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, print_blob=True
)
TestAnySequence = AnySequence.TestCase
