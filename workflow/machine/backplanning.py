"""Back-planning: from a last day back through the bodies that are left to the day when the papers must be ready.

Pure. For each deadline that a body's decision meets there is a plan: the latest meetings that still make it
beside the earliest, and why nothing fits where nothing does. What the law then allows is in ``remedies``.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from workflow.machine.aims import Wanted, aimed, wanted
from workflow.machine.plan import Aim, Held, Office, Plan, Stop
from workflow.machine.route import Route
from workflow.machine.timetable import Sitting, earliest, latest, missed
from workflow.model.matter import Matter, Point
from workflow.statutory import calendar, periods, rules

_DAY: Final = timedelta(days=1)


def plans(
    office: Office, matter: Matter, today: date, *, by: date | None = None, body: str | None = None
) -> tuple[Plan, ...]:
    """A plan for each deadline that a decision has still to meet, the most pressing first.

    Where there is none, one without a last day. None at all where no body is left to pass, or the
    matter is a procedure.

    Args:
        office: of the definition that the matter runs on, and of its organisation.
        matter: as it is now.
        today: the day that is planned from.
        by: plan for this day instead of the deadlines.
        body: the code of the body that decides, where that is to be another than the definition says.

    Raises:
        InvalidInputError: a day outside the years that the calendar covers.
    """
    if matter.closed_on is not None or office.definition.kind == "procedure":
        return ()
    found = []
    for day in wanted(office, matter, today, by):
        planned = tuple(_plans_for(office, matter, today, day, body))
        if planned:
            found.append(min(planned, key=lambda plan: plan.urgency))
    return tuple(sorted(found, key=lambda plan: plan.urgency))


@dataclass(frozen=True, slots=True)
class _Case:
    """Points of a matter that stand in the same place, and what they are planned for."""

    office: Office
    matter: Matter
    today: date
    day: Wanted
    points: tuple[Point, ...]
    aim: Aim
    route: Route


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a body can decide in time, by the route that is left.

    ``warning``: why it can't, None where it can. ``lapses_after``: the last day on which the first thing of the
    latest plan can be done: hand the papers in, or take up what waits. None where nothing fits.
    """

    warning: str | None = None
    lapses_after: date | None = None


def reach(
    office: Office, matter: Matter, points: Iterable[Point], *, body: str, final: date, today: date
) -> Reach | None:
    """Whether the body can decide about all the points in time; None where no way leads there from any.

    A body before it whose meetings nobody has declared is passed over: nothing is known of when it meets.

    Raises:
        InvalidInputError: a day outside the years that the calendar covers.
    """
    aim = Aim(None, "", "given", final, body)
    day = Wanted(None, "", "given", final)
    found = []
    for point in points:
        route = office.roads.to(body, point.state)
        if route is not None:
            unknown = (code for code in route.bodies if not office.sessions.sittings(code))
            known = route.without(frozenset(unknown))
            found.append(_reach(_Case(office, matter, today, day, (point,), aim, known)))
    short = next((one for one in found if one.warning), None)
    return short or min(found, key=lambda one: one.lapses_after or date.max, default=None)


def _reach(case: _Case) -> Reach:
    table = timetable(case.office, case.matter, case.points[0], case.route, case.today)
    last = latest(table, case.aim.final or date.max)
    if last is None:
        return Reach(warning=_warning(case, earliest(table), _back(case)))
    return Reach(lapses_after=last[0].on if case.route.waiting else last[0].closes)


def _plans_for(
    office: Office, matter: Matter, today: date, day: Wanted, body: str | None
) -> Iterator[Plan]:
    for points in _alike(office, matter, day):
        found = aimed(office, matter, points[0], day, body)
        if found is not None:
            yield _plan(_Case(office, matter, today, day, points, *found))


def _alike(office: Office, matter: Matter, day: Wanted) -> Iterable[tuple[Point, ...]]:
    """The points that the deadline still waits for, those in the same place together."""
    states = office.definition.states
    met_in = set(day.spec.until) if day.spec else set()
    alike: dict[object, list[Point]] = {}
    for point in matter.points:
        if point.state not in met_in and not states[point.state].final:
            alike.setdefault((point.state, point.since, point.decision), []).append(point)
    return (tuple(points) for points in alike.values())


def _plan(case: _Case) -> Plan:
    office, aim, route = case.office, case.aim, case.route
    table = timetable(office, case.matter, case.points[0], route, case.today)
    first = earliest(table)
    last = latest(table, aim.final) if aim.final else None
    stops = _stops(case, first, last)
    back, planned = _back(case), office.sessions.sittings(aim.body)
    due = _due(route, stops[0]) if last else None
    return Plan(
        aim=aim,
        today=case.today,
        points=tuple(point.key for point in case.points),
        state=case.points[0].state,
        route=route,
        held=tuple(_held(office, case.matter)),
        stops=stops,
        slack=(due - case.today).days if due else None,
        missed=tuple(office.sessions.on(one.body, one.on) for one in back),
        scheduled_until=planned[-1].on if planned else None,
        warning=None if last else _warning(case, first, back),
    )


def _back(case: _Case) -> tuple[Sitting, ...]:
    """The latest meetings for someone who began in time."""
    whole = [case.office.sessions.sittings(body) for body in case.route.bodies]
    return missed(whole, case.aim.final) if case.aim.final else ()


def timetable(
    office: Office, matter: Matter, point: Point, route: Route, today: date
) -> list[tuple[Sitting, ...]]:
    """The meetings of each body on the route; of the first those that the point's papers can still reach."""
    first, *rest = (office.sessions.sittings(body) for body in route.bodies)
    return [within(first, matter, point, route, today), *rest]


def within(
    sittings: Iterable[Sitting], matter: Matter, point: Point, route: Route, today: date
) -> tuple[Sitting, ...]:
    """Those of the first body's meetings that the point's papers can still reach.

    A body that dealt with the point today, or later, has put it off to a later meeting. Papers that wait
    for a body are there since the point came to it.
    """
    there, begin = (point.since if route.waiting else today), today
    made = next((one for one in matter.decisions if one.key == point.decision), None)
    if made and made.body == route.bodies[0]:
        begin = max(today, made.decided_on + _DAY)
    return tuple(one for one in sittings if one.on >= begin and one.closes >= there)


def _stops(
    case: _Case, first: tuple[Sitting, ...], last: tuple[Sitting, ...] | None
) -> tuple[Stop, ...]:
    bodies, planned = case.route.bodies, last or first
    closes = [one.closes for one in planned[1:]]
    needed = [*closes, *[None] * (len(bodies) - len(closes))]
    needed[-1] = _sent_by(case) if last else None
    return tuple(
        _stop(case, place, _at(first, place), _at(last or (), place), needed[place])
        for place in range(len(bodies))
    )


def _at(taken: tuple[Sitting, ...], place: int) -> Sitting | None:
    return taken[place] if place < len(taken) else None


def _stop(
    case: _Case, place: int, early: Sitting | None, late: Sitting | None, needed: date | None
) -> Stop:
    office, body = case.office, case.route.bodies[place]
    sitting = late or early
    drafted = place == 0 and not case.route.waiting
    return Stop(
        body=body,
        name=office.name(body),
        earliest=office.sessions.on(body, early.on) if early else None,
        latest=office.sessions.on(body, late.on) if late else None,
        ready_by=_ready_by(office, sitting) if drafted and sitting else None,
        slack=(late.on - early.on).days if late and early else None,
        extract_by=needed,
        adjusted_by=_adjusted_by(office, body, sitting.on) if sitting else None,
    )


def _due(route: Route, stop: Stop) -> date | None:
    """What has to happen first: papers that are ready, or where they wait, the meeting."""
    if route.waiting:
        return stop.latest.on if stop.latest else None
    return stop.ready_by


def _ready_by(office: Office, sitting: Sitting) -> date:
    """When the officer's report has to be ready: the organisation's time before the papers are taken in."""
    lead = office.organisation.drafting
    if lead is None:
        return sitting.closes
    return calendar.open_on_or_before(periods.parse(lead).before(sitting.closes))


def _adjusted_by(office: Office, body: str, day: date) -> date:
    council = office.organisation.bodies[body].kind == "council"
    return rules.apply("KL-5:69" if council else "KL-6:35", day).final


def _sent_by(case: _Case) -> date | None:
    """The last day, where the decision itself doesn't meet the deadline and waits for adjusted minutes."""
    spec = case.day.spec
    if spec is None or case.office.definition.dispatch.before_adjustment:
        return None
    return None if case.route.settles & set(spec.until) else case.day.final


def _held(office: Office, matter: Matter) -> Iterator[Held]:
    for made in matter.decisions:
        known = office.organisation.bodies.get(made.body)
        yield Held(made.body, known.name if known else made.body, made.decided_on, made.paragraph)


def _warning(case: _Case, first: tuple[Sitting, ...], back: tuple[Sitting, ...]) -> str | None:
    """Why nothing fits; None where the bodies meet and no last day is set."""
    office, final = case.office, case.aim.final
    bodies = case.route.bodies
    if len(first) < len(bodies):
        name = office.name(bodies[len(first)])
        after = first[-1].on if first else case.today
        by = f" till och med {final}" if final and final >= after else ""
        return f"{name} har inget planerat sammanträde som ärendet hinner till efter {after}{by}."
    if final is None:
        return None
    late = (
        f"{office.name(bodies[-1])} kan som tidigast besluta {first[-1].on},"
        f" efter sista dagen {final}."
    )
    if len(back) < len(bodies) or case.route.waiting or back[0].closes >= case.today:
        return late
    begun = f"{office.name(back[0].body)} {back[0].on}"
    return f"Handlingarna skulle ha varit inne {back[0].closes} till {begun}. {late}"
