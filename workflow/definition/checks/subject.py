"""What is checked, and what the checks know of the world around it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from workflow.definition.cases import OfficeKind
from workflow.definition.checks import graph
from workflow.definition.compose import Composed
from workflow.definition.findings import Findings, Place, Rule, Severity, suggest
from workflow.definition.formulas import Formula
from workflow.definition.schema import MatterType
from workflow.definition.tree import locate


@dataclass(frozen=True, slots=True)
class Context:
    """The catalogue around a definition. What is empty isn't known, and isn't checked against.

    ``types`` holds every matter type by name; None for one that can't be used. ``events`` are those of all
    types and routes, ``offices`` what guards may ask of the organisations, and ``recipients`` every name in
    their registers, as names are compared.
    """

    types: Mapping[str, MatterType | None] = field(default_factory=dict)
    bodies: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    templates: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    offices: frozenset[OfficeKind] = frozenset()
    recipients: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Subject:
    """One composed definition, and where the findings go.

    ``formulas`` are the conditions that can be used, by the number of their transition; ``check_guards``
    puts them there. What several checks ask of the graph is worked out once.
    """

    composed: Composed
    context: Context
    findings: Findings
    formulas: dict[int, Formula] = field(default_factory=dict)

    @property
    def definition(self) -> MatterType:
        """What is checked."""
        return self.composed.definition

    @cached_property
    def steps(self) -> tuple[graph.Step, ...]:
        """(number of the transition, transition, event, state it leaves)."""
        return tuple(graph.each(self.definition))

    @cached_property
    def leads(self) -> graph.Onward:
        """Per state, the states that its transitions lead to. Not to be changed."""
        return graph.onward(self.definition)

    def at(self, *loc: str | int) -> Place:
        """Where a part is written: its key where it has one."""
        return locate(self.composed.node, loc).start

    def value_at(self, *loc: str | int) -> Place:
        """Where a value is written."""
        return locate(self.composed.node, loc).place

    def is_own(self, place: Place) -> bool:
        """Whether the definition's own file says so, and not a route that it uses."""
        return place.path == self.composed.node.place.path

    def add(
        self,
        rule: Rule,
        place: Place,
        sentence: str,
        fix: str,
        *,
        severity: Severity = "error",
        way: tuple[str, ...] = (),
    ) -> None:
        """Note a finding."""
        self.findings.add(rule, place, sentence, fix, severity=severity, way=way)

    def unknown(self, rule: Rule, place: Place, what: str, word: str, known: Iterable[str]) -> None:
        """Note a word that names nothing."""
        self.add(
            rule,
            place,
            f"{what} ”{word}” finns inte.",
            suggest(word, known, otherwise="Rätta den."),
        )

    def state(self, word: str, *loc: str | int) -> bool:
        """Whether the word names a state; a finding if not."""
        if word in self.definition.states:
            return True
        place = self.value_at(*loc)
        if word in self.composed.pruned:
            self.add(
                Rule.UNKNOWN_STATE,
                place,
                f"Läget ”{word}” finns i vägen men kan inte nås i den här ärendetypen.",
                "Ta bort det här, eller lägg till det organ i decided_by som för dit.",
            )
        else:
            self.unknown(Rule.UNKNOWN_STATE, place, "Läget", word, self.definition.states)
        return False
