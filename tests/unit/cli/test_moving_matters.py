"""``migrate``: the handbook's example as it stands there, and everything that can be typed wrongly."""

import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.unit.cli.desk import ROOT, Desk

PAGE = (ROOT / "docs/handbok/flytta-pagaende-arenden.md").read_text("utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)


FIRST, SECOND, MAP = blocks("yaml")
COMMANDS = [block.splitlines() for block in blocks("sh")]


@pytest.fixture
def office(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The handbook's office: its own folder of definitions, with the first version of the letter."""
    shutil.copytree(ROOT / "definitions", desk.folder / "definitions")
    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", "definitions")
    write(FIRST)
    Path("flytt.yaml").write_text(MAP, "utf-8")
    return desk


def write(text: str) -> None:
    Path("definitions/matters/letter.yaml").write_text(text, "utf-8")


def run(desk: Desk, lines: list[str], **words: str) -> list[str]:
    """The lines of a block, as a reader would type them."""
    for name, value in words.items():
        lines = [re.sub(rf"\b{name}\b", value, line) for line in lines]
    return [desk(*shlex.split(line)[1:]).stdout for line in lines]


@pytest.fixture
def running(office: Desk) -> Desk:
    """Two letters run on the first version, and the second is published."""
    run(office, COMMANDS[0])
    write(SECOND)
    run(office, COMMANDS[1])
    return office


def current(desk: Desk) -> str:
    rows = desk.json("definitions", "list")
    return next(row["digest"] for row in rows if row["name"] == "letter")


def planned(desk: Desk, *more: str) -> Any:
    return desk.json(
        "migrate", "plan", "letter", "--to", current(desk), "--map", "flytt.yaml", *more
    )


def test_every_command_of_the_page_works(running: Desk) -> None:
    """Planned, carried out and taken back, as it is written there."""
    version = current(running)[:8]
    (shown,) = run(running, COMMANDS[2], VERSION=version)
    assert "2 ärenden flyttas" in shown
    assert "0 ärenden stannar" in shown
    assert "Inkommen (received)\tUnder beredning (drafting)\t2" in shown
    assert "Svar räknas om" in shown
    plan = re.search(r"Plan ([0-9a-f]{12})", shown)
    assert plan is not None
    done, status, timeline = run(running, COMMANDS[3], PLAN=plan[1])
    assert done == "2 ärenden flyttade.\n"
    assert "genomförd" in status
    assert "Ny rutin från årsskiftet" in status
    assert "2 flyttade, 0 lämnade" in status
    assert "Flyttat till versionen" in timeline
    assert "punkt 1 från läget received till Under beredning" in timeline
    back, listed, audit = run(running, COMMANDS[4], PLAN=plan[1])
    assert back == "2 ärenden återtagna.\n"
    assert f"{plan[1]}\tletter" in listed
    assert "återtagen" in listed
    assert "inga fel" in audit
    assert "2 återtagna" in running("migrate", "show", plan[1]).stdout


def test_answers_for_programs(running: Desk) -> None:
    """The whole plan, each matter's outcome, and the same hash again."""
    plan = planned(running)
    assert plan["new"]
    assert {one["number"] for one in plan["matters"]} == {"KS 2026/901", "KS 2026/902"}
    (fate,) = plan["matters"][0]["transfer"]["deadlines"]
    assert fate["what"] == "recomputed"
    assert not planned(running)["new"]
    running("matter", "fire", "KS 2026/902", "answers")
    outcome = running.json("migrate", "apply", plan["plan"], "--reason", "Ny rutin", status=1)
    assert (outcome["moved"], len(outcome["left_out"])) == (1, 1)
    told = running("migrate", "apply", plan["plan"], "--reason", "Ny rutin", status=1)
    assert "0 ärenden flyttade, 1 var det redan." in told.stdout
    assert "KS 2026/902 (norsjo): Ärendet har ändrats sedan planen; planera om." in told.stdout
    assert told.stderr == (
        "AG-305: 1 av 2 ärenden är inte flyttade. Planera om dem (migrate plan).\n"
    )
    said = running.error("migrate", "apply", plan["plan"], "--reason", "Ny rutin")
    assert said["code"] == "AG-305"
    shown = running.json("migrate", "show", plan["plan"])
    assert shown["status"] == "applied"
    assert {one["status"] for one in shown["outcomes"]} == {"done", "refused"}
    (row,) = running.json("migrate", "list", "--type", "letter")
    assert (row["status"], row["moved"]) == ("applied", 2)
    assert running.json("migrate", "list", "--type", "motion") == []
    again = running.json("migrate", "revert", plan["plan"], "--reason", "Fel")
    assert again["moved"] == 1


def test_what_is_not_taken_back_is_told(running: Desk) -> None:
    """Whoever runs it unattended sees it from the exit status."""
    plan = planned(running)["plan"]
    running("migrate", "apply", plan, "--reason", "Ny rutin")
    running("migrate", "apply", plan, "--reason", "Ny rutin")
    running("matter", "fire", "KS 2026/901", "answers")
    back = running("migrate", "revert", plan, "--reason", "Fel", status=1)
    assert "KS 2026/901 (norsjo): Ärendet har ändrats sedan flytten" in back.stdout
    assert "AG-305: 1 av 2 ärenden är inte återtagna. De står kvar" in back.stderr


def test_without_a_map_what_is_renamed_stays(running: Desk) -> None:
    """Each reason is told with how many it keeps; long lists are cut, and say so."""
    shown = running("migrate", "plan", "letter", "--to", current(running), "--limit", "1").stdout
    assert "0 ärenden flyttas, 2 ärenden stannar." in shown
    assert "läget ”Inkommen” (received) finns inte i den nya versionen" in shown
    assert "… och 1 till; alla visas med --limit 2 eller --json." in shown
    assert "Genomför" not in shown


def test_fields_in_the_plan(office: Desk) -> None:
    """What is set and what is dropped, in sums and for each matter; nothing to map is nothing to do."""
    extra = "fields:\n  sender: {type: text, label: Avsändare}\n"
    write(FIRST + extra)
    run(office, COMMANDS[0][:1])
    office(
        "matter", "register", "letter", "Buller", "--org", "norsjo", "--number", "KS 2026/903",
        "--field", "sender=Kim",
    )  # fmt: skip
    assert (
        "0 ärenden flyttas" in office("migrate", "plan", "letter", "--to", current(office)).stdout
    )
    write(FIRST + "fields:\n  kind: {type: choice, label: Slag, choices: [a, b], required: true}\n")
    Path("flytt.yaml").write_text(
        "matter_type: letter\nfields: {kind: {value: a}}\ndropped: sender\n", "utf-8"
    )
    office("definitions", "publish", "definitions", "letter", "--map", "flytt.yaml")
    shown = office(
        "migrate", "plan", "letter", "--to", current(office), "--map", "flytt.yaml"
    ).stdout
    assert "Slag (kind)\tsätts\t1" in shown
    assert "sender\ttas bort\t1" in shown
    assert "kind = a; sender tas bort" in shown
    assert "Svar står kvar" in shown


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("migrate", "plan", "lettre", "--to", "abcd"), "finns inte"),
        (("migrate", "plan", "letter", "--to", "0000"), "är en annan"),
        (("migrate", "plan", "letter", "--to", "\0"), "tecken som inte är text"),
        (("migrate", "apply", "abcdef0123456789", "--reason", "x"), "Det finns ingen plan"),
        (("migrate", "apply", "abc", "--reason", "x"), "är ingen plan"),
        (("migrate", "revert", "\udce5bcdefgh", "--reason", "x"), "tecken som inte är text"),
        (("migrate", "show", "abcdef0123456789"), "Det finns ingen plan"),
    ],
)
def test_what_is_not_there(running: Desk, arguments: tuple[str, ...], words: str) -> None:
    """A sentence that says what to do, and nothing is kept."""
    assert words in running(*arguments, status=1).stderr
    assert running.json("migrate", "list") == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"matter_type: letter\nstates: {recieved: drafting}\n", "AG-M002"),
        (b"matter_type: motion\n", "AG-M001"),
        (b"\xff\xfe", "AG-D001"),
        (b"PK\x03\x04", "AG-D001"),
        (b"[1, 2]", "AG-D005"),
        (b"a: &a [*a]", "AG-D008"),
    ],
)
def test_a_map_that_cannot_be_used(running: Desk, content: bytes, words: str) -> None:
    """Every finding with its place; no plan is kept."""
    Path("wrong.yaml").write_bytes(content)
    to = current(running)
    answer = running("migrate", "plan", "letter", "--to", to, "--map", "wrong.yaml", status=1)
    assert words in answer.stderr
    running("migrate", "plan", "letter", "--to", to, "--map", "nowhere.yaml", status=1)
    assert running.json("migrate", "list") == []


def test_a_reason_is_required(running: Desk) -> None:
    """Without it the command is written wrongly; an empty one is refused."""
    plan = planned(running)["plan"]
    running("migrate", "apply", plan, status=2)
    running("migrate", "plan", "letter", status=2)
    assert "Skälet" in running("migrate", "apply", plan, "--reason", " ", status=1).stderr
    assert "inte genomförd" in running("migrate", "revert", plan, "--reason", "x", status=1).stderr


def test_a_table_of_plans(running: Desk) -> None:
    """As people read it."""
    plan = planned(running)["plan"]
    row = running("migrate", "list").stdout.splitlines()[1].split("\t")
    assert (row[0], row[1], row[3], row[4], row[5], row[7]) == (
        plan[:12],
        "letter",
        "2",
        "0",
        "planerad",
        "Sara",
    )
    assert json.loads(running("migrate", "show", plan, "--json").stdout)["status"] == "planned"
