"""Which running matters a new version of their type has no place for: what each of them lacks there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from workflow.definition.migration_map import FieldSource, MigrationMap
from workflow.definition.schema import FieldSpec, MatterType
from workflow.machine.values import Problems, read_fields, says_something
from workflow.model.matter import FieldValue, Matter

_GOES_ON = ("running", "suspended")


@dataclass(frozen=True, slots=True)
class Lack:
    """What a matter stands on, holds or waits for, and the new version hasn't.

    Attributes:
        what: ``state``: a point is in a state that is gone; ``end``: in one that ends it, or would
            open it again; ``field``: a value whose field is gone; ``value``: one that the field
            doesn't take any more; ``missing``: nothing where something is required; ``deadline``: one
            that runs and is gone; ``children``: an answer that is waited for, and nothing waits for it.
        name: of the state, field, deadline or children block in the version that the matter is on.
    """

    what: Literal["state", "end", "field", "value", "missing", "deadline", "children"]
    name: str


def lacks(
    matter: Matter, old: MatterType, new: MatterType, mapped: MigrationMap | None = None
) -> tuple[Lack, ...]:
    """What keeps a matter from going over to the new version as it stands; empty when nothing does.

    ``mapped`` says what parts of the old version are called in the new one; without it everything
    keeps its name.
    """
    mapped = mapped or MigrationMap(matter_type=new.name)
    found = (
        *_states(matter, old, new, mapped),
        *_fields(matter, new, mapped),
        *_deadlines(matter, new, mapped),
        *_children(matter, new),
    )
    return tuple(dict.fromkeys(found))


def _states(
    matter: Matter, old: MatterType, new: MatterType, mapped: MigrationMap
) -> Iterator[Lack]:
    for point in matter.points:
        state = new.states.get(mapped.states.get(point.state, point.state))
        if state is None:
            yield Lack("state", point.state)
        elif state.final != old.states[point.state].final:
            yield Lack("end", point.state)


def _fields(matter: Matter, new: MatterType, mapped: MigrationMap) -> Iterator[Lack]:
    used = {source.from_ for source in mapped.fields.values()} | set(mapped.dropped)
    for name, value in matter.fields.items():
        if says_something(value) and name not in new.fields and name not in used:
            yield Lack("field", name)
    for name, spec in new.fields.items():
        value = _value(matter, name, mapped)
        if not says_something(value):
            if spec.required and spec.default is None:
                yield Lack("missing", name)
        elif not _fits(name, spec, value):
            yield Lack("value", name)


def _value(matter: Matter, name: str, mapped: MigrationMap) -> FieldValue:
    source = mapped.fields.get(name, FieldSource())
    value = None if name in mapped.dropped else matter.fields.get(source.from_ or name)
    if isinstance(value, str):
        value = source.values.get(value, value)
    return value if says_something(value) else source.value


def _fits(name: str, spec: FieldSpec, value: FieldValue) -> bool:
    problems = Problems()
    read_fields({name: spec}, {name: value}, problems)
    return not problems.found


def _deadlines(matter: Matter, new: MatterType, mapped: MigrationMap) -> Iterator[Lack]:
    for deadline in matter.deadlines:
        gone = deadline.key not in new.deadlines and deadline.key not in mapped.deadlines
        if gone and deadline.status in _GOES_ON:
            yield Lack("deadline", deadline.key)


def _children(matter: Matter, new: MatterType) -> Iterator[Lack]:
    for child in matter.children:
        if child.outcome is None and child.group not in new.children:
            yield Lack("children", child.group)
