"""The scenarios of a directory, played: what came of each, and what of the types they go through."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from workflow.definition.catalogue import Entry as TypeEntry
from workflow.definition.catalogue import load
from workflow.definition.findings import Findings, Place
from workflow.errors import Finding
from workflow.workbench.scenarios.cast import Part, cast
from workflow.workbench.scenarios.checks import check_instance, check_ways
from workflow.workbench.scenarios.coverage import Coverage, Tally
from workflow.workbench.scenarios.file_checks import check_files
from workflow.workbench.scenarios.instances import Instance
from workflow.workbench.scenarios.kinship import family
from workflow.workbench.scenarios.library import ENDING, read_library
from workflow.workbench.scenarios.playing import Fault, Played, play
from workflow.workbench.scenarios.rules import ScenarioRule
from workflow.workbench.scenarios.selection import Selection
from workflow.workbench.scenarios.stage import stage
from workflow.workbench.scenarios.surroundings import Surroundings
from workflow.workbench.scenarios.timeline import Entry, timeline

MOST_STEPS = 20_000
"""Of all scenarios of one type together: what there is more of isn't played."""

Watch = Callable[[int, int], None]
"""Told how many scenarios are done, and of how many."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one scenario of one type.

    Attributes:
        matter_type: its name.
        name: of the scenario, with its words filled in.
        place: where it is written.
        seconds: that playing it took.
        fault: None where everything was as expected.
        timeline: what happened until the fault; empty without one.
    """

    matter_type: str
    name: str
    place: Place
    seconds: float
    fault: Fault | None
    timeline: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """Everything that there is to say.

    Attributes:
        findings: what is wrong with the files.
        results: in the order of types and files.
        coverage: of every type whose scenarios were all played; empty where nobody asked.
        seconds: in all.
    """

    findings: tuple[Finding, ...]
    results: tuple[Result, ...]
    coverage: tuple[Coverage, ...]
    seconds: float

    @property
    def failed(self) -> tuple[Result, ...]:
        """The scenarios with a fault."""
        return tuple(result for result in self.results if result.fault is not None)

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong and nothing missing."""
        return not (self.findings or self.failed) and all(one.whole for one in self.coverage)


def play_all(selection: Selection, watch: Watch) -> Answer:
    """Play what is selected. Never raises for what the files hold."""
    begun = perf_counter()
    directory = selection.directory
    loaded = load(directory)
    findings = Findings()
    findings.extend(loaded.errors)
    entries: Mapping[str, TypeEntry] = {**loaded.types, **loaded.procedures}
    definitions = {name: entry.definition for name, entry in entries.items()}
    organisations = {code: one.organisation for code, one in loaded.organisations.items()}
    library, known = read_library(directory, findings), family(directory)
    parts = cast(library, known, definitions)
    around = Surroundings(definitions, known.kin.keys(), known.routes, organisations)
    check_files(library, parts, around, findings)
    playable = {
        name: tuple(_playable(part, name, around, selection, findings))
        for name, part in parts.parts.items()
        if selection.has_type(name)
    }
    if selection.coverage:
        _without_scenarios(entries, parts.parts, selection, findings)
    at = stage(definitions, organisations)
    of = sum(map(len, playable.values()))
    results: list[Result] = []
    coverage: list[Coverage] = []
    for name, instances in playable.items():
        tally = Tally(at.machines[name])
        for instance in instances:
            played = play(at, parts.parts[name], instance)
            tally.add(played.trial)
            results.append(_result(played))
            watch(len(results), of)
        if selection.coverage:
            coverage.append(tally.result(known.kin[name].node))
    return Answer(findings.sorted(), tuple(results), tuple(coverage), perf_counter() - begun)


def _playable(
    part: Part, matter_type: str, around: Surroundings, selection: Selection, findings: Findings
) -> Iterator[Instance]:
    if not check_ways(part, matter_type, around, findings):
        return
    steps = 0
    for instance in part.instances:
        if selection.has(instance) and check_instance(instance, around, findings):
            steps += len(instance.scenario.steps)
            if steps > MOST_STEPS:
                findings.add(
                    ScenarioRule.TOO_LONG,
                    instance.node.start,
                    f"Scenarierna för {matter_type} har fler än {MOST_STEPS} steg; resten spelas inte.",
                    "Ta bort ord under each, eller scenarier som visar detsamma.",
                )
                return
            yield instance


def _without_scenarios(
    entries: Mapping[str, TypeEntry],
    parts: Mapping[str, Part],
    selection: Selection,
    findings: Findings,
) -> None:
    for name in sorted(entries.keys() - parts.keys()):
        source = Path(entries[name].source)
        beside = source.with_name(f"{source.stem}{ENDING}")
        if selection.has_type(name) and not beside.exists():  # else what is wrong with it is told
            findings.add(
                ScenarioRule.NO_SCENARIOS,
                Place(source.as_posix(), 1, 1),
                f"{entries[name].definition.label} ({name}) har inga scenarier.",
                f"Lägg dem i {beside.name} bredvid.",
            )


def _result(played: Played) -> Result:
    instance = played.instance
    return Result(
        instance.matter_type,
        instance.name,
        instance.node.start,
        played.seconds,
        played.fault,
        timeline(played.trial) if played.fault is not None else (),
    )
