"""What is simulated: the definitions, the file and the options made into one plan, before anything runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.definition.catalogue import Loaded
from workflow.definition.findings import suggest
from workflow.definition.organisation import Organisation
from workflow.errors import InvalidInputError, UnknownDefinitionError
from workflow.machine import schedule
from workflow.machine.build import Machine, build
from workflow.workbench.forecast import built_in
from workflow.workbench.forecast.checking import Check
from workflow.workbench.forecast.form import Discipline, Simulation
from workflow.workbench.forecast.incoming import Incoming, incoming
from workflow.workbench.forecast.read import Source
from workflow.workbench.forecast.sittings import Sitting, Span, sittings
from workflow.workbench.forecast.stops import Stops
from workflow.workbench.in_memory import with_meetings


@dataclass(frozen=True, slots=True)
class Options:
    """What goes before the file; None, or empty: what the file says."""

    organisation: str | None = None
    types: tuple[str, ...] = ()
    year: int | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a run needs.

    Attributes:
        given: the file, or what counts without one.
        span: the time.
        organisation: with the meetings of the plan in its schedule, so that deadlines are judged by them.
        organisations: all of them, by code.
        machines: of every matter type, by name.
        incoming: the types that come in, by name.
        sittings: in order of the day, to the end of the span.
        roles: everything that the office may do.
    """

    given: Simulation
    span: Span
    organisation: Organisation
    organisations: Mapping[str, Organisation]
    machines: Mapping[str, Machine]
    incoming: Mapping[str, Incoming]
    sittings: tuple[Sitting, ...]
    roles: tuple[str, ...]

    @property
    def queue(self) -> Discipline:
        """Who goes first."""
        return self.given.queue

    @property
    def staff(self) -> Mapping[str, int]:
        """By role, how many matters it works on at a time; a role that isn't there is never short."""
        return self.given.staff

    @property
    def expected(self) -> float:
        """How many matters are to be expected in all."""
        span = self.span
        kinds = self.incoming.values()
        return sum(kind.arrivals.expected(span.begins, span.last) for kind in kinds)


def planned(loaded: Loaded, source: Source | None, options: Options) -> Plan:
    """The plan of a file, or of what is built in where there is none.

    Raises:
        DefinitionError: the file says something that can't be, with every finding.
        UnknownDefinitionError: no such organisation or type among the definitions, or none at all.
        InvalidInputError: more matters than are simulated.
    """
    given = source.given if source else Simulation()
    organisation = _organisation(loaded, source, given, options)
    machines = {name: build(entry.digest, entry.definition) for name, entry in loaded.types.items()}
    stops = {name: Stops(machine, organisation) for name, machine in machines.items()}
    if source is not None:
        types = {name: machine.definition for name, machine in machines.items()}
        Check(given, source.root, source.findings, organisation, types, stops).run()
        source.refuse_if_wrong()
    year = options.year or given.year or _year(organisation)
    span = Span(
        begins=date(year - given.warmup, 1, 1),
        first=date(year, 1, 1),
        last=date(year + given.years - 1, 12, 31),
    )
    meetings = sittings(organisation, given, span)
    met = _meeting(organisation, meetings)
    plan = Plan(
        given=given.model_copy(
            update={"seed": given.seed if options.seed is None else options.seed}
        ),
        span=span,
        organisation=met,
        organisations={
            **{code: entry.organisation for code, entry in loaded.organisations.items()},
            met.organisation: met,
        },
        machines=machines,
        incoming={
            name: incoming(machines[name], stops[name], given)
            for name in _types(loaded, given, options.types)
        },
        sittings=tuple(one for one in meetings if one.day <= span.last),
        roles=_roles(machines, organisation),
    )
    _bounded(plan.expected)
    return plan


def _bounded(expected: float) -> None:
    if expected > built_in.MOST_MATTERS:
        raise InvalidInputError(
            f"Det skulle bli omkring {expected:.0f} ärenden; högst {built_in.MOST_MATTERS} körs.",
            hint="Räkna färre år, färre ärendetyper eller färre som kommer in.",
        )


def bounded_runs(plan: Plan, runs: int) -> None:
    """Whether so many runs aren't too much.

    Raises:
        InvalidInputError: they are.
    """
    _bounded(plan.expected * runs)


def _organisation(
    loaded: Loaded, source: Source | None, given: Simulation, options: Options
) -> Organisation:
    known = {code: entry.organisation for code, entry in loaded.organisations.items()}
    code = options.organisation or given.organisation
    if code is None:
        if not known:
            raise UnknownDefinitionError("Det finns ingen organisation att simulera.")
        return max(
            known.values(),
            key=lambda one: sum(len(schedule.meetings(one, body)) for body in one.bodies),
        )
    if code not in known:
        where = "" if options.organisation or source is None else f" ({source.root.place.path})"
        raise UnknownDefinitionError(
            f"Organisationen ”{code[:60]}” finns inte bland definitionerna{where}.",
            hint=suggest(code, known, otherwise=""),
        )
    return known[code]


def _types(loaded: Loaded, given: Simulation, wanted: Sequence[str]) -> tuple[str, ...]:
    """The types that come in: those asked for, of the file, or all that aren't started by others."""
    for name in wanted:
        if name not in loaded.types:
            raise UnknownDefinitionError(
                f"Ärendetypen ”{name[:60]}” finns inte bland definitionerna.",
                hint=suggest(name, loaded.types, otherwise=""),
            )
    definitions = {name: entry.definition for name, entry in loaded.types.items()}
    started = {definition.assignments_as for definition in definitions.values()} | {
        children.matter_type
        for definition in definitions.values()
        for children in definition.children.values()
    }
    chosen = wanted or given.types or [name for name in definitions if name not in started]
    if not chosen:
        raise UnknownDefinitionError("Det finns ingen ärendetyp att simulera.")
    return tuple(dict.fromkeys(chosen))


def _year(organisation: Organisation) -> int:
    """The year in which most meetings are planned, the later one of two; 2026 where none is."""
    years = [
        day.year for body in organisation.bodies for day in schedule.meetings(organisation, body)
    ]
    known = [year for year in years if built_in.FIRST_YEAR <= year <= built_in.LAST_YEAR]
    return max(known, key=lambda year: (known.count(year), year), default=built_in.ANY_YEAR)


def _meeting(organisation: Organisation, meetings: Sequence[Sitting]) -> Organisation:
    days = {code: [one.day for one in meetings if one.body == code] for code in organisation.bodies}
    return with_meetings(organisation, days)


def _roles(machines: Mapping[str, Machine], organisation: Organisation) -> tuple[str, ...]:
    named = {
        role
        for machine in machines.values()
        for rule in machine.definition.transitions
        for role in rule.roles
    }
    return tuple(
        sorted({"officer", "secretary", "registrar", *organisation.roles, *named} - {"engine"})
    )
