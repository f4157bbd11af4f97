"""The handbook's page on simulating a year: every command in it works, as it stands there."""

import re
import shlex
import shutil

import pytest

from tests.unit.cli.desk import ROOT, Desk

PAGE = (ROOT / "docs/handbok/simulera-ett-ar.md").read_text("utf-8")
COMMANDS = tuple(
    line
    for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
)
EXAMPLE = "definitions/examples/simulations/ar.yaml"


@pytest.fixture
def reader(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Somebody with the shipped definitions, the file of the page and the copy that it asks for."""
    shutil.copytree(ROOT / "definitions", desk.folder / "definitions")
    (own,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    (desk.folder / "eget.yaml").write_text(own, "utf-8")
    example = (ROOT / EXAMPLE).read_text("utf-8")
    assert "queue: first_come" in example
    nearest = example.replace("queue: first_come", "queue: nearest_deadline")
    (desk.folder / "nearest.yaml").write_text(nearest, "utf-8")
    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", "definitions")
    return desk


def test_every_command_of_the_page_works(reader: Desk) -> None:
    """One after the other, as a reader would type them; the year of the example is as the page tells it."""
    answers = [reader(*shlex.split(line)[1:]).stdout for line in COMMANDS]
    assert len(answers) == 5
    assert all("Antaget" in answer for answer in answers)
    assert "Bilden: ar.svg" in answers[1]
    assert (reader.folder / "ar.svg").read_text("utf-8").startswith("<svg")
    missed = re.search(r"Remissvar\tSvaret ska vara avsänt\t\d+\t\d+\t(\d+)", answers[1])
    assert missed is not None
    assert 55 <= int(missed[1]) <= 69
    assert "Norsjö kommun 2025" in answers[2]
    assert "Närmaste frist går först" in answers[3]
    assert "5 körningar, frö 1 till 5" in answers[4]


def test_the_page_tells_of_every_key() -> None:
    """What a file may say at its top stands in the table, apart from what its parts are told with."""
    for key in ("organisation", "year", "years", "warmup", "seed", "queue", "staff", "meetings",
                "processing", "outcomes", "types", "capacity", "agenda_closes", "adjusted_after"):  # fmt: skip
        assert f"`{key}`" in PAGE
