"""An organisation as declared in YAML: bodies, meeting schedules, and the register of recipients."""

from typing import Literal

from pydantic import Field

from workflow.definition.meets import AnyMeeting, Clock, Day, Recurrence
from workflow.definition.schema import AnyNames, Iso8601Period, Name, Part


class Member(Part):
    """Somebody who was elected into a body."""

    name: str = Field(min_length=1, description="Namnet")
    party: str | None = Field(default=None, description="Partiets beteckning: S, M, C")
    role: Literal["chair", "vice_chair", "second_vice_chair", "member", "substitute"] = Field(
        default="member",
        description="Uppdraget: chair (ordförande), vice_chair (förste vice ordförande), "
        "second_vice_chair (andre vice ordförande), member (ledamot) eller substitute (ersättare)",
    )

    def __str__(self) -> str:
        """Name and party."""
        return f"{self.name} ({self.party})" if self.party else self.name


class Paragraphs(Part):
    """How the paragraphs of a body's minutes are numbered."""

    style: Literal["yearly", "running"] = Field(
        default="yearly",
        description="yearly (från § 1 varje år) eller running (löpande, år efter år)",
    )
    first: int = Field(
        default=1,
        ge=1,
        description="Numret på den första paragrafen i det första sammanträdet; nästa år börjar på 1",
    )


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
    meets: tuple[AnyMeeting, ...] = Field(
        default=(), description="Sammanträden: en dag, eller nycklar när mer ska sägas om det"
    )
    recurs: Recurrence | None = Field(
        default=None, description="Sammanträden som återkommer; meets går före samma dag"
    )
    cut_off: Iso8601Period | None = Field(
        default=None,
        description="Stoppdag: hur långt före varje sammanträde ärenden senast tas emot, P10D; på en "
        "stängd dag gäller den öppna dagen före",
    )
    lead_time: Iso8601Period | None = Field(
        default=None,
        description="Hur långt före sammanträdet kallelsen senast skickas enligt reglementet (KL 6:23), "
        "P7D; fullmäktiges är minst en vecka (KL 5:15)",
    )
    members: tuple[Member, ...] = Field(
        default=(), description="Ledamöter och ersättare, i ordning"
    )
    paragraphs: Paragraphs = Field(
        default_factory=Paragraphs, description="Hur protokollets paragrafer numreras"
    )
    agenda_order: AnyNames = Field(
        default=(),
        description="Ordningen på dagordningen: ärendetyper och slag av punkter (formality, decision, "
        "information); det som inte nämns kommer sist",
    )
    minutes_kept: str | None = Field(
        default=None, description="Var protokollet förvaras, om inte där anslagstavlan säger"
    )


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


class CalendarDay(Part):
    """A day that the office keeps and that is no meeting of a body."""

    on: Day = Field(description="Dagen")
    kind: Literal["deadline", "dispatch", "negotiation", "other"] = Field(
        description="Slaget: deadline (något ska ha kommit in), dispatch (något skickas ut eller läggs fram), "
        "negotiation (förhandling) eller other (annat)"
    )
    label: str = Field(description="Vad som ska ske")
    at: Clock | None = Field(default=None, description="Klockslaget då det börjar, 09:00")
    until: Clock | None = Field(default=None, description="Klockslaget då det slutar")
    place: str | None = Field(default=None, description="Platsen")
    cancelled: bool = Field(default=False, description="Det är inställt")
    before: Day | None = Field(
        default=None, description="Dagen som det är till för, om det är en senare"
    )

    def __str__(self) -> str:
        """The day and what it is for."""
        return f"{self.on} {self.label}"


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
    calendar: tuple[CalendarDay, ...] = Field(
        default=(), description="Andra dagar än sammanträden: inlämning, utskick, förhandling"
    )
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
    decision_heading: Literal["title", "clause"] = Field(
        default="title",
        description="Rubriken över beslut i protokoll: title (Utskottets beslut, Utskottets förslag till "
        "styrelsen) eller clause (Utskottet beslutar, Utskottet föreslår styrelsen besluta)",
    )
    drafting: Iso8601Period | None = Field(
        default=None,
        description="Hur långt före stoppdagen tjänsteskrivelsen ska vara klar, P7D; tomt: samma dag",
    )
