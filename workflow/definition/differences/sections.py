"""What a definition lists by name: fields, states, events, deadlines, children; and its own few words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel

from workflow.definition.differences.aspects import told
from workflow.definition.differences.difference import Difference, Part
from workflow.definition.schema import FieldSpec, MatterType


@dataclass(frozen=True, slots=True)
class Section:
    """A list by name.

    Attributes:
        attribute: of the definition.
        part: what each of them is.
        noun: one of them, in the definite form.
        several: all of them, in the genitive.
        loss: what it breaks that one is gone.
        addition: what it breaks that one has come; empty when nothing.
    """

    attribute: str
    part: Part
    noun: str
    several: str
    loss: str
    addition: Callable[[BaseModel], str] = lambda _: ""


def _demanded(field: BaseModel) -> str:
    missing = isinstance(field, FieldSpec) and field.required and field.default is None
    return "pågående ärenden och de som startar ett sådant saknar uppgiften" if missing else ""


def _unstarted(_block: BaseModel) -> str:
    return "ärenden som redan är i läget har inte startat dem"


_UNHELD = "ingen prövar längre att det hålls"
SECTIONS = (
    Section(
        "fields", "field", "Fältet", "Fältens", "angivna värden har ingen plats", _demanded
    ),
    Section("states", "state", "Läget", "Lägenas", "ärenden i läget har ingen plats"),
    Section("events", "event", "Händelsen", "Händelsernas", "den som anger den nekas"),
    Section("deadlines", "deadline", "Fristen", "Fristernas", "löpande frister bevakas inte"),
    Section(
        "children",
        "children",
        "Underärendena",
        "Underärendenas",
        "svar som väntas leder ingenstans",
        _unstarted,
    ),
    Section("never", "invariant", "Löftet att aldrig", "Löftenas", _UNHELD),
    Section("always", "invariant", "Löftet att alltid", "Löftenas", _UNHELD),
)  # fmt: skip


def sections(old: MatterType, new: MatterType) -> Iterator[Difference]:
    """Every difference in what is listed by name."""
    for section in SECTIONS:
        yield from listed(section, getattr(old, section.attribute), getattr(new, section.attribute))


def listed(
    section: Section, old: Mapping[str, BaseModel], new: Mapping[str, BaseModel]
) -> Iterator[Difference]:
    """What is gone, has come, says something else, and stands in another order."""
    part = section.part
    for key, one in old.items():
        if key not in new:
            sentence = f"{section.noun} {called(key, one)} försvinner."
            yield Difference(part, key, "removed", sentence, breaking=True, why=section.loss)
    for key, one in new.items():
        if key in old:
            yield from changed(part, key, f"{section.noun} {called(key, one)}", old[key], one)
            continue
        why = section.addition(one)
        sentence = f"{section.noun} {called(key, one)} tillkommer."
        yield Difference(part, key, "added", sentence, breaking=bool(why), why=why)
    if [key for key in old if key in new] != [key for key in new if key in old]:
        yield Difference(part, "", "changed", f"{section.several} ordning ändras.")


def changed(
    part: Part,
    key: str,
    subject: str,
    old: BaseModel,
    new: BaseModel,
    *,
    without: frozenset[str] = frozenset(),
) -> Iterator[Difference]:
    """What a part of the same name says differently, one difference for each thing."""
    for one in told(old, new, without=without):
        yield Difference(
            part, key, "changed", f"{subject}: {one.clause}.", breaking=one.breaking, why=one.why
        )


def called(key: str, one: BaseModel) -> str:
    """The label, or name, with the name in code."""
    name = getattr(one, "label", None) or getattr(one, "name", key)
    return name if name == key else f"{name} ({key})"


_LISTED = frozenset({*(section.attribute for section in SECTIONS), "transitions", "dispatch"})


def itself(old: MatterType, new: MatterType) -> Iterator[Difference]:
    """What a definition says of itself, and of its dispatch."""
    yield from changed("type", "", f"{new.label} ({new.name})", old, new, without=_LISTED)


def dispatch(old: MatterType, new: MatterType) -> Iterator[Difference]:
    """What it says of dispatch."""
    yield from changed("dispatch", "", "Utskick", old.dispatch, new.dispatch)
