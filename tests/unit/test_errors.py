"""What an error tells its reader."""

from workflow.errors import (
    CommandRefusedError,
    DefinitionError,
    Finding,
    PermanentDeliveryError,
)


def test_an_error_says_what_is_wrong_and_what_to_do() -> None:
    """Message and hint are read together."""
    error = CommandRefusedError("Ärendet är avslutat.", possible=("a",), hint="Öppna ett nytt.")
    assert str(error) == "Ärendet är avslutat. Öppna ett nytt."
    assert error.possible == ("a",)


def test_a_definition_error_carries_every_finding() -> None:
    """Each finding is a line with file, line and column."""
    findings = tuple(
        Finding("AG-D001", "error", "motion.yaml", line, 3, "Okänt ord.", "Ta bort det.")
        for line in (1, 2)
    )
    assert str(DefinitionError(findings)).splitlines() == [
        "motion.yaml:1:3: AG-D001: Okänt ord. Ta bort det.",
        "motion.yaml:2:3: AG-D001: Okänt ord. Ta bort det.",
    ]


def test_a_finding_without_a_place_names_the_file_alone() -> None:
    """Line 0 means unknown, and is not shown as a place."""
    finding = Finding("AG-D001", "error", "motion.yaml", 0, 0, "Tom fil.", "Skriv något.")
    assert str(finding) == "motion.yaml: AG-D001: Tom fil. Skriv något."


def test_a_delivery_error_keeps_the_servers_code() -> None:
    """The SMTP code is kept for the attempt's row."""
    assert PermanentDeliveryError("Okänd mottagare.", smtp_code=550).smtp_code == 550


def test_a_finding_shows_the_way_last() -> None:
    """The shortest path that shows it comes after what to do."""
    way = ("moved", "remitted", "at_KF")
    finding = Finding("AG-D038", "error", "a.yaml", 1, 2, "Det går.", "Stäng vägen.", way)
    assert str(finding) == (
        "a.yaml:1:2: AG-D038: Det går. Stäng vägen. Väg: moved → remitted → at_KF"
    )
