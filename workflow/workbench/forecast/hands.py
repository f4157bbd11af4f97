"""The hands of one role: so many matters at a time, and those that wait for their turn."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush

Turn = tuple[date, date, int]
"""Whose turn it is: the nearest deadline (or nothing), the day it came, and its serial."""


@dataclass(slots=True)
class Hands:
    """``places`` matters are worked on at a time."""

    places: int
    _busy: set[int] = field(default_factory=set)
    _waiting: set[int] = field(default_factory=set)
    _line: list[Turn] = field(default_factory=list)

    def queue(self, turn: Turn) -> None:
        """A matter waits; its turn is as known now."""
        self._waiting.add(turn[-1])
        heappush(self._line, turn)

    def drop(self, serial: int) -> None:
        """A matter has left, whether it was worked on or waited."""
        self._busy.discard(serial)
        self._waiting.discard(serial)

    def take(self) -> Iterator[int]:
        """Those whose turn it is, as long as a place is free."""
        while self._line and len(self._busy) < self.places:
            serial = heappop(self._line)[-1]
            if serial in self._waiting:  # else it left meanwhile
                self._waiting.remove(serial)
                self._busy.add(serial)
                yield serial
