"""``definitions check`` on directories and files, for people and for programs."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.desk import ROOT, Desk
from workflow.definition.rulebook import RULEBOOK

GOOD = """\
matter_type: {name}
label: Exempel
initial: beredning
states:
  beredning: {{label: Beredning, owner: officer}}
  klart: {{label: Klart, final: true}}
events:
  klar: {{label: Klar}}
transitions:
  - {{event: klar, from: beredning, to: klart}}
"""
TRAP = GOOD.replace("transitions:\n", "transitions:\n  - {{event: klar, from: klart, to: klart}}\n")
WARNS = GOOD.replace("initial:", "# tillåt AG-D016: ingen sådan finns\ninitial:")
ALLOWED = GOOD.replace(
    "  beredning: {{label: Beredning, owner: officer}}",
    "  # tillåt AG-D024: registratorn ser till läget\n  beredning: {{label: Beredning}}",
)


@pytest.fixture
def folder(desk: Desk) -> Path:
    """Definitions with an error, a warning, something allowed, and a type without fault."""
    folder = desk.folder / "mine"
    (folder / "matters").mkdir(parents=True)
    for name, text in (("good", GOOD), ("trap", TRAP), ("warns", WARNS), ("allowed", ALLOWED)):
        path = folder / "matters" / f"{name}.yaml"
        path.write_text(text.format(name=name), encoding="utf-8")
    return folder


def test_a_finding_is_told_with_all_that_helps(desk: Desk, folder: Path) -> None:
    """Severity, place, rule and sentence; what to do; the way; and the page of the rule."""
    lines = desk("definitions", "check", str(folder), status=1).stdout.splitlines()
    assert lines[:4] == [
        f"fel: {folder}/matters/trap.yaml:10:25: AG-D020: Läget ”klart” är ett slut, så härifrån händer inget.",
        "  Ta bort läget ur from, eller final: true ur läget.",
        "  Väg: beredning → klart",
        "  Läs mer: docs/rules/AG-D020.md",
    ]
    assert f"varning: {folder}/matters/warns.yaml:3:1: AG-D079: Kommentaren" in lines[4]
    assert lines[-3:] == [
        (
            f"tillåten: {folder}/matters/allowed.yaml:6:3: AG-D024: "
            "I läget ”beredning” väntar ärendet utan att någon har det och utan frist."
        ),
        "  Skäl: registratorn ser till läget",
        (
            "3 ärendetyper, 0 procedurer och 0 organisationer går att använda; "
            "1 fel, 1 varning, 1 tillåten."
        ),
    ]


def test_programs_are_told_the_same(desk: Desk, folder: Path) -> None:
    """``--json`` and ``--format json`` are one; what is allowed has its reason and isn't counted."""
    answer = desk.json("definitions", "check", str(folder), status=1)
    same = desk("definitions", "check", str(folder), "--format", "json", status=1)
    assert json.loads(same.stdout) == answer
    assert (answer["errors"], answer["warnings"]) == (1, 1)
    error = answer["findings"][0]
    assert (error["rule"], error["line"], error["column"]) == ("AG-D020", 10, 25)
    assert error["way"] == ["beredning", "klart"]
    assert error["page"] == "docs/rules/AG-D020.md"
    (allowed,) = answer["allowed"]
    assert (allowed["rule"], allowed["reason"]) == ("AG-D024", "registratorn ser till läget")


@pytest.mark.parametrize(
    ("names", "status", "counted"),
    [
        (["good.yaml"], 0, "0 fel, 0 varningar."),
        (["good.yaml", "warns.yaml"], 0, "0 fel, 1 varning."),
        (["trap.yaml"], 1, "1 fel, 0 varningar."),
        (["allowed.yaml"], 0, "0 fel, 0 varningar, 1 tillåten."),
        ([""], 1, "1 fel, 1 varning, 1 tillåten."),
    ],
)
def test_only_the_files_asked_for_are_told(
    desk: Desk, folder: Path, names: list[str], status: int, counted: str
) -> None:
    """Single files of a directory, or one of its folders; the exit status is about them."""
    paths = [str(folder / "matters" / name) for name in names]
    answer = desk("definitions", "check", *paths, status=status)
    assert answer.stdout.splitlines()[-1] == counted


def test_a_type_is_told_what_its_route_does_to_it(desk: Desk, folder: Path) -> None:
    """What is found while a file is checked is told with it, also where it stands in another."""
    (folder / "routes").mkdir()
    route = GOOD.replace("matter_type", "route").replace(", owner: officer", "")
    (folder / "routes" / "way.yaml").write_text(route.format(name="way"), encoding="utf-8")
    user = folder / "matters" / "user.yaml"
    user.write_text("matter_type: user\nlabel: A\nuses: way\n", encoding="utf-8")
    answer = desk.json("definitions", "check", str(user), status=1)
    assert [Path(each["path"]).name for each in answer["findings"]] == ["way.yaml"]
    assert desk.json("definitions", "check", str(folder / "matters" / "good.yaml"))["errors"] == 0


def test_paths_may_be_relative(desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From within the directory and from within a folder of it."""
    monkeypatch.chdir(folder)
    assert "fel: matters/trap.yaml:10" in desk("definitions", "check", ".", status=1).stdout
    assert desk.json("definitions", "check", "matters/good.yaml")["findings"] == []
    monkeypatch.chdir(folder / "matters")
    assert desk.json("definitions", "check", "good.yaml")["findings"] == []
    assert desk.json("definitions", "check", ".", status=1)["errors"] == 1


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("none.yaml", "finns inte"),
        ("notes.pdf", "ingen definition"),
        ("matters/deeper/good.yaml", "ingen definition"),
        ("templates/notes.md", "ingen definition"),
        ("matters/loop", "ingen definition"),
        ("empty", "inga definitioner"),
    ],
)
def test_what_is_no_definition_is_said(desk: Desk, folder: Path, path: str, words: str) -> None:
    """A file of another kind, in another place, or not there: a finding, and exit status 1."""
    (folder / "empty").mkdir()
    (folder / "templates").mkdir()
    (folder / "matters" / "deeper").mkdir()
    (folder / "matters" / "loop").symlink_to("loop")
    for name in ("notes.pdf", "matters/deeper/good.yaml", "templates/notes.md"):
        (folder / name).write_text("x", encoding="utf-8")
    answer = desk.json("definitions", "check", str(folder / path), status=1)
    (finding,) = answer["findings"]
    assert (finding["rule"], finding["line"]) == ("AG-D001", 0)
    assert words in finding["sentence"]


def test_several_paths_are_told_together(desk: Desk, folder: Path) -> None:
    """Files and directories of several offices; what can't be read doesn't hide the rest."""
    answer = desk.json(
        "definitions",
        "check",
        str(ROOT / "definitions" / "matters" / "motion.yaml"),
        str(ROOT / "definitions" / "templates" / "decision.txt.j2"),
        str(folder / "matters" / "trap.yaml"),
        str(folder / "none"),
        status=1,
    )
    assert [each["rule"] for each in answer["findings"]] == ["AG-D001", "AG-D020"]


def test_letters_that_a_terminal_obeys_are_shown_by_their_codes(desk: Desk, folder: Path) -> None:
    """A definition can't colour or move what it is told in."""
    bad = folder / "matters" / "bad.yaml"
    bad.write_text('"\\e[31mred": 1\n', encoding="utf-8")
    assert "”\\x1b[31mred”" in desk("definitions", "check", str(bad), status=1).stdout


def test_an_unknown_format_is_wrong_usage(desk: Desk) -> None:
    """With what there is to choose from."""
    answer = desk("definitions", "check", "--format", "xml", status=2)
    assert "--format ska vara ett av 'text', 'json', 'sarif'." in answer.stderr


@pytest.fixture
def sarif(desk: Desk, folder: Path) -> Any:
    """The answer as SARIF."""
    return json.loads(
        desk("definitions", "check", str(folder), "--format", "sarif", status=1).stdout
    )


def test_sarif_has_what_the_standard_requires(sarif: Any) -> None:
    """SARIF 2.1.0: the properties that its schema requires, with values that it allows."""
    assert sarif["version"] == "2.1.0"
    (run,) = sarif["runs"]
    driver = run["tool"]["driver"]
    assert driver["name"] == "arendegang"
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    rules = {rule["id"]: rule for rule in driver["rules"]}
    assert set(rules) == {rule.value for rule in RULEBOOK}
    for rule in rules.values():
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"].endswith(f"docs/rules/{rule['id']}.md")
        assert rule["defaultConfiguration"]["level"] in {"error", "warning"}
    for result in run["results"]:
        assert result["ruleId"] in rules
        assert result["level"] in {"error", "warning"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        place = location["physicalLocation"]
        assert place["artifactLocation"]["uri"].startswith("file:///")
        assert place["region"]["startLine"] >= 1
        assert place["region"]["startColumn"] >= 1


def test_sarif_shows_the_way_and_what_is_allowed(sarif: Any) -> None:
    """The way is a code flow; what a comment allows is suppressed in source, with its reason."""
    results = {result["ruleId"]: result for result in sarif["runs"][0]["results"]}
    (flow,) = results["AG-D020"]["codeFlows"]
    (thread,) = flow["threadFlows"]
    assert [each["location"]["message"]["text"] for each in thread["locations"]] == [
        "beredning",
        "klart",
    ]
    assert results["AG-D020"]["properties"]["fix"].startswith("Ta bort läget")
    assert "suppressions" not in results["AG-D020"]
    (suppression,) = results["AG-D024"]["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("inSource", "accepted")
    assert suppression["justification"] == "registratorn ser till läget"
    assert suppression["location"]["physicalLocation"]["region"] == {
        "startLine": 5,
        "startColumn": 3,
    }


def test_sarif_of_relative_paths_has_relative_addresses(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Letters that an address can't have are encoded; a file without a place has no region."""
    monkeypatch.chdir(folder)
    answer = desk("definitions", "check", "två ord", "--format", "sarif", status=1)
    (result,) = json.loads(answer.stdout)["runs"][0]["results"]
    assert result["locations"] == [
        {"physicalLocation": {"artifactLocation": {"uri": "tv%C3%A5%20ord"}}}
    ]


def test_a_finding_in_a_route_says_which_types_it_concerns(desk: Desk, tmp_path: Path) -> None:
    """The three first by name, the others by number; without a route nothing is said."""
    for name in ("matters", "routes"):
        (tmp_path / "own" / name).mkdir(parents=True)
    route = TRAP.replace("matter_type: {name}", "route: way").format()
    (tmp_path / "own/routes/way.yaml").write_text(route, "utf-8")
    for name in ("a", "b", "c", "d"):
        text = f"matter_type: {name}\nlabel: Exempel\nuses: way\n"
        (tmp_path / f"own/matters/{name}.yaml").write_text(text, "utf-8")
    folder = f"{tmp_path}/own"
    told = desk("definitions", "check", folder, status=1).stdout
    types = ", ".join(f"{folder}/matters/{name}.yaml" for name in ("a", "b", "c"))
    assert f"\n  Gäller: {types} och 1 till\n" in told
    (finding,) = desk.json("definitions", "check", folder, status=1)["findings"]
    assert finding["path"].endswith("routes/way.yaml")
    assert [Path(one).stem for one in finding["concerns"]] == ["a", "b", "c", "d"]


def test_a_name_is_the_file_of_that_name(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the folder of the settings; a path goes before, and an unknown name is told as a path."""
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", str(folder))
    (finding,) = desk.json("definitions", "check", "trap", status=1)["findings"]
    assert finding["path"].endswith("matters/trap.yaml")
    assert desk.json("definitions", "check", "good")["findings"] == []
    (unknown,) = desk.json("definitions", "check", "none", status=1)["findings"]
    assert (unknown["path"], unknown["sentence"]) == ("none", "Filen eller katalogen finns inte.")
    monkeypatch.chdir(folder.parent)
    assert desk.json("definitions", "check", folder.name, status=1)["errors"] == 1
