"""``matter register|list|show|fire|explain|timeline`` on a real store."""

import json
from collections.abc import Callable
from typing import Any

from tests.unit.cli.desk import Desk

Registrar = Callable[..., str]


def test_register_and_read_back(desk: Desk, motion: str) -> None:
    """A matter is found by its printed number, its normal form and its id."""
    found = desk.json("matter", "show", motion)
    assert found["number"] == {"printed": "KS-25/00400", "normalised": "KS 2025/400"}
    assert found["fields"]["moved_on"] == "2025-02-17"
    assert desk.json("matter", "show", "KS 2025/400") == found
    assert desk.json("matter", "show", found["id"]) == found
    text = desk("matter", "show", motion).stdout
    assert "KS-25/00400  Cykelbanor" in text
    assert "Väckt i KF: 2025-02-17" in text
    assert "Motionärer: Kristdemokraterna" in text


def test_register_gives_the_next_number(desk: Desk) -> None:
    """Without a number the register gives one, and the same key gives the same matter."""
    arguments = (
        "matter", "register", "information", "Läget", "--org", "norsjo", "--on", "2025-01-02",
        "--key", "a",
    )  # fmt: skip
    first = desk.json(*arguments)
    again = desk.json(*arguments)
    assert (first["number"], first["repeated"]) == ("KS 2025/1", False)
    assert (again["number"], again["repeated"]) == ("KS 2025/1", True)
    assert "redan utfört" in desk(*arguments).stdout
    assert desk.json(
        "matter", "register", "information", "B", "--org", "norsjo", "--on", "2025-01-02"
    )["number"] == ("KS 2025/2")


def test_register_with_data_from_a_file_and_standard_input(desk: Desk) -> None:
    """Fields come as JSON too; options go before them."""
    path = desk.folder / "data.json"
    path.write_text('{"sender": ["Länsstyrelsen"], "answer_due": "2027-03-15"}', encoding="utf-8")
    base = ("matter", "register", "referral_response", "Remiss", "--org", "norsjo")
    first = desk(
        *base, "--number", "KS 2025/1", "--data", str(path), "--field", "answer_due=2027-03-12"
    )
    assert "KS 2025/1: registrerat, läge Beredning." in first.stdout
    assert desk.json("matter", "show", "KS 2025/1")["fields"]["answer_due"] == "2027-03-12"
    desk(*base, "--number", "KS 2025/2", "--data", "-", given='{"sender": ["A"]}')
    assert desk.json("matter", "show", "KS 2025/2")["fields"]["sender"] == ["A"]


def test_register_needs_type_title_and_organisation(desk: Desk) -> None:
    """What is missing is wrong usage, not a refusal."""
    desk("matter", "register", "motion", status=2)
    desk("matter", "register", "motion", "Titel", status=2)
    desk("matter", "register", "motion", "Titel", "--from", "x.jsonl", status=2)


def test_register_many(desk: Desk) -> None:
    """Good lines are registered, bad ones told by number; the same file again adds nothing."""
    lines: list[Any] = [
        {"type": "information", "title": "Ett", "number": "KS 2025/1"},
        {"type": "information", "title": "Två", "on": "2025-01-02", "points": ["a", "b"]},
        {"type": "information", "title": "Två", "on": "2025-01-02", "points": ["a", "b"]},
        {"type": "information", "title": "Tre", "key": "mine", "flags": ["Titta här"]},
        {"type": "information"},
        {"type": "information", "title": 3},
        {"type": "information", "title": "X", "unknown": 1},
        {"type": "information", "title": "X", "points": "a"},
        {"type": "information", "title": "X", "fields": []},
        {"type": "nothing", "title": "X"},
        {"type": "information", "title": "X", "on": "i går"},
    ]
    path = desk.folder / "many.jsonl"
    text = "\n".join(json.dumps(line) for line in lines) + "\n{broken\n"
    path.write_text(text, encoding="utf-8")
    answer = desk("matter", "register", "--from", str(path), "--org", "norsjo", status=1)
    assert "4 registrerade, 0 fanns redan, 8 rader med fel." in answer.stdout
    assert [line.split(":")[0] for line in answer.stderr.splitlines()] == [
        f"rad {number}" for number in range(5, 13)
    ]
    again = desk("matter", "register", "--from", str(path), "--org", "norsjo", status=1)
    assert "0 registrerade, 4 fanns redan, 8 rader med fel." in again.stdout
    assert len(desk.json("matter", "list")) == 4


def test_register_many_without_a_fault(desk: Desk) -> None:
    """A whole file that is right ends with status 0; standard input is read as well."""
    line = '{"type": "information", "title": "Ett", "org": "norsjo"}\n'
    answer = desk("matter", "register", "--from", "-", given=line)
    assert "1 registrerade, 0 fanns redan, 0 rader med fel." in answer.stdout


def test_register_many_as_json(desk: Desk) -> None:
    """One JSON line a line of the file, with the answer or the error."""
    path = desk.folder / "many.jsonl"
    path.write_text(
        '{"type": "information", "title": "Ett", "org": "norsjo"}\n{}\n', encoding="utf-8"
    )
    answer = desk("matter", "register", "--from", str(path), "--json", status=1)
    first, second = (json.loads(line) for line in answer.stdout.splitlines())
    assert (first["line"], first["error"]) == (1, None)
    assert first["answer"]["events"][0]["type"] == "MatterRegistered"
    assert (second["line"], second["error"]["code"]) == (2, "AG-100")


def test_list_filters_and_pages(desk: Desk, motion: str, at_board: Registrar) -> None:
    """By type, state and organisation; a page at a time."""
    at_board()
    assert "Cykelbanor" in desk("matter", "list").stdout
    assert len(desk.json("matter", "list", "--open")) == 2
    assert [m["title"] for m in desk.json("matter", "list", "--type", "motion")] == ["Cykelbanor"]
    assert [m["title"] for m in desk.json("matter", "list", "--state", "at_KS")] == ["Taxa"]
    assert desk.json("matter", "list", "--org", "solleftea") == []
    (first,) = desk.json("matter", "list", "--limit", "1")
    (second,) = desk.json("matter", "list", "--limit", "1", "--after", first["id"])
    assert {first["title"], second["title"]} == {"Taxa", "Cykelbanor"}
    desk("matter", "list", "--limit", "0", status=2)


def test_fire_a_plain_event(desk: Desk, motion: str) -> None:
    """The event moves the matter; the same key does it once."""
    assert "läge Beredning" in desk("matter", "fire", motion, "remitted", "--key", "r").stdout
    assert "redan utfört" in desk("matter", "fire", motion, "remitted", "--key", "r").stdout
    assert desk.json("matter", "fire", motion, "remitted", "--key", "r")["repeated"]


def test_record_a_decision_with_all_its_parts(desk: Desk, at_board: Registrar) -> None:
    """Body, day, paragraph, recipients and the proposal end up in the matter."""
    number = at_board()
    answer = desk.json(
        "matter", "fire", number, "proposes", "--body", "KS", "--on", "2025-03-11",
        "--paragraph", "35", "--recipient", "Ingela Lidström", "--proposed", "adopts",
    )  # fmt: skip
    assert answer["state"] == "at_KF"
    (decision,) = desk.json("matter", "show", number)["decisions"]
    assert (decision["body"], decision["decided_on"], decision["paragraph"]) == (
        "KS", "2025-03-11", "35",
    )  # fmt: skip
    assert decision["recipients"] == ["Ingela Lidström"]
    text = desk("matter", "show", number).stdout
    assert "Förslag till nästa organ: Antas" in text


def test_several_outcomes_in_one_decision(desk: Desk) -> None:
    """One point is decided, the other referred back, by one decision."""
    desk(
        "matter", "register", "policy_document", "Plan", "--org", "norsjo", "--number", "KS 2025/7",
        "--enter-at", "at_KS", "--point", "Ett", "--point", "Två", "--on", "2025-01-02",
    )  # fmt: skip
    desk(
        "matter", "fire", "KS 2025/7", "--outcome", "adopts:1", "--outcome", "refers_back:2",
        "--data", "reason=Kostnaden", "--on", "2025-03-11",
        "--assignment", "Se över;Mari Johansson;2025-09;KS",
    )  # fmt: skip
    found = desk.json("matter", "show", "KS 2025/7")
    assert [point["state"] for point in found["points"]] == ["decided", "preparation"]
    assert found["assignments"][0]["due"] == "2025-09-09"
    text = desk("matter", "show", "KS 2025/7").stdout
    assert "Se över" in text


def test_same_event_on_several_matters(desk: Desk, at_board: Registrar) -> None:
    """Forty items tabled in one go: each for itself, and one that fails doesn't stop the rest."""
    first, second = at_board("KS 2025/1"), at_board("KS 2025/2")
    answer = desk.json("matter", "fire", first, "tables", "--also", second, "--key", "k")
    assert [one["number"] for one in answer] == [first, second]
    again = desk("matter", "fire", first, "tables", "--also", second, "--key", "k")
    assert again.stdout.count("redan utfört") == 2
    partly = desk(
        "matter", "fire", first, "tables", "--also", "KS 2025/99", "--also", second, status=1
    )
    assert "KS 2025/99: AG-301" in partly.stderr
    assert desk.json("matter", "show", second)["points"][0]["tabled"] == 2


def test_fire_needs_an_event_or_outcomes(desk: Desk, motion: str) -> None:
    """Both, or neither, is wrong usage; so are points beside outcomes."""
    desk("matter", "fire", motion, status=2)
    desk("matter", "fire", motion, "remitted", "--outcome", "tables", status=2)
    desk("matter", "fire", motion, "--outcome", "tables", "--point", "1", status=2)


def test_plain_event_with_parts_of_a_decision(desk: Desk, motion: str) -> None:
    """A plain event has no paragraph and stands alone."""
    error = desk.error("matter", "fire", motion, "remitted", "--paragraph", "3")
    assert error["code"] == "AG-100"
    error = desk.error("matter", "fire", motion, "--outcome", "remitted", "--outcome", "tables")
    assert "remitted är inget beslut" in error["message"]


def test_unknown_event_names_what_is_possible(desk: Desk, motion: str) -> None:
    """A refusal says why, and which events are possible now."""
    error = desk.error("matter", "fire", motion, "remited")
    assert error["code"] == "AG-300"
    assert "remitted" in error["possible"]
    for more in (("--paragraph", "3"), ("--outcome", "tables")):
        word = ("--outcome", "remited") if more[0] == "--outcome" else ("remited",)
        error = desk.error("matter", "fire", motion, *word, *more)
        assert "Händelsen remited finns inte i ärendetypen" in error["message"]
    answer = desk("matter", "fire", motion, "remited", status=1)
    assert answer.stdout == ""
    assert "AG-300" in answer.stderr


def test_stale_version_is_refused(desk: Desk, motion: str) -> None:
    """Somebody else was faster: read again and repeat."""
    version = desk.json("matter", "show", motion)["version"]
    desk("matter", "fire", motion, "remitted", "--expected-version", str(version))
    error = desk.error("matter", "fire", motion, "prepared", "--expected-version", str(version))
    assert error["code"] == "AG-302"


def test_explain_says_what_it_waits_for(desk: Desk, motion: str) -> None:
    """In words, and as data; possible events included, on a day of one's choice."""
    text = desk("matter", "explain", motion, "--on", "2025-02-18").stdout
    assert "Läge: Väckt, sedan 2025-02-17." in text
    assert "Möjligt nu" in text
    assert "remitted" in text
    answer = desk.json("matter", "explain", motion)
    assert answer["waits"][0]["kind"] == "point"
    assert "remitted" in [entry["event"] for entry in answer["possible"]]
    desk("matter", "explain", motion, "--on", "snart", status=1)


def test_timeline_tells_the_log_in_words(desk: Desk, motion: str) -> None:
    """Number, local time, actor and sentence; as data with the hash."""
    desk("matter", "fire", motion, "remitted")
    text = desk("matter", "timeline", motion).stdout
    assert "Registrerat som KS-25/00400" in text
    assert "\tSara\t" in text
    rows = desk.json("matter", "timeline", motion)
    assert [row["sequence"] for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0]["type"] == "MatterRegistered"
    assert len(rows[0]["hash"]) == 64


def test_number_in_several_organisations_needs_one_named(desk: Desk) -> None:
    """KS 2025/1 may be anybody's: the answer names who has one."""
    for org in ("norsjo", "solleftea"):
        desk("matter", "register", "information", "Läget", "--org", org, "--number", "KS 2025/1")
    error = desk.error("matter", "show", "KS 2025/1")
    assert "norsjo, solleftea" in error["message"]
    assert desk.json("matter", "show", "2025/1", "--org", "norsjo")["organisation"] == "norsjo"


def test_matter_that_is_not_there(desk: Desk) -> None:
    """A number or id of no matter, an organisation that isn't, and what is no number at all."""
    assert desk.error("matter", "show", "KS 2025/1")["code"] == "AG-301"
    unknown = "00000000-0000-5000-8000-000000000000"
    assert desk.error("matter", "explain", unknown)["code"] == "AG-301"
    assert desk.error("matter", "show", "KS 2025/1", "--org", "atlantis")["code"] == "AG-201"
    assert desk.error("matter", "show", "hej")["code"] == "AG-100"
