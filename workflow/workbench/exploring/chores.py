"""What has to be done so that a matter can go on: minutes, recipients, tasks, answers, and time that passes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from workflow.machine.context import latest_round
from workflow.model.commands import (
    AdjustMinutes,
    Command,
    ReportChild,
    SettleAssignment,
    SettleRecipient,
    SettleTask,
)
from workflow.model.matter import ENGINE, SETTLED, Actor, Matter
from workflow.workbench.exploring.distinctions import Distinctions, binding
from workflow.workbench.exploring.situation import Move, Office, Situation, today

_ASKED = frozenset({"deadline", "flag", "successor"})
DECLINED = "declined"
"""An answer of a party that no definition counts as a yes."""


@dataclass(slots=True)
class Chores:
    """The moves of those who see to what is left."""

    office: Office
    distinctions: Distinctions
    actor: Actor
    _passed: set[tuple[str, str]] = field(default_factory=set)

    def of(self, situation: Situation) -> Iterator[Move]:
        """Every one. What is independent of the rest is done in one order only."""
        matter = situation.matter
        if matter.closed_on is not None:
            return
        yield from self._minutes(matter, today(situation))
        settling = next(filter(None, self._unsettled(matter, today(situation))), ())
        if settling:
            yield Move(settling, self.actor)
        yield from self._answers(matter)
        yield from self._time(situation)

    def _minutes(self, matter: Matter, day: date) -> Iterator[Move]:
        """All minutes that wait are adjusted."""
        waiting = [one for one in matter.decisions if one.adjusted_on is None]
        meetings = dict.fromkeys((one.body, one.decided_on) for one in waiting)
        if meetings:
            yield Move(tuple(AdjustMinutes(body, on, day) for body, on in meetings), self.actor)

    def _unsettled(self, matter: Matter, day: date) -> Iterator[tuple[Command, ...]]:
        """First every recipient, then every assignment, then what a person has to look at."""
        yield tuple(
            SettleRecipient(item.key, because="Lämnat över disk")
            for item in matter.items
            if item.status not in SETTLED
        )
        yield tuple(
            SettleAssignment(one.key, "Kansliet", day + timedelta(days=60))
            for one in matter.assignments
            if not one.owned
        )
        yield tuple(
            SettleTask(task.key, "Klart")
            for task in matter.tasks
            if task.open and task.kind in _ASKED
        )

    def _answers(self, matter: Matter) -> Iterator[Move]:
        """The next party that hasn't answered says yes, or something else; or never does."""
        for group, spec in self.office.machine.definition.children.items():
            waiting = [one for one in latest_round(matter, group) if one.outcome is None]
            for child in waiting[:1]:
                actor = ENGINE if child.matter is not None else self.actor
                for answer in (*spec.accepts[:1], DECLINED):
                    yield Move((ReportChild(child.key, answer),), actor)

    def _time(self, situation: Situation) -> Iterator[Move]:
        """Each running deadline passes next, whatever else does on the way.

        One that decides nothing but binds passes once in every state, so that somebody is seen to be told.
        """
        matter, tracked = situation.matter, self.distinctions.tracked
        specs = self.office.machine.definition.deadlines
        running = [one for one in matter.deadlines if one.status == "running"]
        for deadline in running:
            once = (deadline.key, matter.state)
            if deadline.key in tracked:
                yield _until(deadline.final + timedelta(days=1))
            elif binding(specs[deadline.key]) and once not in self._passed:
                self._passed.add(once)
                yield _until(deadline.final + timedelta(days=1))
        if len(tracked) > 1:
            steering = [one.final for one in running if one.key in tracked]
            if steering and min(steering) > today(situation):
                yield _until(min(steering))


def _until(day: date) -> Move:
    return Move(until=day)
