"""The queue of commands.

Of a matter only the oldest command may be claimed, and nothing after one that has failed. Three
things see to it together on PostgreSQL: the candidate has no older open command (one statement,
one snapshot); ``FOR UPDATE SKIP LOCKED`` checks the row again as it is now; and a partial unique
index lets one claim a matter stand. The index decides the one race that is left: an older command
that was inserted before a younger one, but committed after it. Who loses it tries again.
SQLite has one writer at a time, so the first is enough.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from workflow.command.codec import canonical_json, dump_envelope, instant, load_envelope
from workflow.command.ports import CommandOutcome, QueuedCommand
from workflow.errors import StaleVersionError
from workflow.model.commands import Envelope
from workflow.model.ids import MatterId
from workflow.store.command_statements import STATEMENTS
from workflow.store.dialect import beyond
from workflow.store.session import Session

_TRIES = 3
_WAITER_LEASE = timedelta(minutes=5)


class SqlCommands:
    """Implements ``ports.Commands``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection
        self._sql = STATEMENTS[session.dialect]

    def accept(self, envelopes: Sequence[Envelope], *, at: datetime) -> int:
        """See ``ports.Commands.accept``."""
        if not envelopes:
            return 0
        rows = list(map(dump_envelope, envelopes))
        return len(self._session.run_batch(self._sql.accept, rows, {"at": instant(at)}))

    def claim(self, owner: str, *, limit: int, lease: timedelta) -> tuple[QueuedCommand, ...]:
        """See ``ports.Commands.claim``."""
        values = {"by": owner, "limit": limit, "lease": lease.total_seconds()}
        for _ in range(_TRIES):
            try:
                with self._connection.begin_nested():
                    rows = self._connection.execute(self._sql.claim, values).all()
            except StaleVersionError:  # the index refused a second claim of one matter
                continue
            return tuple(
                QueuedCommand(row.id, load_envelope(row.envelope), row.attempts)
                for row in sorted(rows, key=lambda row: row.id)
            )
        return ()

    def take(self, envelope: Envelope, owner: str, *, at: datetime) -> QueuedCommand | None:
        """See ``ports.Commands.take``."""
        taken = self._session.run_batch(
            self._sql.take,
            [dump_envelope(envelope)],
            {"at": instant(at), "by": owner, "lease": _WAITER_LEASE.total_seconds()},
        )
        return QueuedCommand(taken[0][0], envelope, attempts=1) if taken else None

    def finish(self, done: Mapping[int, int], owner: str, *, at: datetime) -> frozenset[int]:
        """See ``ports.Commands.finish``."""
        if not done:
            return frozenset()
        rows = [f'{{"id":{key},"version":{version}}}' for key, version in done.items()]
        mine = self._session.run_batch(self._sql.finish, rows, {"by": owner, "at": instant(at)})
        return frozenset(key for (key,) in mine)

    def refuse(self, refused: Mapping[int, str], owner: str, *, at: datetime) -> None:
        """See ``ports.Commands.refuse``."""
        if refused:
            rows = [canonical_json({"id": key, "detail": why}) for key, why in refused.items()]
            self._session.run_batch(self._sql.refuse, rows, {"by": owner, "at": instant(at)})

    def postpone(self, ids: Sequence[int], owner: str, *, delay: timedelta, detail: str) -> None:
        """See ``ports.Commands.postpone``."""
        self._connection.execute(
            self._sql.postpone,
            {
                "ids": list(ids),
                "by": owner,
                "delay": delay.total_seconds(),
                "why": detail,
            },
        )

    def fail(self, ids: Sequence[int], owner: str, *, detail: str) -> None:
        """See ``ports.Commands.fail``."""
        self._connection.execute(self._sql.fail, {"ids": list(ids), "by": owner, "why": detail})

    def retry(self, command: int) -> bool:
        """See ``ports.Commands.retry``."""
        return self._connection.execute(self._sql.retry, {"command": command}).rowcount == 1

    def drop(self, command: int, *, detail: str) -> bool:
        """See ``ports.Commands.drop``."""
        dropped = self._connection.execute(self._sql.drop, {"command": command, "why": detail})
        return dropped.rowcount == 1

    def record(self, done: Sequence[tuple[Envelope, int]], *, at: datetime) -> int:
        """See ``ports.Commands.record``."""
        if not done:
            return 0
        rows = [
            f'{{"envelope":{dump_envelope(envelope)},"version":{version}}}'
            for envelope, version in done
        ]
        return len(self._session.run_batch(self._sql.record, rows, {"at": instant(at)}))

    def outcome(self, dedupe_key: str) -> CommandOutcome | None:
        """See ``ports.Commands.outcome``."""
        row = self._connection.execute(self._sql.outcome, {"key": dedupe_key}).one_or_none()
        if row is None:
            return None
        return CommandOutcome(
            row.status, MatterId(row.matter), row.version, row.detail, load_envelope(row.envelope)
        )

    def outcomes(self, prefix: str) -> dict[str, CommandOutcome]:
        """See ``ports.Commands.outcomes``."""
        rows = self._connection.execute(
            self._sql.outcomes, {"first": prefix, "after": beyond(prefix)}
        )
        return {
            row.dedupe_key: CommandOutcome(
                row.status, MatterId(row.matter), row.version, row.detail
            )
            for row in rows
        }

    def queued(self, matters: Collection[MatterId]) -> tuple[Envelope, ...]:
        """See ``ports.Commands.queued``."""
        if not matters:
            return ()
        rows = self._connection.execute(self._sql.queued, {"ids": list(matters)})
        return tuple(load_envelope(envelope) for envelope in rows.scalars())

    def waiting(self) -> int:
        """See ``ports.Commands.waiting``."""
        return self._connection.execute(self._sql.waiting).scalar_one()
