"""What makes a deadline doubtful although its day is known. Pure.

Two things: the body that has to decide doesn't meet in time, and a day that a person should look at.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from workflow.definition.organisation import Organisation
from workflow.definition.schema import DeadlineSpec, Form, MatterType
from workflow.machine import schedule
from workflow.machine.projection import field_value
from workflow.model.matter import Deadline, Matter, RecordedDecision
from workflow.statutory import calendar

_TAKEN_UP: Final[frozenset[Form]] = frozenset({"decides", "proposes", "hands_over", "notes"})


def cannot_be_decided(
    definition: MatterType,
    organisation: Organisation,
    matter: Matter,
    *,
    must_meet: str | None,
    final: date,
    today: date,
) -> str | None:
    """Why the body ``must_meet`` can't decide in time; None where it can, has, or is no body here.

    A meeting on ``today`` or on ``final`` is in time. Tabling, referring back and taking off the agenda
    are no decision in the matter.
    """
    if must_meet is None or must_meet not in organisation.bodies:
        return None
    if any(_taken_up(definition, decision, must_meet) for decision in matter.decisions):
        return None
    meeting = schedule.next_meeting(organisation, must_meet, today)
    name = organisation.bodies[must_meet].name
    if meeting is None:
        return f"{name} har inget planerat sammanträde till och med {final}."
    if meeting > final:
        return f"{name} sammanträder först {meeting}, efter sista dagen {final}."
    return None


def doubts(
    definition: MatterType, spec: DeadlineSpec, matter: Matter, deadline: Deadline
) -> Iterator[str]:
    """What a person has to decide about the day, one sentence each."""
    closed = calendar.closed(deadline.final) if deadline.rule == "day" else None
    if closed:
        yield (
            f"Sista dagen {deadline.final} för ”{deadline.label}” är {closed}."
            " Den är satt av någon annan och flyttas inte: kontrollera vad som gäller."
        )
    for name in spec.doubts:
        if field_value(name, matter) is not None:
            known = definition.fields.get(name.removeprefix("fields."))
            yield (
                f"Är {deadline.final} rätt sista dag för ”{deadline.label}”?"
                f" Se ”{known.label if known else name}”."
            )


def _taken_up(definition: MatterType, decision: RecordedDecision, body: str) -> bool:
    specs = (definition.events.get(outcome.event) for outcome in decision.outcomes)
    return decision.body == body and any(spec and spec.form in _TAKEN_UP for spec in specs)
