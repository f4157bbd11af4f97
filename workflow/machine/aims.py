"""What a matter is planned for: which days, and which body is to decide by each. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from workflow.definition.schema import DeadlineSpec
from workflow.machine import schedule
from workflow.machine.plan import Aim, Office
from workflow.machine.projection import field_value
from workflow.machine.route import Route
from workflow.model.matter import Deadline, Matter, Point

_FIELDS: Final = "fields."


@dataclass(frozen=True, slots=True)
class Wanted:
    """A day that a decision is wanted by; ``final`` None: none is set. ``spec``: of the deadline that says so."""

    key: str | None
    label: str
    rule: str
    final: date | None
    spec: DeadlineSpec | None = None


def wanted(office: Office, matter: Matter, today: date, by: date | None) -> Iterator[Wanted]:
    """The day asked about, or those of the deadlines that a decision can meet; without either, no day.

    A deadline that has run out counts for whoever plans from a day before its last.
    """
    if by is not None:
        yield Wanted(None, f"Beslut senast {by}", "given", by)
        return
    known = [(one, spec) for one in matter.deadlines if (spec := _counts(office, one, today))]
    for deadline, spec in known:
        yield Wanted(deadline.key, deadline.label, deadline.rule, deadline.final, spec)
    if not known:
        yield Wanted(None, "Ingen sista dag löper", "none", None)


def aimed(
    office: Office, matter: Matter, point: Point, day: Wanted, body: str | None
) -> tuple[Aim, Route] | None:
    """The body that is to decide about a point, and the way there; None where no body is left to pass.

    It is ``body`` where that is given, else the one that the deadline names, else the usual one.
    """
    roads = office.roads
    named = body or _named(office, matter, day.spec)
    route = roads.to(named, point.state) if named else None
    if named and route:
        return Aim(day.key, day.label, day.rule, day.final, named), route
    usual = roads.usual(point.state)
    route = roads.to(usual, point.state) if usual else None
    if usual is None or route is None:
        return None
    others = tuple(one for one in roads.deciders(point.state) if one != usual)
    return Aim(day.key, day.label, day.rule, day.final, usual, bool(others), others), route


def _counts(office: Office, deadline: Deadline, today: date) -> DeadlineSpec | None:
    """What the definition says of a deadline that a decision can still meet; None where it can't."""
    spec = office.definition.deadlines.get(deadline.key)
    runs = deadline.status == "running" or (
        deadline.status == "expired" and deadline.final >= today
    )
    return spec if spec and spec.until and runs else None


def _named(office: Office, matter: Matter, spec: DeadlineSpec | None) -> str | None:
    """The body that the deadline names, if it is one here."""
    if spec is None:
        return None
    if spec.must_meet is not None:
        return spec.must_meet if spec.must_meet in office.organisation.bodies else None
    code = spec.body
    if code is None:
        return None
    named = field_value(code, matter) if code.startswith(_FIELDS) else code
    return schedule.find_body(office.organisation, str(named)) if named else None
