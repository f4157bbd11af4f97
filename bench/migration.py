"""A plan over ten thousand running motions, by the shipped definitions, and how fast it is carried out."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bench import transitions
from bench.workload import CLERK, NOW
from workflow.bootstrap import Engine, bootstrap
from workflow.command.clock import SimulatedClock
from workflow.command.definitions import Version, publish, versions
from workflow.command.migrating import apply_plan
from workflow.command.planning import make_plan
from workflow.config import Settings
from workflow.definition.catalogue import canonical, digest, load_strict, parse_matter_type
from workflow.definition.migration_map import MigrationMap
from workflow.model.commands import Envelope, RegisterMatter
from workflow.model.ids import matter_id

RUNNING = 10_000
LIMIT_SECONDS = 10
_SHIPPED = Path(__file__).parents[1] / "definitions"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds that the plan took, and matters moved a second."""

    plan_seconds: float
    moved_per_second: float


def measure(url: str, count: int = RUNNING) -> Measured:
    """Register, plan and move so many motions; every one of them changes state and deadline."""
    with _office(url) as engine:
        transitions.in_batches(engine, _motions(count), batch=_BATCH)
        target = _publish_next(engine)
        chosen = MigrationMap(matter_type="motion", states={"at_AU": "in_committee"})
        context = engine.context
        started = time.perf_counter()
        kept = make_plan(context, chosen, target, CLERK)
        planned = time.perf_counter() - started
        if len(kept.plan.matters) != count:
            raise RuntimeError(f"{len(kept.plan.matters)} of {count} can be moved")
        started = time.perf_counter()
        outcome = apply_plan(context, kept.hash, CLERK, "measured")
        moved = time.perf_counter() - started
        if outcome.moved != count:
            raise RuntimeError(f"{outcome.moved} of {count} were moved")
        return Measured(planned, count / moved)


@contextmanager
def _office(url: str) -> Iterator[Engine]:
    engine = bootstrap(Settings(database_url=url, definitions=_SHIPPED), clock=SimulatedClock(NOW))
    try:
        engine.migrate()
        with engine.units() as uow:
            publish(uow, versions(load_strict(_SHIPPED)), at=NOW)
            uow.commit()
        yield engine
    finally:
        engine.close()


def _motions(count: int) -> list[Envelope]:
    moved_on = (NOW - timedelta(days=30)).date().isoformat()
    return [
        Envelope(
            dedupe_key=f"register:{serial}",
            matter=matter_id("norsjo", f"KS 2025/{serial}"),
            command=RegisterMatter(
                organisation="norsjo",
                matter_type="motion",
                title=f"Motion {serial}",
                number=f"KS {serial}/2025",
                fields={"movers": ["Anna Ek"], "moved_on": moved_on},
                enter_at="at_AU",
                taken_over_from="Mätningen",
            ),
            actor=CLERK,
            given_at=NOW,
        )
        for serial in range(1, count + 1)
    ]


def _publish_next(engine: Engine) -> str:
    """The same type with a state that is called otherwise, and a deadline of its own."""
    old, _ = engine.catalogue.current_type("motion")
    with engine.units() as uow:
        text = (uow.definitions.content(old) or "").replace('"at_AU"', '"in_committee"')
        plain = parse_matter_type(text).model_dump(by_alias=True)
        plain["deadlines"]["half_year"] = {
            "label": "Halvår", "after": "P6M", "counts_from": "registered", "remind": ["P7D"],
        }  # fmt: skip
        new = parse_matter_type(text).model_validate(plain)
        publish(uow, (Version("matter", "motion", digest(new), canonical(new)),), at=NOW)
        uow.commit()
    engine.catalogue.forget()
    return digest(new)
