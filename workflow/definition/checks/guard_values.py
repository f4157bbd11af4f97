"""What guards compare with: choices, events, bodies and the like that there are."""

import re
from collections.abc import Iterator

from workflow.definition.cases import BODIES, KIND, field_in
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Place, Rule, suggest
from workflow.definition.formulas import HAS, Formula
from workflow.definition.schema import STANDARD_BODIES

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_KINDS = frozenset({"municipality", "joint_committee", "other"})
_EVENTS = ("point.outcome", "point.proposed", "matter.outcomes")
_BODIES = (BODIES, "matter.decided_by")


def check_guard_values(subject: Subject) -> None:
    """Every text in a guard is one that what it is compared with can have."""
    for number, formula in subject.formulas.items():
        place = subject.value_at("transitions", number, "guard")
        for name, text in compared(formula):
            known = _known(subject, number, name, place)
            if text and known and text not in known:
                subject.add(
                    Rule.IMPOSSIBLE_VALUE,
                    place,
                    f"Villkoret jämför {name} med ”{text}”, som inte finns där.",
                    suggest(text, sorted(known), otherwise=""),
                )
            elif text and _is_month(subject, name) and not _MONTH.fullmatch(text):
                subject.add(
                    Rule.IMPOSSIBLE_VALUE,
                    place,
                    f"Villkoret jämför {name} med ”{text}”, som inte är någon månad.",
                    "Skriv månaden som 2025-03.",
                )


def compared(formula: Formula) -> Iterator[tuple[str, str]]:
    """(variable, text) of every comparison."""
    for name, texts in formula.texts.items():
        for text in sorted(texts):
            yield name, text
    for switch in sorted(formula.switches):
        name, has, text = switch.partition(HAS)
        if has:
            yield name, text


def _known(subject: Subject, number: int, name: str, place: Place) -> frozenset[str]:
    """What the variable can be; empty if that can't be told."""
    if name == "event":
        return frozenset(subject.definition.transitions[number].event)
    if name == KIND:
        return _KINDS
    if name == "actor.roles":
        return subject.context.roles and subject.context.roles | {"engine"}
    if name in _BODIES:
        return known_bodies(subject)
    if name in _EVENTS:
        return _decisions(subject, place)
    spec = subject.definition.fields.get(field_in(name))
    # A route's guard may speak of choices that the type's own field has no use for.
    declared = subject.at("fields", field_in(name))
    mine = subject.is_own(place) or declared.path == place.path
    return frozenset(spec.choices) if spec is not None and mine else frozenset()


def known_bodies(subject: Subject) -> frozenset[str]:
    """The bodies that a condition may ask for, also where no organisation has them; empty: any."""
    bodies = subject.context.bodies
    return bodies and bodies | STANDARD_BODIES


def _decisions(subject: Subject, place: Place) -> frozenset[str]:
    """The outcomes that there can be; for a guard in a route those of every type."""
    if not subject.is_own(place):
        return subject.context.events
    events = subject.definition.events.items()
    return frozenset(name for name, spec in events if spec.form is not None)


def _is_month(subject: Subject, name: str) -> bool:
    spec = subject.definition.fields.get(field_in(name))
    return spec is not None and spec.type == "month"
