"""Paragraph numbers: gapless, in the order in which items were taken up, fixed by adjustment. Pure.

The items stand in the order of the meeting. Nothing here gives a number that was given before and adjusted
to anything else, or takes one away (KL 5:69, 6:35).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from workflow.errors import CommandRefusedError
from workflow.meeting.faults import Faults, shown, twice
from workflow.model.proceedings import AgendaItem

_ADJUSTED: Final = "(KL 5:69, 6:35)"
_NEW_DECISION: Final = "Efter justeringen ändras ingenting; det krävs ett nytt beslut."


def numbered(items: Sequence[AgendaItem], first: int) -> tuple[AgendaItem, ...]:
    """The items with their paragraphs: ``first`` and so on for those taken up, None for the others.

    Raises:
        CommandRefusedError: an adjusted item would get another number; each such is named.
    """
    faults = Faults()
    result = []
    following = first
    for item in items:
        number = None
        if item.status == "taken_up":
            number, following = following, following + 1
        if item.adjusted_on is not None and number != item.paragraph:
            becomes = f"bli § {number}" if number is not None else "tas bort"
            faults.refuse(
                f"§ {item.paragraph} är justerad och kan inte {becomes} {_ADJUSTED}.",
                "Låt det som är justerat ha kvar sin plats.",
            )
        result.append(item if item.paragraph == number else replace(item, paragraph=number))
    faults.raise_if_any()
    return tuple(result)


def last_number(items: Sequence[AgendaItem], first: int) -> int:
    """The number of the last paragraph; the one before ``first`` where nothing was taken up."""
    return first - 1 + sum(item.status == "taken_up" for item in items)


def ordered(items: Sequence[AgendaItem], keys: Sequence[str]) -> tuple[AgendaItem, ...]:
    """The items in the order of the keys; their numbers are as before.

    Raises:
        CommandRefusedError: the keys aren't exactly those of the items.
    """
    by_key = {item.key: item for item in items}
    faults = Faults()
    for key in twice(keys):
        faults.refuse(f"Punkt {shown(key)} nämns mer än en gång.")
    given = set(keys)
    for key in dict.fromkeys(keys):
        if key not in by_key:
            faults.refuse(f"Punkt {shown(key)} finns inte på dagordningen.")
    for key in by_key:
        if key not in given:
            faults.refuse(
                f"Punkt {key} saknas i ordningen.", "Ange alla punkter, var och en en gång."
            )
    faults.raise_if_any()
    return tuple(by_key[key] for key in keys)


def struck(items: Sequence[AgendaItem], key: str) -> tuple[AgendaItem, ...]:
    """The items when one that was recorded was never taken up: it waits again, without a number.

    Raises:
        CommandRefusedError: no such item, it isn't recorded, or it is adjusted.
    """
    item = next((item for item in items if item.key == key), None)
    if item is None:
        raise CommandRefusedError(f"Punkt {shown(key)} finns inte på dagordningen.")
    if item.status != "taken_up":
        raise CommandRefusedError(f"Punkt {key} är inte behandlad, så det finns inget att stryka.")
    if item.adjusted_on is not None:
        raise CommandRefusedError(
            f"§ {item.paragraph} är justerad och kan inte strykas {_ADJUSTED}.", hint=_NEW_DECISION
        )
    again = replace(item, status="waiting", deliberation=None, paragraph=None)
    return tuple(again if each is item else each for each in items)
