"""Runs one worker process until it is told to stop."""

from argparse import ArgumentParser
from collections.abc import Sequence

from prometheus_client import start_http_server

from workers.app import Workshop
from workflow.bootstrap import Engine, bootstrap, log_to_stderr
from workflow.config import load

THREADS = 2


def serve(engine: Engine, *, concurrency: int = THREADS) -> int:
    """Work until SIGTERM or SIGINT; the exit status. The batch in hand is finished first.

    One process with ``concurrency`` threads: nothing is forked, so no connection is shared between
    processes, and a killed worker leaves no children behind. More processes give more speed.
    """
    app = Workshop(engine)
    if engine.settings.metrics_port:
        start_http_server(engine.settings.metrics_port)
    worker = app.Worker(
        pool_cls="threads",
        concurrency=concurrency,
        quiet=True,
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
    )
    worker.start()
    return int(worker.exitcode or 0)


def main(arguments: Sequence[str] | None = None) -> int:
    """``python -m workers.main [--concurrency N]``: settings from the environment."""
    parser = ArgumentParser(prog="arendegang worker", description="Utför det som väntar.")
    parser.add_argument("--concurrency", type=int, default=THREADS, help="trådar i processen")
    given = parser.parse_args(arguments)
    log_to_stderr()
    engine = bootstrap(load())
    try:
        return serve(engine, concurrency=given.concurrency)
    finally:
        engine.close()


if __name__ == "__main__":
    raise SystemExit(main())
