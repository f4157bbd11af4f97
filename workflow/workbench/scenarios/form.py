"""The form of a scenario file: what an office writes to say what a matter type is to do.

One file beside each type (``matters/motion.scenarios.yaml``), and one beside a route for what is the same
in every type that uses it (``routes/bodies.scenarios.yaml``). Words that begin with ``$`` are filled in for
each instance, see :mod:`workflow.workbench.scenarios.instances`.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from workflow.definition.document import SomeWords, Word, Words
from workflow.definition.organisation import Day
from workflow.definition.schema import Iso8601Period, Name, Part
from workflow.model.matter import FieldValue
from workflow.workbench.scenarios.shorthand import (
    as_deadline_seen,
    as_decision,
    as_key,
    as_list,
    as_piece,
    as_text,
)

Text = Annotated[str, Field(min_length=1, max_length=500)]
DueText = Annotated[
    str, BeforeValidator(as_text, json_schema_input_type=date | str), Field(max_length=20)
]
PointKey = Annotated[
    str, BeforeValidator(as_key, json_schema_input_type=int | str), Field(max_length=60)
]
PointKeys = tuple[PointKey, ...]
Values = dict[Word, FieldValue]
SeenStatus = Literal["running", "suspended", "met", "expired", "dropped", "none"]
"""``none``: the matter has no such deadline."""
TaskKind = Literal["recipient", "assignment", "deadline", "party", "flag", "successor"]
IncidentKind = Literal["deadline", "recipient", "command"]
MailFate = Literal["failed", "in_doubt"]
ItemSeen = Literal["waiting", "queued", "delivered", "failed", "in_doubt", "unresolved", "excepted"]


class Where(Part):
    """For which types a scenario of a route is run; all of it must hold."""

    decided_by: Words = Field(default=(), description="Något av dessa organ får avgöra ärendetypen")
    states: Words = Field(default=(), description="Ärendetypen har alla dessa lägen")
    events: Words = Field(default=(), description="Ärendetypen har alla dessa händelser")
    fields: Words = Field(default=(), description="Ärendetypen har alla dessa fält")
    deadlines: Words = Field(default=(), description="Ärendetypen har alla dessa frister")
    lines: dict[Word, Words] = Field(
        default_factory=dict,
        description="Händelse → lägen som den har en rad från i ärendetypen",
    )


class Given(Part):
    """The matter as the scenario finds it: registered on its day, and where it is by then."""

    on: Day | None = Field(default=None, description="Dagen då det börjar; annars filens on")
    title: Text | None = Field(default=None, description="Ärendets rubrik; annars scenariots namn")
    fields: Values = Field(
        default_factory=dict, description="Ärendets fält, utöver filens; null tar bort ett av dem"
    )
    points: tuple[Text, ...] = Field(
        default=(), description="Beslutspunkternas texter; annars en punkt med rubriken"
    )
    at: Word | None = Field(
        default=None,
        description="Läget som ärendet är i; kan det inte registreras där går det dit enligt ways",
    )
    taken_over_from: Text | None = Field(
        default=None, description="Vem som hade ärendet förut, när det börjar mitt på vägen"
    )
    flags: tuple[Text, ...] = Field(default=(), description="Vad en person ska se på")
    meetings: dict[Word, tuple[Day, ...]] = Field(
        default_factory=dict, description="Sammanträdesdagar, i stället för organisationens"
    )
    mail: dict[Text, MailFate] = Field(
        default_factory=dict,
        description="Namn eller adress vars mejl inte går fram (failed), eller där ingen vet (in_doubt)",
    )


class OutcomeGiven(Part):
    """What a body does with some points."""

    event: Word = Field(description="Utfallet, till exempel grants")
    points: PointKeys = Field(default=(), description="Punkternas nummer; annars alla som väntar")
    proposed: Word | None = Field(default=None, description="Vad nästa organ föreslås besluta")
    text: Text | None = Field(default=None, description="Punktens nya lydelse")


class AssignmentWritten(Part):
    """An assignment as a decision words it."""

    what: Text = Field(description="Vad som ska göras")
    owner: Text | None = Field(default=None, description="Vem som ska göra det")
    due: DueText | None = Field(default=None, description="Dag, eller månad som 2025-09")
    due_body: Word | None = Field(
        default=None, description="Organet vars sammanträde avses, med en månad"
    )


class DecisionGiven(Part):
    """A body's decision at a meeting on the day of the step."""

    body: Word | None = Field(default=None, description="Organet; annars det som ärendet väntar på")
    outcome: Word | None = Field(default=None, description="Utfallet för alla punkter som väntar")
    proposed: Word | None = Field(default=None, description="Vad nästa organ föreslås besluta")
    outcomes: tuple[OutcomeGiven, ...] = Field(
        default=(), description="I stället för outcome: vad som beslutas punkt för punkt"
    )
    paragraph: Text | None = Field(default=None, description="Paragrafen i protokollet")
    recipients: tuple[Text, ...] = Field(default=(), description="Vilka beslutet skickas till")
    assignments: tuple[AssignmentWritten, ...] = Field(
        default=(), description="Uppdrag som ges i beslutet"
    )


class DeadlineGiven(Part):
    """A person moves a deadline, or stops or starts its clock: one of extend, suspend and resume."""

    extend: Word | None = Field(default=None, description="Fristen som förlängs, till until")
    suspend: Word | None = Field(default=None, description="Fristen vars klocka stannas")
    resume: Word | None = Field(default=None, description="Fristen vars klocka startas igen")
    until: Day | None = Field(default=None, description="Ny sista dag (med extend)")
    reason: Text = Field(default="Enligt scenariot", description="Skälet")


class TaskGiven(Part):
    """A person answers a task."""

    kind: Literal["flag", "deadline", "successor"] = Field(
        description="Vad för slags uppgift: flag (att se på), deadline (en dag) eller successor"
    )
    answer: Text = Field(default="Klart enligt scenariot", description="Svaret")


class RecipientGiven(Part):
    """A person sees to a recipient: one of addresses, because, receipt and retry."""

    name: Text = Field(description="Mottagaren som den är skriven i beslutet")
    addresses: tuple[Text, ...] = Field(default=(), description="Adresser som beslutet ska till")
    because: Text | None = Field(default=None, description="Varför inget behöver skickas")
    receipt: Literal["delivered", "failed", "in_doubt"] | None = Field(
        default=None, description="Kvittot som kommer"
    )
    retry: bool = Field(default=False, description="Skicka en gång till")


class AssignmentSettledGiven(Part):
    """A person gives an assignment its owner, its day or both."""

    place: int = Field(default=1, ge=1, description="Vilket av ärendets uppdrag, räknat från 1")
    owner: Text | None = Field(default=None, description="Vem som ska göra det")
    due: Day | None = Field(default=None, description="När det ska vara klart")


class ChildGiven(Part):
    """A matter that this one started elsewhere has its answer."""

    at: Text = Field(description="Organisationen (kod), eller parten som den är skriven")
    outcome: Word = Field(description="Svaret, till exempel approves")


class DeadlineSeen(Part):
    """A deadline as it is to be. Written as a day alone: it runs until then. As a word: its status."""

    final: Day | None = Field(default=None, description="Sista dagen")
    status: SeenStatus | None = Field(
        default=None,
        description="running (löper), suspended, met (uppfylld), expired (utgången), dropped, none",
    )
    at_risk: bool | None = Field(default=None, description="Om den riskerar att inte hållas")


SeenDeadline = Annotated[
    DeadlineSeen,
    BeforeValidator(as_deadline_seen, json_schema_input_type=date | SeenStatus | DeadlineSeen),
]


class AssignmentSeen(Part):
    """An assignment as it is to be; what isn't written isn't compared."""

    what: Text | None = Field(default=None, description="Vad som ska göras")
    owner: Text | None = Field(default=None, description="Vem som ska göra det")
    due: Day | None = Field(default=None, description="När det ska vara klart")
    matter: bool | None = Field(default=None, description="Om det följs upp i ett eget ärende")


class Expected(Part):
    """What is to be seen: how things are, and what has happened since the step before.

    At the end of a scenario: since its beginning. What isn't written isn't compared.
    """

    state: Words = Field(
        default=(), description="Läget som alla punkter är i, eller varje punkts läge i ordning"
    )
    closed: bool | None = Field(default=None, description="Om ärendet är avslutat")
    refused: Annotated[str | None, BeforeValidator(as_piece, json_schema_input_type=bool | str)] = (
        Field(
            default=None,
            description="Steget nekas: true, eller en del av meningen som säger varför",
        )
    )
    deadlines: dict[Word, SeenDeadline] = Field(
        default_factory=dict, description="Frist → dag, läge, eller {final: dag, status: läge}"
    )
    fields: Values = Field(default_factory=dict, description="Fält → värde; null: inte ifyllt")
    tasks: tuple[TaskKind, ...] | None = Field(
        default=None, description="Slag av uppgifter som väntar på en person"
    )
    recipients: dict[Text, ItemSeen] | None = Field(
        default=None, description="Mottagare som de är skrivna → hur det har gått"
    )
    assignments: tuple[AssignmentSeen, ...] | None = Field(
        default=None, description="Ärendets uppdrag i ordning"
    )
    children: dict[Text, Word | None] | None = Field(
        default=None, description="Startade ärenden: organisation eller part → svar, null: inget än"
    )
    possible: Words | None = Field(default=None, description="Händelser som är möjliga nu")
    reminders: Words | None = Field(
        default=None, description="Frister som det har påmints om, en gång per påminnelse"
    )
    dispatched: tuple[Text, ...] | None = Field(
        default=None, description="Namn eller adresser som beslut har skickats till"
    )
    told: tuple[Text, ...] | None = Field(
        default=None,
        description="Roller (secretary), namn eller adresser som har fått besked om en frist",
    )
    notices: tuple[Text, ...] | None = Field(
        default=None, description="Anslagstavlor som anslaget har satts upp på"
    )
    taken_down: bool | None = Field(default=None, description="Om anslaget har tagits ned")
    incidents: tuple[IncidentKind, ...] | None = Field(
        default=None,
        description="Slag av avvikelser: deadline (missad frist), recipient (ingen adress) eller "
        "command (något som skulle följa nekades)",
    )
    holds: Words = Field(
        default=(), description="Egenskaper som ska gälla, till exempel nothing_before_adjustment"
    )
    at_least: bool = Field(
        default=False, description="Listorna får hända tillsammans med annat; annars exakt"
    )


class Step(Part):
    """One thing that is done, or a time that passes; then what is to be seen. Without either: only a look."""

    on: Day | None = Field(default=None, description="Dagen; tiden går dit först")
    after: Iso8601Period | None = Field(
        default=None, description="Tid efter steget före, till exempel P3M"
    )
    event: Word | None = Field(default=None, description="Händelse som inte är ett organs beslut")
    decision: (
        Annotated[
            DecisionGiven, BeforeValidator(as_decision, json_schema_input_type=Word | DecisionGiven)
        ]
        | None
    ) = Field(default=None, description="Ett organs beslut; bara ett ord är utfallet")
    adjusted: Word | None = Field(
        default=None, description="Organet vars protokoll justeras, eller all: alla ojusterade"
    )
    wait: Iso8601Period | None = Field(default=None, description="Tid som går, till exempel P1Y")
    until: Day | None = Field(default=None, description="Dag som tiden går till")
    deadline: DeadlineGiven | None = Field(
        default=None, description="En person förlänger, stannar eller startar en frist"
    )
    task: TaskGiven | None = Field(default=None, description="En person besvarar en uppgift")
    recipient: RecipientGiven | None = Field(default=None, description="Något om en mottagare")
    assignment: AssignmentSettledGiven | None = Field(
        default=None, description="Ett uppdrag får ansvarig eller dag"
    )
    child: ChildGiven | None = Field(default=None, description="Ett startat ärende får sitt svar")
    meetings: dict[Word, tuple[Day, ...]] = Field(
        default_factory=dict, description="Sammanträdesplanen ändras: organ → dagar"
    )
    data: Values = Field(default_factory=dict, description="Fält som följer med händelsen")
    points: PointKeys = Field(default=(), description="Punkternas nummer (med event)")
    by: Words = Field(default=(), description="Roller som handlar; annars kansliets alla")
    then: Expected | None = Field(
        default=None, description="Vad som ska synas efter steget; det som hänt sedan steget före"
    )


class Way(Part):
    """How a matter comes to a state that it can't be registered in."""

    where: Where | None = Field(default=None, description="För vilka ärendetyper")
    at: Word | None = Field(default=None, description="Läget som vägen börjar i")
    steps: tuple[Step, ...] = Field(default=(), description="Stegen dit")


Row = dict[Name, SomeWords]


class Scenario(Part):
    """One example, or with ``each`` one for every combination of words."""

    name: Text = Field(description="Vad scenariot visar, i en mening; filens egna namn är olika")
    where: Where | None = Field(
        default=None, description="För vilka av de ärendetyper som använder vägen"
    )
    each: Annotated[
        tuple[Row, ...], BeforeValidator(as_list, json_schema_input_type=Row | tuple[Row, ...])
    ] = Field(
        default=(),
        description="Ett scenario för varje ord: {ord: [$outcomes, notes]} fyller i $ord",
    )
    organisation: Word | None = Field(default=None, description="Annars filens eller typens")
    given: Given = Field(default_factory=Given, description="Ärendet som det är från början")
    steps: tuple[Step, ...] = Field(default=(), description="Vad som händer, i ordning")
    then: Expected | None = Field(
        default=None, description="Vad som ska synas till sist, sedan scenariot började"
    )


class ScenariosDocument(Part):
    """``NAME.scenarios.yaml`` beside a type, a procedure or a route."""

    scenarios_for: Name | None = Field(
        default=None, description="Ärendetypen eller förloppet som scenarierna är för"
    )
    scenarios_for_route: Name | None = Field(
        default=None, description="Vägen: scenarierna körs för varje ärendetyp som använder den"
    )
    organisation: Name | None = Field(
        default=None, description="Organisationen som ärendena hör till"
    )
    on: Day | None = Field(default=None, description="Dagen då ärendena börjar")
    fields: dict[Name, FieldValue] = Field(
        default_factory=dict, description="Fält som varje ärende har, om scenariot inte säger annat"
    )
    leaves_out: dict[Text, Text] = Field(
        default_factory=dict,
        description="Vägarnas scenarier som inte gäller den här ärendetypen: namn → skälet",
    )
    ways: dict[
        Name,
        Annotated[
            tuple[Way, ...], BeforeValidator(as_list, json_schema_input_type=Way | tuple[Way, ...])
        ],
    ] = Field(
        default_factory=dict,
        description="Läge → hur ett ärende kommer dit, när det inte kan registreras där",
    )
    scenarios: tuple[Scenario, ...] = Field(default=(), description="Scenarierna")
