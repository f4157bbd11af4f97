"""Commands carried out one by one and in batches."""

import time
from collections.abc import Sequence

from workflow.bootstrap import Engine
from workflow.command.apply import apply_batch
from workflow.model.commands import Envelope


def one_by_one(engine: Engine, envelopes: Sequence[Envelope]) -> float:
    """Commands a second, each accepted and carried out in a transaction of its own."""
    started = time.perf_counter()
    for envelope in envelopes:
        engine.bus.execute(envelope)
    return len(envelopes) / (time.perf_counter() - started)


def in_batches(engine: Engine, envelopes: Sequence[Envelope], *, batch: int) -> float:
    """Commands a second from being accepted to being carried out, ``batch`` at a time."""
    started = time.perf_counter()
    for place in range(0, len(envelopes), batch):
        engine.bus.submit(envelopes[place : place + batch])
    drain(engine, batch)
    return len(envelopes) / (time.perf_counter() - started)


def drain(engine: Engine, batch: int) -> None:
    """Carry out all that waits."""
    while apply_batch(engine.context, "bench", batch).claimed:
        pass
