"""The handbook's page on holding a meeting: every command in it works, one after the other."""

import re
import shlex

import pytest

from tests.unit.cli.boardroom import work
from tests.unit.cli.desk import ROOT, Desk
from workflow.workbench.meeting.form import Item, MeetingFile

PAGE = (ROOT / "docs/handbok/halla-ett-sammantrade.md").read_text("utf-8")
COMMANDS = tuple(
    line
    for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
)


@pytest.fixture
def reader(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Somebody who has written the file of the page."""
    (own,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    (desk.folder / "motet.yaml").write_text(own, "utf-8")
    monkeypatch.chdir(desk.folder)
    return desk


def test_every_command_of_the_page_works(reader: Desk) -> None:
    """As a reader would type them, while the engine does what waits."""
    told: list[str] = []
    for line in COMMANDS:
        told.append(reader(*shlex.split(line)[1:]).stdout)
        work()
    assert len(told) == 37
    assert "Taxa för kopior" in told[3]
    shown = [place for place, line in enumerate(COMMANDS) if " meeting show " in line]
    assert "Pågår" in told[shown[0]]
    assert "Protokollet justerat" in told[shown[1]]
    assert (reader.folder / "protokoll.pdf").read_bytes().startswith(b"%PDF")
    first = reader.json("matter", "show", "KS 2025/500", "--org", "norsjo")
    assert first["state"] == "at_KF"
    second = reader.json("matter", "show", "KS 2025/501", "--org", "norsjo")
    assert second["decisions"][0]["paragraph"] == "26"
    assert [one["notice"]["paragraphs"] for one in reader.json("notice", "list")] == ["§§ 21–24"]


def test_the_page_tells_of_every_key() -> None:
    """Of a file and of an item."""
    keys = {*MeetingFile.model_fields, *Item.model_fields}
    assert {key for key in keys if f"`{key}`" not in PAGE} == set()
