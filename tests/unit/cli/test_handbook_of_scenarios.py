"""The handbook's page on scenarios: its files are right, and every command in it works as it stands."""

import re
import shlex
import shutil

import pytest

from tests.unit.cli.desk import ROOT, Desk
from workflow.workbench.scenarios.expected import Expected
from workflow.workbench.scenarios.form import Step
from workflow.workbench.scenarios.rules import ScenarioRule

PAGE = (ROOT / "docs/handbok/prova-en-arendetyp.md").read_text("utf-8")


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)


@pytest.fixture
def norsjo(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A folder with the shipped definitions and the files of the page."""
    shutil.copytree(ROOT / "definitions", desk.folder / "definitions")
    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", "definitions")
    for text in _blocks("yaml"):
        name = text.partition("\n")[0].removeprefix("# ")
        (desk.folder / name).write_text(text, "utf-8")
    return desk


def test_every_command_of_the_page_works(norsjo: Desk) -> None:
    """One after the other, as a reader would type them."""
    commands = [line for block in _blocks("sh") for line in block.splitlines()]
    answers = [norsjo(*shlex.split(line)[1:]).stdout for line in commands]
    assert len(answers) == 4
    assert all(", 0 inte som väntat; 0 fel i filerna" in answer for answer in answers)
    assert "1 av 1 ärendetyper gås igenom helt" in answers[0]
    assert "1 av 1 ärendetyper gås igenom helt" in answers[3]


def test_the_type_of_the_page_has_no_findings(norsjo: Desk) -> None:
    """It is one that could be published."""
    answer = norsjo("definitions", "check").stdout
    assert "youth_council" not in answer


def test_the_failure_of_the_page_is_shown_as_it_says(norsjo: Desk) -> None:
    """The same words, in the same order, for the scenario with one word changed."""
    path = norsjo.folder / "definitions/matters/youth_council.scenarios.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("{state: decided, dispatched: []}", "{state: closed}"), "utf-8")
    shown = norsjo("definitions", "test", "definitions", "-k", "säger ja", status=1).stdout
    (page,) = _blocks("text")
    begins, ends = page.split("              ...\n")
    assert shown.index(begins) < shown.index(ends)


def test_the_page_names_every_key_of_a_step_and_of_an_expectation() -> None:
    """So that nobody has to look in the schema for what there is."""
    for model in (Step, Expected):
        for key, info in model.model_fields.items():
            assert f"`{info.alias or key}" in PAGE, key


def test_the_page_has_every_rule_of_scenario_files() -> None:
    """No more and no less."""
    assert re.findall(r"^\| (AG-S\d{3}) \|", PAGE, flags=re.MULTILINE) == list(ScenarioRule)
