"""Servers that go away: the work waits in the database and is taken up again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import StrictRedis

from tests.chaos.plan import Plan
from tests.plant import Plant, identity
from tests.servers import Postgres, Redis, postgres, redis
from tests.smtp import ScriptedSmtp
from workflow.errors import StoreUnavailableError
from workflow.model.commands import Envelope
from workflow.store.migrate import migrate

pytestmark = pytest.mark.integration


@pytest.fixture
def own_redis() -> Iterator[Redis]:
    """One that may be stopped."""
    with redis() as server:
        yield server


@pytest.fixture(scope="module")
def own_postgres() -> Iterator[Postgres]:
    """One that may be stopped."""
    with postgres() as server:
        migrate(server.create_database("outage"))
        yield server


def registration(number: int) -> Envelope:
    (everything,) = Plan(seed=1, matters=number, kills=1).slices()[:1]
    return next(one for one in everything if one.matter == identity(number))


def registered(plant: Plant, number: int) -> None:
    """Queue a registration and wait until a worker has carried it out."""
    plant.engine.bus.submit([registration(number)])
    plant.wait_until(lambda: plant.matter(number) is not None)


def test_hints_make_it_fast_and_flushing_them_costs_latency_only(plant: Plant) -> None:
    """A worker that polls once an hour acts on a hint at once, also after FLUSHALL."""
    plant.work(ARENDEGANG_POLL_SECONDS="3600")
    plant.wait_until(lambda: _consumers(plant.redis) > 0)
    registered(plant, 1)
    plant.redis.flush()
    registered(plant, 2)


def test_what_was_hinted_before_the_flush_is_done_all_the_same(plant: Plant) -> None:
    """Queued and hinted while no worker runs, then FLUSHALL: the worker finds it in the database."""
    plant.engine.bus.submit([registration(1)])
    plant.redis.flush()
    plant.work()
    plant.wait_until(lambda: plant.matter(1) is not None)


def _consumers(server: Redis) -> int:
    """How many clients wait for a message."""
    with StrictRedis.from_url(server.url) as client:
        return sum(one["cmd"] == "brpop" for one in client.client_list())


def test_redis_down_from_the_beginning_or_suddenly(
    empty_database: str, own_redis: Redis, mail_server: ScriptedSmtp, tmp_path: Path
) -> None:
    """Workers start without Redis, go on without it, and take hints again when it is back."""
    own_redis.stop()
    with Plant(empty_database, own_redis, mail_server, tmp_path / "workers.log") as plant:
        worker = plant.work()
        registered(plant, 1)
        own_redis.start()
        registered(plant, 2)
        own_redis.stop()
        registered(plant, 3)
        worker.terminate()
        assert worker.wait(30) == 0


def test_postgresql_stops_and_starts_under_a_worker(
    own_postgres: Postgres, redis_server: Redis, mail_server: ScriptedSmtp, tmp_path: Path
) -> None:
    """Nothing is lost, whoever waits gets a clear error, and the worker goes on by itself."""
    url = own_postgres.url_of("outage")
    with Plant(url, redis_server, mail_server, tmp_path / "workers.log") as plant:
        worker = plant.work()
        registered(plant, 1)
        own_postgres.stop()
        with pytest.raises(StoreUnavailableError):
            plant.engine.bus.submit([registration(2)])
        own_postgres.start()
        plant.wait_until(lambda: _submitted(plant, 2))
        plant.wait_until(lambda: plant.matter(2) is not None)
        assert worker.poll() is None
        assert plant.engine.verify().sound


def _submitted(plant: Plant, number: int) -> bool:
    """The first connection after the outage may still be a broken one."""
    try:
        plant.engine.bus.submit([registration(number)])
    except StoreUnavailableError:
        return False
    return True


def test_a_mail_server_that_is_down_is_waited_for(plant: Plant) -> None:
    """Messages wait in the outbox, and each is sent once when it is back."""
    plant.smtp.stop()
    plant.work()
    registered(plant, 1)
    plant.wait_until(lambda: _tries(plant) >= 2)
    plant.smtp.start()
    plant.wait_until(plant.idle)
    assert len(plant.smtp.messages) == 1


def _tries(plant: Plant) -> int:
    with plant.engine.units() as uow:
        return sum(len(row.tries) for row in uow.outbox.list())
