"""What differs between two versions of a definition, in words, and what of it breaks something."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from workflow.definition.differences.difference import Difference, Part
from workflow.definition.differences.offices import offices
from workflow.definition.differences.sections import dispatch, itself, sections
from workflow.definition.differences.ways import ways
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType

__all__ = ["Difference", "differences", "office_differences"]


def differences(
    old: MatterType, new: MatterType, *, others: Iterable[MatterType] = ()
) -> tuple[Difference, ...]:
    """What ``new`` says otherwise than ``old``; empty exactly when their canonical JSON is the same.

    ``others``: the current types, of which some may count on answers that this one gives.
    """
    found = (
        *itself(old, new),
        *_relied_on(sections(old, new), old, tuple(others)),
        *ways(old, new),
        *dispatch(old, new),
    )
    return found or _rewritten(old, new)


def office_differences(old: Organisation, new: Organisation) -> tuple[Difference, ...]:
    """The same for an organisation."""
    return tuple(offices(old, new)) or _rewritten(old, new)


def _relied_on(
    found: Iterable[Difference], old: MatterType, others: Iterable[MatterType]
) -> Iterator[Difference]:
    """An event that others count as a yes says so when it goes."""
    counted: dict[str, list[str]] = {}
    for other in others:
        for spec in other.children.values():
            for answer in spec.accepts if spec.matter_type == old.name else ():
                counted.setdefault(answer, []).append(other.label)
    for one in found:
        relying = counted.get(one.key, ()) if one.part == "event" else ()
        if one.change == "removed" and relying:
            named = ", ".join(dict.fromkeys(relying))
            yield replace(one, why=f"{one.why}, och {named} räknar den som ett ja")
        else:
            yield one


def _rewritten(
    old: MatterType | Organisation, new: MatterType | Organisation
) -> tuple[Difference, ...]:
    if old.model_dump_json() == new.model_dump_json():
        return ()
    part: Part = "organisation" if isinstance(new, Organisation) else "type"
    return (
        Difference(
            part, "", "changed", "Raderna är skrivna på ett annat sätt; de betyder detsamma."
        ),
    )
