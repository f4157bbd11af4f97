"""The file that says how running matters get from older versions of their type to a new one.

What it doesn't mention keeps its name: a state, a field or a deadline that both versions have needs no
line. It never says anything about a single matter; what becomes of each of them is in the plan.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from workflow.definition.findings import Findings
from workflow.definition.map_checks import check_map
from workflow.definition.reader import read
from workflow.definition.schema import AnyNames, MatterType, Name, Part
from workflow.definition.schema_json import Files
from workflow.definition.tree import Node
from workflow.definition.validation import accepted
from workflow.errors import DefinitionError
from workflow.model.matter import FieldValue

Order = Literal["keep", "recompute", "drop"]
"""What is to become of a deadline: its day stays, the new version's rule gives it, or it ends."""


def _as_source(value: object) -> object:
    """A single word names the old field."""
    return {"from": value} if isinstance(value, str) else value


def _as_json(value: object) -> object:
    """Days as fields hold them, and lists as JSON has them."""
    if isinstance(value, tuple):
        return [_as_json(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


Value = Annotated[FieldValue, BeforeValidator(_as_json, json_schema_input_type=FieldValue)]


class FieldSource(Part):
    """Where a field of the new version gets its value from."""

    from_: Name | None = Field(
        default=None,
        alias="from",
        description="Fält i den gamla versionen; tomt: det med samma namn",
    )
    values: dict[str, Value] = Field(
        default_factory=dict, description="Gamla värden och vad de blir, för de som byter namn"
    )
    value: Value = Field(default=None, description="Värde för ärenden som inte har något")


Source = Annotated[
    FieldSource, BeforeValidator(_as_source, json_schema_input_type=Name | FieldSource)
]


class MigrationMap(Part):
    """How running matters of one type are moved to a new version of it."""

    NAME_KEY: ClassVar[str] = "matter_type"

    matter_type: Name = Field(description="Ärendetypen (eller förloppet) som flytten gäller")
    states: dict[Name, Name] = Field(
        default_factory=dict, description="Gammalt läge: nytt läge, för de som har bytt namn"
    )
    fields: dict[Name, Source] = Field(
        default_factory=dict,
        description="Nytt fält: gammalt fält, eller from, values och value",
    )
    dropped: AnyNames = Field(default=(), description="Gamla fält vars värden inte följer med")
    deadlines: dict[Name, Order] = Field(
        default_factory=dict,
        description="Frist: keep (dagen står kvar), recompute (räknas enligt den nya versionen) eller"
        " drop (upphör); annars räknas den om bara om den nya versionen ger en annan dag",
    )


@dataclass(frozen=True, slots=True)
class MapFile:
    """A map and the tree that it was read from, for those who look at what it says."""

    root: Node
    map: MigrationMap


FILES: Files = {
    "migration.schema.json": (MigrationMap, "Hur pågående ärenden flyttas till en ny version")
}
"""Written with the other schemas into ``definitions/schema``."""


def read_map(path: Path, findings: Findings) -> MapFile | None:
    """The map of a file; None, and findings, where its form is wrong. Never raises for what it holds."""
    document = read(path, path.as_posix(), findings)
    root = accepted(MigrationMap, document.root, findings) if document.root is not None else None
    if root is None:
        return None
    return MapFile(root, MigrationMap.model_validate(root.plain(), strict=True))


def load_map(path: Path, old: Sequence[MatterType], new: MatterType) -> MigrationMap:
    """The map of a file, checked against the versions that matters come from and the one they go to.

    Warnings are left out: what nobody mapped shows in the plan, matter by matter.

    Raises:
        DefinitionError: with every finding; the file can't be used.
    """
    findings = Findings()
    file = read_map(path, findings)
    if file is not None:
        check_map(file.root, old, new, findings)
    if file is None or findings.errors:
        raise DefinitionError(findings.sorted())
    return file.map
