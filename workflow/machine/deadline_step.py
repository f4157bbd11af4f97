"""What looking at a deadline leads to: events and effects, and what the caller has to complete."""

from collections.abc import Iterable
from dataclasses import dataclass

from workflow.model.effects import ArmTimer, CancelTimers, OpenIncident
from workflow.model.events import DeadlineChanged, ReminderSent
from workflow.model.matter import Deadline, Matter


@dataclass(frozen=True, slots=True)
class DeadlineTask:
    """A day that a person must look at: becomes a ``Task`` of kind "deadline" about ``subject``."""

    subject: str  # the key of the deadline
    text: str


@dataclass(frozen=True, slots=True)
class DeadlineMail:
    """A message that the deadline gives rise to. ``key`` is unique and the same for every try.

    ``to`` are recipients as the definition names them (``role:secretary``); ``days_left`` counts from
    today to the last day and is negative when that has passed.
    """

    key: str
    template: str  # reminder, escalation, at_risk
    deadline: Deadline
    to: tuple[str, ...]
    days_left: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineStep:
    """Events to fold, effects to keep, and tasks, mails and machine events for the caller to complete."""

    events: tuple[DeadlineChanged | ReminderSent, ...] = ()
    effects: tuple[ArmTimer | CancelTimers | OpenIncident, ...] = ()
    tasks: tuple[DeadlineTask, ...] = ()
    mails: tuple[DeadlineMail, ...] = ()
    fires: tuple[str, ...] = ()


NOTHING = DeadlineStep()


def joined(*steps: DeadlineStep) -> DeadlineStep:
    """Several steps as one, in their order."""
    return DeadlineStep(
        events=tuple(event for step in steps for event in step.events),
        effects=tuple(effect for step in steps for effect in step.effects),
        tasks=tuple(task for step in steps for task in step.tasks),
        mails=tuple(mail for step in steps for mail in step.mails),
        fires=tuple(event for step in steps for event in step.fires),
    )


def tasks(matter: Matter, deadline: str, texts: Iterable[str]) -> DeadlineStep:
    """Ask a person, unless the same was asked before."""
    asked = {(task.subject, task.text) for task in matter.tasks if task.kind == "deadline"}
    return DeadlineStep(
        tasks=tuple(DeadlineTask(deadline, text) for text in texts if (deadline, text) not in asked)
    )
