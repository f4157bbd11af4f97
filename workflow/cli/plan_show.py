"""How plans look to people: the stops in a table, what is wrong, and what the law allows."""

from collections.abc import Iterable

from workflow.cli import output
from workflow.cli.plan_answer import Answer
from workflow.machine.plan import Office as Planning
from workflow.machine.plan import Plan, Stop
from workflow.machine.plan_words import first
from workflow.machine.remedies import Remedy
from workflow.machine.sittings import Meeting
from workflow.machine.values import in_days
from workflow.model.matter import Matter


def show(matter: Matter, made_with: Planning, answers: Iterable[Answer]) -> None:
    """Every plan of a matter."""
    output.say(f"{matter.number.printed}  {matter.title}")
    found = tuple(answers)
    if not found:
        output.say("Inget organ återstår: det finns inget att planera.")
    for held in found[0].plan.held if found else ():
        paragraph = f" § {held.paragraph}" if held.paragraph else ""
        output.say(f"Behandlat: {held.name} {held.on}{paragraph}")
    for answer in found:
        _show_plan(made_with, answer)


def _show_plan(made_with: Planning, answer: Answer) -> None:
    plan = answer.plan
    final = f", sista dag {plan.aim.final}" if plan.aim.final else ""
    output.say("", f"{plan.aim.label}{final}")
    if plan.aim.assumed:
        others = ", ".join(made_with.name(body) for body in plan.aim.others)
        output.say(
            f"Antaget att {made_with.name(plan.aim.body)} avgör; {others} kan också (--body)."
        )
    if plan.warning:
        broken = "planen håller inte. " if plan.aim.final else ""
        output.say(f"VARNING: {broken}{plan.warning}")
    else:
        slack = f" Marginal: {in_days(plan.slack)}." if plan.slack is not None else ""
        output.say(f"{first(plan)}{slack}")
    if plan.aim.final and plan.scheduled_until and plan.scheduled_until < plan.aim.final:
        name = made_with.name(plan.aim.body)
        output.say(f"{name} har inga sammanträden planerade efter {plan.scheduled_until}.")
    _show_stops(plan, answer.why)
    _show_missed(plan)
    _show_remedies(answer.remedies)


def _show_stops(plan: Plan, why: tuple[tuple[str, ...], ...]) -> None:
    rows = [_row(stop, told) for stop, told in zip(plan.stops, why, strict=True)]
    begins = plan.next_stop
    if begins.ready_by:
        late = begins.latest is not None
        early = None if late else begins.ready_by
        drafted = ("Tjänsteskrivelsen klar", begins.ready_by if late else None, None, early)
        rows.insert(0, (*drafted, None, None, "innan handlingarna ska vara inne"))
    output.section(
        "Planen",
        ["Organ", "Senast", "Handlingar senast", "Tidigast", "Handlingar tidigast", "Marginal", "Varför"],
        rows,
    )  # fmt: skip


def _row(stop: Stop, why: tuple[str, ...]) -> tuple[object, ...]:
    return (
        stop.name,
        stop.latest.on if stop.latest else None,
        _closes(stop.latest),
        stop.earliest.on if stop.earliest else None,
        _closes(stop.earliest),
        in_days(stop.slack) if stop.slack is not None else None,
        "; ".join(why),
    )


def _closes(meeting: Meeting | None) -> object:
    return None if meeting is None or meeting.by == "none" else meeting.closes


def _show_missed(plan: Plan) -> None:
    if plan.fits or not plan.missed:
        return
    bodies = plan.stops[-len(plan.missed) :]
    told = ", ".join(f"{stop.name} {one.on}" for stop, one in zip(bodies, plan.missed, strict=True))
    output.say("", f"Räknat bakåt skulle det ha varit: {told}.")


def _show_remedies(found: tuple[Remedy, ...]) -> None:
    output.section(
        "Det här går att göra",
        ["Vad", "Stöd", "Följd", "Dagar"],
        ((one.what, one.section, one.consequence, _days(one)) for one in found),
    )


def _days(remedy: Remedy) -> str | None:
    if not remedy.days:
        return None
    begin, end = remedy.days[0], remedy.days[-1]
    return str(begin) if begin == end else f"{begin} till {end} ({len(remedy.days)} dagar)"


def show_all(rows: Iterable[tuple[Matter, Plan]]) -> None:
    """A line for each open matter."""
    output.table(
        "Planer",
        ["Diarienummer", "Titel", "Vad", "Sista dag", "Marginal", "Nästa organ", "Dag", "Handlingar senast", "Varning"],
        (_line(matter, plan) for matter, plan in rows),
    )  # fmt: skip


def _line(matter: Matter, plan: Plan) -> tuple[object, ...]:
    stop = plan.next_stop
    meeting = stop.planned
    return (
        matter.number.printed,
        matter.title,
        plan.aim.label,
        plan.aim.final,
        plan.slack,
        stop.name,
        meeting.on if meeting else None,
        stop.ready_by or _closes(meeting),
        plan.warning,
    )
