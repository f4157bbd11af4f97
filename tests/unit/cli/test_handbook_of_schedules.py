"""The handbook's page on meeting schedules: its example passes every check, and every command in it works."""

import re
import shlex

import pytest

from tests.unit.cli.desk import ROOT, Desk
from workflow.definition.meets import Meeting, Recurrence
from workflow.definition.organisation import Body, CalendarDay, Member, Paragraphs
from workflow.definition.schema import Part

PAGE = (ROOT / "docs/handbok/sammantradesplaner.md").read_text("utf-8")
COMMANDS = tuple(
    line
    for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
    for line in block.splitlines()
)
(EXAMPLE,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE, flags=re.DOTALL | re.MULTILINE)
ICS = (
    "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VEVENT\nSUMMARY:Kommunstyrelsen\n"
    "DTSTART:{}T130000\nEND:VEVENT\nEND:VCALENDAR\n"
)


def test_every_command_of_the_page_works(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One after the other, as a reader would type them."""
    place = desk.folder / "own/organisations/exempelby.yaml"
    place.parent.mkdir(parents=True)
    place.write_text(EXAMPLE, "utf-8")
    for name, day in (("kalender", "20260602"), ("kalender-ny", "20260609")):
        (desk.folder / f"{name}.ics").write_text(ICS.format(day), "utf-8")
    monkeypatch.chdir(desk.folder)
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", "own")
    assert "0 fel, 0 varningar" in desk("definitions", "check", "own").stdout
    answers = [desk(*shlex.split(line)[1:]).stdout for line in COMMANDS]
    assert len(answers) == 9
    assert "2026-02-03\t\tKS\t\t2026-01-23\t2026-01-27" in answers[1]
    assert "2026-04-27\t18:30\tKF\tStora salen\t\t\tinställt; för få ärenden" in answers[1]
    assert "flyttat från 2026-04-07; påsk" in answers[2]
    assert "Inskrivet" in answers[4]
    assert "2026-06-09" in answers[5]
    assert "sammanträder också 2026-06-02" in answers[6]
    assert "sammanträder också 2026-06-02" in answers[8]


@pytest.mark.parametrize("model", [Meeting, Recurrence, Member, Paragraphs, CalendarDay])
def test_every_key_is_on_the_page(model: type[Part]) -> None:
    """Also those of a body that other pages don't tell of."""
    text = re.sub(r"^```.*?^```$", "", PAGE, flags=re.DOTALL | re.MULTILINE)
    words = set(re.findall(r"`([^`]+)`", text))
    assert {info.alias or name for name, info in model.model_fields.items()} <= words
    elsewhere = {"name", "kind", "parent", "aliases", "email"}
    assert set(Body.model_fields) - elsewhere <= words
