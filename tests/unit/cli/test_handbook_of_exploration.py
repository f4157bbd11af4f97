"""The handbook's page on exploring a type: its commands, its answers, its properties."""

import re
import shlex
import shutil

import pytest

from tests.unit.cli.desk import ROOT, Desk
from workflow.cli.definitions_explore_show import _VERDICTS
from workflow.workbench.properties import PROPERTIES

PAGE = (ROOT / "docs/handbok/utforska-en-arendetyp.md").read_text("utf-8")


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture
def office(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder with the shipped definitions and the type of the page."""
    shutil.copytree(ROOT / "definitions", desk.folder / "definitions")
    (desk.folder / "definitions/matters/youth_council.yaml").write_text(_blocks("yaml")[0], "utf-8")
    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", "definitions")
    return desk


def test_the_example_is_refuted_mended_and_proved(office: Desk) -> None:
    """The answer is as the page shows it; what is pasted fails; the line of the page mends it."""
    first, second = (shlex.split(block)[1:] for block in _blocks("sh"))
    told = office(*first, status=1).stdout
    assert all(block in told for block in _blocks("text"))
    example = re.search(r"^    - name: .*\n(?:      .*\n)+", told, re.MULTILINE)
    assert example is not None
    scenarios = office.folder / "definitions/matters/youth_council.scenarios.yaml"
    head = "scenarios_for: youth_council\norganisation: norsjo\non: 2025-01-07\nscenarios:\n"
    scenarios.write_text(head + example[0], "utf-8")
    pasted = ("definitions", "test", "youth_council", "-k", "Motbevisar")
    assert "1 scenario, 1 inte som väntat" in office(*pasted, status=1).stdout
    path = office.folder / "definitions/matters/youth_council.yaml"
    (old,) = (line for line in path.read_text("utf-8").splitlines(True) if "condition:" in line)
    path.write_text(path.read_text("utf-8").replace(old, _blocks("yaml")[1]), "utf-8")
    assert "unanswered  bevisat inom gränserna" in office(*second).stdout
    assert "0 inte som väntat" in office("definitions", "test", "youth_council").stdout


def test_the_page_has_every_property_and_every_verdict() -> None:
    """In its tables, and in the words of the answers."""
    rows = re.findall(r"^\| ([^|]+) \|", PAGE, re.MULTILINE)
    assert [row.strip("`") for row in rows if row.startswith("`")] == list(PROPERTIES)
    assert set(_VERDICTS.values()) <= set(rows)
