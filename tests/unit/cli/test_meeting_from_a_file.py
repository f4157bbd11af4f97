"""A whole meeting from a file: Norsjö's subcommittee on 2025-02-25, as the project ships it."""

from pathlib import Path

import pytest

from tests.unit.cli.boardroom import work
from tests.unit.cli.desk import ROOT, Desk
from workflow.workbench.minutes import Minutes, Paragraph, read_minutes

AU = ("AU", "2025-02-25")
EXAMPLE = ROOT / "definitions/examples/meetings/norsjo-2025-02-25.yaml"


@pytest.fixture
def minutes() -> Minutes:
    """What the minutes say, as facts."""
    found = read_minutes(ROOT / "definitions/examples/minutes")
    return next(one for one in found if one.organisation == "norsjo")


@pytest.fixture
def prepared(desk: Desk, minutes: Minutes) -> Minutes:
    """Every matter of the minutes is registered and waits for the subcommittee, whose meeting is planned."""
    for one in minutes.items:
        if one.matter_type is None or one.matter is None or one.title is None:
            continue
        fields = [
            part
            for name, value in one.fields.items()
            for part in ("--field", f"{name}={_typed(value)}")
        ]
        points = [part for point in one.points for part in ("--point", point)]
        desk(
            "matter", "register", one.matter_type, one.title, "--org", "norsjo", "--number", one.matter,
            "--on", str(one.registered_on), *fields, *points,
        )  # fmt: skip
        for event in one.events:
            desk("matter", "fire", one.matter, event, "--org", "norsjo", "--as", "officer")
    work()
    desk("meeting", "plan", *AU, "--org", "norsjo", "--place", "Kommunkontoret", "--at", "08:30")
    return minutes


def _typed(value: object) -> object:
    """As it is typed."""
    return ";".join(map(str, value)) if isinstance(value, list | tuple) else value


def changed(desk: Desk, *pairs: tuple[str, str]) -> str:
    """The example with other words in some places."""
    text = EXAMPLE.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    path = desk.folder / "motet.yaml"
    path.write_text(text, "utf-8")
    return str(path)


def test_the_meeting_of_the_minutes_is_recorded_in_one_go(desk: Desk, prepared: Minutes) -> None:
    """Thirty-two paragraphs in the order of the minutes; again changes nothing; what differs is told."""
    file = str(EXAMPLE)
    placed = desk.json("meeting", "agenda", *AU, "--file", file)
    assert len(placed["placed"]) == 33
    assert len(placed["withdrawn"]) == 1
    assert desk.json("meeting", "agenda", *AU, "--file", file)["placed"] == []
    assert desk.json("meeting", "roll", *AU, "--file", file)["roll"] is True
    desk("meeting", "summon", *AU)
    assert "inte öppnat" in desk("meeting", "show", *AU).stdout
    desk("meeting", "open", *AU)
    done = desk.json("meeting", "record", *AU, "--file", file)
    assert [one["title"] for one in done["recorded"]] == [
        _title(one) for one in prepared.items if not one.withdrawn
    ]
    assert [one["paragraph"] for one in done["recorded"]] == list(range(16, 48))
    assert done["waiting"] == []
    again = desk.json("meeting", "record", *AU, "--file", file)
    assert (again["recorded"], again["differs"], again["version"]) == ([], [], done["version"])
    assert "inget nytt" in desk("meeting", "record", *AU, "--file", file).stdout
    work()
    assert desk.json("matter", "show", "KS-25/00234")["state"] == "decided"
    _what_differs(desk)


def _title(one: Paragraph) -> str | None:
    return one.title or one.formality or one.adjournment


def _what_differs(desk: Desk) -> None:
    other = changed(desk, ("[Kommunen är med i projektet.]", "[Kommunen deltar i projektet.]"))
    answer = desk("meeting", "record", *AU, "--file", other, status=1)
    assert "§ 33 Projekt AI" in answer.stderr
    assert "meeting correct AU 2025-02-25" in answer.stderr
    done = desk.json("meeting", "correct", *AU, "--file", other, "--why", "Fel ord.")
    assert [one["paragraph"] for one in done["corrected"]] == [33]
    assert desk.json("meeting", "record", *AU, "--file", other)["differs"] == []
    desk("meeting", "close", *AU, "--at", "16:40")
    assert "Kommunen deltar i projektet." in desk("meeting", "minutes", *AU).stdout


def test_a_matter_that_is_not_on_the_agenda_is_not_recorded(desk: Desk, prepared: Minutes) -> None:
    """KL 5:52, with the way out; and one that isn't registered at all is named."""
    assert prepared.items
    desk("meeting", "agenda", *AU, "--add", "KS-25/00244")
    desk("meeting", "roll", *AU, "--file", str(EXAMPLE))
    desk("meeting", "summon", *AU)
    desk("meeting", "open", *AU)
    error = desk.error("meeting", "record", *AU, "--file", str(EXAMPLE))
    assert "KL 5:52" in error["message"]
    assert "--add NUMMER" in error["hint"]
    unknown = changed(desk, ("KS-25/00244", "KS-25/99999"))
    assert "KS-25/99999" in desk.error("meeting", "record", *AU, "--file", unknown)["message"]


def test_a_file_says_where_it_is_wrong(desk: Desk) -> None:
    """With line and column, and for which meeting it is."""
    desk("meeting", "plan", *AU, "--org", "norsjo")
    wrong = changed(desk, ("outcomes: [{event: notes}]", "outcome: [{event: notes}]"))
    error = desk.error("meeting", "record", *AU, "--file", wrong)
    assert f"{wrong}:28:5" in error["message"]
    other = changed(desk, ("meeting_on: 2025-02-25", "meeting_on: 2025-03-25"))
    assert (
        "Filen gäller AU 2025-03-25"
        in desk.error("meeting", "roll", *AU, "--file", other)["message"]
    )
    desk("meeting", "record", *AU, "i1", "--file", other, status=2)
    desk("meeting", "agenda", *AU, "--place", "--file", other, status=2)
    desk("meeting", "record", *AU, status=2)


def test_the_example_is_found() -> None:
    """It is shipped."""
    assert Path(EXAMPLE).is_file()
