"""What a run took for granted, in sentences: so that nobody has to guess what the figures rest on. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping

from workflow.machine.waits import ROLE_LABELS
from workflow.statutory.periods import parse
from workflow.workbench.forecast import built_in, fields
from workflow.workbench.forecast.form import Duration
from workflow.workbench.forecast.plan import Plan
from workflow.workbench.forecast.stops import REFERRED_BACK, TABLED

_ALWAYS = (
    "Tider räknas i kalenderdagar. Ärenden kommer in, och arbete blir klart, på dagar då kontoret har öppet.",
    (
        "Varje ärende har en enda beslutspunkt, och inga uppdrag ges. Det som bara en person kan svara på"
        " besvaras samma dag; utskick kommer alltid fram."
    ),
    "En handling tas på en dag: den som är klar med ett ärende lämnar det vidare tidigast dagen efter.",
)


def assumed(plan: Plan) -> tuple[str, ...]:
    """Everything that isn't in the definitions: what the file says, and what is built in."""
    return (
        *_time(plan),
        *_meetings(plan),
        *_order(plan),
        *_arrivals(plan),
        *_processing(plan),
        *_outcomes(plan),
        *_fields(plan),
        *_ALWAYS,
    )


def _time(plan: Plan) -> Iterator[str]:
    span = plan.span
    seed = f"Slumpens frö är {plan.given.seed}: samma frö ger samma svar."
    if span.begins == span.first:
        yield f"Kontoret är tomt {span.first}. {seed}"
    else:
        yield (
            f"Tiden från {span.begins} körs först, så att det ligger ärenden inne när räkningen börjar"
            f" {span.first}; då var kontoret tomt. {seed}"
        )


def _meetings(plan: Plan) -> Iterator[str]:
    given, span = plan.given, plan.span
    counted = [one for one in plan.sittings if one.day >= span.first]
    for code, number in Counter(one.body for one in counted).items():
        said = given.meetings.get(code)
        source = "enligt organisationens plan"
        if said and (said.every or said.days):
            source = f"enligt filen ({said.every})" if said.every else "enligt filen"
        capacity = next(one.capacity for one in counted if one.body == code)
        closes = (said and said.agenda_closes) or given.agenda_closes
        adjusted = (said and said.adjusted_after) or given.adjusted_after
        yield (
            f"{code} sammanträder {number} gånger {source} och hinner {capacity} ärenden åt gången;"
            f" stoppdag {_words(closes)} före, justering {_words(adjusted)} efter."
        )
    if span.begins != span.first or span.first.year != span.last.year:
        yield f"År utan egen sammanträdesplan har planen för {span.first.year}, på samma veckodagar."


def _order(plan: Plan) -> Iterator[str]:
    first = "Först in går först: dagen då ärendet kom till läget, sedan diarienumret."
    nearest = "Närmaste frist går först, sedan det som kom först. Ärenden utan frist går sist."
    yield nearest if plan.queue == "nearest_deadline" else first
    limits = [f"{_role(role)} {number}" for role, number in plan.staff.items()]
    if limits:
        yield f"Ärenden i arbete samtidigt: {', '.join(limits)}. Andra roller räcker alltid till."
    else:
        yield "De som arbetar med ärendena räcker alltid till (staff är inte angiven)."


def _arrivals(plan: Plan) -> Iterator[str]:
    told: dict[str, list[str]] = {}
    for name, kind in plan.incoming.items():
        arrivals = kind.arrivals
        rate = (
            f"{len(arrivals.on)} på givna dagar"
            if arrivals.on
            else f"{arrivals.per_year:g} om året"
        )
        told.setdefault(rate, []).append(name)
    shares = "; ".join(f"{rate}: {', '.join(names)}" for rate, names in told.items())
    yield f"Ärenden kommer in slumpvis (Poisson) runt dessa antal. {shares}."


def _processing(plan: Plan) -> Iterator[str]:
    told: dict[str, dict[str, list[str]]] = {}
    for name, kind in plan.incoming.items():
        for state, duration in kind.durations.items():
            told.setdefault(state, {}).setdefault(_duration(duration), []).append(name)
    for state, ways in told.items():
        main = max(ways, key=lambda words: len(ways[words]))
        others = "".join(
            f"; {', '.join(names)}: {words}" for words, names in ways.items() if words != main
        )
        yield f"{state}: {main}{others}."


def _duration(given: Duration) -> str:
    others = ", hos andra" if given.by_others else ""
    if given.exactly is not None:
        return f"alltid {_words(given.exactly)}{others}"
    if given.median is not None:
        return f"hälften inom {_words(given.median)}, nio av tio inom {_words(given.p90 or '')}{others}"
    least, likely, most = (_words(each or "") for each in (given.least, given.likely, given.most))
    return f"{least} till {most}, oftast {likely}{others}"


def _outcomes(plan: Plan) -> Iterator[str]:
    said = sorted({state for kind in plan.incoming.values() for state in kind.shares})
    if said:
        yield f"Utfallen i {', '.join(said)} är de som filen säger, där de är möjliga."
    yield (
        f"{'I övrigt' if said else 'Vad organen beslutar'}: {TABLED:.0%} bordläggs och {REFERRED_BACK:.0%}"
        " återremitteras där det går; resten fördelas lika mellan att avgöra och att föreslå nästa organ,"
        " och lika mellan besluten. I beredningen tas nästa läge i vägens ordning.".replace(
            "%", " %"
        )
    )


def _fields(plan: Plan) -> Iterator[str]:
    at_once: set[str] = set()
    ahead: set[str] = set()
    for name, kind in plan.incoming.items():
        given: Mapping[str, object] = (
            plan.given.types[name].fields if name in plan.given.types else {}
        )
        later = fields.assumed_ahead(kind.definition, given)
        ahead.update(later)
        at_once.update(set(fields.assumed_at_once(kind.definition, given)) - set(later))
    if at_once:
        yield f"Ifyllt vid registreringen: {', '.join(sorted(at_once))} (dagar: registreringsdagen)."
    if ahead:
        months = _words(built_in.AHEAD)
        yield f"Satt {months} efter registreringen: {', '.join(sorted(ahead))}."


def _role(name: str) -> str:
    return ROLE_LABELS.get(name, name)


def _words(period: str) -> str:
    return parse(period).in_words()
