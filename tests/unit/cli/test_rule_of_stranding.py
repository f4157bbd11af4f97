"""The page of AG-D075 says what happens: its versions are published one after the other."""

import re
import shutil
from pathlib import Path

import pytest

from tests.unit.cli.desk import ROOT, Desk

PAGE = (ROOT / "docs" / "rules" / "AG-D075.md").read_text("utf-8")


@pytest.fixture
def folder(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped definitions, and room for the page's own type."""
    copy = desk.folder / "definitions"
    shutil.copytree(ROOT / "definitions", copy)
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", str(copy))
    return copy


def write(folder: Path, heading: str) -> None:
    """Put the page's files under that heading in place."""
    part = PAGE.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    blocks = re.findall(r"```yaml\n# (\S+)\n(.*?)```", part, re.DOTALL)
    assert blocks
    for path, text in blocks:
        (folder / path).write_text(text, "utf-8")


def test_the_page_is_true(desk: Desk, folder: Path) -> None:
    """The wrong version is refused by this rule alone while a matter runs; the right one is published."""
    write(folder, "Gällande")
    desk("definitions", "publish")
    desk("matter", "register", "exempel", "Ett ärende", "--org", "norsjo")
    write(folder, "Fel")
    error = desk.error("definitions", "publish")
    assert [one["rule"] for one in error["findings"]] == ["AG-D075"]
    assert "Väntar (waiting)" in error["findings"][0]["sentence"]
    write(folder, "Rätt")
    assert len(desk.json("definitions", "publish")) == 1
