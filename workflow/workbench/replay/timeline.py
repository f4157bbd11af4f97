"""The steps of a history in order of time, those that the source lacks among them."""

from dataclasses import dataclass
from datetime import date, timedelta

from workflow.workbench.replay.history import History, MissingStep, RecordedStep


@dataclass(frozen=True, slots=True)
class Item:
    """One step on its day. ``number``: of a recorded step, from 1; None: it is missing."""

    day: date
    body: str
    step: RecordedStep | MissingStep
    number: int | None = None


def timeline(history: History) -> tuple[Item, ...]:
    """In order of time. What is known to have been before a day comes as late as that allows."""
    recorded = [
        Item(step.date, step.body, step, number)
        for number, step in enumerate(history.steps, start=1)
    ]
    missing = sorted(history.missing_steps, key=lambda step: (step.day, not step.before))
    items: list[Item] = []
    for step in missing:
        while recorded and recorded[0].day < step.day:
            items.append(recorded.pop(0))
        day = step.day - timedelta(days=1) if step.before else step.day
        items.append(Item(max(day, items[-1].day) if items else day, step.body, step))
    return (*items, *recorded)
