"""From the files to the answer: the plan, its runs, their figures and the picture of the first."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from workflow.definition.catalogue import load_strict
from workflow.workbench.forecast.answer import Figures, Report
from workflow.workbench.forecast.lanes import lanes
from workflow.workbench.forecast.office import simulate
from workflow.workbench.forecast.picture import svg
from workflow.workbench.forecast.plan import Options, Plan, bounded_runs, planned
from workflow.workbench.forecast.read import read
from workflow.workbench.forecast.report import report

Watch = Callable[[int, int], None]
"""Told how many days are simulated, and of how many."""


@dataclass(frozen=True, slots=True)
class Simulated:
    """``runs`` are all of them, with seeds one apart; ``report`` and ``picture`` are of the first."""

    report: Report
    picture: str
    runs: tuple[Figures, ...]


def simulated(
    definitions: Path, source: Path | None, options: Options, *, runs: int, watch: Watch
) -> Simulated:
    """Simulate what a file says, or what is built in, so many times.

    Raises:
        DefinitionError: the definitions or the file have errors; with every finding.
        UnknownDefinitionError: no such organisation or type.
        InvalidInputError: more matters than are simulated.
    """
    loaded = load_strict(definitions)
    plan = planned(loaded, read(source) if source else None, options)
    bounded_runs(plan, runs)
    days = ((plan.span.last - plan.span.begins).days + 1) * runs
    first, picture = _one(plan, _after(0, days, watch))
    figures = [first.key_figures()]
    for number in range(1, runs):
        seed = plan.given.seed + number
        again = replace(plan, given=plan.given.model_copy(update={"seed": seed}))
        other, _ = _one(again, _after(days // runs * number, days, watch))
        figures.append(other.key_figures())
    return Simulated(first, picture, tuple(figures))


def _after(before: int, days: int, watch: Watch) -> Callable[[int], None]:
    """Tells of a run that comes after so many days of others."""
    return lambda done: watch(before + done, days)


def _one(plan: Plan, watch: Callable[[int], None]) -> tuple[Report, str]:
    begins = plan.span.begins
    record = simulate(plan, lambda day, _: watch((day - begins).days + 1))
    found = report(plan, record)
    return found, svg(found, lanes(plan, record, found))
