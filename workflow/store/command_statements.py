"""The statements of the queue of commands."""

from sqlalchemy import (
    Integer,
    Text,
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

from workflow.store.dialect import Dialect, Instant, Key, RowId, for_each, part, word
from workflow.store.session import Prepared
from workflow.store.tables import commands

_PENDING, _CLAIMED, _FAILED = word("pending"), word("claimed"), word("failed")
_OPEN = (_PENDING, _CLAIMED)
_NOBODY = {"owner": null(), "lease_until": null()}
_BY = bindparam("by", type_=Key)
_WHY = bindparam("why", type_=Text)
_AT = bindparam("at", type_=Instant)
_MINE = and_(commands.c.owner == _BY, commands.c.status == _CLAIMED)
_FAILED_ONE = and_(commands.c.id == bindparam("command", type_=RowId), commands.c.status == _FAILED)


class CommandStatements:
    """Every statement of the queue in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self._build_accept(dialect)
        self._build_claim(dialect)
        self._build_ends(dialect)
        self._build_incidents(dialect)
        self.outcome = select(
            commands.c.status, commands.c.matter, commands.c.version, commands.c.detail
        ).where(commands.c.dedupe_key == bindparam("key", type_=Key))
        self.waiting = (
            select(func.count()).select_from(commands).where(commands.c.status.in_(_OPEN))
        )

    def _build_accept(self, dialect: Dialect) -> None:
        given = dialect.elements()
        envelope = given.c.document
        new = (
            part(envelope, "dedupe_key").label("dedupe_key"),
            part(envelope, "matter").label("matter"),
            envelope.label("envelope"),
            _AT.label("accepted_at"),
            dialect.now.label("available_at"),
            literal("", Text).label("detail"),
        )
        queued = (
            select(
                *new,
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
        self.accept = Prepared(
            dialect.insert(commands)
            .from_select([column.name for column in queued.selected_columns], queued)
            .on_conflict_do_nothing(index_elements=["dedupe_key"])
            .returning(commands.c.id),
            dialect.name,
        )
        taken = select(
            *new,
            _CLAIMED.label("status"),
            true().label("waited"),
            literal(1, Integer).label("attempts"),
            _BY.label("owner"),
            dialect.later("lease").label("lease_until"),
        ).where(true())
        self.take = Prepared(
            dialect.insert(commands)
            .from_select([column.name for column in taken.selected_columns], taken)
            .on_conflict_do_nothing(index_elements=["dedupe_key"])
            .returning(commands.c.id),
            dialect.name,
        )

    def _build_claim(self, dialect: Dialect) -> None:
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
            other.c.status.in_((*_OPEN, _FAILED)),  # says nothing new; the index wants it said
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
        self.claim = (
            update(commands)
            .where(commands.c.id == ready.c.id, commands.c.status.in_(_OPEN))
            .values(
                status=_CLAIMED,
                waited=false(),
                attempts=commands.c.attempts + 1,
                owner=_BY,
                lease_until=dialect.later("lease"),
            )
            .returning(commands.c.id, commands.c.envelope, commands.c.attempts)
        )

    def _build_ends(self, dialect: Dialect) -> None:
        finished = dialect.given({"id": RowId, "version": Integer()})
        self.finish = Prepared(
            update(commands)
            .where(commands.c.id == finished.c.id, _MINE)
            .values(status=word("done"), version=finished.c.version, finished_at=_AT, **_NOBODY)
            .returning(commands.c.id),
            dialect.name,
        )
        refused = dialect.given({"id": RowId, "detail": Text()})
        self.refuse = (
            update(commands)
            .where(commands.c.id == refused.c.id, _MINE)
            .values(status=word("refused"), detail=refused.c.detail, finished_at=_AT, **_NOBODY)
        )
        listed = dialect.among(commands.c.id, "ids")
        self.postpone = (
            update(commands)
            .where(listed, _MINE)
            .values(
                status=_PENDING,
                waited=false(),
                available_at=dialect.later("delay"),
                detail=_WHY,
                **_NOBODY,
            )
        )
        self.fail = (
            update(commands)
            .where(listed, _MINE)
            .values(status=_FAILED, waited=false(), detail=_WHY, **_NOBODY)
        )

    def _build_incidents(self, dialect: Dialect) -> None:
        self.retry = (
            update(commands)
            .where(_FAILED_ONE)
            .values(status=_PENDING, attempts=0, available_at=dialect.now, detail="")
        )
        self.drop = (
            update(commands)
            .where(_FAILED_ONE)
            .values(status=word("refused"), finished_at=dialect.now, detail=_WHY)
        )


STATEMENTS = for_each(CommandStatements)
