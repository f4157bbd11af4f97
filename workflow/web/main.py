"""Runs the notice board until it is told to stop."""

from argparse import ArgumentParser
from collections.abc import Sequence

from workflow.bootstrap import bootstrap, log_to_stderr
from workflow.config import load
from workflow.web.app import serve

HOST = "127.0.0.1"
PORT = 8000


def main(arguments: Sequence[str] | None = None) -> int:
    """``python -m workflow.web.main [--host H] [--port N]``: settings from the environment."""
    parser = ArgumentParser(prog="arendegang board", description="Visar anslagstavlan.")
    parser.add_argument("--host", default=HOST, help="adress att lyssna på")
    parser.add_argument("--port", type=int, default=PORT, help="port att lyssna på")
    given = parser.parse_args(arguments)
    log_to_stderr()
    engine = bootstrap(load())
    try:
        serve(
            engine.units,
            engine.clock,
            host=given.host,
            port=given.port,
            calendars=engine.calendars(),
        )
    finally:
        engine.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
