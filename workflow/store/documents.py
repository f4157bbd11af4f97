"""Documents: immutable, by the hash of their content."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, select

from workflow.command.documents import DocumentEntry, DocumentKind, StoredDocument
from workflow.errors import CorruptHistoryError, InvalidInputError
from workflow.model.ids import MatterId
from workflow.store.dialect import Dialect, Key, for_each
from workflow.store.session import Session
from workflow.store.tables import documents

_GET = select(documents).where(documents.c.sha256 == bindparam("wanted", type_=Key))
_ENTRIES = (
    select(*(column for column in documents.c if column is not documents.c.content))
    .order_by(documents.c.created_at.desc(), documents.c.sha256)
    .limit(bindparam("limit"))
)


class DocumentStatements:
    """The statement that adds, in one dialect."""

    def __init__(self, dialect: Dialect) -> None:
        self.add = (
            dialect.insert(documents)
            .on_conflict_do_nothing(index_elements=["sha256"])
            .execution_options(preserve_rowcount=True)
        )


_STATEMENTS = for_each(DocumentStatements)


class SqlDocuments:
    """Implements ``ports.Documents``."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection
        self._sql = _STATEMENTS[session.dialect]

    def add(self, added: Sequence[StoredDocument]) -> int:
        """See ``ports.Documents.add``. One statement each: the bytes are what takes time."""
        for document in added:
            if not document.sound:
                raise InvalidInputError(
                    f"{document.name} är inte den fil som kontrollsumman säger."
                )
        return sum(
            self._connection.execute(self._sql.add, _values(document)).rowcount
            for document in added
        )

    def get(self, sha256: str) -> StoredDocument | None:
        """See ``ports.Documents.get``."""
        row = self._connection.execute(_GET, {"wanted": sha256}).one_or_none()
        if row is None:
            return None
        document = StoredDocument(
            sha256=row.sha256,
            media_type=row.media_type,
            name=row.name,
            matter=MatterId(row.matter),
            kind=row.kind,
            created_at=row.created_at,
            content=bytes(row.content),
        )
        if not document.sound:
            raise CorruptHistoryError(f"Handlingen {document.name} är ändrad i efterhand.")
        return document

    def list(
        self, *, matter: MatterId | None = None, kind: DocumentKind | None = None, limit: int = 1000
    ) -> tuple[DocumentEntry, ...]:
        """See ``ports.Documents.list``."""
        statement = _ENTRIES
        if matter is not None:
            statement = statement.where(documents.c.matter == matter)
        if kind is not None:
            statement = statement.where(documents.c.kind == kind)
        return tuple(
            DocumentEntry(
                sha256=row.sha256,
                media_type=row.media_type,
                name=row.name,
                matter=MatterId(row.matter),
                kind=row.kind,
                created_at=row.created_at,
                size=row.size,
            )
            for row in self._connection.execute(statement, {"limit": limit})
        )


def _values(document: StoredDocument) -> dict[str, Any]:
    return {
        "sha256": document.sha256,
        "media_type": document.media_type,
        "name": document.name,
        "matter": document.matter,
        "kind": document.kind,
        "created_at": document.created_at,
        "size": len(document.content),
        "content": document.content,
    }
