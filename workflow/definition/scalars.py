"""Plain scalars by the core schema of YAML 1.2, with dates; and what people misread in them.

https://yaml.org/spec/1.2.2/#103-core-schema: ``yes``, ``no``, ``on`` and ``off`` are text, a leading
zero doesn't make a number octal.
"""

import re
from datetime import date

from workflow.definition.findings import Findings, Place, Rule
from workflow.definition.tree import Scalar

_CONSTANTS: dict[str, Scalar] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_SWITCHES = frozenset({"yes", "no", "on", "off"})
_STARTS_NUMBER = frozenset("+-.0123456789")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INTEGER = re.compile(r"[-+]?\d+|0o[0-7]+|0x[0-9a-fA-F]+", re.ASCII)
_FLOAT = re.compile(r"[-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?", re.ASCII)
_LEADING_ZERO = re.compile(r"[-+]?0\d+", re.ASCII)
_MAX_DIGITS = 18  # what CEL and databases hold in 64 bits


def resolve(text: str, place: Place, findings: Findings) -> Scalar:
    """The value of an unquoted scalar. What has no sure meaning is found and stays text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in _STARTS_NUMBER:
        return _number_or_day(text, place, findings)
    if text.casefold() in _SWITCHES:
        findings.add(
            Rule.SURPRISE,
            place,
            f"”{text}” är text och inte sant eller falskt.",
            f'Skriv true eller false, eller "{text}" om det är text.',
        )
    return text


def _number_or_day(text: str, place: Place, findings: Findings) -> Scalar:
    if _DAY.fullmatch(text):
        return _day(text, place, findings)
    if _LEADING_ZERO.fullmatch(text):
        findings.add(
            Rule.SURPRISE,
            place,
            f"”{text}” läses som ett tal, och nollan först går förlorad.",
            f'Skriv "{text}" om det är text, annars talet utan nolla.',
        )
        return text
    if _INTEGER.fullmatch(text):
        return _integer(text, place, findings)
    return float(text) if _FLOAT.fullmatch(text) else text


def _integer(text: str, place: Place, findings: Findings) -> Scalar:
    if len(text) > _MAX_DIGITS:
        findings.add(
            Rule.WRONG_VALUE,
            place,
            "Talet är för stort.",
            f"Tal får ha högst {_MAX_DIGITS} siffror; skriv text inom citattecken.",
        )
        return text
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


def _day(text: str, place: Place, findings: Findings) -> Scalar:
    try:
        return date.fromisoformat(text)
    except ValueError:
        findings.add(
            Rule.WRONG_VALUE,
            place,
            f"Dagen {text} finns inte.",
            "Skriv en dag som finns, till exempel 2025-03-11.",
        )
        return text
