"""Notices on one board or several: from which the time to appeal runs, and when they may come down. Pure.

A joint committee's minutes are announced on every member's board and the last one counts (KL 9 kap. 32 §,
13 kap. 5 §). A notice that comes down before the period has ended stops it from ever ending.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, cast

from workflow.errors import InvalidInputError
from workflow.statutory import rules
from workflow.statutory.rules import StatutoryDate

APPEAL: Final = "KL-13:5"


@dataclass(frozen=True, slots=True)
class Removal:
    """Whether a notice came down lawfully. ``earliest`` is the first day that it may; all inclusive."""

    lawful: bool
    taken_down: date
    earliest: date
    last_appeal_day: date
    source: str
    explanation: str


def several(rule: str, posted: Iterable[date]) -> StatutoryDate:
    """What a rule of a notice gives when several boards carry it: counted from the last of them.

    Args:
        rule: one that is counted from the posting, such as ``KL-13:5``.
        posted: the day of each board.

    Raises:
        InvalidInputError: no board, several for a rule that isn't about a notice, no such rule, or a
            day outside the years that the calendar covers.
    """
    days = list(posted)
    found = rules.apply(rule, rules.last_board(days))
    if len(days) == 1:
        return found
    if found.earliest_removal is None:
        raise InvalidInputError(
            f"{rule} räknas från en enda dag.",
            hint="Flera anslagstavlor kan bara anges för regler om ett anslag, till exempel KL-13:5.",
        )
    said = f"{found.explanation} Den sista av {len(days)} anslagstavlor räknas (KL 9 kap. 32 §)."
    return replace(found, explanation=said)


def removal(posted: Iterable[date], taken_down: date) -> Removal:
    """Whether the notice was up through the last day to appeal on the board that carried it last.

    Raises:
        InvalidInputError: no board, or a day outside the years that the calendar covers.
    """
    appeal = several(APPEAL, posted)
    earliest = cast("date", appeal.earliest_removal)  # the rule holds a notice
    lawful = taken_down >= earliest
    said = (
        f"Anslaget fick tas ned {taken_down}: sista dag att överklaga var {appeal.final}."
        if lawful
        else f"Anslaget togs ned för tidigt, {taken_down}: det skulle sitta till och med"
        f" {appeal.final} och fick tas ned {earliest}. Tiden att överklaga löper inte ut (KL 13 kap. 5 §)."
    )
    source = f"KL 8 kap. 12 §, {appeal.source}"
    return Removal(lawful, taken_down, earliest, appeal.final, source, said)
