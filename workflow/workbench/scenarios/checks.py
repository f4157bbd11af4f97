"""What is wrong with one scenario beyond its form: names that there aren't, and what says nothing."""

from collections.abc import Iterator, Sequence

from workflow.definition.findings import Findings, suggest
from workflow.definition.tree import Node, locate
from workflow.workbench.scenarios.cast import Part
from workflow.workbench.scenarios.expected import Expected
from workflow.workbench.scenarios.form import Step
from workflow.workbench.scenarios.given import (
    AtMeeting,
    DeadlineGiven,
    DecisionGiven,
    RecipientGiven,
)
from workflow.workbench.scenarios.instances import Instance
from workflow.workbench.scenarios.names import mentions
from workflow.workbench.scenarios.rules import ScenarioRule
from workflow.workbench.scenarios.surroundings import Surroundings
from workflow.workbench.scenarios.words import MARK

_ACTS = (
    "event",
    "decision",
    "adjusted",
    "wait",
    "until",
    "deadline",
    "task",
    "recipient",
    "assignment",
    "child",
    "at_meeting",
    "meetings",
)
_NOTHING = Expected()
MOST_STEPS = 500
"""A scenario, or a way, with more steps than this isn't played."""


def check_instance(instance: Instance, around: Surroundings, findings: Findings) -> bool:
    """One scenario of one type; whether it can be played."""
    own = Findings()
    node, scenario = instance.node, instance.scenario
    for word in instance.unknown:
        own.add(
            ScenarioRule.UNKNOWN_WORD,
            node.start,
            f"Ordet ”{MARK}{word}” betyder ingenting i {instance.matter_type}.",
            "Skriv det under each, eller använd en parameter som ärendetypens vägar har.",
        )
    if instance.organisation not in around.organisations:
        _no_organisation(instance, around, own)
    if not own.errors:
        known = around.known(instance.matter_type, instance.organisation)
        for mention in mentions(scenario):
            known.check(mention, locate(node, mention.at).start, own)
        _check_steps(scenario.steps, node, own)
        looks = (scenario.then, *(step.then for step in scenario.steps))
        if all(then in (None, _NOTHING) for then in looks):
            own.add(
                ScenarioRule.NOTHING_SEEN,
                node.start,
                "Scenariot säger inte vad som ska synas.",
                "Lägg till then: i ett steg eller sist.",
            )
    findings.extend(own.sorted())
    return not own.errors


def check_ways(part: Part, matter_type: str, around: Surroundings, findings: Findings) -> bool:
    """The ways that a type's scenarios may take to states; whether they can be gone."""
    own = Findings()
    known = around.known(matter_type)
    for ways in (part.own_ways, part.ways):
        for state, each in ways.items():
            for placed in each:
                if state not in known.names["state"]:
                    continue
                for mention in mentions(placed.way):
                    known.check(mention, locate(placed.node, mention.at).start, own)
                _check_steps(placed.way.steps, placed.node, own)
    findings.extend(own.sorted())
    return not own.errors


def _no_organisation(instance: Instance, around: Surroundings, findings: Findings) -> None:
    code = instance.organisation
    written = instance.node.get("organisation")
    if code is None:
        sentence, otherwise = "Det framgår inte vilken organisation ärendet hör till.", ""
    else:
        sentence, otherwise = f"Organisationen ”{code}” finns inte.", "Rätta koden."
    findings.add(
        ScenarioRule.UNKNOWN_ORGANISATION,
        (written or instance.node).start,
        sentence,
        suggest(code or "", around.organisations, otherwise=otherwise)
        if code
        else "Lägg till organisation: överst i filen.",
    )


def _check_steps(steps: Sequence[Step], node: Node, findings: Findings) -> None:
    if len(steps) > MOST_STEPS:
        findings.add(
            ScenarioRule.TOO_LONG,
            node.start,
            f"Det är {len(steps)} steg, och högst {MOST_STEPS} spelas.",
            "Dela upp scenariot.",
        )
    for step, at in zip(steps, node.listed("steps"), strict=True):
        for problem, fix in _problems(step):
            findings.add(ScenarioRule.STEP, at.start, problem, fix)


def _problems(step: Step) -> Iterator[tuple[str, str]]:
    """What is wrong with the shape of a step, and what to do."""
    done = [key for key in _ACTS if getattr(step, key)]
    if len(done) > 1:
        yield f"Steget gör flera saker: {', '.join(done)}.", "Gör ett steg av var och en."
    when = [key for key in ("on", "after", "wait", "until") if getattr(step, key)]
    if len(when) > 1:
        yield f"Steget säger flera tider: {', '.join(when)}.", "Behåll en av dem."
    if step.points and step.event is None:
        yield "Punkter hör till en händelse.", "Skriv beslutets punkter under outcomes."
    if step.data and step.event is None and step.decision is None:
        yield "Uppgifter (data) hör till en händelse eller ett beslut.", "Flytta dem dit."
    if step.at_meeting is not None:
        done = [key for key in AtMeeting.model_fields if getattr(step.at_meeting, key)]
        if len(done) != 1:
            said = f"flera saker: {', '.join(done)}" if done else "ingenting"
            yield f"Med sammanträdet görs {said}.", "Skriv en av nycklarna under at_meeting."
    for part in (step.decision, step.deadline, step.recipient):
        if part is not None:
            yield from _halves(part)


def _halves(part: DecisionGiven | DeadlineGiven | RecipientGiven) -> Iterator[tuple[str, str]]:
    """What only together, or only one of, means something."""
    if isinstance(part, DecisionGiven):
        if (part.outcome is None) == (not part.outcomes):
            yield (
                "Beslutet har inget utfall, eller två slags.",
                "Skriv antingen outcome eller outcomes.",
            )
        if part.proposed is not None and part.outcome is None:
            yield "Ett förslag hör till ett utfall.", "Skriv proposed bredvid utfallet."
    elif isinstance(part, DeadlineGiven):
        given = [key for key in ("extend", "suspend", "resume") if getattr(part, key)]
        if len(given) != 1:
            yield (
                "Det framgår inte vad som görs med fristen.",
                "Skriv en av extend, suspend och resume.",
            )
        if (part.until is None) == (part.extend is not None):
            yield "En ny sista dag (until) hör till extend.", "Skriv extend: FRIST och until: DAG."
    else:
        told = [bool(part.addresses), bool(part.because), bool(part.receipt), part.retry]
        if sum(told) != 1:
            yield (
                "Det framgår inte vad som görs med mottagaren.",
                "Skriv en av addresses, because, receipt och retry.",
            )
