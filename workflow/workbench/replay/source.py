"""The lines of a file from outside: bounded, numbered, and told where they are no text."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from workflow.errors import InvalidInputError
from workflow.workbench.replay.read import Finding

LONGEST_LINE = 1_000_000
"""Bytes, the line's end included."""

_HEAD = 4096
_ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"%PDF")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SAVE = "Spara den som text i UTF-8: ett ärende per rad (JSONL), eller CSV."


class Line(NamedTuple):
    """One line with its end; ``text`` is None, and ``finding`` set, where it can't be read."""

    number: int
    text: str | None
    finding: Finding | None = None


def opened(path: Path) -> BinaryIO:
    """The file, to be read.

    Raises:
        InvalidInputError: it isn't there, or may not be read.
    """
    try:
        return path.open("rb")
    except (OSError, ValueError):  # ValueError: a NUL in the name
        raise InvalidInputError(
            f"Filen {path.name} går inte att öppna.",
            hint="Kontrollera att den finns, är en fil och får läsas.",
        ) from None


def lines(file: BinaryIO) -> Iterator[Line]:
    """The lines of a file that was just opened; never raises for what it holds.

    Nothing but one finding comes of a file that isn't UTF-8 text at all.
    """
    head = file.read(_HEAD)
    wrong = _kind(head)
    if wrong is not None:
        yield Line(1, None, fault(1, wrong, _SAVE))
        return
    file.seek(0)
    number = 0
    while data := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(data) > LONGEST_LINE:
            _skip(file, data)
            message = f"Raden är längre än {LONGEST_LINE // 1_000_000} MB."
            yield Line(number, None, fault(number, message, "Dela upp ärendet eller rätta raden."))
            continue
        try:
            yield Line(number, data.decode("utf-8-sig" if number == 1 else "utf-8"))
        except UnicodeDecodeError as error:
            message = f"Tecken {error.start + 1} på raden är inte skrivet i UTF-8."
            hint = "Spara filen som UTF-8 (inte Latin-1 eller Windows-1252)."
            yield Line(number, None, fault(number, message, hint))


def fault(line: int, message: str, hint: str) -> Finding:
    """An error that is about a line, not about a step."""
    return Finding(line, None, "error", message, hint)


def _kind(head: bytes) -> str | None:
    """What makes a file something else than UTF-8 text."""
    if head.startswith(_UTF16):
        return "Filen är sparad som UTF-16."
    if head.startswith(_ARCHIVES) or b"\0" in head:
        return "Filen är inte text, utan till exempel ett kalkylark eller ett arkiv."
    return None


def _skip(file: BinaryIO, data: bytes) -> None:
    """Past the end of a line that is too long."""
    while data and not data.endswith(b"\n"):
        data = file.readline(LONGEST_LINE)
