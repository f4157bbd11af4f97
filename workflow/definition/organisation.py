"""An organisation as declared in YAML: bodies, meeting schedules, and the register of recipients."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from workflow.definition.schema import Name, Part


def _as_day(value: object) -> object:
    """A day within quotes is a day too; what is none is left for whoever checks the type."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


Day = Annotated[date, BeforeValidator(_as_day)]


class Body(Part):
    """A body that prepares or decides."""

    name: str = Field(description="Organets namn")
    kind: Literal["council", "executive_board", "committee", "subcommittee", "joint_committee"] = (
        Field(
            description="Vad för slags organ det är: council (fullmäktige), executive_board (styrelsen), "
            "committee (nämnd), subcommittee (utskott) eller joint_committee (gemensam nämnd)"
        )
    )
    parent: Name | None = Field(default=None, description="Organet som detta är ett utskott till")
    aliases: tuple[str, ...] = Field(default=(), description="Andra skrivsätt i protokoll")
    email: str | None = Field(default=None, description="Organets e-postadress")
    meets: tuple[Day, ...] = Field(default=(), description="Sammanträdesdagar")


class Entry(Part):
    """Someone or something that decisions are sent to."""

    name: str = Field(description="Namnet som det skrivs i beslut")
    kind: Literal["person", "role", "unit", "body", "external_organisation", "party"] = Field(
        description="Vad eller vem det är: person, role (roll), unit (enhet), body (organ), "
        "external_organisation (någon utanför) eller party (parti)"
    )
    email: str | None = Field(default=None, description="Adressen som beslut skickas till")
    holder: str | None = Field(default=None, description="För en roll: personen som har den")
    aliases: tuple[str, ...] = Field(default=(), description="Andra skrivsätt, även felstavningar")


class Group(Part):
    """A name for many: ``Samtliga ingående kommuner``."""

    name: str = Field(description="Uttrycket som det skrivs i beslut")
    aliases: tuple[str, ...] = Field(default=(), description="Andra skrivsätt")
    members: tuple[str, ...] = Field(
        min_length=1, description="Namn i registret eller organisationskoder"
    )


class Board(Part):
    """Where adjusted minutes are announced."""

    name: str = Field(description="Anslagstavlans namn")
    url: str | None = Field(default=None, description="Anslagstavlans webbadress")
    where_kept: str = Field(description="Var protokollet förvaras (KL 8:12)")
    run_by: Literal["engine", "others"] = Field(
        default="engine",
        description="Vem som sätter upp anslaget: engine (motorn) eller others (någon annan, som det "
        "måste bekräftas för; tiden räknas från den sista tavlan, KL 9:32)",
    )


class Organisation(Part):
    """One municipality, joint committee or the like."""

    organisation: Name = Field(description="Organisationens kod, som andra filer nämner den vid")
    name: str = Field(description="Organisationens namn")
    kind: Literal["municipality", "joint_committee", "association", "other"] = Field(
        description="Vad för slags organisation det är: municipality (kommun), joint_committee "
        "(gemensam nämnd), association (förening utanför kommunallagen: inget anslås och inget kan "
        "överklagas) eller other (annan)"
    )
    register_code: str = Field(description="Diariets beteckning när numret inte har någon")
    email: str | None = Field(default=None, description="Organisationens egen e-postadress")
    bodies: dict[Name, Body] = Field(description="Organen, vid sin kod: KF, KS, AU, NAMND")
    roles: dict[Name, str] = Field(
        default_factory=dict,
        description="Motorns roller (secretary, officer, registrar) → namn i registret",
    )
    entries: tuple[Entry, ...] = Field(default=(), description="Registret över mottagare")
    groups: tuple[Group, ...] = Field(default=(), description="Uttryck som betyder flera mottagare")
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
    unappealable_days: int | None = Field(
        default=None,
        ge=1,
        le=365,
        description="Dagar som ett anslag utan beslut som kan överklagas sitter uppe; tomt: lika länge "
        "som om det kunde överklagas",
    )
