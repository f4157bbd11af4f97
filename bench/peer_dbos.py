"""The peer: DBOS, one durable workflow of one step per transition, on the same PostgreSQL."""

import logging
import time

from dbos import DBOS, DBOSConfig


@DBOS.step()
def _step(version: int) -> int:
    return version + 1


@DBOS.workflow()
def _transition(version: int) -> int:
    return _step(version)


def transitions_per_second(url: str, count: int) -> float:
    """Run ``count`` workflows one after another; ``url`` is a database of its own (libpq form)."""
    config: DBOSConfig = {
        "name": "peer",
        "system_database_url": url,
        "run_admin_server": False,
        "log_level": "ERROR",
    }
    DBOS(config=config)
    logging.getLogger("dbos").setLevel(logging.ERROR)
    DBOS.launch()
    try:
        for version in range(20):  # warm
            _transition(version)
        started = time.perf_counter()
        for version in range(count):
            _transition(version)
        return count / (time.perf_counter() - started)
    finally:
        DBOS.destroy()
