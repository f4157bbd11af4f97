"""One matter type as it is simulated: how its matters come in, how long things take, and what is decided."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow.definition.schema import MatterType
from workflow.machine.build import Machine
from workflow.workbench.forecast import built_in, fields
from workflow.workbench.forecast.arrivals import MONTHS, Arrivals
from workflow.workbench.forecast.durations import Draw, drawing
from workflow.workbench.forecast.fields import Filled
from workflow.workbench.forecast.form import Duration, Shares, Simulation, TypePlan
from workflow.workbench.forecast.stops import Stops


@dataclass(frozen=True, slots=True)
class Incoming:
    """What is the same for every matter of the type.

    Attributes:
        machine: the definition, ready to run.
        stops: what is waited for in its states.
        arrivals: when its matters come in.
        fill: what stands in their fields.
        durations: by state; of the states in which somebody works, here or elsewhere.
        draws: the same, to be drawn from.
        shares: by state: how likely each event is, as the file says; else :meth:`Stops.ordinary` counts.
    """

    machine: Machine
    stops: Stops
    arrivals: Arrivals
    fill: Filled
    durations: Mapping[str, Duration]
    draws: Mapping[str, Draw]
    shares: Mapping[str, Shares]

    @property
    def definition(self) -> MatterType:
        """The definition."""
        return self.machine.definition

    def waits_for_others(self, state: str) -> bool:
        """Whether nobody of the office is busy with a matter in the state."""
        return self.stops.of(state) == "answers" or self.durations[state].by_others


def incoming(machine: Machine, stops: Stops, given: Simulation) -> Incoming:
    """The type as the file, which has passed its check, and what is built in say."""
    definition = machine.definition
    plan = given.types.get(definition.name, TypePlan())
    durations = {
        state: _duration(state, plan, given)
        for state in definition.states
        if stops.of(state) in ("work", "answers")
    }
    return Incoming(
        machine=machine,
        stops=stops,
        arrivals=_arrivals(plan),
        fill=fields.filling(definition, plan.fields),
        durations=durations,
        draws={state: drawing(duration) for state, duration in durations.items()},
        shares=dict(_shares(definition, plan, given)),
    )


def _duration(state: str, plan: TypePlan, given: Simulation) -> Duration:
    for said in (plan.processing, given.processing, built_in.PROCESSING):
        if state in said:
            return said[state]
    return built_in.ANY_STATE


def _arrivals(plan: TypePlan) -> Arrivals:
    if plan.on:
        return Arrivals(on=plan.on)
    per_month = built_in.PER_MONTH if plan.per_month is None else plan.per_month
    return Arrivals(
        per_year=MONTHS * per_month if plan.per_year is None else plan.per_year,
        season=plan.season or (1.0,) * MONTHS,
    )


def _shares(
    definition: MatterType, plan: TypePlan, given: Simulation
) -> Iterator[tuple[str, Shares]]:
    for state, spec in definition.states.items():
        for said in (plan.outcomes, given.outcomes):
            found = said.get(state) or (said.get(spec.body) if spec.body else None)
            if found:
                yield state, found
                break
