"""One shared ``transitions.Machine`` per definition version; nothing else here knows the library.

Rules of use, each learnt from a trap of the library: no model is ever added; conditions are compiled
guards, never words out of a definition (the library would import them); nothing is called on entering
a state; sources and targets are checked here, because the library accepts unknown ones. ``new`` is one
more state to the library, where only a point that isn't the matter's yet can be.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import transitions

from workflow.definition.effects import EFFECTS
from workflow.definition.guards import Guard, compile_guard, environment
from workflow.definition.schema import NEW, PHASES, MatterType, Transition
from workflow.errors import DefinitionError, Finding

SAME = "same"
"""The target that means: stay where you are."""

_RESERVED = "state"  # the attribute of what moves; the library lets no event be called that

K = TypeVar("K")
V = TypeVar("V")


class Moving:
    """What the shared machine moves: a state, how guards read, and afterwards the rule that was taken."""

    __slots__ = ("read", "rule", "state")

    def __init__(self, state: str, read: Callable[[str], object]) -> None:
        self.state = state
        self.read = read
        self.rule: Transition | None = None


class _Rule(transitions.Transition):
    """The library's transition, which remembers the line of the definition that it comes from."""

    def __init__(self, *parts: Any, rule: Transition) -> None:
        super().__init__(*parts)
        self.rule = rule


class _Shared(transitions.Machine):
    transition_cls = _Rule


def _remember(event: Any) -> None:
    event.model.rule = event.transition.rule


class Machine:
    """A definition made ready to run. Shared by every matter that runs on it; never changed.

    ``order``: a state's place on the way, by its phase and then by its line in the definition; the
    least of the open points' is the matter's.
    ``opening``: the events that open a new point; all their rules are ``from: new``.
    ``automatic``: per state, the events that the engine fires by itself as soon as they are possible.
    ``starts``: per state, the children blocks that are started when a point enters it.
    """

    def __init__(self, digest: str, definition: MatterType) -> None:
        self.digest = digest
        self.definition = definition
        self.order: Mapping[str, int] = _ordered(definition)
        self.finals = frozenset(name for name, state in definition.states.items() if state.final)
        self.starts = _grouped((spec.on, key) for key, spec in definition.children.items())
        each = tuple(_each(definition))
        self._rules = _grouped(((event, state), rule) for event, state, rule in each)
        self.opening = _opening(definition, each)
        self.automatic = _grouped(
            dict.fromkeys((state, event) for event, state, rule in each if rule.automatic)
        )
        self.shared = _assemble(definition)

    def rules(self, event: str, state: str) -> Sequence[Transition]:
        """The definition's lines for this event in this state, in order; none: not possible there."""
        return self._rules.get((event, state), ())

    def fire(self, event: str, moving: Moving) -> Transition | None:
        """Move by the first rule whose guard is true; None, and nothing moved, where there is none."""
        if (event, moving.state) not in self._rules:
            return None
        self.shared.events[event].trigger(moving)
        return moving.rule


def build(digest: str, definition: MatterType) -> Machine:
    """Compile a validated definition once, for as long as the process lives.

    Raises:
        DefinitionError: it names a state, an event, a field or an effect that there isn't.
        GuardError: a guard doesn't compile.
    """
    findings = tuple(_broken(definition))
    if findings:
        raise DefinitionError(findings)
    return Machine(digest, definition)


def _grouped(pairs: Iterable[tuple[K, V]]) -> Mapping[K, tuple[V, ...]]:
    groups: dict[K, list[V]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _ordered(definition: MatterType) -> Mapping[str, int]:
    along = sorted(definition.states, key=lambda name: PHASES.index(definition.states[name].phase))
    return {name: place for place, name in enumerate(along)}


def _each(definition: MatterType) -> Iterator[tuple[str, str, Transition]]:
    """(event, state, rule), in the order of the definition."""
    for rule in definition.transitions:
        for event in rule.event:
            for state in rule.from_:
                yield event, state, rule


def _opening(definition: MatterType, each: Iterable[tuple[str, str, Transition]]) -> frozenset[str]:
    sources = _grouped((event, state) for event, state, _ in each)
    return frozenset(
        event
        for event, states in sources.items()
        if set(states) == {NEW} and definition.events[event].form is None
    )


def _broken(definition: MatterType) -> Iterator[Finding]:
    if _RESERVED in definition.events:
        yield _finding(definition, f"En händelse får inte heta {_RESERVED}.", "Byt namn på den.")
    if NEW in definition.states:
        yield _finding(definition, f"Ett läge får inte heta {NEW}.", "Byt namn på det.")
    known: Mapping[str, Container[str]] = {
        "händelsen": definition.events,
        "läget": definition.states,
        "fältet": definition.fields,
        "verkan": EFFECTS,
    }
    for what, name in _mentioned(definition):
        if name not in known[what]:
            yield _finding(
                definition,
                f"Definitionen nämner {what} {name}, som inte finns.",
                "Rätta namnet eller lägg till det.",
            )


def _mentioned(definition: MatterType) -> Iterator[tuple[str, str]]:
    """Every (kind, name) that a transition or a children block refers to."""
    yield "läget", definition.initial
    for rule in definition.transitions:
        yield from (("händelsen", name) for name in rule.event)
        yield from (("läget", name) for name in rule.from_ if name != NEW)
        if rule.to != SAME or NEW in rule.from_:
            yield "läget", rule.to
        yield from (("fältet", name) for name in rule.requires)
        yield from (("verkan", name) for name in rule.effects)
    for spec in definition.children.values():
        yield "läget", spec.on
        yield from (("händelsen", name) for name in (spec.then, spec.otherwise))
        yield from (("fältet", name) for name in spec.copy_fields)
        yield "fältet", spec.each.removeprefix("fields.")


def _finding(definition: MatterType, sentence: str, fix: str) -> Finding:
    return Finding("machine/names", "error", definition.name, 0, 0, sentence, fix)


def _assemble(definition: MatterType) -> transitions.Machine:
    shared = _Shared(
        model=None,
        states=[*definition.states, NEW],  # where a point is that the event is about to open
        initial=None,
        auto_transitions=False,
        send_event=True,
        after_state_change=_remember,
    )
    guards = environment(definition)
    for rule in definition.transitions:
        condition = _condition(compile_guard(guards, rule.guard)) if rule.guard else None
        for event in rule.event:
            shared.add_transition(
                event,
                list(rule.from_),
                None if rule.to == SAME else rule.to,
                conditions=condition,
                rule=rule,
            )
    return shared


def _condition(guard: Guard) -> Callable[[Any], bool]:
    def holds(event: Any) -> bool:
        read = event.model.read
        return guard({name: read(name) for name in guard.variables})

    return holds
