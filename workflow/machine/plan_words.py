"""A plan in words: why each stop is where it is, and the plan in a sentence. Pure; the sentences are Swedish."""

from collections.abc import Iterator
from datetime import date

from workflow.machine.plan import Plan, Stop
from workflow.machine.sittings import Meeting
from workflow.machine.values import in_days

_CLOSES = {
    "cut_off": "stoppdag {day}",
    "summons": "kallelse senast {day} enligt reglementet",
    "announcement": "kungörelse och kallelse senast {day} (KL 5 kap. 13 och 15 §§)",
}


def essence(plan: Plan) -> str:
    """What there is to do first, in one sentence; the warning where nothing fits."""
    final = plan.aim.final
    label = f"{plan.aim.label}, sista dag {final}" if final else plan.aim.label
    if plan.warning:
        broken = "planen håller inte. " if final else ""
        return f"{label}: {broken}{plan.warning}"
    stops = ", ".join(f"{stop.name} {_day(stop)}" for stop in plan.stops)
    return f"{label}: {stops}. {first(plan)}"


def first(plan: Plan) -> str:
    """The next thing that the plan asks for, and in how many days."""
    stop = plan.next_stop
    if stop.planned is None:
        return plan.warning or ""
    if plan.route.waiting:
        return f"Nästa: {stop.name} {stop.planned.on}."
    ready = stop.ready_by or stop.planned.closes
    left = (ready - plan.today).days
    when = f"om {in_days(left)}" if left > 0 else "i dag" if left == 0 else "dagen har gått"
    words = closing(stop.planned) if ready != stop.planned.closes else ""
    until = f", {words}" if words else ""
    return f"Tjänsteskrivelsen ska vara klar {ready} ({when}){until}."


def papers(plan: Plan) -> Iterator[tuple[date, str]]:
    """The days before the next meeting when something has to be there, with what it is."""
    stop = plan.next_stop
    meeting = stop.planned
    if meeting is None or plan.route.waiting:
        return
    where = f"enligt planen: {stop.name} {meeting.on}"
    told = meeting.by != "none"
    if stop.ready_by and not (told and stop.ready_by == meeting.closes):
        yield stop.ready_by, f"Tjänsteskrivelsen klar {where}"
    if told:
        what = "Stoppdag" if meeting.by == "cut_off" else "Handlingar senast"
        yield meeting.closes, f"{what} {where}"


def why(plan: Plan) -> Iterator[tuple[str, ...]]:
    """For each stop, why it is there: what it closes by, and what comes after it."""
    for place, stop in enumerate(plan.stops):
        follows = plan.stops[place + 1] if place + 1 < len(plan.stops) else None
        yield tuple(_reasons(plan, stop, follows))


def closing(meeting: Meeting) -> str:
    """What the meeting closes by: its cut-off day, the summons or the announcement; empty for nothing."""
    words = _CLOSES.get(meeting.by, "")
    return words.format(day=meeting.closes)


def _day(stop: Stop) -> str:
    return str(stop.planned.on) if stop.planned else "(inget sammanträde)"


def _reasons(plan: Plan, stop: Stop, follows: Stop | None) -> Iterator[str]:
    meeting = stop.planned
    if meeting is None:
        yield "inget planerat sammanträde hinner ärendet till"
        return
    if words := closing(meeting):
        yield words
    later = follows.latest if follows else None
    if stop.latest is None:
        yield "första sammanträdet som ärendet hinner till"
    elif follows is None or later is None:
        yield f"sista sammanträdet till och med {plan.aim.final}"
    else:
        yield f"sista sammanträdet före {_limit(follows, later)}"
    if stop.hurried:
        yield (
            f"protokollet behövs justerat {stop.extract_by}; lagen ger till {stop.adjusted_by}"
            " (omedelbar justering)"
        )


def _limit(follows: Stop, meeting: Meeting) -> str:
    if meeting.by == "none":
        return f"{follows.name} {meeting.on}"
    return f"{meeting.closes}, då handlingarna till {follows.name} {meeting.on} ska vara inne"
