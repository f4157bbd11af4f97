"""``replay --save``: histories in a real database, as every other command sees them."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from tests.chaos.surroundings import CRASH_AT
from tests.histories import MATTERS, PLAIN, UNDER_WAY, written
from workflow.bootstrap import Engine, bootstrap
from workflow.cli.main import app
from workflow.config import load
from workflow.definition.catalogue import load_strict
from workflow.model.commands import Envelope, FireEvent
from workflow.model.ids import matter_id
from workflow.model.matter import Actor, Matter
from workflow.workbench.replay.history import History
from workflow.workbench.replay.saving import Keeper
from workflow.workbench.replay.verdicts import Played

pytestmark = pytest.mark.integration
ROOT = Path(__file__).parents[2]
WRITTEN = MATTERS + 1
"""With the assignment that one of the decisions started."""
_KILLED = -9


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("empty_database"))
    return f"sqlite:///{tmp_path / 'office.db'}"


@pytest.fixture
def office(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The shipped definitions, published; the command line works on the same database."""
    monkeypatch.setenv("ARENDEGANG_DATABASE_URL", url)
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", str(ROOT / "definitions"))
    monkeypatch.setenv("ARENDEGANG_MAILDIR", str(tmp_path / "mail"))
    monkeypatch.setenv("ARENDEGANG_ACTOR", "Sara")
    said("init")
    engine = bootstrap(load())
    yield engine
    engine.close()


@pytest.fixture
def year(tmp_path: Path) -> str:
    """The file of a made-up year."""
    return str(written(tmp_path / "year.jsonl"))


def said(*arguments: str, status: int = 0) -> Result:
    """A command's answer."""
    answer = CliRunner().invoke(app, arguments)
    assert answer.exit_code == status, answer.output
    return answer


def saved(source: str, status: int = 0) -> dict[str, int]:
    """What saving the file did."""
    answer = said("replay", source, "--save", "--arbitrary", "0", "--json", status=status)
    found: dict[str, int] = json.loads(answer.stdout)["saved"]
    return found


def held(engine: Engine) -> Mapping[str, int]:
    """How many rows each table has, and that the audit finds nothing."""
    report = engine.verify()
    assert report.findings == ()
    with engine.units() as uow:
        return {
            "matters": report.matters,
            "events": report.events,
            "commands": report.commands,
            "waiting": uow.commands.waiting(),
            "mails": len(uow.outbox.list()),
            "armed": int(uow.timers.next_due() is not None),
            "notices": len(uow.notices.list()),
            "incidents": len(uow.incidents.list(open_only=False)),
        }


def matter(engine: Engine, number: str = "SK 2024/103") -> Matter:
    """As it is in the database."""
    identity = matter_id("storstad", number)
    with engine.units() as uow:
        return uow.matters.load([identity])[identity]


def test_every_command_reads_what_was_saved(office: Engine, year: str) -> None:
    """The matters with their whole log; nothing waits, nothing is sent, nobody is reminded."""
    assert saved(year) == {"saved": MATTERS, "written": WRITTEN}
    rows = held(office)
    assert rows["matters"] == WRITTEN
    left = ("waiting", "mails", "armed", "notices", "incidents")
    assert {name: rows[name] for name in left} == dict.fromkeys(left, 0)
    assert PLAIN["title"] in said("matter", "list").stdout
    assert "Avslås" in said("matter", "show", PLAIN["dnr"]).stdout
    timeline = said("matter", "timeline", PLAIN["dnr"]).stdout
    assert "2024-03-26" in timeline
    assert "Historiken" in timeline
    explained = said("matter", "explain", UNDER_WAY["dnr"]).stdout
    assert "pausad" in explained
    assert "den sista dagen 2025-05-16 står kvar" in explained
    assert "inga fel" in said("audit", "verify").stdout


def test_what_is_missing_in_the_source_is_seen_in_the_log(office: Engine, year: str) -> None:
    """The step that was supplied has an actor of its own."""
    saved(year)
    assert "Antaget: saknas i historiken" in said("matter", "timeline", "SK-2023-00900").stdout


def test_an_assignment_that_a_history_started_has_a_number_of_its_own(
    office: Engine, year: str
) -> None:
    """In a register apart: the real one gives none that a history to come may have."""
    saved(year)
    shown = said("matter", "show", "HISTORIK 2024/1", "--org", "storstad").stdout
    assert "Ta fram en plan" in shown
    with office.units() as uow:
        assert uow.matters.next_serial("storstad", "SK", 2024) == 106


def test_a_saved_matter_goes_on(office: Engine, year: str) -> None:
    """A deadline is watched again from when a person says so, with its timers; the day is what it was."""
    saved(year)
    said("deadline", "resume", UNDER_WAY["dnr"], "one_year", "--reason", "Nu hos oss")
    (deadline,) = [each for each in matter(office).deadlines if each.key == "one_year"]
    assert (deadline.status, deadline.final.isoformat()) == ("running", "2025-05-16")
    assert held(office)["armed"] == 1
    said(
        "matter", "fire", UNDER_WAY["dnr"], "proposes", "--body", "KS", "--on", "2024-10-08",
        "--proposed", "rejects",
    )  # fmt: skip
    assert matter(office).state == "at_KF"
    assert held(office)["incidents"] == 0


def test_saved_again_nothing_is_written(office: Engine, year: str) -> None:
    """What is there is left alone, also when somebody has gone on with it."""
    saved(year)
    said("deadline", "resume", UNDER_WAY["dnr"], "one_year", "--reason", "Nu hos oss")
    before = held(office)
    assert saved(year) == {"known": MATTERS, "written": 0}
    assert held(office) == before


def test_a_history_that_says_something_else_now_is_left_as_it_was(
    office: Engine, year: str, tmp_path: Path
) -> None:
    """It is told, and the new ones are saved."""
    saved(year)
    longer = {
        **UNDER_WAY,
        "steps": [
            *UNDER_WAY["steps"],
            {"body": "KS", "date": "2024-09-24", "outcomes": ["proposes"], "proposed": ["grants"]},
        ],
    }
    new = {**PLAIN, "dnr": "SK-2024-00400"}
    path = str(written(tmp_path / "later.jsonl", (longer, new)))
    answer = said("replay", path, "--save", "--arbitrary", "0", status=1)
    assert "SK-2024-00103: Ärendet är redan sparat ur en annan historik" in answer.stderr
    assert "1 sparade, 1 sparade förut ur en annan historik" in answer.stdout
    assert matter(office).state == "at_KS"
    assert len(matter(office).decisions) == 1


def test_a_file_that_tells_of_more_days_leaves_the_others_alone(
    office: Engine, year: str, tmp_path: Path
) -> None:
    """Next year's export: a matter that nothing was decided in since then is the same."""
    saved(year)
    before = matter(office)
    new = {
        **PLAIN,
        "dnr": "SK-2024-00400",
        "steps": [{"body": "KS", "date": "2025-06-10", "outcomes": ["tables"]}],
    }
    assert saved(str(written(tmp_path / "later.jsonl", (UNDER_WAY, new)))) == {
        "known": 1,
        "saved": 1,
        "written": 1,
    }
    assert matter(office) == before


@pytest.mark.parametrize("number", [PLAIN["dnr"], None])
def test_a_number_that_a_live_matter_has_is_told(
    office: Engine, year: str, tmp_path: Path, number: str | None
) -> None:
    """Given by hand or by the register: the live matter stays as it is, and the rest goes on."""
    registered = said(
        "matter", "register", "motion", "Vår egen", "--org", "storstad", "--json",
        "--field", "movers=Någon", "--field", "moved_on=2024-01-18",
        *(("--number", number) if number else ()),
    )  # fmt: skip
    printed = json.loads(registered.stdout)["number"]
    source = str(written(tmp_path / "taken.jsonl", ({**PLAIN, "dnr": printed}, UNDER_WAY)))
    answer = said("replay", source, "--save", "--arbitrary", "0", "--json", status=1)
    assert json.loads(answer.stdout)["saved"] == {"taken": 1, "saved": 1, "written": 1}
    (line,) = answer.stderr.splitlines()
    assert json.loads(line)["dnr"] == printed
    assert "Vår egen" in said("matter", "show", printed, "--org", "storstad").stdout
    assert held(office)["matters"] == 2
    told = said("replay", source, "--save", "--arbitrary", "0", status=1)
    assert f"fel: {printed}: Diarienumret är upptaget" in told.stderr


def test_a_key_that_is_used_for_something_else_is_a_number_taken(office: Engine, year: str) -> None:
    """Half of a history is never written."""
    identity = matter_id("storstad", "SK 2024/103")
    stray = Envelope(
        f"historik:{identity}:1", identity, FireEvent("remitted"), Actor("Sara"), office.clock.now()
    )
    with office.units() as uow:
        uow.commands.accept([stray], at=office.clock.now())
        uow.commit()
    assert saved(year, status=1)["taken"] == 1
    assert held(office)["matters"] == WRITTEN - 1


def test_two_who_save_the_same_file_at_once(office: Engine, year: str) -> None:
    """Each matter once, whoever came first."""
    both = [
        subprocess.Popen([sys.executable, "-m", "tests.replayer", year], cwd=ROOT) for _ in range(2)
    ]
    assert [one.wait(120) for one in both] == [0, 0]
    assert held(office)["matters"] == WRITTEN


def test_what_isnt_published_is_refused_before_anything_is_written(
    office: Engine, year: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A draft that differs from what is published can be tried, not saved; it says what to do."""
    draft = tmp_path / "draft"
    shutil.copytree(ROOT / "definitions", draft)
    place = draft / "organisations" / "storstad.yaml"
    place.write_text(place.read_text("utf-8").replace("Storstads kommun", "Storstan"), "utf-8")
    monkeypatch.setenv("ARENDEGANG_DEFINITIONS", str(draft))
    answer = said("replay", year, "--save", status=1)
    assert "storstad" in answer.stderr
    assert "arendegang definitions publish" in answer.stderr
    assert held(office)["matters"] == 0
    said("definitions", "publish")
    assert saved(year)["saved"] == MATTERS


def test_a_history_that_cannot_be_registered_is_counted(office: Engine) -> None:
    """It was played without ever becoming a matter: nothing is written."""
    history = History.model_validate({**PLAIN, "dnr": "utan nummer"})
    played = Played(history, "motion", None, verdicts=(), entered=(), commands=())
    keeper = Keeper(office, load_strict(ROOT / "definitions"))
    assert keeper.keep(played) == "nothing"
    assert (keeper.fates["nothing"], keeper.matters) == (1, 0)
    assert held(office)["matters"] == 0


@pytest.mark.parametrize("place", ["save:before", "save:after"])
def test_killed_in_the_middle_and_run_again(
    office: Engine, url: str, year: str, place: str
) -> None:
    """Whole matters only, whenever it dies; running it again completes it as if nothing had happened."""
    environment = {**os.environ, CRASH_AT: f"{place}:3"}
    dying = subprocess.run(
        [sys.executable, "-m", "tests.replayer", year],
        cwd=ROOT, env=environment, check=False, timeout=120,
    )  # fmt: skip
    assert dying.returncode == _KILLED
    before = held(office)
    whole = 2 if place == "save:before" else 3
    assert before["matters"] == whole + 1
    assert saved(year) == {"known": whole, "saved": MATTERS - whole, "written": MATTERS - whole}
    assert held(office)["matters"] == WRITTEN


@pytest.mark.shared
@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_a_large_citys_histories_in_seconds(office: Engine, shared: Path) -> None:
    """Every step of 560 matters is accounted for, they are saved, and the audit finds nothing."""
    source = shared / "data" / "goteborg_chains.jsonl"
    begun = time.monotonic()
    answer = said("replay", str(source), "--org", "storstad", "--save", "--json")
    took = time.monotonic() - begun
    found: dict[str, Any] = json.loads(answer.stdout)
    assert (found["matters"], found["steps"]) == (560, 1342)
    assert found["accepted"] + len(found["refused"]) == found["steps"]
    assert all(one["dnr"] and one["reason"] for one in found["refused"])
    assert {one["cause"] for one in found["refused"]} <= {"source", "law"}
    by_type = found["types"].values()
    assert sum(one["steps"] for one in by_type) == found["steps"]
    assert all(one["strictness"]["arbitrary"]["sequences"]["share"] > 0.8 for one in by_type)
    assert found["saved"] == {"saved": 560, "written": 560}
    assert held(office)["matters"] == 560
    assert took < 60
