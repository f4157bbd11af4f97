"""The scenario files of a directory of definitions, read and checked for their form."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workflow.definition.findings import Findings
from workflow.definition.reader import read
from workflow.definition.tree import Node
from workflow.definition.validation import accepted
from workflow.workbench.scenarios.form import ScenariosDocument
from workflow.workbench.scenarios.rules import ScenarioRule

ENDING = ".scenarios.yaml"
_FOLDERS = ("matters", "procedures", "routes")


@dataclass(frozen=True, slots=True)
class Written:
    """One scenario file that has the right form.

    Attributes:
        path: as findings show it.
        root: the tree, for the place of everything.
        document: what it says.
    """

    path: str
    root: Node
    document: ScenariosDocument


@dataclass(frozen=True, slots=True)
class Library:
    """Every usable file, by the type or procedure, or by the route, that it is for."""

    types: Mapping[str, Written]
    routes: Mapping[str, Written]


def read_library(directory: Path, findings: Findings) -> Library:
    """Read every scenario file there. What is wrong is found; never raises for what the files hold."""
    types: dict[str, Written] = {}
    routes: dict[str, Written] = {}
    for path in files(directory):
        written = _read(path, findings)
        if written is None:
            continue
        document = written.document
        if (document.scenarios_for is None) == (document.scenarios_for_route is None):
            findings.add(
                ScenarioRule.TARGET,
                written.root.place,
                "Det framgår inte vad scenarierna är för.",
                "Börja med antingen scenarios_for: ÄRENDETYP eller scenarios_for_route: VÄG.",
            )
        elif document.scenarios_for is not None:
            _put(types, document.scenarios_for, written, findings)
        else:
            _put(routes, str(document.scenarios_for_route), written, findings)
    return Library(types, routes)


def files(directory: Path) -> list[Path]:
    """The scenario files of a directory of definitions, in order."""
    return [path for folder in _FOLDERS for path in sorted((directory / folder).glob(f"*{ENDING}"))]


def _read(path: Path, findings: Findings) -> Written | None:
    own = Findings()
    shown = path.as_posix()
    root = read(path, shown, own).root
    if root is not None:
        root = accepted(ScenariosDocument, root, own)
    findings.extend(own.sorted())
    if root is None or own.errors:
        return None
    return Written(shown, root, ScenariosDocument.model_validate(root.plain(), strict=True))


def _put(known: dict[str, Written], name: str, written: Written, findings: Findings) -> None:
    first = known.setdefault(name, written)
    if first is not written:
        findings.add(
            ScenarioRule.TARGET,
            target_node(written).place,
            f"”{name}” har redan scenarier i {first.path}.",
            "Lägg dem i samma fil.",
        )


def target_node(written: Written) -> Node:
    """Where the file says what it is for."""
    parts = written.root.mapping()
    return parts.get("scenarios_for") or parts["scenarios_for_route"]
