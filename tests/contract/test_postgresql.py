"""What only PostgreSQL can get wrong: true concurrency, and servers that come and go."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, text

from tests.contract.samples import (
    LAPSED,
    LONG,
    NOW,
    at_once,
    envelope,
    moved,
    registered,
    timer,
    writing,
)
from tests.servers import Postgres, postgres
from workflow.command.ports import QueuedCommand, UnitOfWorkFactory
from workflow.errors import InvalidInputError, StaleVersionError, StoreUnavailableError
from workflow.store.engine import connect
from workflow.store.migrate import migrate
from workflow.store.unit_of_work import sql_unit_of_work


@pytest.fixture
def database() -> str:
    return "postgresql"


@pytest.fixture
def store(engine: Engine) -> UnitOfWorkFactory:
    return sql_unit_of_work(engine)


def wait_until_blocked(engine: Engine) -> None:
    """Until some connection waits for a lock that another one holds."""
    with engine.connect() as connection:
        for _ in range(10_000):
            waiting = connection.execute(
                text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
            ).scalar_one()
            connection.rollback()
            if waiting:
                return
    pytest.fail("nobody waits")


def test_an_older_command_that_commits_later(engine: Engine, store: UnitOfWorkFactory) -> None:
    """The one race that the index decides: the second claim of a matter gets nothing, no error."""
    claimed: list[tuple[QueuedCommand, ...]] = []

    def claim_second() -> None:
        with writing(store) as unit:
            claimed.append(unit.commands.claim("w2", limit=5, lease=LONG))

    with store() as slow:
        slow.commands.accept([envelope("older")], at=NOW)
        with writing(store) as unit:
            unit.commands.accept([envelope("younger"), envelope("other", "m2")], at=NOW)
        with store() as first:
            (younger, other) = first.commands.claim("w1", limit=5, lease=LONG)
            assert younger.envelope.dedupe_key == "younger"
            slow.commit()
            second = threading.Thread(target=claim_second)
            second.start()
            wait_until_blocked(engine)
            first.commit()
            second.join(timeout=30)
    assert claimed == [()]
    with writing(store) as unit:
        unit.commands.finish({younger.id: 1, other.id: 1}, "w1", at=NOW)
    with writing(store) as unit:
        (older,) = unit.commands.claim("w2", limit=5, lease=LONG)
    assert older.envelope.dedupe_key == "older"


def test_a_claim_that_always_loses_gives_up(engine: Engine, store: UnitOfWorkFactory) -> None:
    """A claim that the index refuses again and again ends empty, and the transaction lives on."""
    with writing(store) as unit:
        unit.commands.accept([envelope("a"), envelope("b", "m2")], at=NOW)
    with engine.begin() as connection:  # a trigger that loses every race
        connection.execute(
            text(
                "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                " RAISE unique_violation; END $$"
            )
        )
        connection.execute(
            text("CREATE TRIGGER lose BEFORE UPDATE ON commands EXECUTE FUNCTION lose()")
        )
    try:
        with store() as unit:
            assert unit.commands.claim("w1", limit=1, lease=LONG) == ()
            assert unit.commands.waiting() == 2
    finally:
        with engine.begin() as connection:
            connection.execute(text("DROP FUNCTION lose() CASCADE"))


def test_claims_do_not_wait_for_each_other(store: UnitOfWorkFactory) -> None:
    """What one transaction holds, another one passes by."""
    with writing(store) as unit:
        unit.commands.accept([envelope("a"), envelope("b", "m2")], at=NOW)
        unit.timers.apply([timer("t1", -2), timer("t2", -1, matter="m2")])
    with store() as first, store() as second:
        assert len(first.commands.claim("w1", limit=1, lease=LONG)) == 1
        (claimed,) = second.commands.claim("w2", limit=5, lease=LONG)
        assert claimed.envelope.dedupe_key == "b"
        assert [due.id for due in first.timers.fire_due(now=NOW, limit=1)] == ["t1"]
        assert [due.id for due in second.timers.fire_due(now=NOW, limit=5)] == ["t2"]


def test_timers_of_one_matter_keep_their_order(store: UnitOfWorkFactory) -> None:
    """While one worker fires a matter's older timers, no other one fires its younger ones."""
    with writing(store) as unit:
        unit.timers.apply(
            [timer(key, minutes) for key, minutes in (("a", -4), ("b", -3), ("c", -3), ("d", -1))]
        )
        unit.timers.apply([timer("other", -2, matter="m2")])

    def fire(limit: int) -> list[str]:
        with writing(store) as unit:
            return [due.id for due in unit.timers.fire_due(now=NOW, limit=limit)]

    with ThreadPoolExecutor(1) as second:
        with store() as first:
            assert [due.id for due in first.timers.fire_due(now=NOW, limit=2)] == ["a", "b"]
            assert second.submit(fire, 10).result(timeout=30) == ["other"]
            first.commit()
        assert second.submit(fire, 1).result(timeout=30) == ["c"]
        with store() as first:
            assert [due.id for due in first.timers.fire_due(now=NOW, limit=2)] == ["d"]
            assert second.submit(fire, 10).result(timeout=30) == []
        assert second.submit(fire, 10).result(timeout=30) == ["d"]


def test_workers_catching_up_keep_every_matters_order(store: UnitOfWorkFactory) -> None:
    """Four workers after a standstill: each matter's timers become commands in order of time."""
    with writing(store) as unit:
        unit.timers.apply(
            [timer(f"m{m}-{n:02}", n - 60, matter=f"m{m}") for m in range(6) for n in range(20)]
        )
    left = 120
    for _ in range(120):
        counts = at_once(4, lambda _: fire_into_commands(store, 7))
        left -= sum(counts)
        if not left:
            break
    order: dict[str, list[str]] = {}
    while True:
        with writing(store) as unit:
            claimed = unit.commands.claim("w", limit=10, lease=LONG)
            unit.commands.finish({queued.id: 1 for queued in claimed}, "w", at=NOW)
        if not claimed:
            break
        for queued in claimed:
            order.setdefault(queued.envelope.matter, []).append(queued.envelope.dedupe_key)
    assert order == {f"m{m}": [f"m{m}-{n:02}" for n in range(20)] for m in range(6)}


def fire_into_commands(store: UnitOfWorkFactory, limit: int) -> int:
    """A batch as a worker fires it; how many."""
    with writing(store) as unit:
        due = unit.timers.fire_due(now=NOW, limit=limit)
        return unit.commands.accept([envelope(one.id, one.matter) for one in due], at=NOW)


def test_who_finishes_first_keeps_the_command(store: UnitOfWorkFactory) -> None:
    """A command that is being finished is not taken over, though its lease has run out."""
    with writing(store) as unit:
        unit.commands.accept([envelope("a")], at=NOW)
        (claimed,) = unit.commands.claim("late", limit=1, lease=LAPSED)
    with store() as late:
        assert late.commands.finish({claimed.id: 1}, "late", at=NOW)
        with writing(store) as unit:
            assert unit.commands.claim("w2", limit=1, lease=LONG) == ()
        late.commit()


def test_a_deadlock_is_a_lost_race(engine: Engine, store: UnitOfWorkFactory) -> None:
    """Who locks against the order is told to repeat; the other one goes on."""
    one, two = registered(1), registered(2)
    with writing(store) as unit:
        unit.matters.save([one, two])
    errors: list[StaleVersionError] = []

    def against() -> None:
        try:
            with writing(store) as unit:
                unit.matters.load([two.after.id], lock=True)
                ready.set()
                unit.matters.load([one.after.id], lock=True)
        except StaleVersionError as error:
            errors.append(error)

    ready = threading.Event()
    try:
        with writing(store) as unit:
            unit.matters.load([one.after.id], lock=True)
            other = threading.Thread(target=against)
            other.start()
            assert ready.wait(timeout=30)
            wait_until_blocked(engine)
            unit.matters.load([two.after.id], lock=True)
    except StaleVersionError as error:
        errors.append(error)
    other.join(timeout=30)
    assert len(errors) == 1


def test_a_stale_write_waits_for_the_lock(engine: Engine, store: UnitOfWorkFactory) -> None:
    """Who writes without having locked waits for who has, and then finds the version gone."""
    first = registered()
    with writing(store) as unit:
        unit.matters.save([first])
    errors: list[StaleVersionError] = []

    def write() -> None:
        try:
            with writing(store) as unit:
                unit.matters.save([moved(first.after, "at_KF")])
        except StaleVersionError as error:
            errors.append(error)

    with writing(store) as unit:
        unit.matters.load([first.after.id], lock=True)
        unit.matters.save([moved(first.after)])
        other = threading.Thread(target=write)
        other.start()
        wait_until_blocked(engine)
    other.join(timeout=30)
    assert len(errors) == 1


def test_a_value_that_the_database_refuses(store: UnitOfWorkFactory) -> None:
    """A number too big for its column is bad input, not an outage."""
    with store() as unit, pytest.raises(InvalidInputError):
        unit.matters.next_serial("norsjo", "KS", 2**40)


@pytest.fixture
def own_server() -> Iterator[Postgres]:
    with postgres() as server:
        yield server


def test_a_server_that_stops_and_starts(own_server: Postgres) -> None:
    """An outage is one error of the engine's own, nothing is half done, and work goes on after it."""
    url = own_server.create_database("outage")
    migrate(url)
    engine = connect(url)
    store = sql_unit_of_work(engine)
    with writing(store) as unit:
        unit.commands.accept([envelope("a")], at=NOW)
    with store() as unit:
        unit.commands.accept([envelope("b")], at=NOW)
        own_server.stop()
        with pytest.raises(StoreUnavailableError):
            unit.commit()
    with pytest.raises(StoreUnavailableError), store() as unit:
        unit.commands.waiting()
    own_server.start()
    with store() as unit:
        assert unit.commands.waiting() == 1
    engine.dispose()
