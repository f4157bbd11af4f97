"""How a plan of a migration looks: what it comes to, and then matter by matter."""

from collections import Counter
from collections.abc import Iterable, Mapping

from workflow.cli import output
from workflow.cli.office import Office, local_time
from workflow.command.migrations import MarkName, PlanRow
from workflow.command.ports import CommandOutcome
from workflow.definition.schema import MatterType
from workflow.machine.narrate import FATE_WORDS
from workflow.model.migration import DeadlineFate, Plan, PlannedMatter

STATUS: Mapping[MarkName, str] = {
    "planned": "planerad",
    "begun": "påbörjad",
    "applied": "genomförd",
    "revert_begun": "återtas",
    "reverted": "återtagen",
}


def headline(key: str, plan: Plan) -> list[str]:
    """Which plan, and how many matters it moves and leaves."""
    counts = Counter(matter.came_from[:12] for matter in plan.matters)
    whence = ", ".join(f"{number} från {version}" for version, number in counts.items())
    return [
        f"Plan {key[:12]}: {plan.matter_type} till versionen {plan.definition[:12]}.",
        f"{output.count(len(plan.matters), 'ärende', 'ärenden')} flyttas"
        + (f" ({whence})" if whence else "")
        + f", {output.count(len(plan.blocked), 'ärende', 'ärenden')} stannar.",
    ]


def progress(
    row: PlanRow, moved: Mapping[str, CommandOutcome], back: Mapping[str, CommandOutcome]
) -> None:
    """What was done with the plan, by whom and why, and what came of it."""
    output.section(
        "Vad som har gjorts",
        ["När", "Vad", "Av", "Skäl"],
        ((local_time(m.at), STATUS[m.what], m.actor.name, m.reason) for m in row.marks),
    )
    for outcomes, words in ((moved, "flyttade"), (back, "återtagna")):
        done = sum(one.status == "done" for one in outcomes.values())
        left = len(outcomes) - done
        if outcomes:
            output.say(f"{done} {words}, {left} lämnade.")


def details(office: Office, plan: Plan, limit: int) -> None:
    """The plan in sums, and then at most ``limit`` matters of each kind."""
    new = office.catalogue.matter_type(plan.definition)
    versions = {each: office.catalogue.matter_type(each) for each in plan.came_from}
    output.section("Lägen", ["Från", "Till", "Punkter"], _moves(plan, versions, new))
    output.section("Fält", ["Fält", "Vad", "Ärenden"], _fields(plan, new))
    output.section("Frister", ["Frist", "Vad", "Ärenden"], _fates(plan))
    output.section("Stannar", ["Skäl", "Ärenden"], _reasons(plan))
    output.section(
        "Ärenden som flyttas",
        ["Ärende", "Organisation", "Lägen", "Fält", "Frister", "Följer"],
        (_row(matter) for matter in plan.matters[:limit]),
    )
    _more(len(plan.matters), limit)
    output.section(
        "Ärenden som stannar",
        ["Ärende", "Organisation", "Läge", "Skäl"],
        (
            (matter.number, matter.organisation, matter.state, " ".join(matter.why))
            for matter in plan.blocked[:limit]
        ),
    )
    _more(len(plan.blocked), limit)


def _more(number: int, limit: int) -> None:
    if number > limit:
        output.say(f"… och {number - limit} till; alla visas med --limit {number} eller --json.")


def _moves(
    plan: Plan, versions: Mapping[str, MatterType], new: MatterType
) -> Iterable[tuple[object, ...]]:
    counts = Counter(
        (_state(versions[matter.came_from], move.came_from), _state(new, move.to))
        for matter in plan.matters
        for move in matter.transfer.moves
    )
    return ((*pair, number) for pair, number in counts.items())


def _state(definition: MatterType, name: str) -> str:
    return f"{definition.states[name].label} ({name})"


def _fields(plan: Plan, new: MatterType) -> Iterable[tuple[object, ...]]:
    counts: Counter[tuple[str, str]] = Counter()
    for matter in plan.matters:
        for name in matter.transfer.fields_set:
            counts[f"{new.fields[name].label} ({name})", "sätts"] += 1
        for name in matter.transfer.fields_dropped:
            counts[name, "tas bort"] += 1
    return ((*what, number) for what, number in counts.items())


def _fates(plan: Plan) -> Iterable[tuple[object, ...]]:
    counts = Counter(
        (f"{fate.label} ({fate.key})", FATE_WORDS[fate.what])
        for matter in plan.matters
        for fate in matter.transfer.deadlines
    )
    return ((*what, number) for what, number in counts.items())


def _reasons(plan: Plan) -> Iterable[tuple[object, ...]]:
    counts = Counter(why for matter in plan.blocked for why in matter.why)
    return counts.most_common(_MOST_REASONS)


_MOST_REASONS = 20


def _row(matter: PlannedMatter) -> tuple[object, ...]:
    transfer = matter.transfer
    moves = (f"{move.point}: {move.came_from} → {move.to}" for move in transfer.moves)
    fields = (f"{name} = {value}" for name, value in transfer.fields_set.items())
    dropped = (f"{name} tas bort" for name in transfer.fields_dropped)
    return (
        matter.number,
        matter.organisation,
        "; ".join(moves),
        "; ".join((*fields, *dropped)),
        "; ".join(map(_fate, transfer.deadlines)),
        " ".join(transfer.follows),
    )


def _fate(fate: DeadlineFate) -> str:
    """A deadline in words: what, which days, and why where it isn't as before."""
    before, after = fate.before, fate.after
    if fate.what == "recomputed" and before and after:
        days = f" {before} → {after}"
    else:
        days = f" {after or before}" if after or before else ""
    why = f" ({fate.why.rstrip('.')})" if fate.why else ""
    return f"{fate.label} {FATE_WORDS[fate.what]}{days}{why}"
