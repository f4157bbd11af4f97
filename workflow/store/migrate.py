"""Bring a database to the schema of this version."""

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from workflow.store.engine import connect

_LOCK = 7_240_311  # any number of our own: one migration at a time


def migrate(url: str, revision: str = "head") -> None:
    """Create the tables, or bring them up to date; two at once wait for each other.

    ``revision`` may also be an older one, or ``base``, which removes every table and what is in it.

    Raises:
        StoreUnavailableError: the database doesn't answer.
    """
    engine = connect(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            settings = configuration(connection)
            if _is_older(revision, connection):
                command.downgrade(settings, revision)
            else:
                command.upgrade(settings, revision)
    finally:
        engine.dispose()


def schema_is_current(url: str) -> bool:
    """Whether the database has the schema of this version.

    Raises:
        StoreUnavailableError: the database doesn't answer.
    """
    engine = connect(url)
    try:
        with engine.connect() as connection:
            scripts = ScriptDirectory.from_config(configuration(connection))
            return set(_revisions(connection)) == set(scripts.get_heads())
    finally:
        engine.dispose()


def configuration(connection: Connection) -> Config:
    """Alembic's settings for one connection."""
    settings = Config()
    settings.set_main_option("script_location", "workflow.store:migrations")
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


def _revisions(connection: Connection) -> tuple[str, ...]:
    return MigrationContext.configure(connection).get_current_heads()


def _is_older(revision: str, connection: Connection) -> bool:
    if revision in ("base", "head"):
        return revision == "base"
    scripts = ScriptDirectory.from_config(configuration(connection))
    behind = scripts.iterate_revisions(_revisions(connection), "base")
    return revision in {script.revision for script in behind} - set(_revisions(connection))
