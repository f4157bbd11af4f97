"""Texts: every label says something, and no address is written into a definition."""

import re

from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Findings, Rule
from workflow.definition.tree import Node

_ADDRESS = re.compile(r"@|https?:", re.IGNORECASE)
_SECTIONS = ("fields", "states", "events", "deadlines", "children", "never", "always")


def check_labels(subject: Subject) -> None:
    """No label is blank."""
    root = subject.composed.node
    for node in (root, *(each for key in _SECTIONS for each in root.part(key).values())):
        label = node.get("label")
        if label is not None and not str(label.value).strip():
            subject.add(
                Rule.LABEL, label.place, "Label är tom.", "Skriv vad det heter för den som läser."
            )


def check_addresses(root: Node, findings: Findings) -> None:
    """No e-mail or web address in a type or route: they belong to the organisations."""
    for node in root.texts():
        if _ADDRESS.search(str(node.value)):
            findings.add(
                Rule.ADDRESS,
                node.place,
                "Här står en adress inskriven.",
                "Skriv en roll eller ett namn ur registret; adresser hör till organisationerna.",
            )
