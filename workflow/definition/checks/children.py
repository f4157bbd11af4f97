"""Children: matters started at others, and how their answers come together."""

from collections.abc import Mapping

from workflow.definition.checks import graph
from workflow.definition.checks.fields import field_named
from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule
from workflow.definition.schema import ChildrenSpec, MatterType


def check_children(subject: Subject) -> None:
    """Every check on matters that are started by this one."""
    types = subject.context.types
    for name, spec in subject.definition.children.items():
        if subject.state(spec.on, "children", name, "on"):
            _events(subject, name, spec)
        field_named(subject, spec.each, ("list", "recipients"), "children", name, "each")
        for place, copied in enumerate(spec.copy_fields):
            field_named(subject, copied, (), "children", name, "copy", place)
        if not spec.accepts:
            _never(subject, name, "Inget svar räknas som ja.", "Skriv minst ett under accepts.")
        if types and spec.matter_type not in types:
            where = subject.value_at("children", name, "matter_type")
            subject.unknown(Rule.UNKNOWN_TYPE, where, "Ärendetypen", spec.matter_type, types)
        child = types.get(spec.matter_type)
        if child is not None:
            _child(subject, name, spec, child)
    _recursion(subject)
    as_type = subject.definition.assignments_as
    if as_type is not None and types and as_type not in types:
        where = subject.value_at("assignments_as")
        subject.unknown(Rule.UNKNOWN_TYPE, where, "Ärendetypen", as_type, types)


def _never(subject: Subject, name: str, sentence: str, fix: str, key: str = "accepts") -> None:
    subject.add(Rule.JOIN, subject.at("children", name, key), sentence, fix)


def _events(subject: Subject, name: str, spec: ChildrenSpec) -> None:
    """What the joined answers lead to must be possible where the matter waits for them."""
    waiting = graph.reached(subject.leads, [spec.on])
    for key, event in (("then", spec.then), ("otherwise", spec.otherwise)):
        if not any(each == event and state in waiting for _, _, each, state in subject.steps):
            _never(
                subject,
                name,
                f"Ingen övergång tar hand om ”{event}” när svaren har kommit.",
                f"Lägg till en övergång för ”{event}” från {spec.on}.",
                key,
            )


def _child(subject: Subject, name: str, spec: ChildrenSpec, child: MatterType) -> None:
    """The child's type can give the answers, and has the fields that go with it."""
    if spec.accepts and not any(answer in child.events for answer in spec.accepts):
        _never(
            subject,
            name,
            f"Ärendetypen ”{child.name}” ger aldrig något av svaren {', '.join(spec.accepts)}.",
            "Välj bland dess händelser med form: decides.",
        )
    for place, copied in enumerate(spec.copy_fields):
        if copied not in child.fields:
            subject.unknown(
                Rule.UNKNOWN_FIELD,
                subject.value_at("children", name, "copy", place),
                f"I ärendetypen ”{child.name}” har vi sett efter: fältet",
                copied,
                child.fields,
            )


def _recursion(subject: Subject) -> None:
    """No matter starts, over others, matters of its own type: that would never end."""
    own = subject.definition
    if not own.children:
        return
    leads = _leads({**subject.context.types, own.name: own})
    for name, spec in own.children.items():
        if spec.matter_type not in leads:
            continue
        way = graph.shortest(leads, spec.matter_type, own.name.__eq__)
        if way is not None:
            subject.add(
                Rule.CHILD_RECURSION,
                subject.value_at("children", name, "matter_type"),
                "Ärenden startar varandra utan slut.",
                "Låt den sista typen sakna children.",
                way=(own.name, *way),
            )


def _leads(types: Mapping[str, MatterType | None]) -> dict[str, list[str]]:
    return {
        name: [
            spec.matter_type
            for spec in (definition.children.values() if definition is not None else ())
            if spec.matter_type in types
        ]
        for name, definition in types.items()
    }
