"""What two parts of the same kind say differently, in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from workflow.definition.differences.aspect import Aspect, always
from workflow.definition.differences.matter_aspects import MATTER
from workflow.definition.differences.office_aspects import OFFICE

ASPECTS: Mapping[type[BaseModel], Mapping[str, Aspect]] = {**MATTER, **OFFICE}


@dataclass(frozen=True, slots=True)
class Told:
    """A change of one aspect: a clause that goes after the part's name, and what it breaks."""

    clause: str
    breaking: bool
    why: str


def told(
    old: BaseModel, new: BaseModel, *, without: frozenset[str] = frozenset()
) -> Iterator[Told]:
    """Every change between two parts of the same kind; what is a part of its own is gone into.

    What the table doesn't know is told by its description, and taken for breaking: nobody has said
    that it isn't.
    """
    for name, info in type(old).model_fields.items():
        before, after = getattr(old, name), getattr(new, name)
        if name in without or _same(before, after):
            continue
        if isinstance(before, BaseModel) and isinstance(after, BaseModel):
            yield from told(before, after)
            continue
        unknown = Aspect(
            f"{info.alias or name} ({info.description})", always, "betydelsen är en annan"
        )
        aspect = ASPECTS.get(type(old), {}).get(name, unknown)
        breaking = aspect.judge(before, after)
        yield Told(_clause(aspect, before, after), breaking, aspect.why if breaking else "")


def _same(old: Any, new: Any) -> bool:
    return type(old) is type(new) and bool(old == new)  # to Python, 1 is True


def _clause(aspect: Aspect, old: Any, new: Any) -> str:
    if isinstance(old, bool) and isinstance(new, bool) and aspect.on:
        return aspect.on if new else aspect.off
    if isinstance(old, tuple) and isinstance(new, tuple):
        return f"{aspect.noun}: {_several(old, new)}"
    if old is None:
        return f"{aspect.noun} blir {quoted(new)}"
    if new is None:
        return f"{aspect.noun} {quoted(old)} försvinner"
    return f"{aspect.noun} ändras från {quoted(old)} till {quoted(new)}"


def _several(old: tuple[Any, ...], new: tuple[Any, ...]) -> str:
    more = [quoted(one) for one in new if one not in old]
    fewer = [quoted(one) for one in old if one not in new]
    clauses = [
        *([f"{', '.join(more)} tillkommer"] if more else []),
        *([f"{', '.join(fewer)} försvinner"] if fewer else []),
    ]
    return " och ".join(clauses) or "ordningen ändras"


def quoted(value: Any) -> str:
    """A value as it stands in a sentence."""
    match value:
        case bool():
            return "ja" if value else "nej"
        case list() | tuple():
            return ", ".join(map(quoted, value)) or "inget"
        case _:
            return f"”{value}”"
