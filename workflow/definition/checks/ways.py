"""The lines of one event in one state: each can be used, and together they leave no case out.

The first line whose condition holds is taken, so the order is the priority, and conditions may overlap.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from workflow.definition.cases import Limits, Vector, outcomes
from workflow.definition.checks import graph
from workflow.definition.checks.case_words import in_words
from workflow.definition.checks.firing import Fired, fired_by_engine
from workflow.definition.checks.ranges import limits_of
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule, Severity
from workflow.definition.formulas import TRUE, Formula, Values
from workflow.definition.schema import NEW

_OFFICE = "organisation."


@dataclass(frozen=True, slots=True)
class _Lines:
    """The transitions of an event in a state, by number in their order; whether the engine fires it there."""

    event: str
    state: str
    numbers: tuple[int, ...]
    formulas: tuple[Formula, ...]
    by_engine: bool


def check_ways(subject: Subject) -> None:
    """No line that earlier ones leave nothing to, no case that none is for."""
    engine = fired_by_engine(subject.definition)
    told: set[tuple[Rule, int, str]] = set()
    for lines in _grouped(subject, engine):
        if len(lines.numbers) == 1 and not lines.by_engine:
            continue  # a line alone may be possible or not
        limits = limits_of(subject.definition, lines.formulas, (lines.event,))
        for rule, number, sentence, fix in (
            *_covered(subject, lines, limits),
            *_left_out(subject, lines, limits),
        ):
            if (rule, number, lines.event) not in told:
                told.add((rule, number, lines.event))
                way = () if lines.state == NEW else graph.way_to(subject.definition, lines.state)
                place = subject.at("transitions", number)
                severity: Severity = "error" if rule is Rule.OVERLAP else "warning"
                subject.add(rule, place, sentence, fix, severity=severity, way=way)


def _grouped(subject: Subject, engine: Fired) -> Iterator[_Lines]:
    """Every event in every state where at least one line has a condition, and all can be used.

    Of states with the same lines the first one stands for all.
    """
    transitions = subject.definition.transitions
    guarded = {event for each in transitions if each.guard is not None for event in each.event}
    groups: dict[tuple[str, str], dict[int, None]] = {}
    for number, transition in enumerate(transitions):
        for event in guarded.intersection(transition.event):
            for state in transition.from_:
                groups.setdefault((event, state), {})[number] = None
    alike: set[tuple[str, tuple[int, ...], bool]] = set()
    for (event, state), found in groups.items():
        numbers, by_engine = tuple(found), engine.fires(event, state)
        if (event, numbers, by_engine) in alike:
            continue
        alike.add((event, numbers, by_engine))
        formulas = _formulas(subject, numbers)
        if any(each is not TRUE for each in formulas):
            yield _Lines(event, state, numbers, formulas, by_engine)


def _formulas(subject: Subject, numbers: Iterable[int]) -> tuple[Formula, ...]:
    """The conditions of these lines; none if one of them can't be used."""
    transitions = subject.definition.transitions
    found: list[Formula] = []
    for number in numbers:
        formula = TRUE if transitions[number].guard is None else subject.formulas.get(number)
        if formula is None:
            return ()
        found.append(formula)
    return tuple(found)


_Told = tuple[Rule, int, str, str]


def _covered(subject: Subject, lines: _Lines, limits: Limits) -> Iterator[_Told]:
    """Lines that no case is left for."""
    for place in range(1, len(lines.numbers)):
        # Without a condition before it, or with the same: said by check_events.
        before = lines.formulas[:place]
        if TRUE in before or lines.formulas[place] in before:
            continue
        if not _nothing_left(lines.formulas, limits, place, tuple(range(place))):
            continue
        paths = [subject.at("transitions", number).path for number in lines.numbers]
        own = subject.is_own(subject.at("transitions", lines.numbers[place]))
        beside = tuple(other for other in range(place) if paths[other] == paths[place])
        for_all = limits_of(subject.definition, lines.formulas, (lines.event,), of_type=False)
        if own or _nothing_left(lines.formulas, for_all, place, beside):
            sentence = (
                f"Övergången används aldrig för ”{lines.event}” från ”{lines.state}”: "
                "de som står före tar varje fall som den gäller."
            )
            fix = "Flytta den före dem, ändra villkoren eller ta bort den."
            yield Rule.OVERLAP, lines.numbers[place], sentence, fix


@lru_cache(maxsize=4096)
def _nothing_left(
    formulas: tuple[Formula, ...], limits: Limits, place: int, others: tuple[int, ...]
) -> bool:
    """Whether the condition holds in some case, and in each of them one of the others does too."""
    found = outcomes(formulas, limits) or {}
    held = [case for case in found if case[place]]
    return bool(held) and all(any(case[other] for other in others) for case in held)


def _left_out(subject: Subject, lines: _Lines, limits: Limits) -> Iterator[_Told]:
    """A case in which nothing happens although the engine, or somebody, wants something to."""
    transitions = [subject.definition.transitions[number] for number in lines.numbers]
    if (
        TRUE in lines.formulas
        or any(each.automatic for each in transitions)
        or any(each.unclear for each in lines.formulas)
    ):
        return
    if not lines.by_engine:
        limits += _gates(lines, limits)
    found = outcomes(lines.formulas, limits, subject.context.offices)
    if found is None or not (missing := [found[each] for each in found if not any(each)]):
        return
    case = _that_matters(lines, limits, missing[0])
    if lines.by_engine:
        sentence = (
            f"Motorn gör ”{lines.event}”, men i läget ”{lines.state}” gäller inget villkor när "
            f"{in_words(lines.formulas, case)}; då står ärendet kvar."
        )
    elif _is_choice(found, {each.to for each in transitions}) and not _of_office(case):
        sentence = (
            f"Villkoren för ”{lines.event}” från ”{lines.state}” delar upp fallen, men inget gäller när "
            f"{in_words(lines.formulas, case)}."
        )
    else:
        return
    fix = "Lägg sist en övergång utan guard, eller en för det fall som saknas."
    yield Rule.FALLS_THROUGH, lines.numbers[-1], sentence, fix


def _gates(lines: _Lines, limits: Limits) -> Limits:
    """What every line asks for: without it the event isn't meant to be possible."""
    common = frozenset.intersection(*(each.switches for each in lines.formulas))
    gates: list[tuple[str, tuple[bool, ...]]] = []
    for name in sorted(common):
        for value in (False, True):
            found = outcomes(lines.formulas, (*limits, (name, (value,))))
            if found is not None and not any(any(case) for case in found):
                gates.append((name, (not value,)))
    return tuple(gates)


def _is_choice(found: Mapping[Vector, Values], targets: set[str]) -> bool:
    """Whether the lines tell cases apart: they lead to different states, or no two ever hold."""
    return len(targets) > 1 or all(sum(case) <= 1 for case in found)


def _of_office(case: Values) -> bool:
    return all(name.startswith(_OFFICE) for name in case)


def _that_matters(lines: _Lines, limits: Limits, case: Values) -> Values:
    """The case without what could be otherwise, one variable at a time."""
    kept = dict(case)
    for name in case:
        fixed = tuple((each, (value,)) for each, value in kept.items() if each != name)
        free = tuple(limit for limit in limits if limit[0] == name)
        found = outcomes(lines.formulas, (*free, *fixed))
        if found is not None and not any(any(each) for each in found):
            del kept[name]
    return kept
