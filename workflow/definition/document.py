"""What one YAML file may hold before routes are merged in: a matter type, a procedure or a route."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator, Field

from workflow.definition.schema import (
    ChildrenSpec,
    DeadlineSpec,
    DispatchSpec,
    EventSpec,
    FieldSpec,
    InvariantSpec,
    Name,
    Names,
    Part,
    State,
    Transition,
    as_tuple,
)

PARAMETER = "$"
"""Words that begin so are filled in from ``with``."""

Word = Annotated[str, Field(pattern=r"^\$?[A-Za-z][A-Za-z0-9_]{0,59}$")]
_WordOrList = BeforeValidator(as_tuple, json_schema_input_type=Word | tuple[Word, ...])
Words = Annotated[tuple[Word, ...], _WordOrList]
SomeWords = Annotated[tuple[Word, ...], _WordOrList, Field(min_length=1)]


class TransitionLine(Transition):
    """A transition that may hold parameters of a route."""

    event: SomeWords = Field(description="Händelse eller händelser; $namn är en parameter")
    from_: SomeWords = Field(
        alias="from",
        description="Läge eller lägen som händelsen är möjlig i, eller new för en händelse som öppnar "
        "en ny beslutspunkt, också i ett avslutat ärende; $namn är en parameter",
    )
    requires: Words = Field(default=(), description="Fält som ska anges med händelsen")
    roles: Words = Field(default=(), description="Roller som får göra detta; tomt: alla")


class Parameter(Part):
    """What a route leaves to the types that use it."""

    label: str = Field(description="Vad parametern betyder")
    default: Words | None = Field(
        default=None, description="Värde när ärendetypen inte anger något; saknas: måste anges"
    )


class _Definition(Part):
    """What types and routes have in common."""

    uses: Words = Field(default=(), description="Väg eller vägar som används")
    with_: dict[Name, Words] = Field(
        default_factory=dict, alias="with", description="Värden på vägens parametrar"
    )
    register_code: str | None = Field(
        default=None, alias="register", description="Diariets beteckning, till exempel KS"
    )
    decided_by: Names | None = Field(default=None, description="Organ som får avgöra ärendet")
    requires_preparation: bool = Field(
        default=True, description="KF får inte nås utan att KS haft ärendet (KL 5:26-28)"
    )
    fields: dict[Name, FieldSpec] = Field(
        default_factory=dict, description="Uppgifter om ärendet, var och en med sin typ"
    )
    initial: Name | None = Field(default=None, description="Läget som ärendet börjar i")
    states: dict[Name, State] = Field(
        default_factory=dict, description="Lägen som en beslutspunkt kan vara i, i vägens ordning"
    )
    events: dict[Name, EventSpec] = Field(
        default_factory=dict, description="Händelser och beslut, vid namn"
    )
    transitions: tuple[TransitionLine, ...] = Field(
        default=(), description="Från vilka lägen en händelse leder vart"
    )
    deadlines: dict[Name, DeadlineSpec] = Field(default_factory=dict, description="Frister")
    dispatch: DispatchSpec = Field(default_factory=DispatchSpec, description="Expediering")
    assignments_as: Name | None = Field(
        default=None, description="Ärendetyp som uppdrag i beslut blir; tomt: de bevakas här"
    )
    children: dict[Name, ChildrenSpec] = Field(
        default_factory=dict, description="Ärenden som startas hos andra"
    )
    never: dict[Name, InvariantSpec] = Field(
        default_factory=dict,
        description="Vad som aldrig får vara så i något ärende; prövas av definitions explore",
    )
    always: dict[Name, InvariantSpec] = Field(
        default_factory=dict,
        description="Vad som alltid ska vara så i varje ärende; prövas av definitions explore",
    )


class MatterDocument(_Definition):
    """``matters/NAME.yaml``."""

    NAME_KEY: ClassVar[str] = "matter_type"

    matter_type: Name = Field(description="Ärendetypens namn")
    label: str = Field(description="Vad ärendetypen heter för den som läser")


class ProcedureDocument(_Definition):
    """``procedures/NAME.yaml``."""

    NAME_KEY: ClassVar[str] = "procedure"

    procedure: Name = Field(description="Förloppets namn")
    label: str = Field(description="Vad förloppet heter för den som läser")


class RouteDocument(_Definition):
    """``routes/NAME.yaml``."""

    NAME_KEY: ClassVar[str] = "route"

    route: Name = Field(description="Vägens namn")
    label: str = Field(description="Vad vägen heter för den som läser")
    parameters: dict[Name, Parameter] = Field(
        default_factory=dict, description="Vad de som använder vägen själva bestämmer"
    )


DefinitionDocument = MatterDocument | ProcedureDocument | RouteDocument
