"""What the conditions of a definition can tell apart; everything else needs only be tried in one way."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow.definition.formulas import HAS, formula_of
from workflow.definition.guards import (
    Environment,
    compile_guard,
    environment,
    invariant_environment,
)
from workflow.definition.schema import NEW, DeadlineSpec, Transition
from workflow.machine.build import SAME, Machine

_TEXT = re.compile(r"\"([^\"\\]*)\"|'([^'\\]*)'")
_LIST = re.compile(r"\[[^\[\]]*\]")
_DAY = re.compile(r"^(\d{4}-\d\d-\d\d)T")
_WHETHER = re.compile(r"point\.decided_by\s*[!=]=\s*\"\"")
_WHO = re.compile(r"point\.decided_by(?!\s*[!=]=\s*\"\")")
_DECIDED = frozenset({"point.outcome", "point.decided_by"})
_LASTING = frozenset({"matter.outcomes", "matter.decided_by", "matter.decided_points"})
_OUTCOMES = frozenset({"point.outcome", "point.proposed", "matter.outcomes", "event"})
_KINDS = {"hands_over": "proposes", "withdraws": "refers_back", "tables": "refers_back"}
ALIKE: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Condition:
    """A guard or an invariant, with the variables that it reads and the texts and numbers in it."""

    variables: frozenset[str]
    words: Mapping[str, frozenset[str]]  # that each variable is compared with
    numbers: Mapping[str, frozenset[int]]
    passing: frozenset[str]  # fields that it asks about only when they come with the command

    @property
    def kept(self) -> frozenset[str]:
        """The fields whose value it may read long after they were given."""
        return self.fields - self.passing

    @property
    def fields(self) -> frozenset[str]:
        """The fields whose value it depends on."""
        return frozenset(
            name.split(".", 1)[1]
            for name in self.variables
            if name.startswith(("fields.", "known.", "given."))
        )


class Distinctions:
    """What one definition's conditions read, and the words that they know.

    Attributes:
        reads: every variable that a condition reads.
        fields: those that conditions depend on; ``kept``: those of which the value matters afterwards.
        words: the texts that conditions mention; each with the places where it is, lists as one place, so
            that words that always stand together are known to be alike.
        days: days that conditions mention, ISO 8601.
        tracked: deadlines whose course decides what can happen, or whether anybody is told.
        quiet: of these, the ones that may pass without anybody being told.
    """

    def __init__(self, machine: Machine, *, opens: bool = True) -> None:
        """``opens``: events that open new points are tried too, so that their conditions count."""
        definition = machine.definition
        self._machine = machine
        rules = [rule for rule in definition.transitions if opens or set(rule.from_) != {NEW}]
        lines = [
            spec.condition
            for part in (definition.never, definition.always)
            for spec in part.values()
        ]
        guards = {rule.guard for rule in rules if rule.guard}
        env, wider = environment(definition), invariant_environment(definition)
        self._of_guard = {guard: _condition(env, guard) for guard in guards}
        invariants = [_condition(wider, line) for line in lines]
        conditions = [*self._of_guard.values(), *invariants]
        self.reads = frozenset(name for one in conditions for name in one.variables)
        self.fields = frozenset(name for one in conditions for name in one.fields)
        self.kept = frozenset(
            name
            for rule in rules
            if rule.guard
            for name in self._of_guard[rule.guard].kept - {*rule.requires}
        ).union(*(one.fields for one in invariants))
        self.words = _places([*sorted(guards), *lines])
        self.days = tuple(sorted({day[1] for word in self.words if (day := _DAY.match(word))}))
        self.outcomes = not self.reads.isdisjoint(_OUTCOMES)
        self.deciders = "matter.decided_by" in self.reads or any(
            _WHO.search(source) for source in (*guards, *lines)
        )
        self.bodies_heard = _compared(conditions, "point.heard")
        self.bodies_deciding = _compared(conditions, "point.decided_by", "matter.decided_by")
        self.live = self._live(rules, invariants)
        self.anew = frozenset(key for key in definition.deadlines if self._comes_anew(key))
        self.tabled = "point.tabled" in self.reads
        self.of_points = any(
            name in ("point.state", "point.open") for one in invariants for name in one.variables
        )
        self.minority = any("use_minority_right" in rule.effects for rule in definition.transitions)
        self.quiet = frozenset(
            key for key, spec in definition.deadlines.items() if binding(spec) and not _loud(spec)
        )
        self.steering = frozenset(
            key
            for key, spec in definition.deadlines.items()
            if spec.on_expiry.event and self._moves(spec.on_expiry.event)
        )
        mentioned = {key for key in definition.deadlines if key in self.words}
        seen = mentioned if any(name.startswith("deadlines.") for name in self.reads) else set()
        self.tracked = self.quiet | self.steering | seen
        self._by_field: dict[str, tuple[Condition, ...]] = {
            name: tuple(one for one in conditions if name in one.fields) for name in self.fields
        }

    def of(self, rules: Iterable[Transition]) -> frozenset[str]:
        """The fields that the guards of these rules depend on."""
        return frozenset(
            name for rule in rules if rule.guard for name in self._of_guard[rule.guard].fields
        )

    def known_words(self, name: str) -> Sequence[str]:
        """One word of each kind that the conditions about the field tell apart."""
        alike: dict[frozenset[int], str] = {}
        for condition in self._by_field.get(name, ()):
            for word in sorted(condition.words.get(f"fields.{name}", ())):
                alike.setdefault(self.sign(word), word)
        return tuple(alike.values())

    def only_whether(self, name: str) -> bool:
        """Whether conditions ask only if the field is filled in, not with what."""
        return f"fields.{name}" not in self.reads

    def known_numbers(self, name: str) -> Sequence[int]:
        """The numbers that the field is compared with, and those beside them."""
        found = {
            each
            for condition in self._by_field.get(name, ())
            for each in condition.numbers.get(f"fields.{name}", ())
        }
        return sorted({near for each in found for near in (each - 1, each, each + 1)})

    def sign(self, word: str | None) -> frozenset[int]:
        """Where conditions mention the word: words of the same places are alike to them."""
        return self.words.get(word or "", ALIKE)

    def bodies(self, codes: Iterable[str]) -> frozenset[str]:
        """The bodies that conditions ask for, of these."""
        return frozenset(code for code in codes if code in self.words)

    def _live(self, rules: Sequence[Transition], invariants: Sequence[Condition]) -> frozenset[str]:
        """States from which something may still ask how a point was decided, before it is decided anew."""
        definition = self._machine.definition
        lasting = self.reads & _LASTING or any(one.variables & _DECIDED for one in invariants)
        if lasting:
            return frozenset(definition.states)
        live: set[str] = set()
        onward: dict[str, set[str]] = {}
        for rule in rules:
            decides = any(definition.events[event].form is not None for event in rule.event)
            asks = rule.guard is not None and self._of_guard[rule.guard].variables & _DECIDED
            for state in rule.from_:
                bodiless = state != NEW and definition.states[state].body is None
                if asks or (decides and bodiless):
                    live.add(state)
                if not decides and rule.to != SAME:
                    onward.setdefault(state, set()).add(rule.to)
        while more := {state for state, to in onward.items() if to & live} - live:
            live |= more
        return frozenset(live)

    def _comes_anew(self, key: str) -> bool:
        """Whether whatever leads to the states of the deadline brings its day: how it was before is forgotten."""
        definition = self._machine.definition
        spec = definition.deadlines[key]
        name = (spec.counts_from or "").removeprefix("fields.")
        within = {*spec.during}
        leads = [
            rule
            for rule in definition.transitions
            if rule.to in within and not within.issuperset(rule.from_)
        ]
        begins = {definition.initial, *(n for n, one in definition.states.items() if one.entry)}
        return bool(leads) and not begins & within and all(name in rule.requires for rule in leads)

    def _moves(self, event: str) -> bool:
        return any(
            event in rule.event and (rule.to != SAME or rule.effects)
            for rule in self._machine.definition.transitions
        )


def binding(spec: DeadlineSpec) -> bool:
    """Whether the deadline is the law's, or hard: it mustn't pass in silence."""
    return spec.rule is not None or spec.hard


def _loud(spec: DeadlineSpec) -> bool:
    return spec.hard or spec.on_expiry.incident or bool(spec.on_expiry.escalate_to)


def _condition(env: Environment, source: str) -> Condition:
    guard = compile_guard(env, source)
    numbers = frozenset(name for name in guard.variables if env.is_number(name))
    formula = formula_of(guard.expression, numbers, frozenset())
    words = {name: set(texts) for name, texts in formula.texts.items()}
    for switch in formula.switches:
        name, has, text = switch.partition(HAS)
        if has:
            words.setdefault(name, set()).add(text)
    if formula.unclear:  # any of them may be meant
        texts = set(_texts(source))
        words = dict.fromkeys(guard.variables, texts)
    return Condition(
        frozenset(guard.variables),
        {name: frozenset(texts) - {""} for name, texts in words.items()},
        formula.numbers,
        _passing(_TEXT.sub("", source)),
    )


def _compared(conditions: Iterable[Condition], *names: str) -> frozenset[str]:
    """The texts that these variables are compared with."""
    return frozenset(
        text for one in conditions for name in names for text in one.words.get(name, ())
    )


def _passing(source: str) -> frozenset[str]:
    """Fields of which the condition is false unless they come with the command: ``given.X && …``."""
    if "||" in source or "?" in source:
        return frozenset()
    parts = (part.strip() for part in source.split("&&"))
    return frozenset(part.removeprefix("given.") for part in parts if part.startswith("given."))


def _texts(source: str) -> Iterator[str]:
    for double, single in _TEXT.findall(source):
        yield double or single


def _places(written: Iterable[str]) -> Mapping[str, frozenset[int]]:
    """Each word with the numbers of the places where it is mentioned; a list is one place."""
    sources = [_WHETHER.sub("", source) for source in written]
    places: dict[str, set[int]] = {}
    numbers: dict[object, int] = {}
    for source in sources:
        for found in _LIST.findall(source):
            words = frozenset(_texts(found))
            for word in words:
                places.setdefault(word, set()).add(numbers.setdefault(words, len(numbers)))
        for word in _texts(_LIST.sub("", source)):
            alone = frozenset({word})
            places.setdefault(word, set()).add(numbers.setdefault(alone, len(numbers)))
    return {word: frozenset(found) for word, found in places.items()}


def alike_events(
    machine: Machine, distinctions: Distinctions, state: str, *, sends: bool
) -> Mapping[str, object]:
    """Every event that has a line in the state, with what it has in common with those that are alike.

    Events that lead to the same by the same conditions are alike, unless a condition mentions one of
    them. Where nothing is sent, forms count only as far as the board has its say by them.
    """
    definition = machine.definition
    found: dict[str, object] = {}
    for event, spec in definition.events.items():
        rules = machine.rules(event, state)
        if rules:
            found[event] = (
                spec.form if sends else _KINDS.get(spec.form or "", spec.form),
                tuple(
                    (rule.to, rule.guard, rule.requires if sends else (), rule.roles, rule.effects)
                    for rule in rules
                ),
                distinctions.sign(event) if distinctions.outcomes else ALIKE,
            )
    return found
