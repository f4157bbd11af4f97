"""Real worker processes over real servers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plant import Plant
from tests.servers import Redis
from tests.smtp import ScriptedSmtp
from workflow.bootstrap import Engine, bootstrap
from workflow.config import load
from workflow.workbench.demo import Progress, Result, run

DEFINITIONS = Path(__file__).parents[2] / "definitions"


@pytest.fixture(scope="session")
def told() -> list[Progress]:
    """What the one who watches the demo was told."""
    return []


@pytest.fixture(scope="session")
def result(tmp_path_factory: pytest.TempPathFactory, told: list[Progress]) -> Result:
    """The demo, run once; what it left is not to be changed."""
    return run(tmp_path_factory.mktemp("demo") / "run", DEFINITIONS, told.append)


@pytest.fixture(scope="session")
def engine(result: Result) -> Iterator[Engine]:
    """The engine on the demo's database."""
    found = bootstrap(load(database_url=f"sqlite:///{result.database}", definitions=DEFINITIONS))
    yield found
    found.close()


@pytest.fixture
def plant(
    empty_database: str, redis_server: Redis, mail_server: ScriptedSmtp, tmp_path: Path
) -> Iterator[Plant]:
    """An engine with its servers; every worker that was started is ended afterwards."""
    redis_server.flush()
    with Plant(empty_database, redis_server, mail_server, tmp_path / "workers.log") as plant:
        yield plant
