"""``python -m tests.replayer FILE``: saves a made-up year's histories, and may be told to die (SIGKILL).

The engine is wired as the command line wires it, apart from the planted crash (``CHAOS_CRASH_AT``).
"""

import os
import sys
from pathlib import Path

from tests.chaos.surroundings import CRASH_AT, PlantedCrash
from workflow.bootstrap import bootstrap
from workflow.command.clock import SystemClock
from workflow.config import load
from workflow.workbench.replay.replaying import Replay
from workflow.workbench.replay.saving import Keeper


def main(source: Path) -> None:
    """Save every history of the file."""
    engine = bootstrap(load(), reached=PlantedCrash(os.environ.get(CRASH_AT, "")))
    try:
        replaying = Replay(
            source,
            engine.settings.definitions,
            today=SystemClock().now().date(),
            watch=lambda _: None,
        )
        keeper = Keeper(engine, replaying.loaded)
        survey = replaying.survey(lambda _: None)
        with replaying.ledger(survey) as ledger:
            replaying.play(survey, ledger, keeper.keep)
    finally:
        engine.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
