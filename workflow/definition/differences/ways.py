"""Transitions: every event from every state, however many of them stand on one line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from workflow.definition.differences.aspects import told
from workflow.definition.differences.difference import Change, Difference
from workflow.definition.schema import NEW, MatterType, Transition

Pair = tuple[str, str]
_SAME = "same"
_LINES = frozenset({"event", "from_"})


@dataclass(frozen=True, slots=True)
class _Detail:
    """What became of an event from a state, in words that may hold for more of them."""

    change: Change
    clause: str
    breaking: bool = False
    why: str = ""


def ways(old: MatterType, new: MatterType) -> Iterator[Difference]:
    """Every way that is gone, has come, leads elsewhere or takes something else.

    What hangs on a state or an event that is gone goes without saying.
    """
    names = _Names(old, new)
    before, after = _by_pair(old), _by_pair(new)
    gone_events = old.events.keys() - new.events.keys()
    gone_states = old.states.keys() - new.states.keys()
    found: dict[Pair, list[_Detail]] = {}
    for pair in dict.fromkeys([*before, *after]):
        event, state = pair
        if event not in gone_events and state not in gone_states:
            found[pair] = list(_compare(before.get(pair, ()), after.get(pair, ()), names))
    yield from _grouped(found, names)
    yield from _engine_order(old, new, names)


class _Names:
    """What events and states are called; the new version's word goes first."""

    def __init__(self, old: MatterType, new: MatterType) -> None:
        self._events = {**old.events, **new.events}
        self._states = {**old.states, **new.states}

    def events(self, keys: Iterable[str]) -> str:
        return ", ".join(
            f"{self._events[key].label} ({key})" if key in self._events else key for key in keys
        )

    def states(self, keys: Iterable[str]) -> str:
        return ", ".join(map(self.state, keys))

    def state(self, key: str) -> str:
        if key == NEW:
            return "en ny punkt (new)"
        if key in self._states:
            return f"{self._states[key].label} ({key})"
        return "samma läge" if key == _SAME else key


def _by_pair(definition: MatterType) -> Mapping[Pair, Sequence[Transition]]:
    found: dict[Pair, list[Transition]] = {}
    for rule in definition.transitions:
        for event in rule.event:
            for state in rule.from_:
                found.setdefault((event, state), []).append(rule)
    return found


def _compare(
    old: Sequence[Transition], new: Sequence[Transition], names: _Names
) -> Iterator[_Detail]:
    gone, come = list(old), list(new)
    for rule in old:
        same = next((one for one in come if _alike(rule, one)), None)
        if same is not None:
            gone.remove(rule)
            come.remove(same)
    if not gone and not come and not all(map(_alike, old, new)):
        yield _Detail(
            "changed",
            "raderna prövas i en annan ordning",
            breaking=True,
            why="en annan rad kan gälla",
        )
    gone.sort(
        key=lambda rule: all(one.to != rule.to for one in come)
    )  # those that lead there still
    for rule in gone:
        if not come:
            where = f"vägen till {names.state(rule.to)}{_condition(rule)} försvinner"
            yield _Detail("removed", where, breaking=True, why="den som går den vägen nekas")
            continue
        other = next((one for one in come if one.to == rule.to), come[0])
        come.remove(other)
        yield from _altered(rule, other, names)
    for rule in come:
        yield _Detail("added", f"en väg till {names.state(rule.to)}{_condition(rule)} tillkommer")


def _alike(one: Transition, other: Transition) -> bool:
    return not any(True for _ in told(one, other, without=_LINES))


def _altered(old: Transition, new: Transition, names: _Names) -> Iterator[_Detail]:
    for one in told(old, new, without=_LINES | {"to"}):
        yield _Detail("changed", one.clause, one.breaking, one.why)
    if old.to != new.to:
        clause = f"leder till {names.state(new.to)} i stället för {names.state(old.to)}"
        yield _Detail("changed", clause, breaking=True, why="ärenden hamnar någon annanstans")


def _condition(rule: Transition) -> str:
    return f" om {rule.guard}" if rule.guard else ""


def _grouped(found: Mapping[Pair, Sequence[_Detail]], names: _Names) -> Iterator[Difference]:
    """One difference for what is the same from several states, and for several events."""
    sources: dict[tuple[str, _Detail], list[str]] = {}
    for (event, state), details in found.items():
        for detail in details:
            sources.setdefault((event, detail), []).append(state)
    events: dict[tuple[tuple[str, ...], _Detail], list[str]] = {}
    for (event, detail), states in sources.items():
        events.setdefault((tuple(states), detail), []).append(event)
    for (from_, detail), keys in events.items():
        yield Difference(
            "transition",
            f"{', '.join(keys)}: {', '.join(from_)}",
            detail.change,
            f"{names.events(keys)} från {names.states(from_)}: {detail.clause}.",
            detail.breaking,
            detail.why,
        )


def _engine_order(old: MatterType, new: MatterType, names: _Names) -> Iterator[Difference]:
    """In a state where the engine does several things, the first one that is possible comes first."""
    before, after = _automatic(old), _automatic(new)
    for state in (state for state in before if state in after):
        was = [event for event in before[state] if event in after[state]]
        now = [event for event in after[state] if event in before[state]]
        if was != now:
            yield Difference(
                "transition",
                f"{', '.join(now)}: {state}",
                "changed",
                f"I {names.state(state)} prövar motorn händelserna i en annan ordning:"
                f" {names.events(now)}.",
                breaking=True,
                why="en annan av dem kan hinna före",
            )


def _automatic(definition: MatterType) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for (event, state), rules in _by_pair(definition).items():
        if any(rule.automatic for rule in rules):
            found.setdefault(state, []).append(event)
    return found
