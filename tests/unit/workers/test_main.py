"""The program of a worker, up to the moment when Celery takes over."""

from typing import Any

import pytest

from workers import main
from workflow.bootstrap import Engine


class Stub:
    """Stands for Celery's worker."""

    exitcode: int | None = None

    def __init__(self, **options: Any) -> None:
        self.options = options

    def start(self) -> None:
        """Return at once."""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """What was started, and on which port its figures are."""
    folder = tmp_path_factory.mktemp("worker")
    monkeypatch.setenv("ARENDEGANG_DATABASE_URL", f"sqlite:///{folder}/a.db")
    found: list[Any] = []

    class Shop:
        def __init__(self, engine: Engine) -> None:
            found.append(engine)

        def Worker(self, **options: Any) -> Stub:  # noqa: N802 - Celery's name
            found.append(options)
            return Stub(**options)

    monkeypatch.setattr(main, "Workshop", Shop)
    monkeypatch.setattr(main, "start_http_server", found.append)
    monkeypatch.setattr(main, "log_to_stderr", lambda: None)
    return found


def test_threads_and_nothing_forked(started: list[Any]) -> None:
    """As many threads as asked for; figures only where there is a port for them."""
    assert main.main(["--concurrency", "3"]) == 0
    _, options = started
    assert (options["pool_cls"], options["concurrency"]) == ("threads", 3)


def test_figures_on_a_port(started: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """``ARENDEGANG_METRICS_PORT`` shows this worker's figures to the monitoring."""
    monkeypatch.setenv("ARENDEGANG_METRICS_PORT", "9123")
    assert main.main([]) == 0
    assert started[1] == 9123
