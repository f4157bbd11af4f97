"""The statements that write to the notice boards, one for each thing that can be asked for."""

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Date, Text, and_, null, or_, select, true, update
from sqlalchemy.sql.dml import Update
from sqlalchemy.sql.expression import Executable
from sqlalchemy.sql.selectable import FromClause

from workflow.model.effects import (
    NoteDownEarly,
    NoticeEffect,
    PostNotice,
    PublishMinutes,
    RemoveNotices,
    SetAppealDays,
    WithdrawMinutes,
)
from workflow.store.dialect import Columns, Dialect, Document, Key, for_each
from workflow.store.tables import notices

UP: ColumnElement[bool] = and_(
    notices.c.removed_on.is_(null()), notices.c.down_early_on.is_(null())
)
"""It is on its board now."""

_POSTED: Columns = {
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
    "kind": Key,
    "title": Text(),
    "entries": Document,
    "words": Text(),
}


def _statements(dialect: Dialect) -> Mapping[type[NoticeEffect], Executable]:
    posted = dialect.given(_POSTED)
    post = (
        dialect.insert(notices)
        .from_select(list(_POSTED), select(*(posted.c[name] for name in _POSTED)).where(true()))
        .on_conflict_do_nothing(index_elements=["id"])
    )
    return {
        PostNotice: post,
        SetAppealDays: _set_appeal_days(dialect),
        NoteDownEarly: _note_down_early(dialect),
        PublishMinutes: _publish(dialect),
        WithdrawMinutes: _of(dialect.given({"matter": Key})).values(
            document=null(), document_until=null()
        ),
        RemoveNotices: _remove(dialect),
    }


def _of(given: FromClause) -> Update:
    """What is up of the procedure that is named."""
    return update(notices).where(notices.c.matter == given.c.matter, UP)


def _set_appeal_days(dialect: Dialect) -> Update:
    days = dialect.given({"matter": Key, "last_appeal_day": Date(), "earliest_removal": Date()})
    later = or_(
        notices.c.earliest_removal.is_(null()),
        notices.c.earliest_removal <= days.c.earliest_removal,
    )
    return (
        _of(days)
        .where(later)
        .values(last_appeal_day=days.c.last_appeal_day, earliest_removal=days.c.earliest_removal)
    )


def _note_down_early(dialect: Dialect) -> Update:
    """Also one that the engine has removed: that it was gone before may be found out afterwards."""
    down = dialect.given({"matter": Key, "board": Text(), "down_on": Date()})
    return (
        update(notices)
        .where(
            notices.c.matter == down.c.matter,
            notices.c.board == down.c.board,
            notices.c.down_early_on.is_(null()),
        )
        .values(down_early_on=down.c.down_on, document=null(), document_until=null())
    )


def _publish(dialect: Dialect) -> Update:
    given = dialect.given({"matter": Key, "document": Key, "until": Date()})
    return _of(given).values(document=given.c.document, document_until=given.c.until)


def _remove(dialect: Dialect) -> Update:
    removed = dialect.given({"matter": Key, "removed_on": Date()})
    return _of(removed).values(
        removed_on=removed.c.removed_on, document=null(), document_until=null()
    )


STATEMENTS = for_each(_statements)
