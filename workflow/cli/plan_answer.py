"""Plans of matters for whoever asks: made, and as plain data for programs."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from workflow.cli.office import Office
from workflow.machine.backplanning import plans
from workflow.machine.plan import Office as Planning
from workflow.machine.plan import Plan, Stop
from workflow.machine.plan_words import essence, why
from workflow.machine.remedies import Remedy, remedies
from workflow.machine.sittings import Meeting
from workflow.model.matter import Matter


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan with the reasons of each stop and the ways out."""

    plan: Plan
    why: tuple[tuple[str, ...], ...]
    remedies: tuple[Remedy, ...]


def planning(office: Office, matter: Matter) -> Planning:
    """What plans of the matter are made with: the definition that it runs on, and its organisation."""
    catalogue = office.catalogue
    return Planning.of(
        catalogue.matter_type(matter.definition), catalogue.organisation(matter.organisation)
    )


def answers(
    made_with: Planning, matter: Matter, today: date, *, by: date | None, body: str | None
) -> tuple[Answer, ...]:
    """Every plan of the matter, the most pressing first."""
    return tuple(
        Answer(one, tuple(why(one)), remedies(made_with, matter, one))
        for one in plans(made_with, matter, today, by=by, body=body)
    )


def next_plan(office: Office, matter: Matter, today: date) -> Plan | None:
    """The most pressing plan; None where no body is left to pass."""
    found = plans(planning(office, matter), matter, today)
    return found[0] if found else None


def open_plans(office: Office, org: str | None, today: date) -> Iterator[tuple[Matter, Plan]]:
    """Each open matter that has bodies left to pass, with its most pressing plan."""
    known: dict[tuple[str, str], Planning] = {}
    for matter in office.open_matters(office.place(org)):
        key = (matter.definition, matter.organisation)
        if key not in known:
            known[key] = planning(office, matter)
        found = plans(known[key], matter, today)
        if found:
            yield matter, found[0]


def as_data(plan: Plan) -> dict[str, object]:
    """A plan as JSON has it; days are null where nothing sets them."""
    return {
        "aim": plan.aim,
        "points": plan.points,
        "state": plan.state,
        "waiting": plan.route.waiting,
        "fits": plan.fits,
        "slack": plan.slack,
        "warning": plan.warning,
        "essence": essence(plan),
        "held": plan.held,
        "stops": [_stop(stop) for stop in plan.stops],
        "missed": [_meeting(one) for one in plan.missed],
    }


def with_reasons(answer: Answer) -> dict[str, object]:
    """The plan with why each stop is where it is, and the ways out."""
    reasons = zip(answer.plan.stops, answer.why, strict=True)
    stops = [{**_stop(stop), "why": told} for stop, told in reasons]
    return {**as_data(answer.plan), "stops": stops, "remedies": answer.remedies}


def _stop(stop: Stop) -> dict[str, object]:
    return {
        "body": stop.body,
        "name": stop.name,
        "earliest": _meeting(stop.earliest),
        "latest": _meeting(stop.latest),
        "ready_by": stop.ready_by,
        "slack": stop.slack,
        "extract_by": stop.extract_by,
        "adjusted_by": stop.adjusted_by,
    }


def _meeting(meeting: Meeting | None) -> dict[str, object] | None:
    if meeting is None:
        return None
    return {
        "on": meeting.on,
        "cut_off": meeting.cut_off,
        "summons_by": meeting.summons_by,
        "announced_by": meeting.announced_by,
        "closes": meeting.closes,
    }
