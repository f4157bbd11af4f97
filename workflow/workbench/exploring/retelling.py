"""What was found, retold as a scenario that can be pasted into the type's scenario file and fails there."""

from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from workflow.model.commands import (
    AdjustMinutes,
    CallRoll,
    Command,
    CorrectItem,
    ElectAdjusters,
    FireEvent,
    PlaceItems,
    PresentMinutes,
    RecordDecision,
    RecordItems,
    ReportChild,
    SettleAssignment,
    SettleRecipient,
    SettleTask,
    SignMinutes,
    WithdrawItem,
)
from workflow.model.matter import ENGINE, Actor, Matter
from workflow.workbench.exploring.people import EVERYONE
from workflow.workbench.exploring.search import Trail
from workflow.workbench.exploring.situation import Move, Office, at_work
from workflow.workbench.exploring.values import Known

_OF_MEETINGS = (
    CallRoll,
    CorrectItem,
    ElectAdjusters,
    PlaceItems,
    PresentMinutes,
    RecordItems,
    SignMinutes,
    WithdrawItem,
)
_WIDTH = 120
_INDENT = 2
Told = dict[str, object]


def scenario(office: Office, trail: Trail, *, name: str, holds: str) -> str:
    """The trail as YAML, one entry of ``scenarios``; it ends in what doesn't hold.

    Args:
        office: the organisation and the machine that the trail was found in.
        trail: registration and moves.
        name: of the scenario.
        holds: the property that is refuted by it.
    """
    known = Known.of(office.organisation)
    given: Told = {"on": trail.day, **_registration(trail)}
    steps = list(_steps(office, trail))
    if known.failing is not None and any(
        known.failing in _recipients(move) for move in trail.moves
    ):
        given["mail"] = {known.failing: "failed"}
    told: Told = {
        "name": name,
        "organisation": trail.organisation,
        "given": given,
        "steps": steps,
        "then": {"holds": [holds]},
    }
    return _yaml(told)


def _registration(trail: Trail) -> Told:
    command = trail.registration
    fields = {name: _value(value) for name, value in command.fields.items()}
    told: Told = {"fields": fields} if fields else {}
    if command.points:
        told["points"] = list(command.points)
    if command.enter_at is not None:
        told["at"] = command.enter_at
    return told


def _steps(office: Office, trail: Trail) -> Iterator[Told]:
    """The moves as steps; they are made again, because a step names what a command has the key of."""
    situation = office.begin(trail.registration, EVERYONE, at_work(trail.day)).situation
    for move in trail.moves:
        assert situation is not None  # noqa: S101 - the trail was walked before
        if move.until is not None:
            yield {"until": move.until}
        by = _by(move.actor)
        for number, command in enumerate(move.commands):
            if isinstance(command, _OF_MEETINGS):
                yield _at_meeting(command, situation.matter) | by
            elif not isinstance(command, AdjustMinutes):
                yield _step(command, situation.matter) | by
            elif number == 0:
                yield {"adjusted": "all", **by}
            elif not isinstance(move.commands[0], AdjustMinutes):
                yield {"adjusted": command.body, **by}
        situation = office.take(situation, move).situation or situation


def _by(actor: Actor) -> Told:
    return {} if actor in (EVERYONE, ENGINE) else {"by": list(actor.roles)}


def _step(command: Command, matter: Matter) -> Told:
    match command:
        case FireEvent():
            points = {"points": list(command.points)} if command.points else {}
            return {"event": command.event, **_data(command.data), **points}
        case RecordDecision():
            return {"decision": _decision(command), **_data(command.data)}
        case SettleRecipient():
            item = next(one for one in matter.items if one.key == command.item)
            return {"recipient": {"name": item.printed, "because": command.because}}
        case SettleAssignment():
            keys = [one.key for one in matter.assignments]
            place = keys.index(command.assignment) + 1
            return {"assignment": {"place": place, "owner": command.owner, "due": command.due}}
        case SettleTask():
            task = next(one for one in matter.tasks if one.key == command.task)
            return {"task": {"kind": task.kind, "answer": command.answer}}
        case ReportChild():
            child = next(one for one in matter.children if one.key == command.child)
            return {"child": {"at": child.organisation, "outcome": command.outcome}}
    raise AssertionError(command)


def _at_meeting(command: Command, meeting: Matter) -> Told:
    """What is done at a meeting; items by their titles."""
    items = meeting.proceedings.items if meeting.proceedings else ()
    titles = {item.key: item.title for item in items}
    told: Told = {}
    match command:
        case PlaceItems():
            told["agenda"] = [item.title for item in command.items]
        case WithdrawItem():
            told["withdrawn"] = titles[command.item]
        case CallRoll():
            told["roll"] = [one.name for one in command.roll.presences]
        case ElectAdjusters():
            told["adjusters"] = list(command.adjusters.names)
        case RecordItems():
            told["recorded"] = [titles[dealt.item] for dealt in command.items]
        case CorrectItem():
            told["struck"] = titles[command.item]
        case PresentMinutes():
            told["presented"] = [titles[key] for key in command.items]
        case SignMinutes():
            told["signed"] = command.name
    return {"at_meeting": told}


def _decision(command: RecordDecision) -> Told:
    (outcome,) = command.outcomes
    told: Told = {}
    proposed = {"proposed": outcome.proposed} if outcome.proposed else {}
    if outcome.points:
        told["outcomes"] = [{"event": outcome.event, "points": list(outcome.points), **proposed}]
    else:
        told |= {"outcome": outcome.event, **proposed}
    told["body"] = command.body
    if command.recipients:
        told["recipients"] = list(command.recipients)
    if command.assignments:
        told["assignments"] = [{"what": one.what} for one in command.assignments]
    return told


def _recipients(move: Move) -> Iterator[str]:
    for command in move.commands:
        if isinstance(command, RecordDecision):
            yield from command.recipients


def _data(data: Mapping[str, object]) -> Told:
    return {"data": {name: _value(value) for name, value in data.items()}} if data else {}


def _value(value: object) -> object:
    """A value as it is written: a day as a day."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _yaml(told: Told) -> str:
    """A list of one; what is short stands on one line."""
    written = CommentedMap()
    for key, value in told.items():
        if key == "steps" and isinstance(value, list):
            steps = CommentedSeq()
            steps.extend(_flow(step) for step in value)
            written[key] = steps
        else:
            written[key] = _flow(value)
    given = CommentedMap()
    for key, value in dict(written["given"]).items():
        given[key] = _flow(value)
    written["given"] = given
    if not told["steps"]:
        del written["steps"]
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.indent(mapping=_INDENT, sequence=_INDENT * 2, offset=_INDENT)
    stream = StringIO()
    yaml.dump([written], stream)
    return stream.getvalue()


def _flow(value: object) -> object:
    if isinstance(value, dict):
        found = CommentedMap({key: _flow(each) for key, each in value.items()})
        found.fa.set_flow_style()
        return found
    if isinstance(value, list | tuple):
        listed = CommentedSeq([_flow(each) for each in value])
        listed.fa.set_flow_style()
        return listed
    return value
