"""What a matter waits for, since when, and what comes next: in words, worked out from the matter alone.

Pure. Dates are calendar days in Europe/Stockholm. The sentences are Swedish: the office reads them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.machine.plan import Plan
from workflow.machine.plan_words import essence, papers
from workflow.machine.possible import Possible
from workflow.machine.ringing import only_waits
from workflow.machine.values import in_days
from workflow.machine.waits import View, Wait, running, waits
from workflow.model.events import ChildrenStarted, DispatchOrdered, Event, TaskOpened
from workflow.model.matter import Deadline, Matter


@dataclass(frozen=True, slots=True)
class Ahead:
    """Something that happens on a known day from today on."""

    on: date
    what: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """All of it, as data; :func:`lines` makes text of it."""

    number: str
    title: str
    headline: str
    waits: tuple[Wait, ...] = ()
    ahead: tuple[Ahead, ...] = ()
    warnings: tuple[str, ...] = ()
    possible: tuple[Possible, ...] = ()
    plan: str | None = None  # the plan in a sentence, where it holds


def beginnings(log: Iterable[tuple[date, Event]]) -> dict[str, date]:
    """The day on which each task, item and child of a matter began, by its key.

    Args:
        log: the matter's events, each with its local calendar day, in order.
    """
    days: dict[str, date] = {}
    for day, event in log:
        match event:
            case TaskOpened(task):
                days.setdefault(task.key, day)
            case DispatchOrdered(_, items):
                for item in items:
                    days.setdefault(item.key, day)
            case ChildrenStarted(children):
                for child in children:
                    days.setdefault(child.key, day)
            case _:
                pass
    return days


def explain(
    definition: MatterType,
    organisation: Organisation,
    matter: Matter,
    today: date,
    *,
    possible: Iterable[Possible] = (),
    anybody: Iterable[Possible] = (),
    since: Mapping[str, date] | None = None,
    plan: Plan | None = None,
) -> Explanation:
    """Say what the matter waits for.

    Args:
        definition: the one that the matter runs on.
        organisation: the one that the matter belongs to.
        matter: as it is now.
        today: the local calendar day that the answer is for.
        possible: the events that are possible now, from :func:`workflow.machine.possible.possible`.
        anybody: those that are possible now for the engine, who may do what everybody may.
        since: begin of tasks, items and children, from :func:`beginnings`.
        plan: the most pressing one, from :func:`workflow.machine.backplanning.plans`.
    """
    view = View(definition, organisation, matter, today, since or {})
    awaited = () if matter.closed_on else waits(view)
    ahead = () if matter.closed_on else _ahead(view, awaited, plan)
    return Explanation(
        number=matter.number.printed,
        title=matter.title,
        headline=_headline(view, awaited) + _again(view, anybody),
        waits=awaited,
        ahead=ahead,
        warnings=() if matter.closed_on else (*_warnings(view), *_unplanned(matter, plan)),
        possible=tuple(possible),
        plan=essence(plan) if plan and plan.fits else None,
    )


def lines(explanation: Explanation) -> tuple[str, ...]:
    """The explanation as lines of text."""
    out = [f"{explanation.number}  {explanation.title}", explanation.headline]
    out += [f"VARNING: {warning}" for warning in explanation.warnings]
    if explanation.plan:
        out.append(f"Plan: {explanation.plan}")
    if explanation.waits:
        out += ["", "Väntar på"]
        for wait in explanation.waits:
            since = f" (sedan {wait.since})" if wait.since else ""
            out += [f"  • {wait.what}{since}", f"    {wait.then}"]
    if explanation.ahead:
        out += ["", "Kommande dagar"]
        out += [f"  {ahead.on}  {ahead.what}" for ahead in explanation.ahead]
    if explanation.possible:
        out += ["", "Möjligt nu"]
        out += [f"  {entry.event}  {entry.label}{_terms(entry)}" for entry in explanation.possible]
    return tuple(out)


def _terms(entry: Possible) -> str:
    """That it is a decision, of whom, or opens a point, and what has to come with it."""
    terms = [f"beslut av {entry.body}" if entry.body else "beslut"] if entry.form else []
    terms += ["öppnar en ny punkt"] if entry.opens else []
    terms += [f"kräver {', '.join(entry.requires)}"] if entry.requires else []
    return f" ({'; '.join(terms)})" if terms else ""


def _headline(view: View, awaited: tuple[Wait, ...]) -> str:
    matter = view.matter
    if matter.closed_on:
        outcomes = sorted(
            {
                view.definition.events[p.outcome].label
                for p in matter.points
                if p.outcome in view.definition.events
            }
        )
        ending = f" Utfall: {', '.join(outcomes)}." if outcomes else ""
        onward = f" Det fortsätter som {matter.successor}." if matter.successor else ""
        return f"Ärendet avslutades {matter.closed_on}.{ending}{onward}"
    state = view.state(matter.state)
    first = next((w for w in awaited if w.kind == "point"), None)
    count = sum(1 for w in awaited if w.kind != "point")
    things = "sak" if count == 1 else "saker"
    rest = f" Dessutom {count} {things} att invänta." if count else ""
    if first is None:
        return f"Läge: {state.label}.{rest}"
    return f"Läge: {state.label}, sedan {first.since}. {first.then}{rest}"


def _again(view: View, anybody: Iterable[Possible]) -> str:
    """How a closed matter can be taken up again, and by whom."""
    ways = [_way(view, entry) for entry in anybody if entry.opens]
    if view.matter.closed_on is None or not ways:
        return ""
    return f" Det kan tas upp igen: {', eller '.join(ways)}."


def _way(view: View, entry: Possible) -> str:
    rules = (rule for rule in view.definition.transitions if entry.event in rule.event)
    roles = dict.fromkeys(role for rule in rules for role in rule.roles)
    terms = [entry.event]
    terms += [f"görs av {' eller '.join(map(view.role, roles))}"] if roles else []
    terms += [f"kräver {', '.join(entry.requires)}"] if entry.requires else []
    return f"”{entry.label}” ({'; '.join(terms)})"


def _ahead(view: View, awaited: tuple[Wait, ...], plan: Plan | None) -> tuple[Ahead, ...]:
    days = {Ahead(wait.on, _day_of(wait)) for wait in awaited if wait.on}
    if plan:
        days |= {Ahead(day, what) for day, what in papers(plan) if day >= view.today}
    for deadline in running(view):
        days |= {
            Ahead(day, f"Påminnelse: {deadline.label}")
            for day in deadline.reminders
            if day >= view.today
        }
        if deadline.risk_on and deadline.risk_on >= view.today:
            days.add(Ahead(deadline.risk_on, f"Varning, om inget är beslutat: {deadline.label}"))
        if deadline.target and view.today <= deadline.target < deadline.final:
            days.add(Ahead(deadline.target, f"Sikta på denna dag: {deadline.label}"))
        if deadline.final >= view.today:
            left = (deadline.final - view.today).days
            days.add(Ahead(deadline.final, f"Sista dag: {deadline.label} ({_left(left)})"))
    return tuple(sorted(days, key=lambda ahead: (ahead.on, ahead.what)))


def _day_of(wait: Wait) -> str:
    return f"Sammanträde: {wait.body}" if wait.body else f"Senast: {wait.what}"


def _left(left: int) -> str:
    return f"{in_days(left)} kvar" if left else "i dag"


def _when_resumed(deadline: Deadline) -> str:
    if deadline.remaining_days is None:
        return f"den sista dagen {deadline.final} står kvar"
    return f"{in_days(deadline.remaining_days)} återstår när den återupptas"


def _warnings(view: View) -> tuple[str, ...]:
    found = []
    for deadline in view.matter.deadlines:
        if deadline.at_risk and deadline.status == "running":
            found.append(f"{deadline.label}, sista dag {deadline.final}: {deadline.at_risk}")
        spec = view.definition.deadlines.get(deadline.key)
        if deadline.status == "expired" and not (spec and only_waits(spec)):
            found.append(f"Fristen ”{deadline.label}” gick ut {deadline.final}.")
        if deadline.status == "suspended":
            found.append(
                f"Fristen ”{deadline.label}” är pausad sedan {deadline.suspended_on};"
                f" {_when_resumed(deadline)}."
            )
    return tuple(found)


def _unplanned(matter: Matter, plan: Plan | None) -> Iterator[str]:
    """The plan's warning, where the deadline itself doesn't warn already."""
    if plan is None or plan.warning is None or plan.aim.final is None:
        return
    warned = {one.key for one in matter.deadlines if one.at_risk and one.status == "running"}
    if plan.aim.deadline not in warned:
        yield essence(plan)
