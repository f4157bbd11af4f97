"""Comments of a YAML file, which libyaml reads over; and those of them that allow a finding.

A ``#`` is a comment only where no token stands: within a text it is part of the text. So the file is
scanned once more for the places of its tokens, if it seems to hold an allowance at all.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import yaml  # type: ignore[import-untyped]  # the stubs lack the C loader's marks

from workflow.definition.allowances import Allowance, Allowances
from workflow.definition.findings import Findings, Place, Rule, suggest
from workflow.definition.rulebook import RULEBOOK

_MARKS = ("AG-", "ag-")
_PERHAPS = re.compile(r"#\s*till(?:å|a\u030a)t\s*:?\s+AG", re.IGNORECASE)
_COMMENT = re.compile(r"#[^\r\n]*")
_BREAK = re.compile(r"\r\n|\r|\n")
_ALLOWANCE = re.compile(r"#+\s*tillåt\s*:?\s+(AG-[\w-]*)\s*[:,.]?\s*(.*)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_TITLES = {rule.value: about.title for rule, about in RULEBOOK.items()}
_MAY = [rule.value for rule, about in RULEBOOK.items() if about.allowed]
_EXAMPLE = "Skriv till exempel # tillåt {rule}: registratorn bevakar läget varje vecka."


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment. ``line`` and ``column`` count from 1; ``alone``: nothing stands before it."""

    text: str
    line: int
    column: int
    alone: bool


def comments(text: str) -> list[Comment]:
    """Every comment of a text that is valid YAML."""
    begins = [0, *(match.end() for match in _BREAK.finditer(text))]
    found: list[Comment] = []
    line = 0
    for begin, end in _between_tokens(text):
        for match in _COMMENT.finditer(text, begin, end):
            while line + 1 < len(begins) and begins[line + 1] <= match.start():
                line += 1
            alone = not text[begins[line] : match.start()].strip()
            found.append(Comment(match[0], line + 1, match.start() - begins[line] + 1, alone))
    return found


def _between_tokens(text: str) -> Iterator[tuple[int, int]]:
    """Where no token stands. The line on which a block text begins may end in a comment too."""
    at = 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        begin = token.start_mark.index
        if _is_block(token):
            match = _BREAK.search(text, begin)
            begin = match.start() if match else len(text)
        yield at, max(at, begin)
        at = max(at, token.end_mark.index)
    yield at, len(text)


def _is_block(token: Any) -> bool:
    return isinstance(token, yaml.ScalarToken) and token.style in ("|", ">")


def note_allowances(text: str, path: str, findings: Findings) -> None:
    """Note what the comments of a file allow; what is wrong with them is found.

    ``text`` is that of a file that could be read as YAML.
    """
    if not any(mark in text for mark in _MARKS) or _PERHAPS.search(text) is None:
        return
    written = comments(text)
    alone = {comment.line for comment in written if comment.alone}
    below = 0
    for comment in written:
        below = max(below, comment.line)
        while comment.alone and below in alone:
            below += 1
        match = _ALLOWANCE.fullmatch(unicodedata.normalize("NFC", comment.text.rstrip()))
        if match is not None:
            place = Place(path, comment.line, comment.column)
            rule, reason = match[1].upper(), match[2].strip()
            if _is_whole(rule, reason, place, findings):
                findings.allowances.add(
                    Allowance(rule, reason, path, comment.line, comment.column, below)
                )


def _is_whole(word: str, reason: str, place: Place, findings: Findings) -> bool:
    """Whether there is such a rule, which may be allowed, and a reason."""
    if word not in _TITLES:
        fix = suggest(word, _MAY, otherwise="")
        findings.add(Rule.ALLOWS_UNKNOWN, place, f"Regeln ”{word[:60]}” finns inte.", fix)
    elif word not in _MAY:
        findings.add(
            Rule.ALLOWS_TOO_MUCH,
            place,
            f"Det som {word} finner kan inte tillåtas: {_TITLES[word].lower()}.",
            "Rätta felet och ta bort kommentaren.",
        )
    elif _WORD.search(reason) is None:
        findings.add(
            Rule.ALLOWS_WITHOUT_REASON,
            place,
            f"Det står inte varför det som {word} finner tillåts.",
            _EXAMPLE.format(rule=word),
        )
    else:
        return True
    return False


def unused(allowances: Allowances, checked: Collection[str]) -> Findings:
    """A finding for each allowance of no use; ``checked`` are the files of which all is known."""
    findings = Findings()
    for each in allowances.unused():
        if each.path in checked:
            findings.add(
                Rule.ALLOWS_NOTHING,
                Place(each.path, each.line, each.column),
                f"Kommentaren tillåter inget: {each.rule} finner inget här.",
                "Ta bort den, eller flytta den till raden eller ovanför raden som den gäller.",
                severity=RULEBOOK[Rule.ALLOWS_NOTHING].severity,
            )
    return findings
