"""Published definitions in memory."""

from datetime import datetime

from workflow.testing.state import State


class MemoryDefinitions:
    """Implements ``ports.Definitions``."""

    def __init__(self, state: State) -> None:
        self._state = state

    def publish(self, digest: str, name: str, kind: str, content: str, *, at: datetime) -> bool:
        """See ``ports.Definitions.publish``."""
        if self._state.current.get((kind, name)) == digest:
            return False
        self._state.contents.setdefault(digest, content)
        self._state.current[kind, name] = digest
        return True

    def current(self) -> dict[tuple[str, str], str]:
        """See ``ports.Definitions.current``."""
        return dict(self._state.current)

    def content(self, digest: str) -> str | None:
        """See ``ports.Definitions.content``."""
        return self._state.contents.get(digest)
