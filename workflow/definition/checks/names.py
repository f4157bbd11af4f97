"""Names from outside the definition: bodies, roles, templates, recipients in fields; and addresses."""

from collections.abc import Iterable, Iterator

from workflow.definition.checks.fields import PREFIX
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule
from workflow.definition.schema import STANDARD_BODIES, FieldType
from workflow.definition.tree import Loc

ROLE = "role:"
ENGINE = "engine"

NAMES: tuple[FieldType, ...] = ("recipients", "list", "text")  # types that hold names

_Named = Iterator[tuple[str, Loc]]


def check_names(subject: Subject) -> None:
    """Every check on names of the world around."""
    context = subject.context
    for word, loc in _bodies(subject):
        if context.bodies and word not in context.bodies and not _of_others(subject, word, loc):
            place = subject.value_at(*loc)
            subject.unknown(Rule.UNKNOWN_BODY, place, "Organet", word, sorted(context.bodies))
    roles = {*context.roles, ENGINE}
    for word, loc in _roles(subject):
        if context.roles and word not in roles:
            place = subject.value_at(*loc)
            subject.unknown(Rule.UNKNOWN_ROLE, place, "Rollen", word, sorted(roles))
    template = subject.definition.dispatch.template
    if context.templates and template not in context.templates:
        place = subject.value_at("dispatch", "template")
        subject.unknown(Rule.UNKNOWN_TEMPLATE, place, "Mallen", template, sorted(context.templates))


def _bodies(subject: Subject) -> _Named:
    definition = subject.definition
    for number, word in enumerate(definition.decided_by):
        yield word, ("decided_by", number)
    for name, state in definition.states.items():
        if state.body is not None:
            yield state.body, ("states", name, "body")
    for name, spec in definition.deadlines.items():
        if spec.must_meet is not None:
            yield spec.must_meet, ("deadlines", name, "must_meet")
        if spec.body is not None and not spec.body.startswith(PREFIX):
            yield spec.body, ("deadlines", name, "body")


def _of_others(subject: Subject, word: str, loc: Loc) -> bool:
    """Whether the body is one that organisations may lack, and nothing waits for it where it is lacking.

    A route leads to it under a condition, and ``decided_by`` names those of every kind of organisation. A type
    that is for none of the organisations harms nobody.
    """
    decided_by = set(subject.definition.decided_by)
    return word in STANDARD_BODIES and (
        loc[0] == "decided_by"
        or not subject.is_own(subject.value_at(*loc))
        or (bool(decided_by) and decided_by.isdisjoint(subject.context.bodies))
    )


def _roles(subject: Subject) -> _Named:
    definition = subject.definition
    for name, state in definition.states.items():
        if state.owner is not None:
            yield state.owner.removeprefix(ROLE), ("states", name, "owner")
    for number, transition in enumerate(definition.transitions):
        for place, word in enumerate(transition.roles):
            yield word, ("transitions", number, "roles", place)
    for words, loc in told(subject):
        for place, word in enumerate(words):
            if word.startswith(ROLE):
                yield word.removeprefix(ROLE), (*loc, place)


def told(subject: Subject) -> Iterator[tuple[Iterable[str], Loc]]:
    """Lists of those who get mail, where roles stand among names."""
    for name, spec in subject.definition.deadlines.items():
        yield spec.remind_to, ("deadlines", name, "remind_to")
        yield spec.on_expiry.escalate_to, ("deadlines", name, "on_expiry", "escalate_to")
    yield subject.definition.dispatch.also_to, ("dispatch", "also_to")
