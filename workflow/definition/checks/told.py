"""Who is told: recipients that there are, lists that aren't empty, deadlines that somebody learns of."""

from collections.abc import Iterable

from workflow.definition.checks import graph
from workflow.definition.checks.fields import PREFIX, field_named
from workflow.definition.checks.firing import applies_in, expiring, tells_at_the_end
from workflow.definition.checks.names import NAMES, ROLE, told
from workflow.definition.checks.registers import folded
from workflow.definition.checks.subject import Subject
from workflow.definition.checks.unset import way_without
from workflow.definition.findings import Rule
from workflow.definition.schema import DeadlineSpec
from workflow.definition.tree import Loc

_SETTLES = ("decides", "notes")


def check_told(subject: Subject) -> None:
    """Every check on those who get mail."""
    for words, loc in told(subject):
        for place, word in enumerate(words):
            if word.startswith(PREFIX):
                field_named(subject, word, NAMES, *loc, place)
            elif not word.startswith(ROLE):
                _registered(subject, word, (*loc, place))
    _dispatched(subject)
    for name, spec in subject.definition.deadlines.items():
        _deadline(subject, name, spec)


def _registered(subject: Subject, word: str, loc: Loc) -> None:
    known = subject.context.recipients
    if known and folded(word) not in known:
        if word in subject.definition.fields:
            fix = f"Menade du ”{PREFIX}{word}”?"
        else:
            fix = "Lägg in namnet i en organisations register, eller skriv en roll: role:secretary."
        subject.add(
            Rule.UNKNOWN_RECIPIENT,
            subject.value_at(*loc),
            f"”{word}” finns inte i någon organisations register.",
            fix,
        )


def _dispatched(subject: Subject) -> None:
    """The type's own recipients of what is decided: at least one is sure to be there."""
    definition = subject.definition
    deciding = [
        state
        for _, _, event, state in subject.steps
        if event in definition.events and definition.events[event].form in _SETTLES
    ]
    way = _nobody(subject, definition.dispatch.also_to, deciding)
    if way is not None:
        fields = ", ".join(word.removeprefix(PREFIX) for word in definition.dispatch.also_to)
        subject.add(
            Rule.NOBODY,
            subject.at("dispatch", "also_to"),
            f"Beslutet kan bli utan mottagare: also_to är tom om {fields} inte är ifyllt.",
            "Gör fältet required, kräv det med requires före beslutet, eller lägg till ett namn eller en roll.",
            severity="warning",
            way=way,
        )


def _nobody(
    subject: Subject, words: Iterable[str], states: Iterable[str]
) -> tuple[str, ...] | None:
    """The shortest way to a state where each of the words may be empty; None if one never is."""
    found = tuple(words)
    places = tuple(states)
    ways = [
        way_without(subject.definition, word.removeprefix(PREFIX), places)
        if word.startswith(PREFIX)
        else None
        for word in found
    ]
    known = [way for way in ways if way is not None]
    return min(known, key=len) if found and len(known) == len(ways) else None


def _deadline(subject: Subject, name: str, spec: DeadlineSpec) -> None:
    """Its reminders and what it does at the end reach somebody."""
    states = applies_in(subject.definition, spec)
    for key, words, needed in (
        (("remind_to",), spec.remind_to, bool(spec.remind)),
        (("on_expiry", "escalate_to"), spec.on_expiry.escalate_to, False),
    ):
        way = () if needed and not words else _nobody(subject, words, states)
        if way is not None:
            fields = ", ".join(word.removeprefix(PREFIX) for word in words)
            subject.add(
                Rule.NOBODY,
                subject.at("deadlines", name, *key),
                f"Det som fristen ”{name}” vill säga når ingen"
                + (f" om {fields} inte är ifyllt." if fields else "."),
                "Lägg till en roll, till exempel role:secretary.",
                severity="warning" if words else "error",
                way=way,
            )
    event = spec.on_expiry.event
    if tells_at_the_end(spec) or (spec.remind and event is None) or spec.must_meet:
        return
    if event is None:
        subject.add(
            Rule.SILENT,
            subject.at("deadlines", name),
            f"Ingen får veta något om fristen ”{name}”, och inget händer när den går ut.",
            "Lägg till remind, eller on_expiry med event, escalate_to eller incident.",
            severity="warning",
        )
        return
    transitions = subject.definition.transitions
    handled = {
        state
        for key, _, number, state in expiring(subject.definition)
        if key == name and not transitions[number].requires
    }
    for state in states if handled else ():
        if state not in handled:
            subject.add(
                Rule.SILENT,
                subject.at("deadlines", name),
                f"Går fristen ”{name}” ut i läget ”{state}” händer inget, och ingen får veta det.",
                f"Lägg till en övergång för ”{event}” från {state}, eller on_expiry med escalate_to.",
                severity="warning",
                way=graph.way_to(subject.definition, state),
            )
