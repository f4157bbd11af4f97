"""One recorded history on its way through its definition.

What the history says is given as a secretary gives it. What it leaves out and an office must have done is
given too; steps that the source lacks are supplied visibly, by an actor of their own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.definition.organisation import Organisation
from workflow.definition.schema import NEW
from workflow.errors import ArendegangError, CommandRefusedError
from workflow.machine.build import Machine
from workflow.machine.possible import possible
from workflow.model.commands import FireEvent, RegisterMatter
from workflow.model.matter import Actor, PointOutcome
from workflow.workbench.replay import clerk
from workflow.workbench.replay.desk import ASSUMED, OFFICE, at_desk
from workflow.workbench.replay.history import History, MissingStep, RecordedStep
from workflow.workbench.replay.timeline import Item, timeline
from workflow.workbench.replay.verdicts import Cause, Entered, Played, Saved, Verdict
from workflow.workbench.replay.ways import Leg, Way, Ways

_MISSING_FORMS = {
    "tabled": "tables",
    "referred_back": "refers_back",
    "proposal_to_council_not_stored": "proposes",
}
_PREPARED_FIRST = "KS ska ha haft ärendet innan KF beslutar (KL 5:26-28)."
_ONCE = "En minoritet har den rätten en gång (KL 5:50)."
_LACKING = "Ärendet väntar på {body}, vars beslut historiken inte har."
_MINORITY_RIGHT = "use_minority_right"


@dataclass(frozen=True, slots=True)
class Stage:
    """What the histories of one type are played with."""

    machines: Mapping[str, Machine]
    machine: Machine
    organisations: Mapping[str, Organisation]
    organisation: Organisation
    ways: Ways
    event_of: Callable[[str], str | None]
    is_untold: Callable[[str], bool]
    until: date
    keeping: bool


class Run:
    """One history, played once. ``start``: the state that it enters at; None: where matters begin."""

    def __init__(self, stage: Stage, history: History, start: str | None) -> None:
        self._stage = stage
        self._history = history
        self._start = start
        self._items = timeline(history)
        self._desk = at_desk(stage.machines, stage.organisations, self._items[0].day)
        self._verdicts: list[Verdict] = []

    def play(self) -> Played:
        """From the registration to the last day of the source."""
        try:
            self._register()
        except ArendegangError as error:
            self._verdicts = [
                Verdict(number, step, accepted=False, reason=str(error), cause="source")
                for number, step in enumerate(self._history.steps, start=1)
            ]
            return self._played()
        for item in self._items:
            self._desk.go_to(item.day)
            if isinstance(item.step, MissingStep):
                self._supply(item, item.step)
            else:
                self._take(item, item.step)
        self._desk.go_to(max(self._stage.until, self._items[-1].day))
        if self._stage.keeping:
            self._desk.stop_clocks()
        return self._played()

    def carried(self) -> int:
        """How many steps are accepted before the first one that is refused; nothing is done after that."""
        accepted = 0
        try:
            self._register()
            for item in self._items:
                self._desk.go_to(item.day)
                if isinstance(item.step, MissingStep):
                    self._supply(item, item.step)
                else:
                    self._bring_to(item.step.body, item.step.outcomes)
                    self._enter(item.step, item.step.outcomes)
                    accepted += 1
        except ArendegangError:
            return accepted
        return accepted

    def _register(self) -> None:
        history, stage = self._history, self._stage
        definition = stage.machine.definition
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
            ),
        )

    def _take(self, item: Item, step: RecordedStep) -> None:
        """One step of the history, whole or not at all."""
        number = item.number or 0
        untold = [word for word in step.outcomes if self._stage.is_untold(word)]
        words = [word for word in step.outcomes if word not in untold]
        try:
            with self._desk.all_or_nothing():
                if words:
                    self._bring_to(step.body, words)
                    self._enter(step, words)
        except ArendegangError as error:
            cause, why = self._why(step, words)
            verdict = Verdict(
                number,
                step,
                accepted=False,
                reason=f"{error.message} {why}".strip(),
                cause=cause,
                possible=self._possible(step.body),
            )
        else:
            reason = f"Historiken säger inte vad som beslutades ({', '.join(untold)})."
            verdict = (
                Verdict(number, step, accepted=False, reason=reason, cause="source")
                if untold
                else Verdict(number, step, accepted=True)
            )
        self._verdicts.append(verdict)

    def _enter(self, step: RecordedStep, words: Sequence[str]) -> None:
        """Give what the step says as the commands that it is.

        Raises:
            ArendegangError: refused.
        """
        definition = self._stage.machine.definition
        events = [self._event(word) for word in words]
        decided = [event for event in events if definition.events[event].form is not None]
        for event in events:
            if event not in decided:
                self._desk.give(FireEvent(event, data=self._data((event,), step)))
        if not decided:
            return
        known = (self._stage.event_of(word) for word in step.proposed)
        proposed = tuple(event for event in known if event in definition.events)
        reading = clerk.Reading(tuple(decided), proposed)
        for outcomes in clerk.decisions(self._stage.machine, self._desk.matter, step, reading):
            self._decide(step, outcomes, OFFICE)

    def _event(self, word: str) -> str:
        definition = self._stage.machine.definition
        event = self._stage.event_of(word) or word
        if event not in definition.events:
            raise CommandRefusedError(
                f"”{word}” kan inte beslutas i ärendetypen {definition.label} ({definition.name})."
            )
        return event

    def _decide(self, step: RecordedStep, outcomes: tuple[PointOutcome, ...], actor: Actor) -> None:
        data = self._data([outcome.event for outcome in outcomes], step)
        self._desk.give(clerk.command(step, outcomes, data), actor)
        self._desk.awaits_adjustment(step.body, step.date, step.adjusted_on)

    def _data(self, events: Sequence[str], step: RecordedStep) -> dict[str, object]:
        """What the events require, from the history where it has it."""
        machine, given = self._stage.machine, self._history.fields
        specs = machine.definition.fields
        states = (NEW, *(point.state for point in self._desk.matter.points))
        data = {
            name: given.get(name, clerk.value(specs[name], step.date))
            for name in clerk.required(machine, events, states)
        }
        back = any(machine.definition.events[event].form == "refers_back" for event in events)
        to = clerk.referred_to(self._stage.organisation, step.refers_back_to)
        if back and to is not None and clerk.REFERRED_TO in specs:
            data[clerk.REFERRED_TO] = to
        return data

    def _supply(self, item: Item, step: MissingStep) -> None:
        """A step that the history says is missing, as far as it can be known."""
        form = _MISSING_FORMS.get(step.what)
        reason = "" if form else "Vad sammanträdet gjorde är inte känt."
        if form:
            try:
                with self._desk.all_or_nothing():
                    event = self._of_form(form)
                    recorded = RecordedStep(
                        body=step.body, date=item.day, paragraph=step.paragraph, outcomes=(event,)
                    )
                    self._bring_to(step.body, (event,))
                    self._decide(recorded, (PointOutcome(event),), ASSUMED)
            except ArendegangError as error:
                reason = error.message
        entered = Entered(
            item.day, step.body, step.what, declared=True, done=not reason, reason=reason
        )
        self._desk.entered.append(entered)

    def _of_form(self, form: str) -> str:
        definition = self._stage.machine.definition
        for name, spec in definition.events.items():
            if spec.form == form:
                return name
        raise CommandRefusedError(f"Ärendetypen {definition.label} har inget sådant beslut.")

    def _bring_to(self, body: str, words: Sequence[str]) -> None:
        """See that a point waits for the body, by what an office must have done since the step before.

        Where the body has several states, in one in which it can decide what the words say. Where no way
        leads there nothing is done: the decision is refused then, with the engine's reason.
        """
        machine, matter = self._stage.machine, self._desk.matter
        if clerk.waiting(machine, matter, body):
            return
        open_states = (p.state for p in matter.points if p.state not in machine.finals)
        starts = (*dict.fromkeys(open_states), NEW)
        for supplied in (False,) if self._history.complete else (False, True):
            for start in starts:
                ways = self._stage.ways.to(body, start, supplied=supplied)
                for way in sorted(ways, key=lambda way: self._unfit(way, words)):
                    if self._go(way):
                        return

    def _unfit(self, way: Way, words: Sequence[str]) -> int:
        """How many of the words can't be decided where the way ends."""
        events = (self._stage.event_of(word) or word for word in words)
        return sum(not self._stage.machine.rules(event, way[-1].to) for event in events)

    def _go(self, way: Way) -> bool:
        try:
            with self._desk.all_or_nothing():
                for leg in way:
                    self._take_leg(leg)
        except ArendegangError:
            return False
        return True

    def _take_leg(self, leg: Leg) -> None:
        """Move every point in the state that the leg leaves; a new one where it begins at ``new``.

        Raises:
            ArendegangError: not possible, or it led elsewhere.
        """
        desk = self._desk
        here = {point.key for point in desk.matter.points if point.state == leg.state}
        step = RecordedStep(body=leg.body or "-", date=desk.today, outcomes=(leg.event,))
        keys = tuple(sorted(here))
        if leg.body is None:
            desk.give(FireEvent(leg.event, keys, self._data((leg.event,), step)))
        else:
            self._decide(step, (PointOutcome(leg.event, keys),), ASSUMED)
            desk.entered.append(Entered(desk.today, leg.body, leg.event, declared=False, done=True))
        there = {point.key for point in desk.matter.points if point.state == leg.to}
        if not there or not here <= there:
            raise CommandRefusedError("Händelsen ledde någon annanstans.")

    def _why(self, step: RecordedStep, words: Sequence[str]) -> tuple[Cause, str]:
        """What a refused step is at odds with: the law, the source or only the definition; and how."""
        machine, matter = self._stage.machine, self._desk.matter
        definition = machine.definition
        events = {self._stage.event_of(word) or word for word in words}
        if not events <= definition.events.keys():
            return "definition", ""
        if not clerk.waiting(machine, matter, step.body):
            body = self._stage.organisation.bodies.get(step.body)
            if body and body.kind == "council" and definition.requires_preparation:
                return "law", _PREPARED_FIRST
            awaited = (definition.states[point.state].body for point in matter.points)
            others = ", ".join(dict.fromkeys(filter(None, awaited)))
            return ("source", _LACKING.format(body=others)) if others else ("definition", "")
        by_minority = any(
            _MINORITY_RIGHT in rule.effects and not events.isdisjoint(rule.event)
            for rule in definition.transitions
        )
        used = any(point.minority_used for point in matter.points)
        return ("law", _ONCE) if by_minority and used else ("definition", "")

    def _possible(self, body: str) -> tuple[str, ...]:
        """What the body could have done with the matter as it stands, and anybody."""
        stage, desk = self._stage, self._desk
        found = possible(stage.machine, stage.organisations, desk.matter, desk.world.now, OFFICE)
        return tuple(one.event for one in found if one.body in (None, body))

    def _played(self) -> Played:
        world, identity = self._desk.world, self._desk.identity
        return Played(
            history=self._history,
            matter_type=self._stage.machine.definition.name,
            matter=world.matters.get(identity),
            verdicts=tuple(self._verdicts),
            entered=tuple(self._desk.entered),
            commands=tuple(Saved(*pair) for pair in world.carried_out),
            ended_on=self._items[-1].day,
        )
