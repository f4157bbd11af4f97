"""Published definitions: immutable by digest; which one is current is a row of its own."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    LABEL_STYLE_TABLENAME_PLUS_COL,
    Row,
    Text,
    and_,
    bindparam,
    null,
    or_,
    select,
    text,
    update,
)

from workflow.command.publications import Publication, Retirement
from workflow.errors import StaleVersionError
from workflow.store.dialect import Dialect, Instant, Key, for_each
from workflow.store.session import Prepared, Session
from workflow.store.tables import definitions, publications, retirements

_CURRENT = publications.c.superseded_at.is_(null())
_THIS = and_(
    publications.c.kind == bindparam("of_kind", type_=Key),
    publications.c.name == bindparam("of_name", type_=Key),
    _CURRENT,
)


_OUT_OF_USE = publications.c.id.in_(select(retirements.c.publication))
_DIGEST = select(publications.c.digest, _OUT_OF_USE.label("retired")).where(_THIS)
_SUPERSEDE = (
    update(publications)
    .where(_THIS, or_(publications.c.digest != bindparam("by_digest", type_=Key), _OUT_OF_USE))
    .values(superseded_at=bindparam("at", type_=Instant))
)
_RETIRED = (
    select(publications.c.kind, publications.c.name, retirements)
    .join_from(publications, retirements)
    .where(_CURRENT)
)
_PUBLICATIONS = (
    select(publications, retirements)
    .join_from(publications, retirements, isouter=True)
    .order_by(publications.c.id)
    .set_label_style(LABEL_STYLE_TABLENAME_PLUS_COL)
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
        self.retire = (
            dialect.insert(retirements)
            .from_select(
                ["publication", "retired_at", "retired_by", "reason", "use_instead"],
                select(
                    publications.c.id,
                    bindparam("at", type_=Instant),
                    bindparam("by", type_=Text),
                    bindparam("why", type_=Text),
                    bindparam("instead", type_=Key),
                ).where(_THIS),
            )
            .on_conflict_do_nothing(index_elements=["publication"])
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

    def publish(
        self,
        digest: str,
        name: str,
        kind: str,
        content: str,
        *,
        at: datetime,
        by: str | None = None,
        reason: str | None = None,
    ) -> bool:
        """See ``ports.Definitions.publish``.

        Raises:
            StaleVersionError: somebody else is publishing another version at the same moment.
        """
        this = {"of_kind": kind, "of_name": name}
        if self._is_current(this, digest):
            return False
        version = {"digest": digest, "name": name, "kind": kind}
        self._connection.execute(self._sql.store, {**version, "content": content})
        self._connection.execute(_SUPERSEDE, {**this, "by_digest": digest, "at": at})
        published = self._connection.execute(
            self._sql.publish,
            {**version, "published_at": at, "published_by": by, "reason": reason},
        )
        if published.rowcount == 1:
            return True
        if self._is_current(this, digest):
            return False
        raise StaleVersionError(
            f"En annan version av {name} publiceras just nu.", hint="Publicera om."
        )

    def _is_current(self, this: dict[str, str], digest: str) -> bool:
        row = self._connection.execute(_DIGEST, this).one_or_none()
        return row is not None and row.digest == digest and not row.retired

    def retire(
        self, name: str, kind: str, *, at: datetime, by: str, reason: str, use_instead: str | None
    ) -> bool:
        """See ``ports.Definitions.retire``."""
        this = {"of_kind": kind, "of_name": name}
        retired = self._connection.execute(
            self._sql.retire, {**this, "at": at, "by": by, "why": reason, "instead": use_instead}
        )
        return retired.rowcount == 1

    def retired(self) -> dict[tuple[str, str], Retirement]:
        """See ``ports.Definitions.retired``."""
        return {
            (row.kind, row.name): Retirement(
                row.retired_at, row.retired_by, row.reason, row.use_instead
            )
            for row in self._connection.execute(_RETIRED)
        }

    def publications(self) -> tuple[Publication, ...]:
        """See ``ports.Definitions.publications``."""
        return tuple(_publication(row) for row in self._connection.execute(_PUBLICATIONS))

    def current(self) -> dict[tuple[str, str], str]:
        """See ``ports.Definitions.current``."""
        rows = self._session.run(self._sql.current, {})
        return {(kind, name): digest for kind, name, digest in rows}

    def content(self, digest: str) -> str | None:
        """See ``ports.Definitions.content``."""
        return self._connection.execute(_CONTENT, {"wanted": digest}).scalar_one_or_none()


def _publication(row: Row[Any]) -> Publication:
    retirement = None
    if row.retirements_publication is not None:
        retirement = Retirement(
            row.retirements_retired_at,
            row.retirements_retired_by,
            row.retirements_reason,
            row.retirements_use_instead,
        )
    return Publication(
        kind=row.publications_kind,
        name=row.publications_name,
        digest=row.publications_digest,
        published_at=row.publications_published_at,
        by=row.publications_published_by,
        reason=row.publications_reason,
        superseded_at=row.publications_superseded_at,
        retirement=retirement,
    )
