"""Events and transitions: known events, no line that is never used, known effects, new points."""

from collections.abc import Collection, Iterator

from workflow.definition.checks import graph
from workflow.definition.checks.subject import Subject
from workflow.definition.effects import EFFECTS
from workflow.definition.findings import Rule
from workflow.definition.schema import NEW, Transition

_RESERVED = "state"  # what the machine's points call their own state


def check_events(subject: Subject) -> None:
    """Every check on events, transitions and their effects."""
    _known(subject)
    _overlapping(subject)
    _effects(subject)
    _opening(subject)
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
    for number, transition, event, state in subject.steps:
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


def _opening(subject: Subject) -> None:
    """An event that opens a point is done by a person, does nothing else, and leads on."""
    moved = {event for _, _, event, state in subject.steps if state != NEW}
    for number, transition in enumerate(subject.definition.transitions):
        if NEW in transition.from_:
            for key, sentence, fix in _hinders(subject, transition, moved):
                subject.add(Rule.NEW_POINT, subject.at("transitions", number, key), sentence, fix)


def _hinders(
    subject: Subject, transition: Transition, moved: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    """(key, sentence, fix) of what keeps a transition from opening a point."""
    definition = subject.definition
    if transition.automatic:
        sentence = "En övergång från new kan inte vara automatisk; då öppnas nya punkter utan slut."
        yield "automatic", sentence, "Ta bort automatic."
    target = definition.states.get(transition.to)
    if transition.to == graph.SAME or (target is not None and target.final):
        sentence = f"En ny beslutspunkt kan inte öppnas i ”{transition.to}”."
        yield "to", sentence, "Skriv ett läge där något återstår att göra."
    for event in transition.event:
        if event in definition.events and definition.events[event].form is not None:
            sentence = f"”{event}” är ett beslut av ett organ, och kan inte öppna en ny punkt."
            fix = "Ta bort form, eller låt en händelse utan form öppna punkten före beslutet."
            yield "event", sentence, fix
        if event in moved:
            sentence = (
                f"”{event}” öppnar en ny punkt på ett ställe och flyttar punkter på ett annat."
            )
            yield "from", sentence, "Ge den ena av dem en egen händelse."


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
