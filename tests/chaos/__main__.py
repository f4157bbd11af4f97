"""``python -m tests.chaos [--short] [--seed N]``: kills everything and counts what was lost.

Four real Celery workers over real PostgreSQL, Redis and SMTP. Ends with one line of JSON, and with status 1
if anything was lost, done twice, or not delivered.
"""

import json
import sys
import tempfile
import time
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path

from tests.chaos.plan import full, short
from tests.chaos.run import chaos


def main() -> int:
    parser = ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--short", action="store_true", help="40 matters and 8 kills")
    parser.add_argument("--seed", type=int, default=20250304)
    given = parser.parse_args()
    plan = short(given.seed) if given.short else full(given.seed)
    began = time.monotonic()

    def say(text: str) -> None:
        sys.stdout.write(f"{time.monotonic() - began:6.1f} s  {text}\n")
        sys.stdout.flush()

    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    say(f"{plan.matters} matters, {plan.kills} kills, seed {plan.seed}; log in {folder}")
    verdict = chaos(plan, log=folder / "workers.log", say=say)
    wrong = verdict.wrong(plan)
    for line in wrong:
        say(f"WRONG: {line}")
    sys.stdout.write(json.dumps(asdict(verdict)) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
