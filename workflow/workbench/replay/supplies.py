"""What a history leaves out and must have been: what an office does between meetings, and missing steps.

All of it is given by an actor of its own. What a body must have decided, and that a matter was taken up
again, is told among the steps that the history lacks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workflow.definition.schema import NEW, Form
from workflow.errors import ArendegangError, CommandRefusedError
from workflow.model.outcome import PointOutcome
from workflow.workbench.replay import clerk
from workflow.workbench.replay.desk import ASSUMED, Desk
from workflow.workbench.replay.history import Missing, MissingStep, RecordedStep
from workflow.workbench.replay.secretary import Secretary
from workflow.workbench.replay.stage import Stage
from workflow.workbench.replay.timeline import Item
from workflow.workbench.replay.verdicts import Entered
from workflow.workbench.replay.ways import Leg, Way

_FORMS: Mapping[Missing, Form] = {
    "tabled": "tables",
    "referred_back": "refers_back",
    "proposal_to_council_not_stored": "proposes",
}


@dataclass(frozen=True, slots=True)
class Supplies:
    """Of one history, given by its secretary."""

    secretary: Secretary

    @property
    def _stage(self) -> Stage:
        return self.secretary.stage

    @property
    def _desk(self) -> Desk:
        return self.secretary.desk

    def missing(self, item: Item, step: MissingStep) -> None:
        """A step that the history says is missing, as far as it can be known."""
        form = _FORMS.get(step.what)
        reason = "" if form else "Vad sammanträdet gjorde är inte känt."
        if form:
            try:
                with self._desk.all_or_nothing():
                    event = self._of_form(form)
                    recorded = RecordedStep(
                        body=step.body, date=item.day, paragraph=step.paragraph, outcomes=(event,)
                    )
                    self.bring_to(step.body, (event,))
                    self.secretary.decide(recorded, (PointOutcome(event),), ASSUMED)
            except ArendegangError as error:
                reason = error.message
        entered = Entered(
            item.day, step.body, step.what, declared=True, done=not reason, reason=reason
        )
        self._desk.entered.append(entered)

    def bring_to(self, body: str, words: Sequence[str]) -> None:
        """See that a point waits for the body, by what an office must have done since the step before.

        Where the body has several states, in one in which it can decide what the words say, and what it
        did later on. Where no way leads there nothing is done: the decision is refused then, with the
        engine's reason.
        """
        machine, matter = self._stage.machine, self._desk.matter
        if clerk.waiting(machine, matter, body):
            return
        open_states = (p.state for p in matter.points if p.state not in machine.finals)
        starts = (*dict.fromkeys(open_states), NEW)
        later = self._later(body)
        ways = (
            way
            for supplied in ((False,) if self.secretary.history.complete else (False, True))
            for start in starts
            for way in self._stage.ways.to(body, start, supplied=supplied)
        )
        best = sorted(ways, key=lambda way: (self._unfit(way, words), self._unfit(way, later)))
        any(self._go(way, body) for way in best)

    def _later(self, body: str) -> tuple[str, ...]:
        """What the body is still to do, in the words of the history."""
        today = self._desk.today
        return tuple(
            word
            for step in self.secretary.history.steps
            if step.body == body and step.date > today
            for word in step.outcomes
        )

    def _of_form(self, form: Form) -> str:
        definition = self._stage.definition
        for name, spec in definition.events.items():
            if spec.form == form:
                return name
        raise CommandRefusedError(f"Ärendetypen {definition.label} har inget sådant beslut.")

    def _unfit(self, way: Way, words: Sequence[str]) -> int:
        """How many of the words can't be decided where the way ends."""
        events = map(self._stage.event_of, words)
        return sum(not self._stage.machine.rules(event, way[-1].to) for event in events)

    def _go(self, way: Way, body: str) -> bool:
        try:
            with self._desk.all_or_nothing():
                for leg in way:
                    self._take(leg, body)
        except ArendegangError:
            return False
        return True

    def _take(self, leg: Leg, body: str) -> None:
        """Move every point in the state that the leg leaves; a new one where it begins at ``new``.

        Raises:
            ArendegangError: not possible, or it led elsewhere.
        """
        desk = self._desk
        here = {point.key for point in desk.matter.points if point.state == leg.state}
        step = RecordedStep(body=leg.body or body, date=desk.today, outcomes=(leg.event,))
        keys = tuple(sorted(here))
        if leg.body is None:
            self.secretary.fire(leg.event, keys, step, ASSUMED)
        else:
            self.secretary.decide(step, (PointOutcome(leg.event, keys),), ASSUMED)
        if leg.body is not None or leg.state == NEW:
            desk.entered.append(
                Entered(desk.today, step.body, leg.event, declared=False, done=True)
            )
        there = {point.key for point in desk.matter.points if point.state == leg.to}
        if not there or not here <= there:
            raise CommandRefusedError("Händelsen ledde någon annanstans.")
