"""Definitions as people name them where files can be given too: ``motion`` is ``matters/motion.yaml``."""

from collections.abc import Iterable
from pathlib import Path

from workflow.definition.files import ENDING, FOLDERS


def files_meant(folder: Path, given: Iterable[Path]) -> list[Path]:
    """The paths; where one doesn't exist but is the name of something in the folder, its file."""
    return [_file(folder, path) for path in given]


def _file(folder: Path, path: Path) -> Path:
    if path.name != str(path) or path.suffix or path.exists():
        return path
    files = (folder / part / f"{path.name}{ENDING}" for part in FOLDERS)
    return next((file for file in files if file.exists()), path)
