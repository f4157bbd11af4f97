"""A matter on its way to another version of its type, without a store."""

from dataclasses import replace
from typing import Any

from tests.casework import ROUTE, Desk, changed
from workflow.definition.migration_map import MigrationMap
from workflow.definition.schema import MatterType
from workflow.machine.build import Machine, build
from workflow.machine.planning import Planned, Planner
from workflow.model.commands import MigrateMatter, RevertMigration
from workflow.model.effects import ArmTimer, CancelTimers
from workflow.model.matter import Matter
from workflow.model.step import Step

YEAR: dict[str, Any] = {
    "label": "Ett år",
    "after": "P1Y",
    "counts_from": "registered",
    "remind": ["P7D"],
    "until": ["decided", "dispatching"],
}


def version(name: str, **changes: Any) -> Machine:
    """A version of the small matter type, with these changes; ``name`` is its digest."""
    return build(name, MatterType.model_validate(changed(ROUTE, **changes)))


def renamed(machine: Machine, digest: str, **names: str) -> Machine:
    """The same version with states called otherwise."""
    plain = machine.definition.model_dump(by_alias=True)
    plain["states"] = {names.get(name, name): state for name, state in plain["states"].items()}
    plain["initial"] = names.get(plain["initial"], plain["initial"])
    for rule in plain["transitions"]:
        rule["from"] = tuple(names.get(name, name) for name in rule["from"])
        rule["to"] = names.get(rule["to"], rule["to"])
    for spec in plain["deadlines"].values():
        for key in ("until", "during"):
            spec[key] = tuple(names.get(name, name) for name in spec[key])
    for spec in plain["children"].values():
        spec["on"] = names.get(spec["on"], spec["on"])
    return build(digest, MatterType.model_validate(plain))


def planned(
    desk: Desk, target: Machine, answers: tuple[str, ...] | None = None, **words: Any
) -> Planned:
    """What a map with these words would do to the desk's matter."""
    chosen = MigrationMap.model_validate({"matter_type": "motion", **words})
    versions = {desk.it.definition: desk.machine.definition}
    planner = Planner(chosen, versions, target, desk.organisations, desk.now)
    return planner.plan(desk.it, answers)


def command(found: Planned, target: Machine, **words: Any) -> MigrateMatter:
    """What carries the plan out."""
    assert found.transfer is not None, found.blocked
    orders = words.get("deadlines", {})
    return MigrateMatter(target.digest, "plan", "Ny rutin", found.transfer, orders)


def move(desk: Desk, target: Machine, **words: Any) -> Step:
    """Plan and carry out at once; the desk goes on by the new version."""
    wanted = command(planned(desk, target, **words), target, **words)
    desk.machine = target
    return desk.give(wanted, version=desk.it.version)


def back(desk: Desk, old: Machine, before: Matter) -> Step:
    """Take the desk's matter back to what it was."""
    desk.machine = old
    return desk.give(
        RevertMigration(
            before.definition,
            "plan",
            "Fel",
            before.state,
            before.points,
            before.fields,
            before.deadlines,
        )
    )


def like(matter: Matter) -> Matter:
    """The matter without what a way there and back adds: its log, and the generations of timers."""
    rows = tuple(replace(row, generation=0) for row in matter.deadlines)
    return replace(matter, version=0, migrated=0, deadlines=rows)


def live(desk: Desk) -> dict[str, ArmTimer]:
    """The timers that are armed now."""
    timers: dict[str, ArmTimer] = {}
    for effect in desk.effects:
        if isinstance(effect, ArmTimer):
            assert effect.id not in timers, "armed twice under one id"
            timers[effect.id] = effect
        elif isinstance(effect, CancelTimers):
            timers = {k: t for k, t in timers.items() if t.deadline != effect.deadline}
    return timers


def watched(desk: Desk) -> bool:
    """Whether exactly the deadlines that run have a timer for their end and look, of their generation."""
    armed = {
        kind: {(t.deadline, t.generation, t.due_on) for t in live(desk).values() if t.kind == kind}
        for kind in ("expiry", "risk")
    }
    running = [each for each in desk.it.deadlines if each.status == "running"]
    looks = {(each.key, each.generation, each.risk_on) for each in running if each.risk_on}
    ends = {(each.key, each.generation, each.final) for each in running}
    return ends == armed["expiry"] and looks <= armed["risk"]
