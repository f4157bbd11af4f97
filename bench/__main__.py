"""``make bench``: every figure is a ratio taken in this run, on this machine; aims beside them."""

import os
import platform
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rich.console import Console
from sqlalchemy.engine import make_url

from bench import memory, peer_dbos, raw, timers, transitions
from bench.figures import Figure, show, write
from bench.workload import NOW, office, register, steps
from tests import servers

RESULTS = Path(__file__).parent / "results.json"
MATTERS = 500
SINGLE = 2_000
BATCHED = 20_000
BATCH = 500
PEER = 400
DUE = 20_000
MANY, FEW = 1_000_000, 10_000
TRANSITIONS = 100_000
progress = Console(stderr=True)


def main() -> None:
    """Measure all, print the table and write ``bench/results.json``."""
    machine = (
        f"{platform.python_implementation()} {platform.python_version()}, {os.cpu_count()} cores"
    )
    notes = [f"{machine}, load {os.getloadavg()[0]:.2f} at the start, {datetime.now(UTC):%Y-%m-%d}"]
    # The disk is waited for, as in production.
    with servers.postgres({"shared_buffers": "512MB", "max_wal_size": "4GB"}) as postgres:
        figures = _transitions(postgres, notes)
        figures += _timers(postgres, notes)
        figures += _sqlite(notes)
        with servers.redis() as redis:
            figures.append(_memory(postgres, redis, notes))
    show(figures, notes)
    write(figures, notes, RESULTS)


def _transitions(postgres: servers.Postgres, notes: list[str]) -> list[Figure]:
    progress.print("transitions on PostgreSQL: one by one, in batches, by hand, DBOS")
    single, batched, limit = _engine_and_limit(
        postgres.create_database("engine"), postgres.create_database("raw")
    )
    peer = peer_dbos.transitions_per_second(
        make_url(postgres.create_database("peer"))
        .set(drivername="postgresql")
        .render_as_string(hide_password=False),
        PEER,
    )
    notes.append(
        f"PostgreSQL, transitions a second: by hand {limit:,.0f}, one by one {single:,.0f},"
        f" in batches of {BATCH} {batched:,.0f}, DBOS {peer:,.0f}"
    )
    return [
        Figure(
            "single_vs_raw", single / limit, 0.5, "higher", "one command a transaction / by hand"
        ),
        Figure("batch_vs_raw", batched / limit, 3, "higher", f"batches of {BATCH} / by hand"),
        Figure("vs_dbos", batched / peer, 10, "higher", "batches / one workflow of one step each"),
    ]


def _engine_and_limit(engine_url: str, raw_url: str) -> tuple[float, float, float]:
    """(one by one, in batches, by hand) in transitions a second; the loop writes the first one's rows."""
    with office(engine_url) as engine:
        transitions.in_batches(engine, register(MATTERS), batch=BATCH)
        before = raw.read_matters(engine_url)
        rounds = SINGLE // MATTERS
        single = transitions.one_by_one(engine, steps(MATTERS, rounds))
        written = raw.read_written(engine_url, first_version=1)
        batched = transitions.in_batches(
            engine, steps(MATTERS, BATCHED // MATTERS, first=rounds), batch=BATCH
        )
    with office(raw_url):
        raw.copy_matters(raw_url, before)
    return single, batched, raw.transitions_per_second(raw_url, written)


def _timers(postgres: servers.Postgres, notes: list[str]) -> list[Figure]:
    measured = {}
    for armed in (FEW, MANY):
        progress.print(f"timers: {DUE:,} due among {armed:,} armed")
        url = postgres.create_database(f"timers_{armed}")
        with office(url) as engine:
            day = NOW + timedelta(days=30)
            timers.arm(url, armed, DUE, day)
            poll = timers.empty_poll_ms(engine)
            rate = timers.fired_per_second(engine, DUE, day, batch=2_000)
            measured[armed] = (rate, poll)
            notes.append(f"{armed:,} armed: {rate:,.0f} fired a second, empty poll {poll:.3f} ms")
    growth = max(measured[FEW][0] / measured[MANY][0], measured[MANY][1] / measured[FEW][1])
    return [
        Figure(
            "timers_per_second",
            measured[MANY][0],
            10_000,
            "higher",
            f"claimed and fired among {MANY:,}",
        ),
        Figure(
            "timers_growth",
            growth,
            1.5,
            "lower",
            "cost of firing and polling, 1,000,000 / 10,000 armed",
        ),
        Figure("empty_poll_ms", measured[MANY][1], 5, "lower", f"nothing due among {MANY:,} armed"),
    ]


def _sqlite(notes: list[str]) -> list[Figure]:
    progress.print("transitions on SQLite")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        single, batched, limit = _engine_and_limit(
            f"sqlite:///{folder}/engine.db", f"sqlite:///{folder}/raw.db"
        )
    notes.append(
        f"SQLite, transitions a second: by hand {limit:,.0f}, one by one {single:,.0f},"
        f" in batches of {BATCH} {batched:,.0f}"
    )
    return [
        Figure(
            "sqlite_single_vs_raw",
            single / limit,
            0.5,
            "higher",
            "one command a transaction / by hand",
        ),
        Figure(
            "sqlite_batch_vs_raw", batched / limit, 3, "higher", f"batches of {BATCH} / by hand"
        ),
    ]


def _memory(postgres: servers.Postgres, redis: servers.Redis, notes: list[str]) -> Figure:
    progress.print(f"a worker's memory over {TRANSITIONS:,} transitions")
    url = postgres.create_database("memory")
    with office(url) as engine:
        transitions.in_batches(engine, register(memory.MATTERS), batch=BATCH)
        growth, early, late = memory.growth_mb(engine, url, redis.url, TRANSITIONS)
    notes.append(
        f"worker: {early:.1f} MiB after a tenth, {late:.1f} MiB after {TRANSITIONS:,} transitions"
    )
    return Figure(
        "worker_rss_growth_mb",
        growth,
        20,
        "lower",
        f"from a tenth to all of {TRANSITIONS:,} transitions",
    )


if __name__ == "__main__":
    main()
