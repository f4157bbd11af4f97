"""Events and transitions: known events, no line that is never used, known effects."""

from workflow.definition.checks import graph
from workflow.definition.checks.subject import Subject
from workflow.definition.effects import EFFECTS
from workflow.definition.findings import Rule

_RESERVED = "state"  # what the machine's points call their own state


def check_events(subject: Subject) -> None:
    """Every check on events, transitions and their effects."""
    _known(subject)
    _overlapping(subject)
    _effects(subject)
    if _RESERVED in subject.definition.events:
        subject.add(
            Rule.UNKNOWN_EVENT,
            subject.at("events", _RESERVED),
            f"En händelse får inte heta ”{_RESERVED}”.",
            "Byt namn på den.",
        )


def _known(subject: Subject) -> None:
    events = subject.definition.events
    for number, transition in enumerate(subject.definition.transitions):
        for place, event in enumerate(transition.event):
            if event not in events:
                subject.unknown(
                    Rule.UNKNOWN_EVENT,
                    subject.value_at("transitions", number, "event", place),
                    "Händelsen",
                    event,
                    events,
                )
        if transition.automatic and transition.requires:
            subject.add(
                Rule.UNKNOWN_EVENT,
                subject.at("transitions", number, "requires"),
                "En automatisk övergång kan inte kräva uppgifter; den görs aldrig.",
                "Ta bort requires eller automatic.",
            )


def _overlapping(subject: Subject) -> None:
    """A line after one without a guard, or with the same guard, is never used."""
    seen: dict[tuple[str, str], dict[str | None, int]] = {}
    told: set[tuple[int, str]] = set()
    for number, transition, event, state in graph.each(subject.definition):
        before = seen.setdefault((event, state), {})
        other = before.get(None, before.get(transition.guard))
        if other not in (None, number) and (number, event) not in told:
            told.add((number, event))
            first = subject.at("transitions", other)
            subject.add(
                Rule.OVERLAP,
                subject.at("transitions", number),
                f"Övergången används aldrig för ”{event}” från ”{state}”: "
                f"den i {first.path}:{first.line} gäller alltid före.",
                "Ge den första en guard, eller ta bort en av dem.",
            )
        before.setdefault(transition.guard, number)


def _effects(subject: Subject) -> None:
    for number, transition in enumerate(subject.definition.transitions):
        for place, effect in enumerate(transition.effects):
            if effect not in EFFECTS:
                subject.unknown(
                    Rule.UNKNOWN_EFFECT,
                    subject.value_at("transitions", number, "effects", place),
                    "Verkan",
                    effect,
                    EFFECTS,
                )
