"""Plays one scenario: the steps on their days, and after each what was to be seen."""

from dataclasses import dataclass
from datetime import date
from time import perf_counter

from workflow.definition.findings import Place
from workflow.definition.tree import Node, locate
from workflow.errors import ArendegangError
from workflow.model.commands import RegisterMatter
from workflow.statutory import periods
from workflow.workbench.scenarios.acts import acts, plain
from workflow.workbench.scenarios.cast import Part
from workflow.workbench.scenarios.comparing import differences
from workflow.workbench.scenarios.entrance import Entrance, NoWayError, PlacedStep, entrance
from workflow.workbench.scenarios.expected import Expected
from workflow.workbench.scenarios.form import Step
from workflow.workbench.scenarios.instances import Instance
from workflow.workbench.scenarios.promises import broken_lines, broken_properties
from workflow.workbench.scenarios.rules import ScenarioRule
from workflow.workbench.scenarios.seen import Seen
from workflow.workbench.scenarios.stage import Stage
from workflow.workbench.scenarios.trial import Mark, TooLongError, Trial, fates, trial
from workflow.workbench.scenarios.wording import in_words

_DONE = "att det går"
_REFUSED = ("then", "refused")


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing that wasn't as expected.

    Attributes:
        place: of the expectation, or of the step.
        expected: in Swedish.
        got: in Swedish.
        rule: where it is the file that is at fault, and not the type.
        about: what was looked at, in Swedish; empty where it is the step itself.
    """

    place: Place
    expected: str
    got: str
    rule: ScenarioRule | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Played:
    """A scenario and what came of it; ``fault`` is None where everything was as expected."""

    instance: Instance
    trial: Trial
    fault: Fault | None
    seconds: float


class _FaultError(Exception):
    """Ends the scenario."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.got)
        self.fault = fault


def play(stage: Stage, part: Part, instance: Instance) -> Played:
    """Play a scenario whose names are known to its end, or to its first fault."""
    begun = perf_counter()
    playing = _Playing(
        part,
        instance,
        trial(stage, instance.matter_type, instance.organisation or "", instance.on),
    )
    fault = None
    try:
        playing.run()
    except _FaultError as error:
        fault = error.fault
    return Played(instance, playing.trial, fault, perf_counter() - begun)


@dataclass(slots=True)
class _Playing:
    part: Part
    instance: Instance
    trial: Trial

    def run(self) -> None:
        scenario, node = self.instance.scenario, self.instance.node
        beginning = self.trial.mark()
        way = self._entrance()
        nodes = node.listed("steps")
        own = (PlacedStep(step, at) for step, at in zip(scenario.steps, nodes, strict=True))
        steps = (*way.steps, *own)
        in_the_end = scenario.then.refused if scenario.then else None
        self._register(way, None if steps else in_the_end)
        for number, step in enumerate(steps, start=1):
            is_last = number == len(steps)
            since = beginning if number == 1 else self.trial.mark()
            self._step(step, since, in_the_end if is_last else None)
            if step.of_way and (is_last or steps[number].of_way != step.of_way):
                self._has_come_to(step.of_way, step.node)
        if scenario.then is not None and self.trial.registered:
            self._look(scenario.then, beginning, node)

    def _entrance(self) -> Entrance:
        given = self.instance.scenario.given
        definition = self.trial.machine.definition
        try:
            return entrance(self.part, definition, given.at, given.taken_over_from)
        except NoWayError as error:
            at = locate(self.instance.node, ("given", "at"))
            fault = Fault(at.start, "ett läge som går att nå", str(error), ScenarioRule.WAY)
            raise _FaultError(fault) from None

    def _register(self, way: Entrance, refusal: str | None) -> None:
        given, trial, node = self.instance.scenario.given, self.trial, self.instance.node
        trial.meet(given.meetings)
        trial.world.fates = fates(trial, given.mail)
        fields = {**self.instance.setting.fields, **given.fields}
        command = RegisterMatter(
            organisation=trial.organisation,
            matter_type=self.instance.matter_type,
            title=given.title or self.instance.scenario.name,
            number=trial.number,
            fields=plain({name: value for name, value in fields.items() if value is not None}),
            points=given.points,
            enter_at=way.enter_at,
            taken_over_from=way.taken_over_from,
            flags=given.flags,
        )
        trial.known_by(command.fields)
        since = trial.mark()
        refused = None
        try:
            trial.give(command, "Registreras")
        except ArendegangError as error:
            refused = str(error)
        self._judge(refusal, refused, locate(node, ("given",)), locate(node, _REFUSED))
        if refused is None:
            self._keeps_promises(None, since, node)

    def _step(self, placed: PlacedStep, since: Mark, in_the_end: str | None) -> None:
        step, node = placed.step, placed.node
        self._pass_time(step, node)
        refused = self._do(step)
        own = step.then.refused if step.then else None
        if own is None:
            self._judge(in_the_end, refused, node, locate(self.instance.node, _REFUSED))
        else:
            self._judge(own, refused, node, locate(node, _REFUSED))
        self._keeps_promises(step.then, since, node)
        if step.then is not None:
            self._look(step.then, since, node)

    def _pass_time(self, step: Step, node: Node) -> None:
        try:
            day = _day(step, self.trial.today)
            if day < self.trial.today:
                raise _FaultError(
                    Fault(
                        node.start,
                        f"en dag från och med {self.trial.today}, då steget före var",
                        str(day),
                        ScenarioRule.STEP,
                    )
                )
            self.trial.go_to(day)
        except (ArendegangError, TooLongError) as error:
            fault = Fault(node.start, "att tiden går", str(error), ScenarioRule.TOO_LONG)
            raise _FaultError(fault) from None

    def _do(self, step: Step) -> str | None:
        """Why the step is refused; None where it is carried out."""
        trial = self.trial
        trial.meet(step.meetings)
        moments = len(trial.moments)
        try:
            for act in acts(step, trial):
                trial.give(act.command, act.did, act.actor)
        except ArendegangError as error:
            if len(trial.moments) == moments:
                trial.refuse(str(error))
            return str(error)
        return None

    def _judge(self, expected: str | None, refused: str | None, step: Node, at: Node) -> None:
        """Whether a step was refused that is to be, and only such a one."""
        if expected is None and refused is not None:
            raise _FaultError(Fault(step.start, _DONE, f"nekas: {refused}"))
        if expected is not None and expected.casefold() not in (refused or "").casefold():
            got = f"nekas: {refused}" if refused else "det går"
            wanted = f"nekas, med orden ”{expected}”" if expected else "nekas"
            raise _FaultError(Fault(at.start, wanted, got))
        if expected == "" and refused is None:
            raise _FaultError(Fault(at.start, "nekas", "det går"))

    def _keeps_promises(self, then: Expected | None, since: Mark, node: Node) -> None:
        """Nothing that follows by itself may be refused unseen, and the type's own lines hold."""
        trial = self.trial
        if then is None or then.incidents is None:
            for incident in trial.incidents(since, trial.mark()):
                if incident.kind == "command":
                    got = f"nekas: {incident.detail}"
                    raise _FaultError(Fault(node.start, "att det som följer går", got))
        for line in broken_lines(trial) if trial.registered else ():
            raise _FaultError(Fault(node.start, "att typens egna rader håller", line))

    def _look(self, then: Expected, since: Mark, node: Node) -> None:
        for found in differences(then, Seen(self.trial, since, self.trial.mark())):
            at = locate(node, ("then", *found.at))
            about = in_words(found.at)
            raise _FaultError(Fault(at.start, found.expected, found.got, about=about))
        for place, wrong in broken_properties(then.holds, self.trial, since) if then.holds else ():
            at = locate(node, ("then", "holds", place))
            raise _FaultError(Fault(at.place, f"att {then.holds[place]} håller", wrong))

    def _has_come_to(self, state: str, node: Node) -> None:
        states = [point.state for point in self.trial.matter.points]
        if set(states) != {state}:
            fault = Fault(
                node.start, f"att vägen leder till {state}", ", ".join(states), ScenarioRule.WAY
            )
            raise _FaultError(fault)


def _day(step: Step, today: date) -> date:
    """The day that time passes to before anything is done.

    Raises:
        InvalidInputError: outside the calendar.
    """
    day = step.on or step.until or today
    for period in (step.after, step.wait):
        if period is not None:
            day = periods.parse(period).after(day)
    return day
