"""Notice boards; a notice that was taken down stays as proof."""

import json
from collections.abc import Sequence
from itertools import groupby
from typing import cast

from sqlalchemy import Date, Text, bindparam, null, select, true, update

from workflow.command.codec import dump_notice
from workflow.command.ports import NoticeRow
from workflow.model.effects import PostNotice, RemoveNotices
from workflow.model.ids import MatterId
from workflow.store.dialect import Columns, Dialect, Key, for_each
from workflow.store.session import Session
from workflow.store.tables import notices

_COLUMNS: Columns = {
    "id": Key,
    "matter": Key,
    "organisation": Key,
    "board": Text(),
    "body": Text(),
    "meeting_on": Date(),
    "paragraphs": Text(),
    "adjusted_on": Date(),
    "posted_on": Date(),
    "last_appeal_day": Date(),
    "earliest_removal": Date(),
    "where_kept": Text(),
}


class NoticeStatements:
    """Every statement on notices of a fixed form in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        posted = dialect.given(_COLUMNS)
        self.post = (
            dialect.insert(notices)
            .from_select(
                list(_COLUMNS), select(*(posted.c[name] for name in _COLUMNS)).where(true())
            )
            .on_conflict_do_nothing(index_elements=["id"])
        )
        removed = dialect.given({"matter": Key, "removed_on": Date()})
        self.remove = (
            update(notices)
            .where(notices.c.matter == removed.c.matter, notices.c.removed_on.is_(null()))
            .values(removed_on=removed.c.removed_on)
        )


_STATEMENTS = for_each(NoticeStatements)
_LIST = select(notices).order_by(notices.c.posted_on.desc(), notices.c.id).limit(bindparam("limit"))


class SqlNotices:
    """Implements ``ports.Notices``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection
        self._sql = _STATEMENTS[session.dialect]

    def apply(self, effects: Sequence[PostNotice | RemoveNotices]) -> None:
        """See ``ports.Notices.apply``.

        Raises:
            InvalidInputError: a removal before the earliest day (KL 8:12); the table refuses it.
        """
        for kind, run in groupby(effects, key=type):
            if kind is PostNotice:
                rows = ",".join(dump_notice(cast("PostNotice", effect)) for effect in run)
                self._connection.execute(self._sql.post, {"rows": f"[{rows}]"})
            else:
                removals = [
                    {"matter": effect.matter, "removed_on": effect.removed_on.isoformat()}
                    for effect in cast("list[RemoveNotices]", list(run))
                ]
                self._connection.execute(self._sql.remove, {"rows": json.dumps(removals)})

    def list(
        self, *, organisation: str | None = None, up_only: bool = False, limit: int = 1000
    ) -> tuple[NoticeRow, ...]:
        """See ``ports.Notices.list``."""
        statement = _LIST
        if organisation is not None:
            statement = statement.where(notices.c.organisation == organisation)
        if up_only:
            statement = statement.where(notices.c.removed_on.is_(null()))
        return tuple(
            NoticeRow(
                PostNotice(
                    id=row.id,
                    matter=MatterId(row.matter),
                    organisation=row.organisation,
                    board=row.board,
                    body=row.body,
                    meeting_on=row.meeting_on,
                    paragraphs=row.paragraphs,
                    adjusted_on=row.adjusted_on,
                    posted_on=row.posted_on,
                    last_appeal_day=row.last_appeal_day,
                    earliest_removal=row.earliest_removal,
                    where_kept=row.where_kept,
                ),
                row.removed_on,
            )
            for row in self._connection.execute(statement, {"limit": limit})
        )
