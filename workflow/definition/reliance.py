"""What a type counts on in the types whose matters it starts."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from workflow.definition.schema import ChildrenSpec, MatterType

_ASSIGNED = ("owner", "given_in", "due", "due_month", "due_body")
"""Fields that the engine fills when an assignment becomes a matter of its own."""
_ALWAYS_ASSIGNED = ("owner", "given_in")


@dataclass(frozen=True, slots=True)
class Unmet:
    """What one type doesn't give, in a Swedish sentence; ``what`` says it whatever things are called."""

    name: str
    what: str
    sentence: str = field(compare=False)


def started(definition: MatterType) -> frozenset[str]:
    """The types whose matters this one starts: children, and what its assignments become."""
    assigned = () if definition.assignments_as is None else (definition.assignments_as,)
    return frozenset((*(spec.matter_type for spec in definition.children.values()), *assigned))


def unmet(starter: MatterType, types: Mapping[str, MatterType]) -> tuple[Unmet, ...]:
    """What of that the types in use don't give; empty when all is there.

    ``types``: those that new matters can be started on, by name.
    """
    found = [line for spec in starter.children.values() for line in _child(starter, spec, types)]
    if starter.assignments_as is not None:
        found += _assigned(starter.assignments_as, types)
    return tuple(dict.fromkeys(found))


def _child(
    starter: MatterType, spec: ChildrenSpec, types: Mapping[str, MatterType]
) -> Iterator[Unmet]:
    child = types.get(spec.matter_type)
    if child is None:
        yield _not_there(spec.matter_type)
        return
    answers = {*child.events, *child.states}
    for answer in spec.accepts:
        if answer not in answers:
            sentence = f"{_called(child)} ger aldrig svaret ”{answer}”, som räknas som ja."
            yield Unmet(child.name, f"answer {answer}", sentence)
    for name in spec.copy_fields:
        copied, own = child.fields.get(name), starter.fields.get(name)
        if copied is None:
            sentence = f"{_called(child)} har inte fältet ”{name}”, som följer med dit."
            yield Unmet(child.name, f"field {name}", sentence)
        elif own is not None and own.type != copied.type:
            sentence = (
                f"Fältet ”{name}” som följer med har typen {own.type},"
                f" men i {_called(child)} {copied.type}."
            )
            yield Unmet(child.name, f"type {name}", sentence)
    yield from _demands(child, spec.copy_fields)


def _assigned(name: str, types: Mapping[str, MatterType]) -> Iterator[Unmet]:
    assigned = types.get(name)
    if assigned is None:
        yield _not_there(name)
        return
    for given in _ASSIGNED:
        if given not in assigned.fields:
            sentence = f"{_called(assigned)} har inte fältet ”{given}”, som följer med ett uppdrag."
            yield Unmet(name, f"field {given}", sentence)
    yield from _demands(assigned, _ALWAYS_ASSIGNED)


def _demands(definition: MatterType, given: Collection[str]) -> Iterator[Unmet]:
    for name, spec in definition.fields.items():
        if spec.required and spec.default is None and name not in given:
            sentence = f"{_called(definition)} kräver fältet ”{name}”, som inte följer med."
            yield Unmet(definition.name, f"required {name}", sentence)


def _not_there(name: str) -> Unmet:
    return Unmet(name, "", f"Ärendetypen ”{name}” är inte i bruk.")


def _called(definition: MatterType) -> str:
    return f"{definition.label} ({definition.name})"
