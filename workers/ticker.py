"""Every worker asks the database itself: with Redis flushed, stalled or down the work goes on.

There is no clock that starts work (one is a single point of failure, two do everything twice); each worker
ticks at its own uneven pace, and ticking twice is harmless.
"""

from collections.abc import Callable, Sequence
from random import SystemRandom
from threading import Event, Thread
from typing import Any

import structlog
from celery import bootsteps

from workers.metrics import FAULTS
from workers.task import BatchTask

_log = structlog.get_logger(__name__)
_random = SystemRandom()


class Ticker:
    """A thread that runs every task in turn, in this process, without the broker."""

    def __init__(
        self,
        tasks: Sequence[BatchTask],
        stop: Event,
        *,
        seconds: float,
        random: Callable[[], float] = _random.random,
    ) -> None:
        self._tasks = tasks
        self._stop = stop
        self._seconds = seconds
        self._random = random
        self._thread = Thread(target=self.run, name="ticker", daemon=True)

    def start(self) -> None:
        """Begin to tick, the first time at once."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the batch in hand and end."""
        self._stop.set()
        self._thread.join()

    def run(self) -> None:
        """Tick until told to stop, between half and one and a half times ``seconds`` apart."""
        while not self._stop.is_set():
            self.tick()
            self._stop.wait(self._seconds * (0.5 + self._random()))

    def tick(self) -> None:
        """Run each task once. Whatever goes wrong, the next tick comes."""
        for task in self._tasks:
            try:
                task.run()
            except Exception:  # noqa: BLE001 - the ticker is what keeps a worker alive
                FAULTS.labels(task.kind).inc()
                _log.exception("tick_failed", task=task.kind)


class TickerStep(bootsteps.StartStopStep):
    """Starts the ticker before the worker connects to its broker, and stops it last."""

    requires = ("celery.worker.components:Pool",)

    def __init__(self, worker: Any, **_options: object) -> None:
        super().__init__(worker)

    def start(self, worker: Any) -> None:
        """The worker starts."""
        worker.app.ticker.start()

    def stop(self, worker: Any) -> None:
        """The worker stops; the batch in hand is finished."""
        worker.app.ticker.stop()
