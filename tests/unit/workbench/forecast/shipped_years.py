"""Simulated years on the shipped definitions; the shipped example is simulated once for all tests."""

from functools import cache
from pathlib import Path

from tests.unit.workbench.forecast.tiny_town import run
from workflow.definition.catalogue import Loaded, load_strict
from workflow.workbench.forecast.answer import Report
from workflow.workbench.forecast.lanes import lanes
from workflow.workbench.forecast.picture import svg
from workflow.workbench.forecast.plan import Options, planned
from workflow.workbench.forecast.read import read
from workflow.workbench.forecast.tally import Record

DEFINITIONS = Path(__file__).parents[4] / "definitions"
EXAMPLE = DEFINITIONS / "examples/simulations/ar.yaml"


@cache
def shipped() -> Loaded:
    """The shipped definitions."""
    return load_strict(DEFINITIONS)


def year(options: Options, source: Path | None = None) -> tuple[Record, Report, str]:
    """A year on the shipped definitions, with its picture."""
    plan = planned(shipped(), read(source) if source else None, options)
    record, report = run(plan)
    return record, report, svg(report, lanes(plan, record, report))


@cache
def example() -> tuple[Record, Report, str]:
    """The shipped example."""
    return year(Options(), EXAMPLE)
