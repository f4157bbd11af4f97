"""Properties of a matter type proved or refuted, by walking every situation that it can come into."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from workflow.definition.organisation import Organisation
from workflow.machine.build import Machine
from workflow.model.commands import RegisterMatter
from workflow.workbench.exploring.assembly import Assembly
from workflow.workbench.exploring.beginnings import an_office, kinds_of_offices, registrations
from workflow.workbench.exploring.bounds import Bounds, Pass
from workflow.workbench.exploring.chores import Chores
from workflow.workbench.exploring.distinctions import Distinctions
from workflow.workbench.exploring.moves import Moves
from workflow.workbench.exploring.retelling import scenario
from workflow.workbench.exploring.sameness import Sameness
from workflow.workbench.exploring.search import Graph, Refutation, Search, Trail, Watch
from workflow.workbench.exploring.situation import Move, Office, Situation, at_work
from workflow.workbench.exploring.values import Known, Values
from workflow.workbench.properties import BOARD, PROPERTIES, Property, own_lines

BEGINS = date(2025, 3, 3)
"""The day on which every explored matter is registered: a Monday without holidays near."""

Verdict = Literal["proved", "refuted", "bounded", "inapplicable"]

_CAN_END = "can_end"
_HEARD = "heard_by_board"


@dataclass(frozen=True, slots=True)
class Told:
    """The verdict on one property. ``refutation`` is the shortest of those that were found."""

    property: Property
    verdict: Verdict
    refutation: Refutation | None = None


@dataclass(frozen=True, slots=True)
class Walked:
    """What one pass in one organisation looked at."""

    run: str
    organisation: str
    states: int
    moves: int
    complete: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that is known of a type after it was explored."""

    machine: Machine
    bounds: Bounds
    walked: tuple[Walked, ...]
    told: tuple[Told, ...]

    @property
    def states(self) -> int:
        """Situations looked at."""
        return sum(one.states for one in self.walked)

    @property
    def moves(self) -> int:
        """What was done or tried in them."""
        return sum(one.moves for one in self.walked)

    @property
    def refuted(self) -> tuple[Told, ...]:
        """The properties that don't hold."""
        return tuple(one for one in self.told if one.verdict == "refuted")


def prove(
    machine: Machine,
    organisations: Mapping[str, Organisation],
    *,
    names: Collection[str] = (),
    bounds: Bounds | None = None,
) -> Answer:
    """Walk every situation of a type and say which properties hold.

    Args:
        machine: of the type.
        organisations: by code; matters are explored in one of each kind that conditions can tell apart.
        names: the properties that are asked for; empty: all.
        bounds: how far.

    Raises:
        GuardError: a condition doesn't compile.
    """
    bounds = bounds or Bounds()
    asked = tuple(one for one in _properties(machine) if not names or one.name in names)
    applying = [one for one in asked if one.applies(machine.definition)]
    setup = _Setup.of(machine, organisations, bounds, {one.name for one in applying})
    watches = {one.name: one.watch for one in applying if one.watch is not None}
    looks = {name: watches.pop(name) for name in [*watches] if name not in PROPERTIES}
    graphs = [
        (run, code, setup.search(run, code, watches, looks).run())
        for run in (_passes(machine, bounds) if applying else ())
        for code in setup.offices(run)
    ]
    told = tuple(
        _judged(one, [graph for _, _, graph in graphs])
        if one in applying
        else Told(one, "inapplicable")
        for one in asked
    )
    walked = tuple(
        Walked(run.name, code, len(graph.nodes), graph.moves, graph.complete)
        for run, code, graph in graphs
    )
    return Answer(machine, bounds, walked, told)


def ends_from(
    machine: Machine,
    organisations: Mapping[str, Organisation],
    code: str,
    situation: Situation,
    bounds: Bounds | None = None,
) -> bool | None:
    """Whether a matter can be closed from where it stands; None: the limit was reached before it was known."""
    setup = _Setup.of(machine, {**organisations}, bounds or Bounds(), {_CAN_END})
    run = Pass("härifrån")
    search = setup.empty(run, code)
    search.start(situation, Trail(code, BEGINS, RegisterMatter(code, machine.definition.name, "")))
    graph = search.run(_is_closed)
    if any(_is_closed(node.situation) for node in graph.nodes):
        return True
    return False if graph.complete else None


def _is_closed(situation: Situation) -> bool:
    return situation.matter.closed_on is not None


def retold(answer: Answer, organisations: Mapping[str, Organisation], told: Told) -> str | None:
    """A refutation as a scenario in YAML, one entry of a scenario file; None where nothing is refuted."""
    refutation = told.refutation
    if refutation is None:
        return None
    offices = organisations or _one(an_office(answer.machine.definition))
    known = Known.of(offices[refutation.trail.organisation])
    office = Office(answer.machine, offices, refutation.trail.organisation, known.fate)
    name = f"Motbevisar {told.property.name}: {refutation.sentence}"
    return scenario(office, refutation.trail, name=name, holds=told.property.name)


def _one(organisation: Organisation) -> Mapping[str, Organisation]:
    return {organisation.organisation: organisation}


def _properties(machine: Machine) -> Iterator[Property]:
    yield from PROPERTIES.values()
    yield from own_lines(machine.definition)


def _passes(machine: Machine, bounds: Bounds) -> Iterator[Pass]:
    yield Pass("en punkt", everywhere=True)
    if any(spec.form is not None for spec in machine.definition.events.values()):
        yield Pass("en punkt, med utskick och uppdrag", sends=True)
    if bounds.points > 1:
        yield Pass("två punkter", points=2)
        if machine.opening:
            yield Pass("en punkt, sedan en ny", opens=True)


def _judged(asked: Property, graphs: list[Graph]) -> Told:
    refutations = []
    for graph in graphs:
        if asked.name == _CAN_END:
            stuck = graph.never_ends()
            if stuck is not None:
                where = graph.nodes[stuck].situation.matter.state
                sentence = f"Härifrån (läget {where}) kan ärendet aldrig avslutas."
                refutations.append(Refutation(sentence, graph.trail(stuck)))
        elif asked.name in graph.refuted:
            refutations.append(graph.refuted[asked.name])
    if refutations:
        return Told(asked, "refuted", min(refutations, key=lambda one: len(one.trail.moves)))
    complete = all(graph.complete for graph in graphs)
    return Told(asked, "proved" if complete else "bounded")


@dataclass(frozen=True, slots=True)
class _Setup:
    """What every pass over one type has in common."""

    machine: Machine
    organisations: Mapping[str, Organisation]
    codes: tuple[str, ...]
    distinctions: Mapping[bool, Distinctions]  # without and with events that open points
    bounds: Bounds
    heard: frozenset[str]

    @classmethod
    def of(
        cls,
        machine: Machine,
        organisations: Mapping[str, Organisation],
        bounds: Bounds,
        names: Collection[str],
    ) -> "_Setup":
        definition = machine.definition
        if not organisations:
            organisations = _one(an_office(definition))
        distinctions = {opens: Distinctions(machine, opens=opens) for opens in (False, True)}
        codes = kinds_of_offices(distinctions[True], organisations)
        heard = frozenset({BOARD}) if _HEARD in names else frozenset()
        return cls(machine, organisations, codes, distinctions, bounds, heard)

    def offices(self, run: Pass) -> tuple[str, ...]:
        """The organisations of a pass."""
        if run.everywhere:
            return self.codes
        asked = self.distinctions[True].bodies
        most = max(self.codes, key=lambda code: len(asked(self.organisations[code].bodies)))
        return (most,)

    def empty(self, run: Pass, code: str) -> Search:
        """A search that knows no matter yet."""
        return self._parts(run, code, {}, {})[0]

    def search(
        self, run: Pass, code: str, watches: Mapping[str, Watch], looks: Mapping[str, Watch]
    ) -> Search:
        """A search from every way in which a matter can begin."""
        search, office, values, people = self._parts(run, code, watches, looks)
        told = self.distinctions[run.opens]
        found = registrations(self.machine.definition, told, values, run, BEGINS)
        for registration, day in found:
            played = office.begin(registration, people.actors[0], at_work(day))
            search.begin(Trail(code, day, registration), played)
        return search

    def _parts(
        self, run: Pass, code: str, watches: Mapping[str, Watch], looks: Mapping[str, Watch]
    ) -> tuple[Search, Office, Values, Moves]:
        told = self.distinctions[run.opens]
        known = Known.of(self.organisations[code])
        office = Office(self.machine, self.organisations, code, known.fate)
        alone = not run.everywhere  # with a party outside the register only
        others = [] if alone else [other for other in self.organisations if other != code][:1]
        values = Values(self.machine.definition, told, others, known, self.bounds.variants)
        people = Moves(office, told, values, self.bounds, run)
        assembly = Assembly(office, people.actors[0])
        chores = Chores(office, told, people.actors[0])
        heard = frozenset() if run.points > 1 else self.heard  # each point has been heard by itself
        same = Sameness(office, told, self.bounds, heard, opens=run.opens)

        def moves(situation: Situation) -> Iterator[Move]:
            yield from people.of(situation)
            yield from assembly.of(situation)
            yield from chores.of(situation)

        search = Search(same.key, moves, office.take, watches, self.bounds.most_states, looks=looks)
        return search, office, values, people
