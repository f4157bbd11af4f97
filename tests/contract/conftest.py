"""Every store that there is, empty, for one suite."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.servers import postgres
from workflow.command.ports import UnitOfWorkFactory
from workflow.store.engine import connect
from workflow.store.migrate import migrate
from workflow.store.tables import metadata
from workflow.store.unit_of_work import sql_unit_of_work
from workflow.testing import MemoryStore

_TABLES = ", ".join(table.name for table in metadata.sorted_tables)
REAL = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres_engine() -> Iterator[Engine]:
    with postgres() as server:
        url = server.create_database("contract")
        migrate(url)
        engine = connect(url)
        yield engine
        engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("contract") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def engine(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database."""
    if database == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
        with engine.begin() as connection:
            # As a replica, so that the log's own guard lets the table be emptied.
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(f"TRUNCATE {_TABLES} RESTART IDENTITY"))
        yield engine
        return
    path = tmp_path / "store.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    engine = connect(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture(params=["memory", *REAL])
def store(request: pytest.FixtureRequest) -> UnitOfWorkFactory:
    """An empty store of each kind."""
    if request.param == "memory":
        return MemoryStore()
    return sql_unit_of_work(request.getfixturevalue("engine"))


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """Which database ``engine`` is on: as the test asks, or as ``store`` runs through them."""
    return str(request.node.callspec.params.get("real") or request.node.callspec.params["store"])


@pytest.fixture(params=REAL)
def real(request: pytest.FixtureRequest) -> UnitOfWorkFactory:
    """An empty store that more than one can work on at a time."""
    return sql_unit_of_work(request.getfixturevalue("engine"))
