"""Files of recorded histories, one matter at a time: what can be read, and what is wrong with the rest.

Never more than one matter is held, so that a file of any length can be read.
"""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from workflow.workbench.replay import csv_form, jsonl
from workflow.workbench.replay.read import Read
from workflow.workbench.replay.source import Line, fault, lines, opened


def read_histories(path: Path) -> Iterator[Read]:
    """The matters of a file in order, JSONL or CSV by its first line; faults are told, never raised.

    Raises:
        InvalidInputError: at once, if the file isn't there or may not be read.
    """
    opened(path).close()
    return _reads(path)


def _reads(path: Path) -> Iterator[Read]:
    with opened(path) as file:
        read = None
        for read in _matters(path, lines(file)):
            yield read
        if read is None:
            hint = "Ange en fil med ett ärende per rad (JSONL), eller CSV."
            yield Read(1, None, (fault(1, "Filen innehåller inga ärenden.", hint),))


def _matters(path: Path, source: Iterator[Line]) -> Iterator[Read]:
    """By what the first line says; by the file's name where that says nothing."""
    begun = []
    first = ""
    for line in source:
        begun.append(line)
        first = (line.text or "").strip()
        if first or line.finding is not None:
            break
    is_csv = not first.startswith(("{", "[")) and (
        csv_form.is_header(first) or path.suffix.casefold() == ".csv"
    )
    matters = csv_form.matters if is_csv else jsonl.matters
    return matters(chain(begun, source))
