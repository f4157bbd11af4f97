"""The run: work is given in slices while processes are killed and servers go down."""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from tests.chaos.fleet import Fleet
from tests.chaos.plan import Plan, versions
from tests.chaos.surroundings import STARTED_AT, ShiftedClock
from tests.chaos.verdict import Verdict, judge
from tests.servers import Postgres, Redis, postgres, redis
from tests.smtp import ScriptedSmtp
from workflow.bootstrap import Engine, bootstrap
from workflow.command.definitions import publish
from workflow.config import Settings, load

Say = Callable[[str], None]

_PLANTED_PATIENCE = 5.0  # seconds to wait for a planted crash before somebody is killed at random
_QUIET_PATIENCE = 150.0  # seconds until everything must be done once nobody is killed any more
_LONGEST_LIFE = 0.6  # seconds from a slice to the kill


@dataclass(frozen=True, slots=True)
class Servers:
    """The real ones."""

    postgres: Postgres
    redis: Redis
    smtp: ScriptedSmtp
    url: str

    def environment(self, started_at: float) -> dict[str, str]:
        """For every process: short leases, so that what a dead worker held is soon taken over."""
        return {
            "ARENDEGANG_DATABASE_URL": self.url,
            "ARENDEGANG_REDIS_URL": self.redis.url,
            "ARENDEGANG_SMTP_HOST": self.smtp.host,
            "ARENDEGANG_SMTP_PORT": str(self.smtp.port),
            "ARENDEGANG_SMTP_SECURITY": "none",
            "ARENDEGANG_SMTP_TIMEOUT": "1",
            "ARENDEGANG_MAIL_LEASE_SECONDS": "12",
            "ARENDEGANG_MAIL_TRIES": "200",
            "ARENDEGANG_MAIL_FIRST_RETRY_SECONDS": "0.5",
            "ARENDEGANG_MAIL_LONGEST_RETRY_SECONDS": "2",
            "ARENDEGANG_COMMAND_LEASE_SECONDS": "3",
            "ARENDEGANG_COMMAND_TRIES": "60",
            "ARENDEGANG_POLL_SECONDS": "0.5",
            "ARENDEGANG_BATCH": "40",
            STARTED_AT: repr(started_at),
        }


def chaos(plan: Plan, *, log: Path, say: Say) -> Verdict:
    """Run, and count what came of it.

    Raises:
        TimeoutError: not everything was done in time.
        RuntimeError: a process ended in another way than by a kill.
    """
    with ExitStack() as stack:
        servers = stack.enter_context(_servers())
        started_at = time.time()
        environment = servers.environment(started_at)
        engine = bootstrap(_settings(environment), clock=ShiftedClock(started_at))
        stack.callback(engine.close)
        engine.migrate()
        with engine.units() as uow:
            publish(uow, versions(), at=engine.clock.now())
            uow.commit()
        fleet = Fleet(plan, environment, log)
        stack.callback(fleet.abandon)
        _trouble(plan, fleet, servers, say)
        say("no more kills; waiting until everything is done")
        fleet.calm()
        # A matter that ends takes its reminder with it, so it may not end before it was reminded.
        _wait_until(lambda: _nothing_due(engine), fleet, "timers")
        fleet.give(len(plan.slices()) - 1, crash=False, stop=Event())
        _wait_until(lambda: _quiet(engine, plan, say), fleet, "work")
        fleet.retire()
        for place, count in sorted(fleet.kills.items()):
            say(f"  killed {count:3} × {place}")
        return judge(engine, plan, servers.smtp.messages, fleet.kills)


def _settings(environment: Mapping[str, str]) -> Settings:
    prefix = "ARENDEGANG_"
    return load(
        **{
            key.removeprefix(prefix).lower(): value
            for key, value in environment.items()
            if key.startswith(prefix)
        }
    )


@contextmanager
def _servers() -> Iterator[Servers]:
    with postgres() as database, redis() as broker, ScriptedSmtp() as smtp:
        yield Servers(database, broker, smtp, database.create_database("kaos"))


def _trouble(plan: Plan, fleet: Fleet, servers: Servers, say: Say) -> None:
    dice = random.Random(plan.seed + 1)  # noqa: S311 - repeatable
    pause = Event()
    count = len(plan.slices()) - 1
    troubles = _troubles(servers, count)
    fleet.man()
    for number in range(count):
        end_trouble = troubles[number](say) if number in troubles else None
        if end_trouble is None:
            fleet.give(number, crash=number % 4 == 1, stop=pause)
            _let_one_die(fleet, dice, pause, planted=number % 2 == 0)
        else:
            pause.wait(dice.uniform(1.0, 2.0))
            end_trouble()
            fleet.give(number, crash=False, stop=pause)
        fleet.bury()
        fleet.man()
        say(f"slice {number + 1} of {count} queued, {fleet.killed} killed")
    while fleet.killed < plan.kills:
        _let_one_die(fleet, dice, pause, planted=True)
        fleet.man()


def _let_one_die(fleet: Fleet, dice: random.Random, pause: Event, *, planted: bool) -> None:
    """Wait for a planted crash, or kill somebody at a random moment."""
    if planted:
        until = time.monotonic() + _PLANTED_PATIENCE
        while time.monotonic() < until:
            if fleet.bury():
                return
            pause.wait(0.05)
    pause.wait(dice.uniform(0.05, _LONGEST_LIFE))
    fleet.kill_one()


def _troubles(
    servers: Servers, count: int
) -> dict[int, Callable[[Say], Callable[[], None] | None]]:
    """At which slice which server fails; what is returned ends it."""

    def flush(say: Say) -> None:
        say("FLUSHALL")
        servers.redis.flush()

    def no_redis(say: Say) -> Callable[[], None]:
        say("Redis goes down")
        servers.redis.stop()
        return servers.redis.start

    def no_database(say: Say) -> Callable[[], None]:
        say("PostgreSQL goes down")
        servers.postgres.stop()
        return servers.postgres.start

    def no_mail(say: Say) -> Callable[[], None]:
        say("the mail server goes down")
        servers.smtp.stop()
        return servers.smtp.start

    return {
        count // 6: flush,
        count * 2 // 6: no_database,
        count * 3 // 6: no_mail,
        count * 4 // 6: no_redis,
        count * 5 // 6: flush,
    }


def _wait_until(condition: Callable[[], bool], fleet: Fleet, what: str) -> None:
    until = time.monotonic() + _QUIET_PATIENCE
    pause = Event()
    while not condition():
        if time.monotonic() > until:
            raise TimeoutError(f"{what} left after {_QUIET_PATIENCE} seconds; see {fleet.log}")
        if fleet.bury():
            raise RuntimeError(f"a worker died by itself; see {fleet.log}")
        pause.wait(0.5)


def _nothing_due(engine: Engine) -> bool:
    engine.database.dispose()  # its connections were broken off when PostgreSQL went down
    with engine.units() as uow:
        due = uow.timers.next_due()
        return (due is None or due > engine.clock.now()) and not uow.commands.waiting()


def _quiet(engine: Engine, plan: Plan, say: Say) -> bool:
    with engine.units() as uow:
        commands = uow.commands.waiting()
        mails = sum(
            len(uow.outbox.list(status=status, limit=100_000)) for status in ("pending", "claimed")
        )
        matters = len(uow.matters.list(open_only=True, limit=plan.matters))
    say(f"left: {commands} commands, {mails} mails, {matters} open matters")
    return not (commands or mails or matters)
