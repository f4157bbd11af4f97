"""The statements of the queue of commands."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    Update,
    and_,
    bindparam,
    exists,
    false,
    func,
    literal,
    null,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.sql.dml import ReturningInsert, ReturningUpdate

from workflow.store.dialect import (
    Dialect,
    Document,
    Instant,
    Key,
    RowId,
    beside_key,
    for_each,
    part,
    word,
)
from workflow.store.session import Batch
from workflow.store.tables import commands

_PENDING, _CLAIMED, _FAILED = word("pending"), word("claimed"), word("failed")
_REFUSED = word("refused")
_OPEN = (_PENDING, _CLAIMED)
_NOBODY = {"owner": null(), "lease_until": null()}
_BY = bindparam("by", type_=Key)
_WHY = bindparam("why", type_=Text)
_AT = bindparam("at", type_=Instant)
_MINE = and_(commands.c.owner == _BY, beside_key(commands.c.status) == _CLAIMED)
_THIS = commands.c.id == bindparam("command", type_=RowId)


class CommandStatements:
    """Every statement of the queue in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.accept = Batch(dialect, _accept)
        self.take = Batch(dialect, _take)
        self.record = Batch(dialect, _record)
        self.claim = _claim(dialect)
        self.finish = Batch(dialect, _finish)
        self.refuse = Batch(dialect, _refuse)
        listed = dialect.among(commands.c.id, "ids")
        self.queued = (
            select(commands.c.envelope)
            .where(
                dialect.among(commands.c.matter, "ids"),
                commands.c.status.in_((_PENDING, _CLAIMED, _FAILED)),
            )
            .order_by(commands.c.id)
        )
        self.postpone = _give_back(
            listed, status=_PENDING, available_at=dialect.later("delay"), detail=_WHY
        )
        self.fail = _give_back(listed, status=_FAILED, detail=_WHY)
        self.retry = (
            update(commands)
            .where(_THIS, beside_key(commands.c.status).in_((_FAILED, _REFUSED)))
            .values(
                status=_PENDING,
                attempts=0,
                available_at=dialect.now,
                finished_at=null(),
                waited=false(),
                detail="",
            )
        )
        self.drop = (
            update(commands)
            .where(_THIS, beside_key(commands.c.status) == _FAILED)
            .values(status=_REFUSED, finished_at=dialect.now, detail=_WHY)
        )
        self.outcome = select(commands).where(commands.c.dedupe_key == bindparam("key", type_=Key))
        self.outcomes = select(
            commands.c.dedupe_key,
            commands.c.matter,
            commands.c.status,
            commands.c.version,
            commands.c.detail,
        ).where(
            commands.c.dedupe_key >= bindparam("first", type_=Key),
            commands.c.dedupe_key < bindparam("after", type_=Key),
        )
        self.waiting = (
            select(func.count()).select_from(commands).where(commands.c.status.in_(_OPEN))
        )


def _accept(dialect: Dialect) -> ReturningInsert[Any]:
    given = dialect.documents()
    queued: Select[Any] = (
        select(
            *_new(given.c.document, dialect),
            _PENDING.label("status"),
            false().label("waited"),
            literal(0, Integer).label("attempts"),
        )
        .where(true())
        .order_by(given.c.n)
    )
    if dialect.next_id is not None:
        # Numbered in the order given, inserted in the order of their keys: two who accept the
        # same commands in different orders wait for each other, but never in a circle.
        ordered = queued.subquery("ordered")
        numbered = select(dialect.next_id(commands).label("id"), ordered).subquery("numbered")
        queued = select(numbered).order_by(numbered.c.dedupe_key, numbered.c.id)
    return _insert(dialect, queued)


def _take(dialect: Dialect) -> ReturningInsert[Any]:
    return _insert(
        dialect,
        select(
            *_new(dialect.documents().c.document, dialect),
            _CLAIMED.label("status"),
            true().label("waited"),
            literal(1, Integer).label("attempts"),
            _BY.label("owner"),
            dialect.later("lease").label("lease_until"),
        ).where(true()),
    )


def _record(dialect: Dialect) -> ReturningInsert[Any]:
    given = dialect.given({"envelope": Document, "version": Integer()})
    return _insert(
        dialect,
        select(
            *_new(given.c.envelope, dialect),
            word("done").label("status"),
            false().label("waited"),
            literal(1, Integer).label("attempts"),
            _AT.label("finished_at"),
            given.c.version,
        ).where(true()),
    )


def _new(envelope: ColumnElement[Any], dialect: Dialect) -> tuple[ColumnElement[Any], ...]:
    return (
        part(envelope, "dedupe_key").label("dedupe_key"),
        part(envelope, "matter").label("matter"),
        envelope.label("envelope"),
        _AT.label("accepted_at"),
        dialect.now.label("available_at"),
        literal("", Text).label("detail"),
    )


def _insert(dialect: Dialect, rows: Select[Any]) -> ReturningInsert[Any]:
    return (
        dialect.insert(commands)
        .from_select([column.name for column in rows.selected_columns], rows)
        .on_conflict_do_nothing(index_elements=["dedupe_key"])
        .returning(commands.c.id)
    )


def _claim(dialect: Dialect) -> ReturningUpdate[Any]:
    candidate, older, other = commands.alias("c"), commands.alias("o"), commands.alias("x")
    blocked = exists().where(
        older.c.matter == candidate.c.matter,
        older.c.id < candidate.c.id,
        older.c.status.in_((*_OPEN, _FAILED)),
        or_(  # what somebody who waits has just taken went past the queue
            older.c.status != _CLAIMED, ~older.c.waited, older.c.lease_until <= dialect.now
        ),
    )
    taken = exists().where(
        other.c.matter == candidate.c.matter,
        other.c.id != candidate.c.id,
        other.c.status.in_((*_OPEN, _FAILED)),  # says nothing new, but names SQLite its index
        other.c.status == _CLAIMED,
        ~other.c.waited,
    )
    ready = (
        select(candidate.c.id)
        .where(
            candidate.c.status.in_(_OPEN),
            or_(
                and_(candidate.c.status == _PENDING, candidate.c.available_at <= dialect.now),
                and_(candidate.c.status == _CLAIMED, candidate.c.lease_until <= dialect.now),
            ),
            ~blocked,
            ~taken,
        )
        .order_by(candidate.c.id)
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True, of=candidate)
        .cte("ready")
    )
    return (
        update(commands)
        .where(commands.c.id == ready.c.id)
        .values(
            status=_CLAIMED,
            waited=false(),
            attempts=commands.c.attempts + 1,
            owner=_BY,
            lease_until=dialect.later("lease"),
        )
        .returning(commands.c.id, commands.c.envelope, commands.c.attempts)
    )


def _finish(dialect: Dialect) -> ReturningUpdate[Any]:
    given = dialect.given({"id": RowId, "version": Integer()})
    return (
        update(commands)
        .where(commands.c.id == given.c.id, _MINE)
        .values(status=word("done"), version=given.c.version, finished_at=_AT, **_NOBODY)
        .returning(commands.c.id)
    )


def _refuse(dialect: Dialect) -> Update:
    given = dialect.given({"id": RowId, "detail": Text()})
    return (
        update(commands)
        .where(commands.c.id == given.c.id, _MINE)
        .values(status=_REFUSED, detail=given.c.detail, finished_at=_AT, **_NOBODY)
    )


def _give_back(which: ColumnElement[bool], **values: Any) -> Update:
    return update(commands).where(which, _MINE).values(waited=false(), **values, **_NOBODY)


STATEMENTS = for_each(CommandStatements)
