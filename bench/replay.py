"""Recorded histories driven through the shipped definitions: pace, and memory as the file grows.

``python -m bench.replay FILE`` plays one file in a process of its own and prints what it took.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psutil

from workflow.workbench.replay.replaying import Progress, Replay

DEFINITIONS = Path(__file__).parents[1] / "definitions"
_FIRST = date(2019, 1, 8)  # a Tuesday
_TODAY = date(2026, 1, 1)
_MEETINGS = 150  # of each body, a fortnight apart
_ROUTES: tuple[tuple[int, str, tuple[tuple[str, str, str | None], ...]], ...] = (
    # how many in a hundred, the type, and its steps: body, outcome, proposed
    (20, "motion", (("KS", "tables", None), ("KS", "proposes", "rejects"), ("KF", "tables", None),
                    ("KF", "tables", None), ("KF", "rejects", None))),
    (8, "motion", (("KS", "proposes", "grants"), ("KF", "grants", None))),
    (17, "member_initiative", (("KS", "tables", None), ("KS", "assigns", None))),
    (15, "referral_response", (("KS", "opinion", None),)),
    (15, "follow_up_report", (("KS", "proposes", "notes"), ("KF", "notes", None))),
    (10, "policy_document", (("KS", "tables", None), ("KS", "proposes", "adopts"), ("KF", "adopts", None))),
    (5, "interpellation", (("KF", "allows", None), ("KF", "answered", None))),
    (5, "appointment", (("KF", "elects", None),)),
    (5, "motion", (("KF", "rejects", None),)),  # refused: nobody has prepared it
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Took:
    """One file: its steps, how many of them were accepted, seconds, and the highest memory in MiB."""

    steps: int
    accepted: int
    seconds: float
    peak_mb: float


def measure(folder: Path, steps: int) -> Took:
    """Play a file of about so many steps in a process of its own."""
    path = folder / f"{steps}.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for history in _histories(steps):
            file.write(json.dumps(history) + "\n")
    answer = subprocess.run(
        [sys.executable, "-m", "bench.replay", path], check=True, capture_output=True, text=True
    )
    return Took(**json.loads(answer.stdout))


def _histories(steps: int) -> Iterator[dict[str, Any]]:
    chance = random.Random(1)  # noqa: S311 - nothing secret
    weights = [weight for weight, _, _ in _ROUTES]
    serial = 0
    while steps > 0:
        serial += 1
        _, matter_type, route = chance.choices(_ROUTES, weights)[0]
        meeting = chance.randrange(_MEETINGS - len(route))
        began = _FIRST + timedelta(weeks=2 * meeting)
        yield {
            "dnr": f"SK-{began.year}-{serial:05}",
            "title": f"Ärende {serial}",
            "matter_type": matter_type,
            "organisation": "storstad",
            "steps": [
                _step(body, outcome, proposed, began + timedelta(weeks=2 * place))
                for place, (body, outcome, proposed) in enumerate(route)
            ],
        }
        steps -= len(route)


def _step(body: str, outcome: str, proposed: str | None, week: date) -> dict[str, Any]:
    """The council meets two days after the board."""
    day = week + timedelta(days=2 if body == "KF" else 0)
    step = {"body": body, "date": day.isoformat(), "outcomes": [outcome]}
    return step if proposed is None else {**step, "proposed": [proposed]}


def main(source: Path) -> None:
    """Play the file as the command line does, and print what it took."""
    process, peak = psutil.Process(), 0

    def watch(_: Progress) -> None:
        nonlocal peak
        peak = max(peak, process.memory_info().rss)

    started = time.perf_counter()
    replaying = Replay(source, DEFINITIONS, today=_TODAY, watch=watch)
    survey = replaying.survey(lambda _: None)
    with replaying.ledger(survey) as ledger:
        replaying.play(survey, ledger)
        counts = ledger.result().counts
        for _ in ledger.refusals():
            pass
    took = {
        "steps": counts.steps,
        "accepted": counts.accepted,
        "seconds": time.perf_counter() - started,
        "peak_mb": peak / 2**20,
    }
    sys.stdout.write(json.dumps(took))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
