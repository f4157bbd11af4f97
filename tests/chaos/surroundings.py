"""What every process of the run has in common: its clock, and the place where it is to die."""

import os
import signal
from collections.abc import Mapping
from datetime import UTC, datetime
from threading import Lock

from tests.chaos.plan import NOW
from workflow.bootstrap import Engine, bootstrap
from workflow.config import load

CRASH_AT = "CHAOS_CRASH_AT"
STARTED_AT = "CHAOS_STARTED_AT"


class ShiftedClock:
    """The time of the machine, moved so that the run began at ``plan.NOW``."""

    def __init__(self, started_at: float) -> None:
        self._shift = NOW - datetime.fromtimestamp(started_at, UTC)

    def now(self) -> datetime:
        """Aware UTC."""
        return datetime.now(UTC) + self._shift


class PlantedCrash:
    """Kills this process (SIGKILL) the n-th time that it reaches a place: ``apply:before:3``."""

    def __init__(self, where: str) -> None:
        self._place, _, count = where.rpartition(":")
        self._left = int(count or 0)
        self._lock = Lock()

    def __call__(self, place: str) -> None:
        """A place was reached."""
        if place != self._place:
            return
        with self._lock:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)


def engine(environ: Mapping[str, str] = os.environ) -> Engine:
    """The engine, with the shifted clock and the planted crash."""
    return bootstrap(
        load(),
        clock=ShiftedClock(float(environ[STARTED_AT])),
        reached=PlantedCrash(environ.get(CRASH_AT, "")),
    )
