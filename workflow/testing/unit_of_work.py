"""A store in memory with the behaviour of the real ones, transactions and leases included."""

import threading
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from workflow.command.ports import (
    Commands,
    Definitions,
    Documents,
    Incidents,
    Matters,
    Migrations,
    NoticeBoard,
    Notices,
    Outbox,
    Paragraphs,
    Timers,
    UnitOfWork,
)
from workflow.testing.commands import MemoryCommands
from workflow.testing.definitions import MemoryDefinitions
from workflow.testing.documents import MemoryDocuments
from workflow.testing.incidents import MemoryIncidents
from workflow.testing.matters import MemoryMatters
from workflow.testing.migrations import MemoryMigrations
from workflow.testing.noticeboard import MemoryNoticeBoard
from workflow.testing.notices import MemoryNotices
from workflow.testing.outbox import MemoryOutbox
from workflow.testing.paragraphs import MemoryParagraphs
from workflow.testing.state import LeaseClock, State
from workflow.testing.timers import MemoryTimers


def _system_clock() -> datetime:
    return datetime.now(UTC)


class MemoryStore:
    """Implements ``ports.UnitOfWorkFactory``: call it to open a transaction.

    One transaction at a time, as on SQLite. ``lease_clock`` stands for the database's clock.
    """

    def __init__(self, lease_clock: LeaseClock = _system_clock) -> None:
        self.state = State()
        self.lease_clock = lease_clock
        self._lock = threading.Lock()
        self._holder: int | None = None

    def __call__(self) -> UnitOfWork:
        """A new transaction, unopened."""
        return MemoryUnitOfWork(self)

    def acquire(self) -> None:
        """Wait for the transaction that is open.

        Raises:
            RuntimeError: it was opened by the same thread, so that it would be waited for for ever.
        """
        if self._holder == threading.get_ident():
            raise RuntimeError("a unit of work inside another one")
        self._lock.acquire()
        self._holder = threading.get_ident()

    def release(self) -> None:
        """Let the next one in."""
        self._holder = None
        self._lock.release()


class MemoryUnitOfWork:
    """One transaction: works on a copy of the rows."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def __enter__(self) -> Self:
        """Begin.

        Raises:
            RuntimeError: inside another one of the same thread.
        """
        self._store.acquire()
        self._begin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Forget what was not committed."""
        self._store.release()

    def commit(self) -> None:
        """Make it so; what follows is a new transaction."""
        self._store.state = self._state
        self._begin()

    def _begin(self) -> None:
        state = self._state = self._store.state.copy()
        clock = self._store.lease_clock
        self.commands: Commands = MemoryCommands(state, clock)
        self.matters: Matters = MemoryMatters(state)
        self.timers: Timers = MemoryTimers(state)
        self.outbox: Outbox = MemoryOutbox(state, clock)
        self.notices: Notices = MemoryNotices(state)
        self.board: NoticeBoard = MemoryNoticeBoard(state)
        self.documents: Documents = MemoryDocuments(state)
        self.paragraphs: Paragraphs = MemoryParagraphs(state)
        self.incidents: Incidents = MemoryIncidents(state)
        self.definitions: Definitions = MemoryDefinitions(state)
        self.migrations: Migrations = MemoryMigrations(state)
