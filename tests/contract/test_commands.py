"""The queue of commands behaves the same on every store."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.contract.samples import (
    LAPSED,
    LONG,
    NOW,
    SARA,
    at_once,
    envelope,
    writing,
)
from workflow.command.ports import CommandOutcome, QueuedCommand, UnitOfWorkFactory
from workflow.errors import InvalidInputError
from workflow.model.commands import Envelope, FireEvent, RecordDecision, RegisterMatter
from workflow.model.ids import MatterId
from workflow.model.matter import Parent
from workflow.model.outcome import PointOutcome


def claim(
    store: UnitOfWorkFactory, owner: str = "w1", limit: int = 10, lease: timedelta = LONG
) -> tuple[QueuedCommand, ...]:
    with writing(store) as unit:
        return unit.commands.claim(owner, limit=limit, lease=lease)


def accept(store: UnitOfWorkFactory, *envelopes: Envelope) -> int:
    with writing(store) as unit:
        return unit.commands.accept(envelopes, at=NOW)


def status(store: UnitOfWorkFactory, key: str) -> str | None:
    with store() as unit:
        outcome = unit.commands.outcome(key)
    return outcome and outcome.status


def keys(claimed: tuple[QueuedCommand, ...]) -> list[str]:
    return [command.envelope.dedupe_key for command in claimed]


def test_accept_counts_what_is_new(store: UnitOfWorkFactory) -> None:
    """A key is queued once, within a call and between calls; nothing is queued for nothing."""
    assert accept(store) == 0
    assert accept(store, envelope("a"), envelope("a"), envelope("b")) == 2
    assert accept(store, envelope("b"), envelope("c")) == 1
    with store() as unit:
        assert unit.commands.waiting() == 3


def test_the_envelope_comes_back_as_it_was(store: UnitOfWorkFactory) -> None:
    """Every part of a command survives the queue: types, dates, texts, options."""
    sent = Envelope(
        "registrera «1»",
        MatterId("m1"),
        RegisterMatter(
            organisation="norsjo",
            matter_type="motion",
            title='Motion om "åäö" \\u0000 😀',
            fields={"movers": ["A", "B"], "moved_on": "2025-03-11", "cost": 12, "urgent": False},
            points=("ett", "två"),
            registered_on=date(2025, 3, 11),
            parent=Parent(MatterId("p"), "c1"),
        ),
        SARA,
        NOW,
        expected_version=7,
    )
    decision = replace(
        sent,
        dedupe_key="beslut",
        matter=MatterId("m2"),
        command=RecordDecision(
            outcomes=(PointOutcome("grants", ("p1",)), PointOutcome("rejects", text="nytt")),
            decided_on=date(2025, 3, 11),
        ),
        expected_version=None,
    )
    accept(store, sent, decision)
    assert [command.envelope for command in claim(store)] == [sent, decision]


@pytest.mark.parametrize("text", ["nul \0", "half \ud800"])
def test_a_text_that_no_database_keeps_is_refused(store: UnitOfWorkFactory, text: str) -> None:
    """Nuls and broken characters are refused by every store, not by one of them only."""
    bad = replace(envelope("x"), command=FireEvent("prepared", data={"reason": text}))
    with store() as unit, pytest.raises(InvalidInputError):
        unit.commands.accept([bad], at=NOW)


def test_only_the_oldest_of_a_matter_is_claimed(store: UnitOfWorkFactory) -> None:
    """One command a matter at a time, in the order given."""
    accept(store, envelope("z"), envelope("a"), envelope("b", "m2"))
    first = claim(store)
    assert keys(first) == ["z", "b"]
    assert [command.attempts for command in first] == [1, 1]
    assert claim(store, "w2") == ()
    with writing(store) as unit:
        assert unit.commands.finish({first[0].id: 4}, "w1", at=NOW) == {first[0].id}
    assert keys(claim(store, "w2")) == ["a"]
    with store() as unit:
        assert unit.commands.outcome("z") == CommandOutcome("done", MatterId("m1"), 4, "")
        assert unit.commands.waiting() == 2


def test_limit_counts_matters(store: UnitOfWorkFactory) -> None:
    """No more is claimed than asked for, the oldest first."""
    accept(store, *(envelope(f"k{n}", f"m{n}") for n in range(5)))
    assert keys(claim(store, limit=2)) == ["k0", "k1"]
    assert keys(claim(store, limit=9)) == ["k2", "k3", "k4"]


def test_a_lapsed_lease_is_taken_over(store: UnitOfWorkFactory) -> None:
    """Who is late finds that the command is another one's, and marks nothing."""
    accept(store, envelope("a"), envelope("b"))
    (late,) = claim(store, "late", lease=LAPSED)
    (taken,) = claim(store, "next")
    assert (taken.id, taken.attempts) == (late.id, 2)
    with writing(store) as unit:
        assert unit.commands.finish({late.id: 1}, "late", at=NOW) == frozenset()
        unit.commands.refuse({late.id: "nej"}, "late", at=NOW)
        unit.commands.postpone([late.id], "late", delay=LAPSED, detail="")
        unit.commands.fail([late.id], "late", detail="")
    assert status(store, "a") == "claimed"
    with writing(store) as unit:
        assert unit.commands.finish({taken.id: 1}, "next", at=NOW) == {taken.id}


def test_finishing_nothing(store: UnitOfWorkFactory) -> None:
    """Empty batches are allowed, unknown ids are nobody's."""
    with writing(store) as unit:
        assert unit.commands.finish({}, "w1", at=NOW) == frozenset()
        assert unit.commands.finish({99: 1}, "w1", at=NOW) == frozenset()
        unit.commands.refuse({}, "w1", at=NOW)
        unit.commands.postpone([], "w1", delay=LONG, detail="")
        unit.commands.fail([], "w1", detail="")
        assert unit.commands.outcome("nobody") is None


def test_refused_lets_the_next_one_go(store: UnitOfWorkFactory) -> None:
    """A refusal ends a command with its reason and holds nothing up."""
    accept(store, envelope("a"), envelope("b"))
    (claimed,) = claim(store)
    with writing(store) as unit:
        unit.commands.refuse({claimed.id: "Ärendet är stängt”."}, "w1", at=NOW)
    with store() as unit:
        outcome = unit.commands.outcome("a")
    assert outcome == CommandOutcome("refused", MatterId("m1"), None, "Ärendet är stängt”.")
    assert keys(claim(store)) == ["b"]


def test_a_refused_command_may_be_retried(store: UnitOfWorkFactory) -> None:
    """What was refused, in the queue or past it, is queued again; what is done is not."""
    accept(store, envelope("a"), envelope("done", "m2"))
    refused, done = claim(store)
    with writing(store) as unit:
        unit.commands.refuse({refused.id: "nej"}, "w1", at=NOW)
        unit.commands.finish({done.id: 1}, "w1", at=NOW)
        assert unit.commands.retry(refused.id)
        assert not unit.commands.retry(refused.id)
        assert not unit.commands.retry(done.id)
        assert not unit.commands.retry(99)
        outcome = unit.commands.outcome("a")
        assert outcome == CommandOutcome("pending", MatterId("m1"), None, "")
        assert outcome.envelope == envelope("a")
    (again,) = claim(store)
    assert (again.id, again.attempts) == (refused.id, 1)


def test_refused_is_put_back_by_a_person(store: UnitOfWorkFactory) -> None:
    """The same command, with all its tries before it, and ahead of what came after it."""
    accept(store, envelope("a"), envelope("b"))
    (claimed,) = claim(store)
    with writing(store) as unit:
        unit.commands.refuse({claimed.id: "inte nu"}, "w1", at=NOW)
        assert unit.commands.retry(claimed.id)
        assert not unit.commands.retry(claimed.id)
        assert unit.commands.outcome("a") == CommandOutcome("pending", MatterId("m1"), None, "")
    (again,) = claim(store)
    assert (again.id, again.attempts) == (claimed.id, 1)
    with writing(store) as unit:
        unit.commands.finish({again.id: 1}, "w1", at=NOW)
        assert not unit.commands.retry(again.id)


def test_what_was_carried_out_elsewhere_is_written_down(store: UnitOfWorkFactory) -> None:
    """It is done with its version, nobody claims it, and a known key stays as it was."""
    accept(store, envelope("queued"))
    with writing(store) as unit:
        assert unit.commands.record([], at=NOW) == 0
        assert unit.commands.record([(envelope("a"), 2)], at=NOW) == 1
        again = [(envelope("a"), 9), (envelope("queued"), 9), (envelope("b", "m2"), 3)]
        assert unit.commands.record(again, at=NOW) == 1
    with store() as unit:
        assert unit.commands.outcome("a") == CommandOutcome("done", MatterId("m1"), 2, "")
        assert unit.commands.outcome("b") == CommandOutcome("done", MatterId("m2"), 3, "")
        assert unit.commands.waiting() == 1
    assert keys(claim(store)) == ["queued"]


def test_an_outcome_holds_the_command_as_it_was_given(store: UnitOfWorkFactory) -> None:
    """So that the same key for something else can be told from a repetition."""
    accept(store, envelope("a"))
    with store() as unit:
        outcome = unit.commands.outcome("a")
    assert outcome is not None
    assert outcome.envelope == envelope("a")


def test_postponed_waits_and_keeps_its_place(store: UnitOfWorkFactory) -> None:
    """What is put off comes back after the delay, before the matter's later commands."""
    accept(store, envelope("a"), envelope("b"))
    (claimed,) = claim(store)
    with writing(store) as unit:
        unit.commands.postpone([claimed.id], "w1", delay=LONG, detail="databasen")
    assert claim(store) == ()
    assert status(store, "a") == "pending"
    accept(store, envelope("c", "m2"))
    (other,) = claim(store)
    with writing(store) as unit:
        unit.commands.postpone([other.id], "w1", delay=LAPSED, detail="")
    assert [(command.envelope.dedupe_key, command.attempts) for command in claim(store)] == [
        ("c", 2)
    ]


def test_failed_stops_the_matter_until_retried_or_dropped(store: UnitOfWorkFactory) -> None:
    """Nothing of a matter goes past a failed command; other matters go on."""
    accept(store, envelope("a"), envelope("b"), envelope("c", "m2"))
    broken, other = claim(store)
    with writing(store) as unit:
        unit.commands.fail([broken.id], "w1", detail="trasig")
        unit.commands.finish({other.id: 1}, "w1", at=NOW)
    assert claim(store) == ()
    with writing(store) as unit:
        assert unit.commands.outcome("a") == CommandOutcome(
            "failed", MatterId("m1"), None, "trasig"
        )
        assert unit.commands.retry(broken.id)
        assert not unit.commands.retry(broken.id)
    (again,) = claim(store)
    assert (again.id, again.attempts) == (broken.id, 1)
    with writing(store) as unit:
        unit.commands.fail([broken.id], "w1", detail="trasig")
        assert unit.commands.drop(broken.id, detail="behövs inte")
        assert not unit.commands.drop(broken.id, detail="")
    with store() as unit:
        outcome = unit.commands.outcome("a")
    assert outcome == CommandOutcome("refused", MatterId("m1"), None, "behövs inte")
    assert keys(claim(store)) == ["b"]


def test_take_goes_before_the_queue(store: UnitOfWorkFactory) -> None:
    """Somebody who waits gets his command at once, also where others are queued or claimed."""
    accept(store, envelope("a"), envelope("b"))
    (claimed,) = claim(store)
    with writing(store) as unit:
        taken = unit.commands.take(envelope("now"), "cli", at=NOW)
        assert taken is not None
        assert taken.envelope == envelope("now")
        assert taken.attempts == 1
        assert unit.commands.take(envelope("b"), "cli", at=NOW) is None
        assert unit.commands.finish({taken.id: 2}, "cli", at=NOW) == {taken.id}
    assert status(store, "now") == "done"
    with writing(store) as unit:
        assert unit.commands.take(envelope("now"), "cli", at=NOW) is None
        assert unit.commands.finish({claimed.id: 3}, "w1", at=NOW) == {claimed.id}
    assert keys(claim(store)) == ["b"]


def test_taken_and_given_up_is_queued(store: UnitOfWorkFactory) -> None:
    """What somebody who waited puts off becomes a command like others; rolled back, it never was."""
    with store() as unit:
        assert unit.commands.take(envelope("gone"), "cli", at=NOW)
    assert status(store, "gone") is None
    accept(store, envelope("a"))
    with writing(store) as unit:
        taken = unit.commands.take(envelope("now"), "cli", at=NOW)
        assert taken is not None
        unit.commands.postpone([taken.id], "cli", delay=LAPSED, detail="")
    (first,) = claim(store)
    assert keys((first,)) == ["a"]
    with writing(store) as unit:
        unit.commands.finish({first.id: 1}, "w1", at=NOW)
    assert keys(claim(store)) == ["now"]


def test_the_queue_goes_on_beside_one_who_waits(store: UnitOfWorkFactory) -> None:
    """A claim of somebody who waits holds the queue's own claim up no more than the reverse."""
    accept(store, envelope("a"))
    with writing(store) as unit:
        assert unit.commands.take(envelope("now"), "cli", at=NOW)
    assert keys(claim(store)) == ["a"]


def test_what_waits_for_matters_comes_oldest_first(store: UnitOfWorkFactory) -> None:
    """Pending, claimed and failed commands of these matters, in order; not what is done, nor of others."""
    first, other = envelope("a", matter="m1"), envelope("x", matter="m2")
    accept(store, first, envelope("b", matter="m1"), other, envelope("c", matter="m1"))
    (oldest, _) = claim(store)
    with writing(store) as unit:
        unit.commands.fail([oldest.id], "w1", detail="Fel")
    with store() as unit:
        waiting = unit.commands.queued([MatterId("m1")])
        assert [one.dedupe_key for one in waiting] == ["a", "b", "c"]
        assert waiting[0] == first
        assert [one.dedupe_key for one in unit.commands.queued([MatterId("m2")])] == ["x"]
        assert unit.commands.queued([]) == ()
    with writing(store) as unit:
        unit.commands.drop(oldest.id, detail="Behövs inte")
    with store() as unit:
        assert len(unit.commands.queued([MatterId("m1")])) == 2


def test_nothing_is_kept_without_commit(store: UnitOfWorkFactory) -> None:
    """Leaving a transaction, by an error or not, takes everything back."""
    with pytest.raises(InvalidInputError), store() as unit:
        unit.commands.accept([envelope("a"), replace(envelope("x"), dedupe_key="\0")], at=NOW)
    with store() as unit:
        unit.commands.accept([envelope("b")], at=NOW)
    with store() as unit:
        assert unit.commands.waiting() == 0


def test_two_claimers_never_get_the_same(real: UnitOfWorkFactory) -> None:
    """Four claim at once until nothing is left: every command once, one a matter at a time."""
    matters = 30
    accept(real, *(envelope(f"{n}-{m}", f"m{m}") for n in range(3) for m in range(matters)))

    def work(number: int) -> list[str]:
        done: list[str] = []
        while True:
            claimed = claim(real, f"w{number}", limit=5)
            with writing(real) as unit:
                if not unit.commands.waiting():
                    return done
                mine = unit.commands.finish(
                    dict.fromkeys([command.id for command in claimed], 1), f"w{number}", at=NOW
                )
            assert len(mine) == len(claimed)
            done += keys(claimed)

    done = [key for part in at_once(4, work) for key in part]
    assert sorted(done) == sorted(f"{n}-{m}" for n in range(3) for m in range(matters))


def test_a_lapsed_lease_is_taken_over_by_one(real: UnitOfWorkFactory) -> None:
    """Of several that find a dead worker's commands, one gets each."""
    accept(real, *(envelope(f"k{n}", f"m{n}") for n in range(20)))
    assert len(claim(real, "dead", limit=20, lease=LAPSED)) == 20
    taken = at_once(4, lambda number: claim(real, f"w{number}", limit=20))
    got = sorted(command.id for part in taken for command in part)
    assert got == sorted(set(got))
    rest = claim(real, "rest", limit=20)
    assert len(got) + len(rest) == 20


def test_the_same_commands_accepted_at_once(real: UnitOfWorkFactory) -> None:
    """Each is queued once, and who queues them in another order is not locked out for ever."""
    batch = [envelope(f"k{n}", f"m{n}") for n in range(50)]
    counts = at_once(4, lambda number: accept(real, *(batch if number % 2 else batch[::-1])))
    assert sum(counts) == 50
    assert len(claim(real, limit=100)) == 50


def test_the_same_command_taken_at_once(real: UnitOfWorkFactory) -> None:
    """Of those who wait with the same key, one carries it out."""

    def take(number: int) -> bool:
        with writing(real) as unit:
            taken = unit.commands.take(envelope("now"), f"cli{number}", at=NOW)
            if taken is not None:
                unit.commands.finish({taken.id: 1}, f"cli{number}", at=NOW)
            return taken is not None

    assert sorted(at_once(4, take)) == [False, False, False, True]
