"""A matter or a part of one as a file holds it: keys and values, before anything is known of them."""

from collections.abc import Iterable
from typing import Self


class Record(dict[str, object]):
    """Keys with values; a key without a value isn't there, and lists are tuples.

    Attributes:
        twice: keys that stood there more than once; the first one counts.
        line: where it stands, if not where the matter begins.
    """

    def __init__(self, line: int | None = None) -> None:
        super().__init__()
        self.twice: list[str] = []
        self.line = line

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, object]]) -> Self:
        """From keys with values, as they are written."""
        record = cls()
        written = set()
        for key, value in pairs:
            if key in written:
                record.twice.append(key)
            elif value is not None:
                record[key] = tuple(value) if isinstance(value, list) else value
            written.add(key)
        return record

    def parts(self, key: str) -> tuple[object, ...]:
        """The list under a key; nothing where there is no list."""
        value = self.get(key)
        return value if isinstance(value, tuple) else ()
