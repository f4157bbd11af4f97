"""Real workers: from registration to the last receipt, two at a time, and what they leave behind."""

import signal
from collections import Counter
from pathlib import Path

import pytest

from tests.chaos.plan import STEPS, TODAY, Plan
from tests.plant import SARA, SHIPPED, Plant, identity
from tests.smtp import Behaviour
from workflow.command.minutes import announce
from workflow.definition.catalogue import load
from workflow.model.commands import Envelope, RecordDecision, RegisterMatter
from workflow.model.events import PointsMoved, ReminderSent
from workflow.model.outcome import PointOutcome

pytestmark = pytest.mark.integration


def commands(number: int) -> list[Envelope]:
    """Everything that one matter of the plan goes through, in order."""
    parts = Plan(seed=1, matters=number, kills=1).slices()
    return [one for part in parts for one in part if one.matter == identity(number)]


def steps(plant: Plant, number: int) -> list[str]:
    return [event.event for event in plant.events(number) if isinstance(event, PointsMoved)]


def test_from_registration_to_the_last_receipt(plant: Plant) -> None:
    """Commands in the queue become steps, mails, receipts and the end of the matter; nobody watches."""
    plant.work()
    plant.engine.bus.submit(commands(1))
    plant.wait_until(lambda: plant.closed(1))
    matter = plant.matter(1)
    assert matter is not None
    assert [item.status for item in matter.items] == ["delivered", "delivered"]
    assert steps(plant, 1) == [*STEPS, "ends"]
    plant.wait_until(plant.idle)
    told = Counter(to for message in plant.smtp.messages for to in message.recipients)
    assert (told["skolan@kaos.example"], told["ekonomi@kaos.example"]) == (1, 1)
    assert plant.engine.verify().sound


def test_two_workers_never_remind_twice(plant: Plant) -> None:
    """Sixty timers come due at once under two workers: each matter is reminded once."""
    with plant.engine.units() as uow:
        registrations = [commands(number)[0] for number in range(1, 61)]
        uow.commands.accept(registrations, at=plant.engine.clock.now())
        uow.commit()
    plant.work()
    plant.work()
    plant.wait_until(lambda: len(plant.smtp.messages) >= 60)
    plant.wait_until(plant.idle)
    assert len(plant.smtp.messages) == 60
    for number in range(1, 61):
        reminders = [event for event in plant.events(number) if isinstance(event, ReminderSent)]
        assert len(reminders) == 1


def test_a_standstill_fires_what_was_skipped_in_order_and_once(plant: Plant) -> None:
    """No worker for a month: the reminder and the expiry that fell in it come in order, once each."""
    worker = plant.work()
    plant.engine.bus.submit(commands(1)[:1])
    plant.wait_until(lambda: len(plant.smtp.messages) == 1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    plant.pass_time(days=30)
    plant.work()
    plant.work()
    plant.wait_until(lambda: plant.matter(1).deadlines[0].status == "expired")  # type: ignore[union-attr]
    plant.wait_until(plant.idle)
    with plant.engine.units() as uow:
        rows = uow.timers.of(identity(1))
        fired = [
            stored.command
            for stored in uow.matters.history(identity(1))
            if stored.command.startswith("timer:")
        ]
    assert {row.status for row in rows} == {"fired"}
    assert list(dict.fromkeys(fired)) == [f"timer:{row.timer.id}" for row in rows]


def test_told_to_stop_it_finishes_what_it_has_in_hand(plant: Plant) -> None:
    """SIGTERM while the server is taking a message: its answer is written, and nothing stays claimed."""
    plant.smtp.latency = 1.0
    worker = plant.work()
    plant.engine.bus.submit(commands(1)[:4])
    plant.wait_until(lambda: bool(_claimed(plant)))
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0
    assert _claimed(plant) == ()
    with plant.engine.units() as uow:
        sent = uow.outbox.list(status="sent")
    assert [attempt.outcome for row in sent for attempt in row.tries] == ["sent"] * len(sent)
    assert len(sent) == len(plant.smtp.messages)


def _claimed(plant: Plant) -> tuple[object, ...]:
    with plant.engine.units() as uow:
        return uow.outbox.list(status="claimed")


def test_the_shipped_program_works(plant: Plant) -> None:
    """``arendegang worker`` with the real clock carries out what is queued, and ends when told to."""
    worker = plant.work((*SHIPPED, "--concurrency", "1"))
    register = RegisterMatter("kaos", "errand", "Ärende", number="KS 2025/1")
    plant.engine.bus.submit([plant.envelope("r", 1, register)])
    plant.wait_until(lambda: plant.matter(1) is not None)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0


def test_a_server_that_misbehaves_gets_the_mail_in_the_end(plant: Plant) -> None:
    """Busy, greylisting, breaking off before the message: tried again until it is taken, once."""
    plant.smtp.script(
        Behaviour.REFUSE_FOR_NOW, Behaviour.RECIPIENT_FOR_NOW, Behaviour.DROP_BEFORE_DATA
    )
    plant.work()
    plant.engine.bus.submit(commands(1))
    plant.wait_until(lambda: plant.closed(1))
    plant.wait_until(plant.idle)
    assert len(plant.smtp.messages) == 3
    with plant.engine.units() as uow:
        tries = [attempt.outcome for row in uow.outbox.list() for attempt in row.tries]
    assert Counter(tries) == {"sent": 3, "temporary": 3}


def test_an_answer_that_is_lost_is_sent_again_where_the_type_says_so(plant: Plant) -> None:
    """The server took it and never said so: the type's policy is to send again, with the same id."""
    plant.smtp.script(Behaviour.DROP_AFTER_DATA)
    plant.work()
    plant.engine.bus.submit(commands(1)[:1])
    plant.wait_until(lambda: len(plant.smtp.messages) == 2)
    first, second = plant.smtp.messages
    assert first.message_id == second.message_id


def test_adjusted_minutes_reach_the_board_and_the_matters(plant: Plant) -> None:
    """One command by a secretary: every matter of the meeting is adjusted, by the workers."""
    for number in (1, 2):
        plant.engine.bus.execute(commands(number)[0])
        decision = RecordDecision((PointOutcome("s3"),), body="KS", decided_on=TODAY)
        plant.engine.bus.execute(plant.envelope(f"d{number}", number, decision))
    plant.work()
    announcement = announce(
        plant.engine.context,
        organisation="kaos",
        body="KS",
        meeting_on=TODAY,
        adjusted_on=TODAY,
        actor=SARA,
    )
    assert set(announcement.matters) == {identity(1), identity(2)}
    plant.wait_until(
        lambda: all(plant.matter(n).decisions[0].adjusted_on == TODAY for n in (1, 2))  # type: ignore[union-attr]
    )


def test_a_definition_that_vanished_from_the_files(plant: Plant, tmp_path: Path) -> None:
    """The matters that run on it, and new ones of the type, go on with what is published."""
    folder = tmp_path / "definitions"
    folder.mkdir()
    assert plant.engine.publish(load(folder)) == ()
    plant.work()
    plant.engine.bus.submit(commands(1))
    plant.wait_until(lambda: plant.closed(1))
