"""Paragraph numbers follow the order of the meeting until they are adjusted."""

from dataclasses import replace
from datetime import date

import pytest

from workflow.errors import CommandRefusedError
from workflow.meeting.numbering import last_number, numbered, ordered, struck
from workflow.model.proceedings import AgendaItem, Deliberation, Resolution

DAY = date(2025, 2, 27)


def _item(key: str, *, taken: bool = True) -> AgendaItem:
    if not taken:
        return AgendaItem(key, "decision", key)
    return AgendaItem(
        key, "decision", key, status="taken_up", deliberation=Deliberation(Resolution())
    )


ITEMS = (_item("i1"), _item("i2", taken=False), _item("i3"), _item("i4"))


def _numbers(items: tuple[AgendaItem, ...]) -> list[int | None]:
    return [item.paragraph for item in items]


def test_only_what_was_taken_up_has_a_number() -> None:
    """Numbers begin where the series goes on, and an item that wasn't taken up leaves no gap."""
    assert _numbers(numbered(ITEMS, 808)) == [808, None, 809, 810]
    assert last_number(ITEMS, 808) == 810
    assert last_number((), 808) == 807
    assert numbered((), 1) == ()


def test_another_order_gives_other_numbers() -> None:
    """Before adjustment the numbers follow the order of the items."""
    again = numbered(ordered(numbered(ITEMS, 11), ["i4", "i3", "i2", "i1"]), 11)
    assert [(item.key, item.paragraph) for item in again] == [
        ("i4", 11),
        ("i3", 12),
        ("i2", None),
        ("i1", 13),
    ]


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (["i1", "i2", "i3"], "Punkt i4 saknas i ordningen"),
        (["i1", "i2", "i3", "i4", "i5"], "Punkt i5 finns inte"),
        (["i1", "i2", "i3", "i3", "i4"], "Punkt i3 nämns mer än en gång"),
    ],
)
def test_an_order_names_every_item_once(keys: list[str], sentence: str) -> None:
    """A key that is missing, unknown or there twice is told."""
    with pytest.raises(CommandRefusedError, match=sentence):
        ordered(ITEMS, keys)


def test_an_adjusted_number_never_changes() -> None:
    """Nothing may come before it, go from before it, or move it; what comes after is free (KL 5:69)."""
    first, waits, third, fourth = numbered(ITEMS, 16)
    fixed = (first, waits, replace(third, adjusted_on=DAY), fourth)
    assert numbered(fixed, 16) == fixed
    assert _numbers(numbered(struck(fixed, "i4"), 16)) == [16, None, 17, None]
    with pytest.raises(
        CommandRefusedError, match=r"§ 17 är justerad och kan inte bli § 16 \(KL 5:69"
    ):
        numbered(struck(fixed, "i1"), 16)
    taken = replace(waits, status="taken_up", deliberation=Deliberation(Resolution()))
    with pytest.raises(CommandRefusedError, match="§ 17 är justerad och kan inte bli § 18"):
        numbered((first, taken, *fixed[2:]), 16)
    with pytest.raises(CommandRefusedError, match="kan inte bli § 18"):
        numbered(fixed, 17)
    gone = replace(fixed[2], status="waiting")
    with pytest.raises(CommandRefusedError, match="§ 17 är justerad och kan inte tas bort"):
        numbered((first, waits, gone, fourth), 16)


def test_an_item_that_was_never_taken_up_waits_again() -> None:
    """It loses its number and what was recorded; the others close the gap."""
    items = numbered(struck(numbered(ITEMS, 1), "i1"), 1)
    assert _numbers(items) == [None, None, 1, 2]
    assert (items[0].status, items[0].deliberation) == ("waiting", None)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("i9", "Punkt i9 finns inte"),
        ("i2", "Punkt i2 är inte behandlad"),
        ("i3", r"§ 17 är justerad och kan inte strykas \(KL 5:69, 6:35\).*nytt beslut"),
    ],
)
def test_what_cannot_be_struck(key: str, sentence: str) -> None:
    """An unknown item, one that wasn't taken up, and one that is adjusted."""
    first, waits, third, fourth = numbered(ITEMS, 16)
    with pytest.raises(CommandRefusedError, match=sentence):
        struck((first, waits, replace(third, adjusted_on=DAY), fourth), key)
