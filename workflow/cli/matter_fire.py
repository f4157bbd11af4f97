"""``matter fire``: an event, or a body's decision, on one matter or on several in one go."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

import typer

from workflow.cli import output, parse
from workflow.cli.answers import as_answer, show_given
from workflow.cli.office import Given, Office
from workflow.cli.options import Json, Key, MatterRef, Org, Role, Version
from workflow.cli.root import REFUSED, office_of
from workflow.definition.schema import MatterType
from workflow.errors import ArendegangError, InvalidInputError
from workflow.model.commands import Command, FireEvent, RecordDecision
from workflow.model.matter import Matter
from workflow.model.outcome import AssignmentGiven, PointOutcome


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the options say, before it is known which kind of event it is."""

    outcomes: tuple[PointOutcome, ...]
    data: dict[str, list[str]]
    body: str | None
    on: date | None
    paragraph: str | None
    recipients: tuple[str, ...]
    assignments: tuple[AssignmentGiven, ...]

    @property
    def decision_only(self) -> bool:
        """Whether something was said that only a decision has."""
        return bool(
            self.body or self.on or self.paragraph or self.recipients or self.assignments
            or any(outcome.proposed for outcome in self.outcomes)
        )  # fmt: skip


def fire(
    context: typer.Context,
    *,
    matter: MatterRef,
    event: Annotated[
        str | None, typer.Argument(metavar="HÄNDELSE", help="Händelsens namn.")
    ] = None,
    org: Org = None,
    point: Annotated[
        list[str] | None, typer.Option("--point", metavar="PUNKT", help="Bara dessa punkter.")
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option(
            "--outcome", metavar="HÄNDELSE:PUNKTER[=FÖRSLAG]", help="Flera utfall i ett beslut."
        ),
    ] = None,
    data: Annotated[
        list[str] | None,
        typer.Option("--data", metavar="NAMN=VÄRDE", help="Uppgift; kan upprepas."),
    ] = None,
    body: Annotated[
        str | None, typer.Option("--body", metavar="ORGAN", help="Organet som beslutar.")
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAG", help="Dagen för beslutet.")
    ] = None,
    paragraph: Annotated[
        str | None, typer.Option("--paragraph", help="Paragraf i protokollet.")
    ] = None,
    recipient: Annotated[
        list[str] | None, typer.Option("--recipient", metavar="NAMN", help="Mottagare som tryckt.")
    ] = None,
    proposed: Annotated[
        str | None,
        typer.Option("--proposed", metavar="HÄNDELSE", help="Vad som föreslås nästa organ."),
    ] = None,
    assignment: Annotated[
        list[str] | None,
        typer.Option("--assignment", metavar='"VAD;VEM;NÄR;ORGAN"', help="Uppdrag."),
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option("--also", metavar="ÄRENDE", help="Samma händelse på fler ärenden."),
    ] = None,
    role: Role = None,
    key: Key = None,
    expected_version: Version = None,
    json: Json = False,
) -> None:
    """Låt något hända med ett ärende: en händelse eller ett organs beslut."""
    office = office_of(context)
    if (event is None) == (not outcome) or (outcome and (point or proposed)):
        raise typer.BadParameter("Ange HÄNDELSE (med --point, --proposed) eller --outcome.")
    asked = _Asked(
        outcomes=tuple(parse.outcome(one) for one in outcome or ())
        or (PointOutcome(parse.text(event or "", "Händelsen"), tuple(point or ()), proposed),),
        data=parse.pairs(data or [], "--data"),
        body=body,
        on=parse.day(on, "--on") if on else None,
        paragraph=parse.text(paragraph, "--paragraph") if paragraph else None,
        recipients=tuple(parse.text(name, "--recipient") for name in recipient or ()),
        assignments=tuple(parse.assignment(one) for one in assignment or ()),
    )
    failed = False
    answers: list[Given] = []
    for nr, reference in enumerate([matter, *(also or ())]):
        try:
            answers.append(
                _fire(
                    office,
                    office.find(reference, org),
                    asked,
                    roles=tuple(role or ()),
                    key=f"{key}:{nr}" if key and nr else key,
                    expected_version=expected_version if nr == 0 else None,
                )
            )
        except ArendegangError as error:
            if not also:
                raise
            failed = True
            output.warn(f"{reference}: {error.code}: {error}")
    if json:
        shown = [as_answer(office, given) for given in answers]
        output.as_json(shown if also else shown[0])
    else:
        for given in answers:
            show_given(office, given)
    if failed:
        raise typer.Exit(REFUSED)


def _fire(
    office: Office,
    found: Matter,
    asked: _Asked,
    *,
    roles: tuple[str, ...],
    key: str | None,
    expected_version: int | None,
) -> Given:
    definition = office.catalogue.matter_type(found.definition)
    command = _command(definition, asked)
    return office.give(found.id, command, key=key, roles=roles, expected_version=expected_version)


def _command(definition: MatterType, asked: _Asked) -> Command:
    """The kind of command that the definition makes of the event; an unknown one is left to the engine.

    Raises:
        InvalidInputError: a plain event and a decision at once, or details that only a decision has.
    """
    values = parse.fields(asked.data, definition.fields, "--data")
    forms = {name: spec.form for name, spec in definition.events.items()}
    unknown = [o.event for o in asked.outcomes if o.event not in forms]
    if unknown:
        return FireEvent(unknown[0], data=values)
    plain = [o.event for o in asked.outcomes if forms[o.event] is None]
    if not plain:
        return RecordDecision(
            outcomes=asked.outcomes,
            body=asked.body,
            decided_on=asked.on,
            paragraph=asked.paragraph,
            recipients=asked.recipients,
            assignments=asked.assignments,
            data=values,
        )
    if len(asked.outcomes) > 1 or asked.decision_only:
        raise InvalidInputError(
            f"Händelsen {plain[0]} är inget beslut av ett organ.",
            hint="Ta bort organ, dag, paragraf, mottagare, förslag och uppdrag, eller ge den för sig.",
        )
    only = asked.outcomes[0]
    return FireEvent(only.event, only.points, values)
