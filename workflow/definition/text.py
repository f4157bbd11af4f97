"""The bytes of a file as text, or why they can't be that."""

import codecs
import re

from workflow.definition.findings import Findings, Place, Rule

MAX_BYTES = 1_000_000

# C0 and C1 control characters, and the line separators that editors don't show as such.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_TAB = re.compile(r"^ *(\t)[ \t]*\S", re.MULTILINE)
_SHOWN = 20
_OTHERS = {
    b"%PDF-": "ett PDF-dokument",
    b"\xff\xd8\xff": "en JPEG-bild",
    b"\x89PNG\r\n": "en PNG-bild",
    b"GIF8": "en GIF-bild",
    b"PK\x03\x04": "ett Office-dokument eller en zip-fil",
    b"\xd0\xcf\x11\xe0": "ett äldre Office-dokument",
    b"{\\rtf": "ett RTF-dokument",
    b"\x1f\x8b": "en packad fil",
    b"SQLite format 3\0": "en databas",
}
"""What files of other kinds begin with."""


def decode(data: bytes, path: str, findings: Findings) -> str | None:
    """The text of a UTF-8 file of reasonable size; None if something forbids to read on."""
    before = findings.errors
    kind = next((kind for begins, kind in _OTHERS.items() if data.startswith(begins)), None)
    if kind is not None:
        findings.add(
            Rule.UNREADABLE,
            Place(path, 1, 1),
            f"Filen är {kind} och ingen YAML-fil.",
            "Flytta den, eller skriv definitionen som text.",
        )
        return None
    if len(data) > MAX_BYTES:
        findings.add(
            Rule.UNREADABLE,
            Place(path),
            f"Filen är större än {MAX_BYTES // 1000} kB.",
            "Dela upp den eller ta bort det som inte hör hit.",
        )
        return None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        findings.add(
            Rule.UNREADABLE,
            Place(path, 1, 1),
            "Filen är sparad som UTF-16.",
            "Spara den som UTF-8.",
        )
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line_start = data.rfind(b"\n", 0, error.start) + 1
        findings.add(
            Rule.UNREADABLE,
            Place(
                path,
                data.count(b"\n", 0, error.start) + 1,
                len(data[line_start : error.start].decode("utf-8-sig", "replace")) + 1,
            ),
            "Tecknet är inte skrivet i UTF-8.",
            "Spara filen som UTF-8 (inte Latin-1 eller Windows-1252).",
        )
        return None
    for match in list(_UNSEEN.finditer(text))[:_SHOWN]:
        findings.add(
            Rule.UNREADABLE,
            position(text, match.start(), path),
            f"Här står ett osynligt styrtecken (U+{ord(match[0]):04X}).",
            "Ta bort tecknet.",
        )
    for match in list(_TAB.finditer(text))[:_SHOWN]:
        findings.add(
            Rule.SYNTAX,
            position(text, match.start(1), path),
            "Raden är indragen med tabb.",
            "Dra in med mellanslag.",
        )
    return text if findings.errors == before else None


def printable(text: str) -> str:
    """The text on one line, with every letter that a terminal would obey written as its escape."""
    if text.isprintable():
        return text
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def position(text: str, offset: int, path: str) -> Place:
    """Line and column of a character."""
    return Place(path, text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset))
