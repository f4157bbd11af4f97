"""Sending: every answer of a server leads to one status, one attempt and at most one receipt."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from tests.engineroom import START, EngineRoom, identity, of_office
from workflow.command import deliver
from workflow.command.apply import apply_batch
from workflow.command.deliver import DeliveryResult, deliver_batch
from workflow.command.ports import AttachedFile, MailRow
from workflow.errors import (
    DeliveryInDoubtError,
    PermanentDeliveryError,
    StoreUnavailableError,
    TemporaryDeliveryError,
)
from workflow.model.commands import SettleRecipient
from workflow.model.effects import SendMail


def decided(room: EngineRoom, *recipients: str) -> None:
    """A decision whose recipients are to be told."""
    room.register()
    room.bus.execute(room.approval("KS 2024/1", *recipients))
    room.hints.clear()
    room.reached.clear()


def rows(room: EngineRoom) -> tuple[MailRow, ...]:
    with room.store() as uow:
        return uow.outbox.list()


def mail(**changes: object) -> SendMail:
    """A message that no item waits for."""
    return SendMail(
        **{
            "id": "m1", "matter": identity("KS 2024/1"), "template": "reminder", "to_name": "Ekonomi",
            "to_address": "ekonomi@norsjo.example", "subject": "Påminnelse", "context": {},
            "message_id": "<m1@norsjo.arendegang.example>", "on_doubt": "in_doubt", **changes,
        }
    )  # fmt: skip


def queue(room: EngineRoom, *mails: SendMail) -> None:
    with room.store() as uow:
        uow.outbox.add(mails, available_at=room.clock.now())
        uow.commit()


def test_sent_with_its_attempt_and_receipt_in_one_transaction(room: EngineRoom) -> None:
    """The receipt is queued by the transaction that writes the attempt, and reaches the item."""
    decided(room, "Skolan", "Ekonomi")
    assert deliver_batch(room.context, "me") == DeliveryResult(claimed=2, sent=2)
    places = ["mail-claim:before", "mail-claim:after", "mail:answered", "mail:before", "mail:after"]
    assert room.reached == places * 2
    assert room.hints == ["apply", "apply"]
    assert [(row.status, row.attempts, len(row.tries)) for row in rows(room)] == [
        ("sent", 1, 1)
    ] * 2
    assert rows(room)[0].tries[0].smtp_code == 250
    while apply_batch(room.context, "me").claimed:
        pass
    assert {item.status for item in room.matter().items} == {"delivered"}
    assert deliver_batch(room.context, "me") == DeliveryResult()


def test_the_limit_holds(room: EngineRoom) -> None:
    """No more messages than asked for."""
    decided(room, "Skolan", "Ekonomi")
    assert deliver_batch(room.context, "me", limit=1).claimed == 1


def test_temporary_trouble_waits_and_gives_up_in_the_end(room: EngineRoom) -> None:
    """Tried again after the wait; after the last try it is failed, with an incident and a receipt."""
    decided(room, "Skolan")
    room.mailer.script.extend([TemporaryDeliveryError("Upptaget.", smtp_code=451)] * 3)
    assert deliver_batch(room.context, "me") == DeliveryResult(claimed=1, retried=1)
    assert deliver_batch(room.context, "me") == DeliveryResult()
    assert room.hints == []
    room.clock.advance(timedelta(minutes=1))
    assert deliver_batch(room.context, "me") == DeliveryResult(claimed=1, retried=1)
    room.clock.advance(timedelta(minutes=1))
    assert deliver_batch(room.context, "me") == DeliveryResult(claimed=1, failed=1)
    (row,) = rows(room)
    assert [attempt.outcome for attempt in row.tries] == ["temporary"] * 3
    assert row.tries[0].smtp_code == 451
    (incident,) = room.incidents()
    assert (incident.kind, incident.key) == ("mail_failed", f"mail:{row.mail.id}")
    apply_batch(room.context, "me")
    assert room.matter().items[0].status == "failed"


@pytest.mark.parametrize("ends", ["temporary", "permanent", "in_doubt"])
def test_a_persons_retry_has_tries_of_its_own(room: EngineRoom, ends: str) -> None:
    """Given up and sent again by a person: temporary trouble is waited for again, as the first time."""
    queue(room, mail(on_doubt="in_doubt" if ends == "in_doubt" else "resend"))
    busy = TemporaryDeliveryError("Upptaget.", smtp_code=451)
    last = {"permanent": PermanentDeliveryError("Nej."), "in_doubt": DeliveryInDoubtError("Tyst.")}
    room.mailer.script.extend([busy, DeliveryInDoubtError("?") if ends == "temporary" else busy])
    room.mailer.script.append(last.get(ends, busy))
    for _ in range(3):
        deliver_batch(room.context, "me")
        room.clock.advance(timedelta(minutes=1))
    assert rows(room)[0].status == ("in_doubt" if ends == "in_doubt" else "failed")
    queue(room, rows(room)[0].mail)
    room.mailer.script.extend([busy] * 3)
    for status in ("pending", "pending", "failed"):
        deliver_batch(room.context, "me")
        assert rows(room)[0].status == status
        room.clock.advance(timedelta(minutes=1))
    assert [attempt.number for attempt in rows(room)[0].tries] == [1, 2, 3, 4, 5, 6]


def test_what_was_excepted_in_the_queue_is_not_sent(room: EngineRoom) -> None:
    """A person handed it over on paper: no mail, and nobody is told of a failure that is none."""
    decided(room, "Skolan", "Ekonomi")
    settled = SettleRecipient("d1-1", because="Lämnat på papper.")
    room.bus.execute(room.envelope("s", "KS 2024/1", settled))
    assert deliver_batch(room.context, "me") == DeliveryResult(claimed=2, sent=1, failed=1)
    assert [sent.to_name for sent in room.mailer.sent] == ["Ekonomi"]
    (row,) = (row for row in rows(room) if row.status == "failed")
    assert "undantagen" in row.tries[0].detail
    while apply_batch(room.context, "me").claimed:
        pass
    assert [item.status for item in room.matter().items] == ["excepted", "delivered"]
    assert room.incidents() == ()


@pytest.mark.parametrize(
    "error",
    [
        OSError("\x00\ud800"),
        PermanentDeliveryError("\x00\ud800"),
        TemporaryDeliveryError("\x00\ud800"),
        DeliveryInDoubtError("\x00\ud800"),
    ],
)
def test_a_servers_words_are_made_fit_to_be_kept(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """What no database takes must not hinder that the try is written down."""

    def failing(_: SendMail, _files: object) -> int | None:
        raise error

    queue(room, mail())
    monkeypatch.setattr(room.mailer, "send", failing)
    assert deliver_batch(room.context, "me").claimed == 1
    detail = rows(room)[0].tries[0].detail
    assert detail.isprintable()
    assert detail.endswith("  ")


def test_permanent_trouble_needs_a_person_at_once(room: EngineRoom) -> None:
    """Failed without another try; the receipt says why."""
    decided(room, "Skolan")
    room.mailer.script.append(PermanentDeliveryError("Okänd mottagare.", smtp_code=550))
    assert deliver_batch(room.context, "me") == DeliveryResult(claimed=1, failed=1)
    assert "Okänd mottagare." in room.incidents()[0].detail
    apply_batch(room.context, "me")
    assert room.matter().items[0].status == "failed"


def test_trouble_that_nobody_can_be_told_of_is_an_incident(room: EngineRoom) -> None:
    """Where the register knows no secretary, the engine's own incident is written too."""
    room.publish(of_office(roles={}))
    decided(room, "Skolan")
    room.mailer.script.append(PermanentDeliveryError("Okänd mottagare."))
    deliver_batch(room.context, "me")
    apply_batch(room.context, "me")
    assert len(room.incidents()) == 2


def test_a_mailer_that_breaks_is_permanent(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in rendering won't mend itself; the next message is sent all the same."""
    queue(room, mail(id="m1"), mail(id="m2"))
    sends = room.mailer.send

    def breaking(one: SendMail, files: Sequence[AttachedFile]) -> int | None:
        if one.id == "m1":
            raise KeyError("title")
        return sends(one, files)

    monkeypatch.setattr(room.mailer, "send", breaking)
    assert deliver_batch(room.context, "me") == DeliveryResult(claimed=2, sent=1, failed=1)
    assert rows(room)[0].tries[0].detail == "KeyError: 'title'"


@pytest.mark.parametrize(
    ("on_doubt", "result", "status"),
    [
        ("resend", DeliveryResult(claimed=1, retried=1), "pending"),
        ("in_doubt", DeliveryResult(claimed=1, in_doubt=1), "in_doubt"),
    ],
)
def test_nobody_knows_whether_it_was_taken(
    room: EngineRoom, on_doubt: str, result: DeliveryResult, status: str
) -> None:
    """The message's policy decides: send again, or ask a person."""
    queue(room, mail(on_doubt=on_doubt))
    room.mailer.script.append(DeliveryInDoubtError("Tystnad."))
    assert deliver_batch(room.context, "me") == result
    (row,) = rows(room)
    assert (row.status, row.tries[0].outcome) == (status, "in_doubt")
    assert len(room.incidents()) == (status == "in_doubt")


@pytest.mark.parametrize(("on_doubt", "sent"), [("resend", 1), ("in_doubt", 0)])
def test_a_message_whose_worker_died(room: EngineRoom, on_doubt: str, sent: int) -> None:
    """Claimed and never answered for: sent again or left to a person, by the message's policy."""
    queue(room, mail(on_doubt=on_doubt))
    with room.store() as uow:
        assert uow.outbox.claim("dead", now=room.clock.now(), limit=1, lease=timedelta(minutes=1))
        uow.commit()
    assert deliver_batch(room.context, "me") == DeliveryResult()
    room.lease_clock.advance(timedelta(minutes=2))
    result = deliver_batch(room.context, "me")
    assert result == DeliveryResult(claimed=1, sent=sent, in_doubt=1 - sent)
    assert len(room.mailer.tried) == sent


def test_a_receipt_in_doubt_reaches_the_item(room: EngineRoom) -> None:
    """The item says that nobody knows, and a person has an incident."""
    decided(room, "Skolan")
    room.mailer.script.append(DeliveryInDoubtError("Tystnad."))
    deliver_batch(room.context, "me")
    assert room.hints == ["apply"]
    apply_batch(room.context, "me")
    assert room.matter().items[0].status == "in_doubt"
    assert room.incidents()[0].kind == "mail_in_doubt"


def test_a_try_whose_lease_ran_out_is_not_written(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another worker has the message: neither attempt, nor status, nor receipt is written."""
    decided(room, "Skolan")
    sends = room.mailer.send

    def slow(one: SendMail, files: Sequence[AttachedFile]) -> int | None:
        room.lease_clock.advance(room.context.policy.mail_lease)
        with room.store() as uow:
            assert uow.outbox.claim(
                "other", now=room.clock.now(), limit=1, lease=timedelta(minutes=1)
            )
            uow.commit()
        return sends(one, files)

    monkeypatch.setattr(room.mailer, "send", slow)
    deliver_batch(room.context, "me")
    assert rows(room)[0].status == "claimed"
    assert room.hints == []
    assert apply_batch(room.context, "me").claimed == 0


def test_the_database_goes_away_while_sending(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That is no answer of the server: the message stays claimed until its lease runs out."""
    queue(room, mail())

    def gone(_: SendMail, _files: object) -> int | None:
        raise StoreUnavailableError("Borta.")

    monkeypatch.setattr(room.mailer, "send", gone)
    with pytest.raises(StoreUnavailableError):
        deliver_batch(room.context, "me")
    assert rows(room)[0].status == "claimed"


def test_times_are_the_clocks(room: EngineRoom) -> None:
    """An attempt carries business time, and so does its receipt."""
    decided(room, "Skolan")
    deliver.deliver_batch(room.context, "me")
    assert rows(room)[0].tries[0].finished_at == START
