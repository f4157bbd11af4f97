"""A simulation file against the definitions and the organisation that it is about: every fault, with its place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workflow.definition.findings import Findings, Rule, suggest
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.definition.tree import Loc, Node, locate
from workflow.errors import InvalidInputError
from workflow.statutory import calendar
from workflow.statutory.recurrence import parse as parse_rule
from workflow.workbench.forecast import durations, fields
from workflow.workbench.forecast.arrivals import MONTHS
from workflow.workbench.forecast.built_in import FIRST_YEAR, LAST_YEAR, MOST_YEARS
from workflow.workbench.forecast.form import Duration, Shares, Simulation, TypePlan
from workflow.workbench.forecast.stops import Stop, Stops

_NOBODY: Mapping[Stop, str] = {
    "body": "Där väntar ärendet på ett sammanträde.",
    "minutes": "Där väntar ärendet på justeringen.",
    "engine": "Där gör ingen något: motorn flyttar ärendet själv.",
    "clock": "Där väntar ärendet på att en frist går ut.",
    "answers": "Där väntar ärendet på svar från andra.",
    "work": "Där arbetar någon med ärendet.",
    "end": "Där är ärendet slut.",
}
_TAKES_TIME: frozenset[Stop] = frozenset({"work", "answers"})
_CHOOSES: frozenset[Stop] = frozenset({"work", "body"})
_LARGEST = 1_000_000
_ANYBODY = ("officer", "secretary", "registrar", "chair")


@dataclass(frozen=True, slots=True)
class Check:
    """Of one file. ``stops`` are those of every matter type there is, by name."""

    given: Simulation
    root: Node
    findings: Findings
    organisation: Organisation
    types: Mapping[str, MatterType]
    stops: Mapping[str, Stops]

    def run(self) -> None:
        """Note everything that is wrong."""
        self._whole()
        for role, number in self.given.staff.items():
            self._role(role, number)
        for body in self.given.meetings:
            self._meetings(body)
        everywhere = tuple(self.types)
        self._processing(("processing",), self.given.processing, everywhere)
        self._outcomes(("outcomes",), self.given.outcomes, everywhere)
        for name, plan in self.given.types.items():
            self._type(name, plan)

    def _whole(self) -> None:
        given = self.given
        if given.year is not None and not FIRST_YEAR <= given.year <= LAST_YEAR:
            sentence = f"Året {given.year} går inte att räkna."
            self._tell(("year",), sentence, f"Välj ett år från {FIRST_YEAR} till {LAST_YEAR}.")
        if given.years < 1 or given.warmup < 0:
            key = "years" if given.years < 1 else "warmup"
            self._tell((key,), "Så få år kan det inte vara.", "Skriv minst years: 1 och warmup: 0.")
        elif given.years + given.warmup > MOST_YEARS:
            sentence = f"Det är {given.years + given.warmup} år tillsammans med inkörningen."
            key = "warmup" if given.years <= 1 else "years"
            self._tell((key,), sentence, f"Högst {MOST_YEARS} år körs.")
        self._at_least_one(("capacity",), given.capacity)

    def _role(self, role: str, number: int) -> None:
        known = sorted({*_ANYBODY, *self.organisation.roles, *self._owners()})
        if role not in known:
            fix = suggest(role, known, otherwise="")
            self._tell(("staff", role), f"Rollen ”{role}” finns inte.", fix, Rule.UNKNOWN_ROLE)
        self._at_least_one(("staff", role), number)

    def _owners(self) -> Iterable[str]:
        return (
            state.owner
            for definition in self.types.values()
            for state in definition.states.values()
            if state.owner
        )

    def _meetings(self, body: str) -> None:
        loc = ("meetings", body)
        plan = self.given.meetings[body]
        if body not in self.organisation.bodies:
            sentence = f"Organet ”{body}” finns inte i {self.organisation.name}."
            fix = suggest(
                body, self.organisation.bodies, otherwise="Organisationen har inga organ."
            )
            self._tell(loc, sentence, fix, Rule.UNKNOWN_BODY)
        if plan.every is not None and plan.days:
            fix = "Ta bort det ena."
            self._tell((*loc, "days"), "Både every och days säger när organet möts.", fix)
        if plan.every is not None:
            try:
                parse_rule(plan.every, calendar.FIRST_DAY)
            except InvalidInputError as error:
                self._tell((*loc, "every"), error.message, error.hint)
        if plan.capacity is not None:
            self._at_least_one((*loc, "capacity"), plan.capacity)

    def _type(self, name: str, plan: TypePlan) -> None:
        loc = ("types", name)
        definition = self.types.get(name)
        if definition is None:
            fix = suggest(name, self.types, otherwise="Det finns inga ärendetyper.")
            self._tell(loc, f"Ärendetypen ”{name}” finns inte.", fix, Rule.UNKNOWN_TYPE)
            return
        self._arrivals(loc, plan)
        for field, value in plan.fields.items():
            self._field((*loc, "fields", field), definition, field, value)
        self._processing((*loc, "processing"), plan.processing, (name,))
        self._outcomes((*loc, "outcomes"), plan.outcomes, (name,))

    def _arrivals(self, loc: Loc, plan: TypePlan) -> None:
        ways = [
            key for key in ("per_year", "per_month", "on") if getattr(plan, key) not in (None, ())
        ]
        if len(ways) > 1:
            fix = "Ange per_year, per_month eller on."
            self._tell((*loc, ways[1]), f"Både {ways[0]} och {ways[1]} säger hur många.", fix)
        for key in ("per_year", "per_month"):
            self._not_negative((*loc, key), getattr(plan, key))
        for place, weight in enumerate(plan.season):
            self._not_negative((*loc, "season", place), weight)
        if plan.season and len(plan.season) != MONTHS:
            sentence = f"”season” har {len(plan.season)} vikter."
            self._tell((*loc, "season"), sentence, "Skriv tolv, en för varje månad från januari.")
        elif plan.season and not any(plan.season):
            self._tell(
                (*loc, "season"), "Alla månader har vikten noll.", "Ge någon av dem en vikt."
            )

    def _field(self, loc: Loc, definition: MatterType, name: str, value: object) -> None:
        if name not in definition.fields:
            fix = suggest(name, definition.fields, otherwise="Ta bort raden.")
            self._tell(loc, f"Fältet ”{name}” finns inte i ärendetypen.", fix, Rule.UNKNOWN_FIELD)
            return
        for fault in fields.faults(definition, name, value):
            fix = "Skriv ett värde av fältets typ, eller en tid som P6M."
            self._tell(loc, fault, fix, Rule.FIELD)

    def _processing(self, loc: Loc, given: Mapping[str, Duration], types: tuple[str, ...]) -> None:
        for state, duration in given.items():
            self._somebody((*loc, state), state, types, _TAKES_TIME, "någon tid")
            fault = durations.fault(duration)
            if fault is not None:
                key, sentence, fix = fault
                self._tell((*loc, state, key) if key else (*loc, state), sentence, fix)

    def _outcomes(self, loc: Loc, given: Mapping[str, Shares], types: tuple[str, ...]) -> None:
        for where, shares in given.items():
            if where not in self.organisation.bodies:
                self._somebody((*loc, where), where, types, _CHOOSES, "några utfall")
            known = self._events(where, types)
            for event, weight in shares.items():
                self._not_negative((*loc, where, event), weight)
                if known and event not in known:
                    fix = suggest(event, sorted(known), otherwise="")
                    sentence = f"”{event}” kan inte hända i ”{where}”."
                    self._tell((*loc, where, event), sentence, fix, Rule.UNKNOWN_EVENT)
            if not any(shares.values()):
                self._tell((*loc, where), "Inget av utfallen har någon vikt.", "Ge något en vikt.")

    def _events(self, where: str, types: tuple[str, ...]) -> frozenset[str]:
        """What may happen in the state, or in any state of the body."""
        return frozenset(
            event
            for name in types
            for state, spec in self.types[name].states.items()
            if where in (state, spec.body)
            for event in self.stops[name].events(state)
        )

    def _somebody(
        self, loc: Loc, state: str, types: tuple[str, ...], wanted: frozenset[Stop], what: str
    ) -> None:
        """The state exists, and is one that somebody can do something in."""
        kinds = {self.stops[name].of(state) for name in types if state in self.types[name].states}
        if not kinds:
            self._unknown_state(loc, state, types)
        elif kinds.isdisjoint(wanted):
            sentence = f"Läget ”{state}” kan inte få {what}. {_NOBODY[min(kinds)]}"
            self._tell(loc, sentence, "Ta bort raden.")

    def _unknown_state(self, loc: Loc, state: str, types: tuple[str, ...]) -> None:
        states = dict.fromkeys(known for name in types for known in self.types[name].states)
        where = "i ärendetypen" if len(types) == 1 else "i någon ärendetyp"
        fix = suggest(state, states, otherwise="")
        self._tell(loc, f"Läget ”{state}” finns inte {where}.", fix, Rule.UNKNOWN_STATE)

    def _at_least_one(self, loc: Loc, number: int) -> None:
        if number < 1:
            self._tell(loc, f"Talet {number} är för litet.", "Skriv minst 1.")

    def _not_negative(self, loc: Loc, number: float | None) -> None:
        if number is not None and number < 0:
            self._tell(loc, f"Talet {number:g} kan inte vara negativt.", "Skriv 0 eller mer.")
        elif number is not None and not number <= _LARGEST:
            self._tell(loc, f"Talet {number:g} är för stort.", f"Skriv högst {_LARGEST}.")

    def _tell(self, loc: Loc, sentence: str, fix: str, rule: Rule = Rule.WRONG_VALUE) -> None:
        node = locate(self.root, loc)
        self.findings.add(rule, node.start, sentence, fix)
