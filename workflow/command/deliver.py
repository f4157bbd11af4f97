"""Sends what is in the outbox (T3): claim, send, and write what came of it with its receipt.

Messages are claimed one at a time. A message whose worker died is then really one of which nobody knows
whether the server took it, never one that only stood in line behind it.
"""

from dataclasses import dataclass
from datetime import datetime

import structlog

from workflow.command.attaching import attached
from workflow.command.context import Context
from workflow.command.plain import plain
from workflow.command.ports import Attempt, ClaimedMail, UnitOfWork
from workflow.errors import (
    DeliveryError,
    DeliveryInDoubtError,
    StoreUnavailableError,
    TemporaryDeliveryError,
)
from workflow.model.commands import Envelope, RecordReceipt
from workflow.model.effects import OpenIncident, SendMail
from workflow.model.matter import ENGINE

_log = structlog.get_logger(__name__)

_RECEIPT = {"sent": "delivered", "failed": "failed", "in_doubt": "in_doubt"}
"""The message's status after the last try to what its dispatch item is told."""


@dataclass(frozen=True, slots=True)
class DeliveryResult:
    """How many messages were claimed, and what became of them."""

    claimed: int = 0
    sent: int = 0
    retried: int = 0
    failed: int = 0
    in_doubt: int = 0


@dataclass(frozen=True, slots=True)
class _Answer:
    """What the server said. ``outcome``: sent, temporary, permanent, in_doubt."""

    outcome: str
    smtp_code: int | None
    detail: str


_EXCEPTED = _Answer("permanent", None, "Mottagaren är undantagen; inget skickades.")


@dataclass(frozen=True, slots=True)
class _Verdict:
    """The message's new status, and when it is tried again if it is pending."""

    status: str
    available_at: datetime | None = None


def deliver_batch(context: Context, owner: str, limit: int | None = None) -> DeliveryResult:
    """Send up to ``limit`` messages whose time has come.

    What a person excepted while its message waited is not sent: the message ends as failed, and
    nobody is told, since nobody is to do anything.

    Raises:
        StoreUnavailableError: the database went away; the message in hand is taken over later.
    """
    counts = {"pending": 0, "sent": 0, "failed": 0, "in_doubt": 0}
    for _ in range(limit or context.policy.batch):
        claimed = _claim(context, owner)
        if claimed is None:
            break
        counts[_deliver(context, owner, claimed)] += 1
    return DeliveryResult(
        claimed=sum(counts.values()),
        sent=counts["sent"],
        retried=counts["pending"],
        failed=counts["failed"],
        in_doubt=counts["in_doubt"],
    )


def _claim(context: Context, owner: str) -> ClaimedMail | None:
    with context.units() as uow:
        claimed = uow.outbox.claim(
            owner, now=context.clock.now(), limit=1, lease=context.policy.mail_lease
        )
        if not claimed:
            return None
        context.reached("mail-claim:before")
        uow.commit()
        context.reached("mail-claim:after")
    return claimed[0]


def _deliver(context: Context, owner: str, claimed: ClaimedMail) -> str:
    started_at = context.clock.now()
    answer = _send(context, claimed)
    context.reached("mail:answered")
    finished_at = context.clock.now()
    attempt = Attempt(
        mail=claimed.mail.id,
        number=claimed.attempt,
        started_at=started_at,
        finished_at=finished_at,
        outcome=answer.outcome,
        smtp_code=answer.smtp_code,
        detail=answer.detail,
    )
    with context.units() as uow:
        verdict = _judge(context, uow, claimed, answer, finished_at)
        mine = uow.outbox.record(
            attempt, owner, status=verdict.status, available_at=verdict.available_at
        )
        if mine:
            if answer is not _EXCEPTED:
                _tell(uow, claimed, verdict, answer, finished_at)
            context.reached("mail:before")
            uow.commit()
            context.reached("mail:after")
    if mine and claimed.mail.reply_item and verdict.status in _RECEIPT:
        context.hint("apply")
    return verdict.status


def _send(context: Context, claimed: ClaimedMail) -> _Answer:
    try:
        return _sent(context, claimed)
    except StoreUnavailableError:
        raise
    except DeliveryInDoubtError as error:
        return _Answer("in_doubt", error.smtp_code, plain(error))
    except TemporaryDeliveryError as error:
        return _Answer("temporary", error.smtp_code, plain(error))
    except DeliveryError as error:
        return _Answer("permanent", error.smtp_code, plain(error))
    except Exception as error:  # noqa: BLE001 - a broken template or matter is its message's own trouble
        _log.error("mail_broken", mail=claimed.mail.id, exc_info=error)
        return _Answer("permanent", None, plain(f"{type(error).__name__}: {error}"))


def _sent(context: Context, claimed: ClaimedMail) -> _Answer:
    if claimed.mail.reply_item and _is_excepted(context, claimed.mail):
        return _EXCEPTED
    if claimed.taken_over and claimed.mail.on_doubt == "in_doubt":
        return _Answer("in_doubt", None, "Arbetaren som skickade dog innan svaret var sparat.")
    files = attached(context, claimed.mail.attachment)
    return _Answer("sent", context.mailer.send(claimed.mail, files), "")


def _is_excepted(context: Context, mail: SendMail) -> bool:
    with context.units() as uow:
        matters = uow.matters.load((mail.matter,))
    items = (item for matter in matters.values() for item in matter.items)
    return any(item.key == mail.reply_item and item.status == "excepted" for item in items)


def _judge(
    context: Context, uow: UnitOfWork, claimed: ClaimedMail, answer: _Answer, now: datetime
) -> _Verdict:
    if answer.outcome == "sent":
        return _Verdict("sent")
    if answer.outcome == "permanent":
        return _Verdict("failed")
    if answer.outcome == "in_doubt" and claimed.mail.on_doubt == "in_doubt":
        return _Verdict("in_doubt")
    tries = 1 + _tries_before(context, uow, claimed.mail)
    delay = context.policy.mail_retry.next_try(tries, random=context.policy.random)
    return _Verdict("failed") if delay is None else _Verdict("pending", now + delay)


def _tries_before(context: Context, uow: UnitOfWork, mail: SendMail) -> int:
    """How many tries in vain since the message was new, or was put back by a person.

    Each earlier try is judged as it was then: after one that ended the tries, counting begins anew.
    """
    rows = uow.outbox.list(matter=mail.matter, status="claimed")
    earlier = next((row.tries for row in rows if row.mail.id == mail.id), ())
    tries = 0
    for attempt in earlier:
        again = attempt.outcome == "temporary" or (
            attempt.outcome == "in_doubt" and mail.on_doubt == "resend"
        )
        tries = (tries + 1) % context.policy.mail_retry.tries if again else 0
    return tries


def _tell(
    uow: UnitOfWork, claimed: ClaimedMail, verdict: _Verdict, answer: _Answer, now: datetime
) -> None:
    mail = claimed.mail
    if mail.reply_item and verdict.status in _RECEIPT:
        receipt = Envelope(
            dedupe_key=f"receipt:{mail.id}:{claimed.attempt}",
            matter=mail.matter,
            command=RecordReceipt(mail.reply_item, _RECEIPT[verdict.status], answer.detail),
            actor=ENGINE,
            given_at=now,
        )
        uow.commands.accept((receipt,), at=now)
    if verdict.status in ("failed", "in_doubt"):
        kind = "mail_failed" if verdict.status == "failed" else "mail_in_doubt"
        detail = f"{mail.subject} till {mail.to_name} <{mail.to_address}>: {answer.detail}"
        incident = OpenIncident(key=f"mail:{mail.id}", matter=mail.matter, kind=kind, detail=detail)
        uow.incidents.open((incident,), at=now)
