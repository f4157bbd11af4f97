"""The Celery application: three tasks without arguments, results, retries or schedules."""

from os import getpid
from socket import gethostname
from threading import Event
from uuid import uuid4

from celery import Celery, signals
from kombu.entity import Queue

from workers.apply import Apply
from workers.deliver import Deliver
from workers.ticker import Ticker, TickerStep
from workers.timers import Timers
from workflow.bootstrap import Engine
from workflow.command.queues import QUEUES, name_of

_NO_BROKER = "memory://"


class Workshop(Celery):
    """A Celery application that knows its engine. ``stop`` ends all work after the batch in hand."""

    def __init__(self, engine: Engine) -> None:
        super().__init__("arendegang", set_as_current=False, autofinalize=False)
        self.stop = Event()
        owner = f"{gethostname()}-{getpid()}-{uuid4().hex[:8]}"
        tasks = tuple(
            kind(engine, f"{owner}-{kind.kind}", self.stop.is_set)
            for kind in (Timers, Apply, Deliver)
        )
        self.conf.update(_configuration(engine.settings.redis_url or _NO_BROKER))
        self.finalize()
        for task in tasks:
            self.register_task(task)
        self.ticker = Ticker(tasks, self.stop, seconds=engine.settings.poll_seconds)
        self.steps["worker"].add(TickerStep)
        signals.worker_shutting_down.connect(self._on_shutting_down, weak=False)
        signals.setup_logging.connect(_leave_logging_alone)

    def _on_shutting_down(self, **_about: object) -> None:
        self.stop.set()


def _configuration(broker: str) -> dict[str, object]:
    return {
        "broker_url": broker,
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # for ever: the ticker works meanwhile
        "broker_transport_options": {"socket_connect_timeout": 2.0, "health_check_interval": 10},
        "task_acks_late": False,  # a message is a hint; leases and attempts are in the database
        "task_ignore_result": True,
        "task_queues": [Queue(name_of(queue), routing_key=name_of(queue)) for queue in QUEUES],
        "task_default_queue": name_of("apply"),
        "task_serializer": "json",
        "accept_content": ["json"],
        "worker_prefetch_multiplier": 1,
        "worker_cancel_long_running_tasks_on_connection_loss": True,  # of late acknowledgements: none
        "worker_hijack_root_logger": False,
        "worker_enable_remote_control": False,
        "worker_send_task_events": False,
    }


def _leave_logging_alone(**_about: object) -> None:
    """Celery sets up no logging where somebody listens to this signal."""
