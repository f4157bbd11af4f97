"""Timers fired among many that are armed, and what a poll costs that finds nothing."""

import statistics
import time
from datetime import UTC, datetime, timedelta

import psycopg
from sqlalchemy.engine import make_url

from workflow.bootstrap import Engine
from workflow.command.clock import SimulatedClock
from workflow.command.timers import fire_batch

LATER = datetime(2030, 1, 1, tzinfo=UTC)
POLLS = 300


def arm(url: str, armed: int, due: int, due_at: datetime) -> None:
    """Arm ``armed`` timers years ahead and ``due`` that are due at ``due_at``."""
    address = make_url(url)
    insert = (
        "INSERT INTO timers (id, matter, deadline, kind, generation, due_on, due_at, status)"
        " SELECT %s || n, 'matter-' || n, 'answer', 'reminder', 1, %s::date,"
        " %s::timestamptz + n * interval '1 second', 'armed' FROM generate_series(1, %s) AS n"
    )
    with psycopg.connect(
        host=str(address.query["host"]),
        user=address.username,
        dbname=address.database,
        autocommit=True,
    ) as connection:
        connection.execute(insert, ("later/", LATER.date(), LATER, armed))
        connection.execute(insert, ("due/", due_at.date(), due_at - timedelta(days=1), due))
        connection.execute("VACUUM ANALYZE timers")


def empty_poll_ms(engine: Engine) -> float:
    """Median milliseconds of a poll that finds nothing due."""
    took = []
    for _ in range(POLLS):
        started = time.perf_counter()
        if fire_batch(engine.context):
            raise RuntimeError("a timer was due")
        took.append((time.perf_counter() - started) * 1000)
    return statistics.median(took)


def fired_per_second(engine: Engine, due: int, now: datetime, *, batch: int) -> float:
    """Due timers claimed and turned into commands a second."""
    if not isinstance(engine.clock, SimulatedClock):
        raise TypeError("the clock must stand still")
    engine.clock.move_to(now)
    fired = 0
    started = time.perf_counter()
    while count := fire_batch(engine.context, batch):
        fired += count
    took = time.perf_counter() - started
    if fired != due:
        raise RuntimeError(f"{fired} of {due} timers fired")
    return fired / took
