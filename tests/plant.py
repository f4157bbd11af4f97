"""An engine on real servers with real worker processes, and patience that ends."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import Self

from tests.chaos.plan import versions
from tests.chaos.surroundings import CRASH_AT, STARTED_AT, ShiftedClock
from tests.servers import Redis
from tests.smtp import ScriptedSmtp
from workflow.bootstrap import Engine, bootstrap
from workflow.command.definitions import Version, publish
from workflow.config import load
from workflow.model.commands import Command, Envelope, RegisterMatter
from workflow.model.events import Event as MatterEvent
from workflow.model.ids import MatterId, matter_id
from workflow.model.matter import Actor, Matter

ROOT = Path(__file__).parents[1]
SARA = Actor("Sara", ("secretary", "officer"))
SHIFTED = ("-m", "tests.chaos.worker")
SHIPPED = ("-c", "from workflow.cli.main import run; run()", "worker")
_PATIENCE = 60.0
_EXPECTED = frozenset({None, 0, -9})  # running, told to stop, killed by the test


class Plant:
    """The chaos run's office, and as many workers as a test wants."""

    def __init__(self, url: str, redis: Redis, smtp: ScriptedSmtp, log: Path) -> None:
        self.redis, self.smtp, self.log = redis, smtp, log
        self._started_at = time.time()
        self._url = url
        self._file = log.open("w", encoding="utf-8")
        self._workers: list[subprocess.Popen[bytes]] = []
        self.engine = self._engine()
        self.publish(*versions())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.terminate()
        for worker in self._workers:
            worker.wait(_PATIENCE)
        self.engine.close()
        self._file.close()

    def environment(self, **changes: str) -> dict[str, str]:
        """For worker processes: short leases and polls, and this plant's clock."""
        return {
            "ARENDEGANG_DATABASE_URL": self._url,
            "ARENDEGANG_REDIS_URL": self.redis.url,
            "ARENDEGANG_SMTP_HOST": self.smtp.host,
            "ARENDEGANG_SMTP_PORT": str(self.smtp.port),
            "ARENDEGANG_SMTP_SECURITY": "none",
            "ARENDEGANG_SMTP_TIMEOUT": "5",
            "ARENDEGANG_MAIL_LEASE_SECONDS": "60",
            "ARENDEGANG_MAIL_FIRST_RETRY_SECONDS": "0.2",
            "ARENDEGANG_MAIL_LONGEST_RETRY_SECONDS": "0.5",
            "ARENDEGANG_COMMAND_LEASE_SECONDS": "1",
            "ARENDEGANG_POLL_SECONDS": "0.2",
            STARTED_AT: repr(self._started_at),
            **changes,
        }

    def pass_time(self, days: int) -> None:
        """It is that many days later, for the engine and for workers that start from now on."""
        self._started_at -= timedelta(days=days).total_seconds()
        self.engine.close()
        self.engine = self._engine()

    def work(
        self, program: Sequence[str] = SHIFTED, *, crash_at: str = "", **changes: str
    ) -> subprocess.Popen[bytes]:
        """Start a worker process."""
        worker = subprocess.Popen(
            [sys.executable, *program],
            cwd=ROOT,
            env={**os.environ, **self.environment(**changes), CRASH_AT: crash_at},
            stdin=subprocess.DEVNULL,
            stdout=self._file,
            stderr=self._file,
        )
        self._workers.append(worker)
        return worker

    def publish(self, *these: Version) -> None:
        """Make these definitions current."""
        with self.engine.units() as uow:
            publish(uow, these, at=self.engine.clock.now())
            uow.commit()
        self.engine.catalogue.forget()

    def envelope(self, key: str, number: int, command: Command) -> Envelope:
        """A command on its way to matter ``KS 2025/number``."""
        return Envelope(key, identity(number), command, SARA, self.engine.clock.now())

    def registration(self, number: int) -> Envelope:
        """The registration of matter ``KS 2025/number``."""
        command = RegisterMatter("kaos", "errand", "Ärende", number=f"KS 2025/{number}")
        return self.envelope(f"register:{number}", number, command)

    def stored(self, matter: MatterId) -> Matter:
        """Any matter, as it is stored now."""
        with self.engine.units() as uow:
            return uow.matters.load((matter,))[matter]

    def matter(self, number: int) -> Matter | None:
        """As it is stored now."""
        with self.engine.units() as uow:
            return uow.matters.load((identity(number),)).get(identity(number))

    def events(self, number: int) -> list[MatterEvent]:
        """What has happened to it."""
        with self.engine.units() as uow:
            return [stored.event for stored in uow.matters.history(identity(number))]

    def closed(self, number: int) -> bool:
        """Whether it has ended."""
        matter = self.matter(number)
        return matter is not None and matter.closed_on is not None

    def idle(self) -> bool:
        """Whether no command waits and every message is sent."""
        with self.engine.units() as uow:
            statuses = {row.status for row in uow.outbox.list()}
            return uow.commands.waiting() == 0 and statuses <= {"sent"}

    def wait_until(self, condition: Callable[[], bool], *, patience: float = _PATIENCE) -> None:
        """Ask again until it holds.

        Raises:
            TimeoutError: it didn't within ``patience`` seconds, or a worker broke; with what they wrote.
        """
        until = time.monotonic() + patience
        pause = Event()
        while not condition():
            ended = {worker.poll() for worker in self._workers} - _EXPECTED
            if ended or time.monotonic() > until:
                self._file.flush()
                raise TimeoutError(self.log.read_text("utf-8")[-4000:])
            pause.wait(0.05)

    def _engine(self) -> Engine:
        return bootstrap(
            load(
                database_url=self._url, redis_url=self.redis.url, maildir=self.log.parent / "mail"
            ),
            clock=ShiftedClock(self._started_at),
        )


def identity(number: int) -> MatterId:
    """The id of matter ``KS 2025/number``."""
    return matter_id("kaos", f"KS 2025/{number}")
