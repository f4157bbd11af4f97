"""``definitions diagram`` on a real store and on files: a type, and how far a matter has come in it."""

from pathlib import Path
from shlex import quote

import pytest

from tests.unit.cli.desk import ROOT, Desk

DRAW = ("definitions", "diagram")


@pytest.fixture
def split_motion(desk: Desk) -> str:
    """A motion of two points: the first has come to the council, the second was referred back once."""
    number = "KS-25/00400"
    desk(
        "matter", "register", "motion", "Cykelbanor", "--org", "norsjo", "--number", number,
        "--field", "movers=Kristdemokraterna", "--field", "moved_on=2026-02-16", "--on",
        "2026-02-16", "--point", "Cykelbana", "--point", "Belysning",
    )  # fmt: skip
    fire = ("matter", "fire", number)
    desk(*fire, "remitted")
    desk(*fire, "prepared")
    desk(*fire, "tables", "--body", "AU", "--on", "2026-03-03")
    desk(
        *fire, "refers_back", "--body", "AU", "--on", "2026-03-24", "--data", "reason=Mer",
        "--point", "2",
    )  # fmt: skip
    desk(*fire, "proposes", "--body", "AU", "--on", "2026-04-03", "--proposed", "grants")
    desk(*fire, "prepared", "--point", "2")
    desk(*fire, "proposes", "--body", "KS", "--on", "2026-04-20", "--proposed", "grants")
    return number


def test_a_draft_is_drawn_from_the_files(desk: Desk, tmp_path: Path) -> None:
    """Mermaid on standard output; SVG in a file that is called so, the same again."""
    answer = desk(*DRAW, "motion").stdout
    assert answer.startswith("flowchart LR\n")
    assert "Hos kommunfullmäktige" in answer
    out = tmp_path / "motion.svg"
    assert desk(*DRAW, "motion", "--out", str(out)).stdout == f"Motion: {out}\n"
    first = out.read_bytes()
    assert first == (ROOT / "docs/bilder/motion.svg").read_bytes()
    desk(*DRAW, "motion", "--out", str(out))
    assert out.read_bytes() == first
    assert desk(*DRAW, "motion", "--format", "svg").stdout.encode() == first
    desk(*DRAW, "notice", "--out", str(tmp_path / "notice.mmd"))
    assert (tmp_path / "notice.mmd").read_text("utf-8").startswith("flowchart LR\n")
    desk(*DRAW, "notice", "--out", str(tmp_path / "n.svg"), "--format", "mermaid")
    assert (tmp_path / "n.svg").read_text("utf-8").startswith("flowchart LR\n")


def test_a_draft_needs_no_database(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when somebody writes her first type."""
    monkeypatch.setenv("ARENDEGANG_DATABASE_URL", "sqlite:////nowhere/at/all.db")
    definitions = str(ROOT / "definitions")
    assert "flowchart" in desk(*DRAW, "tariff", "--definitions", definitions).stdout


def test_the_answer_as_data(desk: Desk) -> None:
    """Lanes, nodes and edges, with everything that the picture is drawn from."""
    found = desk.json(*DRAW, "motion")
    assert [lane["phase"] for lane in found["lanes"]] == [
        "preparation", "AU", "KS", "KF", "dispatch", "end",
    ]  # fmt: skip
    nodes = {node["key"]: node for node in found["nodes"]}
    assert nodes["moved"]["initial"] is True
    assert nodes["at_KF"]["limits"][0]["when"] == "KL 5:35"
    closing = next(edge for edge in found["edges"] if edge["target"] == "closed")
    assert (closing["source"], closing["automatic"]) == ("dispatching", True)
    assert closing["causes"][0]["event"] == "completed"
    assert found["main"][0] == "moved"
    assert found["way"] is None


def test_what_is_published_is_drawn(desk: Desk) -> None:
    """The current version, or any other by its digest; the picture says which."""
    text = desk(*DRAW, "motion", "--published", "--format", "svg").stdout
    digest = next(
        row["digest"] for row in desk.json("definitions", "list") if row["name"] == "motion"
    )
    assert f"Version {digest[:12]}." in text
    again = desk(*DRAW, f"motion@{digest[:8]}", "--format", "svg").stdout
    assert again == text
    assert "flowchart" in desk(*DRAW, "notice", "--published").stdout


def test_a_matters_way_is_marked(desk: Desk, split_motion: str) -> None:
    """Every step in order, where each point stands, and the days of what runs there."""
    way = desk.json(*DRAW, "motion", "--matter", split_motion)["way"]
    assert [(s["number"], s["on"], s["event"], s["source"], s["target"]) for s in way["steps"]][
        3:
    ] == [
        (3, "2026-03-03", "tables", "at_AU", "at_AU"),
        (4, "2026-03-24", "refers_back", "at_AU", "preparation"),
        (5, "2026-04-03", "proposes", "at_AU", "at_KS"),
        (6, way["steps"][6]["on"], "prepared", "preparation", "at_AU"),
        (7, "2026-04-20", "proposes", "at_KS", "at_KF"),
    ]
    first = way["steps"][0]
    assert (first["number"], first["on"], first["label"], first["points"]) == (
        None, "2026-02-16", "Registrerat", ["1", "2"],
    )  # fmt: skip
    assert way["standing"] == {"at_KF": ["1"], "at_AU": ["2"]}
    due = {one["key"]: one for one in way["due"]}
    assert (due["one_year"]["final"], due["one_year"]["states"]) == (
        "2027-02-16",
        ["at_KF", "at_AU"],
    )
    assert due["yearly_report"]["states"] == ["at_AU"]


def test_a_matters_way_is_seen(desk: Desk, split_motion: str, tmp_path: Path) -> None:
    """In both formats; the list under the picture tells the same without colours."""
    out = tmp_path / "way.svg"
    desk(*DRAW, "motion", "--matter", split_motion, "--org", "norsjo", "--out", str(out))
    text = out.read_text("utf-8")
    assert ">KS-25/00400 Cykelbanor<" in text
    assert ">Nästa frist: KF:s beslut inom ett år, sista dag 2027-02-16.<" in text
    assert text.count(">Punkt 1 är här nu<") == text.count(">Punkt 2 är här nu<") == 1
    assert ">(sista\u00a0dag\u00a02027-02-16)<" in text
    assert ">2, 6<" in text
    assert ">3. 2026-03-03 Bordläggs: Hos arbetsutskottet (punkt 1, 2)<" in text
    assert ">2026-02-16 Registrerat: Väckt (punkt 1, 2)<" in text
    mermaid = desk(*DRAW, "motion", "--matter", split_motion).stdout
    assert 'state_preparation ==>|"2+6: Färdigberett (villkor)"| state_at_AU' in mermaid
    assert "class state_preparation visited" in mermaid
    assert "class state_at_KF standing" in mermaid
    lines = [
        line for line in mermaid.splitlines() if " ==>|" in line or " -->" in line or "-.->" in line
    ]
    marked = mermaid.rpartition("linkStyle ")[2].split()[0].split(",")
    assert [number for number, line in enumerate(lines) if " ==>|" in line] == list(
        map(int, marked)
    )


def test_what_cannot_be_drawn(desk: Desk, split_motion: str, tmp_path: Path) -> None:
    """Unknown types and matters, a matter of another type, an organisation: an error, exit 1."""
    misspelt = desk.error(*DRAW, "motoin")
    assert (misspelt["code"], misspelt["hint"]) == ("AG-201", "Menade du ”motion”?")
    assert desk.error(*DRAW, "motoin", "--published")["code"] == "AG-201"
    assert desk.error(*DRAW, "motion", "--matter", "KS 2031/1")["code"] == "AG-301"
    other = desk.error(*DRAW, "tariff", "--matter", split_motion)
    assert other["message"] == "Ärendet KS-25/00400 är av typen ”motion”, inte ”tariff”."
    assert other["hint"].endswith(f"definitions diagram motion --matter {quote(split_motion)}.")
    assert "har inga lägen" in desk.error(*DRAW, "norsjo")["message"]
    assert desk.error(*DRAW, "motion", "--definitions", str(tmp_path / "x"))["code"] == "AG-201"
    broken = tmp_path / "definitions/matters/broken.yaml"
    broken.parent.mkdir(parents=True)
    broken.write_text("matter_type: broken\nlabel: X\n", encoding="utf-8")
    found = desk.error(*DRAW, "broken", "--definitions", str(tmp_path / "definitions"))
    assert found["code"] == "AG-200"


def test_where_nothing_can_be_written(desk: Desk, tmp_path: Path) -> None:
    """A folder that isn't there is told by its name."""
    answer = desk(*DRAW, "motion", "--out", str(tmp_path / "none/motion.svg"), status=1)
    assert "none/motion.svg" in answer.stderr
    assert "den finns inte" in answer.stderr


def test_wrong_usage(desk: Desk) -> None:
    """A format that there isn't, no type, two sources at once: exit 2."""
    desk(*DRAW, status=2)
    desk(*DRAW, "motion", "--format", "png", status=2)
    desk(*DRAW, "motion", "--published", "--matter", "KS 2025/1", status=2)
