"""What a matter waits for in a state, and which event an office would ordinarily let happen there. Pure.

The ordinary way follows the phases: to the next state of the same phase, else to the nearest one of a later
phase, else back; to an end only where nothing else leads on.
"""

from collections.abc import Iterator, Mapping
from typing import Literal

from workflow.definition.organisation import Organisation
from workflow.definition.schema import PHASES, Form, Transition
from workflow.machine.build import SAME, Machine
from workflow.machine.children import answer_events
from workflow.machine.ringing import only_waits

Stop = Literal[
    "body",  # its next meeting
    "work",  # somebody in the office
    "answers",  # of the matters that were started elsewhere
    "clock",  # a deadline's end moves it on
    "minutes",  # the adjustment
    "engine",  # what moves by itself, or by nothing that is known here
    "end",
]

TABLED, REFERRED_BACK = 0.05, 0.03
"""Of what a body takes up, where nothing else is said."""

_HERE, _ON, _BACK, _OUT = range(4)  # the nearest to the ordinary way first
_ADJUSTED = "minutes_adjusted"
_ENGINE = ("engine",)
_SETTLES: tuple[Form, ...] = ("decides", "notes")
_HANDS_ON: tuple[Form, ...] = ("proposes", "hands_over")


class Stops:
    """Of one matter type in one organisation."""

    def __init__(self, machine: Machine, organisation: Organisation) -> None:
        self._machine = machine
        self._bodies = organisation.bodies
        self._answers = answer_events(machine.definition)
        self._kinds: Mapping[str, Stop] = {
            state: self._kind(state) for state in machine.definition.states
        }

    def of(self, state: str) -> Stop:
        """What is waited for in the state."""
        return self._kinds[state]

    def events(self, state: str) -> frozenset[str]:
        """Every event that people may let happen in the state."""
        return frozenset(event for event, _ in self._rules(state))

    def ordinary(self, state: str) -> Mapping[str, float]:
        """Event to weight, the best ones first: what is tried where nothing else is said.

        For a body a few per cent are tabled or referred back, and the rest is shared evenly between
        settling and proposing, and within these by the events. In the office the weight is 1 for the
        event of the ordinary way.
        """
        if self.of(state) == "body":
            return self._decisions(state)
        ranked = sorted(self._onward(state), key=lambda pair: pair[1])
        return {event: 1.0 for event, _ in ranked[:1]}

    def _kind(self, state: str) -> Stop:
        definition = self._machine.definition
        spec = definition.states[state]
        rules = [rule for rule in definition.transitions if state in rule.from_]
        if spec.final:
            return "end"
        found: tuple[tuple[Stop, bool], ...] = (
            ("body", spec.body is not None),
            ("minutes", any(_ADJUSTED in rule.event for rule in rules)),
            ("answers", state in self._machine.starts),
            ("engine", any(rule.automatic for rule in rules)),
            ("clock", self._clock_leads_out(state)),
            ("work", any(True for _ in self._onward(state))),
        )
        return next((stop for stop, is_so in found if is_so), "engine")

    def _clock_leads_out(self, state: str) -> bool:
        """Whether a time that is only waited for ends there, as a standstill does."""
        definition = self._machine.definition
        return any(
            rule.to not in (SAME, state)
            for deadline in definition.deadlines.values()
            if only_waits(deadline) and (not deadline.during or state in deadline.during)
            for rule in self._machine.rules(str(deadline.on_expiry.event), state)
        )

    def _rules(self, state: str) -> Iterator[tuple[str, Transition]]:
        for event in self._machine.definition.events:
            for rule in self._machine.rules(event, state):
                by_hand = not rule.automatic and rule.roles != _ENGINE
                if by_hand and event not in self._answers and event != _ADJUSTED:
                    yield event, rule

    def _onward(self, state: str) -> Iterator[tuple[str, tuple[int, int]]]:
        """Plain events that leave the state, each with how far it is from the ordinary way."""
        events = self._machine.definition.events
        for event, rule in self._rules(state):
            if events[event].form is None and self._leads_on(state, rule):
                yield event, self._rank(state, rule.to)

    def _leads_on(self, state: str, rule: Transition) -> bool:
        if rule.to in (SAME, state):
            return False
        body = self._machine.definition.states[rule.to].body
        return body is None or body in self._bodies

    def _rank(self, state: str, to: str) -> tuple[int, int]:
        states, order = self._machine.definition.states, self._machine.order
        if states[to].final:
            return _OUT, order[to]
        here, there = (PHASES.index(states[name].phase) for name in (state, to))
        if there == here:
            return _HERE, (order[to] - order[state]) % len(order)
        return (_ON, order[to]) if there > here else (_BACK, -order[to])

    def _decisions(self, state: str) -> Mapping[str, float]:
        forms: dict[Form, list[str]] = {}
        onward: set[str] = set()
        for event, rule in self._rules(state):
            form = self._machine.definition.events[event].form
            if form is not None:
                forms.setdefault(form, []).append(event)
                if self._leads_on(state, rule) and self._rank(state, rule.to)[0] != _BACK:
                    onward.add(event)
        settling = _each_once(forms, _SETTLES, onward)
        proposing = _each_once(forms, _HANDS_ON, onward)[:1]
        weights: dict[str, float] = {}
        for group in (settling, proposing):
            weights |= {event: 1 / len(group) for event in group}
        side = ((forms.get("tables"), TABLED), (forms.get("refers_back"), REFERRED_BACK))
        rest = sum(weights.values()) / (1 - TABLED - REFERRED_BACK)
        for events, share in side:
            if events:
                weights[events[0]] = share * rest if rest else share
        return weights


def _each_once(
    forms: Mapping[Form, list[str]], wanted: tuple[Form, ...], among: set[str]
) -> tuple[str, ...]:
    """The events of these forms, in the order of the forms and then of the definition."""
    found = (event for form in wanted for event in forms.get(form, ()))
    return tuple(dict.fromkeys(event for event in found if event in among))
