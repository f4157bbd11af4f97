"""What a step does, as commands: each with a few words of what it is."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from workflow.definition.schema import EventSpec
from workflow.errors import CommandRefusedError
from workflow.machine.narrate import label_of
from workflow.machine.recipients import folded
from workflow.model.commands import (
    AdjustMinutes,
    Command,
    ExtendDeadline,
    FireEvent,
    RecordDecision,
    RecordReceipt,
    ReportChild,
    ResumeDeadline,
    RetryDispatch,
    SettleAssignment,
    SettleRecipient,
    SettleTask,
    SuspendDeadline,
)
from workflow.model.matter import ENGINE, SETTLED, Actor, DispatchItem, FieldValue, Matter
from workflow.model.outcome import AssignmentGiven, PointOutcome
from workflow.model.proceedings import Proceedings
from workflow.workbench.scenarios.form import Step
from workflow.workbench.scenarios.given import (
    AssignmentSettledGiven,
    ChildGiven,
    DeadlineGiven,
    DecisionGiven,
    RecipientGiven,
    TaskGiven,
)
from workflow.workbench.scenarios.meeting_acts import meeting_acts
from workflow.workbench.scenarios.trial import OFFICE, Trial

ALL = "all"


class Act(NamedTuple):
    """A command, what it is in words, and who gives it."""

    command: Command
    did: str
    actor: Actor


def acts(step: Step, trial: Trial) -> Iterator[Act]:
    """The commands of a step, one by one; nothing for one that only waits or looks.

    Raises:
        CommandRefusedError: there is nothing of the kind that the step is about.
    """
    actor = Actor(OFFICE.name, step.by) if step.by else OFFICE
    matter = trial.matter
    if step.event is not None:
        label = label_of(trial.machine.definition, step.event)
        command = FireEvent(step.event, step.points, plain(step.data))
        yield Act(command, f"{label} ({step.event})", actor)
    if step.decision is not None:
        yield _decision(step.decision, step.data, trial, actor)
    if step.adjusted is not None:
        for body, day in _unadjusted(matter, step.adjusted):
            did = f"Protokollet från {body} {day} justeras"
            yield Act(AdjustMinutes(body, day, trial.today), did, actor)
    if step.deadline is not None:
        yield _deadline(step.deadline, actor)
    yield from _seen_to(step, matter, actor)


def _seen_to(step: Step, matter: Matter, actor: Actor) -> Iterator[Act]:
    """What somebody sees to in the matter."""
    if step.task is not None:
        yield _task(step.task, matter, actor)
    if step.recipient is not None:
        yield _recipient(step.recipient, matter, actor)
    if step.assignment is not None:
        yield _assignment(step.assignment, matter, actor)
    if step.child is not None:
        yield _child(step.child, matter)
    if step.at_meeting is not None:
        held = matter.proceedings or Proceedings()
        for command, did in meeting_acts(step.at_meeting, held):
            yield Act(command, did, actor)


def plain(data: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """Values as commands carry them: days as ISO 8601 text."""
    return {name: _plain(value) for name, value in data.items()}


def _plain(value: FieldValue) -> FieldValue:
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _decision(
    given: DecisionGiven, data: Mapping[str, FieldValue], trial: Trial, actor: Actor
) -> Act:
    outcomes = tuple(
        PointOutcome(one.event, one.points, one.proposed, one.text) for one in given.outcomes
    )
    if given.outcome is not None:
        outcomes = (PointOutcome(given.outcome, proposed=given.proposed), *outcomes)
    command = RecordDecision(
        outcomes=outcomes,
        body=given.body,
        paragraph=given.paragraph,
        recipients=given.recipients,
        assignments=tuple(
            AssignmentGiven(one.what, one.owner, one.due, one.due_body) for one in given.assignments
        ),
        data=plain(data),
    )
    events = trial.machine.definition.events
    words = ", ".join(_outcome(one, events) for one in outcomes)
    return Act(command, f"{given.body or 'Organet'} beslutar: {words}", actor)


def _outcome(outcome: PointOutcome, events: Mapping[str, EventSpec]) -> str:
    label = events[outcome.event].label if outcome.event in events else outcome.event
    proposed = f", föreslår {outcome.proposed}" if outcome.proposed else ""
    points = f" (punkt {', '.join(outcome.points)})" if outcome.points else ""
    return f"{label} ({outcome.event}{proposed}){points}"


def _unadjusted(matter: Matter, body: str) -> list[tuple[str, date]]:
    """Body and day of the meetings meant: that body's latest, or all of them."""
    meetings = dict.fromkeys(
        (one.body, one.decided_on)
        for one in matter.decisions
        if one.adjusted_on is None and body in (ALL, one.body)
    )
    if not meetings:
        raise CommandRefusedError("Det finns inget ojusterat protokoll.")
    return list(meetings) if body == ALL else [max(meetings, key=lambda met: met[1])]


def _deadline(given: DeadlineGiven, actor: Actor) -> Act:
    if given.extend is not None and given.until is not None:
        extend = ExtendDeadline(given.extend, given.until, given.reason)
        return Act(extend, f"Fristen {given.extend} förlängs till {given.until}", actor)
    if given.suspend is not None:
        suspend = SuspendDeadline(given.suspend, given.reason)
        return Act(suspend, f"Fristen {given.suspend} stannas", actor)
    resume = ResumeDeadline(given.resume or "", given.reason)
    return Act(resume, f"Fristen {given.resume} startas igen", actor)


def _task(given: TaskGiven, matter: Matter, actor: Actor) -> Act:
    for task in matter.tasks:
        if task.open and task.kind == given.kind:
            return Act(SettleTask(task.key, given.answer), f"Besvarar: {task.text}", actor)
    raise CommandRefusedError(f"Ärendet har ingen öppen uppgift av slaget {given.kind}.")


def _recipient(given: RecipientGiven, matter: Matter, actor: Actor) -> Act:
    item = _item(matter, given.name)
    if given.receipt is not None:
        receipt = RecordReceipt(item.key, given.receipt, "Enligt scenariot")
        return Act(receipt, f"Kvitto från {item.name}: {given.receipt}", ENGINE)
    if given.retry:
        return Act(RetryDispatch(item.key), f"Skickar igen till {item.name}", actor)
    settle = SettleRecipient(item.key, given.addresses, given.because)
    told = ", ".join(given.addresses) or given.because or "ingenting"
    return Act(settle, f"Mottagaren {item.name}: {told}", actor)


def _item(matter: Matter, name: str) -> DispatchItem:
    """The first one of that name, of those that nobody has seen to if there is such a one."""
    named = [
        item for item in matter.items if folded(name) in (folded(item.printed), folded(item.name))
    ]
    if not named:
        raise CommandRefusedError(f"Ärendet har ingen mottagare {name}.")
    return next((item for item in named if item.status not in SETTLED), named[0])


def _assignment(given: AssignmentSettledGiven, matter: Matter, actor: Actor) -> Act:
    if given.place > len(matter.assignments):
        raise CommandRefusedError(f"Ärendet har inget uppdrag nummer {given.place}.")
    one = matter.assignments[given.place - 1]
    settle = SettleAssignment(one.key, given.owner, given.due)
    return Act(settle, f"Uppdraget ”{one.what}”: {given.owner or ''} {given.due or ''}", actor)


def _child(given: ChildGiven, matter: Matter) -> Act:
    for child in matter.children:
        if child.organisation == given.at and child.outcome is None:
            report = ReportChild(child.key, given.outcome)
            return Act(report, f"Svar från {given.at}: {given.outcome}", ENGINE)
    raise CommandRefusedError(f"Inget ärende hos {given.at} väntar på svar.")
