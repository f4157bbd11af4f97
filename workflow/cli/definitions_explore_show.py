"""How the answer of an exploration is told."""

from collections.abc import Mapping
from typing import Any

from workflow.cli import output
from workflow.definition.organisation import Organisation
from workflow.workbench.exploring.bounds import Bounds
from workflow.workbench.proving import Answer, Told, retold

_VERDICTS: Mapping[str, str] = {
    "proved": "bevisat inom gränserna",
    "refuted": "MOTBEVISAT",
    "bounded": "inte avgjort: gränsen nåddes",
    "inapplicable": "gäller inte",
}


def show(answer: Answer, organisations: Mapping[str, Organisation], seconds: float) -> None:
    """As text: the verdicts, what doesn't hold as scenarios, and how far it was looked."""
    definition = answer.machine.definition
    output.say(f"{definition.name}: {definition.label}")
    width = max(len(told.property.name) for told in answer.told)
    for told in answer.told:
        name = told.property.name.ljust(width)
        output.say(f"  {name}  {_VERDICTS[told.verdict]}  {told.property.label}")
    for told in answer.refuted:
        _refuted(answer, told, organisations)
    looked = f"{answer.states} situationer, {answer.moves} drag"
    output.say(f"  Prövat: {looked} på {seconds:.1f} s".replace(".", ","))
    for walked in answer.walked:
        end = "" if walked.complete else "; gränsen nåddes"
        output.say(f"    {walked.run} i {walked.organisation}: {walked.states} situationer{end}")
    output.say(f"  Gränser: {_bounds(answer.bounds)}", "")


def _refuted(answer: Answer, told: Told, organisations: Mapping[str, Organisation]) -> None:
    name = answer.machine.definition.name
    refutation = told.refutation
    sentence = refutation.sentence if refutation else ""
    source = told.property.source
    output.say("", f"  {told.property.name}: {sentence} ({source})")
    output.say(
        f"  Klistra in under scenarios i {name}.scenarios.yaml; det misslyckas tills det är rättat:"
    )
    text = retold(answer, organisations, told) or ""
    output.say("", *(f"  {line}" for line in text.splitlines()), "")


def _bounds(bounds: Bounds) -> str:
    return (
        f"högst {bounds.points} beslutspunkter, {bounds.tabled} bordläggningar i rad,"
        f" {bounds.unadjusted} ojusterade beslut åt gången, {bounds.variants} kombinationer av värden"
        f" per händelse och {bounds.most_states} situationer per genomgång."
        " Flera punkter flyttas en i taget, kvitton kommer genast och det som en person ska se till görs i en"
        " bestämd ordning. Frister förlängs eller pausas inte, inget ärende tas över under väg, inget organ"
        " lägger till egna punkter och inget beslut skrivs in i efterhand. Ett sammanträde har en punkt på"
        " dagordningen, och alla är närvarande och signerar."
    )


def as_answer(answer: Answer, organisations: Mapping[str, Organisation]) -> dict[str, Any]:
    """As JSON."""
    definition = answer.machine.definition
    return {
        "name": definition.name,
        "label": definition.label,
        "digest": answer.machine.digest,
        "states": answer.states,
        "moves": answer.moves,
        "bounds": answer.bounds,
        "walked": answer.walked,
        "properties": [
            {
                "name": told.property.name,
                "label": told.property.label,
                "source": told.property.source,
                "verdict": told.verdict,
                "sentence": told.refutation.sentence if told.refutation else None,
                "scenario": retold(answer, organisations, told),
            }
            for told in answer.told
        ],
    }
