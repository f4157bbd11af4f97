"""Matters that come from elsewhere, and matters that come back."""

import json
import shutil
from pathlib import Path

import pytest

from tests.unit.cli.desk import Desk

DEFINITIONS = Path(__file__).parents[3] / "definitions"
TOWN = """\
organisation: town
name: Staden
kind: municipality
register_code: KS
bodies:
  KS: {name: Styrelsen, kind: executive_board}
roles: {officer: Utredare, secretary: Sekreterare}
entries:
  - {name: Utredare, kind: role}
  - {name: Sekreterare, kind: role}
"""
ERRAND = """\
matter_type: errand
label: Ärende
requires_preparation: false
fields:
  reason: {type: text, label: Skäl}
initial: begun
states:
  begun: {label: Påbörjat, owner: officer}
  at_KS: {label: Hos styrelsen, phase: KS, body: KS}
  closed: {label: Avslutat, final: true}
events:
  sent: {label: Till styrelsen}
  ends: {label: Avslutas}
  resumes: {label: Tas upp på nytt}
transitions:
  - {event: sent, from: begun, to: at_KS}
  - {event: ends, from: [begun, at_KS], to: closed}
  - {event: resumes, from: new, to: begun, requires: reason, roles: secretary}
"""
REGISTER = ("matter", "register", "errand", "Bygg en bro", "--org", "town")
TAKEN = "Gemensamma nämnden"


@pytest.fixture
def town(desk: Desk) -> Desk:
    """A desk with a small matter type whose matters can be taken up again."""
    folder = desk.folder / "definitions"
    for path, text in (("organisations/town.yaml", TOWN), ("matters/errand.yaml", ERRAND)):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shutil.copytree(DEFINITIONS / "templates", folder / "templates")
    desk("definitions", "publish", str(folder))
    return desk


def test_a_closed_matter_is_taken_up_again(town: Desk) -> None:
    """It says how; afterwards it is among the open ones, and the log tells both its ends."""
    town(*REGISTER, "--number", "KS 2025/1")
    town("matter", "fire", "KS 2025/1", "ends")
    assert town.json("matter", "list", "--open") == []
    told = town("matter", "explain", "KS 2025/1").stdout
    assert "Det kan tas upp igen: ”Tas upp på nytt” (resumes; görs av sekreteraren" in told
    refused = town.error("matter", "fire", "KS 2025/1", "ends")
    assert "Ärendet avslutades" in refused["message"]
    again = ("matter", "fire", "KS 2025/1", "resumes", "--data", "reason=Upphävt")
    assert "görs av sekreteraren" in town.error(*again)["message"]
    town(*again, "--as", "secretary")
    assert [row["closed_on"] for row in town.json("matter", "list", "--open")] == [None]
    assert (
        "Tas upp på nytt (ny punkt 2) → Påbörjat." in town("matter", "timeline", "KS 2025/1").stdout
    )
    assert "tas upp igen" not in town("matter", "explain", "KS 2025/1").stdout
    town("matter", "fire", "KS 2025/1", "ends")
    assert town.json("matter", "list", "--open") == []
    assert town.json("audit", "verify")["findings"] == []


def test_a_matter_under_way_is_taken_over(town: Desk) -> None:
    """It begins where it was, and says from where it came; otherwise only where matters may begin."""
    at_board = (*REGISTER, "--number", "KS 2025/1", "--enter-at", "at_KS")
    assert "bara i begun" in town.error(*at_board)["message"]
    assert "får inte vara tom" in town.error(*at_board, "--taken-over-from", "")["message"]
    town(*at_board, "--taken-over-from", TAKEN)
    assert f"Övertaget från: {TAKEN}" in town("matter", "show", "KS 2025/1").stdout
    assert town.json("matter", "show", "KS 2025/1")["taken_over_from"] == TAKEN
    assert f"; övertaget från {TAKEN}. Läge:" in town("matter", "timeline", "KS 2025/1").stdout
    town("matter", "register", "--from", "x.jsonl", "--taken-over-from", TAKEN, status=2)
    town("matter", "register", "--from", "x.jsonl", "--predecessor", "KS 2024/1", status=2)


def test_many_matters_under_way_are_taken_over(town: Desk) -> None:
    """A file says it by line; a matter filed under the number of another is found by its own."""
    line = {"type": "errand", "title": "Bro", "org": "town", "enter_at": "at_KS"}
    lines = [
        {**line, "number": "KS-2024-00008:12", "taken_over_from": TAKEN},
        {**line, "number": "KS-2024-00008:13"},
        {**line, "number": "KS-2024-00008:14", "taken_over_from": ""},
    ]
    text = "\n".join(json.dumps(one) for one in lines)
    answer = town("matter", "register", "--from", "-", given=text, status=1)
    assert "1 registrerade, 0 fanns redan, 2 rader med fel." in answer.stdout
    found = town.json("matter", "show", "KS 2024/8:12")
    assert found["number"] == {"printed": "KS-2024-00008:12", "normalised": "KS 2024/8:12"}
    assert found["state"] == "at_KS"
