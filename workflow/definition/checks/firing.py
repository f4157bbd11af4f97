"""What the engine fires by itself, and where."""

from collections.abc import Iterator
from dataclasses import dataclass

from workflow.definition.checks import graph
from workflow.definition.schema import DeadlineSpec, MatterType

ENGINE = "engine"
ADJUSTED = "minutes_adjusted"
"""Fired on the points of a decision when its minutes are adjusted."""
RENUMBERED = "renumbered"
"""Fired by the matter that takes this one's place, with its number."""


@dataclass(frozen=True, slots=True)
class Fired:
    """Events with the states where the engine fires them and nobody else is sure to be told."""

    anywhere: frozenset[str]
    by_expiry: frozenset[tuple[str, str]]

    def fires(self, event: str, state: str) -> bool:
        """Whether the engine fires the event in the state, so that something has to come of it."""
        return event in self.anywhere or (event, state) in self.by_expiry


def fired_by_engine(definition: MatterType) -> Fired:
    """What must not come to nothing: answers of children, adjusted minutes, deadlines that tell nobody."""
    return Fired(
        answer_events(definition) | {ADJUSTED},
        frozenset(
            (spec.on_expiry.event, state)
            for spec in definition.deadlines.values()
            if spec.on_expiry.event is not None and not tells_at_the_end(spec)
            for state in applies_in(definition, spec)
        ),
    )


def answer_events(definition: MatterType) -> frozenset[str]:
    """The events that only the answers of children bring about."""
    blocks = definition.children.values()
    return frozenset(event for spec in blocks for event in (spec.then, spec.otherwise))


def applies_in(definition: MatterType, spec: DeadlineSpec) -> tuple[str, ...]:
    """The states in which the deadline runs."""
    return spec.during or tuple(
        name
        for name, state in definition.states.items()
        if not state.final and name not in spec.until
    )


def tells_at_the_end(spec: DeadlineSpec) -> bool:
    """Whether a person is told when the last day has passed."""
    return bool(spec.on_expiry.escalate_to or spec.on_expiry.incident or spec.hard)


def only_engine(definition: MatterType) -> frozenset[int]:
    """The lines that no person can take, by any of their events."""
    answers = answer_events(definition)
    return frozenset(
        number
        for number, transition in enumerate(definition.transitions)
        if set(transition.roles) == {ENGINE} or answers.issuperset(transition.event)
    )


def expiring(definition: MatterType) -> Iterator[tuple[str, DeadlineSpec, int, str]]:
    """(deadline, its declaration, number of a line that its end takes, state it leaves)."""
    for name, spec in definition.deadlines.items():
        if spec.on_expiry.event is not None:
            places = applies_in(definition, spec)
            for number, _, event, state in graph.each(definition):
                if event == spec.on_expiry.event and state in places:
                    yield name, spec, number, state
