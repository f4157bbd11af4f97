"""Whatever is typed or piped in: a clear error, no traceback, nothing half done."""

import pytest

from tests.unit.cli.desk import Desk

BASE = ("matter", "register", "information")


@pytest.mark.parametrize(
    "title",
    [
        "Rad\nBcc: alla@example.example",
        "Titel\r\nSubject: annat",
        "nul\0byte",
        "fel\udce5kod",
        "\x1b[31mröd",
        "x" * 10_000_000,
        "",
        "   ",
    ],
    ids=["lf", "crlf", "nul", "encoding", "escape", "10MB", "empty", "blank"],
)
def test_title_that_is_no_title(desk: Desk, title: str) -> None:
    """Header injection, control characters, wrong encoding and size are refused before anything is kept."""
    answer = desk(*BASE, title, "--org", "norsjo", status=2 if not title else 1)
    assert answer.stdout == ""
    assert len(answer.stderr) < 5_000
    assert desk.json("matter", "list") == []


def test_ten_megabytes_in_a_field(desk: Desk) -> None:
    """A field of ten megabytes is refused, from an option as from a file."""
    big = "x" * 10_000_000
    options = ("--org", "norsjo", "--field")
    answer = desk(
        "matter", "register", "motion", "M", *options, f"movers={big}", "--field",
        "moved_on=2025-01-01", status=1,
    )  # fmt: skip
    assert "AG-100" in answer.stderr
    path = desk.folder / "big.json"
    path.write_text('{"movers": ["' + big + '"]}', encoding="utf-8")
    answer = desk(
        "matter", "register", "motion", "M", "--org", "norsjo", "--data", str(path), status=1
    )
    assert "för stort" in answer.stderr
    assert desk.json("matter", "list") == []


@pytest.mark.parametrize(
    "given",
    [
        b"\xff\xfe",
        "{å".encode("latin-1"),
        b"{}{}",
        b"[]",
        b"",
        b'{"movers": NaN}',
        b'{"movers": "\\u0000"}',
    ],
)
def test_standard_input_that_is_no_object(desk: Desk, given: bytes) -> None:
    """Wrong encoding, broken JSON, a list, nothing at all, and what is no text."""
    answer = desk(
        "matter", "register", "motion", "M", "--org", "norsjo", "--field", "moved_on=2025-01-01",
        "--data", "-", status=1, given=given,
    )  # fmt: skip
    assert "AG-100" in answer.stderr
    assert desk.json("matter", "list") == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("matter", "register", "nothing", "T", "--org", "norsjo"), "AG-201"),
        (("matter", "register", "information", "T", "--org", "atlantis"), "AG-201"),
        (("matter", "register", "motion", "T", "--org", "norsjo"), "AG-100"),
        (("matter", "register", "motion", "T", "--org", "norsjo", "--field", "x=1"), "AG-100"),
        (
            ("matter", "register", "motion", "T", "--org", "norsjo", "--field", "moved_on=snart"),
            "AG-100",
        ),
        (
            ("matter", "register", "information", "T", "--org", "norsjo", "--number", "hej"),
            "AG-100",
        ),
        (("matter", "register", "information", "T", "--org", "norsjo", "--on", "snart"), "AG-100"),
        (
            ("matter", "register", "information", "T", "--org", "norsjo", "--enter-at", "closed"),
            "AG-100",
        ),
        (
            ("matter", "register", "information", "T", "--org", "norsjo", "--data", "/none.json"),
            "AG-100",
        ),
        (("matter", "register", "--from", "/none.jsonl"), "AG-100"),
    ],
)
def test_registration_that_is_refused(desk: Desk, arguments: tuple[str, ...], code: str) -> None:
    """Each with its own code; nothing is registered."""
    error = desk.error(*arguments)
    assert error["code"] == code
    assert desk.json("matter", "list") == []


def test_number_that_is_taken(desk: Desk, motion: str) -> None:
    """The same number for another matter is refused, in whatever form it is written."""
    error = desk.error(*BASE, "Annat", "--org", "norsjo", "--number", "KS 2025/400")
    assert error["code"] == "AG-303"


def test_missing_data_and_wrong_type(desk: Desk, motion: str) -> None:
    """What an event requires, and values that a field can't hold."""
    desk("matter", "fire", motion, "remitted")
    desk("matter", "fire", motion, "prepared")
    assert "reason" in desk("matter", "fire", motion, "refers_back", status=1).stderr
    error = desk.error("matter", "fire", motion, "refers_back", "--data", "moved_on=i går")
    assert error["code"] == "AG-100"


def test_recipient_with_a_line_break(desk: Desk, motion: str) -> None:
    """A recipient's name can't carry a header."""
    desk("matter", "fire", motion, "remitted")
    desk("matter", "fire", motion, "prepared")
    error = desk.error(
        "matter", "fire", motion, "proposes", "--recipient", "Någon\nBcc: alla@example.example"
    )
    assert error["code"] == "AG-100"
    assert desk.json("matter", "show", motion)["decisions"] == []


def test_wrong_usage_has_status_two(desk: Desk) -> None:
    """Unknown commands and options, and numbers that are none."""
    desk("fly", status=2)
    desk("matter", "show", status=2)
    desk("matter", "list", "--what", status=2)
    desk("incident", "close", "ett", "--reason", "x", status=2)
    desk("matter", "fire", "KS 2025/1", "x", "--expected-version", "ett", status=2)


def test_database_address_that_is_none(desk: Desk) -> None:
    """The error names neither password nor trace."""
    answer = desk("--database", "mysql://u:hemligt@h/d", "matter", "list", status=1)
    assert "AG-100" in answer.stderr
    assert "hemligt" not in answer.stderr
