"""Matters that get stuck: in some organisation, or after some decision, every way out is closed.

What can't change while a point stays where it is: which bodies the organisation has, and what was decided
last. Everything else that a guard asks for may come to be, so it closes nothing for good.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from workflow.definition.cases import BODIES, ELSE, KIND, Limits, OfficeKind, outcomes
from workflow.definition.checks import graph
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule
from workflow.definition.formulas import HAS, Formula
from workflow.definition.schema import MatterType

OUTCOME = "point.outcome"
_OTHER = ""


def check_stuck(subject: Subject) -> None:
    """Every organisation that may decide in such a matter can bring it to an end."""
    definition = subject.definition
    asked = {name for formula in subject.formulas.values() for name in formula.variables}
    bodies = {name.split(HAS)[1] for name in asked if name.startswith(BODIES + HAS)}
    if not bodies and KIND not in asked and OUTCOME not in asked:
        return
    plain = subject.leads
    finals = [name for name, state in definition.states.items() if state.final]
    ending = graph.reached(graph.reversed_graph(plain), finals)
    lines = tuple(
        _Edge(number, event, state, state if transition.to == graph.SAME else transition.to)
        for number, transition, event, state in subject.steps
        if state in definition.states
    )
    asked_for = _outcomes_asked_for(subject)
    starts = tuple(dict.fromkeys(graph.starts(definition)))
    keeping = frozenset(name for name, spec in definition.events.items() if spec.form is None)
    drawn = _Drawn(lines, starts, tuple(finals), asked_for, keeping)
    settled = {
        number: formula for number, formula in subject.formulas.items() if _is_settled(formula)
    }
    told: set[str] = set()
    for office in _offices(subject, bodies):
        closed = frozenset(_closed(definition, settled, asked_for, office))
        for way, outcome in () if _surely_ends(drawn, closed) else _traps(drawn, closed):
            if way[-1] in ending - told:
                told.add(way[-1])
                _found(subject, office, way, outcome)


def _found(subject: Subject, office: OfficeKind | None, way: tuple[str, ...], outcome: str) -> None:
    state = way[-1]
    after = f" efter ”{outcome}”" if outcome else ""
    where = "" if office is None else f" i en organisation med {', '.join(sorted(office.bodies))}"
    subject.add(
        Rule.STUCK,
        subject.at("states", state),
        f"I läget ”{state}” kan ärendet fastna{after}{where}: varje väg till ett slut är stängd av villkor.",
        "Lägg till en väg utan villkor, eller hindra ärendet från att komma dit.",
        way=way,
    )


def _offices(subject: Subject, bodies: set[str]) -> Iterator[OfficeKind | None]:
    """The organisations that the type is for, alike in what is asked for; None: nothing is known of any."""
    decided_by = set(subject.definition.decided_by)
    alike: dict[tuple[str, frozenset[str]], OfficeKind] = {}
    for office in sorted(
        subject.context.offices, key=lambda each: (each.kind, sorted(each.bodies))
    ):
        if not decided_by or decided_by & office.bodies:
            alike.setdefault((office.kind, office.bodies & bodies), office)
    yield from alike.values() if alike else [None]


class _Edge(NamedTuple):
    """One way that is drawn: the number of the line, its event, from where to where."""

    number: int
    event: str
    state: str
    target: str


class _Drawn(NamedTuple):
    """The ways of a type, and what matters of the events on them.

    ``asked`` are the outcomes that guards ask for; ``keeping`` the events that leave the latest as it is.
    """

    lines: tuple[_Edge, ...]
    starts: tuple[str, ...]
    finals: tuple[str, ...]
    asked: tuple[str, ...]
    keeping: frozenset[str]

    def after(self, event: str, outcome: str) -> str:
        """What was decided last, after the event."""
        if event in self.keeping:
            return outcome
        return event if event in self.asked else _OTHER


def _closed(
    definition: MatterType,
    settled: Mapping[int, Formula],
    asked: tuple[str, ...],
    office: OfficeKind | None,
) -> Iterator[tuple[int, str, str]]:
    """(number, event, latest outcome) of lines that no case lets through."""
    for number, formula in settled.items():
        for event, outcome in _shut(formula, definition.transitions[number].event, asked, office):
            yield number, event, outcome


@lru_cache(maxsize=4096)
def _shut(
    formula: Formula, events: tuple[str, ...], asked: tuple[str, ...], office: OfficeKind | None
) -> tuple[tuple[str, str], ...]:
    """(event, latest outcome) that a condition lets through in no case."""
    return tuple(
        (event, outcome)
        for event in events
        for outcome in (_OTHER, *asked)
        if not _open(formula, event, outcome, office)
    )


def _node(state: str, outcome: str) -> str:
    return f"{state} {outcome}"


def _outcomes_asked_for(subject: Subject) -> tuple[str, ...]:
    found: set[str] = set()
    for formula in subject.formulas.values():
        found |= formula.texts.get(OUTCOME, frozenset())
    return tuple(sorted(found - {_OTHER}))


def _is_settled(formula: Formula) -> bool:
    """Whether the condition asks for anything that can't change."""
    asked = formula.variables
    return OUTCOME in asked or KIND in asked or any(name.startswith(BODIES) for name in asked)


def _open(formula: Formula, event: str, outcome: str, office: OfficeKind | None) -> bool:
    """Whether some case lets the event through; also if there are too many to try."""
    fixed: list[tuple[str, tuple[bool | int | str, ...]]] = [("event", (event,))]
    fixed.append((OUTCOME, (outcome,) if outcome else ("", ELSE)))
    if office is not None:
        fixed.append((KIND, (office.kind,)))
        fixed += [
            (name, (name.split(HAS)[1] in office.bodies,))
            for name in sorted(formula.switches)
            if name.startswith(BODIES + HAS)
        ]
    limits: Limits = tuple(each for each in fixed if each[0] in formula.variables)
    found = outcomes((formula,), limits)
    return found is None or (True,) in found


def _surely_ends(drawn: _Drawn, closed: frozenset[tuple[int, str, str]]) -> bool:
    """Whether an end is reached even if every line that is ever closed always is: that is soon looked up."""
    shut = {(number, event) for number, event, _ in closed}
    back: graph.Onward = {}
    for number, event, state, target in drawn.lines:
        back.setdefault(state, [])
        onto = back.setdefault(target, [])
        if (number, event) not in shut:
            onto.append(state)
    return graph.reached(back, drawn.finals) >= back.keys()


@lru_cache(maxsize=1024)
def _traps(
    drawn: _Drawn, closed: frozenset[tuple[int, str, str]]
) -> tuple[tuple[tuple[str, ...], str], ...]:
    """(way, latest outcome) to states with closed ways, from which no end can be reached."""
    leads: graph.Onward = {}
    blocked: set[str] = set()
    for number, event, state, target in drawn.lines:
        for outcome in (_OTHER, *drawn.asked):
            node = _node(state, outcome)
            onward = leads.setdefault(node, [])
            if (number, event, outcome) not in closed:
                after = _node(target, drawn.after(event, outcome))
                onward.append(after)
                leads.setdefault(after, [])
            elif target != state:
                blocked.add(node)
    starts = [_node(start, _OTHER) for start in drawn.starts]
    ends = [_node(state, outcome) for state in drawn.finals for outcome in (_OTHER, *drawn.asked)]
    safe = graph.reached(graph.reversed_graph(leads), ends)
    traps = (graph.reached(leads, starts) & blocked) - safe
    return tuple(
        (tuple(each.split(" ")[0] for each in _shortest(leads, starts, node)), node.split(" ")[1])
        for node in leads
        if node in traps
    )


def _shortest(leads: graph.Onward, starts: list[str], node: str) -> list[str]:
    ways = (graph.shortest(leads, each, node.__eq__) for each in starts)
    return min((each for each in ways if each is not None), key=len)
