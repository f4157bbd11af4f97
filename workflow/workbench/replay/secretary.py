"""Gives what a step says as the commands that it is; what it says is read by :mod:`..clerk`."""

from collections.abc import Sequence
from dataclasses import dataclass

from workflow.definition.schema import NEW
from workflow.model.commands import FireEvent
from workflow.model.matter import Actor
from workflow.model.outcome import PointOutcome
from workflow.workbench.replay import clerk
from workflow.workbench.replay.desk import OFFICE, Desk
from workflow.workbench.replay.history import History, RecordedStep
from workflow.workbench.replay.stage import Stage


@dataclass(frozen=True, slots=True)
class Secretary:
    """Of one history, at its desk."""

    stage: Stage
    history: History
    desk: Desk

    def enter(self, step: RecordedStep, words: Sequence[str]) -> None:
        """Give what these words of the step say.

        Raises:
            ArendegangError: refused.
        """
        stage = self.stage
        events = [stage.event(word) for word in words]
        decided = [event for event in events if stage.definition.events[event].form is not None]
        for event in events:
            if event not in decided:
                self.fire(event, (), step, OFFICE)
        if not decided:
            return
        told = (word for word in step.proposed if not stage.vocabulary.is_untold(word))
        proposed = tuple(stage.event(word, "föreslås") for word in told)
        reading = clerk.Reading(tuple(decided), proposed)
        for outcomes in clerk.decisions(stage.machine, self.desk.matter, step, reading):
            self.decide(step, outcomes, OFFICE)

    def fire(self, event: str, points: tuple[str, ...], step: RecordedStep, actor: Actor) -> None:
        """Give an event that no body decides.

        Raises:
            ArendegangError: refused.
        """
        self.desk.give(FireEvent(event, points, self._data((event,), step)), actor)

    def decide(self, step: RecordedStep, outcomes: tuple[PointOutcome, ...], actor: Actor) -> None:
        """Record what the body of the step decided; its minutes are adjusted in time.

        Raises:
            ArendegangError: refused.
        """
        data = self._data([outcome.event for outcome in outcomes], step)
        self.desk.give(clerk.command(step, outcomes, data), actor)
        self.desk.awaits_adjustment(step.body, step.date, step.adjusted_on)

    def _data(self, events: Sequence[str], step: RecordedStep) -> dict[str, object]:
        """What the events require, from the history where it has it."""
        machine, given = self.stage.machine, self.history.fields
        specs = machine.definition.fields
        states = (NEW, *(point.state for point in self.desk.matter.points))
        data = {
            name: given.get(name, clerk.value(specs[name], step.date))
            for name in clerk.required(machine, events, states)
        }
        back = any(machine.definition.events[event].form == "refers_back" for event in events)
        to = clerk.referred_to(self.stage.organisation, step.refers_back_to)
        if back and to is not None and clerk.REFERRED_TO in specs:
            data[clerk.REFERRED_TO] = to
        return data
