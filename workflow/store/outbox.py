"""Messages to be sent, and every try to send one."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Insert,
    Integer,
    Text,
    and_,
    bindparam,
    func,
    literal,
    null,
    or_,
    select,
    true,
    update,
)

from workflow.command.codec import canonical_json, dump_mail, instant, load_mail
from workflow.command.ports import Attempt, ClaimedMail, MailRow
from workflow.model.effects import SendMail
from workflow.model.ids import MatterId
from workflow.store.dialect import (
    Columns,
    Dialect,
    Document,
    Instant,
    Key,
    beside_key,
    for_each,
    word,
)
from workflow.store.session import Batch, Session
from workflow.store.tables import attempts, outbox

_PENDING, _CLAIMED = word("pending"), word("claimed")
_LOST = "Arbetaren försvann under försöket."
_MAIL: Columns = {"id": Key, "matter": Key, "mail": Document, "available_at": Instant()}
_ATTEMPT: Columns = {
    "mail": Key,
    "number": Integer(),
    "started_at": Instant(),
    "finished_at": Instant(),
    "outcome": Key,
    "smtp_code": Integer(),
    "detail": Text(),
}


class OutboxStatements:
    """Every statement on the outbox of a fixed form in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        by, now = bindparam("by", type_=Key), bindparam("now", type_=Instant)
        self.add = Batch(dialect, _add)
        self.ready = (
            select(outbox.c.id, outbox.c.status, outbox.c.attempts, outbox.c.claimed_at)
            .where(
                outbox.c.status.in_((_PENDING, _CLAIMED)),
                outbox.c.available_at <= now,
                or_(outbox.c.status == _PENDING, outbox.c.lease_until <= dialect.now),
            )
            .order_by(outbox.c.available_at, outbox.c.id)
            .limit(bindparam("limit", type_=Integer))
            .with_for_update(skip_locked=True)
        )
        self.claim = (
            update(outbox)
            .where(dialect.among(outbox.c.id, "ids"))
            .values(
                status=_CLAIMED,
                attempts=outbox.c.attempts + 1,
                owner=by,
                claimed_at=now,
                lease_until=dialect.later("lease"),
            )
            .returning(outbox.c.id, outbox.c.mail, outbox.c.attempts)
        )
        attempt = dialect.given(_ATTEMPT)
        self.note = dialect.insert(attempts).from_select(
            list(_ATTEMPT), select(*(attempt.c[name] for name in _ATTEMPT)).where(true())
        )
        self.tries = (
            select(attempts)
            .where(dialect.among(attempts.c.mail, "ids"))
            .order_by(attempts.c.mail, attempts.c.number)
        )


def _add(dialect: Dialect) -> Insert:
    given = dialect.given(_MAIL)
    added = dialect.insert(outbox).from_select(
        [*_MAIL, "added_at", "status", "attempts"],
        select(
            *(given.c[name] for name in _MAIL),
            given.c.available_at.label("added_at"),
            _PENDING,
            literal(0, Integer),
        ).where(true()),
    )
    return added.on_conflict_do_update(
        index_elements=["id"],
        set_={
            "mail": added.excluded.mail,
            "status": _PENDING,
            "available_at": added.excluded.available_at,
        },
        where=outbox.c.status != _CLAIMED,
    )


_STATEMENTS = for_each(OutboxStatements)
_LIST = select(outbox).order_by(outbox.c.added_at, outbox.c.id).limit(bindparam("limit"))
_NEXT = select(func.min(outbox.c.available_at)).where(outbox.c.status == _PENDING)
_SETTLE = (
    update(outbox)
    .where(
        and_(
            outbox.c.id == bindparam("mail_id", type_=Key),
            beside_key(outbox.c.status) == _CLAIMED,
            outbox.c.owner == bindparam("by", type_=Key),
            outbox.c.attempts == bindparam("number", type_=Integer),
        )
    )
    .values(
        status=bindparam("new_status", type_=Key),
        available_at=func.coalesce(
            bindparam("next_at", type_=Instant), outbox.c.available_at, type_=Instant
        ),
        owner=null(),
        claimed_at=null(),
        lease_until=null(),
    )
)


class SqlOutbox:
    """Implements ``ports.Outbox``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection
        self._sql = _STATEMENTS[session.dialect]

    def add(self, mails: Sequence[SendMail], *, available_at: datetime) -> None:
        """See ``ports.Outbox.add``. A message that is being sent just now is left alone."""
        if not mails:
            return
        when = instant(available_at)
        latest = {mail.id: mail for mail in mails}
        rows = [
            canonical_json({"id": mail.id, "matter": mail.matter, "available_at": when})[:-1]
            + f',"mail":{dump_mail(mail)}}}'
            for mail in latest.values()
        ]
        self._session.run_batch(self._sql.add, rows)

    def claim(
        self, owner: str, *, now: datetime, limit: int, lease: timedelta
    ) -> tuple[ClaimedMail, ...]:
        """See ``ports.Outbox.claim``.

        The try that a dead worker left without an answer is written down as ``in_doubt``.
        """
        ready = self._connection.execute(self._sql.ready, {"now": now, "limit": limit}).all()
        if not ready:
            return ()
        order = [row.id for row in ready]
        lost = {row.id: row for row in ready if row.status == "claimed"}
        claimed = {
            row.id: row
            for row in self._connection.execute(
                self._sql.claim,
                {"ids": order, "by": owner, "now": now, "lease": lease.total_seconds()},
            )
        }
        self._note(
            [
                Attempt(
                    mail=row.id,
                    number=row.attempts,
                    started_at=row.claimed_at,
                    finished_at=now,
                    outcome="in_doubt",
                    smtp_code=None,
                    detail=_LOST,
                )
                for row in lost.values()
            ]
        )
        return tuple(
            ClaimedMail(
                mail=load_mail(claimed[key].mail),
                attempt=claimed[key].attempts,
                taken_over=key in lost,
            )
            for key in order
        )

    def record(
        self, attempt: Attempt, owner: str, *, status: str, available_at: datetime | None
    ) -> bool:
        """See ``ports.Outbox.record``. The attempt's number is the one that was claimed."""
        settled = self._connection.execute(
            _SETTLE,
            {
                "mail_id": attempt.mail,
                "by": owner,
                "number": attempt.number,
                "new_status": status,
                "next_at": available_at,
            },
        )
        if settled.rowcount != 1:
            return False
        self._note([attempt])
        return True

    def list(
        self, *, matter: MatterId | None = None, status: str | None = None, limit: int = 1000
    ) -> tuple[MailRow, ...]:
        """See ``ports.Outbox.list``."""
        statement = _LIST
        if matter is not None:
            statement = statement.where(outbox.c.matter == matter)
        if status is not None:
            statement = statement.where(outbox.c.status == status)
        rows = self._connection.execute(statement, {"limit": limit}).all()
        tries: dict[str, list[Attempt]] = defaultdict(list)
        for row in self._connection.execute(self._sql.tries, {"ids": [row.id for row in rows]}):
            tries[row.mail].append(_attempt(row))
        return tuple(
            MailRow(
                mail=load_mail(row.mail),
                status=row.status,
                attempts=row.attempts,
                available_at=row.available_at,
                tries=tuple(tries[row.id]),
            )
            for row in rows
        )

    def next_due(self) -> datetime | None:
        """See ``ports.Outbox.next_due``."""
        next_due: datetime | None = self._connection.execute(_NEXT).scalar_one()
        return next_due

    def _note(self, tries: Sequence[Attempt]) -> None:
        if tries:
            rows = [
                {
                    "mail": attempt.mail,
                    "number": attempt.number,
                    "started_at": instant(attempt.started_at),
                    "finished_at": instant(attempt.finished_at),
                    "outcome": attempt.outcome,
                    "smtp_code": attempt.smtp_code,
                    "detail": attempt.detail,
                }
                for attempt in tries
            ]
            self._connection.execute(self._sql.note, {"rows": canonical_json(rows)})


def _attempt(row: Any) -> Attempt:
    return Attempt(
        mail=row.mail,
        number=row.number,
        started_at=row.started_at,
        finished_at=row.finished_at,
        outcome=row.outcome,
        smtp_code=row.smtp_code,
        detail=row.detail,
    )
