"""Steps of a scenario at a meeting: what they do, what is wrong with them, and how an exploration retells them."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from workflow.definition.catalogue import load
from workflow.machine.build import build
from workflow.model.commands import (
    CallRoll,
    CorrectItem,
    ElectAdjusters,
    FireEvent,
    ItemDealtWith,
    PlaceItems,
    PresentMinutes,
    RecordItems,
    RegisterMatter,
    SignMinutes,
    WithdrawItem,
)
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Deliberation,
    Presence,
    Resolution,
    Roll,
    Seat,
)
from workflow.workbench.exploring.people import EVERYONE
from workflow.workbench.exploring.retelling import scenario
from workflow.workbench.exploring.search import Trail
from workflow.workbench.exploring.situation import Move, Office
from workflow.workbench.exploring.values import Known
from workflow.workbench.proving import prove, retold
from workflow.workbench.scenarios.selection import selections
from workflow.workbench.scenarios.testing import Answer, play_all

DAY = date(2025, 3, 3)
HEAD = """\
scenarios_for: meeting
organisation: norsjo
on: 2025-03-03
fields: {body: MBN, meeting_on: 2025-03-03, secretary: Sekreteraren}
scenarios:
"""
SHA = "a" * 64


@pytest.fixture
def definitions(root: Path, tmp_path: Path) -> Path:
    """A copy of what is shipped."""
    return Path(shutil.copytree(root / "definitions", tmp_path / "definitions"))


def played(definitions: Path, scenarios: str) -> Answer:
    """These scenarios of meetings alone."""
    path = definitions / "procedures/meeting.scenarios.yaml"
    path.write_text(HEAD + scenarios, "utf-8")
    (chosen,) = selections([path], otherwise=definitions, only="", coverage=False)
    return play_all(chosen, lambda _done, _of: None)


def test_what_a_meeting_does_in_a_step(definitions: Path) -> None:
    """A body without members has those that are named; what isn't there is refused with its name."""
    answer = played(
        definitions,
        """\
  - name: Allt
    steps:
      - {at_meeting: {agenda: [A, B]}}
      - {at_meeting: {withdrawn: X}, then: {refused: Ingen punkt}}
      - {at_meeting: {roll: [Eva, Olle]}}
      - {at_meeting: {signed: all}, then: {refused: framlagt}}
      - {event: summons, then: {at_least: true}}
      - {event: opens, data: {first_paragraph: 1}}
      - {at_meeting: {recorded: [B, A]}}
      - {at_meeting: {struck: [B]}}
      - {at_meeting: {withdrawn: B}}
      - {at_meeting: {adjusters: Olle}}
      - {event: closes}
      - {at_meeting: {presented: [A]}}
      - {at_meeting: {signed: [Eva, Olle, Sekreteraren]}, then: {state: adjusted, closed: true}}
  - name: En dag som inte finns
    given: {fields: {meeting_on: i mars}}
    then: {refused: dag}
""",
    )
    assert [(one.name, one.fault) for one in answer.results] == [
        ("Allt", None),
        ("En dag som inte finns", None),
    ]


@pytest.mark.parametrize("step", ["{}", "{agenda: A, roll: [Eva]}"])
def test_one_thing_at_a_time(definitions: Path, step: str) -> None:
    """A step that does nothing or several things at the meeting is a fault of the file."""
    answer = played(
        definitions,
        f"  - name: Fel\n    steps:\n      - {{at_meeting: {step}, then: {{state: planned}}}}\n",
    )
    (finding,) = [one for one in answer.findings if "Med sammanträdet" in str(one)]
    assert "AG-S012" in str(finding)


def test_a_refutation_of_a_meeting_can_be_pasted(definitions: Path) -> None:
    """It fails as a scenario, at the property that it ends in."""
    path = definitions / "procedures/meeting.yaml"
    wrong = "  no_end: {label: Slut, condition: 'point.state == \"adjusted\"'}\n"
    path.write_text(path.read_text("utf-8") + wrong, "utf-8")
    loaded = load(definitions)
    entry = loaded.procedures["meeting"]
    organisations = {code: one.organisation for code, one in loaded.organisations.items()}
    answer = prove(build(entry.digest, entry.definition), organisations, names=["no_end"])
    (told,) = answer.told
    text = retold(answer, organisations, told)
    assert told.verdict == "refuted"
    assert text is not None
    assert "at_meeting: {signed: " in text
    (result,) = played(definitions, text).results
    assert result.fault is not None
    assert "no_end" in f"{result.fault}" or "Slut" in f"{result.fault}"


def test_every_move_at_a_meeting_is_retold(definitions: Path) -> None:
    """In words of a step, and played it comes to the same."""
    loaded = load(definitions)
    entry = loaded.procedures["meeting"]
    organisations = {code: one.organisation for code, one in loaded.organisations.items()}
    known = Known.of(organisations["norsjo"])
    office = Office(build(entry.digest, entry.definition), organisations, "norsjo", known.fate)
    seats = (Seat("Eva", role="chair"), Seat("Olle"))
    said = ItemDealtWith("i1", Deliberation(Resolution(sentences=("att notera",))))
    item = AgendaItem("i1", "information", "A")
    moves = (
        PlaceItems((item,)),
        WithdrawItem("i1"),
        PlaceItems((item,)),
        CallRoll(Roll(seats, (Presence("Eva"), Presence("Olle")))),
        ElectAdjusters(Adjusters(("Olle",))),
        FireEvent("summons"),
        FireEvent("opens", data={"first_paragraph": 1}),
        RecordItems((said,)),
        CorrectItem("i1", None, "Fel"),
        RecordItems((said,)),
        PresentMinutes(SHA, ("i1",)),
        SignMinutes("p1", "Eva", SHA),
    )
    fields = {"body": "MBN", "meeting_on": "2025-03-03", "secretary": "Sekreteraren"}
    trail = Trail(
        "norsjo",
        DAY,
        RegisterMatter("", "meeting", "Exempel", fields=fields),
        tuple(Move((one,), EVERYONE) for one in moves),
    )
    text = scenario(office, trail, name="Allt", holds="can_end")
    keys = ("agenda", "withdrawn", "roll", "adjusters", "recorded", "struck", "presented", "signed")
    assert all(f"at_meeting: {{{key}: " in text for key in keys), text
    assert [one.fault for one in played(definitions, text).results] == [None]
