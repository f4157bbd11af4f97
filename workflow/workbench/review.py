"""Whole directories of definitions or some of their files, checked: what is found in what was asked for."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from workflow.definition.allowances import Allowed
from workflow.definition.catalogue import Loaded, load
from workflow.definition.files import ENDING, FOLDERS, shown
from workflow.definition.findings import Findings, Place, Rule
from workflow.errors import Finding

_TEMPLATES = "templates"
_TEMPLATE_ENDING = ".j2"


@dataclass(frozen=True, slots=True)
class Review:
    """What was found.

    Attributes:
        findings: those that count, in the order of files and lines.
        allowed: those that a comment allows.
        usable: how many matter types, procedures and organisations can be used; None if only some
            files were asked for.
        files: how many files were asked for one by one.
        concerned: for a finding in another file, a route most often, the types that it was found in.
    """

    findings: tuple[Finding, ...]
    allowed: tuple[Allowed, ...]
    usable: tuple[int, int, int] | None
    files: int
    concerned: Mapping[Finding, tuple[str, ...]] = field(default_factory=dict)

    @property
    def errors(self) -> int:
        """How many findings make something unusable."""
        return sum(finding.severity == "error" for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings don't."""
        return len(self.findings) - self.errors


@dataclass(slots=True)
class _Asked:
    """What is asked for of one directory of definitions: all of it, or what these paths hold."""

    everything: bool = False
    files: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)

    def holds(self, path: str) -> bool:
        return (
            self.everything
            or path in self.files
            or any(path == folder or path.startswith(f"{folder}/") for folder in self.folders)
        )


def review(paths: Iterable[Path]) -> Review:
    """Check directories of definitions, folders within one, or single files.

    For a file the whole directory around it is read, but only what was found in the file, or while
    it was checked, is told. Never raises for what the paths are or hold.
    """
    others = Findings()
    asked: dict[Path, _Asked] = {}
    for path in paths:
        _sort(path, asked, others)
    found: list[Finding] = list(others.sorted())
    allowed: list[Allowed] = []
    concerned: dict[Finding, tuple[str, ...]] = {}
    usable = [0, 0, 0]
    for root, part in asked.items():
        loaded = load(root)
        found += _findings(loaded, part)
        for checked, findings in loaded.found_with.items():
            for finding in findings:
                if finding.path != checked:
                    concerned[finding] = (*concerned.get(finding, ()), checked)
        allowed += [each for each in loaded.allowed if part.holds(each.finding.path)]
        for place, kind in enumerate((loaded.types, loaded.procedures, loaded.organisations)):
            usable[place] += len(kind)
    whole = bool(asked) and all(part.everything for part in asked.values())
    return Review(
        tuple(dict.fromkeys(found)),
        tuple(allowed),
        (usable[0], usable[1], usable[2]) if whole else None,
        sum(len(part.files) for part in asked.values()),
        {finding: concerned[finding] for finding in found if finding in concerned},
    )


def _findings(loaded: Loaded, part: _Asked) -> Sequence[Finding]:
    if part.everything:
        return loaded.findings
    found = Findings()
    found.extend(finding for finding in loaded.findings if part.holds(finding.path))
    for path, findings in loaded.found_with.items():
        if part.holds(path):
            found.extend(findings)
    return found.sorted()


def _sort(path: Path, asked: dict[Path, _Asked], others: Findings) -> None:
    """Put a path under the directory of definitions that it belongs to; or find that there is none."""
    named = path.name.strip(".") and path.parent.name.strip(".")
    near = path if named else Path(os.path.abspath(path))  # noqa: PTH100 - links stay as they are
    if path.is_dir() and path.suffix != ENDING:
        if near.name not in FOLDERS and any((path / name).exists() for name in FOLDERS):
            asked.setdefault(path, _Asked()).everything = True
        elif near.name in (*FOLDERS, _TEMPLATES):
            asked.setdefault(near.parent, _Asked()).folders.append(shown(near))
        else:
            _refuse(
                path,
                "Katalogen har inga definitioner.",
                f"Ange en katalog som har {', '.join(FOLDERS[:-1])} eller {FOLDERS[-1]} i sig.",
                others,
            )
    elif not path.exists() and not path.is_symlink():
        _refuse(path, "Filen eller katalogen finns inte.", "Kontrollera sökvägen.", others)
    elif _is_definition(near):
        asked.setdefault(near.parent.parent, _Asked()).files.append(shown(near))
    else:
        _refuse(
            path,
            "Filen är ingen definition.",
            f"Definitioner slutar på {ENDING} och ligger direkt i {', '.join(FOLDERS)}.",
            others,
        )


def _is_definition(path: Path) -> bool:
    if path.parent.name == _TEMPLATES:
        return path.name.endswith(_TEMPLATE_ENDING)
    return path.parent.name in FOLDERS and path.name.endswith(ENDING)


def _refuse(path: Path, sentence: str, fix: str, others: Findings) -> None:
    others.add(Rule.UNREADABLE, Place(shown(path)), sentence, fix)
