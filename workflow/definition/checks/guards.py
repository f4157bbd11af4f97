"""Guards: that they compile, speak of what exists, and can be both true and false."""

import re
from functools import lru_cache
from itertools import product

from workflow.definition.cases import Limits, outcomes
from workflow.definition.checks.firing import RENUMBERED, only_engine
from workflow.definition.checks.ranges import limits_of
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Place, Rule, suggest
from workflow.definition.formulas import Formula, formula_of
from workflow.definition.guards import (
    Environment,
    Guard,
    GuardError,
    GuardProblem,
    compile_guard,
    environment,
)
from workflow.definition.tree import Node, locate

_UNDECLARED = re.compile(r"undeclared reference to '([^']*)'")
FAILS = GuardProblem(1, 1, "fails when it is worked out")
"""A condition that compiles, but can't always be worked out."""

_MAX_SWITCHES = 6  # so many true-or-false variables are tried in every combination


def check_guards(subject: Subject) -> None:
    """Compile every guard against the fields of the definition."""
    env = environment(subject.definition)
    engine = only_engine(subject.definition)
    for number, transition in enumerate(subject.definition.transitions):
        if transition.guard is None:
            continue
        node = locate(subject.composed.node, ("transitions", number, "guard"))
        try:
            guard = compile_guard(env, transition.guard)
            formula = formula_in(env, guard)
            # what can be looked into all through can't fail when it is worked out
            clear = formula.variables and not formula.unclear
            always = None if clear else _always(env, guard)
        except GuardError as error:
            for problem in error.problems or (FAILS,):
                sentence, fix = in_swedish(problem, env)
                subject.add(Rule.GUARD, inside(node, problem), sentence, fix)
            continue
        subject.formulas[number] = formula
        if always is None:
            by_engine = number in engine and RENUMBERED not in transition.event
            own = subject.is_own(node.place)
            limits = limits_of(
                subject.definition,
                [formula],
                transition.event,
                of_type=own,
                by_engine=by_engine,
            )
            always = in_every_case(formula, limits)
        if always is not None:
            subject.add(
                Rule.CONSTANT_GUARD,
                node.place,
                f"Villkoret är alltid {'sant' if always else 'falskt'}.",
                "Ta bort villkoret." if always else "Ta bort övergången eller rätta villkoret.",
            )


def inside(node: Node, problem: GuardProblem) -> Place:
    """The place in the file; where the condition begins if it is folded or escaped."""
    if node.quotes is None:
        return node.place
    return Place(
        node.place.path, node.place.line, node.place.column + node.quotes + problem.column - 1
    )


def in_swedish(problem: GuardProblem, env: Environment) -> tuple[str, str]:
    """What CEL says, in Swedish."""
    message = problem.message
    unknown = _UNDECLARED.search(message)
    if unknown:
        return (
            f"Villkoret nämner ”{unknown[1]}”, som inte finns.",
            suggest(unknown[1], env.names, otherwise=""),
        )
    if "no matching overload" in message:
        return (
            "Villkoret jämför eller räknar med värden av olika slag.",
            (
                "Se efter fältens typ: text står inom citattecken, och dagar skrivs som "
                "timestamp('2025-03-11T00:00:00Z')."
            ),
        )
    if problem is FAILS:
        return (
            "Villkoret går inte alltid att räkna ut.",
            "Se efter att inget delas med noll och att talen inte är för stora.",
        )
    if message.startswith("result is"):
        return (
            "Villkoret ger inte sant eller falskt.",
            "Jämför med något, till exempel fields.amount > 0.",
        )
    return (
        "Villkoret går inte att läsa som CEL.",
        "Se efter parenteser, citattecken och && eller ||.",
    )


def _always(env: Environment, guard: Guard) -> bool | None:
    """True or False if the guard can't be anything else, as far as can be tried; else None.

    Raises:
        GuardError: it can't be worked out for some values.
    """
    names = guard.variables
    if len(names) > _MAX_SWITCHES or any(not env.is_switch(name) for name in names):
        return None
    results = {
        guard(dict(zip(names, values, strict=True)))
        for values in product((False, True), repeat=len(names))
    }
    return results.pop() if len(results) == 1 else None


def formula_in(env: Environment, guard: Guard) -> Formula:
    """The condition as a formula."""
    numbers = frozenset([name for name in guard.variables if env.is_number(name)])
    days = frozenset([name for name in guard.variables if env.is_day(name)])
    return _formula(guard, numbers, days)


@lru_cache(maxsize=4096)
def _formula(guard: Guard, numbers: frozenset[str], days: frozenset[str]) -> Formula:
    return formula_of(guard.expression, numbers, days)


@lru_cache(maxsize=4096)
def in_every_case(formula: Formula, limits: Limits) -> bool | None:
    """True or False if the condition comes out so whatever the values are; None if it varies."""
    found = outcomes((formula,), limits) or {}
    return next(iter(found))[0] if len(found) == 1 else None
