"""The minutes of a meeting are adjusted: what that means for a matter that was taken up at it."""

from workflow.errors import CommandRefusedError
from workflow.machine import assignments, dispatch, engine
from workflow.machine.values import Problems, day, lines
from workflow.machine.work import Work
from workflow.model.commands import AdjustMinutes
from workflow.model.events import DecisionAdjusted

_ADJUSTED = "minutes_adjusted"


def adjust(work: Work, command: AdjustMinutes) -> None:
    """The minutes of a meeting were adjusted: its decisions are sent and may be carried out.

    Raises:
        InvalidInputError: the days are none.
        CommandRefusedError: the body took nothing up on that day, not in those paragraphs, or the day
            is impossible.
    """
    problems = Problems()
    problems.read("Paragrafer", lines, command.paragraphs)
    problems.read("Sammanträdesdag", day, command.meeting_on)
    problems.read("Justerat", day, command.adjusted_on)
    problems.raise_if_any()
    if not command.meeting_on <= command.adjusted_on <= work.today:
        raise CommandRefusedError(
            f"Protokollet från {command.meeting_on} kan inte vara justerat {command.adjusted_on}."
        )
    held = [
        decision
        for decision in work.matter.decisions
        if (decision.body, decision.decided_on) == (command.body, command.meeting_on)
        and (not command.paragraphs or decision.paragraph in command.paragraphs)
    ]
    if not held:
        which = f" § {', '.join(command.paragraphs)}" if command.paragraphs else ""
        raise CommandRefusedError(
            f"{command.body[:40]} har inte beslutat i ärendet {command.meeting_on}{which}."
        )
    fresh = [decision for decision in held if decision.adjusted_on is None]
    for decision in fresh:
        work.record(DecisionAdjusted(decision.key, command.adjusted_on))
        dispatch.order(work, decision)
        assignments.follow_up(work, decision.key)
    keys = {decision.key for decision in fresh}
    points = frozenset(point.key for point in work.matter.points if point.decision in keys)
    if points and _ADJUSTED in work.definition.events:
        engine.fire(work, _ADJUSTED, points)
