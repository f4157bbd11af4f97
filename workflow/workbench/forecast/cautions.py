"""What whoever reads the figures must know first: bodies that never meet, or that there aren't. Pure."""

from collections import Counter
from collections.abc import Iterator, Sequence

from workflow.workbench.forecast.answer import Met
from workflow.workbench.forecast.plan import Plan
from workflow.workbench.forecast.tally import Record


def cautions(plan: Plan, record: Record, meetings: Sequence[Met]) -> Iterator[str]:
    """Sentences, the gravest first; none where everybody meets and everything comes in."""
    yield from _bodies(plan, record, meetings)
    span = plan.span
    for name, kind in plan.incoming.items():
        on = kind.arrivals.on
        outside = sum(not span.begins <= day <= span.last for day in on)
        if outside:
            yield (
                f"{name}: {outside} av {len(on)} dagar i on ligger utanför tiden"
                f" {span.begins} till {span.last}; inget kommer in då."
            )


def _bodies(plan: Plan, record: Record, meetings: Sequence[Met]) -> Iterator[str]:
    years = plan.span.in_words
    if not any(one.meetings for one in meetings):
        yield (
            f"Inget organ sammanträder {years}: allt som ska till ett organ väntar."
            " Ange meetings i filen eller ett år som finns i sammanträdesplanen."
        )
        return
    for one in meetings:
        if not one.meetings:
            yield (
                f"{one.name} sammanträder inte {years}: {one.waiting} ärenden väntar förgäves."
                f" Ange meetings: {one.body} i filen."
            )
    missing = Counter(
        place.name
        for place in record.places
        if place.kind == "body" and place.name not in plan.organisation.bodies
    )
    for code, number in sorted(missing.items()):
        yield (
            f"{number} ärenden väntar på {code}, som {plan.organisation.name} inte har."
            " De kommer inte vidare."
        )
