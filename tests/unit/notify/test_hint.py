"""Hints over Redis: a real one, one that is down, and one that comes back."""

import json
from collections.abc import Iterator

import pytest
from redis import StrictRedis

from tests.servers import Redis, redis
from workflow.command.queues import QUEUES, name_of
from workflow.notify.hint import RedisHint, no_hint


@pytest.fixture
def broker() -> Iterator[Redis]:
    with redis() as server:
        yield server


def waiting(server: Redis) -> list[str]:
    """The tasks that wait in the queues."""
    with StrictRedis.from_url(server.url) as client:
        messages = [one for queue in QUEUES for one in client.lrange(name_of(queue), 0, -1)]
    return [json.loads(message)["headers"]["task"] for message in messages]


def test_a_hint_is_a_task_message(broker: Redis) -> None:
    """Each queue gets its own task, without arguments."""
    hint = RedisHint(broker.url)
    for queue in QUEUES:
        hint(queue)
    hint.close()
    assert waiting(broker) == ["arendegang.apply", "arendegang.timers", "arendegang.deliver"]


def test_a_broker_that_is_down_is_left_alone_for_a_while(broker: Redis) -> None:
    """Nothing is raised; no try is made for five seconds; then hints are given again."""
    now = [100.0]
    hint = RedisHint(broker.url, seconds=lambda: now[0])
    hint("apply")
    broker.stop()
    hint("apply")
    broker.start()
    hint("apply")  # still silent
    assert waiting(broker) == []
    now[0] += 5.0
    hint("deliver")
    assert waiting(broker) == ["arendegang.deliver"]
    hint.close()
    hint.close()


def test_no_broker_no_hint() -> None:
    """Embedded, a hint goes nowhere."""
    no_hint("apply")
