"""Published definitions behave the same on every store."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests.contract.samples import NOW, at_once, closed, registered, writing
from workflow.command.ports import UnitOfWorkFactory
from workflow.command.publications import Publication, Retirement, Standing
from workflow.errors import InvalidInputError, StaleVersionError
from workflow.store.engine import connect
from workflow.store.migrate import migrate
from workflow.store.unit_of_work import sql_unit_of_work

LATER = NOW + timedelta(hours=1)


def publish(
    store: UnitOfWorkFactory, digest: str, name: str = "motion", kind: str = "matter"
) -> bool:
    with writing(store) as unit:
        return unit.definitions.publish(digest, name, kind, f'{{"label":"{digest} åäö"}}', at=LATER)


def test_the_last_published_is_current(store: UnitOfWorkFactory) -> None:
    """Old versions stay readable, and can be made current again."""
    assert publish(store, "one")
    assert not publish(store, "one")
    assert publish(store, "two")
    assert publish(store, "three", "motion", "procedure")
    with store() as unit:
        assert unit.definitions.current() == {
            ("matter", "motion"): "two",
            ("procedure", "motion"): "three",
        }
        assert unit.definitions.content("one") == '{"label":"one åäö"}'
        assert unit.definitions.content("four") is None
    assert publish(store, "one")
    with store() as unit:
        assert unit.definitions.current()["matter", "motion"] == "one"


def test_published_at_once(real: UnitOfWorkFactory) -> None:
    """Workers that start together publish the same version once."""
    assert sorted(at_once(4, lambda _: publish(real, "one"))) == [False, False, False, True]


def test_different_versions_at_once(real: UnitOfWorkFactory) -> None:
    """One of them is current afterwards; who lost the race is told so or came later."""

    def attempt(number: int) -> str:
        try:
            publish(real, f"v{number}")
        except StaleVersionError:
            return "stale"
        return "published"

    assert "published" in at_once(4, attempt)
    with real() as unit:
        assert len(unit.definitions.current()) == 1


def retire(store: UnitOfWorkFactory, name: str = "motion", instead: str | None = None) -> bool:
    with writing(store) as unit:
        return unit.definitions.retire(
            name, "matter", at=LATER, by="Åsa", reason="Upphör", use_instead=instead
        )


def test_every_publication_is_kept(store: UnitOfWorkFactory) -> None:
    """Who published, why, and when another took its place; the oldest first, also one that comes back."""
    with writing(store) as unit:
        unit.definitions.publish("one", "motion", "matter", "{}", at=NOW, by="Åsa")
    with writing(store) as unit:
        unit.definitions.publish(
            "two", "motion", "matter", "{}", at=LATER, by="Bo", reason="Klara snart"
        )
    publish(store, "one")
    with store() as unit:
        assert unit.definitions.publications() == (
            Publication("matter", "motion", "one", NOW, "Åsa", superseded_at=LATER),
            Publication("matter", "motion", "two", LATER, "Bo", "Klara snart", LATER),
            Publication("matter", "motion", "one", LATER),
        )


def test_what_is_out_of_use_stays_current(store: UnitOfWorkFactory) -> None:
    """It can be read as before; retiring it once more changes nothing, and none but it is retired."""
    publish(store, "one")
    publish(store, "two", "tariff")
    assert not retire(store, "nothing")
    assert retire(store, instead="tariff")
    assert not retire(store)
    with store() as unit:
        assert unit.definitions.current()["matter", "motion"] == "one"
        gone = Retirement(LATER, "Åsa", "Upphör", "tariff")
        assert unit.definitions.retired() == {("matter", "motion"): gone}
        assert [one.retirement for one in unit.definitions.publications()] == [gone, None]


@pytest.mark.parametrize("digest", ["one", "two"])
def test_what_is_published_again_is_in_use_again(store: UnitOfWorkFactory, digest: str) -> None:
    """The same version or another; the time out of use stays written down."""
    publish(store, "one")
    retire(store)
    assert publish(store, digest)
    assert not publish(store, digest)
    with store() as unit:
        assert unit.definitions.retired() == {}
        assert unit.definitions.current() == {("matter", "motion"): digest}
        first, second = unit.definitions.publications()
        assert (first.retirement is None, second.retirement is None) == (False, True)
    assert retire(store)


def test_retired_at_once(real: UnitOfWorkFactory) -> None:
    """Once, whoever was first."""
    publish(real, "one")
    assert sorted(at_once(4, lambda _: retire(real))) == [False, False, False, True]


def test_matters_by_the_version_that_they_stand_on(store: UnitOfWorkFactory) -> None:
    """Those that run and those that have ended."""
    with store() as unit:
        assert unit.matters.standing() == ()
    first, second = registered(1), registered(2)
    with writing(store) as unit:
        unit.matters.save([first, second])
    with writing(store) as unit:
        unit.matters.save([closed(first.after)])
    version = first.after.definition
    with store() as unit:
        assert unit.matters.standing() == (Standing("motion", version, 1, 1),)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE definitions SET content = '{}'",
        "UPDATE definitions SET name = 'x'",
        "DELETE FROM definitions",
        "UPDATE publications SET digest = digest",
        "UPDATE publications SET published_by = 'x'",
        "UPDATE publications SET reason = 'x'",
        "UPDATE publications SET superseded_at = published_at, digest = digest",
        "DELETE FROM publications",
        "UPDATE retirements SET reason = 'x'",
        "DELETE FROM retirements",
    ],
)
def test_a_version_is_immutable(engine: Engine, real: UnitOfWorkFactory, statement: str) -> None:
    """The database refuses to rewrite or remove what was published, whoever writes the statement."""
    publish(real, "one")
    retire(real)
    with engine.connect() as connection, pytest.raises((DBAPIError, InvalidInputError)):
        connection.execute(text(statement))
    with real() as unit:
        (only,) = unit.definitions.publications()
        assert (only.digest, only.by, only.retirement) == (
            "one",
            None,
            Retirement(LATER, "Åsa", "Upphör"),
        )
        assert unit.definitions.content("one") == '{"label":"one åäö"}'


def test_what_was_superseded_stays_so(engine: Engine, real: UnitOfWorkFactory) -> None:
    """The day is set once; no statement makes an earlier version the current one again."""
    publish(real, "one")
    publish(real, "two")
    for statement in (
        "UPDATE publications SET superseded_at = NULL WHERE digest = 'one'",
        "UPDATE publications SET superseded_at = published_at WHERE digest = 'one'",
    ):
        with engine.connect() as connection, pytest.raises((DBAPIError, InvalidInputError)):
            connection.execute(text(statement))
    with real() as unit:
        assert set(unit.definitions.current().values()) == {"two"}


@pytest.mark.parametrize(
    "statement",
    [
        "REPLACE INTO definitions SELECT digest, kind, name, '{}' FROM definitions",
        """REPLACE INTO publications (id, kind, name, digest, published_at)
        SELECT id, kind, name, digest, '2000-01-01' FROM publications""",
        """REPLACE INTO publications (kind, name, digest, published_at)
        SELECT kind, name, digest, '2000-01-01' FROM publications""",
        "REPLACE INTO retirements SELECT publication, retired_at, 'x', 'x', NULL FROM retirements",
    ],
)
def test_nor_replaced(tmp_path: Path, statement: str) -> None:
    """SQLite removes what a REPLACE comes upon unseen by other guards: here it finds nothing to do."""
    url = f"sqlite:///{tmp_path / 'versions.db'}"
    migrate(url)
    engine = connect(url)
    store = sql_unit_of_work(engine)
    publish(store, "one")
    retire(store)
    with store() as unit:
        before = unit.definitions.publications(), unit.definitions.content("one")
    with engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount == 0
    with store() as unit:
        assert (unit.definitions.publications(), unit.definitions.content("one")) == before
    engine.dispose()


@pytest.mark.parametrize("table", ["definitions", "publications", "retirements"])
def test_versions_cannot_be_emptied(postgres_engine: Engine, table: str) -> None:
    """Nor by TRUNCATE, which asks no row."""
    with postgres_engine.connect() as connection, pytest.raises(DBAPIError, match="immutable"):
        connection.execute(text(f"TRUNCATE {table} CASCADE"))
