"""``meeting record|correct|strike``: what was decided, item by item or a whole agenda from a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from workflow.cli import meeting_said as options
from workflow.cli.meeting_file import say_done
from workflow.cli.meeting_giving import after_trial, give
from workflow.cli.meeting_named import (
    SECRETARY,
    BodyRef,
    DayRef,
    ItemRef,
    Source,
    Why,
    find_meeting,
    item_named,
)
from workflow.cli.meeting_said import Said, over
from workflow.cli.office import Office
from workflow.cli.options import Json, Key, Org, Role
from workflow.cli.parse import text
from workflow.cli.root import office_of
from workflow.definition.schema import FieldSpec
from workflow.model.commands import CorrectItem, ItemDealtWith, RecordItems
from workflow.model.matter import Matter
from workflow.model.proceedings import AgendaItem, Deliberation, Resolution
from workflow.workbench.meeting.reading import read_meeting
from workflow.workbench.meeting.recorder import Recorder

_Item = Annotated[
    str | None,
    typer.Argument(
        metavar="PUNKT", help="Nyckel (i3), paragraf eller diarienummer; inte med --file."
    ),
]


def record(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    item: _Item = None,
    outcome: options.Outcomes = None,
    sentence: options.Sentences = None,
    heading: options.HeadingText = "",
    recipient: options.Recipients = None,
    assignment: options.Assignments = None,
    reason: options.ReasonText = None,
    tabled_to: options.TabledTo = None,
    data: options.Data = None,
    at: options.TakenUpAt = None,
    by_all: options.ByAll = False,
    conflict: options.Conflicts = None,
    motion: options.Floor = None,
    question: options.Question = "",
    vote: options.VoteText = None,
    yes_by: options.YesBy = None,
    no_by: options.NoBy = None,
    abstained_by: options.AbstainedBy = None,
    casting: options.Casting = False,
    minority: options.Minority = False,
    reservation: options.Reservations = None,
    statement: options.Statements = None,
    file: Source = None,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Registrera vad som beslutades under en punkt, eller hela sammanträdet ur en fil; ärendet går vidare direkt."""
    office = office_of(context)
    said = Said(
        outcomes=outcome, sentences=sentence, heading=heading, recipients=recipient,
        assignments=assignment, reason=reason, tabled_to=tabled_to, data=data, at=at, by_all=by_all,
        conflicts=conflict, floor=motion, question=question, vote=vote, yes_by=yes_by, no_by=no_by,
        abstained_by=abstained_by, casting=casting, minority=minority, reservations=reservation,
        statements=statement,
    )  # fmt: skip
    meeting = find_meeting(office, body, on, org)
    if file is not None:
        _only_file(item, said)
        done = _recorder(office, meeting, file, role).record()
        say_done(meeting, done, json_wanted=json)
        return
    found = item_named(meeting, _needed(item))
    deliberation = said.deliberation(_fields(office, found))
    command = RecordItems((ItemDealtWith(found.key, deliberation),))
    give(office, meeting, command, role=role, key=key, json_wanted=json, carry=after_trial)


def correct(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    item: _Item = None,
    outcome: options.Outcomes = None,
    why: Why,
    title: Annotated[str | None, typer.Option("--title", help="Ny rubrik.")] = None,
    sentence: options.Sentences = None,
    heading: options.HeadingText = "",
    recipient: options.Recipients = None,
    assignment: options.Assignments = None,
    reason: options.ReasonText = None,
    tabled_to: options.TabledTo = None,
    data: options.Data = None,
    at: options.TakenUpAt = None,
    by_all: options.ByAll = False,
    conflict: options.Conflicts = None,
    motion: options.Floor = None,
    question: options.Question = "",
    vote: options.VoteText = None,
    yes_by: options.YesBy = None,
    no_by: options.NoBy = None,
    abstained_by: options.AbstainedBy = None,
    casting: options.Casting = False,
    minority: options.Minority = False,
    reservation: options.Reservations = None,
    statement: options.Statements = None,
    file: Source = None,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Rätta det som är registrerat, före justeringen. Det som inte sägs står kvar; med nytt utfall bara mottagarna."""
    office = office_of(context)
    said = Said(
        outcomes=outcome, sentences=sentence, heading=heading, recipients=recipient,
        assignments=assignment, reason=reason, tabled_to=tabled_to, data=data, at=at, by_all=by_all,
        conflicts=conflict, floor=motion, question=question, vote=vote, yes_by=yes_by, no_by=no_by,
        abstained_by=abstained_by, casting=casting, minority=minority, reservations=reservation,
        statements=statement,
    )  # fmt: skip
    meeting = find_meeting(office, body, on, org)
    reason_given = text(why, "--why")
    if file is not None:
        _only_file(item, said)
        done = _recorder(office, meeting, file, role).correct(reason_given)
        say_done(meeting, done, json_wanted=json)
        return
    found = item_named(meeting, _needed(item))
    before = found.deliberation or Deliberation(Resolution())
    deliberation = over(said.deliberation(_fields(office, found)), before)
    command = CorrectItem(found.key, deliberation, reason_given, title=title)
    give(office, meeting, command, role=role, key=key, json_wanted=json, carry=after_trial)


def strike(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    item: ItemRef,
    why: Why,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Punkten togs aldrig upp: den väntar igen, och senare paragrafer flyttas upp."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    command = CorrectItem(item_named(meeting, item).key, None, text(why, "--why"))
    give(office, meeting, command, role=role, key=key, json_wanted=json, carry=after_trial)


def _recorder(office: Office, meeting: Matter, file: str, role: list[str] | None) -> Recorder:
    actor = office.actor(tuple(role or SECRETARY))
    return Recorder(office.engine.context, meeting.id, read_meeting(Path(file)), actor)


def _only_file(item: str | None, said: Said) -> None:
    if item is not None or said != Said():
        raise typer.BadParameter("--file tar allt från filen; ta bort de andra.")


def _needed(item: str | None) -> str:
    if item is None:
        raise typer.BadParameter("PUNKT behövs, eller --file FIL.")
    return item


def _fields(office: Office, item: AgendaItem) -> Mapping[str, FieldSpec]:
    """The fields of the item's matter; none for a formality."""
    if item.matter is None:
        return {}
    return office.catalogue.matter_type(office.find(item.matter).definition).fields
