"""The secretary's part: from what the minutes say to the decision as it is entered, point by point. Pure.

Minutes say what was decided, seldom which decision point it was about. The clerk reads them as an office
does: what the body before proposed belongs to the point that it was proposed for, what carries the matter
on takes every point that waits, and what is left is a point of the body's own.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from workflow.definition.organisation import Organisation
from workflow.definition.schema import FieldSpec, Form
from workflow.machine.build import SAME, Machine
from workflow.model.commands import RecordDecision
from workflow.model.matter import Matter, Point
from workflow.model.outcome import AssignmentGiven, PointOutcome
from workflow.workbench.replay.history import RecordedStep

UNTOLD = "Saknas i historiken"
"""Stands where a field is required that the history doesn't have."""

_ONWARD: tuple[Form, ...] = (
    "proposes", "hands_over", "tables", "refers_back", "withdraws",
)  # fmt: skip
"""What leaves a matter undecided, in the order in which it takes the points that wait."""

_OFFICES = ("kontoret", "förvaltningen", "kansliet")
"""How an administration is called: what goes back to it goes back to those who prepare."""


REFERRED_TO = "referred_to"
"""The field that says whom a matter goes back to."""

_STANDING_IN: Mapping[str, Callable[[date], object]] = {
    "date": lambda on: on.isoformat(),
    "month": lambda on: on.isoformat()[:7],
    "integer": lambda _: 0,
    "money": lambda _: 0,
    "boolean": lambda _: False,
    "recipients": lambda _: [UNTOLD],
    "list": lambda _: [UNTOLD],
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A step read against the words that the definition knows."""

    events: tuple[str, ...]  # of the outcomes, in the order of the minutes
    proposed: tuple[str, ...]


def waiting(machine: Machine, matter: Matter, body: str) -> tuple[Point, ...]:
    """The points that wait for the body."""
    states = machine.definition.states
    return tuple(point for point in matter.points if states[point.state].body == body)


def decisions(
    machine: Machine, matter: Matter, step: RecordedStep, reading: Reading
) -> Iterator[tuple[PointOutcome, ...]]:
    """The decisions to be recorded, in order: most often one.

    A word that leaves its point with the same body, on the way to the next word (an interpellation is
    allowed and then answered), is a decision of its own.
    """
    points = list(waiting(machine, matter, step.body))
    words = list(reading.events)
    if not points:  # what was decided is taken back, or the engine says why not
        yield tuple(PointOutcome(word) for word in words)
        return
    while len(words) > 1 and (to := _on_the_way(machine, points, words[0], step.body)):
        yield (PointOutcome(words.pop(0), tuple(point.key for point in points)),)
        points = [replace(point, state=to) for point in points]
    left = replace(reading, events=tuple(words))
    yield tuple(_shared_out(machine, matter, points, left, step))


def command(
    step: RecordedStep, outcomes: tuple[PointOutcome, ...], data: Mapping[str, object]
) -> RecordDecision:
    """One of them as the command."""
    return RecordDecision(
        outcomes=outcomes,
        body=step.body,
        decided_on=step.date,
        paragraph=step.paragraph,
        recipients=step.recipients,
        assignments=tuple(
            AssignmentGiven(given.what, given.owner, given.due, given.due_body)
            for given in step.assignments
        ),
        data=data,
    )


def required(machine: Machine, events: Sequence[str], states: Sequence[str]) -> tuple[str, ...]:
    """The fields that any rule of these events in these states wants to come with it."""
    names = (
        name
        for event in events
        for state in states
        for rule in machine.rules(event, state)
        for name in rule.requires
    )
    return tuple(dict.fromkeys(names))


def value(spec: FieldSpec, on: date) -> object:
    """What stands for a field that the history lacks."""
    if spec.type == "choice":
        return spec.choices[0]
    stands_in = _STANDING_IN.get(spec.type)
    return UNTOLD if stands_in is None else stands_in(on)


def shown(value: object) -> str:
    """A value that stands in, in words."""
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def referred_to(organisation: Organisation, name: str | None) -> str | None:
    """Whom a matter was referred back to: the code of a body, or the name; None: those who prepare."""
    if name is None or name.casefold().endswith(_OFFICES):
        return None
    for code, body in organisation.bodies.items():
        names = (code, body.name, *body.aliases)
        if name.casefold() in (known.casefold() for known in names):
            return code
    return name


def _on_the_way(machine: Machine, points: Sequence[Point], event: str, body: str) -> str | None:
    """The other state of the same body that the event takes every point to."""
    states = machine.definition.states
    to = {
        rule.to
        for point in points
        for rule in machine.rules(event, point.state)[:1]
        if rule.to not in (SAME, point.state) and states[rule.to].body == body
    }
    return to.pop() if len(to) == 1 else None


def _shared_out(
    machine: Machine,
    matter: Matter,
    points: list[Point],
    reading: Reading,
    step: RecordedStep,
) -> Iterator[PointOutcome]:
    """Every word with its points."""
    events, words = machine.definition.events, reading.events
    onward = sorted(
        (word for word in words if events[word].form in _ONWARD),
        key=lambda word: _ONWARD.index(events[word].form or "tables"),
    )
    taking = [word for word in words if word not in onward]
    keys = _new_keys(matter)
    found = {}
    for word in taking:
        match = next((point for point in points if point.proposed == word), None)
        if match is not None:
            points.remove(match)
            found[word] = match.key
    if not onward:
        for word in taking:
            if word not in found and points:
                found[word] = points.pop(0).key
    for word in taking:
        key = found.get(word) or next(keys)
        rest = () if onward or step.partial or word != _main(machine, taking) else points
        yield PointOutcome(word, (key, *(point.key for point in rest)))
    for place, word in enumerate(onward):
        if place:
            yield PointOutcome(word, (next(keys),))
        elif events[word].form == "proposes" and reading.proposed:
            yield from _proposals(word, points, reading.proposed, keys)
        else:
            yield PointOutcome(word, tuple(point.key for point in points) or (next(keys),))


def _proposals(
    word: str, points: Sequence[Point], proposed: Sequence[str], keys: Iterator[str]
) -> Iterator[PointOutcome]:
    """One point for each thing that is proposed; a point keeps what was proposed for it before."""
    left = list(points)
    for event in proposed:
        same = next((point for point in left if point.proposed == event), None)
        point = same or (left[0] if left else None)
        if point is not None:
            left.remove(point)
        yield PointOutcome(word, (point.key if point else next(keys),), event)
    if left:
        yield PointOutcome(word, tuple(point.key for point in left), proposed[0])


def _main(machine: Machine, words: Sequence[str]) -> str:
    """The word that settles the matter itself: the one that the definition lists first."""
    order = list(machine.definition.events)
    return min(words, key=order.index)


def _new_keys(matter: Matter) -> Iterator[str]:
    taken = {point.key for point in matter.points}
    number = len(taken)
    while True:
        number += 1
        if str(number) not in taken:
            yield str(number)
