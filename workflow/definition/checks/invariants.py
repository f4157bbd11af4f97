"""The lines under ``never`` and ``always``: that they can be asked, and say something."""

from collections.abc import Mapping

from workflow.definition.checks.guard_values import compared, known_bodies
from workflow.definition.checks.guards import (
    FAILS,
    formula_in,
    in_every_case,
    in_swedish,
    inside,
)
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule, suggest
from workflow.definition.guards import GuardError, compile_guard, invariant_environment
from workflow.definition.invariants import BUILT_IN
from workflow.definition.schema import InvariantSpec
from workflow.definition.tree import locate

_STATES = ("point.state", "matter.states")
_OUTCOMES = ("point.outcome", "point.proposed", "matter.outcomes")
_BODIES = ("organisation.bodies", "matter.decided_by", "point.decided_by", "point.heard")
_DEADLINES = ("deadlines.running", "deadlines.met", "deadlines.expired")


def check_invariants(subject: Subject) -> None:
    """Every line, in the order of the definition."""
    definition = subject.definition
    sections: tuple[tuple[str, Mapping[str, InvariantSpec]], ...] = (
        ("never", definition.never),
        ("always", definition.always),
    )
    for section, lines in sections:
        for name, spec in lines.items():
            _check_name(subject, section, name)
            _check_condition(subject, section, name, spec.condition)


def _check_name(subject: Subject, section: str, name: str) -> None:
    if name in BUILT_IN:
        subject.add(
            Rule.INVARIANT_NAME,
            subject.at(section, name),
            f"”{name}” är namnet på en egenskap som prövas i varje ärendetyp.",
            "Byt namn på raden.",
        )
    if section == "always" and name in subject.definition.never:
        subject.add(
            Rule.INVARIANT_TWICE,
            subject.at(section, name),
            f"”{name}” står både under never och under always.",
            "Byt namn på den ena: det går inte att se vilken som menas.",
        )


def _check_condition(subject: Subject, section: str, name: str, condition: str) -> None:
    env = invariant_environment(subject.definition)
    node = locate(subject.composed.node, (section, name, "condition"))
    try:
        formula = formula_in(env, compile_guard(env, condition))
    except GuardError as error:
        for problem in error.problems or (FAILS,):
            sentence, fix = in_swedish(problem, env)
            subject.add(Rule.INVARIANT, inside(node, problem), sentence, fix)
        return
    always = in_every_case(formula, ())
    if always is not None:
        said = "sant" if always else "falskt"
        subject.add(
            Rule.INVARIANT_CONSTANT,
            node.place,
            f"Villkoret är alltid {said}, så raden säger ingenting om ärendet.",
            "Rätta villkoret eller ta bort raden.",
        )
    if subject.is_own(node.place):
        for variable, text in compared(formula):
            known = _known(subject, variable)
            if text and known and text not in known:
                subject.add(
                    Rule.INVARIANT_VALUE,
                    node.place,
                    f"Villkoret jämför {variable} med ”{text}”, som inte finns där.",
                    suggest(text, sorted(known), otherwise=""),
                )


def _known(subject: Subject, variable: str) -> frozenset[str]:
    """What the variable can be; empty if that can't be told."""
    definition = subject.definition
    if variable in _STATES:
        return frozenset(definition.states)
    if variable in _OUTCOMES:
        events = definition.events.items()
        return frozenset(name for name, spec in events if spec.form is not None)
    if variable in _DEADLINES:
        return frozenset(definition.deadlines)
    return known_bodies(subject) if variable in _BODIES else frozenset()
