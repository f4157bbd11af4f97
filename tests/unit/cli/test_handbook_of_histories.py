"""The handbook's page on old matters: every command in it works, as it stands there."""

import re
import shlex
import shutil

import pytest

from tests.unit.cli.desk import ROOT, Desk

PAGE = (ROOT / "docs/handbok/prova-pa-gamla-arenden.md").read_text("utf-8")
COMMANDS = tuple(
    line
    for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
)


@pytest.fixture
def storstad(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A fresh database, in a folder with the shipped definitions."""
    shutil.copytree(ROOT / "definitions", desk.folder / "definitions")
    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", "definitions")
    return desk


def test_every_command_of_the_page_works(storstad: Desk) -> None:
    """One after the other, as a reader would type them."""
    answers = [storstad(*shlex.split(line)[1:]).stdout for line in COMMANDS]
    assert len(answers) == 7
    assert "9 ärenden, 20 steg: 18 godtagna, 2 nekade" in answers[0]
    assert "KL 5:26-28" in answers[0]
    assert "2 ärenden med 5 steg går att köra; 0 fel i filen" in answers[1]
    assert "9 sparade" in answers[4]
    assert "Ärendet avslutades" in answers[5]
    assert "Hos den som ska yttra sig" in answers[6]
    assert "inga fel" in storstad("audit", "verify").stdout


def test_the_files_of_the_page_are_as_it_shows_them(storstad: Desk) -> None:
    """Its CSV and JSON are checked without a fault, and its words load."""
    for kind, name in (("csv", "own.csv"), ("json", "own.jsonl")):
        (shown,) = re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
        (storstad.folder / name).write_text(shown, "utf-8")
        assert "0 fel i filen, 0 varningar" in storstad("replay", name, "--check").stdout
    (words,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    (storstad.folder / "definitions/histories/egna_ord.yaml").write_text(words, "utf-8")
    assert "0 fel, 0 varningar" in storstad("definitions", "check").stdout
