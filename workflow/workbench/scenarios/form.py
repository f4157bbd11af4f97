"""The form of a scenario file: what an office writes to say what a matter type is to do.

One file beside each type (``matters/motion.scenarios.yaml``), and one beside a route for what is the same
in every type that uses it (``routes/bodies.scenarios.yaml``). Words that begin with ``$`` are filled in for
each instance, see :mod:`workflow.workbench.scenarios.instances`.
"""

from typing import Annotated

from pydantic import BeforeValidator, Field

from workflow.definition.document import SomeWords, Word, Words
from workflow.definition.meets import Day
from workflow.definition.schema import Iso8601Period, Name, Part
from workflow.model.matter import FieldValue
from workflow.workbench.scenarios.expected import Expected
from workflow.workbench.scenarios.given import (
    AssignmentSettledGiven,
    AtMeeting,
    ChildGiven,
    DeadlineGiven,
    DecisionGiven,
    Given,
    RecipientGiven,
    TaskGiven,
)
from workflow.workbench.scenarios.shorthand import (
    as_decision,
    as_list,
)
from workflow.workbench.scenarios.terms import (
    PointKeys,
    Text,
    Values,
)


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
    at_meeting: AtMeeting | None = Field(
        default=None, description="Något som görs med ett sammanträde"
    )
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
