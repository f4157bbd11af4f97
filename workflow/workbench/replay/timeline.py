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
    """In order of time.

    What is known to have been before a day comes as late as that allows, but before what another body did
    in the meantime: a proposal that the source lacks was made before the council first had the matter.
    """
    items = [
        Item(step.date, step.body, step, number)
        for number, step in enumerate(history.steps, start=1)
    ]
    for step in sorted(history.missing_steps, key=lambda step: (step.before, step.day)):
        if not step.before:
            place = sum((item.day, item.number is not None) < (step.day, True) for item in items)
            items.insert(place, Item(step.day, step.body, step))
            continue
        place = sum(item.day < step.day for item in items)
        later = items[place].body if place < len(items) else step.body
        while later != step.body and place and items[place - 1].body == later:
            place -= 1
        after = items[place].day if place < len(items) else step.day
        day = min(after, step.day) - timedelta(days=1)
        items.insert(place, Item(max(day, items[place - 1].day) if place else day, step.body, step))
    return tuple(items)
