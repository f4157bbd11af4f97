"""A directory of definitions that a test writes file by file."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workflow.definition.catalogue import Loaded, load
from workflow.definition.guards import Environment, environment
from workflow.definition.schema import FieldSpec, MatterType, State
from workflow.errors import Finding

SMALL = """\
matter_type: small
label: Litet
decided_by: [KS, KF]
fields:
  amount: {type: money, label: Belopp}
  asked_on: {type: date, label: Begärt}
  ready: {type: boolean, label: Klart}
  wanted: {type: month, label: Önskad månad}
  reason: {type: text, label: Skäl}
  parties: {type: list, label: Parter}
initial: begun
states:
  begun: {label: Påbörjat, owner: officer}
  at_KS: {label: Hos styrelsen, phase: KS, body: KS}
  closed: {label: Avslutat, final: true}
events:
  sent: {label: Till styrelsen}
  approves: {label: Godkänns, form: decides}
transitions:
  - {event: sent, from: begun, to: at_KS}
  - {event: approves, from: at_KS, to: closed}
"""

TOWN = """\
organisation: town
name: Staden
kind: municipality
register_code: KS
bodies:
  KF: {name: Fullmäktige, kind: council}
  KS: {name: Styrelsen, kind: executive_board, parent: KF, meets: [2025-03-11, "2025-04-15"]}
roles: {officer: Utredare, secretary: Sekreterare}
entries:
  - {name: Utredare, kind: role, email: utredare@staden.example}
  - {name: Sekreterare, email: sekreterare@staden.example, kind: role}
"""

Change = tuple[tuple[str, str], ...]
"""Texts of a file with what stands there instead."""

SENT = "  - {event: sent, from: begun, to: at_KS}\n"
APPROVES = "  - {event: approves, from: at_KS, to: closed}\n"
CLOSED = "  closed: {label: Avslutat, final: true}\n"

CHILDREN = """\
children:
  others:
    label: Andras svar
    on: at_KS
    each: fields.parties
    matter_type: answer
    copy: [amount]
    accepts: [approves]
    then: answered
    otherwise: answered
"""
ANSWER = SMALL.replace("matter_type: small", "matter_type: answer")
JOINED: Change = (
    (APPROVES, APPROVES + "  - {event: answered, from: at_KS, to: closed}\n"),
    ("  approves: {label", "  answered: {label: Svaren har kommit}\n  approves: {label"),
)
"""What the answers of children lead to."""

TEMPLATES = ("decision", "reminder", "escalation", "at_risk", "failed_delivery")


def environment_of(types: Mapping[str, str]) -> Environment:
    """The variables of a type with these fields, by name and type."""
    fields = {
        name: FieldSpec.model_validate({"type": kind, "label": name})
        for name, kind in types.items()
    }
    states = {"begun": State(label="Påbörjat", final=True)}
    return environment(
        MatterType(
            name="any",
            label="Något",
            initial="begun",
            states=states,
            events={},
            transitions=(),
            fields=fields,
        )
    )


@dataclass(frozen=True)
class Office:
    """Definitions on disk: what a test writes, and what is found in it."""

    directory: Path

    def write(self, path: str, text: str) -> None:
        """Write one file."""
        file = self.directory / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def load(self) -> Loaded:
        """All of it."""
        return load(self.directory)

    def small(self, *changes: tuple[str, str], add: str = "") -> tuple[Finding, ...]:
        """The findings of the small type with changes, each of which must hit."""
        text = SMALL
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        self.write("matters/small.yaml", text + add)
        return self.load().findings

    def finds(self, *changes: tuple[str, str], add: str, rule: str) -> Finding:
        """The first finding of a rule in the small type with changes."""
        findings = self.small(*changes, add=add)
        assert rule in {each.rule for each in findings}, findings
        return next(each for each in findings if each.rule == rule)
