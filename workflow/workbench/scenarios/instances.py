"""A scenario as it is written, for one type: once for every combination of words, each filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from workflow.definition.schema import MatterType
from workflow.definition.tree import Node
from workflow.model.matter import FieldValue
from workflow.workbench.scenarios.form import Scenario, Way, Where
from workflow.workbench.scenarios.kinship import Kin
from workflow.workbench.scenarios.library import Written
from workflow.workbench.scenarios.words import (
    MARK,
    Filling,
    combinations,
    filled,
    first_words,
    open_words,
    rows,
)

MOST = 500
"""A scenario with more combinations of words than this isn't played."""

FIRST_DAY = date(2025, 1, 7)
"""The day that scenarios begin on whose files don't say one."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What scenarios begin with that don't say otherwise. ``organisation`` is a code, or unknown."""

    organisation: str | None
    on: date
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Instance:
    """One scenario of one type.

    Attributes:
        matter_type: the name of the type or procedure.
        name: with its words filled in.
        written_name: as the file has it.
        scenario: with its words filled in.
        unknown: words that neither ``each`` nor a parameter of the type's routes has.
        node: the scenario's tree, for places.
        setting: of the file and, for a route's, of the type's file.
    """

    matter_type: str
    name: str
    written_name: str
    scenario: Scenario
    unknown: tuple[str, ...]
    node: Node
    setting: Setting

    @property
    def organisation(self) -> str | None:
        """Its code, or unknown."""
        return self.scenario.organisation or self.setting.organisation

    @property
    def on(self) -> date:
        """The day that it begins on."""
        return self.scenario.given.on or self.setting.on


@dataclass(frozen=True, slots=True)
class PlacedWay:
    """A way to a state, and where it is written."""

    way: Way
    node: Node


def instances(
    written: Written, kin: Kin, definition: MatterType, own: Written | None
) -> Iterator[Instance]:
    """The scenarios of a file for a type whose own file is ``own``.

    One that needs a word of a parameter that has none in this type is passed by, and so is one whose
    ``where`` doesn't hold.
    """
    setting = _setting(written, own)
    parameters = first_words(kin.words)
    nodes = written.root.listed("scenarios")
    for scenario, node in zip(written.document.scenarios, nodes, strict=True):
        if combinations(scenario.each, kin.words) > MOST:
            continue
        for row in rows(scenario.each, kin.words):
            plain = filled(_apart_from_each(node), {**parameters, **row})
            unknown = frozenset(open_words(plain))
            this = Scenario.model_validate(plain, strict=True)
            if not unknown & kin.words.keys() and meant(this.where, definition):
                yield Instance(
                    definition.name,
                    _name(scenario.name, this.name, row),
                    scenario.name,
                    this,
                    tuple(sorted(unknown)),
                    node,
                    setting,
                )


def ways(written: Written, kin: Kin, definition: MatterType) -> Iterator[tuple[str, PlacedWay]]:
    """(state, way) of a file for a type, in order; those that aren't meant for it are left out."""
    parameters = first_words(kin.words)
    for state, node in written.root.part("ways").items():
        for part in node.items() or [node]:
            plain = filled(part.plain(), parameters)
            if not set(open_words(plain)) & kin.words.keys():
                way = Way.model_validate(plain, strict=True)
                if meant(way.where, definition):
                    yield state, PlacedWay(way, part)


def meant(where: Where | None, definition: MatterType) -> bool:
    """Whether the type is one of those that a condition asks for."""
    if where is None:
        return True
    lines = {
        (event, state)
        for rule in definition.transitions
        for event in rule.event
        for state in rule.from_
    }
    asked = {(event, state) for event, states in where.lines.items() for state in states}
    return (
        (not where.decided_by or not set(where.decided_by).isdisjoint(definition.decided_by))
        and definition.states.keys() >= set(where.states)
        and definition.events.keys() >= set(where.events)
        and definition.fields.keys() >= set(where.fields)
        and definition.deadlines.keys() >= set(where.deadlines)
        and lines >= asked
    )


def _setting(written: Written, own: Written | None) -> Setting:
    """The file's own counts before that of the type, but for fields: a type knows its own best."""
    setting = Setting(None, FIRST_DAY, {})
    for file in (own, written):
        if file is not None:
            document = file.document
            setting = Setting(
                document.organisation or setting.organisation,
                document.on or setting.on,
                document.fields | dict(setting.fields),
            )
    return setting


def _apart_from_each(node: Node) -> object:
    parts = {key: part for key, part in node.mapping().items() if key != "each"}
    return replace(node, value=parts).plain()


def _name(written: str, now: str, row: Filling) -> str:
    """The words are told where the name doesn't have them."""
    if not row or MARK in written:
        return now
    return f"{now} ({', '.join(row.values())})"
