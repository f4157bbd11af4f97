"""What can be done with a matter: every event and outcome that the definition has a line for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from workflow.definition.guards import compile_guard, environment
from workflow.definition.schema import NEW, Transition
from workflow.machine import schedule
from workflow.machine.build import SAME
from workflow.machine.children import answer_events
from workflow.machine.context import is_decided, reader
from workflow.machine.work import Work
from workflow.model.commands import AdjustMinutes, Command, FireEvent, RecordDecision
from workflow.model.matter import Matter, Point
from workflow.model.outcome import AssignmentGiven, PointOutcome
from workflow.workbench.exploring.bounds import Bounds, Pass
from workflow.workbench.exploring.distinctions import Distinctions, alike_events
from workflow.workbench.exploring.people import actors, by_engine, groups, unfinished
from workflow.workbench.exploring.situation import Move, Office, Situation, today
from workflow.workbench.exploring.values import UNKNOWN, Values, counted_field

_PROPOSES = "proposes"
_Signs = tuple[tuple[str, tuple[object, object, object]], ...]
_DECIDES = frozenset({"decides", "notes"})


@dataclass(frozen=True, slots=True)
class _Asked:
    """An event for some points, the lines that it has for them, and what makes it like other events."""

    event: str
    group: Sequence[Point]
    rules: Sequence[Transition]
    sign: object


class Moves:
    """The moves of people on matters of one type in one organisation."""

    def __init__(
        self,
        office: Office,
        distinctions: Distinctions,
        values: Values,
        bounds: Bounds,
        run: Pass,
    ) -> None:
        definition = office.machine.definition
        roles = (role for rule in definition.transitions for role in rule.roles)
        bodies = {state.body for state in definition.states.values()} | set(definition.decided_by)
        self.actors = actors(roles, apart="actor.roles" in distinctions.reads)
        self.office = office
        self.distinctions = distinctions
        self.values = values
        self.known = values.known
        self.bounds = bounds
        self.run = run
        counted = {counted_field(spec) for spec in definition.deadlines.values()}
        self._weighty = distinctions.kept | {name for name in counted if name}
        env = environment(definition)
        guards = {rule.guard for rule in definition.transitions if rule.guard}
        self._guards = {guard: compile_guard(env, guard) for guard in guards}
        self._answers = answer_events(definition)
        self._bodies = tuple(sorted(body for body in bodies if body))
        self._alike: dict[str, Mapping[str, object]] = {}
        self._data: dict[object, list[dict[str, object]]] = {}

    def of(self, situation: Situation) -> Iterator[Move]:
        """Every move; some may be refused."""
        matter = situation.matter
        yield from self._openings(situation)
        if matter.closed_on is None and not self._first_things_first(matter):
            yield from self._events(situation)
            yield from self._decisions(situation)

    def _first_things_first(self, matter: Matter) -> bool:
        """Whether something is left that has to be seen to before anything else is tried.

        What a decision left may wait while the decision is being dispatched, not while the matter is
        prepared again; where nothing is sent, it never waits.
        """
        if not (unfinished(matter) or any(task.open for task in matter.tasks)):
            return False
        return not (self.run.sends and any(self._dispatching(one) for one in self._open(matter)))

    def _dispatching(self, point: Point) -> bool:
        definition = self.office.machine.definition
        phased = any(state.phase == "dispatch" for state in definition.states.values())
        if phased:
            return definition.states[point.state].phase == "dispatch"
        return is_decided(definition, point)

    def _openings(self, situation: Situation) -> Iterator[Move]:
        machine = self.office.machine
        points = situation.matter.points
        if not self.run.opens or self._open(situation.matter) or len(points) >= self.bounds.points:
            return
        for event in machine.opening:
            for data in self._variants(machine.rules(event, NEW), situation):
                yield from self._by_each(FireEvent(event, data=data))

    def _events(self, situation: Situation) -> Iterator[Move]:
        forms = self.office.machine.definition.events
        for targets, group in groups(self._open(situation.matter)):
            tried: set[object] = set()
            for event, sign in self._possible(group):
                if forms[event].form is not None or event in self._answers:
                    continue
                asked = _Asked(event, group, self._rules(event, group), sign)
                if not all(by_engine(rule) for rule in asked.rules):
                    for data in self._apart(situation, asked, tried):
                        yield from self._by_each(FireEvent(event, targets, data))

    def _decisions(self, situation: Situation) -> Iterator[Move]:
        matter = situation.matter
        waiting = sum(one.adjusted_on is None for one in matter.decisions)
        if waiting >= (self.bounds.unadjusted if self.run.sends else 1):
            return
        forms = self.office.machine.definition.events
        for targets, group in groups(self._open(matter)):
            for body in self._deciding(matter, group):
                tried: set[object] = set()
                for event, sign in self._possible(group):
                    if forms[event].form is not None:
                        asked = _Asked(event, group, self._rules(event, group), sign)
                        for data in self._apart(situation, asked, tried):
                            bare = RecordDecision((PointOutcome(event, targets),), body, data=data)
                            yield from self._decided(situation, bare)

    def _decided(self, situation: Situation, bare: RecordDecision) -> Iterator[Move]:
        definition = self.office.machine.definition
        form = definition.events[bare.outcomes[0].event].form
        for proposed in self._proposals(form):
            outcome = replace(bare.outcomes[0], proposed=proposed)
            decision = replace(bare, outcomes=(outcome,))
            if form not in _DECIDES:
                yield from self._by_each(decision, _at_once(decision, situation))
            else:
                yield from self._by_each(decision)
        if self.run.sends and form in definition.dispatch.decisions:
            yield from self._sent(situation, bare)

    def _apart(
        self, situation: Situation, asked: "_Asked", tried: set[object]
    ) -> Iterator[dict[str, object]]:
        """The data by which the event leads to something that nothing tried before led to.

        What no line lets happen is left out: the guards are asked what ``decide`` asks them. So is what
        changes nothing that anybody could tell.
        """
        office, matter = self.office, situation.matter
        work = Work(office.machine, office.organisations, matter, self.actors[0], situation.now)
        for data in self._variants(asked.rules, situation):
            work.data = data
            leads = tuple(self._leads(work, asked.event, point) for point in asked.group)
            if None in leads:
                continue
            weighs = tuple((name, str(data[name])) for name in sorted(self._weighty & data.keys()))
            came = (asked.sign if self.run.sends else _kind_of(asked.sign), leads, weighs)
            stays = all(
                lead == (point.state, ()) for lead, point in zip(leads, asked.group, strict=True)
            )
            if came in tried or (stays and not weighs and self._leaves_no_trace(asked.event)):
                continue
            tried.add(came)
            yield data

    def _leads(self, work: Work, event: str, point: Point) -> tuple[str, tuple[str, ...]] | None:
        """Where the event leads the point, and with which effects; None where no line lets it."""
        read = reader(work, point, event)
        for rule in self.office.machine.rules(event, point.state):
            guard = self._guards[rule.guard] if rule.guard else None
            if guard is None or guard({name: read(name) for name in guard.variables}):
                return (point.state if rule.to == SAME else rule.to), rule.effects
        return None

    def _leaves_no_trace(self, event: str) -> bool:
        """Whether nobody could tell that the event had happened, if it moves nothing."""
        form = self.office.machine.definition.events[event].form
        if form is None:
            return not self.distinctions.tabled
        return not (self.run.sends or self.distinctions.outcomes or self.distinctions.tabled)

    def _rules(self, event: str, group: Sequence[Point]) -> list[Transition]:
        machine = self.office.machine
        return [rule for point in group for rule in machine.rules(event, point.state)]

    def _sent(self, situation: Situation, bare: RecordDecision) -> Iterator[Move]:
        """The same with recipients, and what settles the matter with an assignment too.

        What only leads on is sent in the same move, so that nothing of it waits beside the next decision.
        """
        events = self.office.machine.definition.events
        if events[bare.outcomes[0].event].form not in _DECIDES:
            if self.known.reached is not None:
                decision = replace(bare, recipients=(self.known.reached,))
                yield from self._by_each(decision, _at_once(decision, situation))
        elif not unfinished(situation.matter):
            given = (AssignmentGiven("Återkom med en redovisning"),)
            yield from self._by_each(
                replace(bare, recipients=self._recipients(), assignments=given)
            )

    def _recipients(self) -> tuple[str, ...]:
        names = (self.known.reached, self.known.failing, UNKNOWN)
        return tuple(name for name in names if name is not None)

    def _proposals(self, form: str | None) -> list[str | None]:
        """What the next body may be proposed, as far as conditions ask for it."""
        if form != _PROPOSES or "point.proposed" not in self.distinctions.reads:
            return [None]
        alike: dict[frozenset[int], str] = {}
        for event, spec in self.office.machine.definition.events.items():
            if spec.form is not None:
                alike.setdefault(self.distinctions.sign(event), event)
        return [None, *alike.values()]

    def _deciding(self, matter: Matter, group: Sequence[Point]) -> tuple[str, ...]:
        """The bodies that may decide on the points: whom they wait for, else any that is mentioned."""
        states = self.office.machine.definition.states
        waits = {states[point.state].body for point in group}
        if waits != {None}:
            return tuple(sorted(body for body in waits if body))
        organisation = self.office.organisation
        made = {one.key: one.body for one in matter.decisions}
        by = {made[point.decision] for point in group if point.decision}
        over = {body for one in by for body in schedule.above(organisation, one)}
        here = {body for body in self._bodies if body in organisation.bodies}
        return tuple(sorted(by | over)) if by else tuple(sorted(here))

    def _possible(self, group: Sequence[Point]) -> Iterator[tuple[str, object]]:
        """Every event that has a line for one of the points, with what makes it like others."""
        machine = self.office.machine
        signs: dict[str, list[object]] = {}
        for point in group:
            if point.state not in self._alike:
                self._alike[point.state] = alike_events(
                    machine, self.distinctions, point.state, sends=self.run.sends
                )
            for event, sign in self._alike[point.state].items():
                signs.setdefault(event, []).append((point.state, sign))
        for event, sign in signs.items():
            yield event, tuple(sign)

    def _variants(
        self, rules: Sequence[Transition], situation: Situation
    ) -> list[dict[str, object]]:
        day = today(situation)
        key = (tuple(dict.fromkeys(id(rule) for rule in rules)), day)
        if key not in self._data:
            given = dict.fromkeys(name for rule in rules for name in rule.requires)
            maybe = self.distinctions.of(rules)
            if not self.run.everywhere:
                maybe -= self.distinctions.kept - given.keys()
            self._data[key] = self.values.varied(given, maybe, day)
        return self._data[key]

    def _open(self, matter: Matter) -> tuple[Point, ...]:
        finals = self.office.machine.finals
        return tuple(point for point in matter.points if point.state not in finals)

    def _by_each(self, *commands: Command) -> Iterator[Move]:
        for actor in self.actors:
            yield Move(commands, actor)


def _kind_of(signs: object) -> object:
    """Form and outcome of a sign, without the lines that it came by: where they lead is known."""
    return tuple((form, word) for _, (form, _, word) in cast("_Signs", signs))


def _at_once(decision: RecordDecision, situation: Situation) -> AdjustMinutes:
    """The minutes of what only leads on, adjusted in the same move."""
    day = today(situation)
    return AdjustMinutes(decision.body or "", day, day)
