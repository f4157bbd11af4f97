"""What the law allows when a plan doesn't make its last day, or only with haste; each with its consequence. Pure.

Sections are those of kommunallagen (2017:725) as it reads on 2025-09-01. Whether one of the ways is to be
taken is for a person: nothing here is done by the engine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from workflow.machine import schedule
from workflow.machine.plan import Office, Plan
from workflow.machine.timetable import Sitting
from workflow.machine.what_if import WhatIf
from workflow.model.matter import Matter

Kind = Literal[
    "ask_for_time",
    "report_unfinished",
    "past_subcommittee",
    "adjust_at_once",
    "after_cut_off",
    "urgent_in_council",
    "other_body",
    "extra_meeting",
    "chair",
    "delegated",
]

_HOUSE_RULE: Final = "organisationens egen regel"
_ONE_YEAR: Final = frozenset({"KL-5:35", "KL-6:34"})
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way out. ``section``: where it stands; empty where no law is about it. ``days`` are those that would do."""

    kind: Kind
    what: str
    section: str
    consequence: str
    days: tuple[date, ...] = ()


def remedies(office: Office, matter: Matter, plan: Plan) -> tuple[Remedy, ...]:
    """The ways out of a plan that doesn't fit; of one that does, those by which its haste can be kept up with.

    None where no last day is set.

    Raises:
        InvalidInputError: a day outside the years that the calendar covers.
    """
    final = plan.aim.final
    if final is None:
        return ()
    if plan.fits:
        return tuple(_hurry(plan))
    trial = WhatIf(office, matter, plan, final)
    return (
        *_more_time(plan),
        *_unfinished(office, plan, final),
        *_other_ways(trial),
        *_other_bodies(trial),
        *_extra(trial),
        *_alone(office, plan),
    )


def _hurry(plan: Plan) -> Iterator[Remedy]:
    for stop in plan.stops:
        if stop.hurried and stop.latest:
            yield Remedy(
                "adjust_at_once",
                f"Justera paragrafen från {stop.name} {stop.latest.on} omedelbart,"
                f" eller protokollet senast {stop.extract_by}",
                "KL 5 kap. 69 § och 6 kap. 35 §",
                f"Lagen ger till {stop.adjusted_by}; så länge kan det som följer inte vänta.",
            )


def _more_time(plan: Plan) -> Iterator[Remedy]:
    if plan.aim.rule not in ("day", "month", "given"):
        return
    ended = next((stop.earliest.on for stop in plan.stops[::-1] if stop.earliest), None)
    until = f" Som tidigast kan {plan.stops[-1].name} besluta {ended}." if _whole(plan) else ""
    yield Remedy(
        "ask_for_time",
        "Be den som har satt dagen om mer tid",
        "",
        f"Dagen gäller tills svaret har kommit; skriv då in den nya.{until}",
    )


def _whole(plan: Plan) -> bool:
    return all(stop.earliest for stop in plan.stops)


def _unfinished(office: Office, plan: Plan, final: date) -> Iterator[Remedy]:
    if plan.aim.rule not in _ONE_YEAR:
        return
    council = next(
        (code for code, body in office.organisation.bodies.items() if body.kind == "council"), None
    )
    days = schedule.meetings(office.organisation, council) if council else ()
    yield Remedy(
        "report_unfinished",
        "Anmäl till fullmäktige att beredningen inte blir klar, och vad som har kommit fram",
        "KL 5 kap. 35 § andra stycket" if plan.aim.rule == "KL-5:35" else "KL 6 kap. 34 §",
        "Fullmäktige får avskriva ärendet från vidare handläggning; annars går beredningen vidare.",
        tuple(day for day in days if plan.today <= day <= final),
    )


def _other_ways(trial: WhatIf) -> Iterator[Remedy]:
    name = trial.office.name
    if taken := trial.past_subcommittees():
        passed = " och ".join(name(body) for body in sorted(trial.subcommittees))
        yield Remedy(
            "past_subcommittee",
            f"Lämna ärendet utan {passed}: {_told(trial, taken)}",
            "KL 6 kap. 41 §: utskott kan bereda, men måste inte",
            f"Handlingarna ska vara inne {taken[0].closes}; utskottets förslag saknas.",
        )
    if taken := trial.adjusted_at_once():
        yield Remedy(
            "adjust_at_once",
            f"Justera paragraferna omedelbart och lämna dem vidare samma dag: {_told(trial, taken)}",
            "KL 5 kap. 69 § och 6 kap. 35 §",
            "Paragrafen justeras redan vid sammanträdet; anslaget räknas från den justeringen.",
        )
    if taken := trial.after_cut_off():
        yield Remedy(
            "after_cut_off",
            f"Ta emot handlingarna efter stoppdagen: {_told(trial, taken)}",
            _HOUSE_RULE,
            "Ledamöterna får kortare tid att läsa; fullmäktiges kungörelse står kvar.",
        )
    if taken := trial.as_urgent():
        told = taken[-1].closes
        yield Remedy(
            "urgent_in_council",
            f"Ta upp det som brådskande: {_told(trial, taken)}",
            "KL 5 kap. 14 §",
            f"Ärendet ska vara tillkännagivet senast {told}.",
        )


def _told(trial: WhatIf, taken: tuple[Sitting, ...]) -> str:
    return ", ".join(f"{trial.office.name(one.body)} {one.on}" for one in taken)


def _other_bodies(trial: WhatIf) -> Iterator[Remedy]:
    bodies = trial.office.organisation.bodies
    for body in trial.office.roads.deciders(trial.point.state):
        taken = None if body == trial.plan.aim.body else trial.decided_by(body)
        if taken is None:
            continue
        delegated = bodies[body].kind == "subcommittee"
        yield Remedy(
            "other_body",
            f"Låt {trial.office.name(body)} besluta: {_told(trial, taken)}",
            "KL 6 kap. 37 §" if delegated else "",
            "Om det har delegation; beslutet anmäls som nämnden har bestämt (KL 6 kap. 40 §)."
            if delegated
            else "Om saken är dess att avgöra.",
        )


def _extra(trial: WhatIf) -> Iterator[Remedy]:
    for body in trial.plan.route.bodies:
        days = trial.extra_days(body)
        if not days:
            continue
        council = trial.office.organisation.bodies[body].kind == "council"
        yield Remedy(
            "extra_meeting",
            f"Håll ett extra sammanträde med {trial.office.name(body)}",
            "KL 5 kap. 12-13 §§" if council else "KL 6 kap. 23 §",
            "Det ska vara tillkännagivet en vecka före, och alla ska vara kallade (KL 5 kap. 15 §)."
            if council
            else "Ordföranden eller en tredjedel av ledamöterna kan begära det; kallelse enligt reglementet.",
            days,
        )


def _alone(office: Office, plan: Plan) -> Iterator[Remedy]:
    """Somebody decides on the committee's behalf; nobody can on the council's (KL 5 kap. 1-2 §§)."""
    body = plan.aim.body
    if office.organisation.bodies[body].kind in ("council", "subcommittee"):
        return
    name = office.name(body)
    after = plan.today + _DAY
    reported = schedule.next_meeting(office.organisation, body, after)
    when = f" {reported}" if reported else ""
    yield Remedy(
        "chair",
        f"Låt ordföranden, eller den ledamot som är utsedd, besluta på vägnar av {name}",
        "KL 6 kap. 39 §",
        f"Bara om saken inte kan vänta; beslutet anmäls vid nästa sammanträde{when}"
        " (KL 6 kap. 40 § andra stycket).",
    )
    yield Remedy(
        "delegated",
        "Låt den som har delegation besluta, om delegationsordningen räcker",
        "KL 6 kap. 37 § och 7 kap. 5 §",
        "Inte i frågor om mål, inriktning, omfattning eller kvalitet, eller yttranden till"
        " fullmäktige (KL 6 kap. 38 §); anmäls som nämnden har bestämt.",
    )
