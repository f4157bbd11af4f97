"""``matter show|explain|timeline``: what a matter is, what it waits for, and what happened."""

from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.office import Office, local_day, local_time
from workflow.cli.options import Json, MatterRef, Org
from workflow.cli.parse import day
from workflow.cli.plan_answer import next_plan
from workflow.cli.root import office_of
from workflow.definition.schema import MatterType
from workflow.machine.explain import beginnings, explain, lines
from workflow.machine.narrate import describe, label_of
from workflow.model.matter import ENGINE, Matter, Point, RecordedDecision


def show(
    context: typer.Context,
    *,
    matter: MatterRef,
    org: Org = None,
    json: Json = False,
) -> None:
    """Visa ett ärende: punkter, beslut, mottagare, frister, uppdrag, uppgifter, underärenden."""
    office = office_of(context)
    found = office.find(matter, org)
    if json:
        output.as_json(found)
        return
    definition = office.catalogue.matter_type(found.definition)
    closed = f", avslutat {found.closed_on}" if found.closed_on else ""
    output.say(
        f"{found.number.printed}  {found.title}",
        f"{definition.label}, {office.catalogue.organisation(found.organisation).name}."
        f" Öppnat {found.opened_on}{closed}."
        f" Version {found.version}.",
        f"Läge: {definition.states[found.state].label}",
    )
    if found.taken_over_from:
        output.say(f"Övertaget från: {found.taken_over_from}")
    for name, value in found.fields.items():
        spec = definition.fields.get(name)
        output.say(f"{spec.label if spec else name}: {_value(value)}")
    _show_points(found, definition)
    _show_decisions(found, definition)
    _show_work(office, found)
    if found.children:
        _show_children(office, found)


def _value(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "; ".join(str(part) for part in value)
    return {True: "ja", False: "nej", None: ""}.get(value, str(value))  # type: ignore[call-overload,no-any-return]


def _outcome(point: Point, definition: MatterType) -> str:
    """The latest outcome; a proposal with what it proposes."""
    if not point.outcome:
        return ""
    label = label_of(definition, point.outcome)
    proposes = definition.events[point.outcome].form in ("proposes", "hands_over")
    proposed = label_of(definition, point.proposed) if point.proposed and proposes else ""
    return f"{label}: {proposed}" if proposed else label


def _show_points(found: Matter, definition: MatterType) -> None:
    output.section(
        "Beslutspunkter",
        ["Punkt", "Text", "Läge", "Sedan", "Utfall", "Bordlagd"],
        (
            (
                p.key,
                p.text,
                definition.states[p.state].label,
                p.since,
                _outcome(p, definition),
                p.tabled or None,
            )
            for p in found.points
        ),
    )


def _show_decisions(found: Matter, definition: MatterType) -> None:
    output.section(
        "Beslut",
        ["Beslut", "Organ", "Dag", "§", "Utfall", "Justerat", "Kan överklagas", "Laga kraft"],
        (
            (
                d.key,
                d.body,
                d.decided_on,
                d.paragraph,
                "; ".join(label_of(definition, outcome.event) for outcome in d.outcomes),
                d.adjusted_on or "nej",
                _value(d.appealable),
                _standing(d),
            )
            for d in found.decisions
        ),
    )
    output.section(
        "Mottagare",
        ["Nr", "Beslut", "Som tryckt", "Skickas till", "Adress", "Status", "Skäl"],
        (
            (
                i.key,
                i.decision,
                i.printed,
                i.name,
                i.address,
                output.ITEM_STATUS[i.status],
                i.reason,
            )
            for i in found.items
        ),
    )


def _standing(decision: RecordedDecision) -> str | None:
    """Whether the decision stands, as a person has said; nothing where nobody has."""
    if decision.legally_final_on is not None:
        return f"{decision.legally_final_on}: {decision.legally_final_because}"
    if decision.appealed_on is None:
        return None
    number = f", mål {decision.court_number}" if decision.court_number else ""
    ended = f"; {decision.appeal_ended}" if decision.appeal_ended else ""
    return f"överklagat {decision.appealed_on}{number}{ended}"


def _show_work(office: Office, found: Matter) -> None:
    children = {a.child for a in found.assignments if a.child}
    numbers = office.numbers(children) if children else {}
    output.section(
        "Frister",
        ["Frist", "Vad", "Sista dag", "Status", "Anmärkning"],
        (
            (d.key, d.label, d.final, output.DEADLINE_STATUS[d.status], d.at_risk or d.moved_by)
            for d in found.deadlines
        ),
    )
    output.section(
        "Uppdrag",
        ["Uppdrag", "Vad", "Ansvarig", "Senast", "Eget ärende"],
        (
            (
                a.key,
                a.what,
                a.owner,
                a.due or a.due_printed,
                numbers.get(a.child, "registreras") if a.child else None,
            )
            for a in found.assignments
        ),
    )
    output.section(
        "Uppgifter",
        ["Uppgift", "Vad", "Svar"],
        ((t.key, t.text, t.answer if not t.open else "(öppen)") for t in found.tasks),
    )


def _show_children(office: Office, found: Matter) -> None:
    numbers = office.numbers({child.matter for child in found.children if child.matter})
    output.section(
        "Underärenden",
        ["Part", "Hos", "Diarienummer", "Svar"],
        (
            (
                c.key,
                c.organisation,
                numbers.get(c.matter) if c.matter else None,
                c.outcome or "(väntas)",
            )
            for c in found.children
        ),
    )


def explanation(
    context: typer.Context,
    *,
    matter: MatterRef,
    org: Org = None,
    on: Annotated[
        str | None, typer.Option("--on", help="Räknat från denna dag, annars i dag.")
    ] = None,
    json: Json = False,
) -> None:
    """Säg vad ett ärende väntar på, sedan när, och vad som kommer härnäst."""
    office = office_of(context)
    found = office.find(matter, org)
    with office.uow() as uow:
        log = uow.matters.history(found.id)
    today = day(on, "--on") if on else office.today()
    answer = explain(
        office.catalogue.matter_type(found.definition),
        office.catalogue.organisation(found.organisation),
        found,
        today,
        possible=office.possible(found),
        anybody=office.possible(found, ENGINE.roles) if found.closed_on else (),
        since=beginnings((local_day(row.at), row.event) for row in log),
        plan=next_plan(office, found, today),
    )
    if json:
        output.as_json(answer)
        return
    output.say(*lines(answer))


def timeline(
    context: typer.Context,
    *,
    matter: MatterRef,
    org: Org = None,
    json: Json = False,
) -> None:
    """Berätta vad som har hänt i ett ärende, med tid och vem."""
    office = office_of(context)
    found = office.find(matter, org)
    definition = office.catalogue.matter_type(found.definition)
    with office.uow() as uow:
        log = uow.matters.history(found.id)
    if json:
        output.as_json(
            [
                {
                    "sequence": row.sequence,
                    "at": row.at,
                    "actor": row.actor,
                    "type": type(row.event).__name__,
                    "event": row.event,
                    "words": describe(row.event, definition),
                    "command": row.command,
                    "hash": row.hash,
                }
                for row in log
            ]
        )
        return
    output.table(
        f"{found.number.printed} {found.title}",
        ["Nr", "När", "Vem", "Vad"],
        (
            (row.sequence, local_time(row.at), row.actor.name, describe(row.event, definition))
            for row in log
        ),
    )
