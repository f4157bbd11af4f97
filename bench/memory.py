"""A real worker's memory while it carries out a hundred thousand transitions."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence

import psutil

from bench.transitions import accept
from bench.workload import steps
from workflow.bootstrap import Engine
from workflow.model.commands import Envelope

_PATIENCE = 600  # seconds that the worker may take
MATTERS = 1000


def growth_mb(
    engine: Engine, url: str, redis_url: str, transitions: int
) -> tuple[float, float, float]:
    """(growth in MiB, MiB after a tenth, MiB at the end) of the worker's resident memory."""
    environment = os.environ | {"ARENDEGANG_DATABASE_URL": url, "ARENDEGANG_REDIS_URL": redis_url}
    worker = subprocess.Popen(
        [sys.executable, "-m", "workers.main"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process = psutil.Process(worker.pid)
        tenth = transitions // 10
        rounds = tenth // MATTERS
        _work(engine, steps(MATTERS, rounds), worker)
        early = _resident(process)
        for part in range(1, 10):
            _work(engine, steps(MATTERS, rounds, first=part * rounds), worker)
        late = _resident(process)
    finally:
        worker.terminate()
        worker.wait(timeout=60)
    return late - early, early, late


def _work(engine: Engine, envelopes: Sequence[Envelope], worker: subprocess.Popen[bytes]) -> None:
    accept(engine, envelopes, batch=MATTERS)
    until = time.monotonic() + _PATIENCE
    while _waiting(engine):
        if worker.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the worker did not finish its work")
        time.sleep(0.2)


def _waiting(engine: Engine) -> int:
    with engine.units() as uow:
        return uow.commands.waiting()


def _resident(process: psutil.Process) -> float:
    family = [process, *process.children(recursive=True)]
    return float(sum(each.memory_info().rss for each in family)) / 2**20
