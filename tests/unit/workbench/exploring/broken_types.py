"""Small matter types of one office: each with something that doesn't hold, and the same mended."""

from collections.abc import Mapping
from pathlib import Path

from workflow.definition.catalogue import Loaded, load
from workflow.machine.build import build
from workflow.workbench.proving import Told, prove

OFFICE = """
organisation: hemby
name: Hemby kommun
kind: municipality
register_code: KS
bodies:
  KF: {name: Kommunfullmäktige, kind: council}
  KS: {name: Kommunstyrelsen, kind: executive_board}
roles: {secretary: Sekreteraren, officer: Handläggaren, registrar: Registratorn}
entries:
  - {name: Sekreteraren, kind: role, email: sekreteraren@hemby.example}
  - {name: Handläggaren, kind: role, email: handlaggaren@hemby.example}
  - {name: Registratorn, kind: role, email: registratorn@hemby.example}
  - {name: Gatukontoret, kind: unit, email: gatukontoret@hemby.example}
  - {name: Bolaget, kind: external_organisation, email: bolaget@hemby.example}
"""

_ENDS = """
matter_type: errand
label: Ärende
initial: open
states:
  open: {label: Öppet, owner: officer}
  closed: {label: Avslutat, phase: end, final: true}
events:
  ends: {label: Avslutas}
transitions:
  - {event: ends, from: open, to: closed%s}
"""

_DEADLINE = """
matter_type: errand
label: Ärende
fields:
  year_end: {type: date, required: true, label: Årets sista dag}
initial: open
states:
  open: {label: Öppet, owner: officer}
  closed: {label: Avslutat, phase: end, final: true}
events:
  ends: {label: Avslutas}
transitions:
  - {event: ends, from: open, to: closed}
deadlines:
  report: {label: Årsredovisningen, rule: "KL-11:20", counts_from: fields.year_end%s}
"""

_COUNCIL = """
matter_type: errand
label: Ärende
decided_by: [KF]
initial: at_KS
states:
  at_KS: {label: Hos KS, phase: KS, body: KS, owner: secretary}
  at_KF: {label: Hos KF, phase: KF, body: KF, owner: secretary}
  decided: {label: Beslutat, phase: dispatch, owner: registrar}
  closed: {label: Avslutat, phase: end, final: true}
events:
  %s
  grants: {label: Bifalls, form: decides}
  ends: {label: Avslutas}
transitions:
  - {event: %s, from: at_KS, to: at_KF}
  - {event: grants, from: at_KF, to: decided}
  - {event: ends, from: decided, to: closed, automatic: true, guard: dispatch.all_terminal}
%s
"""

_FORWARDED = "forwarded: {label: Skickas vidare}"
_PROPOSES = "proposes: {label: Förslag, form: proposes}"

_JOIN = """
matter_type: errand
label: Ärende
fields:
  parties: {type: list, required: true, label: Parter}
  reason: {type: text, label: Skäl}
initial: open
states:
  open: {label: Öppet, owner: officer}
  asking: {label: Frågar, phase: dispatch, owner: officer}
  closed: {label: Avslutat, phase: end, final: true}
events:
  asks: {label: Parterna frågas}
  explains: {label: Ett skäl skrivs in}
  agreed: {label: Alla har sagt ja}
  declined: {label: En part har sagt nej}
  gives_up: {label: Ges upp}
transitions:
  - {event: explains, from: open, to: same, requires: [reason]}
  - {event: asks, from: open, to: asking, guard: size(fields.parties) > 0}
  - {event: agreed, from: asking, to: closed%s}
  - {event: declined, from: asking, to: open}
  - {event: gives_up, from: [open, asking], to: closed}
children:
  partners:
    label: Parternas svar
    on: asking
    each: fields.parties
    matter_type: answer
    accepts: [approves]
    then: agreed
    otherwise: declined
"""

_ANSWER = """
matter_type: answer
label: Svar
initial: open
states:
  open: {label: Öppet, phase: KS, body: KS, owner: officer}
  decided: {label: Beslutat, phase: dispatch, owner: registrar}
  closed: {label: Avslutat, phase: end, final: true}
events:
  approves: {label: Godkänns, form: decides}
  ends: {label: Avslutas}
transitions:
  - {event: approves, from: open, to: decided}
  - {event: ends, from: decided, to: closed, automatic: true, guard: dispatch.all_terminal}
"""

_LINE = """
never:
  granted_before: {label: Sänt innan det var justerat, condition: dispatch.unadjusted > 0}
dispatch: {before_adjustment: %s}
"""

PAIRS: Mapping[str, tuple[str, str]] = {
    "can_end": (_ENDS % ", guard: matter.open_points == 1", _ENDS % ""),
    "someone_told": (
        _DEADLINE % ", remind: [P1M]",
        _DEADLINE % ', remind: [P1M], on_expiry: {escalate_to: ["role:secretary"]}',
    ),
    "heard_by_board": (
        _COUNCIL % (_FORWARDED, "forwarded", ""),
        _COUNCIL % (_PROPOSES, "proposes", ""),
    ),
    "joins_answer": (_JOIN % ", guard: '!known.reason'", _JOIN % ""),
    "granted_before": (
        _COUNCIL % (_PROPOSES, "proposes", _LINE % "true"),
        _COUNCIL % (_PROPOSES, "proposes", _LINE % "false"),
    ),
}
"""Property to (a type that doesn't have it, the same mended)."""


def written(folder: Path, errand: str) -> Loaded:
    """A directory of definitions with the type, and what it says."""
    files = {
        "organisations/hemby.yaml": OFFICE,
        "matters/errand.yaml": errand,
        "matters/answer.yaml": _ANSWER,
    }
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return load(folder)


def asked(loaded: Loaded, name: str) -> Told:
    """What is found about one property of the type."""
    entry = loaded.types["errand"]
    organisations = {code: one.organisation for code, one in loaded.organisations.items()}
    (told,) = prove(build(entry.digest, entry.definition), organisations, names=[name]).told
    return told


def automatic(*, endless: bool) -> dict[str, object]:
    """A type in which the engine goes there, and comes back by itself too where it is endless."""
    goes = {"event": "goes", "from": "here", "to": "there", "automatic": True}
    returns = {"event": "returns", "from": "there", "to": "here", "automatic": endless}
    return {
        "name": "errand",
        "label": "Ärende",
        "initial": "open",
        "states": {
            "open": {"label": "Öppet"},
            "here": {"label": "Här"},
            "there": {"label": "Där"},
            "closed": {"label": "Avslutat", "phase": "end", "final": True},
        },
        "events": {
            name: {"label": name.capitalize()} for name in ("begins", "goes", "returns", "ends")
        },
        "transitions": [
            {"event": "begins", "from": "open", "to": "here"},
            goes,
            returns,
            {"event": "ends", "from": ["open", "there"], "to": "closed"},
        ],
    }


STRAIGHT_TO_THE_END = """
matter_type: errand
label: Ärende
initial: at_KS
states:
  at_KS: {label: Hos KS, phase: KS, body: KS, owner: secretary}
  closed: {label: Avslutat, phase: end, final: true}
events:
  notes: {label: Noteras, form: notes}
transitions:
  - {event: notes, from: at_KS, to: closed}
"""
"""The decision that ends the last point is never adjusted before it does: it is always refused."""
