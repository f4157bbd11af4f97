"""The definition language as types: what an administrator may write, and nothing else.

A definition is first composed (routes it uses are merged in, parameters filled) and then validated
against :class:`MatterType`. Unknown keys are errors. The JSON Schema for editors is generated from
these classes; field descriptions are Swedish because the office reads them while it writes.
"""

from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from workflow.model.matter import FieldValue

Name = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]*$", max_length=60)]
Iso8601Period = Annotated[
    str, Field(pattern=r"^P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?$", min_length=3, max_length=20)
]
Cel = Annotated[str, Field(max_length=2000)]


def as_tuple(value: object) -> object:
    """A single word may be written without brackets."""
    return (value,) if isinstance(value, str) else value


AnyNames = Annotated[
    tuple[Name, ...],
    BeforeValidator(as_tuple, json_schema_input_type=Name | tuple[Name, ...]),
]
Names = Annotated[AnyNames, Field(min_length=1)]

FieldType = Literal[
    "text", "integer", "money", "boolean", "date", "month", "choice", "recipients", "list"
]
"""``money`` is whole kronor; ``month`` is ``2024-09``; ``recipients`` and ``list`` are lists of text."""

Phase = Literal["preparation", "AU", "KS", "KF", "committee", "dispatch", "end"]
PHASES: tuple[Phase, ...] = get_args(Phase)
"""The parts of the way, in order: of two states, the one in the earlier part has longer to go."""

STANDARD_BODIES = frozenset({"AU", "KS", "KF", "NAMND"})
"""Codes that routes for all kinds of organisations speak of. Few organisations have every one."""

NEW = "new"
"""The source that means: no point yet. The event opens one, also in a matter that is closed."""

Form = Literal[
    "decides",  # the body decides itself; appealable (KL 13:2)
    "proposes",  # to the next body
    "hands_over",  # without an opinion
    "notes",  # information noted: an end
    "tables",
    "refers_back",
    "withdraws",  # off the agenda
]
"""What a body does by an outcome. An event without a form is no decision of a body."""

_FORMS = (
    "decides (avgör), proposes (föreslår nästa organ), hands_over (lämnar över utan eget förslag), "
    "notes (antecknar), tables (bordlägger), refers_back (återremitterar) eller withdraws (stryker från dagordningen)"
)


MeetingWork = Literal["agenda", "roll", "record", "correct", "sign"]
"""What may be done with a meeting in a state of its procedure."""


class Part(BaseModel):
    """Base of every part of the language: frozen, no unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_max_length=10_000)


class FieldSpec(Part):
    """A typed field of the matter."""

    type: FieldType = Field(
        description="Fältets typ: text, integer (heltal), money (hela kronor), boolean (true eller false), "
        "date (2024-09-01), month (2024-09), choice (ett av choices), recipients (mottagare) eller "
        "list (flera texter)"
    )
    label: str = Field(description="Vad fältet heter för den som läser")
    required: bool = Field(default=False, description="Måste anges när ärendet registreras")
    choices: tuple[str, ...] = Field(default=(), description="Tillåtna värden (för choice)")
    default: FieldValue = Field(default=None, description="Värde när inget anges")


class State(Part):
    """Where a decision point can be."""

    label: str = Field(description="Vad läget heter")
    phase: Phase = Field(
        default="preparation",
        description="Vilken del av vägen läget hör till: preparation (beredning), AU, KS, KF, committee "
        "(nämnd), dispatch (expediering) eller end (slut)",
    )
    body: Name | None = Field(
        default=None, description="Organet som ärendet väntar på (AU, KS, KF, NAMND)"
    )
    owner: str | None = Field(
        default=None, description="Rollen som har ärendet, till exempel officer"
    )
    final: bool = Field(default=False, description="Här slutar beslutspunkten")
    entry: bool = Field(default=False, description="Ett ärende får registreras direkt i detta läge")
    allows: tuple[MeetingWork, ...] = Field(
        default=(),
        description="Vad som får göras med ett sammanträde i läget: agenda (dagordningen ändras), roll "
        "(närvaro och justerare), record (beslut registreras), correct (det registrerade rättas) eller "
        "sign (protokoll läggs fram och signeras)",
    )


class EventSpec(Part):
    """An event by its name: what the office calls it, and what kind of decision it is."""

    label: str = Field(description="Vad händelsen heter")
    form: Form | None = Field(
        default=None,
        description=f"Beslutsform, om händelsen är ett organs beslut: {_FORMS}",
    )


class Transition(Part):
    """From where an event leads to where, and what it takes."""

    event: Names
    from_: Names = Field(alias="from")
    to: Name = Field(description="Nytt läge, eller same för att stanna kvar")
    guard: Cel | None = Field(default=None, description="CEL-villkor som måste vara sant")
    requires: AnyNames = Field(default=(), description="Fält som ska anges med händelsen")
    roles: AnyNames = Field(default=(), description="Roller som får göra detta; tomt: alla")
    effects: AnyNames = Field(default=(), description="Namngivna verkningar")
    automatic: bool = Field(
        default=False, description="Görs av motorn så snart villkoret är uppfyllt"
    )
    decided_by: Name | None = Field(
        default=None, description="Gäller bara typer där detta organ får avgöra ärendet"
    )


class OnExpiry(Part):
    """What happens when the last day has passed."""

    event: Name | None = Field(default=None, description="Händelse som inträffar")
    escalate_to: tuple[str, ...] = Field(
        default=(), description="Roller som får besked: role:secretary"
    )
    incident: bool = Field(default=False, description="Öppna en avvikelse för en person")


class DeadlineSpec(Part):
    """A deadline: exactly one of rule, day, month, after or recurs says when."""

    label: str = Field(description="Vad fristen heter")
    rule: str | None = Field(
        default=None, description="Lagregel, till exempel KL-5:35; räknas från counts_from"
    )
    day: str | None = Field(default=None, description="Fält med dag satt av annan; flyttas aldrig")
    month: str | None = Field(
        default=None, description="Fält med månad; organets sammanträde den månaden"
    )
    body: str | None = Field(
        default=None,
        description="Organet vars sammanträde avses (med month): kod eller fields.NAMN",
    )
    after: Iso8601Period | None = Field(
        default=None, description="Tid efter counts_from, till exempel P3M"
    )
    recurs: str | None = Field(
        default=None, description="Återkommer enligt RFC 5545 RRULE från counts_from"
    )
    counts_from: str | None = Field(
        default=None,
        description="fields.NAMN, registered, entered, decision.decided_on eller decision.adjusted_on",
    )
    during: AnyNames = Field(default=(), description="Gäller bara i dessa lägen")
    until: AnyNames = Field(
        default=(), description="Uppfylld när alla punkter är i något av dessa lägen"
    )
    hard: bool = Field(default=False, description="En missad frist öppnar en avvikelse")
    remind: tuple[Iso8601Period, ...] = Field(
        default=(), description="Påminnelser före sista dagen"
    )
    remind_to: tuple[str, ...] = Field(default=("role:officer",), description="Vilka som påminns")
    must_meet: Name | None = Field(
        default=None,
        description="Varna om organet, eller något före det på vägen, inte sammanträder i tid för sista dagen",
    )
    doubts: tuple[str, ...] = Field(
        default=(), description="Fält som, om de är ifyllda, gör att en person ska se på dagen"
    )
    on_expiry: OnExpiry = Field(
        default_factory=OnExpiry, description="Vad som händer när sista dagen har gått"
    )


class DispatchSpec(Part):
    """Who gets to know, besides the recipients that each decision lists."""

    decisions: tuple[Form, ...] = Field(
        default=get_args(Form),
        description=f"Beslutsformer vars mottagare får utskick; andra beslut får inga mottagare: {_FORMS}",
    )
    also_to: tuple[str, ...] = Field(
        default=(), description="fields.NAMN eller namn i registret, vid avgörande"
    )
    template: str = Field(default="decision", description="Mall för e-post")
    before_adjustment: bool = Field(
        default=False, description="Skicka genast, före justering (KL 13:14)"
    )
    on_doubt: Literal["resend", "incident"] = Field(
        default="incident",
        description="När ingen vet om mejlet kom fram: incident (en person får avgöra) eller resend "
        "(det sänds en gång till)",
    )


class ChildrenSpec(Part):
    """Matters that are started in other organisations, and how their answers are joined."""

    label: str = Field(description="Vad de startade ärendena heter tillsammans")
    on: Name = Field(description="Läge där de startas")
    each: str = Field(description="fields.NAMN: listan av parter")
    matter_type: Name = Field(description="Ärendetyp som startas hos varje part")
    copy_fields: AnyNames = Field(default=(), alias="copy", description="Fält som följer med")
    accepts: tuple[str, ...] = Field(description="Svar som räknas som ja")
    join: Literal["all", "any"] = Field(
        default="all",
        description="Vilka som måste ha sagt ja: all (alla) eller any (någon)",
    )
    then: Name = Field(description="Händelse när villkoret är uppfyllt")
    otherwise: Name = Field(description="Händelse när det inte längre kan uppfyllas")


class InvariantSpec(Part):
    """What must never, or always, be so in any matter of the type, wherever it stands."""

    label: str = Field(description="Vad raden säger, i ord")
    condition: Cel = Field(
        description="CEL-villkor om hur ärendet är, till exempel matter.closed && decisions.unadjusted > 0"
    )


class MatterType(Part):
    """A composed definition: a matter type or a procedure."""

    kind: Literal["matter", "procedure"] = "matter"
    name: Name
    label: str
    register_code: str | None = None
    decided_by: AnyNames = Field(default=(), description="Organ som får avgöra ärendet")
    requires_preparation: bool = Field(
        default=True, description="KF får inte nås utan att KS haft ärendet (KL 5:26-28)"
    )
    fields: dict[Name, FieldSpec] = Field(default_factory=dict)
    initial: Name
    states: dict[Name, State]
    events: dict[Name, EventSpec]
    transitions: tuple[Transition, ...]
    deadlines: dict[Name, DeadlineSpec] = Field(default_factory=dict)
    dispatch: DispatchSpec = Field(default_factory=DispatchSpec)
    assignments_as: Name | None = Field(
        default=None, description="Ärendetyp som uppdrag i beslut blir; tomt: de bevakas här"
    )
    children: dict[Name, ChildrenSpec] = Field(default_factory=dict)
    never: dict[Name, InvariantSpec] = Field(default_factory=dict)
    always: dict[Name, InvariantSpec] = Field(default_factory=dict)
