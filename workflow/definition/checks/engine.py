"""What only the engine may do, it does; and it doesn't go round for ever with nobody told."""

from itertools import pairwise

from workflow.definition.checks import graph
from workflow.definition.checks.firing import (
    ADJUSTED,
    RENUMBERED,
    answer_events,
    expiring,
    only_engine,
    tells_at_the_end,
)
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule
from workflow.definition.schema import DeadlineSpec


def check_engine(subject: Subject) -> None:
    """Every check on the engine's own part."""
    _left_to_it(subject)
    _circles(subject)


def _left_to_it(subject: Subject) -> None:
    """Lines that are the engine's alone: something makes it do them, and it has what they need."""
    definition = subject.definition
    fired = answer_events(definition) | {ADJUSTED, RENUMBERED}
    by_expiry = {(number, state) for _, _, number, state in expiring(definition)}
    for number in sorted(only_engine(definition)):
        transition = definition.transitions[number]
        place = subject.at("transitions", number)
        known = fired.issuperset(transition.event) or transition.automatic
        never = [state for state in transition.from_ if (number, state) not in by_expiry]
        if never and not known:
            subject.add(
                Rule.ENGINE_ONLY,
                place,
                f"Bara motorn får göra ”{transition.event[0]}” från {', '.join(never)}, men inget får den att göra det.",
                "Ta bort roles: [engine], skriv automatic: true, eller låt en frist göra den med on_expiry.",
                way=graph.way_to(definition, never[0]),
            )
        if transition.requires and RENUMBERED not in transition.event:
            subject.add(
                Rule.ENGINE_LACKS,
                subject.at("transitions", number, "requires"),
                f"Bara motorn får göra ”{transition.event[0]}”, och den har inga uppgifter att lämna; "
                "övergången görs aldrig.",
                "Ta bort requires.",
            )


def _circles(subject: Subject) -> None:
    """States that deadlines, counted anew at every turn, lead round without anybody.

    An automatic line with a condition takes part: as long as it holds there is no end, so that is a warning.
    """
    definition = subject.definition
    leads: graph.Onward = {name: [] for name in definition.states}
    clocks: dict[str, tuple[str, DeadlineSpec]] = {}
    conditional: set[tuple[str, str]] = set()
    for transition in definition.transitions:
        if transition.automatic:
            for state in transition.from_:
                if state in leads and transition.to in leads:
                    leads[state].append(transition.to)
                    if transition.guard is not None:
                        conditional.add((state, transition.to))
    for name, spec, number, state in expiring(definition):
        transition = definition.transitions[number]
        anew = spec.after is not None and spec.counts_from == "entered"
        if anew and transition.guard is None and transition.to in leads and state in leads:
            leads[state].append(transition.to)
            clocks[state] = (name, spec)
    gone_round: set[frozenset[str]] = set()
    for start, (name, _) in clocks.items():
        back = [graph.shortest(leads, target, start.__eq__) for target in leads[start]]
        way = min((each for each in back if each is not None), key=len, default=None)
        if way is None or start == way[0] or frozenset(way) in gone_round:
            continue
        gone_round.add(frozenset(way))
        told = any(tells_at_the_end(spec) for state, (_, spec) in clocks.items() if state in way)
        depends = not conditional.isdisjoint(pairwise((start, *way)))
        subject.add(
            Rule.CIRCLE,
            subject.at("deadlines", name, "on_expiry"),
            "Fristen för ärendet runt utan slut"
            + (", så länge villkoren på vägen gäller" if depends else "")
            + (", så länge ingen ingriper." if told else ", och ingen får veta det."),
            "Låt den sista fristen leda till en person, med escalate_to, eller till ett läge utan väg tillbaka.",
            severity="warning" if told or depends else "error",
            way=(start, *way),
        )
