"""Real worker processes over real servers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plant import Plant
from tests.servers import Redis
from tests.smtp import ScriptedSmtp


@pytest.fixture
def plant(
    empty_database: str, redis_server: Redis, mail_server: ScriptedSmtp, tmp_path: Path
) -> Iterator[Plant]:
    """An engine with its servers; every worker that was started is ended afterwards."""
    redis_server.flush()
    with Plant(empty_database, redis_server, mail_server, tmp_path / "workers.log") as plant:
        yield plant
