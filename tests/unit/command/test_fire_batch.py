"""Timers that are due become commands, each once."""

from datetime import timedelta

from tests.engineroom import START, EngineRoom, identity
from workflow.command.timers import fire_batch
from workflow.model.commands import FireTimer
from workflow.model.effects import ArmTimer


def arm(room: EngineRoom, *days: int) -> None:
    """One timer that many days from the start each."""
    with room.store() as uow:
        uow.timers.apply(
            [
                ArmTimer(
                    f"t{days_on}", identity("KS 2024/1"), "one_year", "reminder", 1,
                    (START + timedelta(days=days_on)).date(), START + timedelta(days=days_on),
                )
                for days_on in days
            ]
        )  # fmt: skip
        uow.commit()


def test_nothing_due_costs_no_commit(room: EngineRoom) -> None:
    """A timer of tomorrow is left alone."""
    arm(room, 1)
    assert fire_batch(room.context) == 0
    assert (room.reached, room.hints) == ([], [])


def test_a_standstill_fires_what_was_skipped_in_order_and_once(room: EngineRoom) -> None:
    """Everything that came due meanwhile becomes commands, oldest first; a second sweep finds nothing."""
    arm(room, 3, 1, 2, 9)
    room.clock.advance(timedelta(days=5))
    assert fire_batch(room.context, limit=2) == 2
    assert fire_batch(room.context) == 1
    assert fire_batch(room.context) == 0
    assert room.reached == ["timers:before", "timers:after"] * 2
    assert room.hints == ["apply", "apply"]
    fired = []
    with room.store() as uow:
        while claimed := uow.commands.claim("me", limit=9, lease=timedelta(minutes=1)):
            fired += [queued.envelope for queued in claimed]
            uow.commands.refuse({queued.id: "" for queued in claimed}, "me", at=START)
    assert [envelope.dedupe_key for envelope in fired] == ["timer:t1", "timer:t2", "timer:t3"]
    assert fired[0].command == FireTimer(
        "t1", "one_year", "reminder", 1, (START + timedelta(days=1)).date()
    )
    assert fired[0].given_at == START + timedelta(days=1)
    assert fired[0].actor.roles == ("engine",)
