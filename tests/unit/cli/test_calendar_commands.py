"""``calendar export|address``: a calendar as a file, and where to subscribe to it."""

import pytest

from tests.ical import begins, read
from tests.unit.cli.desk import Desk

SECRET = "0123456789abcdef" * 2


def test_meetings_of_a_body_as_a_file(desk: Desk) -> None:
    """The same bytes in a file as in a pipe; the days are those of the schedule."""
    desk.folder.joinpath("out").mkdir()
    file = desk.folder / "out" / "ks.ics"
    told = desk("calendar", "export", "--org", "norsjo", "--body", "KS", "--out", str(file)).stdout
    assert told == f"Kommunstyrelsen, Norsjö kommun: 11 händelser i {file}.\n"
    content = file.read_bytes()
    assert desk("calendar", "export", "--org", "norsjo", "--body", "KS").stdout_bytes == content
    days = [str(begins(event)) for event in read(content).named("VEVENT")]
    assert days[:4] == ["2024-11-05", "2024-12-03", "2025-02-04", "2025-03-11"]


def test_deadlines_of_a_role_and_of_a_person(desk: Desk, motion: str) -> None:
    """By register number and label, without the title."""
    for whose in (("--role", "officer"), ("--owner", "Mari Johansson")):
        found = desk.json("calendar", "export", "--org", "norsjo", *whose)
        (one,) = found["entries"]
        assert one["summary"].startswith(f"{motion}: KF:s beslut inom ett år")
        assert one["on"] == "2026-02-17"
        assert not found["public"]
        assert "Cykelbanor" not in str(found)
    written = desk("calendar", "export", "--org", "norsjo", "--role", "officer").stdout_bytes
    assert len(read(written).named("VEVENT")) == 1


def test_address_of_a_body_is_open(desk: Desk) -> None:
    """The path, or the whole address after the site's own."""
    asked = ("calendar", "address", "--org", "norsjo", "--body", "Kommunstyrelsen")
    assert desk(*asked).stdout == "/kalender/norsjo/KS.ics\n"
    assert desk.json(*asked, "--base", "https://arenden.norsjo.example/") == {
        "address": "https://arenden.norsjo.example/kalender/norsjo/KS.ics",
        "public": True,
    }


def test_address_of_deadlines_has_a_key(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which follows from the secret; without one there is no address."""
    asked = ("calendar", "address", "--org", "norsjo", "--role", "officer")
    assert "ARENDEGANG_CALENDAR_SECRET" in desk.error(*asked)["hint"]
    monkeypatch.setenv("ARENDEGANG_CALENDAR_SECRET", SECRET)
    first = desk(*asked).stdout
    assert first.startswith("/kalender/norsjo/roll/officer.ics?nyckel=")
    assert desk(*asked).stdout == first
    monkeypatch.setenv("ARENDEGANG_CALENDAR_SECRET", SECRET[::-1])
    assert desk(*asked).stdout != first


@pytest.mark.parametrize(
    ("whose", "told"),
    [
        ((), "--body ORGAN"),
        (("--body", "KS", "--role", "officer"), "--body ORGAN"),
        (("--body", "XX"), "Organen är"),
        (("--role", "chef"), "Rollerna är"),
        (("--owner", ""), "Ange vems"),
    ],
)
def test_whose_calendar_must_be_said(desk: Desk, whose: tuple[str, ...], told: str) -> None:
    """One, and one that there is."""
    for command in ("export", "address"):
        assert told in desk.error("calendar", command, "--org", "norsjo", *whose)["hint"]


def test_organisation_must_be_known_and_the_file_writable(desk: Desk) -> None:
    """Otherwise it says so, and writes nothing."""
    assert desk.error("calendar", "export", "--org", "nowhere", "--body", "KS")["code"] == "AG-201"
    asked = ("calendar", "export", "--org", "norsjo", "--body", "KS", "--out", str(desk.folder))
    assert "går inte att skriva" in desk.error(*asked)["message"]
