"""Which scenarios are to be played, by the paths and the words that somebody gave."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from workflow.errors import InvalidInputError
from workflow.workbench.scenarios.instances import Instance
from workflow.workbench.scenarios.library import ENDING

_YAML = ".yaml"
_ROUTES = "routes"
_FOLDERS = ("matters", "procedures", _ROUTES)


@dataclass(frozen=True, slots=True)
class Selection:
    """What to play of one directory of definitions.

    Attributes:
        directory: of the definitions.
        types: names; None: all of them.
        files: paths of the files whose scenarios alone are played; None: every file.
        only: a part of the scenario's name, in upper or lower case; empty: every one.
        coverage: whether to say what of the types is gone through.
    """

    directory: Path
    types: frozenset[str] | None = None
    files: frozenset[str] | None = None
    only: str = ""
    coverage: bool = True

    def has_type(self, name: str) -> bool:
        """Whether scenarios of that type are to be played."""
        return self.types is None or name in self.types

    def has(self, instance: Instance) -> bool:
        """Whether a scenario of a type that is to be played is."""
        path = instance.node.place.path
        return (self.files is None or path in self.files) and (
            self.only.casefold() in instance.name.casefold()
        )


def selections(
    paths: Iterable[Path], *, otherwise: Path, only: str, coverage: bool
) -> Iterator[Selection]:
    """One for each directory that the paths are in.

    A path is a directory of definitions, a type or its scenario file (then all scenarios of that type
    are played), or a route or its scenario file (then the scenarios of that file, without coverage).

    Raises:
        InvalidInputError: there is no such file or directory, or it is none of these.
    """
    wanted: dict[Path, list[Path]] = {}
    for path in paths:
        wanted.setdefault(_directory(path), []).append(path)
    for directory, given in (wanted or {otherwise: []}).items():
        files = [path for path in given if path != directory]
        routes = [path for path in files if path.parent.name == _ROUTES]
        whole = not files or len(files) < len(given)
        of_routes = {_scenarios(path).as_posix() for path in routes}
        types = None if whole or routes else frozenset(_name(path) for path in files)
        chosen = None
        if routes and not whole:
            chosen = frozenset(of_routes | {_scenarios(path).as_posix() for path in files})
        yield Selection(directory, types, chosen, only, coverage and not only and chosen is None)


def _directory(path: Path) -> Path:
    if not path.exists():
        raise InvalidInputError(
            f"”{path}” finns inte.", hint="Ange en katalog med definitioner eller en fil i den."
        )
    if path.is_dir():
        return path
    if path.suffix != _YAML or path.parent.name not in _FOLDERS:
        raise InvalidInputError(
            f"”{path}” är ingen ärendetyp, väg eller scenariofil.",
            hint="Ange till exempel definitions/matters/motion.scenarios.yaml.",
        )
    return path.parent.parent


def _scenarios(path: Path) -> Path:
    return path if path.name.endswith(ENDING) else path.with_name(f"{_name(path)}{ENDING}")


def _name(path: Path) -> str:
    return path.name.removesuffix(ENDING).removesuffix(_YAML)
