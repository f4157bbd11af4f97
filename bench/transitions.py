"""Commands carried out one by one and in batches."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from workflow.bootstrap import Engine
from workflow.command.apply import apply_batch
from workflow.model.commands import Envelope


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast something went, and the processor time of this process for each, in milliseconds."""

    per_second: float
    cpu_ms: float


class Stopwatch:
    """Adds up the pace of several runs."""

    def __init__(self) -> None:
        self._count, self._seconds, self._busy = 0, 0.0, 0.0

    def time(self, count: int, work: Callable[[], object]) -> None:
        """Run ``work``, which does ``count`` things."""
        busy, started = time.process_time(), time.perf_counter()
        work()
        self._seconds += time.perf_counter() - started
        self._busy += time.process_time() - busy
        self._count += count

    @property
    def pace(self) -> Pace:
        """Of all runs together."""
        return Pace(self._count / self._seconds, self._busy / self._count * 1000)


def one_by_one(engine: Engine, envelopes: Sequence[Envelope]) -> None:
    """Accept and carry out each command in a transaction of its own."""
    for envelope in envelopes:
        engine.bus.execute(envelope)


def accept(engine: Engine, envelopes: Sequence[Envelope], *, batch: int) -> None:
    """Queue the commands, ``batch`` at a time."""
    for place in range(0, len(envelopes), batch):
        engine.bus.submit(envelopes[place : place + batch])


def in_batches(engine: Engine, envelopes: Sequence[Envelope], *, batch: int) -> None:
    """Accept the commands and carry them out, ``batch`` at a time."""
    accept(engine, envelopes, batch=batch)
    while apply_batch(engine.context, "bench", batch).claimed:
        pass
