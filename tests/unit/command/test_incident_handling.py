"""What a person does about an incident."""

from datetime import timedelta

import pytest

from tests.engineroom import SARA, EngineRoom, identity
from workflow.command import incidents
from workflow.command.apply import apply_batch
from workflow.command.deliver import deliver_batch
from workflow.errors import CommandRefusedError, PermanentDeliveryError
from workflow.model.effects import OpenIncident, SendMail
from workflow.model.events import ItemChanged
from workflow.model.matter import ENGINE
from workflow.testing.incidents import MemoryIncidents


def stopped(room: EngineRoom) -> int:
    """A command that has stopped, with another one behind it; the incident's number."""
    room.register()
    room.submit(room.ping("KS 2024/1", "a"), room.ping("KS 2024/1", "b"))
    for _ in range(3):
        with room.store() as uow:
            uow.commands.claim("dead", limit=1, lease=timedelta(seconds=1))
            uow.commit()
        room.lease_clock.advance(timedelta(seconds=2))
    assert apply_batch(room.context, "me").failed == 1
    room.hints.clear()
    return room.incidents()[0].id


def test_a_stopped_command_is_tried_again(room: EngineRoom) -> None:
    """Back in the queue, before what came after it; the incident is closed with who did it."""
    number = stopped(room)
    incidents.retry(room.context, number, SARA)
    assert room.hints == ["apply"]
    assert room.incidents() == ()
    with room.store() as uow:
        closed = uow.incidents.get(number)
    assert closed is not None
    assert (closed.closed_by, closed.resolution) == ("Sara", "Görs om.")
    assert apply_batch(room.context, "me").applied == 1
    assert (room.status("a"), room.status("b")) == ("done", "pending")


def test_a_stopped_command_is_dropped(room: EngineRoom) -> None:
    """Closing the incident refuses the command for good, and later ones go on."""
    incidents.close(room.context, stopped(room), SARA, "Gjort för hand.")
    assert apply_batch(room.context, "me").applied == 1
    assert (room.status("a"), room.status("b")) == ("refused", "done")
    assert room.hints == ["apply"]


def test_a_refused_command_is_tried_again(room: EngineRoom) -> None:
    """The reason is gone: the same command goes back in the queue; refused again, it is told again."""
    room.submit(room.ping("KS 2024/1", "early"))
    assert apply_batch(room.context, "me").refused == 1
    (first,) = room.incidents()
    incidents.retry(room.context, first.id, SARA)
    assert apply_batch(room.context, "me").refused == 1
    room.register()
    (second,) = room.incidents()
    assert second.id != first.id
    incidents.retry(room.context, second.id, SARA)
    assert apply_batch(room.context, "me").applied == 1
    assert (room.status("early"), room.incidents()) == ("done", ())


def test_an_incident_is_settled_by_one_person(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else closed it between reading and writing: nothing is done."""
    number = stopped(room)
    monkeypatch.setattr(MemoryIncidents, "close", lambda *_, **__: False)
    with pytest.raises(CommandRefusedError, match="ingen öppen avvikelse"):
        incidents.retry(room.context, number, SARA)
    assert room.status("a") == "failed"


def test_the_engine_settles_no_incident(room: EngineRoom) -> None:
    """What waits for a person is not settled in the engine's name."""
    number = stopped(room)
    with pytest.raises(CommandRefusedError, match="motorn"):
        incidents.retry(room.context, number, ENGINE)
    with pytest.raises(CommandRefusedError, match="motorn"):
        incidents.close(room.context, number, ENGINE, "Sett.")


def test_a_failed_message_is_sent_again_by_way_of_its_matter(room: EngineRoom) -> None:
    """The log says who sent it again, and the receipt arrives."""
    room.register()
    room.bus.execute(room.approval("KS 2024/1", "Skolan"))
    room.mailer.script.append(PermanentDeliveryError("Okänd."))
    deliver_batch(room.context, "me")
    while apply_batch(room.context, "me").claimed:
        pass
    (incident,) = (one for one in room.incidents() if one.kind == "mail_failed")
    room.hints.clear()
    incidents.retry(room.context, incident.id, SARA)
    assert room.hints == ["apply"]
    apply_batch(room.context, "me")
    assert deliver_batch(room.context, "me").sent >= 1
    apply_batch(room.context, "me")
    changed = [event.what for event in room.events() if isinstance(event, ItemChanged)]
    assert changed[-2:] == ["retried", "delivered"]


def test_a_message_without_a_receipt_goes_back_in_the_outbox(room: EngineRoom) -> None:
    """A reminder belongs to no item: it is queued as it is."""
    mail = SendMail(
        "m1", identity("KS 2024/1"), "reminder", "Ekonomi", "ekonomi@norsjo.example", "Påminnelse", {},
        "<m1@norsjo.arendegang.example>", "resend",
    )  # fmt: skip
    with room.store() as uow:
        uow.outbox.add((mail,), available_at=room.clock.now())
        uow.commit()
    room.mailer.script.append(PermanentDeliveryError("Okänd."))
    deliver_batch(room.context, "me")
    incidents.retry(room.context, room.incidents()[0].id, SARA)
    assert room.hints == ["deliver"]
    assert deliver_batch(room.context, "me").sent == 1


@pytest.mark.parametrize("key", ["deadline:one_year", "refused:7", "mail:gone", "command:7"])
def test_what_cannot_be_done_again(room: EngineRoom, key: str) -> None:
    """A deadline can't, nor what is gone; the incident stays open, and closing it is always possible."""
    with room.store() as uow:
        opened = OpenIncident(key, identity("KS 2024/1"), "kind", "detail")
        uow.incidents.open((opened,), at=room.clock.now())
        uow.commit()
    (incident,) = room.incidents()
    with pytest.raises(CommandRefusedError, match="inget som kan göras om"):
        incidents.retry(room.context, incident.id, SARA)
    assert room.incidents() == (incident,)
    incidents.close(room.context, incident.id, SARA, "Sett.")
    assert room.incidents() == ()


@pytest.mark.parametrize("again", [False, True])
def test_only_open_incidents(room: EngineRoom, *, again: bool) -> None:
    """One that doesn't exist, or is closed, is refused."""
    number = 17
    if again:
        number = stopped(room)
        incidents.close(room.context, number, SARA, "Sett.")
    with pytest.raises(CommandRefusedError, match=f"ingen öppen avvikelse {number}"):
        incidents.close(room.context, number, SARA, "Igen.")
