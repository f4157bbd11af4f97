"""Fields that may be empty where something rests on them.

Every field may be given when the matter is registered and with every event, so nothing is said of fields
that are merely optional. What counts is what goes wrong, or comes to nothing, where one is empty.
"""

from collections.abc import Collection, Iterator

from workflow.definition.cases import outcomes
from workflow.definition.checks import graph
from workflow.definition.checks.fields import PREFIX
from workflow.definition.checks.firing import (
    ADJUSTED,
    answer_events,
    applies_in,
    expiring,
    only_engine,
)
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule
from workflow.definition.formulas import HAS, SIZE, Formula
from workflow.definition.schema import NEW, DeadlineSpec, MatterType, Transition


def check_unset(subject: Subject) -> None:
    """Guards, deadlines and children that rest on fields that may be empty."""
    for number, formula in subject.formulas.items():
        _guard(subject, number, formula)
    _clocks(subject)
    _children(subject)


def way_without(
    definition: MatterType, field: str, states: Collection[str]
) -> tuple[str, ...] | None:
    """The shortest way to one of the states on which nothing makes sure that the field is set."""
    spec = definition.fields.get(field)
    if spec is None or spec.required or spec.default is not None:
        return None
    leads: graph.Onward = {name: [] for name in definition.states}
    for transition in definition.transitions:
        if field in transition.requires:
            continue
        for state in transition.from_:
            target = state if transition.to == graph.SAME else transition.to
            if state in leads and target in leads:
                leads[state].append(target)
    ways = (graph.shortest(leads, each, states.__contains__) for each in graph.starts(definition))
    found = min((way for way in ways if way is not None), key=len, default=None)
    return None if found is None else tuple(found)


def _guard(subject: Subject, number: int, formula: Formula) -> None:
    """A guard that an empty field makes true, because it counts as nought or as the year 1970."""
    transition = subject.definition.transitions[number]
    for name in sorted({*formula.numbers, *formula.texts}):
        field = name.removeprefix(PREFIX)
        if not name.startswith(PREFIX) or field in transition.requires or _asks(formula, field):
            continue
        states = [state for state in transition.from_ if state != NEW]
        way = way_without(subject.definition, field, states)
        if way is None or not _turns_on(formula, name):
            continue
        what = (
            "tomt" if name in formula.texts else "dagen 1970-01-01" if name in formula.days else "0"
        )
        subject.add(
            Rule.UNSET_FIELD,
            subject.value_at("transitions", number, "guard"),
            f"Är ”{field}” inte ifyllt räknas det som {what}, och då gäller villkoret ändå.",
            f"Skriv known.{field} && framför, kräv fältet med requires, eller gör det required.",
            severity="warning",
            way=way,
        )


def _asks(formula: Formula, field: str) -> bool:
    """Whether the guard looks itself at whether the field is set."""
    asked = {f"known.{field}", f"given.{field}", f"{SIZE}{PREFIX}{field}"}
    zero = formula.texts.get(PREFIX + field, frozenset()) & {""}
    none = formula.numbers.get(PREFIX + field, frozenset()) & {0}
    return bool(zero or none or not asked.isdisjoint(formula.variables))


def _turns_on(formula: Formula, name: str) -> bool:
    """Whether the guard holds with the field empty, and not with some value in the same case."""
    if formula.unclear:
        return False
    empty = "" if name in formula.texts else 0
    found = outcomes((formula,), ((name, (empty,)),))
    if found is None or (True,) not in found:
        return False
    rest = tuple((each, (value,)) for each, value in found[(True,)].items() if each != name)
    return (False,) in (outcomes((formula,), rest) or {})


def _clocks(subject: Subject) -> None:
    """States that only a deadline leads out of, or takes care of, which may never be set."""
    definition = subject.definition
    engine = only_engine(definition)
    people = {
        state
        for number, transition in enumerate(definition.transitions)
        if transition.automatic or number not in engine
        for state in transition.from_
    }
    for name, state in definition.states.items():
        if state.final or (name in people and (state.owner or state.body)):
            continue
        running = {
            key: spec
            for key, spec in definition.deadlines.items()
            if name in applies_in(definition, spec)
        }
        if (
            name not in people
        ):  # nobody can do anything: the deadlines that lead on are all there is
            out = {key for key, _, _, leaves in expiring(definition) if leaves == name}
            running = {key: spec for key, spec in running.items() if key in out}
        ways = [way_without(definition, field_of(spec), [name]) for spec in running.values()]
        found = [way for way in ways if way is not None]
        if running and len(found) == len(ways):
            fields = ", ".join(sorted({field_of(spec) for spec in running.values()}))
            subject.add(
                Rule.NO_CLOCK,
                subject.at("states", name),
                f"I läget ”{name}” väntar ärendet bara på en frist, och den finns inte om {fields} är tomt.",
                "Kräv fältet med requires på vägen hit, eller ge läget owner: och en väg för en person.",
                severity="warning",
                way=min(found, key=len),
            )


def field_of(spec: DeadlineSpec) -> str:
    """The field that the deadline hangs on; empty if it hangs on none."""
    expression = spec.day or spec.month or (spec.counts_from or "")
    is_field = spec.day or spec.month or expression.startswith(PREFIX)
    return expression.removeprefix(PREFIX) if is_field else ""


def _children(subject: Subject) -> None:
    """The engine can't bring a point to where children are started for an empty list."""
    definition = subject.definition
    for name, spec in definition.children.items():
        field = spec.each.removeprefix(PREFIX)
        for number, transition, event in _entering(definition, spec.on):
            formula = subject.formulas.get(number)
            asked = formula is not None and _asks_for(formula, field)
            way = way_without(definition, field, transition.from_)
            if way is not None and not asked and field not in transition.requires:
                subject.add(
                    Rule.EMPTY_CHILDREN,
                    subject.value_at("transitions", number, "to"),
                    f"Motorn gör ”{event}” hit, men ”{name}” kan inte startas om ”{field}” är tomt: då avvisas steget.",
                    f"Skriv guard: size({PREFIX}{field}) > 0 och en annan väg för det som inte har några, "
                    "eller gör fältet required.",
                    way=(*way, spec.on),
                )


def _asks_for(formula: Formula, field: str) -> bool:
    """Whether the guard never holds while the list is empty. An empty list is known, but not ``given``."""
    about = {f"given.{field}", f"{SIZE}{PREFIX}{field}"}
    about |= {each for each in formula.variables if each.startswith(f"{PREFIX}{field}{HAS}")}
    mentioned = about & formula.variables
    if not mentioned:
        return False
    empty = tuple((each, (0,) if each.startswith(SIZE) else (False,)) for each in sorted(mentioned))
    found = outcomes((formula,), empty)
    return found is None or (True,) not in found


def _entering(definition: MatterType, state: str) -> Iterator[tuple[int, Transition, str]]:
    """(number, transition, event) of the lines that the engine brings points to a state by."""
    by_expiry = {number for _, _, number, _ in expiring(definition)}
    answers = answer_events(definition)
    for number, transition in enumerate(definition.transitions):
        for event in transition.event:
            fired = transition.automatic or event == ADJUSTED or event in answers
            if transition.to == state and (fired or number in by_expiry):
                yield number, transition, event
