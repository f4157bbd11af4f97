"""What the engine does by itself: it stops, goes one way at a time, and not straight to the end."""

from collections.abc import Iterator, Mapping
from itertools import combinations, pairwise

from workflow.definition.cases import TODAY, outcomes
from workflow.definition.checks import graph
from workflow.definition.checks.case_words import in_words
from workflow.definition.checks.ranges import limits_of
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule
from workflow.definition.formulas import SIZE, TRUE, Formula

_BOTH = (True, True)
_LASTING = ("fields.", "known.", "organisation.", TODAY)
"""What stays as it is while the engine goes on by itself."""


def check_automatic(subject: Subject) -> None:
    """Every check on automatic lines after each other, beside each other and at the beginning."""
    _round(subject)
    _two_at_once(subject)
    _over_at_once(subject)


def _round(subject: Subject) -> None:
    """The engine never runs in a circle by itself.

    Conditions on what lasts meanwhile hold all the way round or not at all; any others may always hold.
    """
    definition = subject.definition
    if graph.circle(graph.onward(definition, automatic_only=True)) is None:
        return
    lasting = {number: formula for number, formula in subject.formulas.items() if _lasts(formula)}
    formulas = tuple(
        dict.fromkeys(
            formula
            for number, formula in lasting.items()
            if definition.transitions[number].automatic
        )
    )
    limits = limits_of(definition, formulas, ())
    found = outcomes(formulas, limits, subject.context.offices)
    # too many cases to try: anything may hold
    for case, values in [((), {})] if found is None else found.items():
        lines = _automatic_in(subject, lasting, dict(zip(formulas, case, strict=False)))
        leads: graph.Onward = {name: [] for name in definition.states}
        for state, target in lines:
            leads[state].append(target)
        way = graph.circle(leads)
        if way is not None:
            numbers = [lines[step] for step in pairwise(way)]
            asked = [lasting[number] for number in numbers if number in lasting]
            named = frozenset[str]().union(*(formula.variables for formula in asked))
            words = in_words(asked, {key: values[key] for key in values if key in named})
            subject.add(
                Rule.AUTOMATIC_LOOP,
                subject.at("transitions", numbers[0]),
                "Motorn går runt utan att vänta" + (f", när {words}." if words else "."),
                "Låt en av övergångarna göras av en person (ta bort automatic).",
                way=tuple(way),
            )
            return


def _lasts(formula: Formula) -> bool:
    return not formula.unclear and all(
        name.removeprefix(SIZE).startswith(_LASTING) for name in formula.variables
    )


def _automatic_in(
    subject: Subject, lasting: Mapping[int, Formula], holds: Mapping[Formula, bool]
) -> dict[tuple[str, str], int]:
    """From where to where the engine may go in a case, by which line: of each event the first that holds."""
    found: dict[tuple[str, str], int] = {}
    sure: set[tuple[str, str]] = set()
    for number, transition, event, state in subject.steps:
        target = state if transition.to == graph.SAME else transition.to
        known = {state, target} <= subject.definition.states.keys()
        if not transition.automatic or not known or (event, state) in sure:
            continue
        formula = TRUE if transition.guard is None else lasting.get(number)
        if formula is None or holds.get(formula, True):
            found.setdefault((state, target), number)
        if formula is TRUE or (formula is not None and holds.get(formula, False)):
            sure.add((event, state))
    return found


def _two_at_once(subject: Subject) -> None:
    """Two events that the engine may fire in one case, to different states: which comes first is chance.

    Lines of the same event are tried in the order that they are written in, which is a choice.
    """
    definition = subject.definition
    for state, one, other in _pairs(subject):
        first, second = definition.transitions[one], definition.transitions[other]
        case = _case(subject, one, other)
        if case is not None:
            subject.add(
                Rule.TWO_AT_ONCE,
                subject.at("transitions", other),
                f"I läget ”{state}” kan motorn göra både ”{first.event[0]}” och ”{second.event[0]}”"
                f"{case}; det är ordningen i filen som avgör.",
                "Skriv villkoren så att bara det ena gäller, eller gör dem till samma händelse.",
                severity="warning",
                way=graph.way_to(definition, state),
            )


def _pairs(subject: Subject) -> Iterator[tuple[str, int, int]]:
    """(state, line, later line) of automatic lines with other events that lead to other states."""
    lines: dict[str, list[int]] = {}
    for number, transition, _, state in subject.steps:
        if transition.automatic:
            lines.setdefault(state, []).append(number)
    transitions = subject.definition.transitions
    for state, numbers in lines.items():
        for one, other in combinations(dict.fromkeys(numbers), 2):
            first, second = transitions[one], transitions[other]
            if first.to != second.to and set(first.event).isdisjoint(second.event):
                yield state, one, other


def _case(subject: Subject, one: int, other: int) -> str | None:
    """When both hold, in words; empty if that is always, None if never or if it can't be told."""
    transitions = subject.definition.transitions
    formulas = tuple(
        TRUE if transitions[number].guard is None else subject.formulas.get(number)
        for number in (one, other)
    )
    known = tuple(each for each in formulas if each is not None)
    if len(known) < len(formulas) or any(each.unclear for each in known):
        return None
    events = (*transitions[one].event, *transitions[other].event)
    found = outcomes(known, limits_of(subject.definition, known, events), subject.context.offices)
    if found is None or _BOTH not in found:
        return None
    words = in_words(known, found[_BOTH])
    return f", när {words}" if words else ""


def _over_at_once(subject: Subject) -> None:
    """A matter that ends in the moment in which it is registered."""
    definition = subject.definition
    for number, transition, event, state in subject.steps:
        target = definition.states.get(transition.to)
        if (
            state == definition.initial
            and transition.automatic
            and transition.guard is None
            and target is not None
            and target.final
        ):
            subject.add(
                Rule.OVER_AT_ONCE,
                subject.at("transitions", number),
                f"Motorn gör ”{event}” i samma stund som ärendet registreras, och då är det slut.",
                "Lägg ett läge emellan där någon gör något, eller ta bort automatic.",
                way=(state, transition.to),
            )
