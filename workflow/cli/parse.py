"""What people type, as values: days, fields, outcomes, assignments, files. Errors say what to write instead."""

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import BinaryIO, NoReturn
from zoneinfo import ZoneInfo

from workflow.definition.schema import FieldSpec
from workflow.errors import InvalidInputError
from workflow.model.outcome import AssignmentGiven, PointOutcome

MAX_BYTES = 5_000_000
"""The most that is read of one file, or of one line of a file with many."""

_LOCAL = ZoneInfo("Europe/Stockholm")
_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_OUTCOME = re.compile(r"(?P<event>[^:=\s]+)(?::(?P<points>[^=\s]*))?(?:=(?P<proposed>\S+))?")
_TRUE, _FALSE = {"ja", "true", "1"}, {"nej", "false", "0"}
_PARTS_OF_AN_ASSIGNMENT = 4


def text(value: str, what: str) -> str:
    """The text, if it was given in the right encoding (UTF-8).

    Raises:
        InvalidInputError: bytes that are no text, or a NUL byte.
    """
    if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
        raise InvalidInputError(
            f"{what} innehåller tecken som inte är text.",
            hint="Kontrollera teckenkodningen: UTF-8 väntas.",
        )
    return value


def day(value: str, what: str) -> date:
    """A day as ``2025-03-11``.

    Raises:
        InvalidInputError: anything else.
    """
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InvalidInputError(
            f"{what}: ”{value[:40]}” är ingen dag.", hint="Skriv till exempel 2025-03-11."
        ) from None


def clock(value: str, what: str) -> str:
    """A clock time as ``09:30``.

    Raises:
        InvalidInputError: anything else.
    """
    if _CLOCK.fullmatch(value):
        return value
    raise InvalidInputError(
        f"{what}: ”{value[:40]}” är inget klockslag.", hint="Skriv till exempel 09:30."
    )


def instant(value: str, what: str) -> datetime:
    """A day and a clock time in Sweden: ``2025-02-27 15:40``; aware.

    Raises:
        InvalidInputError: anything else.
    """
    on, _, at = value.strip().partition(" ")
    return datetime.combine(day(on, what), time.fromisoformat(clock(at.strip(), what)), _LOCAL)


def parts(value: str, what: str, names: Sequence[str], *, least: int = 1) -> list[str]:
    """``a;b;c`` as so many texts as there are names; the last ones may be left out.

    Raises:
        InvalidInputError: too many parts, or one of the first ``least`` is missing.
    """
    found = [part.strip() for part in text(value, what).split(";", len(names) - 1)]
    found += [""] * (len(names) - len(found))
    if not all(found[:least]):
        raise InvalidInputError(
            f"{what}: ”{value[:60]}” kan inte läsas.", hint=f'Skriv "{";".join(names)}".'
        )
    return found


def pairs(given: Sequence[str], option: str) -> dict[str, list[str]]:
    """``name=value`` options by name; a name may come several times.

    Raises:
        InvalidInputError: no ``=``, or no name.
    """
    found: dict[str, list[str]] = {}
    for one in given:
        name, equals, value = text(one, option).partition("=")
        if not equals or not name:
            raise InvalidInputError(
                f"{option} ”{one[:40]}” saknar namn eller värde.",
                hint=f"Skriv {option} namn=värde.",
            )
        found.setdefault(name.strip(), []).append(value)
    return found


def fields(
    given: Mapping[str, Sequence[str]], specs: Mapping[str, FieldSpec], option: str
) -> dict[str, object]:
    """Values typed as the definition's fields; unknown names are left for the engine to refuse.

    Raises:
        InvalidInputError: a value that its field can't hold.
    """
    return {
        name: _typed(name, list(values), specs.get(name), option) for name, values in given.items()
    }


def _typed(name: str, values: list[str], spec: FieldSpec | None, option: str) -> object:
    kind = spec.type if spec else "text"
    if kind in ("recipients", "list"):
        return [part for value in values for part in (p.strip() for p in value.split(";")) if part]
    if len(values) > 1:
        raise InvalidInputError(
            f"{option} {name} anges {len(values)} gånger men tar ett värde.",
            hint="Ta bort de andra.",
        )
    value = values[0]
    match kind:
        case "integer" | "money":
            return _number(name, value)
        case "boolean":
            return _boolean(name, value)
        case "date":
            return day(value, name).isoformat()
        case "month":
            return _month(name, value)
        case _:
            return value


def _number(name: str, value: str) -> int:
    compact = re.sub(r"[\s_]", "", value)
    if not re.fullmatch(r"-?[0-9]{1,18}", compact):
        raise InvalidInputError(
            f"{name}: ”{value[:40]}” är inget heltal.", hint="Skriv bara siffror."
        )
    return int(compact)


def _boolean(name: str, value: str) -> bool:
    if value.lower() in _TRUE | _FALSE:
        return value.lower() in _TRUE
    raise InvalidInputError(
        f"{name}: ”{value[:40]}” är varken ja eller nej.", hint="Skriv ja eller nej."
    )


def _month(name: str, value: str) -> str:
    if _MONTH.fullmatch(value):
        return value
    raise InvalidInputError(
        f"{name}: ”{value[:40]}” är ingen månad.", hint="Skriv till exempel 2024-09."
    )


def outcome(value: str) -> PointOutcome:
    """``event``, ``event:1,2`` or ``event:1,2=proposed``.

    Raises:
        InvalidInputError: in another form.
    """
    match = _OUTCOME.fullmatch(text(value, "--outcome"))
    if match is None:
        raise InvalidInputError(
            f"Utfallet ”{value[:60]}” kan inte läsas.",
            hint='Skriv händelse:punkter, till exempel "approves:1,2" eller "proposes:1=approves".',
        )
    points = tuple(key for key in (match["points"] or "").split(",") if key)
    return PointOutcome(match["event"], points, match["proposed"])


def assignment(value: str) -> AssignmentGiven:
    """``what;who;when;body``: who, when and body may be left out or empty.

    ``when`` is a day or a month, the latter with the body whose meeting is meant.

    Raises:
        InvalidInputError: too many parts, no what, or no day or month.
    """
    parts = [part.strip() for part in text(value, "--assignment").split(";")]
    if len(parts) > _PARTS_OF_AN_ASSIGNMENT or not parts[0]:
        raise InvalidInputError(
            f"Uppdraget ”{value[:60]}” kan inte läsas.",
            hint='Skriv "vad;vem;när;organ", till exempel "Handlingsplan;Kommundirektören;2024-09;KS".',
        )
    parts += [""] * (_PARTS_OF_AN_ASSIGNMENT - len(parts))
    what, owner, due, body = parts
    if due and not _MONTH.fullmatch(due):
        due = day(due, "Uppdragets dag").isoformat()
    return AssignmentGiven(what, owner or None, due or None, body or None)


def json_object(source: str) -> dict[str, object]:
    """A JSON object from a file, or from standard input when ``source`` is ``-``.

    Raises:
        InvalidInputError: missing, too large, not UTF-8, not JSON, or no object.
    """
    with _opened(source) as stream:
        return _object(stream.read(MAX_BYTES + 1), "Indata" if source == "-" else source)


def json_lines(source: str) -> Iterator[tuple[int, dict[str, object] | InvalidInputError]]:
    """The JSON objects of a file with one a line, numbered from 1; a bad line comes as its error.

    Raises:
        InvalidInputError: the file is missing.
    """
    with _opened(source) as stream:
        number = 0
        while raw := stream.readline(MAX_BYTES + 1):
            number += 1
            whole = raw
            while not whole.endswith(b"\n") and (more := stream.readline(MAX_BYTES)):
                whole = more  # the rest of a line that is too long is passed over
            if not raw.strip():
                continue
            try:
                yield number, _object(raw, "Raden")
            except InvalidInputError as error:
                yield number, error


class _Kept:
    """Standard input as a context that doesn't close it."""

    def __enter__(self) -> BinaryIO:
        return sys.stdin.buffer

    def __exit__(self, *_: object) -> None:
        """Leave it open."""


def _opened(source: str) -> "_Kept | BinaryIO":
    if source == "-":
        return _Kept()
    try:
        return Path(source).open("rb")
    except (OSError, ValueError):
        raise InvalidInputError(
            f"Filen {source} går inte att läsa.", hint="Kontrollera sökvägen."
        ) from None


def _object(raw: bytes, where: str) -> dict[str, object]:
    if len(raw) > MAX_BYTES:
        raise InvalidInputError(
            f"{where}: för stort, högst {MAX_BYTES // 1_000_000} MB läses.",
            hint="Lägg stora texter i en handling i stället.",
        )
    try:
        value = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_constant)
        json.dumps(value, ensure_ascii=False).encode()  # half a character: "\\ud800"
    except UnicodeEncodeError:
        raise InvalidInputError(
            f"{where}: innehåller tecken som inte är text.", hint="Spara filen som UTF-8."
        ) from None
    except UnicodeDecodeError:
        raise InvalidInputError(f"{where}: inte UTF-8.", hint="Spara filen som UTF-8.") from None
    except RecursionError:
        raise InvalidInputError(f"{where}: för djupt nästlad JSON.") from None
    except ValueError as error:
        at = (
            f" vid rad {error.lineno}, tecken {error.colno}"
            if isinstance(error, json.JSONDecodeError)
            else ""
        )
        raise InvalidInputError(
            f"{where}: inte JSON{at}.", hint='Skriv ett objekt: {"namn": "värde"}.'
        ) from None
    if not isinstance(value, dict):
        raise InvalidInputError(
            f"{where}: inget JSON-objekt.", hint='Skriv ett objekt: {"namn": "värde"}.'
        )
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
