"""Notice boards; a notice that was taken down stays as proof."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy import Row, bindparam, exists, select

from workflow.command.codec import dump_notice
from workflow.command.noticing import words_of
from workflow.command.ports import NoticeRow, Unannounced
from workflow.model.effects import NoticeEffect, NoticeKind, PostNotice
from workflow.model.ids import MatterId
from workflow.store.notice_statements import STATEMENTS, UP
from workflow.store.session import Session
from workflow.store.tables import meetings, notices

_LIST = (
    select(notices)
    .order_by(notices.c.posted_on.desc(), notices.c.id)
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_ANNOUNCED = exists().where(
    notices.c.organisation == meetings.c.organisation,
    notices.c.body == meetings.c.body,
    notices.c.meeting_on == meetings.c.meeting_on,
    notices.c.adjusted_on == meetings.c.adjusted_on,
    notices.c.kind == "adjustment",
)
_UNANNOUNCED = (
    select(meetings.c.organisation, meetings.c.body, meetings.c.meeting_on, meetings.c.adjusted_on)
    .where(meetings.c.adjusted_on.is_not(None), ~_ANNOUNCED)
    .distinct()
    .order_by(
        meetings.c.adjusted_on, meetings.c.organisation, meetings.c.body, meetings.c.meeting_on
    )
)


class SqlNotices:
    """Implements ``ports.Notices``."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection
        self._sql = STATEMENTS[session.dialect]

    def apply(self, effects: Sequence[NoticeEffect]) -> None:
        """See ``ports.Notices.apply``; the table refuses what it says, and an unknown document."""
        for kind, run in groupby(effects, key=type):
            rows = ",".join(_json(effect) for effect in run)
            self._connection.execute(self._sql[kind], {"rows": f"[{rows}]"})

    def list(
        self,
        *,
        organisation: str | None = None,
        matter: MatterId | None = None,
        kind: NoticeKind | None = None,
        body: str | None = None,
        meeting_on: date | None = None,
        year: int | None = None,
        text: str = "",
        up_only: bool = False,
        down_only: bool = False,
        limit: int = 1000,
        offset: int = 0,
    ) -> tuple[NoticeRow, ...]:
        """See ``ports.Notices.list``."""
        statement = _LIST
        wanted = {
            notices.c.organisation: organisation,
            notices.c.matter: matter,
            notices.c.kind: kind,
            notices.c.body: body,
            notices.c.meeting_on: meeting_on,
        }
        for column, value in wanted.items():
            if value is not None:
                statement = statement.where(column == value)
        if year is not None:
            days = (date(year, 1, 1), date(year, 12, 31))
            statement = statement.where(notices.c.posted_on.between(*days))
        if text:
            statement = statement.where(notices.c.words.contains(text.casefold(), autoescape=True))
        if up_only:
            statement = statement.where(UP)
        if down_only:
            statement = statement.where(~UP)
        found = self._connection.execute(statement, {"limit": limit, "offset": offset})
        return tuple(map(as_row, found))

    def unannounced(self) -> tuple[Unannounced, ...]:
        """See ``ports.Notices.unannounced``."""
        return tuple(Unannounced(*row) for row in self._connection.execute(_UNANNOUNCED))


def _json(effect: NoticeEffect) -> str:
    dumped = dump_notice(effect)
    if not isinstance(effect, PostNotice):
        return dumped
    return f'{dumped[:-1]},"words":{json.dumps(words_of(effect))}}}'


def as_row(row: Row[Any]) -> NoticeRow:
    """A row of the table as the ports give it."""
    return NoticeRow(
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
            kind=row.kind,
            title=row.title,
            entries=tuple(json.loads(row.entries)),
        ),
        row.removed_on,
        row.document,
        row.document_until,
        row.down_early_on,
    )
