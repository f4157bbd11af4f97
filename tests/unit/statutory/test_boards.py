"""Notices on one board or several."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.errors import InvalidInputError
from workflow.statutory import boards, rules

DAY = timedelta(days=1)
DAYS = st.dates(date(1995, 1, 1), date(2150, 12, 31))
BODEN = [date(2023, 6, 27), date(2023, 7, 3), date(2023, 6, 28)]


def test_the_last_of_several_boards_counts() -> None:
    """A joint committee's appeal time runs from the board that carried the notice last (KL 9:32)."""
    found = boards.several("KL-13:5", BODEN)
    assert (found.trigger, found.final) == (date(2023, 7, 3), date(2023, 7, 24))
    assert found.earliest_removal == date(2023, 7, 25)
    assert found.explanation.endswith("Den sista av 3 anslagstavlor räknas (KL 9 kap. 32 §).")
    assert rules.last_board(BODEN) == date(2023, 7, 3)


def test_one_board_is_an_ordinary_notice() -> None:
    """Nothing is said of others."""
    assert boards.several("KL-13:5", BODEN[:1]) == rules.apply("KL-13:5", BODEN[0])
    assert boards.several("KL-5:69", BODEN[:1]) == rules.apply("KL-5:69", BODEN[0])


def test_no_board_is_refused() -> None:
    """Without a notice no time runs."""
    with pytest.raises(InvalidInputError, match="anslagstavla"):
        boards.several("KL-13:5", [])
    with pytest.raises(InvalidInputError, match="anslagstavla"):
        rules.last_board([])


def test_only_notices_hang_on_several_boards() -> None:
    """Several days for the adjustment of one set of minutes make no sense."""
    with pytest.raises(InvalidInputError, match="enda dag"):
        boards.several("KL-5:69", BODEN)


def test_norsjos_board_came_down_a_day_too_early() -> None:
    """Posted 2020-03-19, removed 2020-04-08: the last day was the 9th, so the period never ended."""
    found = boards.removal([date(2020, 3, 19)], date(2020, 4, 8))
    assert not found.lawful
    assert (found.last_appeal_day, found.earliest) == (date(2020, 4, 9), date(2020, 4, 10))
    assert found.explanation == (
        "Anslaget togs ned för tidigt, 2020-04-08: det skulle sitta till och med 2020-04-09 och fick tas"
        " ned 2020-04-10. Tiden att överklaga löper inte ut (KL 13 kap. 5 §)."
    )
    assert not boards.removal([date(2020, 3, 19)], date(2020, 4, 9)).lawful
    assert boards.removal([date(2020, 3, 19)], date(2020, 4, 10)).lawful


@pytest.mark.parametrize(
    ("posted", "removed"),
    [
        (date(2025, 2, 27), date(2025, 3, 21)),  # Norsjö, as printed
        (date(2020, 8, 18), date(2020, 9, 9)),  # Nynäshamn
    ],
)
def test_boards_that_came_down_in_time(posted: date, removed: date) -> None:
    """On the very first day that the law allows."""
    found = boards.removal([posted], removed)
    assert found.lawful
    assert found.earliest == removed
    assert "fick tas ned" in found.explanation


@pytest.mark.shared
def test_removals_of_the_vectors(shared: Path) -> None:
    """Every removal worked out beforehand is the first lawful one, and the negative one unlawful."""
    text = (shared / "data/date_vectors.json").read_text(encoding="utf-8")
    seen = []
    for vector in json.loads(text)["vectors"]:
        if not vector["rule"].startswith("KL 13:5"):
            continue
        posted = [date.fromisoformat(vector["trigger"])]
        if "boards" in vector:
            posted = [date.fromisoformat(day) for day in vector["boards"].values()]
        removed = date.fromisoformat(vector.get("removed") or vector["earliest_removal"])
        found = boards.removal(posted, removed)
        assert found.lawful == vector.get("lawful", True)
        assert not boards.removal(posted, removed - DAY).lawful
        seen.append(found.lawful)
    assert (seen.count(True), seen.count(False)) == (15, 1)


@given(st.lists(DAYS, min_size=1, max_size=8), st.integers(-30, 60))
def test_lawful_is_after_the_last_day_on_every_board(posted: list[date], days: int) -> None:
    """A removal is lawful exactly when it is after the last appeal day that any board gives."""
    taken_down = max(posted) + days * DAY
    last = max(rules.apply("KL-13:5", day).final for day in posted)
    found = boards.removal(posted, taken_down)
    assert found.lawful == (taken_down > last)
    assert found.last_appeal_day == last
