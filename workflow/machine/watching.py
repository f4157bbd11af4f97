"""Deadlines as part of a command: what the look at them leads to is recorded, sent and fired."""

from workflow.machine import deadlines, engine, mails
from workflow.machine.deadlines import DeadlineStep
from workflow.machine.timers import EXPIRY, RISK
from workflow.machine.values import Problems, day, words
from workflow.machine.work import Work
from workflow.model.commands import ExtendDeadline, FireTimer, ResumeDeadline, SuspendDeadline


def reconcile(work: Work, why: str = "") -> bool:
    """Look at every deadline; whether that moved points, so that it has to be done again.

    Looking twice finds nothing new, so that it isn't done while nothing has happened.
    """
    if work.reconciled == len(work.events):
        return False
    return settle(
        work,
        deadlines.reconcile(work.definition, work.organisation, work.matter, work.today, why),
    )


def settle(work: Work, step: DeadlineStep) -> bool:
    """Record a look at every deadline; whether that moved points."""
    moved = take(work, step)
    if not moved:
        work.reconciled = len(work.events)
    return moved


def timer(work: Work, command: FireTimer) -> None:
    """A timer came due. One of an old generation, or of a matter that has ended, changes nothing."""
    if work.matter.closed_on is not None:
        return
    definition, matter, today = work.definition, work.matter, work.today
    if command.kind == RISK:
        step = deadlines.watch(definition, work.organisation, matter, command, today)
    elif command.kind == EXPIRY:
        step = deadlines.expire(definition, matter, command, today)
    else:
        step = deadlines.remind(definition, matter, command, today)
    take(work, step)


def change(work: Work, command: ExtendDeadline | SuspendDeadline | ResumeDeadline) -> None:
    """A person moves a deadline, or stops or starts its clock.

    Raises:
        InvalidInputError: the reason or the day has the wrong form.
        CommandRefusedError: no such deadline, or not allowed for it.
    """
    problems = Problems()
    problems.read("Skäl", words, command.reason)
    if isinstance(command, ExtendDeadline):
        problems.read("Ny dag", day, command.until)
    problems.raise_if_any()
    definition, matter, today = work.definition, work.matter, work.today
    if isinstance(command, ExtendDeadline):
        step = deadlines.extend(definition, matter, command, today)
    elif isinstance(command, SuspendDeadline):
        step = deadlines.suspend(matter, command, today)
    else:
        step = deadlines.resume(definition, matter, command, today)
    take(work, step)


def take(work: Work, step: DeadlineStep) -> bool:
    """Record what a look at deadlines leads to; whether that moved points."""
    for event in step.events:
        work.record(event)
    for effect in step.effects:
        work.ask(effect)
    for task in step.tasks:  # moot when the matter ends, because its deadlines end with it
        work.open_task("deadline", task.text, task.subject, blocks=False)
    for mail in step.mails:
        mails.send_about_deadline(work, mail)
    fired = [engine.fire(work, event) for event in step.fires]
    return any(fired)
