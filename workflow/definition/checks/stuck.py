"""Matters that get stuck: in some organisation, or after some decision, every way out is closed.

What can't change while a point stays where it is: which bodies the organisation has, and what was decided
last. Everything else that a guard asks for may come to be, so it closes nothing for good.
"""

from collections.abc import Iterator
from dataclasses import dataclass

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
    plain = graph.onward(definition)
    finals = [name for name, state in definition.states.items() if state.final]
    ending = graph.reached(graph.reversed_graph(plain), finals)
    told: set[str] = set()
    for office in _offices(subject, bodies):
        ways = _Map.of(subject, office)
        for way, outcome in _traps(ways, ending - told) if ways is not None else ():
            told.add(way[-1])
            _found(subject, office, way, outcome)


def _found(subject: Subject, office: OfficeKind | None, way: list[str], outcome: str) -> None:
    state = way[-1]
    after = f" efter ”{outcome}”" if outcome else ""
    where = "" if office is None else f" i en organisation med {', '.join(sorted(office.bodies))}"
    subject.add(
        Rule.STUCK,
        subject.at("states", state),
        f"I läget ”{state}” kan ärendet fastna{after}{where}: varje väg till ett slut är stängd av villkor.",
        "Lägg till en väg utan villkor, eller hindra ärendet från att komma dit.",
        way=tuple(way),
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


@dataclass(frozen=True, slots=True)
class _Map:
    """Where points can go in one organisation."""

    leads: dict[str, list[str]]
    starts: list[str]
    finals: set[str]

    @classmethod
    def of(cls, subject: Subject, office: OfficeKind | None) -> "_Map | None":
        """The ways that some case leaves open, by state and latest outcome; None if all of them are."""
        definition = subject.definition
        asked = _outcomes_asked_for(subject)
        outcomes_before = (_OTHER, *asked)
        closed = {
            (number, event, outcome)
            for number, formula in subject.formulas.items()
            for event in definition.transitions[number].event
            for outcome in outcomes_before
            if not _open(formula, event, outcome, office)
        }
        if not closed:
            return None
        states = definition.states
        leads: dict[str, list[str]] = {
            _node(state, outcome): [] for state in states for outcome in outcomes_before
        }
        for number, transition, event, state in graph.each(definition):
            target = state if transition.to == graph.SAME else transition.to
            if state not in states or target not in states:
                continue
            for outcome in outcomes_before:
                if (number, event, outcome) not in closed:
                    after = _node(target, _after(definition, event, outcome, asked))
                    leads[_node(state, outcome)].append(after)
        finals = [name for name, state in states.items() if state.final]
        return cls(
            leads,
            [_node(start, _OTHER) for start in graph.starts(definition)],
            {_node(state, outcome) for state in finals for outcome in outcomes_before},
        )


def _node(state: str, outcome: str) -> str:
    return f"{state} {outcome}"


def _outcomes_asked_for(subject: Subject) -> tuple[str, ...]:
    found: set[str] = set()
    for formula in subject.formulas.values():
        found |= formula.texts.get(OUTCOME, frozenset())
    return tuple(sorted(found - {_OTHER}))


def _after(definition: MatterType, event: str, outcome: str, asked: tuple[str, ...]) -> str:
    """What was decided last, after the event."""
    if event not in definition.events or definition.events[event].form is None:
        return outcome
    return event if event in asked else _OTHER


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


def _traps(ways: _Map, ending: set[str]) -> Iterator[tuple[list[str], str]]:
    """(way, latest outcome) to the first states from which no end can be reached, though by the graph it could."""
    back = graph.reversed_graph(ways.leads)
    safe = graph.reached(back, ways.finals)
    found = graph.reached(ways.leads, ways.starts)
    for node in ways.leads:
        state, outcome = node.split(" ")
        enters = node in ways.starts or any(each in safe & found for each in back[node])
        if node in found - safe and state in ending and enters:
            shortest = (graph.shortest(ways.leads, each, node.__eq__) for each in ways.starts)
            way = min((each for each in shortest if each is not None), key=len)
            yield [each.split(" ")[0] for each in way], outcome
