"""Records that may be too many to keep in memory: on disk beyond the first megabyte, gone when closed."""

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Generic, TypeVar

from pydantic import TypeAdapter

_IN_MEMORY = 1 << 20  # bytes

T = TypeVar("T")


class Spool(Generic[T]):
    """Dataclasses of one kind, one JSON object a line, given back in the order they came in."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter = TypeAdapter(kind)
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by close
        self._end = 0  # bytes

    def write(self, record: T) -> None:
        """Add one."""
        line = self._adapter.dump_json(record) + b"\n"
        self._file.seek(self._end)
        self._file.write(line)
        self._end += len(line)

    def __iter__(self) -> Iterator[T]:
        """Every one, also those that are added meanwhile."""
        at = 0
        while at < self._end:
            self._file.seek(at)
            line = self._file.readline()
            at += len(line)
            yield self._adapter.validate_json(line)

    def close(self) -> None:
        """Forget them all."""
        self._file.close()
