"""What playing scenarios came to, in text and for programs."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby

from workflow.cli import output
from workflow.cli.rule_pages import page_of
from workflow.definition.findings import Place
from workflow.definition.text import printable
from workflow.workbench.scenarios.coverage import ASPECTS, Aspect, Coverage
from workflow.workbench.scenarios.testing import Answer, Result

_FAULTS_SHOWN = 10
_MOMENTS_SHOWN = 25
_MISSING_SHOWN = 40
"""More than this of one type are counted; ``--json`` has them all."""

_ASPECTS: Mapping[Aspect, str] = {
    "states": "Lägen",
    "transitions": "Övergångar",
    "outcomes": "Beslut",
    "deadlines": "Frister",
}
_ONE: Mapping[Aspect, str] = {
    "states": "läget",
    "transitions": "övergången",
    "outcomes": "beslutet",
    "deadlines": "fristen",
}


def show(answer: Answer) -> None:
    """Findings, faults with their timelines, what is missing, and the sum."""
    for finding in answer.findings:
        output.say(printable(f"fel: {finding}"), f"  Läs mer: {page_of(finding.rule)}")
    for result in answer.failed[:_FAULTS_SHOWN]:
        output.say(*map(printable, _fault(result)))
    left = len(answer.failed) - _FAULTS_SHOWN
    if left > 0:
        output.say(
            f"… och {output.count(left, 'scenario', 'scenarier')} till som inte blev som väntat."
        )
    played = {
        name: len(list(group))
        for name, group in groupby(answer.results, lambda one: one.matter_type)
    }
    output.section(
        "Vad scenarierna går igenom",
        ["Ärendetyp", "Scenarier", *_ASPECTS.values()],
        (_row(one, played.get(one.matter_type, 0)) for one in answer.coverage),
    )
    for one in answer.coverage:
        output.say(*map(printable, _missing(one)))
    output.say(_sum(answer))


def as_answer(answers: Iterable[Answer]) -> dict[str, object]:
    """The same for programs, of every directory together."""
    every = list(answers)
    results = [result for one in every for result in one.results]
    return {
        "findings": [
            output.plain(finding) | {"page": page_of(finding.rule)}
            for one in every
            for finding in one.findings
        ],
        "scenarios": [_result(result) for result in results],
        "coverage": [
            {
                "matter_type": one.matter_type,
                "whole": one.whole,
                **{key: {"covered": count[0], "of": count[1]} for key, count in one.counts.items()},
                "missing": one.missing,
            }
            for answer in every
            for one in answer.coverage
        ],
        "played": len(results),
        "failed": sum(result.fault is not None for result in results),
        "seconds": round(sum(one.seconds for one in every), 3),
        "whole": all(one.whole for one in every),
    }


def _result(result: Result) -> dict[str, object]:
    return {
        "matter_type": result.matter_type,
        "name": result.name,
        "place": result.place,
        "milliseconds": round(result.seconds * 1000, 1),
        "fault": result.fault,
        "timeline": result.timeline,
    }


def _fault(result: Result) -> Iterator[str]:
    fault = result.fault
    if fault is None:
        return
    about = "".join(f": {each}" for each in (fault.rule, fault.about) if each)
    yield f"{result.matter_type}: {result.name}"
    yield f"  {_where(fault.place)}{about}"
    passed = len(result.timeline) - _MOMENTS_SHOWN
    if passed > 0:
        yield f"  … {passed} tidigare (alla finns med --json)"
    for entry in result.timeline[-_MOMENTS_SHOWN:]:
        yield f"  {entry.day}  {entry.did or 'Tiden går'}"
        yield from (f"              {line}" for line in entry.happened)
    yield f"    väntat: {fault.expected}"
    yield f"    blev:   {fault.got}"
    if fault.rule is not None:
        yield f"    Läs mer: {page_of(fault.rule)}"
    yield ""


def _row(one: Coverage, played: int) -> list[str]:
    counts = [one.counts[aspect] for aspect in ASPECTS]
    return [one.matter_type, str(played), *(f"{gone}/{of}" for gone, of in counts)]


def _missing(one: Coverage) -> Iterator[str]:
    if one.missing:
        yield ""
        yield f"Inget scenario för {one.matter_type} går igenom:"
    for missing in one.missing[:_MISSING_SHOWN]:
        yield f"  {_ONE[missing.aspect]} {missing.name} ({_where(missing.place)})"
    left = len(one.missing) - _MISSING_SHOWN
    if left > 0:
        yield f"  … och {left} till"


def _where(place: Place) -> str:
    return f"{place.path}:{place.line}:{place.column}"


def _sum(answer: Answer) -> str:
    total = len(answer.results)
    failed = len(answer.failed)
    slowest = max((result.seconds for result in answer.results), default=0.0)
    parts = [
        f"{output.count(total, 'scenario', 'scenarier')}, {failed} inte som väntat",
        f"{output.count(len(answer.findings), 'fel', 'fel')} i filerna",
    ]
    if answer.coverage:
        whole = sum(one.whole for one in answer.coverage)
        parts.append(f"{whole} av {len(answer.coverage)} ärendetyper gås igenom helt")
    return (
        f"{'; '.join(parts)}. Det tog {answer.seconds:.1f} s, det längsta {slowest * 1000:.0f} ms."
    )
