"""``schedule``: meetings shown, a changed schedule told, calendars read in and compared."""

import shutil
from pathlib import Path

import pytest

from tests.unit.cli.desk import ROOT, Desk
from workflow.bootstrap import bootstrap
from workflow.command.loop import drain
from workflow.config import load

PLAIN = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\n{}END:VCALENDAR\n"
KS = "BEGIN:VEVENT\nSUMMARY:Kommunstyrelsen\nDTSTART:20250610T{}\nEND:VEVENT\n"
STOP = "BEGIN:VEVENT\nSUMMARY:Stoppdag\nDTSTART;VALUE=DATE:20250602\nDESCRIPTION:Inför 10 juni\nEND:VEVENT\n"
ODD = "BEGIN:VEVENT\nSUMMARY:Lunch\nDTSTART;VALUE=DATE:20250602\nEND:VEVENT\n"
BROKEN = "BEGIN:VEVENT\nSUMMARY:KS\nDTSTART:NU\nEND:VEVENT\n"


@pytest.fixture
def folder(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Definitions of its own, which the settings name."""
    copy = desk.folder / "drafts"
    shutil.copytree(ROOT / "definitions", copy)
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", str(copy))
    return copy


@pytest.fixture
def norsjo(folder: Path) -> Path:
    """The file of Norsjö."""
    return folder / "organisations/norsjo.yaml"


def ics(desk: Desk, *events: str, name: str = "k.ics") -> str:
    path = desk.folder / name
    path.write_text(PLAIN.format("".join(events)), "utf-8")
    return str(path)


def test_meetings_are_listed_with_the_days_before_them(desk: Desk) -> None:
    """The council's summons by the law; of one body, or of all in order of the day."""
    found = desk.json("schedule", "show", "--org", "norsjo", "--body", "Kommunfullmäktige")
    easter = next(one for one in found["meetings"] if one["on"] == "2025-04-28")
    assert (easter["body"], easter["summons_by"], easter["cut_off"]) == ("KF", "2025-04-17", None)
    lines = desk("schedule", "show", "--org", "norsjo").stdout.splitlines()
    days = [line.partition("\t")[0] for line in lines[1:]]
    assert days == sorted(days)
    assert any(line.startswith("2025-02-25\t\tAU") for line in lines)
    assert (
        "finns inte" in desk.error("schedule", "show", "--org", "norsjo", "--body", "X")["message"]
    )
    assert desk.error("schedule", "show", "--org", "nowhere")["code"] == "AG-201"


def test_publishing_tells_what_a_moved_meeting_moved(desk: Desk, norsjo: Path) -> None:
    """At the dry run, when it is published, and afterwards; twice is once."""
    text = norsjo.read_text("utf-8")
    old = "2025-03-11, 2025-04-15"
    new = "{on: 2025-03-11, moved_to: 2025-03-18, reason: sportlov}, 2025-04-15"
    assert old in text
    norsjo.write_text(text.replace(old, new), "utf-8")
    told = "Kommunstyrelsen 2025-03-11 flyttas till 2025-03-18 (sportlov)."
    assert desk.json("schedule", "moved", "--org", "norsjo") == []
    assert "har inte ändrats" in desk("schedule", "moved", "--org", "norsjo").stdout
    assert told in desk("definitions", "publish", "--dry-run", "norsjo").stdout
    (renewal,) = desk.json("definitions", "publish", "--dry-run", "norsjo")["renewals"]
    assert [one["sentence"] for one in renewal["meetings"]] == [told]
    answer = desk("definitions", "publish", "norsjo").stdout
    assert "Sammanträdesplanen för norsjo har ändrats:" in answer
    assert told in answer
    assert desk.json("definitions", "publish", "norsjo") == []
    (one,) = desk.json("schedule", "moved", "--org", "norsjo")
    (change,) = one["meetings"]
    assert (change["what"], change["on"], change["to"]) == ("moved", "2025-03-11", "2025-03-18")
    assert (one["by"], one["looked_at"], one["moved"]) == ("Sara", 0, [])
    assert told in desk("schedule", "moved", "--org", "norsjo").stdout
    assert desk.json("schedule", "moved", "--org", "norsjo", "--since", "2100-01-01") == []
    shown = desk("schedule", "show", "--org", "norsjo", "--body", "KS").stdout
    assert "flyttat till 2025-03-18; sportlov" in shown
    assert "flyttat från 2025-03-11; sportlov" in shown
    assert (
        "ingen dag"
        in desk.error("schedule", "moved", "--org", "norsjo", "--since", "nu")["message"]
    )


def test_the_deadlines_that_a_moved_meeting_moved_are_told(desk: Desk, norsjo: Path) -> None:
    """Norsjö's referral in another year: the answer can't be given in time, and the log says why too."""
    text = norsjo.read_text("utf-8")
    last = "2025-11-11, 2025-12-02"
    assert last in text
    norsjo.write_text(text.replace(last, f"{last}, 2096-03-13"), "utf-8")
    desk("definitions", "publish", "norsjo")
    desk(
        "matter", "register", "referral_response", "Remiss", "--org", "norsjo", "--number", "KS 2096/1",
        "--field", "sender=Avsändaren", "--field", "answer_due=2096-03-16",
    )  # fmt: skip
    norsjo.write_text(
        text.replace(last, f"{last}, {{on: 2096-03-13, moved_to: 2096-03-20}}"), "utf-8"
    )
    answer = desk("definitions", "publish", "norsjo").stdout
    assert "1 ärende med löpande frister räknas om." in answer
    assert "1 väntar ännu" in answer
    engine = bootstrap(load())
    drain(engine.context, "test")
    engine.close()
    told = desk("schedule", "moved", "--org", "norsjo").stdout
    risk = "Kommunstyrelsen sammanträder först 2096-03-20, efter sista dagen 2096-03-16"
    assert (
        f"KS 2096/1 ”Svaret ska vara avsänt” riskerar att inte hållas, 2096-03-16: {risk}" in told
    )
    assert "väntar ännu" not in told
    log = desk("matter", "timeline", "KS 2096/1").stdout
    assert "Kommunstyrelsen 2096-03-13 flyttas till 2096-03-20." in log


def test_publishing_in_json_tells_the_meetings_of_organisations(desk: Desk, norsjo: Path) -> None:
    """Of one whose schedule changed, each; of one that didn't, none."""
    text = norsjo.read_text("utf-8")
    norsjo.write_text(text.replace("2025-03-11, 2025-04-15", "2025-04-15"), "utf-8")
    (one,) = desk.json("definitions", "publish", "norsjo")
    assert [each["what"] for each in one["meetings"]] == ["removed"]
    assert one["recalculated"] == 0
    norsjo.write_text(
        norsjo.read_text("utf-8").replace("name: Norsjö kommun", "name: Norsjö"), "utf-8"
    )
    (one,) = desk.json("definitions", "publish", "norsjo")
    assert one["meetings"] == []


def test_a_calendar_is_read_into_the_file(desk: Desk, norsjo: Path) -> None:
    """Shown first, written when asked to, once; what is not clear is told with its line."""
    path = ics(desk, KS.format("130000"), STOP, ODD)
    before = norsjo.read_text("utf-8")
    shown = desk("schedule", "import", path, "--org", "norsjo").stdout
    assert '{on: 2025-06-10, at: "13:00", note: Kommunstyrelsen, cut_off: 2025-06-02}' in shown
    assert "rad 13: Det framgår inte vad ”Lunch”" in shown
    assert norsjo.read_text("utf-8") == before
    answer = desk.json("schedule", "import", path, "--org", "norsjo", "--write")
    assert (answer["written"], len(answer["notes"]), answer["errors"]) == (True, 1, [])
    assert desk.json("schedule", "import", path, "--org", "norsjo", "--write")["written"] is False
    assert (
        "redan allt detta" in desk("schedule", "import", path, "--org", "norsjo", "--write").stdout
    )
    assert desk("definitions", "check", "norsjo").exit_code == 0
    desk("definitions", "publish", "norsjo")
    found = desk.json("schedule", "show", "--org", "norsjo", "--body", "KS")["meetings"]
    assert {"2025-06-10": "2025-06-02"}.items() <= {m["on"]: m["cut_off"] for m in found}.items()


@pytest.mark.parametrize(
    ("events", "words"),
    [
        ([KS.format("130000"), BROKEN], "k.ics, rad 8: ”KS”: DTSTART"),
        ([KS.format("130000"), KS.format("140000")], "k.ics, rad 8: KS har två sammanträden"),
    ],
)
def test_a_calendar_with_an_error_is_not_written(
    desk: Desk, norsjo: Path, events: list[str], words: str
) -> None:
    """The event is told on standard error by file and line, the rest is shown, and the status is 1."""
    before = norsjo.read_text("utf-8")
    answer = desk("schedule", "import", ics(desk, *events), "--org", "norsjo", "--write", status=1)
    assert words in answer.stderr
    assert norsjo.read_text("utf-8") == before
    assert "Inskrivet" not in answer.stdout


def test_what_cannot_be_imported(desk: Desk, norsjo: Path) -> None:
    """No calendar, no such organisation, no such body, and a file of the organisation that is broken."""
    assert (
        "ingen kalender"
        in desk.error("schedule", "import", str(norsjo), "--org", "norsjo")["message"]
    )
    path = ics(desk, KS.format("130000"))
    assert desk.error("schedule", "import", path, "--org", "norsj")["hint"].startswith("Menade du")
    assert (
        "finns inte"
        in desk.error("schedule", "import", path, "--org", "norsjo", "--body", "X")["message"]
    )
    norsjo.write_text(norsjo.read_text("utf-8") + "hej: 1\n", "utf-8")
    assert desk.error("schedule", "import", path, "--org", "norsjo")["code"] == "AG-200"


def test_a_result_with_an_error_leaves_the_file_as_it_was(desk: Desk, norsjo: Path) -> None:
    """A meeting at another hour of a day that has one already is two at one time."""
    text = norsjo.read_text("utf-8").replace("2025-06-03, ", '{on: 2025-06-10, at: "09:00"}, ')
    norsjo.write_text(text, "utf-8")
    error = desk.error(
        "schedule", "import", ics(desk, KS.format("130000")), "--org", "norsjo", "--write"
    )
    assert error["findings"][0]["rule"] == "AG-D082"
    assert norsjo.read_text("utf-8") == text


def test_two_calendars_are_compared(desk: Desk, norsjo: Path) -> None:
    """What they disagree on, in words and in JSON; a broken event is told and the status is 1."""
    one, other = (ics(desk, KS.format(at), name=f"{at}.ics") for at in ("130000", "150000"))
    answer = desk("schedule", "compare", one, other).stdout
    assert "tid 13:00 i den första, 15:00 i den andra" in answer
    assert "1 skillnad." in answer
    found = desk.json("schedule", "compare", one, other, "--org", "norsjo")
    assert [each["what"] for each in found["disagreements"]] == ["altered"]
    assert desk("schedule", "compare", one, one).stdout == "0 skillnader.\n"
    bad = ics(desk, BROKEN, ODD)
    refused = desk("schedule", "compare", one, bad, status=1)
    assert "rad 4" in refused.stderr
    assert "rad 8" in refused.stdout
    assert desk.error("schedule", "compare", one, str(norsjo))["code"] == "AG-100"
