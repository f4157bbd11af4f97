"""Records that don't fit in memory."""

from dataclasses import dataclass
from datetime import date
from itertools import islice

import pytest

from workflow.workbench.replay.spool import Spool


@dataclass(frozen=True)
class Note:
    """Something with a day and a list."""

    on: date
    words: tuple[str, ...]


def test_records_come_back_as_they_were() -> None:
    """In order, with their types, also what holds a line break; and again when asked again."""
    notes = [Note(date(2024, 5, day), (f"å{day}\n", "b")) for day in range(1, 30)]
    spool = Spool(Note)
    assert list(spool) == []
    for note in notes:
        spool.write(note)
    assert list(spool) == notes
    assert list(spool) == notes
    spool.close()


def test_adding_while_reading() -> None:
    """Two readers and a writer don't disturb one another."""
    spool = Spool(Note)
    one, two, three = (Note(date(2024, 5, day), ()) for day in (1, 2, 3))
    spool.write(one)
    spool.write(two)
    reader = iter(spool)
    assert next(reader) == one
    assert list(islice(spool, 1)) == [one]
    spool.write(three)
    assert list(reader) == [two, three]
    spool.close()


def test_more_than_the_first_megabyte() -> None:
    """What is moved to disk is read as before."""
    spool = Spool(Note)
    long = "x" * 100_000
    for day in range(1, 25):
        spool.write(Note(date(2024, 5, day), (long,)))
    assert [note.on.day for note in spool] == list(range(1, 25))
    spool.close()


def test_closed() -> None:
    """A closed spool holds nothing to write to."""
    spool = Spool(Note)
    spool.close()
    with pytest.raises(ValueError, match="closed"):
        spool.write(Note(date(2024, 5, 1), ()))
