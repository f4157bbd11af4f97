"""One transaction on a SQL database, with every port on it."""

from types import TracebackType
from typing import Self

from sqlalchemy import Engine

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
    UnitOfWorkFactory,
)
from workflow.store.commands import SqlCommands
from workflow.store.definitions import SqlDefinitions
from workflow.store.documents import SqlDocuments
from workflow.store.incidents import SqlIncidents
from workflow.store.matters import SqlMatters
from workflow.store.noticeboard import SqlNoticeBoard
from workflow.store.notices import SqlNotices
from workflow.store.outbox import SqlOutbox
from workflow.store.paragraphs import SqlParagraphs
from workflow.store.plans import SqlMigrations
from workflow.store.session import Session
from workflow.store.timers import SqlTimers


class SqlUnitOfWork:
    """One transaction. Never open one inside another: on SQLite the inner one would wait for ever.

    The transaction begins with the first statement. On PostgreSQL it is READ COMMITTED; whoever
    applies commands locks their matters first, in id order (``matters.load(..., lock=True)``),
    and nothing else afterwards that another applier could hold, so that no circle can arise.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._session: Session | None = None

    def __enter__(self) -> Self:
        """Take a connection.

        Raises:
            StoreUnavailableError: the database doesn't answer.
        """
        session = self._session = Session(self._engine.connect())
        self.commands: Commands = SqlCommands(session)
        self.matters: Matters = SqlMatters(session)
        self.timers: Timers = SqlTimers(session)
        self.outbox: Outbox = SqlOutbox(session)
        self.notices: Notices = SqlNotices(session)
        self.board: NoticeBoard = SqlNoticeBoard(session)
        self.documents: Documents = SqlDocuments(session)
        self.paragraphs: Paragraphs = SqlParagraphs(session)
        self.incidents: Incidents = SqlIncidents(session)
        self.definitions: Definitions = SqlDefinitions(session)
        self.migrations: Migrations = SqlMigrations(session)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Give the connection back; what was not committed is rolled back."""
        if self._session is not None:
            self._session.close()
            self._session = None

    def commit(self) -> None:
        """Make it so."""
        if self._session is None:
            raise RuntimeError("commit outside the unit of work")
        self._session.connection.commit()


def sql_unit_of_work(engine: Engine) -> UnitOfWorkFactory:
    """Opens transactions on this engine (see ``engine.connect``)."""

    def open_one() -> UnitOfWork:
        return SqlUnitOfWork(engine)

    return open_one
