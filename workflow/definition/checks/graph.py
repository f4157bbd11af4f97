"""States as a graph: what leads where."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator

from workflow.definition.schema import NEW, MatterType, Transition

SAME = "same"

Onward = dict[str, list[str]]
Step = tuple[int, Transition, str, str]


def each(definition: MatterType) -> Iterator[Step]:
    """(number of the transition, transition, event, state it leaves)."""
    for number, transition in enumerate(definition.transitions):
        for event in transition.event:
            for state in transition.from_:
                yield number, transition, event, state


def starts(definition: MatterType) -> list[str]:
    """States in which a matter may begin, or a point that is opened later."""
    entries = [name for name, state in definition.states.items() if state.entry]
    return [definition.initial, *entries, *opened(definition)]


def opened(definition: MatterType) -> list[str]:
    """States in which an event opens a new point."""
    return [transition.to for transition in definition.transitions if NEW in transition.from_]


def onward(definition: MatterType, *, automatic_only: bool = False) -> Onward:
    """Per state, the states that its transitions lead to; ``same`` leads to itself."""
    leads: Onward = {name: [] for name in definition.states}
    for transition in definition.transitions:
        if automatic_only and not transition.automatic:
            continue
        for state in transition.from_:
            target = state if transition.to == SAME else transition.to
            if state in leads and target in leads:
                leads[state].append(target)
    return leads


def reversed_graph(leads: Onward) -> Onward:
    """The same graph with every arrow turned."""
    back: Onward = {state: [] for state in leads}
    for state, targets in leads.items():
        for target in targets:
            back[target].append(state)
    return back


def reached(leads: Onward, begin: Iterable[str], *, avoiding: Collection[str] = ()) -> set[str]:
    """Every state that can be come to from ``begin`` (which count too)."""
    found: set[str] = set()
    waiting = [state for state in begin if state in leads and state not in avoiding]
    while waiting:
        state = waiting.pop()
        if state not in found:
            found.add(state)
            waiting.extend(target for target in leads[state] if target not in avoiding)
    return found


def shortest(
    leads: Onward, begin: str, is_end: Callable[[str], bool], *, avoiding: Collection[str] = ()
) -> list[str] | None:
    """The shortest way from a state to one that is an end, both included."""
    came_from: dict[str, str | None] = {begin: None}
    waiting = deque([begin] if begin in leads and begin not in avoiding else [])
    while waiting:
        state = waiting.popleft()
        if is_end(state):
            way: list[str] = []
            step: str | None = state
            while step is not None:
                way.append(step)
                step = came_from[step]
            return way[::-1]
        for target in leads.get(state, ()):
            if target not in came_from and target not in avoiding:
                came_from[target] = state
                waiting.append(target)
    return None


def way_to(definition: MatterType, state: str) -> tuple[str, ...]:
    """The shortest way by which a point comes to a state; empty if none leads there."""
    leads = onward(definition)
    ways = (shortest(leads, begin, state.__eq__) for begin in dict.fromkeys(starts(definition)))
    found = sorted((way for way in ways if way is not None), key=len)
    return tuple(found[0]) if found else ()


def way_within(leads: Onward, state: str) -> tuple[str, ...]:
    """The shortest way to a state from one that no other leads to; empty if it is that one itself."""
    back = reversed_graph(leads)
    way = shortest(back, state, lambda each: not set(back[each]) - {each})
    return tuple(reversed(way)) if way is not None and len(way) > 1 else ()


def circle(leads: Onward) -> list[str] | None:
    """Some way that leads back to where it began; the first state stands at both ends."""
    for state, targets in leads.items():
        for target in targets:
            if target == state:
                return [state, state]
            back = shortest(leads, target, state.__eq__)
            if back is not None:
                return [state, *back]
    return None
