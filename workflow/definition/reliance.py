"""What a type counts on in the types whose matters it starts."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from workflow.definition.schema import ChildrenSpec, FieldSpec, MatterType

_ASSIGNED = ("owner", "given_in", "due", "due_month", "due_body")
"""Fields that the engine fills when an assignment becomes a matter of its own."""
_ALWAYS_ASSIGNED = ("owner", "given_in")


class Unmet(NamedTuple):
    """What one type doesn't give, in a Swedish sentence."""

    name: str
    sentence: str


def started(definition: MatterType) -> frozenset[str]:
    """The types whose matters this one starts: children, and what its assignments become."""
    assigned = () if definition.assignments_as is None else (definition.assignments_as,)
    return frozenset((*(spec.matter_type for spec in definition.children.values()), *assigned))


def unmet(starter: MatterType, types: Mapping[str, MatterType]) -> tuple[Unmet, ...]:
    """What of that the types in use don't give; empty when all is there.

    ``types``: those that new matters can be started on, by name.
    """
    found = [
        Unmet(spec.matter_type, line)
        for spec in starter.children.values()
        for line in _child(starter, spec, types)
    ]
    if starter.assignments_as is not None:
        name = starter.assignments_as
        found += [Unmet(name, line) for line in _assigned(name, types)]
    return tuple(dict.fromkeys(found))


def _child(
    starter: MatterType, spec: ChildrenSpec, types: Mapping[str, MatterType]
) -> Iterator[str]:
    child = types.get(spec.matter_type)
    if child is None:
        yield _not_there(spec.matter_type)
        return
    called = f"{child.label} ({child.name})"
    answers = {*child.events, *child.states}
    for answer in spec.accepts:
        if answer not in answers:
            yield f"{called} ger aldrig svaret ”{answer}”, som räknas som ja."
    for name in spec.copy_fields:
        field, own = child.fields.get(name), starter.fields.get(name)
        if field is None:
            yield f"{called} har inte fältet ”{name}”, som följer med dit."
        elif own is not None and own.type != field.type:
            yield f"Fältet ”{name}” som följer med har typen {own.type}, men i {called} {field.type}."
    yield from _demands(called, child.fields, spec.copy_fields)


def _assigned(name: str, types: Mapping[str, MatterType]) -> Iterator[str]:
    assigned = types.get(name)
    if assigned is None:
        yield _not_there(name)
        return
    called = f"{assigned.label} ({assigned.name})"
    for field in _ASSIGNED:
        if field not in assigned.fields:
            yield f"{called} har inte fältet ”{field}”, som följer med ett uppdrag."
    yield from _demands(called, assigned.fields, _ALWAYS_ASSIGNED)


def _demands(called: str, fields: Mapping[str, FieldSpec], given: Collection[str]) -> Iterator[str]:
    for name, field in fields.items():
        if field.required and field.default is None and name not in given:
            yield f"{called} kräver fältet ”{name}”, som inte följer med."


def _not_there(name: str) -> str:
    return f"Ärendetypen ”{name}” är inte i bruk."
