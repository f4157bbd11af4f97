"""Published definitions: immutable by digest; which one is current is a row of its own."""

from datetime import datetime

from sqlalchemy import and_, bindparam, null, select, text, update

from workflow.errors import StaleVersionError
from workflow.store.dialect import Dialect, Instant, Key, for_each
from workflow.store.session import Prepared, Session
from workflow.store.tables import definitions, publications

_CURRENT = publications.c.superseded_at.is_(null())
_THIS = and_(
    publications.c.kind == bindparam("of_kind", type_=Key),
    publications.c.name == bindparam("of_name", type_=Key),
    _CURRENT,
)


_DIGEST = select(publications.c.digest).where(_THIS)
_SUPERSEDE = (
    update(publications)
    .where(_THIS, publications.c.digest != bindparam("by_digest", type_=Key))
    .values(superseded_at=bindparam("at", type_=Instant))
)
_ALL = select(publications.c.kind, publications.c.name, publications.c.digest).where(_CURRENT)
_CONTENT = select(definitions.c.content).where(
    definitions.c.digest == bindparam("wanted", type_=Key)
)


class DefinitionStatements:
    """The statements that publish, in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.store = dialect.insert(definitions).on_conflict_do_nothing(index_elements=["digest"])
        self.publish = (
            dialect.insert(publications)
            .on_conflict_do_nothing(
                index_elements=["kind", "name"], index_where=text("superseded_at IS NULL")
            )
            .execution_options(preserve_rowcount=True)
        )
        self.current = Prepared(_ALL, dialect.name)  # asked before every decision


_STATEMENTS = for_each(DefinitionStatements)


class SqlDefinitions:
    """Implements ``ports.Definitions``."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._connection = session.connection
        self._sql = _STATEMENTS[session.dialect]

    def publish(self, digest: str, name: str, kind: str, content: str, *, at: datetime) -> bool:
        """See ``ports.Definitions.publish``.

        Raises:
            StaleVersionError: somebody else is publishing another version at the same moment.
        """
        this = {"of_kind": kind, "of_name": name}
        if self._connection.execute(_DIGEST, this).scalar_one_or_none() == digest:
            return False
        version = {"digest": digest, "name": name, "kind": kind}
        self._connection.execute(self._sql.store, {**version, "content": content})
        self._connection.execute(_SUPERSEDE, {**this, "by_digest": digest, "at": at})
        published = self._connection.execute(self._sql.publish, {**version, "published_at": at})
        if published.rowcount == 1:
            return True
        if self._connection.execute(_DIGEST, this).scalar_one_or_none() == digest:
            return False
        raise StaleVersionError(
            f"En annan version av {name} publiceras just nu.", hint="Publicera om."
        )

    def current(self) -> dict[tuple[str, str], str]:
        """See ``ports.Definitions.current``."""
        rows = self._session.run(self._sql.current, {})
        return {(kind, name): digest for kind, name, digest in rows}

    def content(self, digest: str) -> str | None:
        """See ``ports.Definitions.content``."""
        return self._connection.execute(_CONTENT, {"wanted": digest}).scalar_one_or_none()
