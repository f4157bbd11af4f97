"""A calendar file as text, and which of its lines makes it no calendar: the library doesn't say."""

import re
from pathlib import Path
from typing import Final

from workflow.errors import InvalidInputError

MAX_BYTES: Final = 5_000_000

_NEWLINE: Final = re.compile(r"\r\n|\r|\n")  # not the other ends of lines that Unicode knows
_LINE: Final = re.compile(r"[A-Za-z0-9-]+[;:]")


def lines_of(text: str) -> list[str]:
    """Its lines, as they are numbered from 1."""
    return _NEWLINE.split(text)


def text_of(path: Path) -> str:
    """The file as text.

    Raises:
        InvalidInputError: it isn't there, is too large, or isn't UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise InvalidInputError(
            f"Filen {path} går inte att läsa.", hint="Kontrollera sökvägen."
        ) from None
    if len(data) > MAX_BYTES:
        raise InvalidInputError(
            f"{path}: för stor, högst {MAX_BYTES // 1_000_000} MB läses.",
            hint="Exportera en kortare tid.",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInputError(f"{path}: inte UTF-8.", hint="Spara filen som UTF-8.") from None


def no_calendar(path: Path, lines: list[str]) -> InvalidInputError:
    """The error for a file that is no calendar, with the first line that makes it so."""
    hint = "Exportera kalendern i formatet iCalendar (.ics)."
    if "BEGIN:VCALENDAR" not in {line.strip().upper() for line in lines}:
        return InvalidInputError(f"{path} är ingen kalender: BEGIN:VCALENDAR saknas.", hint=hint)
    open_parts: list[tuple[str, int]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line[0] in " \t":
            continue
        if not _LINE.match(line):
            return InvalidInputError(f"{path}, rad {number}: ingen rad i en kalender.", hint=hint)
        key, _, value = line.strip().upper().partition(":")
        if key == "BEGIN":
            open_parts.append((value, number))
        elif key == "END":
            if not open_parts or open_parts[-1][0] != value:
                return InvalidInputError(
                    f"{path}, rad {number}: END:{value[:40]} avslutar inget.", hint=hint
                )
            open_parts.pop()
    if open_parts:
        name, number = open_parts[-1]
        return InvalidInputError(f"{path}, rad {number}: {name[:40]} avslutas aldrig.", hint=hint)
    return InvalidInputError(f"{path} går inte att läsa som kalender.", hint=hint)
