"""An organisation as declared in YAML: bodies, meeting schedules, and the register of recipients."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from workflow.definition.schema import Name, Part


def _as_day(value: object) -> object:
    """A day within quotes is a day too."""
    return date.fromisoformat(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_as_day)]


class Body(Part):
    """A body that prepares or decides."""

    name: str = Field(description="Organets namn")
    kind: Literal["council", "executive_board", "committee", "subcommittee", "joint_committee"]
    parent: Name | None = Field(default=None, description="Organet som detta är ett utskott till")
    aliases: tuple[str, ...] = Field(default=(), description="Andra skrivsätt i protokoll")
    email: str | None = None
    meets: tuple[Day, ...] = Field(default=(), description="Sammanträdesdagar")


class Entry(Part):
    """Someone or something that decisions are sent to."""

    name: str
    kind: Literal["person", "role", "unit", "body", "external_organisation", "party"]
    email: str | None = None
    holder: str | None = Field(default=None, description="För en roll: personen som har den")
    aliases: tuple[str, ...] = Field(default=(), description="Andra skrivsätt, även felstavningar")


class Group(Part):
    """A name for many: ``Samtliga ingående kommuner``."""

    name: str
    aliases: tuple[str, ...] = ()
    members: tuple[str, ...] = Field(
        min_length=1, description="Namn i registret eller organisationskoder"
    )


class Board(Part):
    """Where adjusted minutes are announced."""

    name: str
    url: str | None = None
    where_kept: str = Field(description="Var protokollet förvaras (KL 8:12)")


class Organisation(Part):
    """One municipality, joint committee or the like."""

    organisation: Name
    name: str
    kind: Literal["municipality", "joint_committee", "other"]
    register_code: str = Field(description="Diariets beteckning när numret inte har någon")
    email: str | None = None
    bodies: dict[Name, Body]
    roles: dict[Name, str] = Field(
        default_factory=dict,
        description="Motorns roller (secretary, officer, registrar) → namn i registret",
    )
    entries: tuple[Entry, ...] = ()
    groups: tuple[Group, ...] = ()
    unresolvable: tuple[str, ...] = Field(
        default=("Övriga berörda",), description="Uttryck som bara en person kan tolka"
    )
    boards: tuple[Board, ...] = Field(
        default=(), description="Anslagstavlor; en gemensam nämnd har varje medlems (KL 9:32)"
    )
    members: tuple[Name, ...] = Field(default=(), description="Medlemmarnas organisationskoder")
    notice_for: tuple[Name, ...] = Field(
        default=(), description="Organ vars justerade protokoll anslås; tomt: alla"
    )
