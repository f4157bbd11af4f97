"""The migrations lead to the schema that the code is written for, and back."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from tests.contract.samples import NOW, at_once
from tests.servers import Postgres, postgres
from workflow.errors import InvalidInputError, StoreUnavailableError
from workflow.store.engine import connect
from workflow.store.migrate import configuration, dismantle, migrate, schema_is_current
from workflow.store.tables import metadata
from workflow.store.unit_of_work import sql_unit_of_work


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new.db'}"
        return
    server: Postgres = request.getfixturevalue("server")
    yield server.create_database("new")
    server.drop_database("new")


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_up_and_down_and_up_again(url: str) -> None:
    """Every table comes and goes; repeating changes nothing."""
    assert not schema_is_current(url)
    for _ in range(2):
        migrate(url)
        assert schema_is_current(url)
        assert tables(url) == {*metadata.tables, "alembic_version"}
    dismantle(url)
    assert not schema_is_current(url)
    assert tables(url) == {"alembic_version"}
    migrate(url)
    assert schema_is_current(url)


def test_the_migrated_schema_is_the_declared_one(url: str) -> None:
    """Nothing was changed in the tables without a migration."""
    migrate(url)
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def checks(url: str) -> set[tuple[str, str]]:
    engine = create_engine(url)
    inspector = inspect(engine)
    found = {
        (table, str(check["name"]))
        for table in metadata.tables
        for check in inspector.get_check_constraints(table)
    }
    engine.dispose()
    return found


def test_the_migrated_checks_are_the_declared_ones(url: str, tmp_path: Path) -> None:
    """Checks too, which Alembic doesn't compare."""
    migrate(url)
    declared = f"sqlite:///{tmp_path / 'declared.db'}"
    engine = create_engine(declared)
    metadata.create_all(engine)
    engine.dispose()
    assert checks(url) == checks(declared)


def run(url: str, *statements: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def upgrade(url: str, revision: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        command.upgrade(configuration(connection), revision)
    engine.dispose()


def downgrade(url: str, revision: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        command.downgrade(configuration(connection), revision)
    engine.dispose()


def test_publications_from_before_they_were_signed(url: str) -> None:
    """What was published stays current and readable, by nobody knows whom, and is guarded from now on."""
    upgrade(url, "0001")
    run(
        url,
        "INSERT INTO definitions VALUES ('one', 'matter', 'motion', '{}'), ('two', 'matter', 'motion', '[]')",
        "INSERT INTO publications (kind, name, digest, published_at, superseded_at) VALUES"
        " ('matter', 'motion', 'one', '2025-03-11T08:30:00.000000+00:00', '2025-03-12T08:30:00.000000+00:00'),"
        " ('matter', 'motion', 'two', '2025-03-12T08:30:00.000000+00:00', NULL)",
    )
    migrate(url)
    engine = connect(url)
    with sql_unit_of_work(engine)() as unit:
        assert unit.definitions.current() == {("matter", "motion"): "two"}
        assert unit.definitions.content("one") == "{}"
        first, second = unit.definitions.publications()
        assert (first.by, first.reason, first.retirement) == (None, None, None)
        assert first.superseded_at == second.published_at
        assert unit.definitions.retire(
            "motion", "matter", at=NOW, by="Åsa", reason="Upphör", use_instead=None
        )
        unit.commit()
    with engine.connect() as connection, pytest.raises((DBAPIError, InvalidInputError)):
        connection.execute(text("UPDATE definitions SET content = '{}'"))
    engine.dispose()


def test_notices_from_before_there_were_kinds(url: str) -> None:
    """They are of adjustments, found by words, with their days as they were; so they are after going back."""
    upgrade(url, "0003")
    run(
        url,
        "INSERT INTO notices (id, matter, organisation, board, body, meeting_on, paragraphs,"
        " adjusted_on, posted_on, earliest_removal, where_kept, removed_on) VALUES"
        " ('n/1', 'n', 'norsjo', 'Ängens tavla', 'KS', '2025-03-11', '9', '2025-03-12',"
        " '2025-03-13', '2025-04-04', 'Kansliet', '2025-04-04')",
    )
    for _ in range(2):
        migrate(url)
        engine = connect(url)
        with sql_unit_of_work(engine)() as unit:
            (row,) = unit.notices.list(text="ÄNGENS", down_only=True, kind="adjustment")
            assert (row.notice.adjusted_on, row.removed_on) == (
                date(2025, 3, 12),
                date(2025, 4, 4),
            )
            assert (row.notice.title, row.notice.entries, row.document) == ("", (), None)
        engine.dispose()
        downgrade(url, "0003")
    assert "documents" not in tables(url)


def test_matters_from_before_their_states_were_noted(url: str) -> None:
    """They are found by the states of their points, as those that are written now; also after going back."""
    upgrade(url, "0004")
    run(url, *(_old_matter(name, states) for name, states in OLD_MATTERS.items()))
    for _ in range(2):
        migrate(url)
        engine = connect(url)
        with sql_unit_of_work(engine)() as unit:
            for state in ("Äskat", "at_AU", "at_KS", "closed"):
                wanted = [name for name, has in OLD_MATTERS.items() if state in has]
                assert list(unit.matters.in_states("norsjo", [state])) == wanted
        with engine.connect() as connection:
            rows = connection.execute(text("SELECT id, states FROM matters"))
            assert {row.id: row.states for row in rows} == {
                name: f" {' '.join(sorted(set(states)))} " for name, states in OLD_MATTERS.items()
            }
        engine.dispose()
        downgrade(url, "0004")


OLD_MATTERS = {"a": ["at_KS"], "b": ["at_KS", "at_AU", "at_KS"], "c": ["closed", "Äskat"]}


def _old_matter(name: str, states: list[str]) -> str:
    document = json.dumps({"points": [{"state": state} for state in states]})
    return (
        "INSERT INTO matters (id, organisation, number, register, year, serial, matter_type,"  # noqa: S608 - our own words
        " definition, title, state, version, opened_on, open_deadlines, head, document) VALUES"
        f" ('{name}', 'norsjo', '{name}', 'KS', 2025, {ord(name)}, 'motion', 'x', 'T', 'at_KS', 1,"
        f" '2025-03-11', true, 'h', '{document}')"
    )


def test_two_migrate_at_once(server: Postgres) -> None:
    """Several that start together wait for each other."""
    url = server.create_database("together")
    at_once(3, lambda _: migrate(url))
    assert schema_is_current(url)


def test_an_unmigrated_database_says_what_to_do(url: str) -> None:
    """The sentence names the command."""
    engine = connect(url)
    with sql_unit_of_work(engine)() as unit, pytest.raises(StoreUnavailableError, match="init"):
        unit.commands.waiting()
    engine.dispose()


@pytest.mark.parametrize(
    "url", ["", "not an address", "mysql://x/y", "oracle+nosuch://x", "sqlite://"]
)
def test_an_address_of_another_kind(url: str) -> None:
    """Refused at once, with an example of a right one."""
    with pytest.raises(InvalidInputError, match="sqlite:///"):
        connect(url)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    """Nothing of the driver's own words reaches the office."""
    path = tmp_path / "letter.db"
    path.write_text("Kära kommun, " * 100)
    with pytest.raises(StoreUnavailableError, match="svarar inte"):
        schema_is_current(f"sqlite:///{path}")


def test_sqlite_keeps_its_promises(tmp_path: Path) -> None:
    """A write-ahead log, commits on the disk, foreign keys watched."""
    engine = connect(f"sqlite:///{tmp_path / 'new.db'}")
    with engine.connect() as connection:
        settings = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
    }
