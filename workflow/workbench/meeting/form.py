"""What a file about a meeting may say: who was there, and what became of every item in its order."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from workflow.definition.meets import Clock, Day
from workflow.definition.organisation import Member
from workflow.definition.schema import Name, Part, as_tuple
from workflow.model.matter import FieldValue


def _as_attendance(value: object) -> object:
    """A name stands for somebody who was there all the time."""
    return {"name": value} if isinstance(value, str) else value


def _as_text(value: object) -> object:
    """A point's key may be written as a number."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if whole else value


def _as_due(value: object) -> object:
    """A day without quotes is a day as text."""
    return value.isoformat() if isinstance(value, date) else value


Text = Annotated[str, Field(min_length=1)]
Texts = Annotated[
    tuple[Text, ...], BeforeValidator(as_tuple, json_schema_input_type=Text | tuple[Text, ...])
]
PointKey = Annotated[str, BeforeValidator(_as_text, json_schema_input_type=str | int)]


class Attendance(Part):
    """Somebody of the body who was there; a plain name in YAML when there is nothing more to say."""

    name: Text = Field(description="Namnet, som bland organets ledamöter och ersättare")
    since: Clock | None = Field(
        default=None, description="Klockslaget då hen kom, 09:30; tomt: från början"
    )
    until: Clock | None = Field(
        default=None, description="Klockslaget då hen gick; tomt: till slutet"
    )
    instead_of: Text | None = Field(
        default=None,
        alias="for",
        description="Ledamoten som ersättaren tjänstgör för; tomt för en ersättare: var där utan att"
        " tjänstgöra",
    )
    note: str = Field(default="", description="Anteckning i närvarolistan")


AnyAttendance = Annotated[
    Attendance, BeforeValidator(_as_attendance, json_schema_input_type=Text | Attendance)
]


class Visitor(Part):
    """Somebody else who was there."""

    name: Text = Field(description="Namnet")
    title: str = Field(default="", description="Titeln")
    paragraphs: str = Field(
        default="", description="Paragraferna som hen var med på, som de trycks: §§ 21–25"
    )


class Signing(Part):
    """Who signs besides secretary and chair."""

    names: Texts = Field(min_length=1, description="Justerarnas namn")
    place: str = Field(default="", description="Var protokollet justeras")
    on: Day | None = Field(default=None, description="Dagen som justeringen är tänkt till")


class PointDecided(Part):
    """What the body did with some points of the matter."""

    event: Name = Field(description="Utfallets namn i ärendetypen, till exempel proposes")
    points: tuple[PointKey, ...] = Field(
        default=(), description="Beslutspunkterna som det gäller; tomt: alla som väntar på organet"
    )
    proposed: Name | None = Field(
        default=None, description="Vad som föreslås nästa organ, till exempel adopts"
    )
    text: str | None = Field(
        default=None, description="Punktens nya lydelse, om organet ändrar den"
    )


class Ordered(Part):
    """An assignment as the decision words it."""

    what: Text = Field(description="Uppdraget")
    owner: Text | None = Field(default=None, description="Vem som får det")
    due: Annotated[str | None, BeforeValidator(_as_due, json_schema_input_type=str | None)] = Field(
        default=None, description="När det ska vara klart: en dag 2025-09-30 eller en månad 2025-09"
    )
    due_body: Name | None = Field(
        default=None, description="Med en månad: organet vars sammanträde i månaden som avses"
    )


class Heading(Part):
    """A part of the text of an item with its heading."""

    heading: Text = Field(description="Avsnittets rubrik, till exempel Ärendebeskrivning")
    text: Text = Field(description="Avsnittets text")


class Stop(Part):
    """A line of the plan for the decision."""

    body: Text = Field(description="Organet som det trycks")
    on: Day | None = Field(default=None, description="Dagen")
    note: str = Field(default="", description="Anteckning")


class Challenged(Part):
    """Somebody didn't take part (jäv)."""

    name: Text = Field(description="Den jäviges namn")
    ground: Text = Field(description="Grunden för jävet")


class Spoken(Part):
    """What somebody moved, or wanted in the minutes."""

    by: Texts = Field(min_length=1, description="Vem eller vilka")
    text: Text = Field(description="Vad som yrkades eller antecknas")


class Opposed(Part):
    """A reservation."""

    by: Texts = Field(min_length=1, description="Vem eller vilka som reserverar sig")
    text: str = Field(default="", description="Reservationens text, om den är skriftlig")


class Counted(Part):
    """An open vote; by person, or in numbers, or both."""

    yes_means: Text = Field(description="Vad ja betyder")
    no_means: Text = Field(description="Vad nej betyder")
    yes: int | None = Field(
        default=None, description="Antalet ja; tomt: så många som yes_by nämner"
    )
    no: int | None = Field(default=None, description="Antalet nej; tomt: så många som no_by nämner")
    abstained: int | None = Field(
        default=None, description="Antalet som avstår; tomt: så många som abstained_by nämner"
    )
    yes_by: tuple[Text, ...] = Field(default=(), description="De som röstade ja")
    no_by: tuple[Text, ...] = Field(default=(), description="De som röstade nej")
    abstained_by: tuple[Text, ...] = Field(default=(), description="De som avstod")
    casting: bool = Field(
        default=False,
        description="Lika många röster, och ordförandens utslagsröst avgjorde (KL 5:56)",
    )
    minority: bool = Field(
        default=False,
        description="En tredjedel begär bordläggning eller återremiss (KL 5:50); de räknas som ja",
    )


class Item(Part):
    """An item of the agenda and what became of it. Exactly one of the first four keys says what it is."""

    matter: Text | None = Field(
        default=None, description="Ett ärende, med diarienumret som det trycks"
    )
    formality: Text | None = Field(default=None, description="En formalitet, med sin rubrik")
    information: Text | None = Field(
        default=None, description="Information som inte hör till något ärende, med sin rubrik"
    )
    adjournment: Text | None = Field(default=None, description="En ajournering, med sin rubrik")
    kind: Literal["decision", "information"] | None = Field(
        default=None,
        description="Slaget av ett ärende: decision (ska avgöras) eller information; tomt: som ärendet är",
    )
    title: Text | None = Field(default=None, description="Rubriken; tomt: ärendets titel")
    urgent: bool = Field(default=False, description="Brådskande (KL 5:14, 5:52)")
    secret: bool = Field(default=False, description="Omfattas av sekretess")
    sections: tuple[Heading, ...] = Field(default=(), description="Texten, avsnitt för avsnitt")
    basis: tuple[Text, ...] = Field(default=(), description="Beslutsunderlag")
    route: tuple[Stop, ...] = Field(default=(), description="Beslutsplanering")
    withdrawn: bool = Field(default=False, description="Utgick ur dagordningen")
    reason: str | None = Field(
        default=None, description="Skälet till att ärendet utgår, bordläggs eller återremitteras"
    )
    taken_up_at: Clock | None = Field(
        default=None, description="Klockslaget då det togs upp; behövs när någon kom eller gick"
    )
    by_all: bool = Field(
        default=False, description="Alla närvarande beslutade att avgöra det fast det inte var tillkännagivet"
        " (KL 5:52)"
    )  # fmt: skip
    conflicts: tuple[Challenged, ...] = Field(default=(), description="Jäv")
    floor: tuple[Spoken, ...] = Field(default=(), description="Yrkanden")
    putting_the_question: str = Field(default="", description="Propositionsordning")
    vote: Counted | None = Field(default=None, description="Omröstningen")
    heading: str = Field(
        default="", description="Beslutets rubrik; tomt: den som följer av utfallen"
    )
    sentences: tuple[Text, ...] = Field(default=(), description="Beslutssatserna, en per rad")
    outcomes: tuple[PointDecided, ...] = Field(
        default=(), description="Vad som beslutades i ärendet; tomt för en formalitet"
    )
    recipients: tuple[Text, ...] = Field(default=(), description="Beslutet skickas till")
    assignments: tuple[Ordered, ...] = Field(default=(), description="Uppdrag")
    reservations: tuple[Opposed, ...] = Field(default=(), description="Reservationer")
    statements: tuple[Spoken, ...] = Field(default=(), description="Protokollsanteckningar")
    tabled_to: Day | None = Field(default=None, description="Dagen som ärendet bordläggs till")
    data: dict[Name, FieldValue] = Field(
        default_factory=dict,
        description="Andra uppgifter som utfallet kräver, fältets namn och värde",
    )


class MeetingFile(Part):
    """One file: one meeting of a body."""

    organisation: Name = Field(description="Organisationens kod")
    body: Name = Field(description="Organets kod")
    meeting_on: Day = Field(description="Sammanträdesdagen")
    starts_at: Clock | None = Field(default=None, description="Klockslaget då det börjar")
    ends_at: Clock | None = Field(default=None, description="Klockslaget då det slutar")
    place: str | None = Field(default=None, description="Platsen")
    secretary: Text | None = Field(default=None, description="Sekreterarens namn")
    members: tuple[Member, ...] = Field(
        default=(),
        description="Ledamöter och ersättare; tomt: de som står i organisationens fil",
    )
    present: tuple[AnyAttendance, ...] = Field(
        default=(), description="De av ledamöterna och ersättarna som var där: namn, eller nycklar"
    )
    guests: tuple[Visitor, ...] = Field(default=(), description="Övriga närvarande")
    adjusters: Signing | None = Field(default=None, description="Justerarna")
    items: tuple[Item, ...] = Field(default=(), description="Punkterna, i den ordning de togs upp")
