"""Texts that must not stand in a definition: passwords, keys, telephone numbers, personal numbers."""

import re
from datetime import date

from workflow.definition.findings import Findings, Rule
from workflow.definition.tree import Node

_SECRET = re.compile(
    r"(?i:\b(?:lösenord|password|passwd|secret|hemlighet|token|api[_ -]?key)\b\s*[:=]\s*\S)"
    r"|(?i:\bbearer\s+[\w.~+/-]{16,})|-----BEGIN [A-Z ]*KEY|\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_\w{30,})\b"
    r"|\beyJ[\w-]{10,}\.[\w-]{10,}\."
)
_PERHAPS = re.compile(r"(?i:[0-9:=]|bearer|begin|akia|eyj|gh._)")
"""Without any of this a text can't be one of the following: most are soon told."""
_PERSON = re.compile(r"(?<![\w-])((?:19|20)?)(\d{2})(\d{2})(\d{2})[-+](\d{4})(?![\w-])")
_TELEPHONE = re.compile(
    r"(?<![\w/-])(?:\+46[ -]?(?:\(0\))?|0)\d{1,3}[ -]\d{2,3}(?:[ -]?\d{2}){2}(?![\w/-])"
)


def check_secrets(root: Node, findings: Findings) -> None:
    """Find them in every text of a type or route."""
    for node in root.texts():
        what = _found(str(node.value))
        if what:
            findings.add(
                Rule.SECRET,
                node.place,
                f"Här står {what} inskrivet.",
                "Ta bort det; definitionen publiceras och kan läsas av många.",
            )


def _found(text: str) -> str:
    """What the text gives away; empty if nothing."""
    if _PERHAPS.search(text) is None:
        return ""
    if _SECRET.search(text):
        return "ett lösenord eller en nyckel"
    if any(_is_person(*match.groups()) for match in _PERSON.finditer(text)):
        return "ett personnummer"
    return "ett telefonnummer" if _TELEPHONE.search(text) else ""


def _is_person(century: str, year: str, month: str, day: str, rest: str) -> bool:
    """Whether the digits are a personal number: a day (60 more in a coordination number) and its check digit."""
    try:
        date(int((century or "20") + year), int(month), int(day) % 60)
    except ValueError:
        return False
    digits = [int(digit) for digit in year + month + day + rest]
    doubled = (digit * (2 - place % 2) for place, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
