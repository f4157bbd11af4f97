"""What is wrong with scenario files: each with its rule, its place and what to do."""

from pathlib import Path

import pytest

from tests.unit.workbench.scenarios.small_town import HEAD, played, write
from workflow.workbench.scenarios.selection import Selection
from workflow.workbench.scenarios.testing import Answer, play_all


def _one(steps: str) -> str:
    return f"scenarios:\n  - name: Exempel\n{steps}    then: {{state: preparation}}\n"


def _run(folder: Path) -> Answer:
    return play_all(Selection(folder, coverage=False), lambda _done, _of: None)


@pytest.mark.parametrize(
    ("text", "rule", "said", "fix"),
    [
        (
            _one("    steps: [{event: preparde}]\n"),
            "AG-S003",
            "Händelsen ”preparde”",
            "”prepared”?",
        ),
        (_one("    steps: [{event: approves}]\n"), "AG-S003", "Händelsen ”approves”", "decision:"),
        (_one("    steps: [{decision: prepared}]\n"), "AG-S003", "Beslutet ”prepared”", "event:"),
        (_one("    given: {at: at_Ks}\n"), "AG-S004", "Läget ”at_Ks”", "”at_KS”?"),
        (_one("    given: {fields: {wantd: 2025-01-01}}\n"), "AG-S005", "Fältet", "”wanted”?"),
        (_one("    steps: [{deadline: {suspend: slw}}]\n"), "AG-S006", "Fristen", "”slow”?"),
        (_one("    organisation: twon\n"), "AG-S007", "Organisationen ”twon”", "”town”?"),
        (_one("    steps: [{adjusted: KSS}]\n"), "AG-S008", "Organet ”KSS”", "”KS”?"),
        (
            _one("    steps: [{event: prepared, by: [engine]}]\n"),
            "AG-S009",
            "Rollen",
            "låt tiden gå",
        ),
        (_one("    steps: [{then: {holds: [can_edn]}}]\n"), "AG-S010", "Egenskapen", "”can_end”?"),
        (_one("    steps: [{event: $what}]\n"), "AG-S011", "Ordet ”$what”", "each"),
        (
            _one("    each: {how: [approvse]}\n    steps: [{wait: P1D}]\n"),
            "AG-S011",
            "”approvse”",
            "”approves”?",
        ),
        (_one("    where: {states: at_KSS}\n"), "AG-S004", "i någon ärendetyp", "”at_KS”?"),
        (
            _one("    steps: [{event: prepared, decision: approves}]\n"),
            "AG-S012",
            "flera saker: event, decision",
            "Gör ett steg",
        ),
        (_one("    steps: [{on: 2025-02-01, wait: P1D}]\n"), "AG-S012", "flera tider", "en av dem"),
        (_one("    steps: [{wait: P1D, points: [1]}]\n"), "AG-S012", "Punkter", "outcomes"),
        (_one("    steps: [{wait: P1D, data: {cost: 1}}]\n"), "AG-S012", "Uppgifter", "dem dit"),
        (_one("    steps: [{decision: {body: KS}}]\n"), "AG-S012", "inget utfall", "outcome"),
        (
            _one("    steps: [{decision: {outcomes: [{event: approves}], proposed: approves}}]\n"),
            "AG-S012",
            "Ett förslag",
            "proposed",
        ),
        (
            _one("    steps: [{deadline: {until: 2025-01-01}}]\n"),
            "AG-S012",
            "med fristen",
            "extend",
        ),
        (_one("    steps: [{deadline: {extend: slow}}]\n"), "AG-S012", "(until)", "extend"),
        (_one("    steps: [{recipient: {name: Ada}}]\n"), "AG-S012", "mottagaren", "addresses"),
        ("scenarios: [{name: Tomt}]\n", "AG-S017", "inte vad som ska synas", "then:"),
        (
            "scenarios: [{name: A, then: {state: preparation}}, {name: A, then: {state: preparation}}]\n",
            "AG-S002",
            "heter ”A”",
            "annat namn",
        ),
        ("leaves_out: {Finns inte: Därför}\n", "AG-S015", "”Finns inte”", "Ta bort raden"),
        (_one("    where: {events: dies}\n    steps: [{wait: P1D}]\n"), "AG-S003", "dies", ""),
        (_one("    where: {deadlines: every_day}\n"), "AG-S014", "någon ärendetyp", "where"),
        (_one("    stepz: []\n"), "AG-D004", "”stepz”", "”steps”?"),
        (
            _one("    steps: [{decision: {outcom: approves}}]\n"),
            "AG-D004",
            "”outcom”",
            "”outcome”?",
        ),
        (_one("    each: {how: {a: b}}\n"), "AG-D005", "en lista", "[a, b]"),
        (_one("    given: {on: i morgon}\n"), "AG-D005", "en dag", "2025-03-11"),
        ("scenarios:\n\t- name: A\n", "AG-D002", "", ""),
        ("fields: {mover: [A]}\n", "AG-D003", "", ""),
    ],
)
def test_a_fault_of_a_file_is_found_with_its_place(
    town: Path, text: str, rule: str, said: str, fix: str
) -> None:
    """And the rest of the file is played, where its form is right."""
    findings = played(town, text).findings
    found = next(one for one in findings if one.rule == rule)
    assert said in found.sentence
    assert fix in found.fix
    assert found.path.endswith("matters/idea.scenarios.yaml")
    assert found.line >= 1
    assert found.column >= 1


def test_a_file_is_for_a_type_or_a_route(town: Path) -> None:
    """One of them, that there is, and each has one file."""
    write(town, "matters/a.scenarios.yaml", "scenarios: []\n")
    write(town, "matters/b.scenarios.yaml", "scenarios_for: idee\n")
    write(town, "routes/c.scenarios.yaml", "scenarios_for_route: bord\n")
    write(town, "matters/idea.scenarios.yaml", HEAD)
    write(town, "matters/x.scenarios.yaml", HEAD)
    found = [(Path(one.path).name, one.rule, one.sentence) for one in _run(town).findings]
    first = (town / "matters/idea.scenarios.yaml").as_posix()
    assert found == [
        ("a.scenarios.yaml", "AG-S001", "Det framgår inte vad scenarierna är för."),
        ("b.scenarios.yaml", "AG-S001", "Ärendetypen ”idee” finns inte."),
        ("x.scenarios.yaml", "AG-S001", f"”idea” har redan scenarier i {first}."),
        ("c.scenarios.yaml", "AG-S001", "Vägen ”bord” finns inte."),
    ]


def test_nobody_says_which_organisation(town: Path) -> None:
    """It can't be guessed."""
    write(town, "matters/answer.scenarios.yaml", "scenarios_for: answer\n" + _one(""))
    (finding,) = _run(town).findings
    assert finding.rule == "AG-S007"
    assert "organisation: överst" in finding.fix


def test_broken_definitions_are_told_and_the_others_played(town: Path) -> None:
    """A type that can't be used has no scenarios that could be."""
    write(town, "matters/idea.scenarios.yaml", HEAD + _one(""))
    write(
        town,
        "matters/answer.scenarios.yaml",
        "scenarios_for: answer\norganisation: town\n" + _one(""),
    )
    write(town, "matters/answer.yaml", "matter_type: answer\nlabel: Svar\nuses: bord\n")
    answer = _run(town)
    assert {one.rule for one in answer.findings} >= {"AG-D010"}
    assert all(result.matter_type != "answer" for result in answer.results)
