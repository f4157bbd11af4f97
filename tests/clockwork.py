"""One matter with its deadlines and timers, and a clock: checks after every look what always holds."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.machine import deadlines
from workflow.machine.deadlines import DeadlineStep
from workflow.machine.evolve import evolve
from workflow.model.commands import (
    ExtendDeadline,
    FireTimer,
    ResumeDeadline,
    SuspendDeadline,
)
from workflow.model.effects import ArmTimer, CancelTimers
from workflow.model.events import DecisionRecorded, TaskOpened
from workflow.model.ids import RegistrationNumber, matter_id
from workflow.model.matter import Deadline, Matter, Point, RecordedDecision, Task
from workflow.model.outcome import PointOutcome

DAY = timedelta(days=1)
LOCAL = ZoneInfo("Europe/Stockholm")

STATES = {
    "preparation": {"label": "Beredning"},
    "at_KS": {"label": "Hos KS", "body": "KS"},
    "decided": {"label": "Beslutat"},
    "closed": {"label": "Avslutat", "final": True},
}
EVENTS = {
    "grants": {"label": "Bifalls", "form": "decides"},
    "tables": {"label": "Bordläggs", "form": "tables"},
    "refers_back": {"label": "Återremitteras", "form": "refers_back"},
    "withdraws": {"label": "Utgår", "form": "withdraws"},
    "passed": {"label": "Tiden har gått"},
}
FIELDS = {
    "due": {"type": "date", "label": "Svar senast"},
    "month": {"type": "month", "label": "Månad"},
    "body": {"type": "text", "label": "Organ"},
    "other": {"type": "list", "label": "Andra dagar"},
}

REFERRAL = {
    "day": "due",
    "until": ["decided"],
    "hard": True,
    "remind": ["P14D", "P1D"],
    "remind_to": ["role:officer", "role:secretary"],
    "must_meet": "KS",
    "doubts": ["other"],
    "on_expiry": {"escalate_to": ["role:secretary"], "incident": True},
}
MOTION = {
    "rule": "KL-5:35",
    "counts_from": "fields.due",
    "until": ["decided"],
    "remind": ["P3M", "P1M", "P7D"],
    "on_expiry": {"event": "passed", "escalate_to": ["role:secretary"]},
}
MONTH = {"month": "month", "body": "fields.body", "until": ["decided"]}
IN_PREPARATION = {"after": "P10D", "counts_from": "entered", "during": ["preparation"]}
YEARLY = {
    "recurs": "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30",
    "counts_from": "registered",
    "remind": ["P14D"],
}
SOON = {"after": "P30D", "counts_from": "registered", "until": ["decided"]}


def definition(**specs: Mapping[str, Any]) -> MatterType:
    """A matter type with these deadlines."""
    return MatterType.model_validate(
        {
            "name": "sample",
            "label": "Prov",
            "fields": FIELDS,
            "initial": "preparation",
            "states": STATES,
            "events": EVENTS,
            "transitions": [
                {"event": "grants", "from": ["preparation", "at_KS"], "to": "decided"},
                {"event": "passed", "from": "decided", "to": "closed"},
            ],
            "deadlines": {key: {"label": key, **spec} for key, spec in specs.items()},
        }
    )


def organisation(**meets: list[str]) -> Organisation:
    """An organisation whose bodies meet on these days."""
    names = {"KS": "Kommunstyrelsen", "KF": "Kommunfullmäktige", "AU": "Allmänna utskottet"}
    return Organisation.model_validate(
        {
            "organisation": "provby",
            "name": "Provby",
            "kind": "municipality",
            "register_code": "KS",
            "bodies": {
                code: {
                    "name": names[code],
                    "kind": "committee",
                    "meets": days,
                    "aliases": [f"{names[code]} i Provby"],
                }
                for code, days in meets.items()
            },
        }
    )


def matter(opened_on: str, **fields: object) -> Matter:
    """A matter with one point in preparation."""
    day = date.fromisoformat(opened_on)
    return Matter(
        id=matter_id("provby", "KS 2025/1"),
        number=RegistrationNumber("KS 2025/1", "KS", 2025, 1),
        organisation="provby",
        matter_type="sample",
        definition="digest",
        title="Prov",
        state="preparation",
        version=1,
        opened_on=day,
        fields=fields,
        points=(Point("1", "Prov", "preparation", day),),
    )


@dataclass
class Clockwork:
    """Folds steps and keeps timers as the store does."""

    definition: MatterType
    matter: Matter
    today: date
    organisation: Organisation = field(default_factory=organisation)
    armed: dict[str, ArmTimer] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)

    @classmethod
    def on(cls, today: str, *specs: Mapping[str, Any], **fields: object) -> "Clockwork":
        """A matter registered today with the deadline ``it`` (and ``it2`` ...), looked at once."""
        keys = ("it", "it2", "it3")
        made = cls(
            definition(**dict(zip(keys, specs, strict=False))),
            matter(today, **fields),
            date.fromisoformat(today),
        )
        made.look()
        return made

    @property
    def it(self) -> Deadline:
        """The deadline."""
        return next(one for one in self.matter.deadlines if one.key == "it")

    def at(self, today: str | date) -> "Clockwork":
        """It is that day now."""
        self.today = date.fromisoformat(str(today))
        return self

    def look(self, why: str = "") -> DeadlineStep:
        """Reconcile; and once more, which may change nothing."""
        step = self._reconcile(why)
        self.take(step)
        assert self._reconcile(why) == DeadlineStep()
        return step

    def whats(self, why: str = "") -> list[str]:
        """What a look changes, by the names of the events."""
        return [getattr(event, "what", "") for event in self.look(why).events]

    def _reconcile(self, why: str) -> DeadlineStep:
        return deadlines.reconcile(self.definition, self.organisation, self.matter, self.today, why)

    def extend(self, until: str | date, reason: str = "Begärt") -> DeadlineStep:
        """Extend the deadline and look again."""
        command = ExtendDeadline("it", date.fromisoformat(str(until)), reason)
        return self.then(deadlines.extend(self.definition, self.matter, command, self.today))

    def suspend(self, reason: str = "Väntar", *, day_stays: bool = False) -> DeadlineStep:
        """Suspend the deadline and look again."""
        command = SuspendDeadline("it", reason, day_stays)
        return self.then(deadlines.suspend(self.matter, command, self.today))

    def resume(self, reason: str = "Har kommit") -> DeadlineStep:
        """Resume the deadline and look again."""
        command = ResumeDeadline("it", reason)
        return self.then(deadlines.resume(self.definition, self.matter, command, self.today))

    def fire(self, timer: ArmTimer) -> DeadlineStep:
        """A timer comes due; look again."""
        del self.armed[timer.id]
        command = FireTimer(timer.id, timer.deadline, timer.kind, timer.generation, timer.due_on)
        if timer.kind == "risk":
            return self.then(
                deadlines.watch(
                    self.definition, self.organisation, self.matter, command, self.today
                )
            )
        look = deadlines.expire if timer.kind == "expiry" else deadlines.remind
        return self.then(look(self.definition, self.matter, command, self.today))

    def until(self, today: str | date) -> list[DeadlineStep]:
        """Nobody looked until that day: every timer that came due meanwhile fires, in order."""
        self.at(today)
        now = datetime.combine(self.today, time(12), LOCAL)
        steps = []
        while (timers := self.due()) and timers[0].due_at <= now:
            steps.append(self.fire(timers[0]))
        return steps

    def due(self) -> list[ArmTimer]:
        """The armed timers in order of time."""
        return sorted(self.armed.values(), key=lambda timer: timer.due_at)

    def then(self, step: DeadlineStep) -> DeadlineStep:
        """Take a step, and look again."""
        self.take(step)
        self.look()
        return step

    def take(self, step: DeadlineStep) -> None:
        """Fold a step and keep its timers; then check what always holds."""
        for event in step.events:
            self.matter = evolve(self.matter, event)
        for effect in step.effects:
            if isinstance(effect, CancelTimers):
                self.armed = {
                    key: timer
                    for key, timer in self.armed.items()
                    if timer.deadline != effect.deadline
                }
            elif isinstance(effect, ArmTimer):
                again = effect.kind == "risk" and effect.id in self.armed  # the plan as it was
                assert again or effect.id not in self.known, "a timer's id is unique for ever"
                self.known.add(effect.id)
                self.armed[effect.id] = effect
        for task in step.tasks:
            key = f"t{len(self.matter.tasks) + 1}"
            opened = TaskOpened(Task(key, "deadline", task.text, task.subject))
            self.matter = evolve(self.matter, opened)
        for deadline in self.matter.deadlines:
            self._check(deadline)

    def _check(self, deadline: Deadline) -> None:
        timers = [timer for timer in self.armed.values() if timer.deadline == deadline.key]
        if deadline.status != "running":
            assert timers == []
            assert deadline.risk_on is None
            return
        assert deadline.risk_on is None or deadline.at_risk is None
        assert not deadline.risk_on or [
            timer.due_at.astimezone(LOCAL).time()
            for timer in timers
            if (timer.kind, timer.due_on) == ("risk", deadline.risk_on)
        ] == [time(7)]
        (end,) = [timer for timer in timers if timer.kind == "expiry"]
        midnight = datetime.combine(deadline.final + DAY, time(), LOCAL)
        assert end.due_at == midnight
        assert end.due_at.tzinfo is UTC
        assert {timer.generation for timer in timers} == {deadline.generation}
        reminders = {timer.due_on for timer in timers if timer.kind == "reminder"}
        assert reminders <= set(deadline.reminders)
        assert all(day < deadline.final for day in deadline.reminders)
        assert all(
            timer.due_at.astimezone(LOCAL).time() == time(7)
            for timer in timers
            if timer.kind == "reminder"
        )

    def move(self, state: str, *, point: int = 0) -> "Clockwork":
        """A point goes to a state today."""
        points = list(self.matter.points)
        points[point] = replace(points[point], state=state, since=self.today)
        self.matter = replace(self.matter, points=tuple(points))
        return self

    def set(self, **fields: object) -> "Clockwork":
        """Fields get values; None takes one away."""
        self.matter = replace(self.matter, fields={**self.matter.fields, **fields})
        return self

    def decide(self, event: str, body: str, adjusted_on: str | None = None) -> "Clockwork":
        """A body takes the point up today."""
        key = f"d{len(self.matter.decisions) + 1}"
        decision = RecordedDecision(
            key=key,
            body=body,
            decided_on=self.today,
            paragraph=None,
            outcomes=(PointOutcome(event),),
            recipients=(),
            appealable=True,
            adjusted_on=date.fromisoformat(adjusted_on) if adjusted_on else None,
        )
        self.matter = evolve(self.matter, DecisionRecorded(decision))
        points = tuple(replace(point, decision=key) for point in self.matter.points)
        self.matter = replace(self.matter, points=points)
        return self
