"""One recorded history on its way through its definition.

What the history says is given as a secretary gives it. What it leaves out and an office must have done is
given too; steps that the source lacks are supplied visibly, by an actor of their own.
"""

from workflow.errors import ArendegangError
from workflow.model.commands import RegisterMatter
from workflow.workbench.replay import clerk
from workflow.workbench.replay.desk import at_desk
from workflow.workbench.replay.history import History, MissingStep, RecordedStep
from workflow.workbench.replay.refusal import refused, untold
from workflow.workbench.replay.secretary import Secretary
from workflow.workbench.replay.stage import Stage
from workflow.workbench.replay.supplies import Supplies
from workflow.workbench.replay.timeline import timeline
from workflow.workbench.replay.verdicts import Played, Saved, Verdict


class Run:
    """One history, played once. ``start``: the state that it enters at; None: where matters begin."""

    def __init__(self, stage: Stage, history: History, start: str | None) -> None:
        self._stage = stage
        self._history = history
        self._start = start
        self._items = timeline(history)
        self._desk = at_desk(stage.machines, stage.organisations, self._items[0].day)
        self._secretary = Secretary(stage, history, self._desk)
        self._supplies = Supplies(self._secretary)

    def play(self) -> Played:
        """From the registration to the last day of the source."""
        try:
            self._register()
        except ArendegangError as error:
            return self._played(
                [
                    Verdict(number, step, accepted=False, reason=str(error), cause="source")
                    for number, step in enumerate(self._history.steps, start=1)
                ]
            )
        verdicts: list[Verdict] = []
        for item in self._items:
            self._desk.go_to(item.day)
            if isinstance(item.step, MissingStep):
                self._supplies.missing(item, item.step)
            else:
                verdicts.append(self._take(len(verdicts) + 1, item.step))
        self._desk.go_to(max(self._stage.until, self._items[-1].day))
        if self._stage.keeping:
            self._desk.stop_clocks()
        return self._played(verdicts)

    def carried(self) -> int:
        """How many steps are accepted before the first one that is refused; nothing is done after that."""
        accepted = 0
        try:
            self._register()
            for item in self._items:
                self._desk.go_to(item.day)
                if isinstance(item.step, MissingStep):
                    self._supplies.missing(item, item.step)
                else:
                    self._supplies.bring_to(item.step.body, item.step.outcomes)
                    self._secretary.enter(item.step, item.step.outcomes)
                    accepted += 1
        except ArendegangError:
            return accepted
        return accepted

    def _register(self) -> None:
        history, stage = self._history, self._stage
        definition = stage.definition
        first = self._items[0].day
        lacking = {
            name: clerk.value(spec, first)
            for name, spec in definition.fields.items()
            if spec.required and name not in history.fields
        }
        self._desk.register(
            stage.organisation,
            RegisterMatter(
                organisation=stage.organisation.organisation,
                matter_type=definition.name,
                title=history.title,
                number=history.dnr,
                registered_on=first,
                fields={**lacking, **history.fields},
                enter_at=self._start,
                taken_over_from=None if self._start is None else "historik som börjar mitt i",
                predecessor=next(iter(history.predecessor_dnr), None),
                flags=tuple(
                    f"Saknas i historiken: {definition.fields[name].label} ({name}). "
                    f"Antaget: {clerk.shown(value)}."
                    for name, value in lacking.items()
                ),
            ),
        )

    def _take(self, number: int, step: RecordedStep) -> Verdict:
        """One step of the history; what it tells of is done whole or not at all."""
        unclear = [word for word in step.outcomes if self._stage.vocabulary.is_untold(word)]
        words = [word for word in step.outcomes if word not in unclear]
        matter = self._desk.matter
        try:
            with self._desk.all_or_nothing():
                if words:
                    self._supplies.bring_to(step.body, words)
                    matter = self._desk.matter
                    self._secretary.enter(step, words)
        except ArendegangError as error:
            now = self._desk.world.now
            return refused(self._stage, number, step, words, matter=matter, now=now, error=error)
        return untold(number, step, unclear) if unclear else Verdict(number, step, accepted=True)

    def _played(self, verdicts: list[Verdict]) -> Played:
        world, identity = self._desk.world, self._desk.identity
        return Played(
            history=self._history,
            matter_type=self._stage.definition.name,
            matter=world.matters.get(identity),
            verdicts=tuple(verdicts),
            entered=tuple(self._desk.entered),
            commands=tuple(Saved(*pair) for pair in world.carried_out),
        )
