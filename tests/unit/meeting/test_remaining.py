"""What is left to do at a meeting, in each part of it."""

from dataclasses import replace
from datetime import UTC, date, datetime

from workflow.meeting.remaining import remaining
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Presence,
    Presentation,
    Proceedings,
    Roll,
    Signature,
)

BEFORE = ("agenda", "roll")
IN_SESSION = ("agenda", "roll", "record", "correct", "sign")
AFTER = ("roll", "correct", "sign")
ITEM = AgendaItem("i1", "formality", "Upprop", announced=True)
TAKEN = replace(ITEM, status="taken_up", paragraph=7)
PRESENTED = Presentation(
    "p1", "A" * 64, ("i1",), (("Sven", "Sekreterare"), ("Olga", "Ordförande")), date(2025, 3, 12)
)
ADJUSTERS = Adjusters(("Jan",))


def test_before_the_meeting() -> None:
    """The agenda, the summons, what came late, the roll."""
    assert "Dagordningen är tom" in remaining(Proceedings(), BEFORE)[0]
    assert remaining(Proceedings(items=(replace(ITEM, announced=False),)), BEFORE) == (
        "Kallelsen är inte skickad.",
    )
    late = Proceedings(items=(ITEM, AgendaItem("i2", "information", "Sent")))
    assert remaining(late, BEFORE) == (
        "Står inte i kallelsen: Sent.",
        "Närvaron är inte antecknad.",
        "Sammanträdet är inte öppnat.",
    )
    ready = Proceedings(items=(ITEM,), roll=Roll(presences=(Presence("Olga"),)))
    assert remaining(ready, BEFORE) == ("Sammanträdet är inte öppnat.",)


def test_in_session() -> None:
    """Every item that waits; then the adjusters and the end."""
    assert remaining(Proceedings(items=(ITEM,), adjusters=ADJUSTERS), IN_SESSION) == (
        "i1 Upprop: inte behandlad.",
    )
    assert remaining(Proceedings(items=(TAKEN,)), IN_SESSION) == (
        "Ingen justerare är utsedd.",
        "Sammanträdet är inte avslutat.",
    )


def test_until_it_is_adjusted() -> None:
    """What isn't presented, and who hasn't signed; void minutes wait for nobody."""
    held = Proceedings(items=(TAKEN,), adjusters=ADJUSTERS)
    assert remaining(held, AFTER) == ("§ 7: inte framlagt för justering.",)
    signature = Signature("Sven", "Sekreterare", datetime(2025, 3, 12, 9, tzinfo=UTC), "A" * 64)
    shown = replace(held, presentations=(replace(PRESENTED, signatures=(signature,)),))
    assert remaining(shown, AFTER) == ("p1 väntar på underskrift av Olga (Ordförande).",)
    void = replace(held, presentations=(replace(PRESENTED, void="Rättad."),))
    assert remaining(void, AFTER) == ("§ 7: inte framlagt för justering.",)
    assert remaining(shown, ()) == ()


def test_nobody_to_adjust_is_told_after_the_meeting_too() -> None:
    """First of all: minutes can't be presented before somebody is elected."""
    assert remaining(Proceedings(items=(TAKEN,)), AFTER) == (
        "Ingen justerare är utsedd.",
        "§ 7: inte framlagt för justering.",
    )
