"""Histories beside a real one: one thing in it is otherwise. Pure, and repeatable.

They are the hard measure of a definition: most of what they tell is as it should be.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random

from workflow.workbench.replay.arbitrary import APART, Material
from workflow.workbench.replay.history import History, RecordedStep

Change = Callable[[History, Material, Random], History | None]
"""Makes the changed history; None where this history has nothing of the kind to change."""


def other_word(history: History, material: Material, random: Random) -> History | None:
    """One outcome is another word of any type."""
    return _worded(history, material.words, random)


def own_word(history: History, material: Material, random: Random) -> History | None:
    """One outcome is another word of the same type."""
    return _worded(history, material.own, random)


def other_body(history: History, material: Material, random: Random) -> History | None:
    """One step is taken by another body."""
    place = random.randrange(len(history.steps))
    step = history.steps[place]
    bodies = [body for body in material.bodies if body != step.body]
    if not bodies:
        return None
    return _with(history, place, step.model_copy(update={"body": random.choice(bodies)}))


def swapped(history: History, _: Material, random: Random) -> History | None:
    """Two steps that differ change places; the days stay."""
    steps = history.steps
    pairs = [
        (one, other)
        for one in range(len(steps))
        for other in range(one + 1, len(steps))
        if _shape(steps[one]) != _shape(steps[other])
    ]
    if not pairs:
        return None
    one, other = random.choice(pairs)
    changed = _with(history, one, _on_day_of(steps[one], steps[other]))
    return _with(changed, other, _on_day_of(steps[other], steps[one]))


def repeated(history: History, _: Material, random: Random) -> History:
    """Any of the steps is taken once more when everything is over."""
    again = random.choice(history.steps)
    update = {"date": history.steps[-1].date + APART, "adjusted_on": None}
    return history.model_copy(update={"steps": (*history.steps, again.model_copy(update=update))})


def skipped(history: History, _: Material, random: Random) -> History | None:
    """The step that brought the matter from one body to another never happened."""
    steps = history.steps
    places = [
        place for place in range(len(steps) - 1) if steps[place].body != steps[place + 1].body
    ]
    if not places:
        return None
    place = random.choice(places)
    return history.model_copy(update={"steps": (*steps[:place], *steps[place + 1 :])})


CHANGES: Mapping[str, Change] = {
    "other_word": other_word,
    "own_word": own_word,
    "other_body": other_body,
    "swapped": swapped,
    "repeated": repeated,
    "skipped": skipped,
}


def nearby(
    change: Change, histories: Sequence[History], material: Material, count: int, random: Random
) -> Iterator[History]:
    """At most so many, each made of any of the histories; less where some can't be changed so."""
    for _ in range(count if histories else 0):
        made = change(random.choice(histories), material, random)
        if made is not None:
            yield made


def _worded(history: History, words: Sequence[str], random: Random) -> History | None:
    place = random.randrange(len(history.steps))
    step = history.steps[place]
    others = [word for word in words if word not in step.outcomes]
    if not others:
        return None
    outcomes = list(step.outcomes)
    outcomes[random.randrange(len(outcomes))] = random.choice(others)
    return _with(history, place, step.model_copy(update={"outcomes": tuple(outcomes)}))


def _with(history: History, place: int, step: RecordedStep) -> History:
    steps = (*history.steps[:place], step, *history.steps[place + 1 :])
    return history.model_copy(update={"steps": steps})


def _shape(step: RecordedStep) -> Sequence[object]:
    return (step.body, step.outcomes, step.proposed, step.refers_back_to, step.partial)


def _on_day_of(day: RecordedStep, step: RecordedStep) -> RecordedStep:
    return step.model_copy(update={"date": day.date, "adjusted_on": day.adjusted_on})
