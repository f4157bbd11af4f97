"""Real servers, started once for those tests that ask for them; and what needs material from outside."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from tests.servers import Postgres, Redis, postgres, redis
from tests.smtp import ScriptedSmtp
from workflow.store.migrate import migrate

# How long an example takes says more about the machine than about the code.
settings.register_profile("suite", deadline=None)
# For ``make fuzz``: many more, each of which must be answered in a time that somebody would wait.
settings.register_profile("fuzz", max_examples=20_000, deadline=timedelta(seconds=10))
settings.load_profile("suite")

_numbers = count(1)
_SHARED = Path(__file__).parents[2] / "shared"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests on the material in ``../shared`` run whenever it is there."""
    if _SHARED.is_dir():
        return
    without = [item for item in items if item.get_closest_marker("shared")]
    config.hook.pytest_deselected(items=without)
    items[:] = [item for item in items if item not in without]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Real input that isn't shipped."""
    return _SHARED


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A PostgreSQL with a migrated template."""
    with postgres() as server:
        migrate(server.create_database("migrated"))
        yield server


@pytest.fixture(scope="session")
def redis_server() -> Iterator[Redis]:
    """A Redis."""
    with redis() as server:
        yield server


@pytest.fixture
def empty_database(postgres_server: Postgres) -> Iterator[str]:
    """The address of a migrated PostgreSQL database of the test's own."""
    name = f"test_{next(_numbers)}"
    yield postgres_server.create_database(name, template="migrated")
    postgres_server.drop_database(name)


@pytest.fixture
def mail_server() -> Iterator[ScriptedSmtp]:
    """A mail server of the test's own."""
    with ScriptedSmtp() as server:
        yield server
