"""What a scenario asks to hold, and what the type itself says always holds."""

from collections.abc import Iterable, Iterator

from workflow.workbench.exploring.situation import Situation, Taken, reminded_after
from workflow.workbench.properties import PROPERTIES, own_lines
from workflow.workbench.proving import ends_from
from workflow.workbench.scenarios.trial import Mark, Trial

_CAN_END = "can_end"


def broken_lines(trial: Trial) -> Iterator[str]:
    """The type's ``never`` and ``always`` lines that the matter as it stands doesn't keep."""
    world = trial.world
    for broken in trial.machine.lines.broken(
        trial.machine, world.organisations, trial.matter, world.now
    ):
        point = f" (punkt {broken.point})" if broken.point else ""
        yield f"{broken.line.name}: {broken.line.label}{point}"


def broken_properties(names: Iterable[str], trial: Trial, since: Mark) -> Iterator[tuple[int, str]]:
    """(place among the names, what is wrong) of properties that what happened since a mark doesn't have."""
    taken = [each for each in _taken(trial) if each[0] >= since.changes]
    own = {one.name: one for one in own_lines(trial.machine.definition)}
    for place, name in enumerate(names):
        if name == _CAN_END:
            if not _can_end(trial):
                yield place, f"läget {trial.matter.state} kan aldrig leda till ett avslut"
            continue
        watch = (PROPERTIES.get(name) or own[name]).watch
        for _, each in taken if watch is not None else ():
            wrong = watch(each) if watch is not None else None
            if wrong is not None:
                yield place, wrong
                break


def _taken(trial: Trial) -> Iterator[tuple[int, Taken]]:
    """(place in the log, what was done) of everything that happened to the matter."""
    world = trial.world
    reminded: frozenset[str] = frozenset()
    done = zip(world.carried_out, world.asked, strict=True)
    for place, ((_, change), effects) in enumerate(done):
        if change.after.id != trial.identity:
            continue
        yield (
            place,
            Taken(
                trial.machine,
                world.organisations,
                change.before,
                change.after,
                change.events,
                effects,
                change.at,
                reminded,
            ),
        )
        reminded = reminded_after(reminded, change.events)


def _can_end(trial: Trial) -> bool:
    """Whether it has ended, or anything that can happen from here leads to its end."""
    world, matter = trial.world, trial.matter
    if matter.closed_on is not None:
        return True
    timers = {name: one for name, one in world.timers.items() if one.matter == matter.id}
    situation = Situation(matter, world.now, timers)
    ends = ends_from(trial.machine, world.organisations, trial.organisation, situation)
    return ends is not False
