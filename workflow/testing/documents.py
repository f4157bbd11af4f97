"""Documents in memory."""

from collections.abc import Sequence

from workflow.command.documents import DocumentEntry, DocumentKind, StoredDocument
from workflow.errors import InvalidInputError
from workflow.model.ids import MatterId
from workflow.testing.state import State


class MemoryDocuments:
    """Implements ``ports.Documents``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def add(self, documents: Sequence[StoredDocument]) -> int:
        """See ``ports.Documents.add``."""
        for document in documents:
            if not document.sound:
                raise InvalidInputError(
                    f"{document.name} är inte den fil som kontrollsumman säger."
                )
        before = len(self._state.documents)
        for document in documents:
            self._state.documents.setdefault(document.sha256, document)
        return len(self._state.documents) - before

    def get(self, sha256: str) -> StoredDocument | None:
        """See ``ports.Documents.get``."""
        return self._state.documents.get(sha256)

    def list(
        self, *, matter: MatterId | None = None, kind: DocumentKind | None = None, limit: int = 1000
    ) -> tuple[DocumentEntry, ...]:
        """See ``ports.Documents.list``."""
        found = sorted(
            (
                document.entry
                for document in self._state.documents.values()
                if matter in (None, document.matter) and kind in (None, document.kind)
            ),
            key=lambda entry: entry.sha256,
        )
        found.sort(key=lambda entry: entry.created_at, reverse=True)
        return tuple(found[:limit])
