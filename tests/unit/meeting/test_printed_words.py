"""How numbers, days and running text are printed."""

import re
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from workflow.meeting.printed import blocks, day_in_words, paragraphs_printed


def test_paragraphs_are_grouped() -> None:
    """Runs without a gap are told by their ends, as real minutes do."""
    assert paragraphs_printed([]) == ""
    assert paragraphs_printed([11]) == "§ 11"
    assert paragraphs_printed(range(11, 18)) == "§§ 11–17"
    assert paragraphs_printed([14, 11, 12, 12]) == "§§ 11–12, 14"


@given(st.sets(st.integers(1, 200)))
def test_no_paragraph_is_lost_in_a_group(numbers: set[int]) -> None:
    """Read back, the printed groups are exactly the numbers."""
    read: set[int] = set()
    for first, last in re.findall(r"(\d+)(?:–(\d+))?", paragraphs_printed(numbers)):
        read |= set(range(int(first), int(last or first) + 1))
    assert read == numbers


def test_days_in_words() -> None:
    """As Norsjö's minutes print the day of a meeting."""
    assert day_in_words(date(2025, 2, 25)) == "tisdag den 25 februari 2025"
    assert day_in_words(date(2024, 12, 1)) == "söndag den 1 december 2024"


def test_running_text_has_paragraphs_lists_and_the_writers_own_lines() -> None:
    """A list may follow its introduction without an empty line between."""
    text = "Utskottet informeras om\n- bredband\n• skolan\n\nAndra stycket\nmed egen rad\r\n\r\nTredje."
    assert [(block.kind, block.lines) for block in blocks(text)] == [
        ("text", ("Utskottet informeras om",)),
        ("list", ("bredband", "skolan")),
        ("text", ("Andra stycket", "med egen rad")),
        ("text", ("Tredje.",)),
    ]


@given(st.text(st.sampled_from("ab- •\n\r*–5")))
def test_running_text_keeps_every_word(text: str) -> None:
    """What isn't a mark of a list stays, in its order."""
    kept = "".join(line for block in blocks(text) for line in block.lines)
    assert re.sub(r"[^ab5]", "", kept) == re.sub(r"[^ab5]", "", text)
    assert all(block.lines and all(block.lines) for block in blocks(text))
