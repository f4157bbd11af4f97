"""Which bodies a point still has to pass on its way to the one that decides, by its definition. Pure.

Only what leads onward counts: never back to an earlier part of the way, and nothing by which a body puts
the matter off. States of bodies that the organisation doesn't have are no way. Of several ways the one
through the most bodies is taken: the way that the definition describes when nobody is in a hurry. Where
the council may be reached without preparation (KL 5 kap. 26-28 §§ don't apply), it is the shortest.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from workflow.definition.organisation import Organisation
from workflow.definition.schema import NEW, PHASES, Form, MatterType, Transition
from workflow.machine.build import SAME

_PUT_OFF: Final[frozenset[Form]] = frozenset({"tables", "refers_back", "withdraws"})
_SETTLED: Final[frozenset[Form]] = frozenset({"decides", "notes"})
_ORDER: Final = {phase: place for place, phase in enumerate(PHASES)}

Way = tuple[str, ...]
"""States, from where a point is to where the body that decides has it, both included."""


@dataclass(frozen=True, slots=True)
class Route:
    """The bodies that are left, the one that decides last.

    ``waiting``: the point already waits for the first of them; otherwise its papers are being drafted.
    ``settles``: states that a decision of the last one leads to.
    """

    bodies: tuple[str, ...]
    waiting: bool
    settles: frozenset[str]

    def without(self, bodies: frozenset[str]) -> "Route":
        """The route past these bodies; the last one stays."""
        left = (*(body for body in self.bodies[:-1] if body not in bodies), self.bodies[-1])
        return Route(left, self.waiting and left[0] == self.bodies[0], self.settles)


@dataclass(frozen=True, slots=True)
class Roads:
    """The routes of one definition in one organisation, each worked out once."""

    definition: MatterType
    organisation: Organisation
    _onward: dict[str, list[Transition]] = field(default_factory=dict)
    _known: dict[tuple[str, str], Route | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the transitions that lead onward by the state that they leave."""
        for rule in self.definition.transitions:
            for state in rule.from_:
                if state != NEW and self._leads_on(rule, state):
                    self._onward.setdefault(state, []).append(rule)

    def to(self, body: str, state: str) -> Route | None:
        """The route from a state to a body; None where none leads there."""
        key = (body, state)
        if key not in self._known:
            self._known[key] = self._found(body, state)
        return self._known[key]

    def deciders(self, state: str) -> tuple[str, ...]:
        """The bodies that may decide and can be reached, in the order of the definition.

        Those of ``decided_by``; where the type names none, those that a state waits for in which one can.
        """
        named = self.definition.decided_by or tuple(dict.fromkeys(self._deciding()))
        return tuple(body for body in named if self.to(body, state) is not None)

    def usual(self, state: str) -> str | None:
        """The body that decides if nobody has said which: the first that isn't a subcommittee.

        None where no body can be reached.
        """
        found = self.deciders(state)
        bodies = self.organisation.bodies
        whole = (body for body in found if bodies[body].kind != "subcommittee")
        return next(whole, found[0] if found else None)

    def _deciding(self) -> Iterator[str]:
        for rule in self.definition.transitions:
            if any(self.definition.events[event].form in _SETTLED for event in rule.event):
                states = (self.definition.states.get(name) for name in rule.from_)
                yield from (state.body for state in states if state and state.body)

    def _leads_on(self, rule: Transition, state: str) -> bool:
        if rule.to in (SAME, state) or rule.roles == ("engine",):
            return False
        events = (self.definition.events[event] for event in rule.event)
        if all(event.form in _PUT_OFF for event in events):
            return False
        body = self.definition.states[rule.to].body
        known = body is None or body in self.organisation.bodies
        return known and self._place(rule.to) >= self._place(state)

    def _place(self, state: str) -> int:
        return _ORDER[self.definition.states[state].phase]

    def _found(self, body: str, state: str) -> Route | None:
        if body not in self.organisation.bodies:
            return None
        way = self._best(body, state, {})
        if way is None:
            return None
        passed = [self.definition.states[name].body for name in way]
        bodies = tuple(dict.fromkeys(one for one in passed if one is not None))
        settles = frozenset(rule.to for rule in self._onward.get(way[-1], ()))
        return Route((*(b for b in bodies if b != body), body), passed[0] is not None, settles)

    def _best(self, body: str, state: str, known: dict[str, Way | None]) -> Way | None:
        """The way that is preferred; parts of the way come one after the other, so that this ends."""
        if state not in known:
            ways = sorted(self._ways(body, state, known), key=self._rank)
            known[state] = ways[0] if ways else None
        return known[state]

    def _ways(self, body: str, state: str, known: dict[str, Way | None]) -> Iterator[Way]:
        for way in self._within(state).values():
            here = way[-1]
            if self.definition.states[here].body == body:
                yield way
                continue
            for rule in self._onward.get(here, ()):
                if self._place(rule.to) > self._place(here):
                    onward = self._best(body, rule.to, known)
                    if onward is not None:
                        yield (*way, *onward)

    def _within(self, state: str) -> Mapping[str, Way]:
        """The shortest way to every state of the same part of the way."""
        found: dict[str, Way] = {state: (state,)}
        waiting = deque([state])
        while waiting:
            here = waiting.popleft()
            for rule in self._onward.get(here, ()):
                if rule.to not in found and self._place(rule.to) == self._place(state):
                    found[rule.to] = (*found[here], rule.to)
                    waiting.append(rule.to)
        return found

    def _rank(self, way: Sequence[str]) -> tuple[int, int]:
        bodies = len({body for name in way if (body := self.definition.states[name].body)})
        return (-bodies if self.definition.requires_preparation else bodies, len(way))
