"""What people do around notices from the prompt: confirm, lose, post anew, review, appeal, legal force."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.unit.cli.desk import Desk
from workflow.bootstrap import bootstrap
from workflow.command.loop import drain
from workflow.config import load

Registrar = Callable[..., str]
TODAY = datetime.now(ZoneInfo("Europe/Stockholm")).date()
FRESH = TODAY - timedelta(days=2)
OLD = date(2025, 3, 11)


def work() -> None:
    """Let the engine do what waits."""
    engine = bootstrap(load())
    try:
        drain(engine.context, "test")
    finally:
        engine.close()


def announced(desk: Desk, number: str, day: date, *more: str, outcome: str = "adopts") -> None:
    """The board of Norsjö has met, and its minutes are announced."""
    desk(
        "matter", "fire", number, outcome, "--body", "KS", "--on", day.isoformat(),
        "--paragraph", "45",
    )  # fmt: skip
    desk(
        "notice",
        "announce",
        "norsjo",
        "KS",
        day.isoformat(),
        "--adjusted-on",
        day.isoformat(),
        *more,
    )
    work()


@pytest.fixture
def notice(desk: Desk, at_board: Registrar) -> tuple[str, str]:
    """A notice that is up, by its id, and its board."""
    announced(desk, at_board(), FRESH, outcome="proposes")
    (row,) = desk.json("notice", "list", "--up")
    return row["notice"]["matter"], row["notice"]["board"]


def test_a_lost_notice_is_posted_anew(desk: Desk, notice: tuple[str, str]) -> None:
    """Flagged, listed as what it is, and up again with a new period."""
    identity, board = notice
    lost = ("notice", "taken-down-early", identity, "--board", board, "--on", TODAY.isoformat())
    assert "löper inte ut: Städad" in desk(*lost, "--reason", "Städad", "--key", "k").stdout
    assert "redan utfört" in desk(*lost, "--reason", "Städad", "--key", "k").stdout
    assert desk.error(*lost)["code"] == "AG-300"
    assert desk.json("incident", "list")[0]["kind"] == "notice"
    assert desk.json("notice", "list", "--up") == []
    assert "försvann för tidigt" in desk("notice", "list", "--down").stdout
    again = desk.json("notice", "post-again", identity)
    assert again["state"] == "posted"
    (row,) = desk.json("notice", "list", "--up")
    assert row["notice"]["posted_on"] == TODAY.isoformat()
    assert desk.error("notice", "post-again", identity)["code"] == "AG-300"


def test_a_notice_that_ended_may_turn_out_to_have_been_lost(
    desk: Desk, at_board: Registrar
) -> None:
    """It was taken down long ago, and somebody finds that a board was empty a day too early."""
    announced(desk, at_board(), OLD, outcome="proposes")
    (row,) = desk.json("notice", "list", "--year", "2025")
    identity, board = row["notice"]["matter"], row["notice"]["board"]
    assert row["removed_on"] is not None
    desk("notice", "taken-down-early", identity, "--board", board, "--on", "2025-03-31")
    assert desk.json("notice", "list")[0]["down_early_on"] == "2025-03-31"


def test_boards_of_others_are_confirmed(desk: Desk, notice: tuple[str, str]) -> None:
    """Where nobody waits for one the answer says so."""
    error = desk.error(
        "notice", "confirm", notice[0], "--board", "Grannens", "--on", TODAY.isoformat()
    )
    assert error["code"] == "AG-300"
    desk("notice", "confirm", notice[0], "--board", "Grannens", "--on", "snart", status=1)


def test_full_minutes_only_after_a_review(
    desk: Desk, notice: tuple[str, str], tmp_path: Path
) -> None:
    """Who reviewed, what came of it and what was masked are in the log; then they are hidden again."""
    file = tmp_path / "protokoll.pdf"
    file.write_bytes(b"%PDF-maskat")
    base = ("notice", "publish-minutes", notice[0], str(file), "--outcome", "Kan visas")
    until = (TODAY + timedelta(days=3)).isoformat()
    told = desk(*base, "--mask", "Namn i § 4", "--until", until).stdout
    assert "efter granskning av Sara: Kan visas; maskat: Namn i § 4" in told
    (row,) = desk.json("notice", "list")
    assert (len(row["document"]), row["document_until"]) == (64, until)
    assert "visas inte längre" in desk("notice", "hide-minutes", notice[0]).stdout
    assert desk.json("notice", "list")[0]["document"] is None
    assert desk.error(*base, "--as", "officer")["code"] == "AG-300"
    for name, content in (("tom.pdf", b""), ("bild.exe", b"MZ"), ("protokoll.txt", b"Protokoll")):
        (tmp_path / name).write_bytes(content)
        wrong = ("notice", "publish-minutes", notice[0], str(tmp_path / name), "--outcome", "x")
        assert desk.error(*wrong)["code"] == "AG-100"
    gone = ("notice", "publish-minutes", notice[0], str(tmp_path / "ingen.pdf"), "--outcome", "x")
    assert "går inte att läsa" in desk.error(*gone)["message"]


def test_delegated_decisions(desk: Desk) -> None:
    """On the board by themselves, found by what they are about."""
    day = TODAY.isoformat()
    base = ("notice", "delegated", "norsjo", "KS", day, "Serveringstillstånd")
    first = desk.json(*base, "--paragraph", "D 1", "--posted-on", day)
    assert desk.json(*base, "--paragraph", "D 1") == first
    assert "anslås när motorn går" in desk(*base, "--paragraph", "D 1").stdout
    work()
    (row,) = desk.json("notice", "list", "--search", "SERVERING")
    assert row["notice"]["kind"] == "delegated_decision"
    assert "Serveringstillstånd" in desk("notice", "list").stdout


def test_one_paragraph_at_once(desk: Desk, at_board: Registrar) -> None:
    """A notice of its own."""
    announced(desk, at_board(), FRESH, "--only", "45", outcome="proposes")
    (row,) = desk.json("notice", "list")
    assert row["notice"]["paragraphs"] == "45"


@pytest.fixture
def decided(desk: Desk) -> str:
    """A matter that the board of Norsjö decided long ago."""
    desk(
        "matter", "register", "board_matter", "Avtal", "--org", "norsjo", "--number", "KS 2025/700",
        "--enter-at", "at_KS", "--on", "2025-01-02",
    )  # fmt: skip
    announced(desk, "KS 2025/700", OLD, outcome="approves")
    return "KS 2025/700"


def test_legal_force_and_appeals(desk: Desk, decided: str) -> None:
    """Refused before its day and while it is appealed; shown with the matter."""
    ground = ("--ground", "Ingen har överklagat")
    early = desk.error("matter", "legal-force", decided, "d1", "--on", "2025-04-01", *ground)
    assert "KL 13:5" in early["message"]
    appeal = ("matter", "appeal", decided, "d1", "--on", "2025-03-20", "--court-number", "99-25")
    assert "överklagades 2025-03-20, mål 99-25" in desk(*appeal).stdout
    assert "överklagat 2025-03-20, mål 99-25" in desk("matter", "show", decided).stdout
    on = ("matter", "legal-force", decided, "d1", "--on", "2025-06-02", *ground)
    assert "KL 13:6" in desk.error(*on)["message"]
    desk(*appeal, "--ended", "Avslogs")
    assert "; Avslogs" in desk("matter", "show", decided).stdout
    assert "har vunnit laga kraft 2025-06-02: Ingen har överklagat" in desk(*on).stdout
    assert desk.json(*on)["events"] == []
    assert "2025-06-02: Ingen har överklagat" in desk("matter", "show", decided).stdout
    assert desk.json("matter", "show", decided)["decisions"][0]["legally_final_on"] == "2025-06-02"
    desk("matter", "legal-force", decided, "d1", "--on", "2025-06-02", status=2)
