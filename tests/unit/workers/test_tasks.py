"""Tasks, the ticker, and the application around them; without a broker's help."""

import logging
from collections.abc import Callable
from threading import Event
from types import SimpleNamespace
from typing import ClassVar

import pytest
from celery import signals
from prometheus_client import REGISTRY

from tests.engineroom import EngineRoom
from workers.app import Workshop
from workers.apply import Apply
from workers.deliver import Deliver
from workers.task import BatchTask
from workers.ticker import Ticker, TickerStep
from workers.timers import Timers
from workflow.bootstrap import Engine, bootstrap
from workflow.config import load
from workflow.errors import StoreUnavailableError


@pytest.fixture
def room() -> EngineRoom:
    return EngineRoom()


@pytest.fixture
def engine(room: EngineRoom, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """The engine in memory, as the workers see it."""
    folder = tmp_path_factory.mktemp("engine")
    real = bootstrap(load(database_url=f"sqlite:///{folder}/a.db", poll_seconds=60))
    return Engine(real.settings, room.context, room.bus, real.database)


def figure(name: str, kind: str) -> float:
    """One of the process's counters."""
    return REGISTRY.get_sample_value(f"arendegang_worker_{name}_total", {"kind": kind}) or 0.0


def never() -> bool:
    return False


class Scripted(BatchTask):
    """A task whose batches are written down beforehand."""

    name = "scripted"
    kind: ClassVar[str] = "scripted"

    def __init__(
        self, engine: Engine, batches: list[int | Exception], stopping: Callable[[], bool] = never
    ) -> None:
        super().__init__(engine, "me", stopping)
        self.batches = batches

    def batch(self) -> int:
        """The next one."""
        result = self.batches.pop(0)
        if isinstance(result, Exception):
            raise result
        return result


def test_a_task_runs_until_nothing_is_left(room: EngineRoom, engine: Engine) -> None:
    """Each of the three carries its own kind of batch out, all of it."""
    room.submit(room.registering("KS 2024/1"), room.approval("KS 2024/1", "Skolan"))
    before = figure("work", "apply")
    Apply(engine, "me", never).run()
    Deliver(engine, "me", never).run()
    Timers(engine, "me", never).run()
    Apply(engine, "me", never).run()
    assert room.matter().items[0].status == "delivered"
    assert figure("work", "apply") == before + 3


def test_a_task_stops_between_batches(engine: Engine) -> None:
    """Told to stop, it begins no other batch."""
    asked = iter([False, True])
    task = Scripted(engine, [5, 5], lambda: next(asked))
    task.run()
    assert task.batches == [5]


def test_a_database_that_is_away_is_no_failure_of_the_task(engine: Engine) -> None:
    """Counted, and left to the next tick."""
    before = figure("faults", "scripted")
    Scripted(engine, [StoreUnavailableError("Borta.")]).run()
    assert figure("faults", "scripted") == before + 1


def test_the_ticker_survives_whatever_goes_wrong(engine: Engine) -> None:
    """A task that breaks doesn't keep the next one from its turn."""
    broken, fine = Scripted(engine, [ZeroDivisionError()]), Scripted(engine, [1, 0])
    Ticker((broken, fine), Event(), seconds=1).tick()
    assert fine.batches == []


def test_ticks_come_at_an_uneven_pace(engine: Engine) -> None:
    """Between half and one and a half times the interval, the first one at once."""
    waited: list[float | None] = []

    class Waits(Event):
        def wait(self, timeout: float | None = None) -> bool:
            waited.append(timeout)
            if len(waited) == 2:
                self.set()
            return self.is_set()

    dice = iter([0.0, 1.0])
    task = Scripted(engine, [0, 0])
    ticker = Ticker((task,), Waits(), seconds=10, random=lambda: next(dice))
    ticker.start()
    ticker.stop()
    assert waited in ([5.0, 15.0], [5.0])


def test_the_ticker_works_without_a_broker(room: EngineRoom, engine: Engine) -> None:
    """A whole application without Redis: what is queued is carried out, and telling it to stop ends it."""
    room.submit(room.registering("KS 2024/1"))
    app = Workshop(engine)
    worker = SimpleNamespace(app=app)
    step = TickerStep(worker)
    step.start(worker)
    done = Event()
    for _ in range(500):
        if room.status("register:KS 2024/1") == "done":
            break
        done.wait(0.01)
    signals.worker_shutting_down.send(sender="worker", sig="SIGTERM", how="warm", exitcode=0)
    assert app.stop.is_set()
    step.stop(worker)
    assert room.status("register:KS 2024/1") == "done"


def test_messages_are_hints(engine: Engine) -> None:
    """Early acknowledgement, no results, no schedule, nothing but JSON; logging is left alone."""
    app = Workshop(engine)
    conf = app.conf
    assert conf.task_acks_late is False
    assert conf.task_ignore_result is True
    assert conf.beat_schedule == {}
    assert conf.accept_content == ["json"]
    assert conf.broker_url == "memory://"
    assert {queue.name for queue in conf.task_queues} <= set(app.tasks)
    handlers = logging.root.handlers[:]
    app.log.setup(loglevel="INFO")
    assert logging.root.handlers == handlers
