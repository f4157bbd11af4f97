"""Every name that a scenario mentions, with what kind of name it is and where it stands."""

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from workflow.definition.schema import Part
from workflow.workbench.scenarios.expected import Expected
from workflow.workbench.scenarios.form import Scenario, Step, Way, Where
from workflow.workbench.scenarios.given import (
    AssignmentWritten,
    DeadlineGiven,
    DecisionGiven,
    Given,
    OutcomeGiven,
)

Kind = Literal[
    "event",  # any
    "happening",  # no decision of a body
    "outcome",  # a decision
    "state",
    "field",
    "deadline",
    "organisation",
    "body",
    "role",
    "property",
]
At = tuple[str | int, ...]

_KINDS: Mapping[tuple[type[Part], str], Kind] = {
    (Scenario, "organisation"): "organisation",
    (Way, "at"): "state",
    (Given, "at"): "state",
    (Given, "fields"): "field",
    (Given, "meetings"): "body",
    (Step, "event"): "happening",
    (Step, "adjusted"): "body",
    (Step, "meetings"): "body",
    (Step, "data"): "field",
    (Step, "by"): "role",
    (DecisionGiven, "body"): "body",
    (DecisionGiven, "outcome"): "outcome",
    (DecisionGiven, "proposed"): "outcome",
    (OutcomeGiven, "event"): "outcome",
    (OutcomeGiven, "proposed"): "outcome",
    (AssignmentWritten, "due_body"): "body",
    (DeadlineGiven, "extend"): "deadline",
    (DeadlineGiven, "suspend"): "deadline",
    (DeadlineGiven, "resume"): "deadline",
    (Expected, "state"): "state",
    (Expected, "deadlines"): "deadline",
    (Expected, "fields"): "field",
    (Expected, "possible"): "event",
    (Expected, "reminders"): "deadline",
    (Expected, "holds"): "property",
    (Where, "decided_by"): "body",
    (Where, "states"): "state",
    (Where, "events"): "event",
    (Where, "fields"): "field",
    (Where, "deadlines"): "deadline",
    (Where, "lines"): "event",
}


class Mention(NamedTuple):
    """A name, what it is to be the name of, and its path in the tree."""

    at: At
    kind: Kind
    name: str


def mentions(part: Part, at: At = ()) -> Iterator[Mention]:
    """Every name in a part of a scenario. ``where`` is left out: it asks whether there is such a name."""
    for key, info in type(part).model_fields.items():
        value = getattr(part, key)
        here = (*at, info.alias or key)
        kind = _KINDS.get((type(part), key))
        if kind is not None:
            yield from _named(value, kind, here)
        elif not isinstance(value, Where):
            yield from _inside(value, here)


def asked_about(where: Where, at: At) -> Iterator[Mention]:
    """Every name that a condition asks for."""
    yield from mentions(where, at)
    for event, states in where.lines.items():
        yield from _named(states, "state", (*at, "lines", event))


def _named(value: object, kind: Kind, at: At) -> Iterator[Mention]:
    if isinstance(value, str):
        yield Mention(at, kind, value)
    elif isinstance(value, Mapping):
        for name in value:
            yield Mention((*at, name), kind, name)
            yield from _inside(value[name], (*at, name))
    elif isinstance(value, tuple):
        for place, name in enumerate(value):
            yield Mention((*at, place), kind, name)


def _inside(value: object, at: At) -> Iterator[Mention]:
    if isinstance(value, Part):
        yield from mentions(value, at)
    elif isinstance(value, tuple):
        for place, part in enumerate(value):
            yield from _inside(part, (*at, place))
