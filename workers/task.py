"""The base of every task: log context, metrics, and an end to each round of work."""

from abc import abstractmethod
from collections.abc import Callable
from typing import ClassVar

import structlog
from celery import Task

from workers.metrics import FAULTS, SECONDS, WORK
from workflow.bootstrap import Engine
from workflow.errors import StoreUnavailableError

_log = structlog.get_logger(__name__)


class BatchTask(Task):
    """Runs one kind of batch until there is nothing left to do now, or the worker is stopping.

    The message is acknowledged before it runs: it is a hint, and what a dead worker held is found again
    by its lease. So a task is never retried, never late and has no result.
    """

    abstract = True
    ignore_result = True
    kind: ClassVar[str]

    def __init__(self, engine: Engine, owner: str, stopping: Callable[[], bool]) -> None:
        self.engine = engine
        self.owner = owner
        self.stopping = stopping

    @abstractmethod
    def batch(self) -> int:
        """Carry one batch out in its own transactions; how much there was."""

    def run(self) -> None:
        """Work. A database that is down is waited for by the ticker, not here."""
        with structlog.contextvars.bound_contextvars(task=self.kind, worker=self.owner):
            try:
                while not self.stopping() and self._measured():
                    pass
            except StoreUnavailableError as error:
                FAULTS.labels(self.kind).inc()
                _log.warning("store_unavailable", error=str(error))

    def _measured(self) -> int:
        with SECONDS.labels(self.kind).time():
            done = self.batch()
        WORK.labels(self.kind).inc(done)
        return done
