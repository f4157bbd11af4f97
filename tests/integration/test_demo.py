"""The demo on real input: what the database holds afterwards, against the minutes themselves."""

import json
import shutil
import sqlite3
from datetime import date, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from workflow.bootstrap import Engine, bootstrap
from workflow.cli.main import app
from workflow.command.clock import SimulatedClock
from workflow.config import load
from workflow.definition.catalogue import load_strict
from workflow.errors import InvalidInputError
from workflow.model.events import DeadlineChanged, NoticePosted, NoticeRemoved
from workflow.model.ids import RegistrationNumber
from workflow.model.matter import SETTLED, Matter
from workflow.workbench.acting import Office
from workflow.workbench.demo import Progress, Result, run
from workflow.workbench.minutes import read_minutes
from workflow.workbench.script import Fire, Register, plan

ROOT = Path(__file__).parents[2]
DEFINITIONS = ROOT / "definitions"
GOLDEN = ROOT.parent / "shared" / "data" / "golden.json"
PLACES = {
    "Sollefteå kommun": "solleftea",
    "Norrbottens e-nämnd": "norrbottens_e_namnd",
    "Norsjö kommun": "norsjo",
}
FORMS = {
    "decides": "decides",
    "notes_information": "notes",
    "hands_over_without_opinion": "hands_over",
    "proposes_to_KS": "proposes",
    "proposes_to_KS_and_KF": "proposes",
}
REFERRAL = "KS-25/00001"


@pytest.fixture(scope="module")
def matters(engine: Engine) -> dict[tuple[str, str], Matter]:
    """Every matter by organisation and number as printed."""
    with engine.units() as uow:
        loaded = uow.matters.load(row.id for row in uow.matters.list(limit=10_000))
    return {(m.organisation, m.number.printed): m for m in loaded.values()}


def paragraphs() -> list[dict[str, Any]]:
    """The records of the paragraphs; none where the material isn't there, and then no test either."""
    if not GOLDEN.exists():
        return []
    records = json.loads(GOLDEN.read_text("utf-8"))["records"]
    return [record for record in records if record["record"] == "paragraph"]


PARAGRAPHS = paragraphs()
TAKEN_UP = [record for record in PARAGRAPHS if record["dnr"]]
each_matter = pytest.mark.parametrize("record", TAKEN_UP, ids=lambda record: record["id"])


def of(record: dict[str, Any], matters: dict[tuple[str, str], Matter]) -> Matter:
    return matters[PLACES[record["organisation"]], record["dnr"]]


def decided(record: dict[str, Any], matter: Matter) -> Any:
    return next(
        decision
        for decision in matter.decisions
        if decision.paragraph == str(record["paragraph"])
        and decision.decided_on == date.fromisoformat(record["meeting_date"])
    )


@pytest.mark.shared
def test_all_46_paragraphs_are_there() -> None:
    """7, 7 and 32 paragraphs; those without a number are formalities, and only those."""
    assert len(PARAGRAPHS) == 46
    assert {r["matter_type"] for r in PARAGRAPHS if not r["dnr"]} == {"formality"}


@pytest.mark.shared
@each_matter
def test_number_as_printed_and_in_its_normal_form(
    record: dict[str, Any], matters: dict[tuple[str, str], Matter]
) -> None:
    """The matter carries its number as the minutes print it, and year and serial read out of it."""
    number = of(record, matters).number
    normal = record["dnr_normalised"]
    wanted = RegistrationNumber(
        record["dnr"], normal["register"], normal["year"], normal["serial"], normal.get("class")
    )
    assert number == wanted
    assert number.normalised == wanted.normalised


@pytest.mark.shared
@each_matter
def test_every_printed_recipient_got_the_decision(
    record: dict[str, Any], matters: dict[tuple[str, str], Matter]
) -> None:
    """Each recipient as printed has an item that ended: a receipt, or a reason why not."""
    matter = of(record, matters)
    decision = decided(record, matter)
    printed = [recipient["printed"] for recipient in record["recipients"]]
    assert sorted(decision.recipients) == sorted(printed)
    items = [item for item in matter.items if item.decision == decision.key]
    assert {item.printed for item in items} >= set(printed)
    assert all(item.status in SETTLED for item in items)
    if "Samtliga ingående kommuner" in printed:
        assert len(items) == 14


@pytest.mark.shared
@each_matter
def test_route(
    record: dict[str, Any], matters: dict[tuple[str, str], Matter], engine: Engine
) -> None:
    """The decision has the printed form, and the matter then went to the bodies that it names."""
    matter = of(record, matters)
    definition = engine.catalogue.matter_type(matter.definition)
    assert matter.matter_type == record["matter_type"]
    forms = {definition.events[o.event].form for o in decided(record, matter).outcomes}
    assert forms == {FORMS[record["decision_form"]]}
    way = list(dict.fromkeys(decision.body for decision in matter.decisions))
    bodies = ["NAMND" if body == "e-nämnden" else body for body in record["next_body"]]
    if record.get("legal_final_body"):
        bodies.append(record["legal_final_body"])
    assert way[: len(bodies)] == bodies
    assert matter.closed_on is not None


@pytest.mark.shared
@each_matter
def test_planned_meetings_were_held(
    record: dict[str, Any], matters: dict[tuple[str, str], Matter]
) -> None:
    """Where the minutes plan a meeting with a day for the matter, it was taken up that day."""
    matter = of(record, matters)
    taken_up = {decision.decided_on for decision in matter.decisions}
    planned = {
        date.fromisoformat(deadline["date"])
        for deadline in record["deadlines"]
        if deadline["kind"] == "planned_meeting"
        and deadline["precision"] == "day"
        and deadline["what"].startswith("Behandling")
    }
    assert planned <= taken_up


def final(matter: Matter, key: str) -> date:
    return next(deadline.final for deadline in matter.deadlines if deadline.key == key)


def test_motion_is_due_a_year_after_it_was_moved(matters: dict[tuple[str, str], Matter]) -> None:
    """KL 5:35: moved 2024-10-09, to be decided by 2025-10-09; it was, and in time."""
    matter = matters["norsjo", "KS 24/01160"]
    (deadline,) = [d for d in matter.deadlines if d.key == "one_year"]
    assert (deadline.final, deadline.status) == (date(2025, 10, 9), "met")


def test_action_plan_is_due_at_the_board_in_september(
    matters: dict[tuple[str, str], Matter],
) -> None:
    """KS in September 2024: that body meets in the month on 2024-09-03."""
    parent = matters["solleftea", "KS 147/2024"]
    child = next(a.child for a in parent.assignments if "Handlingsplan" in a.what)
    plan_matter = next(matter for matter in matters.values() if matter.id == child)
    assert final(plan_matter, "due_meeting") == date(2024, 9, 3)
    assert plan_matter.decisions[0].decided_on == date(2024, 9, 3)


def test_referral_is_answered_by_the_senders_day(matters: dict[tuple[str, str], Matter]) -> None:
    """The sender set 14 March and nobody moved it; the board met on the 11th."""
    matter = matters["norsjo", REFERRAL]
    (deadline,) = [d for d in matter.deadlines if d.key == "answer"]
    assert (deadline.final, deadline.status) == (date(2025, 3, 14), "met")
    assert deadline.generation == 1


def test_notice_of_norsjo_comes_down_on_the_printed_day(engine: Engine) -> None:
    """Up on 2025-02-27, last appeal on 03-20, down on the morning of 03-21 as the minutes print it."""
    with engine.units() as uow:
        rows = uow.notices.list(organisation="norsjo", limit=1000)
        (row,) = [r for r in rows if r.notice.meeting_on == date(2025, 2, 25)]
        log = uow.matters.history(row.notice.matter)
    assert row.notice.posted_on == date(2025, 2, 27)
    assert row.notice.last_appeal_day == date(2025, 3, 20)
    assert row.removed_on == row.notice.earliest_removal == date(2025, 3, 21)
    (posted,) = [r.event for r in log if isinstance(r.event, NoticePosted)]
    (removed,) = [r for r in log if isinstance(r.event, NoticeRemoved)]
    assert posted.earliest_removal == date(2025, 3, 21)
    assert removed.actor.name == "engine"


def test_notices_of_the_joint_committee_hang_on_every_board(engine: Engine) -> None:
    """KL 9:32: on the boards of all 14 members, and down from all of them on the same day."""
    with engine.units() as uow:
        rows = uow.notices.list(organisation="norrbottens_e_namnd", limit=1000)
    assert len({row.notice.board for row in rows}) == 14
    assert {row.removed_on for row in rows} == {date(2023, 7, 25)}


def test_summary_is_what_the_database_holds(result: Result) -> None:
    """Counted once more with plain SQL, and the mails as files."""
    with sqlite3.connect(result.database) as database:

        def count(query: str) -> int:
            return int(database.execute(query).fetchone()[0])

        summary = result.summary
        own = "matter_type NOT IN ('notice', 'announcement', 'meeting')"
        assert summary.matters == count(f"SELECT count(*) FROM matters WHERE {own}")  # noqa: S608
        assert summary.matters_closed == summary.matters == len(summary.lines)
        assert count("SELECT count(*) FROM matters WHERE closed_on IS NULL") == 0
        assert summary.events == count("SELECT count(*) FROM events")
        assert summary.mails == count("SELECT count(*) FROM outbox")
        assert summary.mails_sent == count("SELECT count(*) FROM outbox WHERE status = 'sent'")
        assert summary.mail_attempts == count("SELECT count(*) FROM attempts")
        assert summary.notices == count("SELECT count(*) FROM notices")
        assert summary.notices_down == count(
            "SELECT count(*) FROM notices WHERE removed_on IS NOT NULL"
        )
        assert summary.incidents == count("SELECT count(*) FROM incidents")
        assert summary.meetings == count(
            "SELECT count(*) FROM matters WHERE matter_type = 'meeting' AND state = 'adjusted'"
        )
    database.close()
    assert summary.recipients == summary.receipts + summary.exceptions
    assert summary.deadlines == (
        summary.deadlines_met + summary.deadlines_missed + summary.deadlines_dropped
    )
    assert summary.points_open == summary.tasks_open == summary.notices_up == 0
    assert summary.decisions == summary.decisions_adjusted
    files = sorted(result.mail.rglob("*.eml"))
    assert len(files) == summary.mails_sent
    message = message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert message["Subject"]
    assert message["To"].endswith(".example>") or message["To"].endswith(".example")


def test_some_deadlines_were_missed_and_told(
    matters: dict[tuple[str, str], Matter], result: Result
) -> None:
    """The late evaluation, and the guidelines that were referred back past their day: those two only."""
    matter = matters["norsjo", "KS-25/00237"]
    (deadline,) = [d for d in matter.deadlines if d.key == "effective"]
    assert deadline.status == "expired"
    assert [(missed.number, missed.final) for missed in result.summary.missed] == [
        ("KS-23/01233", date(2024, 12, 18)),
        ("KS-25/00237", date(2025, 4, 1)),
    ]
    assert result.summary.deadlines_missed == 2
    assert result.summary.reminders > 0


def test_progress_goes_from_the_first_step_to_the_last(
    told: list[Progress], result: Result
) -> None:
    """Every step is told with its simulated day, in order."""
    assert [one.done for one in told] == list(range(len(told)))
    assert told[-1].done == told[-1].of
    instants = [one.now for one in told]
    assert instants == sorted(instants)
    assert result.begun == told[0].now


def test_directory_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    """A directory that holds something else is never emptied."""
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="töms därför inte"):
        run(tmp_path, DEFINITIONS, lambda _: None)
    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]


def test_referral_warns_when_the_board_meets_too_late(tmp_path: Path) -> None:
    """With the board's meeting moved from 11 to 18 March, 14 March can't be kept: that is said at once."""
    moved = tmp_path / "definitions"
    shutil.copytree(DEFINITIONS, moved)
    place = moved / "organisations" / "norsjo.yaml"
    place.write_text(place.read_text("utf-8").replace("2025-03-11", "2025-03-18"), "utf-8")
    steps = [
        planned
        for planned in plan(read_minutes(moved / "examples" / "minutes"))
        if (isinstance(planned.step, Register) and planned.step.command.number == REFERRAL)
        or (isinstance(planned.step, Fire) and planned.step.matter.number == REFERRAL)
    ]
    clock = SimulatedClock(steps[0].at - timedelta(days=1))
    settings = load(
        database_url=f"sqlite:///{tmp_path / 'moved.db'}",
        definitions=moved,
        maildir=tmp_path / "mail",
    )
    engine = bootstrap(settings, clock=clock)
    try:
        engine.migrate()
        engine.publish(load_strict(moved))
        office = Office(engine.context, clock)
        for planned in steps:
            office.take(planned)
        with engine.units() as uow:
            (row,) = uow.matters.find("KS 2025/1", "norsjo")
            matter = uow.matters.load((row.id,))[row.id]
            log = uow.matters.history(row.id)
    finally:
        engine.close()
    (deadline,) = [d for d in matter.deadlines if d.key == "answer"]
    assert deadline.final == date(2025, 3, 14)
    assert deadline.at_risk
    warned = [r.event for r in log if isinstance(r.event, DeadlineChanged)]
    assert "at_risk" in [event.what for event in warned]
    assert list((tmp_path / "mail").rglob("*at_risk*.eml"))


def test_command_line_after_the_demo(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands that the demo proposes work on its database, and the audit finds nothing."""
    monkeypatch.setenv("ARENDEGANG_DATABASE_URL", f"sqlite:///{result.database}")
    for arguments in (
        ["matter", "explain", "KS 24/01160", "--org", "norsjo"],
        ["matter", "timeline", "KS 24/01160", "--org", "norsjo"],
        ["matter", "show", "KS 24/01160", "--org", "norsjo"],
        ["notice", "list"],
        ["meeting", "show", "AU", "2025-02-25", "--org", "norsjo"],
        ["meeting", "minutes", "AU", "2025-02-25", "--org", "norsjo"],
        ["meeting", "certificate", "AU", "2025-02-25", "--org", "norsjo"],
        ["audit", "verify"],
    ):
        answer = CliRunner().invoke(app, arguments)
        assert answer.exit_code == 0, answer.output


def test_demo_command(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command shows a table, the figures and where to look."""
    monkeypatch.setattr("workflow.cli.demo.workbench.run", lambda *_: result)
    shown = CliRunner().invoke(app, ["demo"])
    assert shown.exit_code == 0, shown.output
    assert "KS-25/00001" in shown.output
    assert "Räknat i databasen (46 paragrafer" in shown.output
    assert "Sammanträden: 13 hållna, 85 paragrafer" in shown.output
    assert f"ARENDEGANG_DATABASE_URL=sqlite:///{result.database}" in shown.output
    assert "meeting show AU 2025-02-25 --org norsjo" in shown.output
    for place in (result.minutes, result.board, result.calendars):
        assert str(place) in shown.output


def test_same_again_in_the_same_directory(result: Result, tmp_path: Path) -> None:
    """A second run empties what the first one made; figures, papers and mails are the same to the byte.

    Programs get the figures as JSON.
    """
    directory = tmp_path / "again"
    for left in ("mail", "protokoll", "kalender"):
        (directory / left).mkdir(parents=True)
        (directory / left / "old").touch()
    (directory / ".arendegang-demo").touch()
    (directory / "demo.db").write_bytes(b"not a database")
    shown = CliRunner().invoke(
        app,
        ["demo", "--json", "--dir", str(directory)],
        env={"ARENDEGANG_DEFINITIONS": str(DEFINITIONS)},
    )
    assert shown.exit_code == 0, shown.output
    answer = json.loads(shown.stdout)
    assert answer["paragraphs"] == 46
    figures = {name: getattr(result.summary, name) for name in ("events", "mails", "signatures")}
    assert figures == {name: answer["summary"][name] for name in figures}
    assert papers(directory) == papers(result.database.parent)


def papers(directory: Path) -> dict[str, bytes]:
    """Every file that people look at. Mails have a Message-ID and a place of their own."""
    folders = (directory / "protokoll", directory / "kalender")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files.append(directory / "anslag.json")
    return {path.relative_to(directory).as_posix(): path.read_bytes() for path in files}
