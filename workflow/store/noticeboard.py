"""The notice boards for the public: narrowed down, counted and turned page by page in the database."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, extract, func, or_, select, tuple_

from workflow.command.noticeboard import NoticeQuery, Term
from workflow.command.ports import NoticeRow
from workflow.store.notice_statements import UP
from workflow.store.notices import as_row
from workflow.store.session import Session
from workflow.store.tables import notices

_LATEST = (notices.c.posted_on.desc(), notices.c.id.desc())
_LATEST_DOWN = (notices.c.removed_on.desc(), notices.c.id.desc())
_YEAR = extract("year", notices.c.posted_on)


class SqlNoticeBoard:
    """Implements ``ports.NoticeBoard``."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection

    def get(self, notice: str) -> NoticeRow | None:
        """See ``ports.NoticeBoard.get``."""
        found = self._rows(select(notices).where(notices.c.id == notice))
        return found[0] if found else None

    def search(self, query: NoticeQuery, *, limit: int, offset: int = 0) -> tuple[NoticeRow, ...]:
        """See ``ports.NoticeBoard.search``."""
        asked = select(notices).where(*_conditions(query))
        return self._rows(asked.order_by(*_LATEST).limit(limit).offset(offset))

    def taken_down(self, query: NoticeQuery, *, limit: int) -> tuple[NoticeRow, ...]:
        """See ``ports.NoticeBoard.taken_down``."""
        down = select(notices).where(notices.c.removed_on.is_not(None), *_conditions(query))
        return self._rows(down.order_by(*_LATEST_DOWN).limit(limit))

    def count(self, query: NoticeQuery) -> int:
        """See ``ports.NoticeBoard.count``."""
        counted = select(func.count()).select_from(notices).where(*_conditions(query))
        return self._connection.execute(counted).scalar_one()

    def years(self, query: NoticeQuery) -> tuple[tuple[int, int], ...]:
        """See ``ports.NoticeBoard.years``."""
        counted = select(_YEAR, func.count()).where(*_conditions(query)).group_by(_YEAR)
        found = self._connection.execute(counted.order_by(_YEAR.desc()))
        return tuple((int(year), count) for year, count in found)

    def shows(self, sha256: str, on: date) -> bool:
        """See ``ports.NoticeBoard.shows``."""
        until = notices.c.document_until
        shown = exists().where(notices.c.document == sha256, UP, or_(until.is_(None), until >= on))
        return bool(self._connection.execute(select(shown)).scalar_one())

    def _rows(self, statement: Select[tuple[object, ...]]) -> tuple[NoticeRow, ...]:
        return tuple(map(as_row, self._connection.execute(statement)))


def _conditions(query: NoticeQuery) -> Iterator[ColumnElement[bool]]:
    if query.organisation is not None:
        theirs = notices.c.organisation == query.organisation
        yield or_(theirs, notices.c.board.in_(query.boards)) if query.boards else theirs
    if query.body is not None:
        yield notices.c.body == query.body
    if query.kind is not None:
        yield notices.c.kind == query.kind
    if query.year is not None:
        first, last = date(query.year, 1, 1), date(query.year, 12, 31)
        yield and_(notices.c.posted_on >= first, notices.c.posted_on <= last)
    if query.standing != "any":
        yield UP if query.standing == "up" else ~UP
    yield from map(_found, query.terms)


def _found(term: Term) -> ColumnElement[bool]:
    within = notices.c.words.contains(term.text.casefold(), autoescape=True)
    if not term.bodies:
        return within
    return or_(within, tuple_(notices.c.organisation, notices.c.body).in_(term.bodies))
