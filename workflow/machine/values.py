"""Values from outside: what has the wrong form is refused, and all of it at once."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import TypeVar

from workflow.definition.schema import FieldSpec, FieldType
from workflow.errors import InvalidInputError

LONGEST_TEXT = 100_000  # characters
LONGEST_LINE = 500
LONGEST_KEY = 60
LONGEST_ADDRESS = 254  # RFC 5321 4.5.3.1.3, without the angle brackets
MOST_ENTRIES = 1_000
_INT64 = range(-(2**63), 2**63)

# C0 and C1 controls, and halves of surrogate pairs, which no encoding can hold.
_BAD_IN_TEXT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_BAD_IN_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ATOM = r"[^\s@<>()\[\],;:\\\"]+"
_ADDRESS = re.compile(rf"{_ATOM}@{_ATOM}\.{_ATOM}")

T = TypeVar("T")


@dataclass(slots=True)
class Problems:
    """Everything that is wrong with a command, so that it can be put right in one go."""

    found: list[str] = field(default_factory=list)

    def add(self, label: str, sentence: str) -> None:
        """One more."""
        self.found.append(f"{label}: {sentence}")

    def read(self, label: str, reader: Callable[[object], T], value: object) -> T | None:
        """The value as the reader understands it; None, and a note, where it doesn't."""
        try:
            return reader(value)
        except InvalidInputError as error:
            self.add(label, str(error))
            return None

    def raise_if_any(self) -> None:
        """Refuse if anything was wrong.

        Raises:
            InvalidInputError: with all that was found.
        """
        if self.found:
            raise InvalidInputError("\n".join(self.found))


def text(value: object) -> str:
    """Text of several lines; newlines in one form.

    Raises:
        InvalidInputError: no text, too long, or with control characters.
    """
    if not isinstance(value, str):
        raise InvalidInputError("ska vara text.")
    if len(value) > LONGEST_TEXT:
        raise InvalidInputError(f"får ha högst {LONGEST_TEXT} tecken, men har {len(value)}.")
    plain = value.replace("\r\n", "\n")
    if _BAD_IN_TEXT.search(plain):
        raise InvalidInputError("innehåller styrtecken. Ta bort dem.")
    return plain


def words(value: object) -> str:
    """Text that says something, without space around it.

    Raises:
        InvalidInputError: as for text, or blank.
    """
    plain = text(value).strip()
    if not plain:
        raise InvalidInputError("får inte vara tom.")
    return plain


def line(value: object, longest: int = LONGEST_LINE) -> str:
    """Text on one line that says something, without space around it.

    Raises:
        InvalidInputError: no text, empty, too long, or with line breaks or control characters.
    """
    if not isinstance(value, str):
        raise InvalidInputError("ska vara text.")
    if len(value) > longest:
        raise InvalidInputError(f"får ha högst {longest} tecken, men har {len(value)}.")
    if _BAD_IN_LINE.search(value):
        raise InvalidInputError("ska stå på en rad, utan styrtecken.")
    if not value.strip():
        raise InvalidInputError("får inte vara tom.")
    return value.strip()


def key(value: object) -> str:
    """The short name of a point.

    Raises:
        InvalidInputError: as for a line.
    """
    return line(value, LONGEST_KEY)


def lines(value: object) -> list[str]:
    """A list of single lines.

    Raises:
        InvalidInputError: no list, too many, or an entry that is no line.
    """
    if not isinstance(value, list | tuple):
        raise InvalidInputError("ska vara en lista.")
    if len(value) > MOST_ENTRIES:
        raise InvalidInputError(f"får ha högst {MOST_ENTRIES} rader, men har {len(value)}.")
    return [line(entry) for entry in value]


def address(value: object) -> str:
    """An e-mail address without a name (RFC 5321 4.1.2, without the quoted forms).

    Raises:
        InvalidInputError: not written so.
    """
    plain = line(value, LONGEST_ADDRESS)
    if not _ADDRESS.fullmatch(plain):
        raise InvalidInputError(f"”{plain}” är ingen e-postadress.")
    return plain


def day(value: object) -> date:
    """A day, or its ISO 8601 text.

    Raises:
        InvalidInputError: neither.
    """
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidInputError("ska vara en dag, till exempel 2025-03-14.")


def _day_text(value: object) -> str:
    return day(value).isoformat()


def _month(value: object) -> str:
    if isinstance(value, str) and _MONTH.fullmatch(value):
        return value
    raise InvalidInputError("ska vara en månad, till exempel 2024-09.")


def _integer(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise InvalidInputError("ska vara ett heltal.")
    if value not in _INT64:
        raise InvalidInputError("är ett för stort tal.")
    return value


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise InvalidInputError("ska vara ja eller nej (true eller false).")
    return value


_READERS: Mapping[FieldType, Callable[[object], object]] = {
    "text": text,
    "integer": _integer,
    "money": _integer,
    "boolean": _boolean,
    "date": _day_text,
    "month": _month,
    "choice": line,
    "recipients": lines,
    "list": lines,
}


def _reader(spec: FieldSpec) -> Callable[[object], object]:
    if spec.type != "choice":
        return _READERS[spec.type]

    def choice(value: object) -> object:
        if value not in spec.choices:
            raise InvalidInputError(f"ska vara något av {', '.join(spec.choices)}.")
        return value

    return choice


def read_fields(
    specs: Mapping[str, FieldSpec], given: Mapping[str, object], problems: Problems
) -> dict[str, object]:
    """The fields that were given, as plain JSON values; None counts as not given."""
    fields: dict[str, object] = {}
    for name, value in given.items():
        spec = specs.get(name)
        if spec is None:
            problems.add(str(name)[:LONGEST_KEY], f"är inget fält.{nearest(name, specs)}")
        elif value is not None:
            read = problems.read(f"{spec.label} ({name})", _reader(spec), value)
            if read is not None:
                fields[name] = read
    return fields


def says_something(value: object) -> bool:
    """Whether a value that has to be given is one: no blank text, no empty list."""
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [])


def nearest(name: str, known: Iterable[str]) -> str:
    """`` Menade du X?`` where something has nearly that name, else nothing."""
    close = get_close_matches(str(name)[:LONGEST_KEY], list(known), n=1)
    return f" Menade du {close[0]}?" if close else ""


def in_days(count: int) -> str:
    """A number of days in words: ``1 dag``, ``7 dagar``."""
    return "1 dag" if count == 1 else f"{count} dagar"
