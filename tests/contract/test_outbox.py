"""The outbox behaves the same on every store."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.contract.samples import LAPSED, LONG, NOW, at_once, attempt, mail, writing
from workflow.command.ports import ClaimedMail, UnitOfWorkFactory
from workflow.errors import InvalidInputError
from workflow.model.ids import MatterId

MINUTE = timedelta(minutes=1)


def add(store: UnitOfWorkFactory, *keys: str, at: datetime = NOW) -> None:
    with writing(store) as unit:
        unit.outbox.add([mail(key) for key in keys], available_at=at)


def claim(
    store: UnitOfWorkFactory,
    owner: str = "w1",
    *,
    now: datetime = NOW,
    limit: int = 10,
    lease: timedelta = LONG,
) -> tuple[ClaimedMail, ...]:
    with writing(store) as unit:
        return unit.outbox.claim(owner, now=now, limit=limit, lease=lease)


def test_a_message_comes_back_as_it_was(store: UnitOfWorkFactory) -> None:
    """Every part of it survives, the template's values included."""
    add(store)
    add(store, "a")
    assert claim(store) == (ClaimedMail(mail("a"), 1),)
    assert claim(store, "w2") == ()


def test_messages_go_out_when_their_time_has_come(store: UnitOfWorkFactory) -> None:
    """Oldest first, no more than asked for, none before its time."""
    add(store, "later", at=NOW + MINUTE)
    add(store, "b", "a", at=NOW - MINUTE)
    add(store, "c")
    with store() as unit:
        assert unit.outbox.next_due() == NOW - MINUTE
    assert [claimed.mail.id for claimed in claim(store, limit=2)] == ["a", "b"]
    assert [claimed.mail.id for claimed in claim(store)] == ["c"]
    with store() as unit:
        assert unit.outbox.next_due() == NOW + MINUTE
    assert [claimed.mail.id for claimed in claim(store, now=NOW + MINUTE)] == ["later"]
    with store() as unit:
        assert unit.outbox.next_due() is None


def test_every_try_is_on_record(store: UnitOfWorkFactory) -> None:
    """A temporary error waits and is tried again; the row tells all tries in order."""
    add(store, "a")
    claim(store)
    failed = replace(attempt("a", 1, "temporary"), smtp_code=451, detail="4.3.0 försök igen")
    with writing(store) as unit:
        assert unit.outbox.record(failed, "w1", status="pending", available_at=NOW + MINUTE)
    assert claim(store) == ()
    assert claim(store, now=NOW + MINUTE) == (ClaimedMail(mail("a"), 2),)
    sent = attempt("a", 2)
    with writing(store) as unit:
        assert unit.outbox.record(sent, "w1", status="sent", available_at=None)
    with store() as unit:
        (row,) = unit.outbox.list()
    assert (row.mail, row.status, row.attempts) == (mail("a"), "sent", 2)
    assert row.available_at == NOW + MINUTE
    assert row.tries == (failed, sent)
    assert claim(store, now=NOW + LONG) == ()


def test_a_lost_lease_writes_nothing(store: UnitOfWorkFactory) -> None:
    """A late worker's result is not taken; the try that nobody answered for is on record."""
    add(store, "a")
    claim(store, "late", lease=LAPSED)
    again = claim(store, "next", now=NOW + MINUTE)
    assert again == (ClaimedMail(mail("a"), 2, taken_over=True),)
    with writing(store) as unit:
        for stranger, number in (("late", 1), ("late", 2), ("next", 1)):
            tried = attempt("a", number)
            assert not unit.outbox.record(tried, stranger, status="sent", available_at=None)
        assert not unit.outbox.record(attempt("b", 1), "next", status="sent", available_at=None)
        assert unit.outbox.record(attempt("a", 2), "next", status="sent", available_at=None)
        (row,) = unit.outbox.list()
    assert row.status == "sent"
    lost, sent = row.tries
    assert (lost.number, lost.outcome, lost.smtp_code) == (1, "in_doubt", None)
    assert (lost.started_at, lost.finished_at) == (NOW, NOW + MINUTE)
    assert sent == attempt("a", 2)


def test_an_id_that_exists_goes_back_in_the_queue(store: UnitOfWorkFactory) -> None:
    """Sending again keeps the tries and takes the new text; one in hand is left alone."""
    add(store, "a")
    claim(store)
    with writing(store) as unit:
        unit.outbox.add([replace(mail("a"), subject="Ny")], available_at=NOW)
        assert unit.outbox.list()[0].status == "claimed"
        failed = attempt("a", 1, "permanent")
        unit.outbox.record(failed, "w1", status="failed", available_at=None)
    again = replace(mail("a"), to_name="Någon annan")
    with writing(store) as unit:
        unit.outbox.add([mail("a"), again], available_at=NOW + MINUTE)
    assert claim(store) == ()
    assert claim(store, now=NOW + MINUTE) == (ClaimedMail(again, 2),)
    with store() as unit:
        assert unit.outbox.list()[0].tries == (failed,)


@pytest.mark.parametrize("status", ["pending", "failed", "sent", "in_doubt"])
def test_a_message_sent_again_goes_to_its_new_address(
    store: UnitOfWorkFactory, status: str
) -> None:
    """The same id with another address: what goes out is the new one, whatever became of the old."""
    add(store, "a")
    claim(store)
    with writing(store) as unit:
        assert unit.outbox.record(attempt("a", 1), "w1", status=status, available_at=None)
    again = replace(mail("a"), to_address="ny@norsjo.example", context={"recipient": "Ny"})
    with writing(store) as unit:
        unit.outbox.add([again], available_at=NOW + MINUTE)
        (row,) = unit.outbox.list()
    assert (row.mail, row.status, row.available_at) == (again, "pending", NOW + MINUTE)
    assert claim(store, now=NOW + MINUTE) == (ClaimedMail(again, 2),)


def test_the_list_is_narrowed_down(store: UnitOfWorkFactory) -> None:
    """By matter and status, oldest first."""
    add(store, "b", "a")
    add(store, "first", at=NOW - MINUTE)
    with writing(store) as unit:
        unit.outbox.add([mail("other", "m2")], available_at=NOW)
    claim(store, limit=1)
    with store() as unit:
        listed = unit.outbox.list
        assert [row.mail.id for row in listed()] == ["first", "a", "b", "other"]
        assert [row.mail.id for row in listed(matter=MatterId("m2"))] == ["other"]
        assert [row.mail.id for row in listed(status="claimed")] == ["first"]
        assert len(listed(limit=2)) == 2
        assert listed(matter=MatterId("m3")) == ()


def test_what_no_database_keeps_is_refused(store: UnitOfWorkFactory) -> None:
    """A nul in the template's values."""
    with pytest.raises(InvalidInputError), store() as unit:
        unit.outbox.add([replace(mail("a"), context={"title": "\0"})], available_at=NOW)


def test_two_never_send_the_same(real: UnitOfWorkFactory) -> None:
    """Four claim at once until nothing is left: every message once."""
    add(real, *(f"t{n}" for n in range(60)))

    def work(number: int) -> list[ClaimedMail]:
        mine: list[ClaimedMail] = []
        while batch := claim(real, f"w{number}", limit=7):
            mine += batch
        return mine

    claimed = [each for part in at_once(4, work) for each in part] + [*claim(real, limit=100)]
    assert sorted(each.mail.id for each in claimed) == sorted(f"t{n}" for n in range(60))
    assert {(each.attempt, each.taken_over) for each in claimed} == {(1, False)}


def test_a_lapsed_lease_is_taken_over_by_one(real: UnitOfWorkFactory) -> None:
    """Of several that find a dead worker's message, one gets it."""
    add(real, "a")
    claim(real, "dead", lease=LAPSED)
    taken = at_once(4, lambda number: claim(real, f"w{number}"))
    assert [len(part) for part in sorted(taken, key=len)] == [0, 0, 0, 1]
