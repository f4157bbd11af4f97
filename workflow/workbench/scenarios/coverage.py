"""What of a type its scenarios have gone through: states, transitions, outcomes and deadlines.

A transition is a line of the definition for one event from one state, so that lines with different
conditions count by themselves. A deadline is to be kept (met, or no longer needed) and to pass, and where
it reminds, to have reminded.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from workflow.definition.findings import Place
from workflow.definition.pruning import SAME
from workflow.definition.schema import DeadlineSpec, MatterType
from workflow.definition.tree import Node
from workflow.model.events import (
    DeadlineChanged,
    Event,
    MatterRegistered,
    PointsMoved,
    PointsOpened,
    ReminderSent,
)
from workflow.workbench.scenarios.stage import Observed
from workflow.workbench.scenarios.trial import Trial

Aspect = Literal["states", "transitions", "outcomes", "deadlines"]
ASPECTS: tuple[Aspect, ...] = ("states", "transitions", "outcomes", "deadlines")
_KEPT = frozenset({"met", "dropped"})
_PASSED = frozenset({"expired", "recurred"})
_SAID: Mapping[str, str] = {
    "kept": "hålls",
    "passed": "går ut",
    "reminded": "påminner",
}


class Item(NamedTuple):
    """One thing to go through. ``place`` of a transition is its place among the lines."""

    aspect: Aspect
    name: str
    more: str = ""
    line: int = -1


@dataclass(frozen=True, slots=True)
class Missing:
    """What no scenario has gone through, in Swedish, and where it is written."""

    aspect: Aspect
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a type was gone through: (gone through, of how many) by aspect."""

    matter_type: str
    counts: Mapping[Aspect, tuple[int, int]]
    missing: tuple[Missing, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return not self.missing


@dataclass(slots=True)
class Tally:
    """Counts what trials of one type go through."""

    machine: Observed
    gone: set[Item] = field(default_factory=set)

    def add(self, trial: Trial) -> None:
        """Count what has happened to the matter of a trial."""
        lines = {id(rule): line for line, rule in enumerate(self.machine.definition.transitions)}
        for event, state, rule in trial.gone:
            self.gone.add(Item("transitions", event, state, lines[id(rule)]))
            if self.machine.definition.events[event].form is not None:
                self.gone.add(Item("outcomes", event, state))
        for _, change in trial.world.carried_out:
            if change.after.id == trial.identity:
                for happened in change.events:
                    self.gone.update(_of_event(happened))

    def result(self, node: Node) -> Coverage:
        """What was gone through of all; ``node`` is the type's composed tree."""
        everything = list(items(self.machine.definition))
        counts: dict[Aspect, tuple[int, int]] = {}
        for aspect in ASPECTS:
            of = [item for item in everything if item.aspect == aspect]
            counts[aspect] = (sum(item in self.gone for item in of), len(of))
        missing = tuple(
            Missing(item.aspect, _said(item, self.machine.definition), _place(item, node))
            for item in everything
            if item not in self.gone
        )
        return Coverage(self.machine.definition.name, counts, missing)


def items(definition: MatterType) -> Iterator[Item]:
    """Everything that there is to go through, in the order of the definition."""
    for state in definition.states:
        yield Item("states", state)
    decisions = set()
    for line, rule in enumerate(definition.transitions):
        for event in rule.event:
            for state in rule.from_:
                yield Item("transitions", event, state, line)
                if definition.events[event].form is not None:
                    decisions.add((event, state))
    for event, state in sorted(decisions):
        yield Item("outcomes", event, state)
    for name, spec in definition.deadlines.items():
        if _can_be_kept(spec, definition):
            yield Item("deadlines", name, "kept")
        yield Item("deadlines", name, "passed")
        if spec.remind:
            yield Item("deadlines", name, "reminded")


def _can_be_kept(spec: DeadlineSpec, definition: MatterType) -> bool:
    """Whether anything but its own end leads out of the states that it applies in."""
    leaving = {
        event
        for rule in definition.transitions
        for event in rule.event
        for state in rule.from_
        if state in spec.during and rule.to not in (SAME, *spec.during)
    }
    return bool(spec.until) or leaving != {spec.on_expiry.event}


def _of_event(event: Event) -> Iterator[Item]:
    match event:
        case MatterRegistered() | PointsMoved() | PointsOpened():
            for point in event.points:
                yield Item("states", point.state)
        case ReminderSent():
            yield Item("deadlines", event.deadline, "reminded")
        case DeadlineChanged():
            if event.what in _KEPT:
                yield Item("deadlines", event.deadline.key, "kept")
            elif event.what in _PASSED:
                yield Item("deadlines", event.deadline.key, "passed")


def _said(item: Item, definition: MatterType) -> str:
    match item.aspect:
        case "transitions":
            rule = definition.transitions[item.line]
            guard = f", om {' '.join(rule.guard.split())}" if rule.guard else ""
            return f"{item.name}: {item.more} → {rule.to}{guard}"
        case "outcomes":
            return f"{item.name} i {item.more}"
        case "deadlines":
            return f"{item.name} {_SAID[item.more]}"
        case _:
            return item.name


def _place(item: Item, node: Node) -> Place:
    match item.aspect:
        case "transitions":
            return node.listed("transitions")[item.line].start
        case "outcomes":
            return node.part("events")[item.name].start
        case aspect:
            return node.part(aspect)[item.name].start
