"""A simulation file: read, its form checked, and what it says compared with the definitions."""

from dataclasses import dataclass
from pathlib import Path

from workflow.definition.findings import Findings
from workflow.definition.reader import read as read_tree
from workflow.definition.tree import Node
from workflow.definition.validation import accepted
from workflow.errors import DefinitionError
from workflow.workbench.forecast.form import Simulation


@dataclass(frozen=True, slots=True)
class Source:
    """A file: what it says, where each part stands, and what was found so far."""

    given: Simulation
    root: Node
    findings: Findings

    def refuse_if_wrong(self) -> None:
        """Tell everything that was found, if any of it is an error.

        Raises:
            DefinitionError: with every finding.
        """
        refuse_if_wrong(self.findings)


def read(path: Path) -> Source:
    """Read a file and check its form.

    Raises:
        DefinitionError: it can't be read, or has another form; with every finding.
    """
    findings = Findings()
    tree = read_tree(path, path.as_posix(), findings).root
    root = None if tree is None else accepted(Simulation, tree, findings)
    refuse_if_wrong(findings)
    assert root is not None  # noqa: S101 - else there was an error
    return Source(Simulation.model_validate(root.plain(), strict=True), root, findings)


def refuse_if_wrong(findings: Findings) -> None:
    """Tell everything that was found, if any of it is an error.

    Raises:
        DefinitionError: with every finding.
    """
    if findings.errors:
        raise DefinitionError(findings.sorted())
