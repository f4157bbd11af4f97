"""The matter as a scenario finds it, and what is done to it: the parts of ``given`` and of steps."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from workflow.definition.document import Word
from workflow.definition.meets import Day
from workflow.definition.schema import Part
from workflow.workbench.scenarios.shorthand import as_texts
from workflow.workbench.scenarios.terms import (
    DueText,
    MailFate,
    PointKeys,
    Text,
    Values,
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
        default=None,
        description="Kvittot som kommer: delivered (kvitterad), failed (misslyckad) eller in_doubt (oviss)",
    )
    retry: bool = Field(default=False, description="Skicka en gång till")


class AssignmentSettledGiven(Part):
    """A person gives an assignment its owner, its day or both."""

    place: int = Field(default=1, ge=1, description="Vilket av ärendets uppdrag, räknat från 1")
    owner: Text | None = Field(default=None, description="Vem som ska göra det")
    due: Day | None = Field(default=None, description="När det ska vara klart")


_Texts = Annotated[
    tuple[Text, ...], BeforeValidator(as_texts, json_schema_input_type=Text | tuple[Text, ...])
]


class AtMeeting(Part):
    """One thing that is done at a meeting. Items are called by their titles; ``all``: every one that it can be."""

    agenda: _Texts = Field(
        default=(), description="Punkter som sätts upp på dagordningen, med sina rubriker"
    )
    withdrawn: _Texts = Field(default=(), description="Punkter som utgår")
    roll: _Texts = Field(
        default=(),
        description="De som tjänstgör; hör ingen till organet är de dess ledamöter, den första ordförande",
    )
    recorded: _Texts = Field(
        default=(), description="Punkter som behandlas, i ordning; all: alla som väntar"
    )
    struck: _Texts = Field(
        default=(), description="Behandlade punkter som visar sig aldrig ha tagits upp"
    )
    adjusters: _Texts = Field(default=(), description="De som väljs att justera protokollet")
    presented: _Texts = Field(
        default=(),
        description="Punkter vars paragrafer läggs fram för omedelbar justering; all: hela protokollet",
    )
    signed: _Texts = Field(
        default=(), description="De som signerar det som lades fram senast; all: alla som ska"
    )


class ChildGiven(Part):
    """A matter that this one started elsewhere has its answer."""

    at: Text = Field(description="Organisationen (kod), eller parten som den är skriven")
    outcome: Word = Field(description="Svaret, till exempel approves")
