"""Statutory dates, each rule named by its section: ``KL-13:5`` is kommunallagen 13 kap. 5 §.

Three kinds are never mixed. *Forward*: the last day to do something; on a closed day it is the next open
one (lag 1930:173 2 §). *Backward*: something has to be done some time before, or before a day of the
year; the last day is never moved forward but lies on the open day before. *Fixed*: never moved.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Final

from workflow.errors import InvalidInputError
from workflow.statutory import calendar
from workflow.statutory.sections import SECTIONS, Kind, Rule

_NEXT: Final = timedelta(days=1)
_SHOWN: Final = 40


@dataclass(frozen=True, slots=True)
class StatutoryDate:
    """What a rule gives for one day. All dates are inclusive; None where the date has no meaning.

    ``nominal`` is the period's arithmetical end and ``final`` the last day that the law allows.
    ``target`` is the day to aim at for an act of the municipality itself: open, and not after
    ``nominal``. ``moved_by`` is the closed day that ``final`` was moved from, by its name.
    """

    rule: str
    trigger: date
    nominal: date
    final: date
    target: date | None
    earliest_removal: date | None
    moved_by: str | None
    source: str
    explanation: str


def apply(rule: str, trigger: date) -> StatutoryDate:
    """The statutory date that ``rule`` gives, counted from ``trigger``.

    Raises:
        InvalidInputError: no such rule, or a day outside the years that the calendar covers.
    """
    known_rule = named(rule)
    nominal = known_rule.nominal(calendar.checked(trigger))
    final = _final(known_rule.kind, nominal)
    moved_by = calendar.closed(nominal) if final != nominal else None
    return StatutoryDate(
        rule=rule,
        trigger=trigger,
        nominal=nominal,
        final=final,
        target=_target(known_rule, nominal),
        earliest_removal=calendar.checked(final + _NEXT) if known_rule.holds_notice else None,
        moved_by=moved_by,
        source=known_rule.source,
        explanation=_explanation(known_rule, trigger, nominal, final, moved_by),
    )


def named(rule: str) -> Rule:
    """The rule of that name.

    Raises:
        InvalidInputError: there is none; the nearest one is named.
    """
    found = SECTIONS.get(rule)
    if found is None:
        raise InvalidInputError(
            f"Regeln ”{rule[:_SHOWN]}” finns inte.",
            hint=f"Närmast är {_nearest(rule)}. Alla regler: {', '.join(known())}.",
        )
    return found


def known() -> tuple[str, ...]:
    """The names of all rules, in alphabetical order."""
    return tuple(sorted(SECTIONS))


def last_board(posted: Iterable[date]) -> date:
    """The day that an appeal is counted from when several boards carry the notice: the latest.

    A joint committee's minutes are announced on every member's board (KL 9 kap. 32 §, 13 kap. 5 §).

    Raises:
        InvalidInputError: no board has carried it.
    """
    latest = max(posted, default=None)
    if latest is None:
        raise InvalidInputError(
            "Ingen anslagstavla är angiven.", hint="Ange dagen för varje tavla som bar anslaget."
        )
    return latest


def _nearest(rule: str) -> str:
    """The name that was probably meant: one that begins so, else the most alike."""
    asked = rule[:_SHOWN].casefold()
    folded = {name.casefold(): name for name in known()}
    begins = [name for name in folded if asked and name.startswith(asked)]
    return folded[get_close_matches(asked, begins or folded, n=1, cutoff=0)[0]]


def _final(kind: Kind, nominal: date) -> date:
    if kind == "forward":
        return calendar.open_on_or_after(nominal)
    if kind == "backward":
        return calendar.open_on_or_before(nominal)
    return nominal


def _target(rule: Rule, nominal: date) -> date | None:
    if rule.own_act or rule.kind == "backward":
        return calendar.open_on_or_before(nominal)
    return None


def _explanation(
    rule: Rule, trigger: date, nominal: date, final: date, moved_by: str | None
) -> str:
    counted = rule.counted.format(trigger=trigger)
    if moved_by is None:
        return f"{rule.must} {final}: {counted}."
    way = "närmaste öppna dag före" if final < nominal else "nästa öppna dag"
    return f"{rule.must} {final}: {counted} är {nominal}, som är {moved_by}; {way} gäller."
