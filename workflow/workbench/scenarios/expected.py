"""What is to be seen of a matter: the parts of ``then``."""

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator, Field

from workflow.definition.document import Word, Words
from workflow.definition.meets import Day
from workflow.definition.schema import Part
from workflow.workbench.scenarios.shorthand import (
    as_deadline_seen,
    as_piece,
)
from workflow.workbench.scenarios.terms import (
    IncidentKind,
    ItemSeen,
    SeenStatus,
    TaskKind,
    Text,
    Values,
)

_STATUSES = (
    "running (löper), suspended (pausad), met (uppfylld), expired (utgången), dropped (gäller inte) eller "
    "none (finns inte)"
)


class DeadlineSeen(Part):
    """A deadline as it is to be. Written as a day alone: it runs until then. As a word: its status."""

    final: Day | None = Field(default=None, description="Sista dagen")
    status: SeenStatus | None = Field(
        default=None,
        description=_STATUSES,
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
        default_factory=dict,
        description=f"Frist → dag, läge, eller {{final: dag, status: läge}}. Läget är {_STATUSES}",
    )
    fields: Values = Field(default_factory=dict, description="Fält → värde; null: inte ifyllt")
    tasks: tuple[TaskKind, ...] | None = Field(
        default=None,
        description="Slag av uppgifter som väntar på en person: recipient (en mottagare), assignment (ett "
        "uppdrag), deadline (en dag att bestämma), party (en part), flag (att se på) eller successor "
        "(ett nytt ärende att registrera)",
    )
    recipients: dict[Text, ItemSeen] | None = Field(
        default=None,
        description="Mottagare som de är skrivna → hur det har gått: waiting (väntar på justering), "
        "queued (i utkorgen), delivered (kvitterad), failed (misslyckad), in_doubt (oviss), "
        "unresolved (saknar adress) eller excepted (undantagen)",
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
        description="Slag av avvikelser: deadline (missad frist), recipient (ingen adress), "
        "notice (anslaget kom upp för sent eller försvann) eller command (något som skulle följa nekades)",
    )
    holds: Words = Field(
        default=(), description="Egenskaper som ska gälla, till exempel nothing_before_adjustment"
    )
    at_least: bool = Field(
        default=False, description="Listorna får hända tillsammans med annat; annars exakt"
    )
