"""Matters that are registered by the engine: they get what they need, and can answer what is awaited."""

from collections.abc import Mapping

from workflow.definition.checks import graph
from workflow.definition.checks.subject import Subject
from workflow.definition.checks.unset import way_without
from workflow.definition.findings import Rule, suggest
from workflow.definition.schema import NEW, ChildrenSpec, FieldType, MatterType

_GIVEN: Mapping[str, FieldType] = {
    "owner": "text",
    "given_in": "text",
    "due": "date",
    "due_month": "month",
    "due_body": "text",
}
"""What the engine fills in when an assignment becomes a matter of its own."""

_ALWAYS_GIVEN = ("owner", "given_in")
_ALIKE: Mapping[FieldType, FieldType] = {
    "choice": "text",
    "month": "text",
    "money": "integer",
    "recipients": "list",
}
"""Types whose values also have the form of another."""


def check_offspring(subject: Subject) -> None:
    """Children and assignments: registered without a refusal, and joined by answers that can come."""
    definition, types = subject.definition, subject.context.types
    for name, spec in definition.children.items():
        child = types.get(spec.matter_type)
        if child is not None:
            _needs(subject, name, spec, child)
            _answers(subject, name, spec, child)
        _is_decision(subject, name, spec)
    assignment = types.get(definition.assignments_as or "")
    if assignment is not None:
        _assignment(subject, assignment)


def _needs(subject: Subject, name: str, spec: ChildrenSpec, child: MatterType) -> None:
    """Every field that the child requires goes along, and has the right type."""
    fields = subject.definition.fields
    for field, wanted in child.fields.items():
        if not wanted.required or wanted.default is not None:
            continue
        place = subject.at("children", name, "copy")
        missing = field not in spec.copy_fields
        way = () if missing else way_without(subject.definition, field, [spec.on])
        if way is not None:
            subject.add(
                Rule.CHILD_FIELDS,
                place,
                f"Ärendetypen ”{child.name}” kräver ”{field}”, som "
                + ("inte följer med" if missing else "kan vara tomt")
                + "; då avvisas registreringen.",
                f"Lägg till {field} under copy." if missing else "Gör fältet required här också.",
                way=way,
            )
    for number, field in enumerate(spec.copy_fields):
        if field in fields and field in child.fields:
            own, theirs = fields[field], child.fields[field]
            fits = own.type == theirs.type or _ALIKE.get(own.type) == theirs.type
            if not fits or not set(own.choices) <= set(theirs.choices or own.choices):
                subject.add(
                    Rule.CHILD_FIELDS,
                    subject.value_at("children", name, "copy", number),
                    f"Fältet ”{field}” har typen {own.type}, men i ärendetypen ”{child.name}” {theirs.type} "
                    "eller andra val; då avvisas registreringen.",
                    "Låt fälten ha samma typ och val.",
                )


def _assignment(subject: Subject, assignment: MatterType) -> None:
    """A type that assignments become has the fields that the engine fills in, and needs no others."""
    place = subject.value_at("assignments_as")
    for field, expected in _GIVEN.items():
        spec = assignment.fields.get(field)
        if spec is None or expected not in (spec.type, _ALIKE.get(spec.type)) or spec.choices:
            subject.add(
                Rule.CHILD_FIELDS,
                place,
                f"Uppdrag blir ärenden av typen ”{assignment.name}”, som saknar fältet ”{field}” ({expected}); "
                "då avvisas registreringen.",
                f"Lägg till fältet i {assignment.name}, eller välj en annan ärendetyp.",
            )
    for field, spec in assignment.fields.items():
        if spec.required and spec.default is None and field not in _ALWAYS_GIVEN:
            subject.add(
                Rule.CHILD_FIELDS,
                place,
                f"Uppdrag blir ärenden av typen ”{assignment.name}”, som kräver ”{field}”; det har motorn inte "
                "alltid, och då avvisas registreringen.",
                "Ta bort required från fältet där, eller ge det en default.",
            )


def _is_decision(subject: Subject, name: str, spec: ChildrenSpec) -> None:
    """What the answers lead to is nobody's decision: nobody but the engine may bring it about."""
    for key, event in (("then", spec.then), ("otherwise", spec.otherwise)):
        declared = subject.definition.events.get(event)
        if declared is not None and declared.form is not None:
            subject.add(
                Rule.ANSWER,
                subject.value_at("children", name, key),
                f"”{event}” är ett organs beslut; när svaren också leder till det får inget organ besluta så.",
                "Lägg till en egen händelse utan form.",
            )


def _answers(subject: Subject, name: str, spec: ChildrenSpec, child: MatterType) -> None:
    """Each answer that counts as a yes can come."""
    given = answers_of(child)
    for number, word in enumerate(spec.accepts):
        # That none of them is an event of the type is said by check_children.
        if word not in given and any(answer in child.events for answer in spec.accepts):
            subject.add(
                Rule.ANSWER,
                subject.value_at("children", name, "accepts", number),
                f"Ärendetypen ”{child.name}” kan aldrig svara ”{word}”.",
                suggest(word, sorted(given), otherwise="Ta bort ordet."),
            )


def answers_of(child: MatterType) -> frozenset[str]:
    """What a matter of the type can report when it ends: the latest decision, or the state without one."""
    leads: graph.Onward = {}
    for _, transition, event, state in graph.each(child):
        if state == NEW or event not in child.events:
            continue
        target = state if transition.to == graph.SAME else transition.to
        for before in ("", *child.events):
            after = event if child.events[event].form is not None else before
            leads.setdefault(f"{state} {before}", []).append(f"{target} {after}")
    for targets in list(leads.values()):
        for target in targets:
            leads.setdefault(target, [])
    starts = [f"{start} " for start in graph.starts(child)]
    ended = (node.split(" ") for node in graph.reached(leads, starts))
    return frozenset(
        outcome or state
        for state, outcome in ended
        if state in child.states and child.states[state].final
    )
