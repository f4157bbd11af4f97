"""``python -m tests.mover URL PLAN apply|revert``: carries a plan out in small batches, and may be told to die."""

import os
import sys

from tests.chaos.surroundings import CRASH_AT, PlantedCrash
from tests.relocation import Removal
from workflow.command import migrating
from workflow.store.engine import connect
from workflow.store.unit_of_work import sql_unit_of_work

BATCH = 5


def main(url: str, plan: str, what: str) -> None:
    """Do it on the database at this address."""
    migrating._BATCH = BATCH
    crash = PlantedCrash(os.environ.get(CRASH_AT, ""))
    office = Removal(sql_unit_of_work(connect(url)), reached=crash)
    outcome = office.apply(plan) if what == "apply" else office.revert(plan)
    sys.stdout.write(f"{outcome.moved} {outcome.before} {len(outcome.left_out)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
