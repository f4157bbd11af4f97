"""Histories as JSONL: one JSON object a line, one matter an object (RFC 8259)."""

import json
from collections.abc import Iterable, Iterator
from typing import NoReturn

from workflow.workbench.replay.form import formed
from workflow.workbench.replay.read import Finding, Read
from workflow.workbench.replay.record import Record
from workflow.workbench.replay.source import Line, fault
from workflow.workbench.replay.wording import found

_OPENINGS = ("{", "[")
_WHOLE = "Skriv varje ärende helt på en egen rad, inom { }."


class _NotJsonError(ValueError):
    """Something that Python reads and JSON doesn't have."""


def _constant(name: str) -> NoReturn:
    raise _NotJsonError(f"{name} finns inte i JSON.")


_DECODER = json.JSONDecoder(object_pairs_hook=Record.of, parse_constant=_constant)


def matters(lines: Iterable[Line]) -> Iterator[Read]:
    """Each line as a history or as what is wrong with it; blank lines are passed by."""
    for line in lines:
        if line.finding is not None:
            yield Read(line.number, None, (line.finding,))
            continue
        text = (line.text or "").strip()
        if line.number == 1 and text in _OPENINGS:
            message = "Ärendena är utspridda på flera rader."
            yield Read(1, None, (fault(1, message, _WHOLE),))
            return
        if text:
            yield _read(text, line.number)


def _read(text: str, number: int) -> Read:
    try:
        value = _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        return Read(number, None, (_unreadable(error, number),))
    if isinstance(value, Record):
        return formed(value, number)
    message = f"Här ska stå ett ärende inom {{ }}, men det står {found(value)}."
    return Read(number, None, (fault(number, message, _WHOLE),))


def _unreadable(error: ValueError | RecursionError, number: int) -> Finding:
    if isinstance(error, RecursionError):
        return fault(number, "Raden har för många nivåer inuti varandra.", "Skriv det plattare.")
    if isinstance(error, _NotJsonError):
        return fault(number, str(error), "Skriv ett tal eller null.")
    if isinstance(error, json.JSONDecodeError):
        if error.msg == "Extra data":
            return fault(number, "Efter ärendet står mer på raden.", _WHOLE)
        message = f"Raden är inte JSON: den går inte att läsa från tecken {error.pos + 1}."
        return fault(number, message, _WHOLE)
    return fault(number, "Ett tal på raden har för många siffror.", "Korta talet.")
