"""What is wrong with a scenario file as a whole: whom it is for, and what in it is for nobody."""

from collections.abc import Collection, Iterator

from workflow.definition.findings import Findings, suggest
from workflow.definition.tree import Node, locate
from workflow.workbench.scenarios.cast import Cast, Part
from workflow.workbench.scenarios.instances import MOST
from workflow.workbench.scenarios.known import Known
from workflow.workbench.scenarios.library import Library, Written, target_node
from workflow.workbench.scenarios.names import Mention, asked_about
from workflow.workbench.scenarios.rules import ScenarioRule
from workflow.workbench.scenarios.surroundings import Surroundings
from workflow.workbench.scenarios.words import MARK


def check_files(library: Library, cast: Cast, around: Surroundings, findings: Findings) -> None:
    """Find it in every file."""
    anything = around.anything()
    for name, written in library.types.items():
        _check_target(written, name, around.declared, "Ärendetypen", findings)
        if name in cast.parts:
            _check_fields(written, around.known(name), findings)
            _check_left_out(written, cast.parts[name], findings)
    for name, written in library.routes.items():
        _check_target(written, name, around.routes, "Vägen", findings)
        _check_fields(written, anything, findings)
    for written in (*library.types.values(), *library.routes.values()):
        _check_names_taken(written, findings)
        _check_words(written, anything, findings)
    for node, count in cast.too_many:
        findings.add(
            ScenarioRule.TOO_LONG,
            node.start,
            f"Orden under each ger {count} scenarier, och högst {MOST} spelas.",
            "Dela upp scenariot, eller ta bort ord.",
        )
    for node in cast.nowhere:
        findings.add(
            ScenarioRule.RUNS_NOWHERE,
            node.start,
            "Scenariot körs inte för någon ärendetyp.",
            "Rätta where eller each, eller ta bort scenariot.",
        )


def _check_target(
    written: Written, name: str, known: Collection[str], what: str, findings: Findings
) -> None:
    if name not in known:
        findings.add(
            ScenarioRule.TARGET,
            target_node(written).place,
            f"{what} ”{name}” finns inte.",
            suggest(name, sorted(known), otherwise="Rätta namnet."),
        )


def _check_fields(written: Written, known: Known, findings: Findings) -> None:
    for name, node in written.root.part("fields").items():
        known.check(Mention(("fields", name), "field", name), node.start, findings)


def _check_left_out(written: Written, part: Part, findings: Findings) -> None:
    for name, node in written.root.part("leaves_out").items():
        if name not in part.left_out:
            findings.add(
                ScenarioRule.LEAVES_OUT,
                node.start,
                f"Ingen väg som ärendetypen använder har scenariot ”{name}”.",
                suggest(name, part.of_routes, otherwise="Ta bort raden."),
            )


def _check_names_taken(written: Written, findings: Findings) -> None:
    taken: set[str] = set()
    for node in written.root.listed("scenarios"):
        name = node.mapping()["name"]
        if str(name.value) in taken:
            findings.add(
                ScenarioRule.NAME_TAKEN,
                name.place,
                f"Det finns redan ett scenario som heter ”{name.value}”.",
                "Säg med ett annat namn vad just detta visar.",
            )
        taken.add(str(name.value))


def _check_words(written: Written, anything: Known, findings: Findings) -> None:
    """A word that is no name of anything would make the scenario be passed by in silence."""
    every = sorted({name for names in anything.names.values() for name in names})
    nodes = written.root.listed("scenarios")
    for scenario, node in zip(written.document.scenarios, nodes, strict=True):
        for word in _each(node):
            if str(word.value) not in every and not str(word.value).startswith(MARK):
                findings.add(
                    ScenarioRule.UNKNOWN_WORD,
                    word.place,
                    f"”{word.value}” är inget namn {anything.within}.",
                    suggest(str(word.value), every, otherwise="Rätta ordet."),
                )
        for mention in asked_about(scenario.where, ("where",)) if scenario.where else ():
            if not mention.name.startswith(MARK):
                anything.check(mention, locate(node, mention.at).start, findings)


def _each(node: Node) -> Iterator[Node]:
    """Every word under ``each``: a list of rows, or one row."""
    each = node.get("each")
    for row in (each.items() or [each]) if each is not None else ():
        for words in row.mapping().values():
            yield from words.items()
