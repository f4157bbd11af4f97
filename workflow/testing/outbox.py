"""The outbox in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from workflow.command.codec import dump_mail
from workflow.command.ports import Attempt, ClaimedMail, MailRow
from workflow.model.effects import SendMail
from workflow.model.ids import MatterId
from workflow.testing.state import LeaseClock, Mail, State

_LOST = "Arbetaren försvann under försöket."


class MemoryOutbox:
    """Implements ``ports.Outbox``."""

    def __init__(self, state: State, clock: LeaseClock) -> None:
        self._state = state
        self._clock = clock

    def add(self, mails: Sequence[SendMail], *, available_at: datetime) -> None:
        """See ``ports.Outbox.add``. A message that is being sent just now is left alone."""
        for mail in mails:
            dump_mail(mail)  # refuses what can't be kept
            row = self._state.outbox.get(mail.id)
            if row is None:
                row = Mail(mail, "pending", 0, available_at, available_at)
            elif row.status != "claimed":
                row = replace(row, mail=mail, status="pending", available_at=available_at)
            self._state.outbox[mail.id] = row

    def claim(
        self, owner: str, *, now: datetime, limit: int, lease: timedelta
    ) -> tuple[ClaimedMail, ...]:
        """See ``ports.Outbox.claim``."""
        clock = self._clock()
        ready = sorted(
            (
                row
                for row in self._state.outbox.values()
                if row.available_at <= now
                and (
                    row.status == "pending"
                    or (row.lease_until is not None and row.lease_until <= clock)
                )
            ),
            key=lambda row: (row.available_at, row.mail.id),
        )[:limit]
        for row in ready:
            self._state.outbox[row.mail.id] = replace(
                row,
                status="claimed",
                attempts=row.attempts + 1,
                owner=owner,
                claimed_at=now,
                lease_until=clock + lease,
                tries=(*row.tries, *_lost_try(row, now)),
            )
        return tuple(
            ClaimedMail(row.mail, row.attempts + 1, taken_over=row.status == "claimed")
            for row in ready
        )

    def record(
        self, attempt: Attempt, owner: str, *, status: str, available_at: datetime | None
    ) -> bool:
        """See ``ports.Outbox.record``. The attempt's number is the one that was claimed."""
        row = self._state.outbox.get(attempt.mail)
        mine = ("claimed", owner, attempt.number)
        if row is None or (row.status, row.owner, row.attempts) != mine:
            return False
        self._state.outbox[attempt.mail] = replace(
            row,
            status=status,
            available_at=available_at or row.available_at,
            owner=None,
            claimed_at=None,
            lease_until=None,
            tries=(*row.tries, attempt),
        )
        return True

    def list(
        self, *, matter: MatterId | None = None, status: str | None = None, limit: int = 1000
    ) -> tuple[MailRow, ...]:
        """See ``ports.Outbox.list``."""
        rows = sorted(
            (
                row
                for row in self._state.outbox.values()
                if matter in (None, row.mail.matter) and status in (None, row.status)
            ),
            key=lambda row: (row.added_at, row.mail.id),
        )[:limit]
        return tuple(
            MailRow(row.mail, row.status, row.attempts, row.available_at, row.tries) for row in rows
        )

    def next_due(self) -> datetime | None:
        """See ``ports.Outbox.next_due``."""
        pending = (
            row.available_at for row in self._state.outbox.values() if row.status == "pending"
        )
        return min(pending, default=None)


def _lost_try(row: Mail, now: datetime) -> tuple[Attempt, ...]:
    if row.claimed_at is None:
        return ()
    return (
        Attempt(
            mail=row.mail.id,
            number=row.attempts,
            started_at=row.claimed_at,
            finished_at=now,
            outcome="in_doubt",
            smtp_code=None,
            detail=_LOST,
        ),
    )
