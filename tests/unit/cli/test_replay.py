"""``replay``: histories through the definitions, told as text and as JSON."""

import io
import json
import shutil
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.histories import MATTERS, PLAIN, REFUSED, STEPS, UNDER_WAY, UNPREPARED, YEAR, written
from tests.unit.cli.desk import ROOT, Desk
from workflow.cli import replay_answer, replay_show
from workflow.workbench.replay.kept import Column
from workflow.workbench.replay.replaying import Progress
from workflow.workbench.replay.saving import Fate
from workflow.workbench.replay.verdicts import Cause

HEADINGS = (
    "Ärendetyper",
    "Andel godtyckliga följder som nekas",
    "Aldrig använt",
    "Frister i verklig tid",
    "Steg som historikerna saknar",
    "Nekade steg",
)


@pytest.fixture
def year(tmp_path: Path) -> str:
    """The file of a made-up year."""
    return str(written(tmp_path / "year.jsonl"))


def replayed(desk: Desk, *arguments: str, status: int = 0) -> Any:
    """The answer as data, without trying arbitrary sequences."""
    return desk.json("replay", *arguments, "--arbitrary", "0", status=status)


def test_every_step_is_accounted_for(desk: Desk, year: str) -> None:
    """Accepted or refused with the reason, the day and what would have been allowed; the object ends so."""
    answer = replayed(desk, year)
    assert list(answer)[-5:] == ["matters", "steps", "accepted", "refused", "types"]
    assert (answer["matters"], answer["steps"]) == (MATTERS, STEPS)
    assert answer["accepted"] == STEPS - REFUSED
    unprepared, untold = answer["refused"]
    assert (unprepared["dnr"], unprepared["step"]) == ("SK-2024-00104", 1)
    assert (unprepared["body"], unprepared["on"]) == ("KF", "2024-04-18")
    assert unprepared["cause"] == "law"
    assert "KL 5:26" in unprepared["reason"]
    assert "struck_off" in unprepared["possible"]  # reported as unprepared (KL 5:35)
    assert (untold["dnr"], untold["step"], untold["cause"]) == ("SK-2024-00105", 1, "source")
    assert untold["reason"] == "Historiken säger inte vad som beslutades (decides:other)."
    assert answer["causes"] == {"source": 1, "law": 1, "definition": 0}
    assert answer["findings"] == []


def test_each_type_says_what_was_used_and_what_never(desk: Desk, year: str) -> None:
    """States, transitions and deadlines; also of the assignment that a decision started."""
    types = replayed(desk, year)["types"]
    assert list(types) == ["assignment", "board_matter", "follow_up_report", "motion"]
    motion = types["motion"]
    assert (motion["matters"], motion["steps"], motion["accepted"]) == (4, 9, 8)
    assert "at_KF" in motion["states_used"]
    assert "at_AU" in motion["states_unused"]
    assert {"event": "rejects", "state": "at_KF"} in motion["transitions_used"]
    assert "one_year" in motion["deadlines_used"]
    assert types["assignment"]["matters"] == 0
    assert "due_day" in types["assignment"]["deadlines_used"]
    assert motion["strictness"] is None


def test_deadlines_in_real_time(desk: Desk, year: str) -> None:
    """One table by type and year: the council's year, and the day that a matter was tabled to."""
    rows = replayed(desk, year)["deadlines"]
    found = {(row["deadline"]["rule"], row["year"]): row["counts"] for row in rows}
    assert found["KL-5:35", 2025]["in_time"] == 3
    assert found["KL-5:35", 2025]["running"] == 1
    assert found["tabled_to", 2024]["in_time"] == 1


def test_a_missing_step_is_counted_and_named(desk: Desk, year: str) -> None:
    """What the source lacks is entered visibly."""
    (supplied,) = replayed(desk, year)["supplied"]
    assert (supplied["dnr"], supplied["body"]) == ("SK-2023-00900", "KS")
    assert (supplied["declared"], supplied["done"]) == (True, True)


def test_as_tables(desk: Desk, year: str) -> None:
    """Everything under its heading, and the sum last."""
    text = desk("replay", year, "--arbitrary", "5").stdout
    assert [line for line in text.splitlines() if line in HEADINGS] == list(HEADINGS)
    assert "motion\t4\t3\t9\t8\t0\t1\t0\t" in text
    assert "av 5" in text
    assert "SK-2024-00104\t1\t2024-04-18\tKF\tgrants\tlagen\t" in text
    assert "follow_up_report\tförslag till fullmäktige\thistoriken säger det\tja\t1" in text
    last = text.splitlines()[-1]
    assert last.startswith(f"{MATTERS} ärenden, {STEPS} steg: {STEPS - REFUSED} godtagna")
    assert "1 för källan, 1 för lagen, 0 för definitionen" in last


def test_the_share_of_arbitrary_sequences_that_a_type_refuses(desk: Desk, year: str) -> None:
    """It is measured for every type that the file used, and the same every time."""
    arguments = (year, "--type", "motion", "--arbitrary", "20")
    (first, again) = (desk.json("replay", *arguments)["types"]["motion"] for _ in range(2))
    assert first["strictness"] == again["strictness"]
    assert first["strictness"]["arbitrary"]["sequences"]["tried"] == 20
    assert first["strictness"]["arbitrary"]["sequences"]["share"] > 0.8


def test_many_refusals_are_grouped_by_their_reason(desk: Desk) -> None:
    """More than forty are counted, with a few of their numbers; as data every one is there."""
    many = [{**UNPREPARED, "dnr": f"SK-2024-{number:05}"} for number in range(1, 46)]
    path = str(written(desk.folder / "many.jsonl", many))
    text = desk("replay", path, "--arbitrary", "0").stdout
    assert "Nekade steg efter skäl (alla finns i --json)" in text
    (row,) = [line for line in text.splitlines() if line.startswith("45\tmotion\tlagen\t")]
    assert "SK-2024-00001 steg 1, SK-2024-00002 steg 1, SK-2024-00003 steg 1" in row
    assert len(replayed(desk, path)["refused"]) == 45


def test_missed_deadlines_are_listed_until_they_are_many(desk: Desk) -> None:
    """A motion that the council forgot is named; forty-one of them only counted."""
    late = [
        {**UNDER_WAY, "dnr": f"SK-2023-{number:05}", "fields": {"moved_on": "2023-01-19"}}
        for number in range(1, 42)
    ]
    few = desk("replay", str(written(desk.folder / "few.jsonl", late[:2])), "--arbitrary", "0")
    assert "SK-2023-00002\tmotion\tone_year\tglömda\t2024-01-19\t" in few.stdout
    many = desk("replay", str(written(desk.folder / "many.jsonl", late)), "--arbitrary", "0")
    assert "SK-2023-00002\tmotion\tone_year" not in many.stdout
    assert "Fler än 40 frister missades" in many.stdout


@pytest.mark.parametrize(
    ("word", "types"),
    [("motion", ["assignment", "motion"]), ("Other/Foundation", ["foundation"])],
)
def test_one_type_by_its_name_or_by_the_sources_word(
    desk: Desk, word: str, types: list[str]
) -> None:
    """The others are passed by, but the days on which the bodies met are still known."""
    other = {
        **PLAIN,
        "dnr": "SK-2024-00201",
        "title": "Stiftelsens årsredovisning",
        "matter_type": "other",
        "matter_subtype": "foundation",
        "fields": {},
        "steps": [{"body": "KS", "date": "2024-03-12", "outcomes": ["tables"]}],
    }
    path = str(written(desk.folder / "both.jsonl", (*YEAR, other)))
    assert list(replayed(desk, path, "--type", word)["types"]) == types


def test_an_unknown_type_is_refused_with_the_nearest(desk: Desk, year: str) -> None:
    """Nothing is read."""
    error = desk.error("replay", year, "--type", "moton")
    assert error["code"] == "AG-201"
    assert error["hint"] == "Menade du ”motion”?"


def test_an_unknown_organisation_is_refused_with_the_nearest(desk: Desk, year: str) -> None:
    """The code has to be one that the definitions have."""
    error = desk.error("replay", year, "--org", "storstda")
    assert error["hint"] == "Menade du ”storstad”?"


def test_histories_that_dont_say_their_organisation_get_the_one_that_is_given(desk: Desk) -> None:
    """The history's own goes first."""
    told = {key: value for key, value in PLAIN.items() if key != "organisation"}
    path = str(written(desk.folder / "told.jsonl", (told, UNDER_WAY)))
    refused = replayed(desk, path, "--org", "norsjo")["refused"]
    assert {one["dnr"] for one in refused} <= {PLAIN["dnr"]}
    assert replayed(desk, path, "--org", "storstad")["accepted"] == 4


def changed(base: dict[str, Any], step: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The history with its first step otherwise."""
    first, *rest = base["steps"]
    return {**base, **more, "steps": [{**first, **step}, *rest]}


BAD = {
    "ordning": changed(PLAIN, {"date": "2024-12-10"}, dnr="SK-2024-00301"),
    "okänt": changed(PLAIN, {"outcomes": ["beslutar"]}, dnr="SK-2024-00302"),
    "redan steg": {
        **PLAIN,
        "dnr": "SK-2024-00303",
        "steps": [PLAIN["steps"][0], PLAIN["steps"][0], *PLAIN["steps"][1:]],
    },
    "finns inte i": changed(PLAIN, {"body": "AU"}, dnr="SK-2024-00304"),
    "inga steg": {**PLAIN, "dnr": "SK-2024-00305", "steps": []},
    "inte har varit än": changed(UNDER_WAY, {"date": "2098-01-07"}, dnr="SK-2024-00306"),
    "är okänd": {**PLAIN, "dnr": "SK-2024-00307", "matter_type": "moton"},
    "inget diarienummer": {**PLAIN, "dnr": "trettio"},
    "inte JSON": "{nej",
}


@pytest.mark.parametrize("said", BAD)
def test_what_is_wrong_is_said_by_line_and_the_rest_goes_on(desk: Desk, said: str) -> None:
    """Steps out of order, an unknown outcome, two steps on one day, a body that isn't, nothing at all."""
    path = written(desk.folder / "bad.jsonl", (PLAIN, BAD[said], UNDER_WAY))
    answer = desk("replay", str(path), "--arbitrary", "0", status=1)
    assert f"fel: {path}:2: " in answer.stderr
    assert said in answer.stderr
    as_data = replayed(desk, str(path), status=1)
    assert as_data["errors"] >= 1
    assert {finding["line"] for finding in as_data["findings"]} == {2}
    assert as_data["accepted"] >= 4


def test_faults_are_data_on_standard_error_too(desk: Desk) -> None:
    """One object a line, as soon as it is found."""
    path = written(desk.folder / "bad.jsonl", (PLAIN, "{nej"))
    answer = desk("replay", str(path), "--arbitrary", "0", "--json", status=1)
    (line,) = answer.stderr.splitlines()
    assert json.loads(line)["line"] == 2


def test_a_file_with_nothing_to_play(desk: Desk) -> None:
    """Zero everywhere, and the fault."""
    path = written(desk.folder / "empty.jsonl", ())
    answer = replayed(desk, str(path), status=1)
    assert (answer["matters"], answer["refused"], answer["types"]) == (0, [], {})
    text = desk("replay", str(path), status=1)
    assert "0 ärenden, 0 steg" in text.stdout
    assert "innehåller inga ärenden" in text.stderr


def test_only_checked(desk: Desk, year: str) -> None:
    """The file is read, nothing is played."""
    assert desk("replay", year, "--check").stdout.strip() == (
        f"{MATTERS} ärenden med {STEPS} steg går att köra; 0 fel i filen, 0 varningar."
    )
    path = written(desk.folder / "bad.jsonl", (PLAIN, "{nej"))
    answer = desk.json("replay", str(path), "--check", status=1)
    assert list(answer) == ["file", "errors", "warnings", "findings", "matters", "steps"]
    assert (answer["errors"], answer["matters"], answer["steps"]) == (1, 1, 3)


def test_a_file_that_isnt_there(desk: Desk) -> None:
    """It says so, and what to do."""
    error = desk.error("replay", str(desk.folder / "nothing.jsonl"))
    assert error["code"] == "AG-100"
    assert "nothing.jsonl" in error["message"]


def test_wrong_usage(desk: Desk, year: str) -> None:
    """Status 2: nothing to check and save at once, no such number, no file."""
    desk("replay", year, "--check", "--save", status=2)
    desk("replay", year, "--arbitrary", "-1", status=2)
    desk("replay", status=2)


def test_a_draft_is_tried_without_being_published(desk: Desk, year: str) -> None:
    """What is in the files counts; a fault in them is told as the check tells it."""
    draft = desk.folder / "draft"
    shutil.copytree(ROOT / "definitions", draft)
    motion = draft / "matters" / "motion.yaml"
    text = motion.read_text("utf-8")
    motion.write_text(text.replace("label: Motion", "label: Utkastet", 1), "utf-8")
    answer = replayed(desk, year, "--definitions", str(draft))
    assert answer["types"]["motion"]["label"] == "Utkastet"
    motion.write_text(text.replace("label:", "lable:", 1), "utf-8")
    error = desk.error("replay", year, "--definitions", str(draft))
    assert error["code"] == "AG-200"
    assert "motion.yaml" in error["message"]


def test_progress_is_shown_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is being done, and how far it has come; elsewhere there is no bar."""
    shown = io.StringIO()
    monkeypatch.setattr(replay_answer.sys, "stderr", shown)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with replay_answer.progress_bar() as watch:
        watch(Progress(50, 100, "Kör"))
    assert "Kör" in shown.getvalue()
    assert "50/100" in shown.getvalue()


def test_every_word_of_the_tables_has_its_swedish() -> None:
    """A cause, a column or a fate that is added later can't be forgotten."""
    assert set(replay_show._CAUSES) == set(get_args(Cause))
    assert set(replay_show._COLUMNS) == set(get_args(Column))
    assert {fate for fate, _ in replay_show._FATES} == set(get_args(Fate))
