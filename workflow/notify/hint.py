"""Tells the workers over Redis that there is work. Losing a hint costs latency, nothing else.

A hint is a task message as Celery reads it (its message protocol, version 2), written by kombu, so that
whoever gives commands needs the broker's address and nothing of the workers' code.
"""

from collections.abc import Callable
from threading import Lock
from time import monotonic
from uuid import uuid4

import structlog
from kombu.connection import Connection

from workflow.command.queues import Queue, name_of

_PATIENCE = 0.5  # seconds that a broker may take to answer
_SILENCE = 5.0  # seconds without hints after it didn't
_BODY: tuple[list[object], dict[str, object], dict[str, None]] = (
    [],
    {},
    {"callbacks": None, "errbacks": None, "chain": None, "chord": None},
)

_log = structlog.get_logger(__name__)


def no_hint(queue: Queue) -> None:
    """There is no broker; the workers ask the database."""


class RedisHint:
    """Implements ``ports.Hint``. A broker that is down is left alone for a while."""

    def __init__(self, url: str, *, seconds: Callable[[], float] = monotonic) -> None:
        self._url = url
        self._seconds = seconds
        self._lock = Lock()
        self._connection: Connection | None = None
        self._silent_until = 0.0

    def __call__(self, queue: Queue) -> None:
        """Publish the hint if the broker takes it at once; never raises."""
        with self._lock:
            if self._seconds() < self._silent_until:
                return
            try:
                self._publish(name_of(queue))
            except Exception as error:  # noqa: BLE001 - whatever it is, the work is in the database
                _log.warning("hint_lost", queue=queue, error=str(error))
                self._silent_until = self._seconds() + _SILENCE
                self._drop()

    def close(self) -> None:
        """Let go of the connection."""
        with self._lock:
            self._drop()

    def _publish(self, name: str) -> None:
        if self._connection is None:
            self._connection = Connection(
                self._url,
                transport_options={
                    "socket_timeout": _PATIENCE,
                    "socket_connect_timeout": _PATIENCE,
                },
            )
        identity = str(uuid4())
        self._connection.Producer(serializer="json").publish(
            _BODY,
            routing_key=name,
            headers={
                "lang": "py",
                "task": name,
                "id": identity,
                "root_id": identity,
                "parent_id": None,
                "group": None,
                "ignore_result": True,
            },
            correlation_id=identity,
            retry=False,
        )

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.release()
