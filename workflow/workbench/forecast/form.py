"""What a simulation file may say. Every key may be left out; :mod:`.built_in` says what counts then."""

from typing import Annotated, Literal

from pydantic import Field

from workflow.definition.meets import Day
from workflow.definition.schema import Iso8601Period, Name, Part
from workflow.model.matter import FieldValue

Amount = Annotated[float, Field(json_schema_extra={"minimum": 0})]
"""Not negative; the check says so in Swedish."""

Shares = dict[Name, Amount]
"""Event to its weight among the others; they needn't add up to anything."""

Discipline = Literal["first_come", "nearest_deadline"]


class Duration(Part):
    """How long something takes, in exactly one of three ways. Months count as 30 days, years as 365."""

    median: Iso8601Period | None = Field(
        default=None, description="Hälften tar högst så lång tid (lognormal fördelning, med p90)"
    )
    p90: Iso8601Period | None = Field(
        default=None, description="Nio av tio tar högst så lång tid; minst lika lång som median"
    )
    least: Iso8601Period | None = Field(
        default=None, description="Kortaste tiden (triangelfördelning, med likely och most)"
    )
    likely: Iso8601Period | None = Field(default=None, description="Vanligaste tiden")
    most: Iso8601Period | None = Field(default=None, description="Längsta tiden")
    exactly: Iso8601Period | None = Field(default=None, description="Alltid just denna tid")
    by_others: bool = Field(
        default=False,
        description="Väntan på någon annan: tar ingen av platserna i staff",
    )


class MeetingPlan(Part):
    """When a body meets, and how much it takes up."""

    every: str | None = Field(
        default=None,
        description="Upprepning enligt RFC 5545, till exempel FREQ=MONTHLY;BYDAY=2TU;"
        "BYMONTH=1,2,3,4,5,6,8,9,10,11,12; tomt: dagarna i days, annars organisationens plan",
    )
    days: tuple[Day, ...] = Field(default=(), description="Sammanträdesdagar, i stället för every")
    capacity: int | None = Field(
        default=None,
        description="Så många ärenden hinner ett sammanträde med",
        json_schema_extra={"minimum": 1},
    )
    agenda_closes: Iso8601Period | None = Field(
        default=None, description="Stoppdagen: så lång tid före sammanträdet"
    )
    adjusted_after: Iso8601Period | None = Field(
        default=None, description="Protokollet justeras så lång tid efter sammanträdet"
    )


class TypePlan(Part):
    """How matters of a type come in, and what differs from the rest."""

    per_year: Amount | None = Field(default=None, description="Så många kommer in på ett år")
    per_month: Amount | None = Field(default=None, description="Så många kommer in i månaden")
    on: tuple[Day, ...] = Field(
        default=(), description="Ett kommer in var och en av dessa dagar; inget annat slumpas"
    )
    season: tuple[Amount, ...] = Field(
        default=(),
        description="Tolv vikter, januari till december: hur de som kommer in fördelas",
        json_schema_extra={"minItems": 12, "maxItems": 12},
    )
    fields: dict[Name, FieldValue] = Field(
        default_factory=dict,
        description="Ärendets fält. För en dag eller månad också en tid efter registreringen: P6M",
    )
    processing: dict[Name, Duration] = Field(
        default_factory=dict, description="Läge och hur lång tid det tar i denna ärendetyp"
    )
    outcomes: dict[Name, Shares] = Field(
        default_factory=dict,
        description="Organ eller läge, och vikten för varje händelse där i denna ärendetyp",
    )


class Simulation(Part):
    """``examples/simulations/NAME.yaml`` or a file of one's own."""

    label: str | None = Field(default=None, description="Rubriken i bilden")
    organisation: Name | None = Field(default=None, description="Organisationens kod")
    year: int | None = Field(
        default=None,
        description="Året som räknas",
        json_schema_extra={"minimum": 2000, "maximum": 2060},
    )
    years: int = Field(
        default=1,
        description="Så många år räknas",
        json_schema_extra={"minimum": 1, "maximum": 5},
    )
    warmup: int = Field(
        default=1,
        description="Så många år körs först, för att det ska ligga ärenden inne när räkningen börjar;"
        " 0: kontoret börjar tomt",
        json_schema_extra={"minimum": 0, "maximum": 4},
    )
    seed: int = Field(default=1, description="Slumpens frö: samma frö ger samma år")
    queue: Discipline = Field(
        default="first_come",
        description="Turordningen: först in (first_come) eller närmaste frist (nearest_deadline)",
    )
    staff: dict[Name, int] = Field(
        default_factory=dict,
        description="Roll och hur många ärenden den arbetar med samtidigt; utelämnad: hur många som helst",
    )
    meetings: dict[Name, MeetingPlan] = Field(
        default_factory=dict, description="Organets kod och hur det sammanträder"
    )
    capacity: int = Field(
        default=30,
        description="Så många ärenden hinner ett sammanträde med, där meetings inte säger annat",
        json_schema_extra={"minimum": 1},
    )
    agenda_closes: Iso8601Period = Field(
        default="P10D", description="Stoppdagen, så lång tid före sammanträdet"
    )
    adjusted_after: Iso8601Period = Field(
        default="P10D", description="Protokollet justeras så lång tid efter sammanträdet"
    )
    processing: dict[Name, Duration] = Field(
        default_factory=dict, description="Läge och hur lång tid det tar, i alla ärendetyper"
    )
    outcomes: dict[Name, Shares] = Field(
        default_factory=dict,
        description="Organ eller läge, och vikten för varje händelse där, i alla ärendetyper",
    )
    types: dict[Name, TypePlan] = Field(
        default_factory=dict,
        description="Ärendetyperna som kommer in; utelämnad: alla, en i månaden av var",
    )
