"""The files of a directory of definitions: which there are, and whether each has the right form."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel

from workflow.definition.checks.labels import check_addresses
from workflow.definition.checks.secrets import check_secrets
from workflow.definition.comments import note_allowances
from workflow.definition.findings import Findings, Place, Rule
from workflow.definition.limits import within_limits
from workflow.definition.organisation import Organisation
from workflow.definition.reader import read
from workflow.definition.text import printable
from workflow.definition.tree import Node
from workflow.definition.validation import accepted

ENDING: Final = ".yaml"
SCENARIOS: Final = ".scenarios.yaml"
FOLDERS: Final = ("matters", "procedures", "routes", "organisations", "histories")
"""Where definitions are read."""

_NEARLY = (
    ".yml",
    ".yaml",
    ".yaml.txt",
    ".yml.txt",
    ".json",
    ".pdf",
    ".doc",
    ".docx",
    ".odt",
    ".rtf",
)
"""Endings of what somebody, in all likelihood, meant to be read."""


@dataclass(frozen=True, slots=True)
class File:
    """One file and what was found in it; ``root`` is None where its form is wrong."""

    path: str
    name: str
    findings: Findings
    root: Node | None


def shown(path: Path) -> str:
    """A path as findings show it: with /, and letters that can't be printed escaped."""
    return printable(path.as_posix().encode("utf-8", "backslashreplace").decode())


def read_folder(folder: Path, model: type[BaseModel], name_key: str, rest: Findings) -> list[File]:
    """Every file of a folder, its form checked; a name declared twice belongs to the first.

    ``rest`` gets what is found about the folder itself and about files that aren't read, and has the
    allowances that all files share.
    """
    files: list[File] = []
    taken: dict[str, str] = {}
    for path in _paths(folder, rest):
        findings = Findings(rest.allowances)
        where = shown(path)
        root = _read(path, where, findings)
        name_node = root.get(name_key) if root is not None else None
        name = str(name_node.value) if name_node is not None else path.stem
        if root is not None and model is not Organisation:
            check_addresses(root, findings)
            check_secrets(root, findings)
        if root is not None:
            fits = within_limits(root, findings)
            root = accepted(model, root, findings) if fits else None
        if name_node is not None and name in taken:
            findings.add(
                Rule.NAME_TAKEN,
                name_node.place,
                f"Namnet ”{name}” är taget av {taken[name]}.",
                "Byt namn eller ta bort den ena filen.",
            )
            root = None
        if name_node is not None:
            taken.setdefault(name, where)
        files.append(File(where, name, findings, root))
    return files


def _read(path: Path, where: str, findings: Findings) -> Node | None:
    document = read(path, where, findings)
    if document.root is not None:
        note_allowances(document.text, where, findings)
    return document.root


def _paths(folder: Path, rest: Findings) -> list[Path]:
    """The files to read, in order; a finding for those that only look like it."""
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return []
    except OSError:
        rest.add(
            Rule.UNREADABLE,
            Place(shown(folder)),
            "Katalogen går inte att läsa.",
            "Kontrollera att den är en katalog och får läsas.",
        )
        return []
    for path in paths:
        if path.name.lower().endswith(_NEARLY) and not path.name.endswith(ENDING):
            rest.add(
                Rule.UNREADABLE,
                Place(shown(path)),
                f"Filen läses inte, för namnet slutar inte på {ENDING}.",
                f"Är den en definition ska den sluta på {ENDING}, annars hör den inte hit.",
                severity="warning",
            )
    return [
        path
        for path in paths
        if path.name.endswith(ENDING)
        and not path.name.endswith(SCENARIOS)
        and not path.name.startswith(".")
    ]
