"""How much one file may declare: far more than any office needs, little enough to be checked soon.

Without limits a file of a megabyte could hold so many lines that the checks, which follow every line from
every state, wouldn't end while anybody waits.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from workflow.definition.findings import Findings, Rule
from workflow.definition.lines import Line
from workflow.definition.tree import Node

LIMITS: Final[Mapping[str, int]] = {
    "uses": 20,
    "parameters": 100,
    "fields": 200,
    "states": 120,
    "events": 300,
    "transitions": 300,
    "deadlines": 50,
    "children": 20,
    "never": 50,
    "always": 50,
    "bodies": 200,
    "roles": 200,
    "entries": 5000,
    "groups": 500,
    "members": 500,
    "boards": 500,
    "in": 500,
}
"""The most of each section."""

MAX_PAIRS: Final = 1500
"""Events times states, of all transitions of a file together."""

MAX_MEMBERS: Final = 5000
"""Of all groups together."""


def within_limits(root: Node, findings: Findings) -> bool:
    """Whether a file declares no more than it may; a finding for each section that does."""
    before = findings.errors
    for key, most in LIMITS.items():
        node = root.get(key)
        if node is not None and isinstance(node.value, list | dict) and len(node.value) > most:
            _too_many(node, f"Fler än {most} under {key}.", findings)
    if findings.errors == before:
        pairs = sum(
            max(1, len(line.listed("event"))) * max(1, len(line.listed("from")))
            for line in root.listed("transitions")
        )
        if pairs > MAX_PAIRS:
            sentence = f"Övergångarna nämner fler än {MAX_PAIRS} par av händelse och läge."
            _too_many(root.mapping()["transitions"], sentence, findings)
        members = sum(len(group.listed("members")) for group in root.listed("groups"))
        if members > MAX_MEMBERS:
            sentence = f"Grupperna har fler än {MAX_MEMBERS} medlemmar tillsammans."
            _too_many(root.mapping()["groups"], sentence, findings)
    return findings.errors == before


def composed_within_limits(
    states: Collection[str], lines: Iterable[Line], root: Node, findings: Findings
) -> bool:
    """Whether a type with all its routes holds no more states and transitions than one file may."""
    pairs = sum(len(line.events) * len(line.states) for line in lines)
    if len(states) <= LIMITS["states"] and pairs <= MAX_PAIRS:
        return True
    uses = root.mapping().get("uses", root)
    _too_many(
        uses, "Med alla sina vägar har ärendetypen för många lägen eller övergångar.", findings
    )
    return False


def _too_many(node: Node, sentence: str, findings: Findings) -> None:
    findings.add(Rule.TOO_MUCH, node.start, sentence, "Dela upp det i flera filer.")
