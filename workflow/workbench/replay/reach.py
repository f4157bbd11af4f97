"""What can be decided where: every word for an outcome, and the states that have a transition for it. Pure.

Guards and roles are taken to hold, so nothing is counted as refused that might be allowed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflow.definition.organisation import Organisation
from workflow.definition.schema import NEW, Form
from workflow.machine.build import SAME, Machine
from workflow.workbench.replay.arbitrary import words_of


@dataclass(frozen=True, slots=True)
class Word:
    """An outcome, the types that it can be decided in at all, and its share of all types, 0 to 1."""

    word: str
    form: Form
    types: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Place:
    """A state and what can be decided there; ``body`` None: by any that has decided the point.

    ``share`` is that of all words, 0 to 1.
    """

    matter_type: str
    state: str
    body: str | None
    words: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Reach:
    """Of several types in one organisation.

    Attributes:
        words: every outcome that any type has, in alphabetical order.
        places: every state where something can be decided, or a body is waited for.
        shares: by type, how much of all words it can be decided by at all, 0 to 1.
    """

    words: tuple[Word, ...]
    places: tuple[Place, ...]
    shares: Mapping[str, float]


def reach(machines: Iterable[Machine], organisation: Organisation) -> Reach:
    """Where every word can be decided, in the states that a matter of this organisation can come to."""
    known = tuple(machines)
    words = words_of(machine.definition for machine in known)
    places = tuple(place for machine in known for place in _places(machine, organisation, words))
    forms = {
        word: form
        for machine in known
        for word, spec in machine.definition.events.items()
        if (form := spec.form)
    }
    found: dict[str, set[str]] = {machine.definition.name: set() for machine in known}
    for place in places:
        found[place.matter_type].update(place.words)
    users = {
        word: tuple(name for name, possible in found.items() if word in possible) for word in words
    }
    return Reach(
        words=tuple(
            Word(word, forms[word], users[word], len(users[word]) / len(known)) for word in words
        ),
        places=places,
        shares={name: len(possible) / len(words) for name, possible in found.items()}
        if words
        else {},
    )


def reachable(machine: Machine, organisation: Organisation) -> frozenset[str]:
    """The states that a point can come to where only these bodies meet."""
    states = machine.definition.states
    entries = (name for name, state in states.items() if state.entry)
    waiting = [machine.definition.initial, *entries, NEW]
    seen = set[str]()
    while waiting:
        here = waiting.pop()
        body = None if here == NEW else states[here].body
        if here in seen or body not in (None, *organisation.bodies):
            continue
        seen.add(here)
        waiting.extend(
            rule.to
            for rule in machine.definition.transitions
            if here in rule.from_ and rule.to != SAME
        )
    return frozenset(seen - {NEW})


def _places(
    machine: Machine, organisation: Organisation, words: tuple[str, ...]
) -> Iterable[Place]:
    definition = machine.definition
    within = reachable(machine, organisation)
    for name, state in definition.states.items():
        possible = tuple(word for word in words if machine.rules(word, name))
        if name in within and (possible or state.body):
            share = len(possible) / len(words) if words else 0.0
            yield Place(definition.name, name, state.body, possible, share)
