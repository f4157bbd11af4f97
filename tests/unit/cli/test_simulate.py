"""``arendegang simulate``: what is said, in text and JSON, and what is refused."""

import json
from pathlib import Path

import pytest

from tests.unit.cli.desk import Desk
from tests.unit.workbench.forecast.tiny_town import PLEA, town

YEAR = """\
year: 2026
warmup: 0
agenda_closes: P7D
meetings: {KS: {capacity: 1}}
outcomes: {KS: {grants: 1}}
types: {plea: {on: [2026-01-12, 2026-01-20, 2026-01-21]}}
"""


@pytest.fixture
def small(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk in a town whose year can be followed by hand."""
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", str(town(desk.folder / "town").folder))
    (desk.folder / "year.yaml").write_text(YEAR, "utf-8")
    monkeypatch.chdir(desk.folder)
    return desk


def test_the_answer_in_words(small: Desk) -> None:
    """Waits, deadlines, meetings, what was sent and what was assumed."""
    said = small("simulate", "year.yaml", "--out", "year.svg").stdout
    for line in (
        "Staden 2026, 2026-01-01 till 2026-12-31",
        (
            "3 ärenden kom in och 3 avslutades, hälften inom 52 dagar och nio av tio inom 86."
            " 0 låg inne vid början, 0 vid slutet."
        ),
        "3 av 5 sammanträden var fulla. 2 frister missades. Frö 1.",
        "Hos styrelsen (at_KS)\tKS\t3\t47\t42\t76\t76\t0",
        "Begäran (plea)\t3\t3\t0\t57\t52\t86\t86",
        "Begäran\tSvaret\t3\t1\t2\t0\t36",
        "Frister som aldrig missades: 1; de löpte 3 gånger.",
        (
            "Motorn påminde 2 gånger (2 mejl), sände 2 eskaleringar och varnade 0 gånger för frister"
            " som inte går att klara."
        ),
        "Styrelsen (KS)\t3\t3\t3\t3\t3\t2\t0",
        "- Kontoret är tomt 2026-01-01. Slumpens frö är 1: samma frö ger samma svar.",
        "Bilden: year.svg",
    ):  # fmt: skip
        assert line in said.splitlines()
    assert "Expediering" not in said  # nobody waits there
    assert "Obs" not in said
    assert Path("year.svg").read_text("utf-8").startswith("<svg")


def test_the_answer_for_programs(small: Desk) -> None:
    """The same in one object, with every run."""
    found = small.json("simulate", "year.yaml", "--runs", "2", "--out", "year.svg")
    assert (found["came_in"], found["closed"], found["missed"], found["full"]) == (3, 3, 2, 3)
    assert found["days"] == {"number": 3, "mean": 56.7, "median": 52.0, "p90": 86, "longest": 86}
    assert [one["seed"] for one in found["runs"]] == [1, 2]
    assert (found["picture"], found["first"], found["warnings"]) == ("year.svg", "2026-01-01", [])
    (board,) = (one for one in found["meetings"] if one["body"] == "KS")
    assert (board["full"], board["pushed"], board["most_pushed"]) == (3, 3, 2)


def test_the_same_seed_gives_the_same_bytes(small: Desk) -> None:
    """Text, JSON and picture."""
    (small.folder / "random.yaml").write_text(
        "year: 2026\ntypes: {request: {per_year: 30}}\n", "utf-8"
    )
    answers = []
    for place in (1, 2):
        picture = f"{place}.svg"
        text = small("simulate", "random.yaml", "--seed", "7", "--out", picture).stdout
        data = small("simulate", "random.yaml", "--seed", "7", "--json").stdout
        answers.append((text.replace(picture, ""), data, Path(picture).read_bytes()))
    assert answers[0] == answers[1]
    assert small("simulate", "random.yaml", "--seed", "8", "--json").stdout != answers[0][1]


def test_a_year_that_nobody_has_planned(small: Desk) -> None:
    """It is said first that nothing can be decided; runs that close nothing have no days to compare."""
    said = small("simulate", "--year", "2040", "--type", "plea", "--runs", "2").stdout
    assert said.splitlines()[3].startswith("Obs: Inget organ sammanträder 2040")
    assert "Dagar från början till slut, median\t\t\t" in said.splitlines()
    assert "2 körningar, frö 1 till 2" in said


def test_what_the_engine_refuses_is_a_table(small: Desk) -> None:
    """A board that can do nothing with a plea is told with its reason."""
    stuck = PLEA.replace(
        "{event: grants, from: at_KS", "{event: grants, guard: fields.urgent, from: at_KS"
    )
    for side in (
        "{event: tables, from: at_KS, to: same}",
        "{event: refers_back, from: at_KS, to: preparation}",
    ):
        stuck = stuck.replace(f"  - {side}\n", "")
    town(small.folder / "town", plea=stuck)
    said = small("simulate", "--type", "plea", "--year", "2026").stdout
    assert "Begäran" in said
    assert "plea\tI läget ”at_KS” är ingen händelse möjlig.\t" in said


def test_long_tables_are_cut(desk: Desk) -> None:
    """Of all shipped types only the longest waits are shown, and it is said that there are more."""
    said = desk("simulate", "--org", "norsjo", "--year", "2025").stdout
    assert "rader till finns med --json." in said


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("none.yaml",), "AG-200"),
        (("bad.yaml",), "AG-200"),
        (("--org", "towm"), "AG-201"),
        (("--type", "ples"), "AG-201"),
        (("--definitions", "nowhere"), "AG-200"),
        (("year.yaml", "--out", "no/such/folder/a.svg"), "AG-100"),
        (("--type", "a\udcff"), "AG-100"),
        (("many.yaml",), "AG-100"),
    ],
)
def test_bad_input_is_one_clear_error(small: Desk, arguments: tuple[str, ...], code: str) -> None:
    """With its code, and nothing on standard output."""
    (small.folder / "bad.yaml").write_text("types: {plea: {per_year: -1}}\n", "utf-8")
    (small.folder / "many.yaml").write_text("types: {plea: {per_year: 99999}}\n", "utf-8")
    answer = small("simulate", *arguments, "--json", status=1)
    assert json.loads(answer.stderr)["code"] == code
    assert answer.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [("--year", "1999"), ("--year", "2061"), ("--runs", "0"), ("--runs", "51"), ("--out", "a.png")],
)
def test_wrong_usage_is_told_as_such(small: Desk, arguments: tuple[str, ...]) -> None:
    """With exit status 2, in Swedish."""
    answer = small("simulate", *arguments, status=2)
    assert answer.stderr.startswith("AG-010: ")
    assert " ska " in answer.stderr or " får " in answer.stderr
