"""What makes a deadline doubtful although its day is known. Pure.

Two things: the body that has to decide doesn't meet in time, and a day that a person should look at.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from workflow.definition.organisation import Organisation
from workflow.definition.schema import DeadlineSpec, Form, MatterType
from workflow.machine import schedule
from workflow.machine.backplanning import reach
from workflow.machine.plan import Office
from workflow.machine.projection import field_value
from workflow.model.matter import Deadline, Matter, Point, RecordedDecision
from workflow.statutory import calendar

_TAKEN_UP: Final[frozenset[Form]] = frozenset({"decides", "proposes", "hands_over", "notes"})
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Whether the body that has to decide can do so in time.

    ``at_risk``: why it can't, None where it can. ``look_on``: the day on which that has to be asked again
    although nothing happened; None where it can't turn out otherwise before the last day has passed.
    """

    at_risk: str | None = None
    look_on: date | None = None


NO_BODY: Final = Outlook()


def outlook(
    definition: MatterType,
    organisation: Organisation,
    matter: Matter,
    waiting: Sequence[Point],
    *,
    must_meet: str,
    final: date,
    today: date,
) -> Outlook:
    """Whether the body ``must_meet`` can decide in time; neither where it has, or is no body here.

    In time is also asked of the bodies that the points waiting have to pass before it, each by its cut-off day. A
    meeting on ``today`` or on ``final`` is in time. Tabling, referring back and taking off the agenda
    are no decision in the matter: when all the points ``waiting`` were put off so today, the meeting of
    today is none to come.
    """
    if must_meet not in organisation.bodies:
        return NO_BODY
    if any(_taken_up(definition, decision, must_meet) for decision in matter.decisions):
        return NO_BODY
    first = today + _DAY if _put_off(matter, waiting, must_meet, today) else today
    coming = [day for day in schedule.meetings(organisation, must_meet) if day >= first]
    in_time = [day for day in coming if day <= final]
    if in_time:
        office = Office.of(definition, organisation)
        found = reach(office, matter, waiting, body=must_meet, final=final, today=today)
        if found and found.warning:
            return Outlook(found.warning)
        last = found.lapses_after if found and found.lapses_after else in_time[-1]
        return Outlook(look_on=last + _DAY if last < final else None)
    name = organisation.bodies[must_meet].name
    if not coming:
        return Outlook(f"{name} har inget planerat sammanträde till och med {final}.")
    return Outlook(f"{name} sammanträder först {coming[0]}, efter sista dagen {final}.")


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


def _put_off(matter: Matter, waiting: Sequence[Point], body: str, today: date) -> bool:
    """Whether the body dealt with every point today; the latest that was done with each counts."""
    held = {made.key for made in matter.decisions if (made.body, made.decided_on) == (body, today)}
    return bool(held) and all(point.decision in held for point in waiting)
