"""Batches of commands: what is broken or refused is set aside, the rest is written set-wise."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.engineroom import SARA, START, EngineRoom, identity, of_type
from workflow.command import apply, carry
from workflow.command.apply import apply_batch
from workflow.command.ports import Change
from workflow.command.result import BatchResult
from workflow.errors import (
    DuplicateMatterError,
    InvalidInputError,
    StaleVersionError,
    StoreUnavailableError,
)
from workflow.machine.decide import decide
from workflow.model.commands import Envelope, FireEvent, FireTimer
from workflow.model.events import MatterRegistered
from workflow.model.matter import ENGINE, Actor
from workflow.model.outcome import AssignmentGiven
from workflow.model.step import Step
from workflow.testing.matters import MemoryMatters

POISON = "poison"


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Commands with one of these keys make ``decide`` break."""
    keys: list[str] = []

    def breaking(
        machine: Any, organisations: Any, matter: Any, envelope: Envelope, now: Any
    ) -> Step:
        if envelope.dedupe_key in keys:
            raise ZeroDivisionError(envelope.dedupe_key)
        return decide(machine, organisations, matter, envelope, now)

    monkeypatch.setattr(carry, "decide", breaking)
    return keys


@pytest.fixture
def unwritable(monkeypatch: pytest.MonkeyPatch) -> dict[str, Exception]:
    """Saving what one of these commands did fails with its error."""
    errors: dict[str, Exception] = {}
    save = MemoryMatters.save

    def failing(self: MemoryMatters, changes: Sequence[Change]) -> None:
        for change in changes:
            if change.command in errors:
                raise errors[change.command]
        save(self, changes)

    monkeypatch.setattr(MemoryMatters, "save", failing)
    return errors


def registered(room: EngineRoom, *numbers: str) -> None:
    for number in numbers:
        room.register(number)
    room.reached.clear()
    room.hints.clear()


def test_nothing_to_do_costs_no_commit(room: EngineRoom) -> None:
    """An empty queue gives an empty result, and no checkpoint is passed."""
    assert apply_batch(room.context, "me") == BatchResult()
    assert room.reached == []


def test_one_command_of_each_matter_in_one_transaction(room: EngineRoom) -> None:
    """A batch takes the oldest command of each matter and writes them all at once."""
    registered(room, "KS 2024/1", "KS 2024/2")
    room.submit(
        room.ping("KS 2024/1", "a"), room.ping("KS 2024/1", "b"), room.ping("KS 2024/2", "c")
    )
    room.reached.clear()
    assert apply_batch(room.context, "me") == BatchResult(claimed=2, applied=2)
    assert room.reached == ["claim:before", "claim:after", "apply:before", "apply:after"]
    assert [room.status(key) for key in "abc"] == ["done", "pending", "done"]
    assert apply_batch(room.context, "me", limit=1) == BatchResult(claimed=1, applied=1)


def test_registering_and_everything_after_it_goes_through_the_queue(room: EngineRoom) -> None:
    """A matter's commands are carried out in the order they were accepted in."""
    room.submit(
        room.registering("KS 2024/1"), room.ping("KS 2024/1", "a"), room.ping("KS 2024/1", "b")
    )
    while apply_batch(room.context, "me").claimed:
        pass
    with room.store() as uow:
        history = uow.matters.history(identity("KS 2024/1"))
    assert [stored.command for stored in history] == ["register:KS 2024/1", "a", "b"]
    assert isinstance(history[0].event, MatterRegistered)


def test_a_refused_command_stops_nobody_and_reaches_a_person(room: EngineRoom) -> None:
    """Nobody waits for a queued command, so its refusal opens an incident; the rest is carried out."""
    registered(room, "KS 2024/1", "KS 2024/2")
    room.submit(room.envelope("no", "KS 2024/1", FireEvent("flies")), room.ping("KS 2024/2", "yes"))
    assert apply_batch(room.context, "me") == BatchResult(claimed=2, applied=1, refused=1)
    assert (room.status("no"), room.status("yes")) == ("refused", "done")
    (incident,) = room.incidents()
    assert incident.kind == "refused"
    assert "FireEvent (no)" in incident.detail
    room.submit(room.ping("KS 2024/1", "after"))
    assert apply_batch(room.context, "me").applied == 1


def test_a_stale_version_in_the_queue_is_refused(room: EngineRoom) -> None:
    """A command that says which version it was read at is not carried out on another."""
    registered(room, "KS 2024/1")
    room.submit(room.ping("KS 2024/1", "a"), room.ping("KS 2024/1", "b", version=1))
    assert apply_batch(room.context, "me").applied == 1
    assert apply_batch(room.context, "me").refused == 1


def test_a_broken_command_is_tried_again_and_then_left_to_a_person(
    room: EngineRoom, broken: list[str]
) -> None:
    """A fault stops its own matter: tried three times with waits between, then an incident."""
    registered(room, "KS 2024/1", "KS 2024/2")
    broken.append(POISON)
    room.submit(
        room.ping("KS 2024/1", POISON), room.ping("KS 2024/1", "after"), room.ping("KS 2024/2", "b")
    )
    assert apply_batch(room.context, "me") == BatchResult(claimed=2, applied=1, postponed=1)
    assert apply_batch(room.context, "me") == BatchResult()  # not before the wait is over
    for expected in (BatchResult(claimed=1, postponed=1), BatchResult(claimed=1, failed=1)):
        room.lease_clock.advance(timedelta(seconds=2))
        assert apply_batch(room.context, "me") == expected
    (incident,) = room.incidents()
    assert (incident.kind, incident.key) == ("command", "command:3")
    assert "ZeroDivisionError" not in incident.detail
    assert POISON in incident.detail
    room.lease_clock.advance(timedelta(days=1))
    assert apply_batch(room.context, "me") == BatchResult()  # what comes after it waits
    assert room.status("after") == "pending"


def test_a_definition_that_is_gone_stops_its_matters_only(room: EngineRoom) -> None:
    """A matter whose definition is no longer in the store waits; others go on."""
    registered(room, "KS 2024/1", "KS 2024/2")
    matter = room.matter("KS 2024/1")
    room.store.state.matters[matter.id] = replace(matter, definition="0" * 64)
    room.submit(room.ping("KS 2024/1", "a"), room.ping("KS 2024/2", "b"))
    assert apply_batch(room.context, "me") == BatchResult(claimed=2, applied=1, postponed=1)


def test_a_write_that_fails_is_taken_apart(
    room: EngineRoom, unwritable: dict[str, Exception]
) -> None:
    """When the set can't be written its matters are taken one by one, and only the bad one is set aside."""
    registered(room, "KS 2024/1", "KS 2024/2", "KS 2024/3")
    unwritable["a"] = InvalidInputError("Nolltecken.")
    unwritable["b"] = StaleVersionError("Någon annan.")
    room.submit(
        room.ping("KS 2024/1", "a"), room.ping("KS 2024/2", "b"), room.ping("KS 2024/3", "c")
    )
    assert apply_batch(room.context, "me") == BatchResult(
        claimed=3, applied=1, refused=1, postponed=1
    )
    assert [room.status(key) for key in "abc"] == ["refused", "pending", "done"]


def test_a_number_that_is_taken_meanwhile(
    room: EngineRoom, unwritable: dict[str, Exception]
) -> None:
    """A number given by a person that is taken is refused; one the register gave is drawn again."""
    room.submit(room.registering("KS 2024/1"), room.registering("x", key="same", title="Annan"))
    unwritable["same"] = DuplicateMatterError("Upptaget.")
    unwritable["drawn"] = DuplicateMatterError("Upptaget.")
    room.submit(room.registering("y", key="drawn", number=None))
    assert apply_batch(room.context, "me") == BatchResult(
        claimed=3, applied=1, refused=1, postponed=1
    )
    unwritable.clear()
    room.lease_clock.advance(timedelta(seconds=2))
    assert apply_batch(room.context, "me").applied == 1
    assert room.matter("y").number.printed == "KS 2024/2"


@pytest.mark.parametrize("alone", [False, True])
def test_without_a_database_the_batch_ends(
    room: EngineRoom, unwritable: dict[str, Exception], *, alone: bool
) -> None:
    """The commands stay claimed, nothing is counted as a fault, and the lease gives them back."""
    registered(room, "KS 2024/1")
    room.submit(room.ping("KS 2024/1", "a"))
    if alone:
        with room.store() as uow:
            uow.commands.claim("dead", limit=1, lease=timedelta(seconds=1))
            uow.commit()
        room.lease_clock.advance(timedelta(seconds=2))
    unwritable["a"] = StoreUnavailableError("Borta.")
    with pytest.raises(StoreUnavailableError):
        apply_batch(room.context, "me")
    unwritable.clear()
    assert apply_batch(room.context, "other") == BatchResult()
    room.lease_clock.advance(room.context.policy.command_lease)
    assert apply_batch(room.context, "other").applied == 1


def test_a_database_that_goes_away_while_deciding(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Drawing a number needs the database; its absence is no fault of the command."""
    monkeypatch.setattr(
        MemoryMatters,
        "next_serial",
        lambda *_: (_ for _ in ()).throw(StoreUnavailableError("Borta.")),
    )
    room.submit(room.registering("a", number=None))
    with pytest.raises(StoreUnavailableError):
        apply_batch(room.context, "me")
    assert room.status("register:a") == "claimed"


def test_a_command_that_kills_its_worker_ends_as_an_incident(room: EngineRoom) -> None:
    """Attempts count at the claim: after three dead workers it is not tried again."""
    registered(room, "KS 2024/1")
    room.submit(room.ping("KS 2024/1", "a"))
    for owner in ("dead 1", "dead 2", "dead 3"):
        with room.store() as uow:
            assert uow.commands.claim(owner, limit=1, lease=timedelta(seconds=1))
            uow.commit()
        room.lease_clock.advance(timedelta(seconds=2))
    assert apply_batch(room.context, "me") == BatchResult(claimed=1, failed=1)
    (incident,) = room.incidents()
    assert "dog" in incident.detail


def test_what_was_held_by_a_dead_worker_is_taken_one_by_one(room: EngineRoom) -> None:
    """Innocents claimed beside a killer get a transaction of their own."""
    registered(room, "KS 2024/1", "KS 2024/2", "KS 2024/3")
    room.submit(room.ping("KS 2024/1", "a"), room.ping("KS 2024/2", "b"))
    with room.store() as uow:
        assert len(uow.commands.claim("dead", limit=5, lease=timedelta(seconds=1))) == 2
        uow.commit()
    room.lease_clock.advance(timedelta(seconds=2))
    room.submit(room.ping("KS 2024/3", "c"))
    room.reached.clear()
    assert apply_batch(room.context, "me") == BatchResult(claimed=3, applied=3)
    assert room.reached.count("apply:after") == 3


def test_a_batch_whose_lease_ran_out_writes_nothing(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody else carried out meanwhile is neither done twice nor reported as refused."""
    registered(room, "KS 2024/1", "KS 2024/2")
    room.submit(room.ping("KS 2024/1", "a"), room.ping("KS 2024/2", "b", version=1))
    decide_all = apply.decide_all
    slept: list[str] = []

    def sleepy(*arguments: Any) -> Any:
        """Sleep over the lease once; another worker does the work."""
        if not slept:
            slept.append("me")
            return _overtaken(room, decide_all, arguments)
        return decide_all(*arguments)

    monkeypatch.setattr(apply, "decide_all", sleepy)
    room.reached.clear()
    result = apply_batch(room.context, "me")
    assert result == BatchResult(claimed=2, applied=0, refused=1)
    assert room.matter("KS 2024/1").version == 2
    assert room.incidents() == ()


def _overtaken(room: EngineRoom, decide_all: Any, arguments: Any) -> Any:
    """Decide with rows that another worker changes before they are written."""
    _context, uow, commands, now = arguments
    mine, his = commands
    uow.commands.postpone((mine.id, his.id), "me", delay=timedelta(0), detail="")
    taken = uow.commands.claim("other", limit=2, lease=timedelta(minutes=1))
    assert len(taken) == 2
    decisions = decide_all(*arguments)
    moved = {each.queued.id: each for each in decisions.decided}
    uow.commands.finish(dict.fromkeys(moved, 2), "other", at=now)
    uow.matters.save(
        [
            Change(
                each.before,
                each.after,
                each.step.events,
                ENGINE,
                each.queued.envelope.dedupe_key,
                now,
            )
            for each in moved.values()
        ]
    )
    return carry.Decisions(
        tuple(each for each in decisions.decided if each.queued.id == mine.id),
        (carry.SetAside(his, StaleVersionError("Gammal."), refused=True),),
    )


def test_a_timer_of_an_old_day_is_done_without_events(room: EngineRoom) -> None:
    """A command that finds nothing left to do is done, and the matter is as it was."""
    registered(room, "KS 2024/1")
    timer = FireTimer("t", "gone", "reminder", 1, room.clock.now().date())
    room.accept(room.envelope("timer:t", "KS 2024/1", timer, actor=ENGINE))
    assert apply_batch(room.context, "me").applied == 1
    assert room.matter().version == 1
    assert room.status("timer:t") == "done"


@pytest.mark.parametrize(("actor", "status"), [(ENGINE, "done"), (SARA, "refused")])
def test_a_timer_is_decided_at_its_own_time_at_the_earliest(
    room: EngineRoom, actor: Actor, status: str
) -> None:
    """A worker whose clock is behind the one that fired it doesn't refuse it; a person sets no clock."""
    room.publish(of_type(deadlines={"due": {"label": "Klart", "day": "due", "until": ["decided"]}}))
    room.bus.execute(room.registering("KS 2024/1", fields={"due": "2024-04-16"}))
    timer = FireTimer("t", "due", "expiry", 1, START.date())
    midnight = START.replace(hour=22)
    room.accept(Envelope("timer:t", identity("KS 2024/1"), timer, actor, given_at=midnight))
    room.clock.advance(timedelta(hours=11, minutes=59))
    apply_batch(room.context, "me")
    assert room.status("timer:t") == status
    assert (room.matter().deadlines[0].status == "expired") == (status == "done")


def test_words_that_cannot_be_kept_do_not_hinder_a_refusal(
    room: EngineRoom, unwritable: dict[str, Exception]
) -> None:
    """An error's text may hold anything: what no database takes becomes spaces."""
    registered(room, "KS 2024/1")
    unwritable["a"] = InvalidInputError("Fel:\x00\ud800\nrad två" + "x" * 5_000)
    room.submit(room.ping("KS 2024/1", "a"))
    assert apply_batch(room.context, "me").refused == 1
    with room.store() as uow:
        outcome = uow.commands.outcome("a")
    assert outcome is not None
    assert outcome.detail.startswith("Fel:  \nrad två")
    assert len(outcome.detail) == 2_000
    assert len(room.incidents()[0].detail) == 2_000


def test_a_command_that_leads_to_no_matter_is_refused(
    room: EngineRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A registration that answers with no event at all would leave a matter nobody can find."""
    monkeypatch.setattr(carry, "decide", lambda *_: Step(()))
    room.submit(room.registering("KS 2024/1"))
    assert apply_batch(room.context, "me").refused == 1


def test_workers_are_told_of_what_a_batch_leads_to(room: EngineRoom) -> None:
    """Mails for the outbox and commands to other matters give a hint each."""
    registered(room, "KS 2024/1")
    given = AssignmentGiven("Mät bron", owner="Ekonomi", due="2024-06-01")
    room.submit(room.approval("KS 2024/1", "Skolan", assignments=(given,)))
    room.hints.clear()
    apply_batch(room.context, "me")
    assert room.hints == ["deliver", "apply"]
    assert apply_batch(room.context, "me").applied == 1  # the assignment's own matter
