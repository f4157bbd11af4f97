"""Documents of definitions that a test changes in one place."""

import copy
from collections.abc import Callable
from typing import Any

from workflow.definition.differences import Difference
from workflow.definition.schema import MatterType

REWRITTEN = "Raderna är skrivna på ett annat sätt"

Json = dict[str, Any]
Path_ = tuple[str | int, ...]


def put(document: Json, at: Path_, change: Callable[[Any], Any]) -> Json:
    """A copy with another value at a place."""
    made = copy.deepcopy(document)
    inside: Any = made
    for key in at[:-1]:
        inside = inside[key]
    inside[at[-1]] = change(inside[at[-1]])
    return made


def as_type(document: Json) -> MatterType:
    return MatterType.model_validate(document)


def of(part: str, found: tuple[Difference, ...]) -> list[Difference]:
    """Those of one part of the language."""
    return [one for one in found if one.part == part]
