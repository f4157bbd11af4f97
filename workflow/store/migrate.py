"""Bring a database to the schema of this version."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from workflow.store.engine import connect

_LOCK = 7_240_311  # any number of our own: one migration at a time


def migrate(url: str) -> None:
    """Create the tables, or bring them up to date; two at once wait for each other.

    Raises:
        StoreUnavailableError: the database doesn't answer.
    """
    with _alone(url) as connection:
        command.upgrade(configuration(connection), "head")


def dismantle(url: str) -> None:
    """Take every step back: remove every table and all that is in it.

    Raises:
        StoreUnavailableError: the database doesn't answer.
    """
    with _alone(url) as connection:
        command.downgrade(configuration(connection), "base")


def schema_is_current(url: str) -> bool:
    """Whether the database has the schema of this version.

    Raises:
        StoreUnavailableError: the database doesn't answer.
    """
    engine = connect(url)
    try:
        with engine.connect() as connection:
            scripts = ScriptDirectory.from_config(configuration(connection))
            revisions = MigrationContext.configure(connection).get_current_heads()
            return set(revisions) == set(scripts.get_heads())
    finally:
        engine.dispose()


def configuration(connection: Connection) -> Config:
    """Alembic's settings for one connection."""
    settings = Config()
    settings.set_main_option("script_location", "workflow.store:migrations")
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


@contextmanager
def _alone(url: str) -> Iterator[Connection]:
    engine = connect(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection
    finally:
        engine.dispose()
