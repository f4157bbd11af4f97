"""What the engine does by itself leaves nothing open: one way at a time, and not straight to the end."""

from collections.abc import Iterator
from itertools import combinations

from workflow.definition.cases import outcomes
from workflow.definition.checks import graph
from workflow.definition.checks.case_words import in_words
from workflow.definition.checks.ranges import limits_of
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule
from workflow.definition.formulas import TRUE

_BOTH = (True, True)


def check_automatic(subject: Subject) -> None:
    """Every check on automatic lines beside each other and at the beginning."""
    _two_at_once(subject)
    _over_at_once(subject)


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
    for number, transition, _, state in graph.each(subject.definition):
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
    for number, transition, event, state in graph.each(definition):
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
