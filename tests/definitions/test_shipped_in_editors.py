"""An editor with the YAML language server helps in every shipped file, and finds nothing to complain about."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from workflow.definition.files import SCENARIOS
from workflow.definition.findings import Findings
from workflow.definition.reader import read

SHIPPED = Path(__file__).parents[2] / "definitions"
FILES = sorted(
    path
    for folder in ("*", "examples/simulations", "examples/meetings")
    for path in SHIPPED.glob(f"{folder}/*.yaml")
)
KINDS = {
    "matters": "matter",
    "procedures": "procedure",
    "routes": "route",
    "organisations": "organisation",
    "histories": "vocabulary",
    "simulations": "simulation",
    "meetings": "meeting",
}
_MODELINE = re.compile(r"# yaml-language-server: \$schema=(\S+)")


def named(path: Path) -> Path:
    """The schema that a file's first line names."""
    with path.open(encoding="utf-8") as file:
        found = _MODELINE.fullmatch(file.readline().rstrip("\n"))
    assert found is not None, path
    return path.parent / found[1]


def as_json(value: Any) -> Any:
    """What the language server sees: days are text to it."""
    if isinstance(value, dict):
        return {key: as_json(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [as_json(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def complaints(schema: Path, content: Any) -> list[str]:
    """What an editor underlines."""
    declared = json.loads(schema.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(declared)
    return [error.message for error in Draft202012Validator(declared).iter_errors(as_json(content))]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_first_line_names_the_schema(path: Path) -> None:
    """The one for files of its kind, where it is shipped; a copy of the whole folder keeps it."""
    kind = "scenarios" if path.name.endswith(SCENARIOS) else KINDS[path.parent.name]
    assert named(path).resolve() == SHIPPED / "schema" / f"{kind}.schema.json"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_schema_accepts_the_file(path: Path) -> None:
    """Nothing that the reader takes is underlined."""
    root = read(path, path.name, Findings()).root
    assert root is not None
    assert complaints(named(path), root.plain()) == []


@pytest.mark.parametrize(
    ("folder", "content"),
    [
        ("matters", {"matter_type": "x", "label": "X", "lable": "X"}),
        ("matters", {"matter_type": "x", "label": "X", "states": {"a": {"label": "A", "phase": "ks"}}}),
        ("matters", {"label": "Utan namn"}),
        ("organisations", {"organisation": "x", "name": "X", "kind": "town", "register_code": "KS"}),
    ],
)  # fmt: skip
def test_what_is_wrong_is_underlined(folder: str, content: Any) -> None:
    """A key that doesn't exist, a word that can't be chosen, a key that is missing."""
    assert complaints(SHIPPED / "schema" / f"{KINDS[folder]}.schema.json", content)
