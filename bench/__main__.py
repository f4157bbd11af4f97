"""``make bench``: every figure is a ratio taken in this run, on this machine; aims beside them."""

import os
import platform
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from rich.console import Console
from sqlalchemy.engine import make_url

from bench import checking, meetings, memory, migration, peer_dbos, raw, replay, timers, transitions
from bench.figures import Figure, show, write
from bench.transitions import Pace, Stopwatch
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
SHORT_FILE, LONG_FILE = 10_000, 100_000
MEETINGS, ITEMS, YEAR = 1_000, 40, 50
TYPES, ORGANISATIONS, SECONDS = 500, 20, 2.0
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
        figures += _replay(notes)
        figures.append(_checking(notes))
        figures += _migration(postgres, notes)
        figures += _meetings(notes)
        with servers.redis() as redis:
            figures.append(_memory(postgres, redis, notes))
    show(figures, notes)
    write(figures, notes, RESULTS)


@dataclass(frozen=True, slots=True)
class _Compared:
    """The same transitions in three ways."""

    single: Pace
    batched: Pace
    limit: Pace

    def note(self, database: str) -> str:
        paces = (
            ("by hand", self.limit),
            ("one by one", self.single),
            (f"in batches of {BATCH}", self.batched),
        )
        return (
            f"{database}, transitions a second (processor time of the client for each): "
            + ", ".join(
                f"{way} {pace.per_second:,.0f} ({pace.cpu_ms:.2f} ms)" for way, pace in paces
            )
        )


def _transitions(postgres: servers.Postgres, notes: list[str]) -> list[Figure]:
    progress.print("transitions on PostgreSQL: one by one, in batches, by hand, DBOS")
    found = _compared(postgres.create_database("engine"), postgres.create_database("raw"))
    peer = peer_dbos.transitions_per_second(
        make_url(postgres.create_database("peer"))
        .set(drivername="postgresql")
        .render_as_string(hide_password=False),
        PEER,
    )
    notes += [
        found.note("PostgreSQL"),
        f"DBOS: {peer:,.0f} a second",
        "The bottleneck in batches is this process: decide, and the JSON and hashes that it writes",
    ]
    batched, limit = found.batched.per_second, found.limit.per_second
    return [
        Figure(
            "single_vs_raw",
            found.single.per_second / limit,
            0.5,
            "higher",
            "one command a transaction / by hand",
        ),
        Figure("batch_vs_raw", batched / limit, 3, "higher", f"batches of {BATCH} / by hand"),
        Figure("vs_dbos", batched / peer, 10, "higher", "batches / one workflow of one step each"),
    ]


def _compared(engine_url: str, raw_url: str) -> _Compared:
    """By turns, so that a machine that gets slower does so for both.

    In each turn the loop by hand writes the very rows that the engine has just written.
    """
    single, limit = Stopwatch(), Stopwatch()
    turns = SINGLE // MATTERS
    many = steps(MATTERS, BATCHED // MATTERS, first=turns)
    with office(engine_url) as engine, office(raw_url):
        transitions.in_batches(engine, register(MATTERS), batch=BATCH)
        raw.copy_matters(raw_url, raw.read_matters(engine_url))
        for turn in range(turns):
            one = steps(MATTERS, 1, first=turn)
            single.time(MATTERS, partial(transitions.one_by_one, engine, one))
            written = raw.read_written(engine_url, first_version=1 + turn)
            limit.time(MATTERS, partial(raw.write, raw_url, written))
        batched = Stopwatch()
        batched.time(BATCHED, lambda: transitions.in_batches(engine, many, batch=BATCH))
    return _Compared(single.pace, batched.pace, limit.pace)


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
        found = _compared(f"sqlite:///{folder}/engine.db", f"sqlite:///{folder}/raw.db")
    notes += [
        found.note("SQLite"),
        "SQLite has no server and no round trips: its loop costs less than deciding does",
    ]
    limit = found.limit.per_second
    return [
        Figure(
            "sqlite_single_vs_raw",
            found.single.per_second / limit,
            0.5,
            "higher",
            "one command a transaction / by hand",
        ),
        Figure(
            "sqlite_batch_vs_raw",
            found.batched.per_second / limit,
            3,
            "higher",
            f"batches of {BATCH} / by hand",
        ),
    ]


def _replay(notes: list[str]) -> list[Figure]:
    progress.print(f"a replay of {SHORT_FILE:,} and of {LONG_FILE:,} recorded steps")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        short, long = (replay.measure(Path(folder), steps) for steps in (SHORT_FILE, LONG_FILE))
    notes.append(
        f"replay of {long.steps:,} steps: {long.seconds:,.0f} s, {long.accepted:,} accepted;"
        f" {short.peak_mb:.1f} MiB at the most with {short.steps:,} steps, {long.peak_mb:.1f} with all"
    )
    return [
        Figure(
            "replay_steps_per_second",
            long.steps / long.seconds,
            333,
            "higher",
            f"recorded steps read twice and played, {LONG_FILE:,} in one file",
        ),
        Figure(
            "replay_memory_growth",
            long.peak_mb / short.peak_mb,
            1.25,
            "lower",
            f"highest memory, {LONG_FILE:,} / {SHORT_FILE:,} steps",
        ),
    ]


def _migration(postgres: servers.Postgres, notes: list[str]) -> list[Figure]:
    progress.print(f"a migration of {migration.RUNNING:,} running motions, planned and carried out")
    found = {"postgresql": migration.measure(postgres.create_database("migration"))}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        found["sqlite"] = migration.measure(f"sqlite:///{folder}/migration.db")
    notes += [
        f"migration on {name}: {each.plan_seconds:.1f} s to plan, {each.moved_per_second:,.0f} moved a second"
        for name, each in found.items()
    ]
    return [
        Figure(
            f"migration_plan_{name}",
            each.plan_seconds / migration.LIMIT_SECONDS,
            1,
            "lower",
            f"planning {migration.RUNNING:,} running matters / {migration.LIMIT_SECONDS} s",
        )
        for name, each in found.items()
    ]


def _meetings(notes: list[str]) -> list[Figure]:
    progress.print(f"{YEAR} meetings of {ITEMS} items, then one among {MEETINGS:,}")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        took = meetings.measure(Path(folder), MEETINGS, ITEMS, YEAR)
    notes.append(
        f"meetings: a year of {YEAR} with {ITEMS} items each {took.year:.1f} s; among {took.meetings:,}"
        f" meetings ({took.matters:,} matters) an agenda {took.agenda:.2f} s, minutes {took.minutes:.2f} s"
    )
    return [
        Figure("meetings_of_a_year", took.year / 60, 1, "lower", f"{YEAR} meetings / 60 s"),
        Figure("agenda_seconds", took.agenda, 1, "lower", f"one agenda among {MEETINGS:,} / 1 s"),
        Figure("minutes_seconds", took.minutes, 1, "lower", f"minutes of {ITEMS} items / 1 s"),
    ]


def _checking(notes: list[str]) -> Figure:
    progress.print(f"{TYPES} matter types and {ORGANISATIONS} organisations checked")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        took = checking.measure(Path(folder) / "definitions", TYPES, ORGANISATIONS)
    notes.append(
        f"check of {took.types} types: {took.checking:.2f} s,"
        f" {took.process:.2f} s with the start of the process; {took.findings} findings"
    )
    return Figure(
        "check_pace",
        took.types / took.checking / (TYPES / SECONDS),
        1,
        "higher",
        f"types read, composed and checked a second / {TYPES / SECONDS:.0f}",
    )


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
