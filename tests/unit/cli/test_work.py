"""Deadlines, dispatch, tasks, assignments, notices, incidents: what people do beside the matters."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from tests.unit.cli.desk import Desk
from workflow.bootstrap import Engine, bootstrap
from workflow.command.loop import drain
from workflow.command.ports import AttachedFile
from workflow.config import load
from workflow.errors import PermanentDeliveryError
from workflow.model.effects import SendMail

Registrar = Callable[..., str]
FAR = (date.today() + timedelta(days=400)).isoformat()  # noqa: DTZ011 - a day well ahead of any zone's
FARTHER = (date.today() + timedelta(days=430)).isoformat()  # noqa: DTZ011


@pytest.fixture
def referral(desk: Desk) -> str:
    """A referral to be answered far ahead, by its number."""
    desk(
        "matter", "register", "referral_response", "Remiss", "--org", "norsjo", "--number", "KS 2025/1",
        "--field", "sender=Länsstyrelsen i Västerbotten", "--field", f"answer_due={FAR}",
    )  # fmt: skip
    return "KS 2025/1"


class Refusing:
    """A mailer that no server takes anything from."""

    def send(self, mail: SendMail, files: Sequence[AttachedFile] = ()) -> int | None:
        """Refuse."""
        raise PermanentDeliveryError(f"Okänd mottagare {mail.to_name}", smtp_code=550)


def work(*, refusing: bool = False) -> None:
    """Let the engine do what waits."""
    engine: Engine = bootstrap(load(), mailer=Refusing() if refusing else None)
    try:
        drain(engine.context, "test")
    finally:
        engine.close()


def decided(desk: Desk, number: str, *recipients: str) -> None:
    """The board proposes the tariff to the council, and its minutes are announced."""
    desk(
        "matter", "fire", number, "proposes", "--body", "KS", "--on", "2025-03-11",
        "--paragraph", "35", *(part for name in recipients for part in ("--recipient", name)),
    )  # fmt: skip
    desk("notice", "announce", "norsjo", "KS", "2025-03-11", "--adjusted-on", "2025-03-13")
    work()


def test_deadlines_are_listed_nearest_first(desk: Desk, referral: str, motion: str) -> None:
    """Of all open matters, of one organisation, or of one matter with the ended ones."""
    rows = desk.json("deadline", "list")
    finals = [row["deadline"]["final"] for row in rows]
    assert finals == sorted(finals)
    assert {row["number"]["printed"] for row in rows} >= {referral}
    assert desk.json("deadline", "list", "--org", "solleftea") == []
    (row,) = [
        r for r in desk.json("deadline", "list", referral) if r["deadline"]["key"] == "answer"
    ]
    assert row["deadline"]["final"] == FAR
    text = desk("deadline", "list", referral).stdout
    assert "Svaret ska vara avsänt" in text
    assert desk("deadline", "list", motion).stdout


def test_deadline_is_extended_with_a_reason(desk: Desk, referral: str) -> None:
    """The sender gave more time; backwards is refused, and the reason stays in the log."""
    desk("deadline", "extend", referral, "answer", FARTHER, status=2)
    answer = desk(
        "deadline", "extend", referral, "answer", FARTHER, "--reason", "Avsändaren medgav det"
    )
    assert f"förlängs till {FARTHER}: Avsändaren medgav det" in answer.stdout
    error = desk.error("deadline", "extend", referral, "answer", FAR, "--reason", "Fel")
    assert error["code"] in ("AG-100", "AG-300")
    desk("deadline", "extend", referral, "answer", "snart", "--reason", "Fel", status=1)


def test_deadline_is_suspended_and_resumed(desk: Desk, referral: str, at_board: Registrar) -> None:
    """A day that another has set is never suspended; one that the law counts may be."""
    assert desk.error("deadline", "suspend", referral, "answer", "--reason", "x")["code"]
    desk(
        "matter", "register", "motion", "Ny motion", "--org", "norsjo", "--number", "KS 2025/9",
        "--field", "movers=A", "--field", f"moved_on={date.today()}",  # noqa: DTZ011
    )  # fmt: skip
    paused = desk.json("deadline", "suspend", "KS 2025/9", "one_year", "--reason", "Väntar på svar")
    assert paused["events"][0]["type"] == "DeadlineChanged"
    assert "pausad" in desk("deadline", "list", "KS 2025/9").stdout
    assert (
        "löper åter"
        in desk(
            "deadline", "resume", "KS 2025/9", "one_year", "--reason", "Svaret kom", "--key", "r"
        ).stdout
    )
    assert (
        "redan utfört"
        in desk(
            "deadline", "resume", "KS 2025/9", "one_year", "--reason", "Svaret kom", "--key", "r"
        ).stdout
    )


def test_announcing_posts_the_notice_and_sends_the_decisions(
    desk: Desk, at_board: Registrar
) -> None:
    """One command: the notice is up, the recipients get mail, the same again changes nothing."""
    number = at_board()
    desk(
        "matter", "fire", number, "proposes", "--body", "KS", "--on", "2025-03-11",
        "--recipient", "Receptionen", "--recipient", "Övriga berörda",
    )  # fmt: skip
    base = ("notice", "announce", "norsjo", "KS", "2025-03-11", "--adjusted-on", "2025-03-13")
    told = desk(*base, "--posted-on", "2025-03-13", "--paragraphs", "20-40").stdout
    assert told.startswith("Protokollet anslås; 1 ärende får veta att det är justerat.\n")
    assert "när motorn går" in told
    assert desk.json(*base)["repeated"]
    assert "Redan utfört" in desk(*base).stdout
    work()
    (row,) = desk.json("notice", "list", "--org", "norsjo")
    assert row["notice"]["paragraphs"] == "20-40"
    assert "20-40" in desk("notice", "list").stdout
    statuses = {
        item["printed"]: item["status"] for item in desk.json("matter", "show", number)["items"]
    }
    assert statuses == {"Receptionen": "delivered", "Övriga berörda": "unresolved"}
    listed = desk.json("dispatch", "list", number)
    assert [mail["status"] for mail in listed["mails"]].count("sent") >= 1
    text = desk("dispatch", "list", number).stdout
    assert "saknar adress" in text
    assert desk.json("dispatch", "list", "--status", "failed") == []
    assert "skickat" in desk("dispatch", "list").stdout


def test_announcing_a_body_that_is_not_there(desk: Desk) -> None:
    """The error names the bodies there are."""
    error = desk.error(
        "notice", "announce", "norsjo", "XX", "2025-03-11", "--adjusted-on", "2025-03-13"
    )
    assert "KS" in error["hint"]


def test_notices_that_are_up(desk: Desk, at_board: Registrar) -> None:
    """Only those still up, or all; a notice whose time passed long ago comes down at once."""
    decided(desk, at_board(), "Receptionen")
    assert len(desk.json("notice", "list")) == 1
    assert desk.json("notice", "list", "--up") == []


def test_unresolved_recipient_is_settled_by_a_person(desk: Desk, at_board: Registrar) -> None:
    """With an address, or with the reason why none is needed; never both or neither."""
    number = at_board()
    decided(desk, number, "Övriga berörda", "Någon Annan")
    items = {i["printed"]: i["key"] for i in desk.json("matter", "show", number)["items"]}
    tasks = desk.json("task", "list", number)
    assert {row["task"]["subject"] for row in tasks} >= set(items.values())
    assert "Övriga berörda" in desk("task", "list").stdout
    desk("dispatch", "settle", number, items["Övriga berörda"], status=2)
    desk(
        "dispatch",
        "settle",
        number,
        items["Övriga berörda"],
        "--to",
        "a@b.example",
        "--because",
        "x",
        status=2,
    )
    desk("dispatch", "settle", number, items["Övriga berörda"], "--because", "Fick det i handen")
    desk("dispatch", "settle", number, items["Någon Annan"], "--to", "nagon@norsjo.example")
    work()
    statuses = [i["status"] for i in desk.json("matter", "show", number)["items"]]
    assert sorted(statuses) == ["delivered", "excepted"]
    assert not {t["task"]["subject"] for t in desk.json("task", "list", number)} & set(
        items.values()
    )
    error = desk.error("dispatch", "settle", number, "d9-9", "--because", "x")
    assert error["code"] in ("AG-100", "AG-300")


def test_failed_message_is_tried_again(desk: Desk, at_board: Registrar) -> None:
    """A refused message opens an incident; the item or the incident can be tried again."""
    number = at_board()
    desk(
        "matter",
        "fire",
        number,
        "proposes",
        "--body",
        "KS",
        "--on",
        "2025-03-11",
        "--recipient",
        "Receptionen",
    )
    desk("notice", "announce", "norsjo", "KS", "2025-03-11", "--adjusted-on", "2025-03-13")
    work(refusing=True)
    (item,) = desk.json("matter", "show", number)["items"]
    assert item["status"] == "failed"
    incidents = desk.json("incident", "list")
    assert incidents
    assert "550" in str(incidents) or "Okänd mottagare" in str(incidents)
    assert number in desk("incident", "list").stdout
    assert "görs om" in desk("dispatch", "retry", number, item["key"]).stdout
    work()
    assert desk.json("matter", "show", number)["items"][0]["status"] == "delivered"
    closed = desk.json("incident", "close", str(incidents[0]["id"]), "--reason", "Klart")
    assert closed["result"] == "stängd"
    assert (
        desk.error("incident", "close", str(incidents[0]["id"]), "--reason", "Klart")["code"]
        == "AG-300"
    )
    everything = desk.json("incident", "list", "--all")
    assert everything[0]["resolution"] == "Klart"
    assert "Klart" in desk("incident", "list", "--all").stdout


def test_incident_is_retried(desk: Desk, at_board: Registrar) -> None:
    """Trying again sends the message and closes the incident."""
    number = at_board()
    desk(
        "matter",
        "fire",
        number,
        "proposes",
        "--body",
        "KS",
        "--on",
        "2025-03-11",
        "--recipient",
        "Receptionen",
    )
    desk("notice", "announce", "norsjo", "KS", "2025-03-11", "--adjusted-on", "2025-03-13")
    work(refusing=True)
    for incident in desk.json("incident", "list"):
        assert "försöks igen" in desk("incident", "retry", str(incident["id"])).stdout
    work()
    assert desk.json("matter", "show", number)["items"][0]["status"] == "delivered"
    assert desk.json("incident", "list") == []
    assert desk.error("incident", "retry", "99")["code"] == "AG-300"


def test_assignment_gets_owner_and_day(desk: Desk) -> None:
    """An assignment without day is a task; a person gives what it lacks."""
    desk(
        "matter", "register", "information", "Läget", "--org", "norsjo", "--number", "KS 2025/3",
        "--enter-at", "at_AU", "--on", "2025-01-02",
    )  # fmt: skip
    desk(
        "matter", "fire", "KS 2025/3", "notes", "--on", "2025-02-25", "--assignment", "Återkom",
    )  # fmt: skip
    (assignment,) = desk.json("matter", "show", "KS 2025/3")["assignments"]
    assert desk.json("task", "list", "KS 2025/3")[0]["task"]["kind"] == "assignment"
    desk("assignment", "settle", "KS 2025/3", assignment["key"], status=2)
    desk("assignment", "settle", "KS 2025/3", assignment["key"], "--owner", "Mari Johansson")
    desk("assignment", "settle", "KS 2025/3", assignment["key"], "--due", FAR)
    (assignment,) = desk.json("matter", "show", "KS 2025/3")["assignments"]
    assert (assignment["owner"], assignment["due"]) == ("Mari Johansson", FAR)


def test_task_is_answered(desk: Desk) -> None:
    """A referral whose day has passed asks a person; the answer is kept."""
    desk(
        "matter", "register", "referral_response", "Sen", "--org", "norsjo", "--number", "KS 2025/4",
        "--field", "sender=A", "--field", "answer_due=2025-03-14",
    )  # fmt: skip
    (row,) = desk.json("task", "list", "--org", "norsjo")
    answer = desk("task", "settle", "KS 2025/4", row["task"]["key"], "Svaras ändå")
    assert "besvarades: Svaras ändå" in answer.stdout
    assert desk.json("task", "list") == []
    assert "Svaras ändå" in desk("matter", "show", "KS 2025/4").stdout


def test_tasks_of_many_matters_are_read_a_page_at_a_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every open matter is looked through, also when there are more than a page holds."""
    monkeypatch.setattr("workflow.cli.office._PAGE", 1)
    for number in ("KS 2025/1", "KS 2025/2"):
        desk(
            "matter", "register", "referral_response", "Sen", "--org", "norsjo", "--number", number,
            "--field", "sender=A", "--field", "answer_due=2025-03-14",
        )  # fmt: skip
    numbers = {row["number"]["printed"] for row in desk.json("task", "list")}
    assert numbers == {"KS 2025/1", "KS 2025/2"}


def test_party_outside_the_catalogue_answers_through_a_person(desk: Desk) -> None:
    """A child without a matter of its own gets its answer from whoever opened the letter."""
    desk(
        "matter", "register", "collaboration_agreement", "Avtal", "--org", "norsjo",
        "--number", "KS 2025/5", "--enter-at", "at_KS", "--field", "parties=kramfors;Umeå kommun",
        "--on", "2025-01-02",
    )  # fmt: skip
    desk("matter", "fire", "KS 2025/5", "approves", "--body", "KS", "--on", "2025-03-11")
    desk("notice", "announce", "norsjo", "KS", "2025-03-11", "--adjusted-on", "2025-03-13")
    work()
    children = desk.json("matter", "show", "KS 2025/5")["children"]
    (outside,) = [child for child in children if child["matter"] is None]
    text = desk("matter", "show", "KS 2025/5").stdout
    assert "(väntas)" in text
    assert "kramfors" in text
    answer = desk("child", "report", "KS 2025/5", outside["key"], "approves")
    assert "Svar från" in answer.stdout
