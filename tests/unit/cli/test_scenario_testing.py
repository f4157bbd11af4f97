"""``definitions test`` as people and programs see it."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.desk import Desk
from tests.unit.workbench.scenarios.small_town import HEAD, build, write

_RIGHT = "scenarios:\n  - {name: Rätt, then: {state: preparation}}\n"
_WRONG = """\
  - name: Fel
    steps:
      - {event: prepared, on: 2025-01-20}
      - {decision: approves, on: 2025-02-04, then: {state: closed}}
      - {adjusted: KS, then: {closed: true}}
"""


@pytest.fixture
def town(desk: Desk) -> Path:
    """The small town's definitions beside the database."""
    folder = desk.folder / "town"
    folder.mkdir()
    return build(folder)


def test_a_scenario_that_fails_shows_its_timeline_and_the_first_difference(
    desk: Desk, town: Path
) -> None:
    """Where the expectation stands, what there was instead, and every day until then; the status is 1."""
    path = write(town, "matters/idea.scenarios.yaml", HEAD + _RIGHT + _WRONG)
    answer = desk("definitions", "test", str(path), "--no-coverage", status=1)
    line = (
        (HEAD + _RIGHT + _WRONG)
        .splitlines()
        .index("      - {decision: approves, on: 2025-02-04, then: {state: closed}}")
    )
    assert f"{path}:{line + 1}:" in answer.stdout
    for said in (
        "idea: Fel\n",
        ": läget (state)\n",
        "väntat: closed",
        "blev:   decided",
        "2025-01-07  Registreras",
        "2025-01-20  Färdigberett (prepared)",
        "2025-02-04  Organet beslutar: Godkänns (approves)",
        "2 scenarier, 1 inte som väntat",
    ):
        assert said in answer.stdout
    assert "Protokollet från KS" not in answer.stdout


def test_programs_get_the_same_in_json(desk: Desk, town: Path) -> None:
    """Findings, every scenario with its time and fault, and coverage with what is missing."""
    write(town, "matters/idea.scenarios.yaml", HEAD + _RIGHT + _WRONG)
    answer = json.loads(desk("definitions", "test", str(town), "--json", status=1).stdout)
    assert (answer["played"], answer["failed"], answer["whole"]) == (2, 1, False)
    right, wrong = answer["scenarios"]
    assert (right["name"], right["fault"], right["timeline"]) == ("Rätt", None, [])
    assert wrong["fault"]["expected"] == "closed"
    assert [entry["day"] for entry in wrong["timeline"]] == [
        "2025-01-07",
        "2025-01-20",
        "2025-02-04",
    ]
    (idea,) = answer["coverage"]
    assert idea["matter_type"] == "idea"
    assert idea["states"]["covered"] < idea["states"]["of"]
    assert {"aspect", "name", "place"} == set(idea["missing"][0])
    assert {one["rule"] for one in answer["findings"]} == {"AG-S018"}


def test_a_type_may_be_given_by_its_name(
    desk: Desk, town: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the folder of the settings: the same answer as for its file, but for the time it took."""
    write(town, "matters/idea.scenarios.yaml", HEAD + _RIGHT)
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", str(town))
    by_name = desk.json("definitions", "test", "idea", status=1)
    by_path = desk.json("definitions", "test", str(town / "matters/idea.yaml"), status=1)
    assert by_name["coverage"] == by_path["coverage"]
    assert by_name["played"] == by_path["played"] == 1


def test_a_name_chooses_scenarios_and_asks_for_no_coverage(desk: Desk, town: Path) -> None:
    """In upper or lower case, as the long or the short option."""
    write(town, "matters/idea.scenarios.yaml", HEAD + _RIGHT + _WRONG)
    assert "1 scenario, 0 inte" in desk("definitions", "test", str(town), "-k", "rätt").stdout
    failed = desk("definitions", "test", str(town), "--only", "FEL", status=1).stdout
    assert "1 scenario, 1 inte" in failed
    assert "gås igenom" not in failed


def test_a_name_that_no_scenario_has_is_told(desk: Desk, town: Path) -> None:
    """Else a slip of the pen would look like success."""
    write(town, "matters/idea.scenarios.yaml", HEAD + _RIGHT)
    answer = desk("definitions", "test", str(town), "-k", "rött", status=1)
    assert "Inget scenario har ”rött” i namnet." in answer.stderr
    assert answer.stdout == ""


def test_of_a_long_timeline_the_end_is_shown(desk: Desk, town: Path) -> None:
    """What was expected stands last, beside the day on which it didn't come about; JSON has all days."""
    head = HEAD.replace("idea", "daily").partition("fields")[0]
    wait = "scenarios: [{name: Länge, steps: [{wait: P40D, then: {closed: true}}]}]\n"
    path = write(town, "matters/daily.scenarios.yaml", head + wait)
    shown = desk("definitions", "test", str(path), "--no-coverage", status=1).stdout
    assert "tidigare (alla finns med --json)\n" in shown
    assert shown.index("  2025-02-10  ") < shown.index("    väntat: ")
    assert "2025-01-07  Registreras" not in shown
    (result,) = desk.json("definitions", "test", str(path), "--no-coverage", status=1)["scenarios"]
    assert result["timeline"][0]["did"] == "Registreras"


def test_what_is_missing_of_a_type_makes_the_status_1(desk: Desk, town: Path) -> None:
    """By name and place, and a long list is counted."""
    write(town, "matters/idea.scenarios.yaml", HEAD + _RIGHT)
    answer = desk("definitions", "test", str(town / "matters/idea.yaml"), status=1).stdout
    assert "Inget scenario för idea går igenom:" in answer
    assert "läget at_KS (" in answer
    assert "0 av 1 ärendetyper gås igenom helt" in answer
    assert (
        desk("definitions", "test", str(town / "matters/idea.yaml"), "--no-coverage").exit_code == 0
    )


def test_a_route_s_file_is_tried_without_coverage(desk: Desk, town: Path) -> None:
    """For every type that uses it and has a file, and nothing else is played."""
    write(
        town,
        "matters/idea.scenarios.yaml",
        HEAD + _WRONG.replace("  - name", "scenarios:\n  - name"),
    )
    route = "scenarios_for_route: board\nscenarios: [{name: Börjar, then: {state: preparation}}]\n"
    write(town, "routes/board.scenarios.yaml", route)
    for name in ("board.yaml", "board.scenarios.yaml"):
        assert (
            "1 scenario, 0 inte" in desk("definitions", "test", str(town / "routes" / name)).stdout
        )
    both = ("routes/board.yaml", "matters/idea.yaml")
    answer = desk("definitions", "test", *(str(town / name) for name in both), status=1).stdout
    assert "2 scenarier, 1 inte" in answer


def test_many_failures_are_counted(desk: Desk, town: Path) -> None:
    """The first ones are shown whole."""
    wrong = "".join(f"  - {{name: Fel {number}, then: {{closed: true}}}}\n" for number in range(13))
    write(town, "matters/idea.scenarios.yaml", f"{HEAD}scenarios:\n{wrong}")
    answer = desk("definitions", "test", str(town), "--no-coverage", status=1).stdout
    assert "… och 3 scenarier till" in answer
    events = [f"happens{number}" for number in range(45)]
    labels = "".join(f"  {name}: {{label: Händer}}\n" for name in events)
    line = f"transitions: [{{event: [{', '.join(events)}], from: preparation, to: same}}]\n"
    many = f"matter_type: answer\nlabel: Svar\nuses: board\nevents:\n{labels}{line}"
    write(town, "matters/answer.yaml", many)
    write(
        town, "matters/answer.scenarios.yaml", HEAD.replace("idea", "answer").partition("fields")[0]
    )
    missing = desk("definitions", "test", str(town / "matters/answer.yaml"), status=1).stdout
    assert "  … och " in missing
    assert missing.count("övergången happens") < 45


@pytest.mark.parametrize("path", ["finns.inte", "notes.txt", "templates/decision.txt.j2"])
def test_a_path_to_something_else_is_refused(desk: Desk, town: Path, path: str) -> None:
    """With what may be given instead."""
    (town / "notes.txt").touch()
    answer = desk("definitions", "test", str(town / path), status=1)
    assert "AG-100" in answer.stderr


def test_findings_are_told_with_the_place(desk: Desk, town: Path) -> None:
    """One line each, whatever the file holds."""
    write(town, "matters/idea.scenarios.yaml", f"{HEAD}scenarios: [{{name: A, stepz: 1}}]\n")
    answer = desk("definitions", "test", str(town), "--no-coverage", status=1).stdout
    assert "AG-D004" in answer
    assert "Menade du ”steps”?" in answer
