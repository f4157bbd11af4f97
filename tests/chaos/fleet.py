"""The processes of a run: started, killed with -9, and started again."""

import os
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from threading import Event

from tests.chaos.plan import Plan
from tests.chaos.surroundings import CRASH_AT

ROOT = Path(__file__).parents[2]
WORKERS = 4
GIVING = ("accept:before", "accept:after", "execute:before", "execute:after")
WORKING = (
    "claim:before", "claim:after", "apply:before", "apply:after", "timers:before", "timers:after",
    "mail-claim:before", "mail-claim:after", "mail:answered", "mail:before", "mail:after",
)  # fmt: skip
_KILLED = -9
_TOLD_TOO_EARLY = -15  # before it listened to signals
_MOST_PASSES = 4  # after the first time, a crash comes at one of the first passes of its place
RANDOM = "at random"


@dataclass
class Fleet:
    """Four workers and one who gives commands. ``kills`` counts by place."""

    plan: Plan
    environment: Mapping[str, str]
    log: Path
    kills: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.plan.seed)  # noqa: S311 - repeatable
        self._crashes = cycle(GIVING)
        self._workers: dict[subprocess.Popen[str], str] = {}
        self._producer: subprocess.Popen[str] | None = None
        self._planted_in_producer = ""
        self._file = self.log.open("a", encoding="utf-8")

    @property
    def killed(self) -> int:
        """How many processes have died by -9."""
        return self.kills.total()

    def man(self) -> None:
        """Start workers until there are four; half of them are to die at a place of their own."""
        while len(self._workers) < WORKERS:
            planted = sum(bool(place) for place in self._workers.values())
            place = self._next_place() if planted < WORKERS / 2 else ""
            self._workers[self._start("tests.chaos.worker", crash_at=place)] = place

    def calm(self) -> None:
        """Replace the workers that are to die by ones that aren't, and fill the fleet."""
        for worker in [one for one, place in self._workers.items() if place]:
            self._kill(worker)
        while len(self._workers) < WORKERS:
            self._workers[self._start("tests.chaos.worker")] = ""

    def bury(self) -> int:
        """Count the workers that have died at their places."""
        dead = [worker for worker in self._workers if worker.poll() is not None]
        for worker in dead:
            place = self._workers.pop(worker)
            if worker.returncode != _KILLED:
                raise RuntimeError(f"a worker ended with {worker.returncode}; see {self.log}")
            self.kills[_without_count(place)] += 1
        return len(dead)

    def kill_one(self) -> None:
        """Kill a worker in the middle of whatever it does, rather not one that is to die elsewhere."""
        free = [worker for worker, place in self._workers.items() if not place]
        self._kill(self._dice.choice(free or list(self._workers)))

    def give(self, number: int, *, crash: bool, stop: Event) -> None:
        """Have a slice queued, by a producer that may die before or after its commit."""
        while not stop.is_set():
            producer = self._producing(crash=crash)
            crash = False
            assert producer.stdin is not None
            assert producer.stdout is not None
            producer.stdin.write(f"{number}\n")
            producer.stdin.flush()
            answer = producer.stdout.readline().strip()
            if answer.isdigit():
                return
            if not answer:
                self._bury_producer()
            stop.wait(0.1)

    def retire(self) -> None:
        """End everything in good order; every worker must end by itself when told to."""
        for process in (*self._workers, *([self._producer] if self._producer else [])):
            process.terminate()
        for worker in self._workers:
            if worker.wait(timeout=60) not in (0, _TOLD_TOO_EARLY):
                raise RuntimeError(f"a worker ended with {worker.returncode}; see {self.log}")
        if self._producer is not None:
            self._close_producer(self._producer)
        self._workers.clear()
        self._producer = None
        self._file.close()

    def abandon(self) -> None:
        """End what is left after a failure."""
        for process in (*self._workers, *([self._producer] if self._producer else [])):
            process.kill()
            process.wait()

    def _kill(self, worker: subprocess.Popen[str]) -> None:
        place = self._workers.pop(worker)
        fell = worker.poll() is not None  # it was faster
        worker.kill()
        worker.wait()
        self.kills[_without_count(place) if fell else RANDOM] += 1

    def _next_place(self) -> str:
        """A place where nobody has died yet or is to die, as long as there is one; then any."""
        given = {_without_count(place) for place in self._workers.values()}
        new = [place for place in WORKING if place not in given and not self.kills[place]]
        place = self._dice.choice(new or WORKING)
        return f"{place}:{1 if new else self._dice.randint(1, _MOST_PASSES)}"

    def _producing(self, *, crash: bool) -> subprocess.Popen[str]:
        if crash and self._producer is not None:
            self._producer.terminate()
            self._close_producer(self._producer)
            self._producer = None
        if self._producer is None:
            self._planted_in_producer = next(self._crashes) if crash else ""
            self._producer = self._start(
                "tests.chaos.producer",
                *map(str, (self.plan.seed, self.plan.matters, self.plan.kills)),
                crash_at=f"{self._planted_in_producer}:1" if crash else "",
            )
        return self._producer

    def _bury_producer(self) -> None:
        producer, self._producer = self._producer, None
        assert producer is not None
        producer.wait()
        self._close_producer(producer)
        if producer.returncode != _KILLED:
            raise RuntimeError(f"the producer ended with {producer.returncode}; see {self.log}")
        self.kills[self._planted_in_producer] += 1

    @staticmethod
    def _close_producer(producer: subprocess.Popen[str]) -> None:
        producer.wait()
        for pipe in (producer.stdin, producer.stdout):
            if pipe is not None:
                pipe.close()

    def _start(self, module: str, *arguments: str, crash_at: str = "") -> subprocess.Popen[str]:
        producing = module.endswith("producer")
        return subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", module, *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment, CRASH_AT: crash_at},
            stdin=subprocess.PIPE if producing else subprocess.DEVNULL,
            stdout=subprocess.PIPE if producing else self._file,
            stderr=self._file,
            text=True,
        )


def _without_count(place: str) -> str:
    return place.rpartition(":")[0]
