"""Every rule has a page, and what the page shows is what the program says."""

from pathlib import Path

import pytest
from rule_pages import FOLDER, Example, Page, pages

from workflow.definition.catalogue import load
from workflow.definition.findings import Findings, Rule
from workflow.definition.map_checks import MapRule, check_map
from workflow.definition.migration_map import read_map
from workflow.definition.rulebook import MAPS, RULEBOOK, About
from workflow.definition.schema import MatterType
from workflow.workbench.scenarios.rules import SCENARIOS, ScenarioRule
from workflow.workbench.scenarios.selection import Selection
from workflow.workbench.scenarios.testing import Answer, play_all

PAGES = pages()
ON_FILES = [each for each in PAGES if not {"Gällande", "Definitioner"} & set(each.sections)]
"""Those whose examples are about files alone, not about what is published already."""
ON_MAPS = [each for each in PAGES if "Ny version" in each.sections]
"""Those whose examples are maps from one version to another."""
ON_SCENARIOS = [each for each in PAGES if "Definitioner" in each.sections]
"""Those whose examples are scenarios beside definitions that are the same in both."""
BOOK: dict[str, About] = {**RULEBOOK, **MAPS, **SCENARIOS}


def test_every_rule_has_its_page_and_every_page_its_rule() -> None:
    """A finding names its page; a page that no rule leads to is never read."""
    assert {each.rule for each in PAGES} == {str(rule) for rule in BOOK}
    assert {path.stem for path in FOLDER.glob("AG-*.md")} == {each.rule for each in PAGES}


def test_every_rule_is_described_in_the_rulebook() -> None:
    """With the title that its page has."""
    assert set(RULEBOOK) == set(Rule)
    assert set(MAPS) == set(MapRule)
    assert set(SCENARIOS) == set(ScenarioRule)
    assert {each.rule: each.title for each in PAGES} == {
        rule: about.title for rule, about in BOOK.items()
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.rule)
def test_a_page_says_what_it_means_and_what_may_be_allowed(page: Page) -> None:
    """A text, a bad and a good example; how to allow it exactly where that is possible."""
    assert page.text
    assert {"Fel", "Rätt"} <= set(page.sections)
    assert all(example.files for example in page.sections.values())
    tells = f"# tillåt {page.rule}: skälet" in " ".join(page.text.split())
    assert tells == BOOK[page.rule].allowed


@pytest.mark.parametrize("page", ON_FILES, ids=lambda page: page.rule)
def test_the_bad_example_is_found(page: Page, tmp_path: Path) -> None:
    """Its files alone give a finding of the rule, in the line that is pointed at, with what to do."""
    bad = page.sections["Fel"]
    bad.write(tmp_path)
    found = [each for each in load(tmp_path).findings if each.rule == page.rule]
    assert found
    assert all(each.sentence and each.fix for each in found)
    if bad.marked is not None:
        path, line = bad.marked
        assert (str(tmp_path / path), line) in {(each.path, each.line) for each in found}


@pytest.mark.parametrize("page", ON_FILES, ids=lambda page: page.rule)
def test_the_good_example_has_nothing_to_find(page: Page, tmp_path: Path) -> None:
    """Its files alone can be used, without so much as a warning."""
    page.sections["Rätt"].write(tmp_path)
    loaded = load(tmp_path)
    assert [str(each) for each in loaded.findings] == []
    assert loaded.types or loaded.organisations


def version(example: Example, folder: Path) -> MatterType:
    """The only type of these files."""
    example.write(folder)
    (entry,) = load(folder).types.values()
    return entry.definition


def mapped(page: Page, heading: str, folder: Path) -> Findings:
    """What is found in the map under that heading, between the two versions of the page."""
    old = version(page.sections["Gällande"], folder / "old")
    new = version(page.sections["Ny version"], folder / "new")
    page.sections[heading].write(folder)
    (name,) = page.sections[heading].files
    findings = Findings()
    file = read_map(folder / name, findings)
    assert file is not None
    check_map(file.root, [old], new, findings)
    return findings


@pytest.mark.parametrize("page", ON_MAPS, ids=lambda page: page.rule)
def test_the_bad_map_is_found(page: Page, tmp_path: Path) -> None:
    """It gives a finding of the rule, in the line that is pointed at, as grave as the rulebook says."""
    found = [one for one in mapped(page, "Fel", tmp_path).sorted() if one.rule == page.rule]
    assert {one.severity for one in found} == {BOOK[page.rule].severity}
    marked = page.sections["Fel"].marked
    assert marked is None or marked[1] in {one.line for one in found}


@pytest.mark.parametrize("page", ON_MAPS, ids=lambda page: page.rule)
def test_the_good_map_has_nothing_to_find(page: Page, tmp_path: Path) -> None:
    """Not so much as a warning."""
    assert mapped(page, "Rätt", tmp_path).sorted() == ()


def test_every_rule_of_maps_shows_one() -> None:
    """No page of theirs is left out of the two tests above."""
    assert {page.rule for page in ON_MAPS} == {*map(str, MapRule)}


def tried(page: Page, heading: str, folder: Path) -> Answer:
    """The scenarios under that heading, with the definitions of the page."""
    for part in ("Definitioner", heading):
        page.sections[part].write(folder)
    return play_all(Selection(folder), lambda _done, _of: None)


@pytest.mark.parametrize("page", ON_SCENARIOS, ids=lambda page: page.rule)
def test_the_bad_scenario_is_found(page: Page, tmp_path: Path) -> None:
    """It gives a finding of the rule and no other, in the line that is pointed at."""
    answer = tried(page, "Fel", tmp_path)
    faults = [result.fault for result in answer.failed if result.fault is not None]
    found = {(one.rule, one.path, one.line) for one in answer.findings}
    found |= {(str(one.rule), one.place.path, one.place.line) for one in faults}
    marked = page.sections["Fel"].marked
    assert marked is not None
    assert found == {(page.rule, (tmp_path / marked[0]).as_posix(), marked[1])}


@pytest.mark.parametrize("page", ON_SCENARIOS, ids=lambda page: page.rule)
def test_the_good_scenario_is_played(page: Page, tmp_path: Path) -> None:
    """Nothing is found, and everything comes out as it says."""
    answer = tried(page, "Rätt", tmp_path)
    assert [str(each) for each in answer.findings] == []
    assert [result.fault for result in answer.results] == [None] * len(answer.results) != []


def test_every_rule_of_scenarios_shows_one() -> None:
    """No page of theirs is left out of the two tests above."""
    assert {page.rule for page in ON_SCENARIOS} == {*map(str, ScenarioRule)}


def test_the_index_lists_every_rule() -> None:
    """Number with a link, title, severity and whether it may be allowed, in order."""
    rows = [
        line
        for line in (FOLDER / "README.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| [AG-")
    ]
    assert rows == [
        f"| [{rule}]({rule}.md) | {about.title} | "
        f"{'fel' if about.severity == 'error' else 'varning'} | {'ja' if about.allowed else 'nej'} |"
        for rule, about in sorted(BOOK.items())
    ]
