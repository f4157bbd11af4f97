"""Published definitions in memory."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from workflow.command.publications import Publication, Retirement
from workflow.testing.state import State


class MemoryDefinitions:
    """Implements ``ports.Definitions``."""

    def __init__(self, state: State) -> None:
        self._state = state

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
        """See ``ports.Definitions.publish``."""
        place = self._place(name, kind)
        rows = self._state.publications
        if place is not None:
            if rows[place].digest == digest and rows[place].retirement is None:
                return False
            rows[place] = replace(rows[place], superseded_at=at)
        self._state.contents.setdefault(digest, content)
        rows[len(rows)] = Publication(kind, name, digest, at, by, reason)
        return True

    def retire(
        self, name: str, kind: str, *, at: datetime, by: str, reason: str, use_instead: str | None
    ) -> bool:
        """See ``ports.Definitions.retire``."""
        place = self._place(name, kind)
        rows = self._state.publications
        if place is None or rows[place].retirement is not None:
            return False
        rows[place] = replace(rows[place], retirement=Retirement(at, by, reason, use_instead))
        return True

    def retired(self) -> dict[tuple[str, str], Retirement]:
        """See ``ports.Definitions.retired``."""
        return {
            (one.kind, one.name): one.retirement
            for one in self._current()
            if one.retirement is not None
        }

    def publications(self) -> tuple[Publication, ...]:
        """See ``ports.Definitions.publications``."""
        return tuple(self._state.publications.values())

    def current(self) -> dict[tuple[str, str], str]:
        """See ``ports.Definitions.current``."""
        return {(one.kind, one.name): one.digest for one in self._current()}

    def content(self, digest: str) -> str | None:
        """See ``ports.Definitions.content``."""
        return self._state.contents.get(digest)

    def _current(self) -> Iterator[Publication]:
        return (one for one in self._state.publications.values() if one.superseded_at is None)

    def _place(self, name: str, kind: str) -> int | None:
        for place, one in self._state.publications.items():
            if (one.kind, one.name, one.superseded_at) == (kind, name, None):
                return place
        return None
