"""Putting deadlines back to what they were. Pure.

A deadline whose clock has stopped or moved meanwhile gets timers of a new generation, since those of the
old one are void.
"""

from collections.abc import Iterable
from dataclasses import replace

from workflow.machine.timers import timers
from workflow.machine.work import Work
from workflow.model.effects import CancelTimers
from workflow.model.matter import Deadline, Matter


def restored(now: Deadline, row: Deadline) -> Deadline:
    """The row as it was; under a new generation where its timers don't run any longer."""
    goes_on = (now.status, now.generation) == ("running", row.generation)
    return (
        row if row.status != "running" or goes_on else replace(row, generation=now.generation + 1)
    )


def void(work: Work, before: Matter) -> None:
    """Cancel the timers of those that ran, and don't any longer or with other ones."""
    now = {row.key: row for row in work.matter.deadlines}
    for old in before.deadlines:
        new = now.get(old.key)
        goes_on = new is not None and (new.status, new.generation) == ("running", old.generation)
        if old.status == "running" and not goes_on:
            work.ask(CancelTimers(before.id, old.key))


def arm(work: Work, before: Matter, rows: Iterable[Deadline]) -> None:
    """Arm the timers of those rows that run under another generation than before."""
    generations = {row.key: row.generation for row in before.deadlines}
    for row in rows:
        if row.status == "running" and generations[row.key] != row.generation:
            for timer in timers(before.id, row, work.today):
                work.ask(timer)
