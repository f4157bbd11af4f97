"""Draft, publish, compare and retire at the command line."""

import json
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.cli.desk import ROOT, Desk

Edit = Callable[..., Path]


@pytest.fixture
def folder(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Definitions of its own, which the settings name."""
    copy = desk.folder / "drafts"
    shutil.copytree(ROOT / "definitions", copy)
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", str(copy))
    return copy


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replaces words in a type's file; the file."""

    def replace(name: str, *pairs: tuple[str, str], part: str = "matters") -> Path:
        path = folder / part / f"{name}.yaml"
        text = path.read_text("utf-8")
        for old, new in pairs:
            assert old in text, old
            text = text.replace(old, new)
        path.write_text(text, "utf-8")
        return path

    return replace


@pytest.fixture
def stranding(edit: Edit, motion: str) -> Path:
    """The motion's running matter holds a value whose field the draft doesn't have."""
    return edit("motion", ("movers: {", "raised_by: {"), ("fields.movers", "fields.raised_by"))


def rows(desk: Desk, name: str) -> list[tuple[str, int]]:
    listed = desk.json("definitions", "list")
    return [(row["status"], row["running"]) for row in listed if row["name"] == name]


def digest(desk: Desk, name: str, status: str = "current") -> str:
    listed = desk.json("definitions", "list")
    (found,) = {
        str(row["digest"]) for row in listed if (row["name"], row["status"]) == (name, status)
    }
    return found


def test_a_draft_becomes_live_and_the_old_version_is_kept(
    desk: Desk, edit: Edit, motion: str
) -> None:
    """The list shows the draft, who published it, and the matter on the version before."""
    edit("motion", ("label: Motion\n", "label: Motion i fullmäktige\n"))
    assert rows(desk, "motion") == [("current", 1), ("draft", 0)]
    assert "utkast" in desk("definitions", "list").stdout
    (new,) = desk.json("definitions", "publish", "motion")
    assert new["name"] == "motion"
    assert rows(desk, "motion") == [("current", 0), ("superseded", 1)]
    line = next(
        line
        for line in desk("definitions", "list").stdout.splitlines()
        if line.startswith("ärendetyp\tmotion") and "gällande" in line
    )
    assert "\tSara\t" in line
    assert desk.json("definitions", "publish", "motion") == []
    before = digest(desk, "motion", "superseded")
    assert desk.json("definitions", "show", f"motion@{before[:12]}")["label"] == "Motion"
    assert desk.json("definitions", "show", "motion")["label"] == "Motion i fullmäktige"
    assert desk.json("matter", "show", motion)["definition"] == before


def test_a_difference_in_words(desk: Desk, edit: Edit) -> None:
    """Grouped, in sentences, what breaks marked; as JSON too; and nothing where nothing differs."""
    assert "Ingen skillnad." in desk("definitions", "diff", "motion").stdout
    assert "detsamma" in desk("definitions", "diff").stdout
    path = edit(
        "motion", ("remind: [P3M, P1M, P7D]", "remind: [P3M]"), ("label: Motion\n", "label: M\n")
    )
    told = desk("definitions", "diff", "motion").stdout
    assert "Frister\n  BRYTER Fristen KF:s beslut inom ett år (one_year): påminnelserna" in told
    assert "Följd: en påminnelse som någon väntar på kommer inte." in told
    assert "Ärendetypen\n  M (motion): benämningen ändras från ”Motion” till ”M”." in told
    assert "2 skillnader, 1 bryter." in told
    for arguments in (("motion", str(path)), ("motion", str(path.parent.parent)), ()):
        answer = desk.json("definitions", "diff", *arguments)
        (one,) = answer["comparisons"]
        assert answer["breaking"] == 1
        assert [each["part"] for each in one["differences"]] == ["type", "deadline"]
    back = desk.json("definitions", "diff", str(path), "motion")["comparisons"][0]
    assert back["new"]["where"].startswith("publicerad")
    turned = desk.json("definitions", "diff", str(path.parent.parent), "motion")
    assert turned["comparisons"] == [back]


def test_what_is_not_published_yet(desk: Desk, folder: Path) -> None:
    """It is told that it is new; there is nothing to compare it with, but it is compared with another."""
    tariff = (folder / "matters/tariff.yaml").read_text("utf-8")
    own = tariff.replace("matter_type: tariff", "matter_type: own").replace(
        "label: Taxa", "label: Egen"
    )
    (folder / "matters/own.yaml").write_text(own, "utf-8")
    assert "own: inte publicerad än → " in desk("definitions", "diff").stdout
    whole = desk.json("definitions", "diff")
    assert [one["name"] for one in whole["unpublished"]] == ["own"]
    assert whole["comparisons"] == []
    error = desk.error("definitions", "diff", "own")
    assert "”own” är inte publicerad än" in error["message"]
    assert "arendegang definitions diff ANNAT own" in error["hint"]
    told = desk("definitions", "diff", "tariff", "own").stdout
    assert "benämningen ändras från ”Taxa” till ”Egen”" in told


def test_two_published_versions(desk: Desk, edit: Edit) -> None:
    """By the beginning of their digests, with or without the name."""
    old = digest(desk, "motion")
    edit("motion", ("label: Motion\n", "label: M\n"))
    desk("definitions", "publish")
    new = digest(desk, "motion")
    answer = desk.json("definitions", "diff", old[:12], f"motion@{new[:8]}")
    (one,) = answer["comparisons"]
    assert (one["old"]["digest"], one["new"]["digest"]) == (old, new)


def test_organisations_and_procedures_are_compared(desk: Desk, edit: Edit) -> None:
    """In words as well."""
    edit("norsjo", ("name: Norsjö kommun", "name: Norsjö"), part="organisations")
    told = desk("definitions", "diff", "norsjo").stdout
    assert "namnet ändras från ”Norsjö kommun” till ”Norsjö”" in told
    edit("notice", ("label: Anslag av justerat protokoll", "label: Anslag"), part="procedures")
    assert "Anslag (notice): benämningen ändras" in desk("definitions", "diff", "notice").stdout


def test_versions_that_are_not_there(desk: Desk, folder: Path, edit: Edit) -> None:
    """Each is told what it isn't, and what to write."""
    old = digest(desk, "motion")
    for given, code, words in (
        ("dance", "AG-201", "varken publicerat"),
        ("0000", "AG-201", "börjar på 0000"),
        ("tariff@" + old[:12], "AG-201", "av ”tariff”"),
        ("motion@xyz", "AG-201", "varken publicerat"),
        (f"dance@{folder}", "AG-201", "finns inte i"),
        (str(folder), "AG-100", "Vilken definition"),
        (str(folder / "routes" / "municipal.yaml"), "AG-201", "ingen ärendetyp"),
    ):
        error = desk.error("definitions", "diff", given)
        assert error["code"] == code, given
        assert words in error["message"], given
    error = desk.error("definitions", "diff", "norsjo", "motion")
    assert "är en organisation" in error["message"]
    broken = edit("motion", ("label: Motion\n", "labbel: Motion\n"))
    for given in (("motion",), ("motion", str(broken))):
        error = desk.error("definitions", "diff", *given)
        assert error["code"] == "AG-200"
        assert {one["path"] for one in error["findings"]} == {str(broken)}


def test_a_beginning_that_several_versions_have(desk: Desk, edit: Edit) -> None:
    """More letters are asked for."""
    first = digest(desk, "motion")
    with sqlite3.connect(desk.folder / "office.db") as database:
        twin = first[:12] + "0" * 52
        database.execute("INSERT INTO definitions VALUES (?, 'matter', 'twin', '{}')", (twin,))
        database.execute(
            "INSERT INTO publications (kind, name, digest, published_at) VALUES"
            " ('matter', 'twin', ?, '2025-01-01T00:00:00.000000+00:00')",
            (twin,),
        )
    database.close()
    error = desk.error("definitions", "diff", first[:12])
    assert "Flera versioner" in error["message"]
    assert desk.error("definitions", "show", f"twin@{twin}")["code"] == "AG-202"


def test_a_version_that_is_gone(desk: Desk) -> None:
    """It was published, and can't be read any more."""
    with sqlite3.connect(desk.folder / "office.db") as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("DROP TRIGGER definitions_no_delete")
        database.execute("DELETE FROM definitions WHERE name = 'motion'")
    database.close()
    error = desk.error("definitions", "show", "motion")
    assert error["code"] == "AG-201"
    assert "säkerhetskopia" in error["hint"]


def test_running_matters_are_not_stranded(desk: Desk, stranding: Path, motion: str) -> None:
    """Refused with the numbers; nothing is published; a reason lets them stay, and is kept."""
    before = digest(desk, "motion")
    error = desk.error("definitions", "publish")
    assert error["code"] == "AG-200"
    sentences = [one["sentence"] for one in error["findings"]]
    assert {one["rule"] for one in error["findings"]} == {"AG-D075"}
    assert any(f"({motion}) har ett värde i fältet Motionärer (movers)" in one for one in sentences)
    assert digest(desk, "motion") == before
    assert desk.error("definitions", "publish", "--stay", " ")["code"] == "AG-100"
    told = desk("definitions", "publish", "--stay", "Klara före sommaren").stdout
    assert "1 ny publicerad." in told
    (live,) = [
        row
        for row in desk.json("definitions", "list")
        if (row["name"], row["status"]) == ("motion", "current")
    ]
    assert (live["by"], live["reason"]) == ("Sara", "Klara före sommaren")
    assert rows(desk, "motion") == [("current", 0), ("superseded", 1)]


def test_a_dry_run(desk: Desk, stranding: Path) -> None:
    """Shows what would be published and what would be stranded; changes nothing."""
    answer = desk("definitions", "publish", "--dry-run", status=1).stdout
    assert "BRYTER Fältet Motionärer (movers) försvinner." in answer
    assert "1 ny skulle publiceras." in answer
    assert "fel: " in answer
    told = desk.json("definitions", "publish", "--dry-run", "--stay", "Snart klara")
    assert (told["refused"], len(told["renewals"])) == (False, 1)
    assert told["findings"]
    assert rows(desk, "motion") == [("current", 1), ("draft", 0)]


def test_a_map_covers_the_running_matters(desk: Desk, stranding: Path) -> None:
    """Nothing is moved by it; one that says too little or something wrong is refused."""
    path = desk.folder / "motion.map.yaml"
    path.write_text("matter_type: motion\nfields:\n  raised_by: movers\n", "utf-8")
    told = desk.json("definitions", "publish", "--map", str(path), "--dry-run")
    assert told["findings"] == []
    path.write_text("matter_type: motion\nstates:\n  moved: nowhere\n", "utf-8")
    assert desk.error("definitions", "publish", "--map", str(path))["findings"]
    path.write_text("matter_typ: motion\n", "utf-8")
    assert desk.error("definitions", "publish", "--map", str(path))["code"] == "AG-200"
    path.write_text("matter_type: tariff\n", "utf-8")
    error = desk.error("definitions", "publish", "motion", "--map", str(path))
    assert "”tariff”, som inte publiceras nu" in error["message"]
    path.write_text("matter_type: motion\nfields:\n  raised_by: movers\n", "utf-8")
    assert len(desk.json("definitions", "publish", "--map", str(path))) == 1
    assert rows(desk, "motion") == [("current", 0), ("superseded", 1)]


def test_only_some_are_published(desk: Desk, folder: Path, edit: Edit) -> None:
    """Those named, by name or by option, even where another file has an error."""
    edit("tariff", ("label: Taxa\n", "label: Taxor\n"))
    edit("information", ("label: Information", "label: Upplysning"))
    edit("petition", ("label: ", "labbel: "))
    assert desk.error("definitions", "publish")["code"] == "AG-200"
    assert desk.error("definitions", "publish", "petition")["code"] == "AG-200"
    assert [one["name"] for one in desk.json("definitions", "publish", str(folder), "tariff")] == [
        "tariff"
    ]
    assert [
        one["name"] for one in desk.json("definitions", "publish", "--only", "information")
    ] == ["information"]
    error = desk.error("definitions", "publish", str(folder), str(folder / "matters"))
    assert "Två kataloger" in error["message"]
    edit("petition", ("labbel: ", "label: "))
    error = desk.error("definitions", "publish", "tarif")
    assert (error["code"], error["hint"]) == ("AG-201", "Menade du ”tariff”?")


def test_who_publishes_has_a_name(desk: Desk, edit: Edit) -> None:
    """It isn't the engine's."""
    error = desk.error("--actor", "engine", "definitions", "publish")
    assert error["code"] == "AG-300"


def test_out_of_use_and_in_use_again(desk: Desk, folder: Path, motion: str) -> None:
    """No new motions; the one that runs goes on; only its name brings the type back."""
    retire = ("definitions", "retire", "motion", "--reason", "Ersatt.")
    told = desk(*retire, "--use-instead", "citizen_proposal").stdout
    assert "motion är tagen ur bruk.\n1 pågående ärende går vidare." in told
    again = desk.json(*retire)
    assert (again["repeated"], again["running"]) == (True, 1)
    assert again["retirement"]["use_instead"] == "citizen_proposal"
    assert "redan tagen ur bruk" in desk(*retire).stdout
    error = desk.error(
        "matter", "register", "motion", "Ny", "--org", "norsjo",
        "--field", "movers=Åsa", "--field", "moved_on=2025-02-17",
    )  # fmt: skip
    assert "tagen ur bruk" in error["message"]
    assert "citizen_proposal" in error["hint"]
    desk("matter", "fire", motion, "remitted")
    assert rows(desk, "motion") == [("retired", 1)]
    assert "Ersatt. Använd citizen_proposal." in desk("definitions", "list").stdout
    assert "motion är ur bruk" in desk("definitions", "publish").stdout
    desk("init")
    assert rows(desk, "motion") == [("retired", 1)]
    assert "(i bruk igen)" in desk("definitions", "publish", "motion").stdout
    assert rows(desk, "motion") == [("current", 1)]


def test_a_type_that_others_start_stays_in_use(desk: Desk) -> None:
    """Refused with their names; matters on older versions that start it are counted."""
    error = desk.error("definitions", "retire", "assignment", "--reason", "Nej")
    assert "Motion (motion)" in error["message"]
    assert desk.error("definitions", "retire", "notice", "--reason", "Nej")["code"] == "AG-300"
    assert desk.error("definitions", "retire", "dance", "--reason", "Nej")["code"] == "AG-201"


def test_matters_that_may_still_start_one(desk: Desk, folder: Path) -> None:
    """They are told when the type goes out of use."""
    desk(
        "matter", "register", "collaboration_agreement", "Avtal", "--org", "norsjo",
        "--field", "parties=lulea",
    )  # fmt: skip
    path = folder / "matters" / "collaboration_agreement.yaml"
    text = path.read_text("utf-8")
    start, end = text.index("children:"), text.index("deadlines:")
    without = text[:start] + text[end:]
    path.write_text(without, "utf-8")
    published = desk("definitions", "publish", "collaboration_agreement").stdout
    assert "1 ny publicerad" in published
    told = desk("definitions", "retire", "partner_answer", "--reason", "Frågas inte").stdout
    assert "1 ärenden på äldre versioner kan ännu starta" in told


def test_a_changed_version_is_found_by_the_audit(desk: Desk) -> None:
    """Whoever gets past the database's guard is found out, and nothing is run on it."""
    with sqlite3.connect(desk.folder / "office.db") as database:
        database.execute("DROP TRIGGER definitions_no_update")
        database.execute(
            "UPDATE definitions SET content = replace(content, '\"Motion\"', '\"Moton\"')"
            " WHERE name = 'motion'"
        )
    database.close()
    answer = desk("audit", "verify", status=1)
    assert "Definitionen motion är ändrad i efterhand." in answer.stdout
    assert desk.error("definitions", "show", "motion")["code"] == "AG-202"
    error = desk.error("matter", "register", "motion", "Ny", "--org", "norsjo")
    assert error["code"] == "AG-202"
    assert json.loads(desk("matter", "list", "--json").stdout) == []
