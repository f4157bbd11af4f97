"""How answers look: rich tables on a terminal, plain lines elsewhere, JSON for programs."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from workflow.errors import ArendegangError, CommandRefusedError, DefinitionError
from workflow.model.ids import RegistrationNumber

_SHORT = 16  # a day, a number: not broken over lines where the rest can be


def plain(value: object) -> Any:
    """A value as JSON knows it; dates in ISO 8601, numbers of matters in both their forms."""
    match value:
        case RegistrationNumber():
            found: Any = {"printed": value.printed, "normalised": value.normalised}
        case Mapping():
            found = {str(key): plain(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            found = [plain(item) for item in value]
        case date():
            found = value.isoformat()
        case PurePath():
            found = str(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            found = {part.name: plain(getattr(value, part.name)) for part in fields(value)}
        case _:
            found = value
    return found


def as_json(value: object) -> None:
    """One JSON document on standard output, on one line."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False) + "\n")


def say(*sentences: str) -> None:
    """Lines of text on standard output."""
    for sentence in sentences:
        sys.stdout.write(sentence + "\n")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table: with a frame on a terminal, tab-separated with one heading elsewhere."""
    shown = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        say("\t".join(columns), *("\t".join(row) for row in shown))
        return
    framed = Table(title=title, title_justify="left")
    filled = [n for n in range(len(columns)) if not shown or any(row[n] for row in shown)]
    for place in filled:  # a column with nothing in it takes no room
        short = all(len(row[place]) <= _SHORT for row in shown)
        framed.add_column(columns[place], overflow="fold", no_wrap=short)
    for row in shown:  # Text: a title is never read as markup
        framed.add_row(*(Text(row[place]) for place in filled))
    Console().print(framed)


def count(number: int, one: str, several: str) -> str:
    """``1 rad``, ``2 rader``."""
    return f"{number} {one if number == 1 else several}"


def section(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table among others, under its title; nothing at all where there are no rows."""
    found = list(rows)
    if not found:
        return
    say("")
    if not sys.stdout.isatty():
        say(title)
    table(title, columns, found)


def show_error(error: ArendegangError, *, json_wanted: bool) -> None:
    """The error on standard error: a sentence for people, an object for programs."""
    possible = error.possible if isinstance(error, CommandRefusedError) else ()
    if json_wanted:
        answer = {
            "code": error.code,
            "message": error.message,
            "hint": error.hint,
            "possible": list(possible),
        }
        if isinstance(error, DefinitionError):
            answer["findings"] = plain(error.findings)
        sys.stderr.write(json.dumps(answer, ensure_ascii=False) + "\n")
        return
    sys.stderr.write(f"{error.code}: {error}\n")


ITEM_STATUS: Mapping[str, str] = {
    "waiting": "väntar på justering",
    "queued": "i utkorgen",
    "delivered": "kvitterad",
    "failed": "misslyckad",
    "in_doubt": "oviss",
    "unresolved": "saknar adress",
    "excepted": "undantagen",
}
DEADLINE_STATUS: Mapping[str, str] = {
    "running": "löper",
    "suspended": "pausad",
    "met": "uppfylld",
    "expired": "utgången",
    "dropped": "gäller inte",
}
MAIL_STATUS: Mapping[str, str] = {
    "pending": "väntar",
    "claimed": "skickas",
    "sent": "skickat",
    "failed": "misslyckat",
    "in_doubt": "ovisst",
}


def warn(sentence: str) -> None:
    """A line on standard error."""
    sys.stderr.write(sentence + "\n")


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces: the same value is always the same text."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
