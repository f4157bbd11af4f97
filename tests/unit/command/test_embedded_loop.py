"""One process does everything: fire, carry out, send; and waits for what comes next."""

from dataclasses import replace
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from tests.engineroom import START, EngineRoom, identity
from workflow.command import loop
from workflow.command.clock import SimulatedClock, SystemClock, skip
from workflow.command.loop import Drained, drain, next_due, run_forever
from workflow.errors import StoreUnavailableError
from workflow.model.effects import ArmTimer

POLL = timedelta(seconds=5)


class Waits(Event):
    """Remembers how long it was waited, and ends the loop after some waits."""

    def __init__(self, after: int = 1) -> None:
        super().__init__()
        self.left = after
        self.waited: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        """Don't wait."""
        self.waited.append(timeout)
        if len(self.waited) == self.left:
            self.set()
        return self.is_set()


def arm(room: EngineRoom, after: timedelta) -> None:
    with room.store() as uow:
        due = START + after
        timer = ArmTimer(f"t{after}", identity("KS 2024/1"), "gone", "reminder", 1, due.date(), due)
        uow.timers.apply((timer,))
        uow.commit()


def test_drained_until_nothing_is_left(room: EngineRoom) -> None:
    """A decision's mail, its receipt and what the receipt leads to are all done in one go."""
    room.submit(room.registering("KS 2024/1"), room.approval("KS 2024/1", "Skolan"))
    arm(room, timedelta(0))
    assert drain(room.context, "me") == Drained(fired=1, commands=4, mails=1)
    assert room.matter().items[0].status == "delivered"
    assert drain(room.context, "me") == Drained()


@pytest.mark.parametrize("batches", [0, 1, 2, 3])
def test_stops_between_batches(room: EngineRoom, batches: int) -> None:
    """Asked to stop, it finishes the batch in hand and begins no other."""
    room.submit(room.registering("KS 2024/1"), room.approval("KS 2024/1", "Skolan"))
    asked: list[bool] = []

    def stopping() -> bool:
        asked.append(len(asked) >= batches)
        return asked[-1]

    assert drain(room.context, "me", stopping=stopping).commands == (0 if batches < 2 else 1)


def test_waits_for_what_is_due_next(room: EngineRoom) -> None:
    """At most the poll interval; less if a timer or a message comes due before; not at all if overdue."""
    assert next_due(room.context) is None
    waits = Waits()
    run_forever(room.context, "me", waits, poll=POLL)
    assert waits.waited == [5.0]
    arm(room, timedelta(seconds=2))
    waits = Waits()
    run_forever(room.context, "me", waits, poll=POLL)
    assert waits.waited == [2.0]
    assert next_due(room.context) == START + timedelta(seconds=2)


def test_an_overdue_timer_is_not_waited_for(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What came due while draining is done at once."""
    arm(room, timedelta(seconds=2))
    done = loop.drain

    def slow(*arguments: Any, **options: Any) -> Drained:
        result = done(*arguments, **options)
        room.clock.advance(timedelta(seconds=9))
        return result

    monkeypatch.setattr(loop, "drain", slow)
    waits = Waits()
    run_forever(room.context, "me", waits, poll=POLL)
    assert waits.waited == [0.0]


def test_a_database_that_is_away_is_waited_for(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loop goes on when it is back."""
    done = loop.drain
    tries: list[int] = []

    def sometimes(*arguments: Any, **options: Any) -> Drained:
        tries.append(1)
        if len(tries) == 1:
            raise StoreUnavailableError("Borta.")
        return done(*arguments, **options)

    monkeypatch.setattr(loop, "drain", sometimes)
    room.submit(room.registering("KS 2024/1"))
    run_forever(room.context, "me", Waits(after=2), poll=POLL)
    assert room.matter().version == 1


def test_an_unforeseen_fault_does_not_end_the_loop(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is waited for longer each time, up to a limit, and from the beginning once it was gone."""
    done = loop.drain
    tries: list[int] = []

    def broken(*arguments: Any, **options: Any) -> Drained:
        tries.append(1)
        if len(tries) == 9:
            return done(*arguments, **options)
        raise ZeroDivisionError

    monkeypatch.setattr(loop, "drain", broken)
    waits = Waits(after=10)
    run_forever(room.context, "me", waits, poll=POLL)
    assert waits.waited == [5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 160.0, 160.0, 5.0, 5.0]


def test_a_loop_that_is_stopped_does_nothing(room: EngineRoom) -> None:
    """Stopped before it began, it touches nothing."""
    room.submit(room.registering("KS 2024/1"))
    stop = Event()
    stop.set()
    run_forever(room.context, "me", stop, poll=POLL)
    assert room.status("register:KS 2024/1") == "pending"


def test_time_that_is_skipped_does_everything_at_its_own_time(room: EngineRoom) -> None:
    """From one due timer to the next up to the day asked for; what is later stays armed."""
    clock = SimulatedClock(START)
    context = _with_clock(room, clock)
    room.register()
    for days in (2, 1, 400):
        arm(room, timedelta(days=days))
    assert skip(context, clock, START + timedelta(days=30), "me") == Drained(fired=2, commands=2)
    assert clock.now() == START + timedelta(days=30)
    with room.store() as uow:
        taken = [stored.status for stored in uow.timers.of(identity("KS 2024/1"))]
    assert taken == ["fired", "fired", "armed"]
    clock.move_to(START)
    assert clock.now() == START + timedelta(days=30)


def test_skipping_ends_where_nothing_can_be_done(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message that is due but can't be claimed now doesn't keep time standing still."""
    clock = SimulatedClock(START)
    context = _with_clock(room, clock)
    monkeypatch.setattr("workflow.command.clock.next_due", lambda _: START)
    skip(context, clock, START + timedelta(days=1), "me")
    assert clock.now() == START + timedelta(days=1)


def _with_clock(room: EngineRoom, clock: SimulatedClock) -> Any:
    return replace(room.context, clock=clock)


def test_the_systems_clock_is_utc() -> None:
    """Aware, and not standing still backwards."""
    first = SystemClock().now()
    assert first.utcoffset() == timedelta(0)
    assert SystemClock().now() >= first
