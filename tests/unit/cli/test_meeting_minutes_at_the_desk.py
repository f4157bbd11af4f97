"""Minutes at the desk: corrected, presented, signed, printed; exactly the bytes that were signed."""

import sqlite3
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import ZoneInfo

from tests.unit.cli.boardroom import KS, SIGNERS, held, opened, work
from tests.unit.cli.desk import Desk

TODAY = datetime.now(ZoneInfo("Europe/Stockholm")).date()


def presented(desk: Desk) -> dict[str, Any]:
    """The minutes before those who sign them."""
    found: dict[str, Any] = desk.json("meeting", "present", *KS)["presentation"]
    return found


def test_minutes_are_presented_signed_and_printed(desk: Desk) -> None:
    """By file or hash, each once; the last signature adjusts, and the board and the recipients get theirs."""
    held(desk)
    document = presented(desk)["sha256"]
    assert desk.json("meeting", "present", *KS)["repeated"]
    minutes = desk.folder / "protokoll.pdf"
    desk("meeting", "document", document, "--out", str(minutes))
    assert sha256(minutes.read_bytes()).hexdigest().upper() == document
    assert "SHA-256" in desk("meeting", "show", *KS).stdout
    other = desk.folder / "annat.pdf"
    other.write_bytes(b"%PDF-annat")
    error = desk.error("meeting", "sign", *KS, "p1", SIGNERS[0], "--file", str(other))
    assert "inte det som är framlagt" in error["message"]
    assert (
        "KL 5:69" in desk.error("meeting", "sign", *KS, "p1", "Olle Exempel", document)["message"]
    )
    assert "inget" in desk.error("meeting", "certificate", *KS, "p9")["message"].lower()
    for _ in range(2):
        desk("meeting", "sign", *KS, "p1", SIGNERS[0], "--file", str(minutes))
    left = desk.json("meeting", "show", *KS)["left"]
    assert left == [
        "p1 väntar på underskrift av Karin Exempel (Ordförande), Siri Exempel (Justerare)."
    ]
    assert "inte justerad" in desk.error("meeting", "extract", *KS, "24")["message"]
    never = desk.error(
        "meeting", "sign", *KS, "p1", SIGNERS[1], document, "--at", "2099-01-01 10:00"
    )
    assert "kan inte ha undertecknat 2099-01-01" in never["message"]
    assert (
        "klockslag"
        in desk.error("meeting", "sign", *KS, "p1", SIGNERS[1], document, "--at", "2025-03-11")[
            "message"
        ]
    )
    for name in SIGNERS[1:]:
        desk("meeting", "sign", *KS, "p1", name, document, "--at", f"{TODAY} 00:00")
    shown = desk.json("meeting", "show", *KS)
    assert (shown["state"], shown["left"]) == ("adjusted", [])
    work()
    (notice,) = desk.json("notice", "list")
    assert notice["notice"]["paragraphs"] == "§§ 21–25"
    (mail,) = [one for one in (desk.folder / "mail").rglob("*") if "tina.lundgren" in _read(one)]
    assert "application/pdf" in _read(mail)
    certificate = desk("meeting", "certificate", *KS).stdout
    assert document in certificate.replace(" ", "").replace("\n", "")
    assert "Taxan antas." in desk("meeting", "extract", *KS, "24").stdout
    page = desk.folder / "utdrag.html"
    desk("meeting", "extract", *KS, "§ 24", "--out", str(page))
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    error = desk.error("meeting", "present", *KS, "--items", "24")
    assert "avslutades" in error["message"]


def _read(path: Any) -> str:
    return path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""


def test_nothing_is_corrected_after_adjustment(desk: Desk) -> None:
    """Before it a correction takes the matter back, and makes what was presented void."""
    held(desk)
    assert presented(desk)["key"] == "p1"
    desk(
        "meeting", "correct", *KS, "25", "tables", "--reason", "Handlingarna kom sent.", "--tabled-to",
        "2025-04-15", "--why", "Det bordlades.",
    )  # fmt: skip
    work()
    assert desk.json("matter", "show", "KS-25/00501", "--org", "norsjo")["state"] == "at_KS"
    shown = desk.json("meeting", "show", *KS)
    assert shown["proceedings"]["presentations"][0]["void"]
    text = desk("meeting", "minutes", *KS).stdout
    assert "bordläggs till sammanträdet 2025-04-15" in text
    desk("meeting", "correct", *KS, "24", "--recipient", "Ina Jeuthe", "--title", "Ny taxa", "--why", "Fel mottagare.")  # fmt: skip
    (item,) = [one for one in desk.json("meeting", "show", *KS)["proceedings"]["items"] if one["paragraph"] == 24]  # fmt: skip
    assert item["title"] == "Ny taxa"
    assert item["deliberation"]["resolution"]["recipients"] == ["Ina Jeuthe"]
    assert item["deliberation"]["resolution"]["sentences"] == ["Taxan antas."]
    assert (
        "kan inte tas bort" in desk.error("meeting", "strike", *KS, "25", "--why", "x")["message"]
    )
    document = presented(desk)["sha256"]
    work()
    for name in SIGNERS:
        desk("meeting", "sign", *KS, "p2", name, document)
    error = desk.error("meeting", "correct", *KS, "25", "--recipient", "X", "--why", "För sent.")
    assert "avslutades" in error["message"]


def test_what_was_never_taken_up_waits_again(desk: Desk) -> None:
    """As long as the meeting goes on, and its matter too."""
    opened(desk)
    desk("meeting", "record", *KS, "i4", "proposes=adopts", "--sentence", "Taxan antas.")
    desk("meeting", "strike", *KS, "i4", "--why", "Togs inte upp.")
    work()
    assert desk.json("matter", "show", "KS-25/00500", "--org", "norsjo")["state"] == "at_KS"


def test_single_paragraphs_are_adjusted_at_once(desk: Desk) -> None:
    """While the meeting goes on."""
    opened(desk)
    desk("meeting", "adjusters", *KS, "Siri Exempel")
    desk("meeting", "record", *KS, "i4", "proposes=adopts", "--sentence", "Taxan antas.")
    assert "inte avslutat" in desk.error("meeting", "present", *KS)["message"]
    found = desk.json("meeting", "present", *KS, "--items", "24")["presentation"]
    assert (found["items"], found["immediate"]) == (["i4"], True)
    for name in SIGNERS:
        desk("meeting", "sign", *KS, found["key"], name, found["sha256"])
    assert "Taxan antas." in desk("meeting", "extract", *KS, "24").stdout
    error = desk.error("meeting", "correct", *KS, "24", "--recipient", "X", "--why", "För sent.")
    assert "KL 5:69" in error["message"]


def test_a_document_that_is_gone_or_changed_is_not_signed(desk: Desk) -> None:
    """Told with the section, and neither is it handed out."""
    held(desk)
    document = presented(desk)["sha256"]
    database = sqlite3.connect(desk.folder / "office.db")
    rows = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in rows:  # somebody goes past the engine
        database.execute(f"DROP TRIGGER {name}")
    database.execute("UPDATE documents SET content = zeroblob(length(content))")
    database.commit()
    changed = desk.error("meeting", "sign", *KS, "p1", SIGNERS[0], document)
    assert "är ändrad i databasen" in changed["message"]
    assert "KL 5:69" in changed["message"]
    database.execute("DELETE FROM documents")
    database.commit()
    database.close()
    for arguments in (
        ("sign", *KS, "p1", SIGNERS[0], document),
        ("document", document, "--out", str(desk.folder / "ut.pdf")),
    ):
        gone = desk.error("meeting", *arguments)
        assert "finns inte kvar" in gone["message"]
        assert "säkerhetskopian" in gone["hint"]


def test_documents_are_printed_in_three_forms(desk: Desk) -> None:
    """By the format asked for, or by what the file is called; a PDF needs a file."""
    held(desk)
    for kind in ("minutes", "summons"):
        assert "Kommunstyrelsen" in desk("meeting", kind, *KS, "--format", "html").stdout
        assert "Kommunstyrelsen" in desk.json("meeting", kind, *KS)["content"]
        out = desk.folder / f"{kind}.pdf"
        assert desk.json("meeting", kind, *KS, "--out", str(out))["bytes"] == out.stat().st_size
        assert out.read_bytes().startswith(b"%PDF")
        desk("meeting", kind, *KS, "--format", "pdf", status=2)
    assert "Inget är framlagt" in desk.error("meeting", "certificate", *KS)["message"]
