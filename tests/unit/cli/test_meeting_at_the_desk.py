"""Meetings from the plan to the end of the session, as a secretary types them."""

from tests.unit.cli.boardroom import KS, opened, planned, summoned, work
from tests.unit.cli.desk import Desk

_WRITTEN_WRONGLY = (
    (("plan", "XX", "2025-03-11", "--org", "norsjo"), "finns inte"),
    (("plan", "KS", "11 mars", "--org", "norsjo"), "ingen dag"),
    (("plan", "KS", "2025-03-11"), "finns hos flera"),
    (("plan", "KS", "2025-03-11", "--org", "norsjo", "--at", "halv två"), "inget klockslag"),
    (("show", "KS", "2025-04-15"), "inget planerat sammanträde"),
    (("show", "XX", "2025-04-15"), "finns inte"),
)

_NOT_PUT_UP = (
    (("--add", "KS 2025/999"), "Finns inte i diariet"),
    (("--add-item", "Upprop"), "kan inte läsas"),
    (("--add-item", "beslut;Upprop"), "kan inte läsas"),
    (("--file", "saknas.yaml"), "går inte att öppna"),
)

_NOT_DECIDED = (
    (("KS-25/00999", "adopts", "--sentence", "x"), "KL 5:52"),
    (("i4", "adopts", "--sentence", "x", "--vote", "ja;nej;3;1"), "KL 5:55, 6:33"),
    (("i4", "adopts", "--sentence", "x", "--vote", "ja;nej"), "KL 5:67"),
    (("i4", "adopts", "--sentence", "x", "--vote", "ja;nej;många;1"), "inget antal"),
    (("i4", "adopts", "--sentence", "x", "--casting"), "KL 5:67"),
    (("i4", "--sentence", "x"), "KL 5:67"),
    (("i4", "proposes=adopts"), "KL 5:67"),
    (("i4", "flyger", "--sentence", "x"), "inget beslut som organet"),
    (("i4", "refers_back"), "KS 2025/500"),
    (("i4", "proposes=adopts", "--sentence", "x", "--reservation", "Nils Exempel;"), "KL 4:27"),
    (("i4", "proposes=adopts", "--sentence", "x", "--conflict", "Siri Exempel"), "kan inte läsas"),
)


def items(desk: Desk) -> dict[str, dict[str, object]]:
    """The items of the meeting by key."""
    shown = desk.json("meeting", "show", *KS)
    return {item["key"]: item for item in shown["proceedings"]["items"]}


def test_a_body_has_one_meeting_on_a_day(desk: Desk) -> None:
    """Planning again changes nothing; planning otherwise is refused with the section."""
    planned(desk)
    assert desk.json("meeting", "plan", *KS, "--org", "norsjo", "--at", "13:00")["repeated"]
    error = desk.error("meeting", "plan", *KS, "--org", "norsjo", "--at", "18:30")
    assert "redan ett sammanträde 2025-03-11 kl. 13:00" in error["message"]
    assert "KL 5:12, 6:23" in error["message"]
    (row,) = desk.json("meeting", "list", "--open", "--body", "KS")
    assert (row["organisation"], row["label"]) == ("norsjo", "Planerat")


def test_what_is_typed_wrongly_is_told(desk: Desk) -> None:
    """With what to write instead."""
    for arguments, said in _WRITTEN_WRONGLY:
        error = desk.error("meeting", *arguments)
        assert said in error["message"]
        assert error["hint"]


def test_the_agenda_is_made_of_what_waits(desk: Desk) -> None:
    """What waits is proposed, and put up when asked for; what stands there isn't proposed again."""
    planned(desk)
    shown = desk.json("meeting", "agenda", *KS)
    assert [item["number"] for item in shown["proposed"]][3:] == ["KS 2025/500", "KS 2025/501"]
    assert "Föreslås" in desk("meeting", "agenda", *KS).stdout
    desk(
        "meeting",
        "agenda",
        *KS,
        "--add",
        "KS 2025/501",
        "--add-item",
        "formalia;Upprop",
        "--urgent",
    )
    placed = items(desk)
    assert [item["title"] for item in placed.values()] == ["Taxa KS 2025/501", "Upprop"]
    assert all(item["urgent"] for item in placed.values())
    shown = desk.json("meeting", "agenda", *KS, "--place")
    assert shown["repeated"] is False
    assert len(items(desk)) == 3
    desk("meeting", "order", *KS, "i2", "KS-25/00500")
    assert [item["key"] for item in items(desk).values()] == ["i2", "i3", "i1"]
    desk("meeting", "withdraw", *KS, "KS-25/00501", "--why", "Underlag saknas.")
    assert items(desk)["i1"]["status"] == "withdrawn"
    assert "utgår" in desk("meeting", "show", *KS).stdout


def test_what_cannot_be_put_up_is_refused(desk: Desk) -> None:
    """Nothing is put up then."""
    planned(desk)
    for options, said in _NOT_PUT_UP:
        assert said in desk.error("meeting", "agenda", *KS, *options)["message"]
    assert items(desk) == {}


def test_a_huge_agenda_is_refused(desk: Desk) -> None:
    """Nobody gets through more than 500 items."""
    planned(desk)
    many = [part for n in range(501) for part in ("--add-item", f"information;Punkt {n}")]
    error = desk.error("meeting", "agenda", *KS, *many)
    assert "högst 500 punkter" in error["message"]
    assert "flera sammanträden" in error["hint"]


def test_the_summons_goes_again_with_what_has_come(desk: Desk) -> None:
    """Not before it has gone once; then everybody gets the whole agenda anew."""
    planned(desk)
    assert "Planerat" in desk.error("meeting", "summon", *KS, "--again")["message"]
    desk("meeting", "agenda", *KS, "--place")
    desk("meeting", "summon", *KS)
    desk("meeting", "agenda", *KS, "--add-item", "information;Chefen informerar")
    answer = desk.json("meeting", "summon", *KS, "--again")
    assert answer["state"] == "summoned"
    work()
    mails = [one.read_text("utf-8") for one in (desk.folder / "mail").rglob("*.eml")]
    assert sum("Chefen informerar" in mail for mail in mails) == 1


def test_a_meeting_is_cancelled_with_the_reason(desk: Desk) -> None:
    """Those who were summoned are told."""
    summoned(desk)
    desk("meeting", "cancel", *KS, "--why", "För få kan komma.")
    shown = desk.json("meeting", "show", *KS)
    assert shown["state"] == "cancelled"
    assert shown["fields"]["reason"] == "För få kan komma."
    assert shown["left"] == []
    assert desk.json("meeting", "list", "--open") == []


def test_the_roll_is_called_step_by_step(desk: Desk) -> None:
    """Who isn't there, who left, who serves instead and from when; each time what is noted stays."""
    opened(desk)
    desk(
        "meeting", "roll", *KS, "--absent", "Siri Exempel", "--guest", "Eleonore Hedman;kommunchef"
    )
    desk(
        "meeting", "roll", *KS, "--left", "Olle Exempel 14:10", "--substitute", "Nils Exempel för Olle Exempel",
    )  # fmt: skip
    roll = desk.json("meeting", "roll", *KS)["roll"]
    there = {
        one["name"]: (one["since"], one["until"], one["instead_of"]) for one in roll["presences"]
    }
    assert "Siri Exempel" not in there
    assert there["Olle Exempel"] == (None, "14:10", None)
    assert there["Nils Exempel"] == ("14:10", None, "Olle Exempel")
    assert roll["guests"][0]["title"] == "kommunchef"
    assert "frånvarande" in desk("meeting", "roll", *KS).stdout
    assert (
        "hör inte till organet" in desk.error("meeting", "roll", *KS, "--absent", "Nils")["message"]
    )
    for bad in (("--substitute", "Nils"), ("--left", "Olle"), ("--member", "X;Y;kung")):
        assert desk.error("meeting", "roll", *KS, *bad)["hint"]


def test_too_few_do_not_open_a_meeting(desk: Desk) -> None:
    """More than half are needed (KL 6:27)."""
    summoned(desk)
    desk(
        "meeting",
        "roll",
        *KS,
        "--member",
        "Ny Person;S",
        "--absent",
        "Siri Exempel",
        "--absent",
        "Olle Exempel",
    )
    assert "KL 6 kap. 27 §" in desk.error("meeting", "open", *KS)["message"]


def test_only_somebody_who_was_there_adjusts(desk: Desk) -> None:
    """KL 5:69."""
    opened(desk)
    for name in ("Nils Exempel", "Någon Annan"):
        assert "KL 5:69" in desk.error("meeting", "adjusters", *KS, name)["message"]


def test_a_decision_moves_its_matter(desk: Desk) -> None:
    """With vote, motions, reservation and assignment; the matter follows from the queue."""
    opened(desk)
    desk(
        "meeting", "record", *KS, "i4", "proposes=adopts", "--sentence", "Taxan antas.", "--at", "13:20",
        "--motion", "Karin Exempel, Olle Exempel;Bifall till förslaget.", "--question", "Bifall mot avslag.",
        "--vote", "bifall;avslag", "--yes-by", "Karin Exempel", "--yes-by", "Olle Exempel",
        "--no-by", "Siri Exempel", "--reservation", "Siri Exempel;",
        "--statement", "Siri Exempel;Frågan borde ha beretts mer.", "--key", "en-gång",
    )  # fmt: skip
    again = desk.json(
        "meeting", "record", *KS, "i4", "proposes=adopts", "--sentence", "Taxan antas.", "--at", "13:20",
        "--motion", "Karin Exempel, Olle Exempel;Bifall till förslaget.", "--question", "Bifall mot avslag.",
        "--vote", "bifall;avslag", "--yes-by", "Karin Exempel", "--yes-by", "Olle Exempel",
        "--no-by", "Siri Exempel", "--reservation", "Siri Exempel;",
        "--statement", "Siri Exempel;Frågan borde ha beretts mer.", "--key", "en-gång",
    )  # fmt: skip
    assert again["repeated"]
    said = items(desk)["i4"]["deliberation"]
    assert isinstance(said, dict)
    assert (said["vote"]["yes"], said["vote"]["no"], said["vote"]["abstained"]) == (2, 1, 0)
    assert said["resolution"]["forms"] == ["proposes"]
    work()
    assert desk.json("matter", "show", "KS-25/00500", "--org", "norsjo")["state"] == "at_KF"


def test_what_cannot_have_been_decided_so_is_refused(desk: Desk) -> None:
    """With the section, and nothing is recorded."""
    opened(desk)
    for arguments, said in _NOT_DECIDED:
        assert said in desk.error("meeting", "record", *KS, *arguments)["message"]
    assert items(desk)["i4"]["status"] == "waiting"


def test_a_meeting_ends_when_everything_is_dealt_with(desk: Desk) -> None:
    """What is left is named."""
    opened(desk)
    error = desk.error("meeting", "close", *KS)
    assert "i4 Taxa KS 2025/500" in error["message"]
    assert "meeting withdraw" in error["hint"]
