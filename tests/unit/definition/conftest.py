"""Fixtures of the tests of definitions."""

from collections.abc import Callable
from pathlib import Path

import pytest
from written_office import SMALL, TEMPLATES, TOWN, Office

from workflow.errors import Finding


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with one organisation and one small matter type, in which nothing is wrong."""
    made = Office(tmp_path)
    made.write("organisations/town.yaml", TOWN)
    made.write("matters/small.yaml", SMALL)
    for name in TEMPLATES:
        made.write(f"templates/{name}.txt.j2", "Ärende {{ number }}")
        made.write(f"templates/{name}.html.j2", "<p>Ärende {{ number }}</p>")
    return made


@pytest.fixture
def line_of() -> Callable[[Finding], str]:
    """The line of the file that a finding points at, from the column on."""

    def written(finding: Finding) -> str:
        lines = Path(finding.path).read_text(encoding="utf-8").splitlines()
        return lines[finding.line - 1][finding.column - 1 :]

    return written
