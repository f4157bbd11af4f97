"""Statutory dates, each rule named by its section: ``KL-13:5`` is kommunallagen 13 kap. 5 §.

Three kinds are never mixed. *Forward*: the last day to do something; on a closed day it is the next open
one (lag 1930:173 2 §). *Backward*: something has to be done some time before, or before a day of the
year; the last day is never moved forward but lies on the open day before. *Fixed*: set by another, by a
decision or by no act at all; never moved, and said to be closed where it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Final

from workflow.errors import InvalidInputError
from workflow.statutory import calendar
from workflow.statutory.forms import Kind, Rule
from workflow.statutory.sections import SECTIONS

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
    return answer(rule, named(rule), trigger)


def answer(name: str, rule: Rule, trigger: date) -> StatutoryDate:
    """What a rule of that name gives, whether it stands among the sections or not.

    Raises:
        InvalidInputError: a day outside the years that the calendar covers.
    """
    nominal = rule.nominal(calendar.checked(trigger))
    closed = calendar.closed(nominal)
    final = _final(rule.kind, nominal) if closed else nominal
    target = None
    if rule.own_act or rule.kind == "backward":
        target = calendar.open_on_or_before(nominal) if closed else nominal
    return StatutoryDate(
        rule=name,
        trigger=trigger,
        nominal=nominal,
        final=final,
        target=target,
        earliest_removal=calendar.checked(final + _NEXT) if rule.holds_notice else None,
        moved_by=closed if final != nominal else None,
        source=rule.source,
        explanation=_explanation(rule, trigger, nominal, final, closed),
    )


def named(rule: str) -> Rule:
    """The rule of that name.

    Raises:
        InvalidInputError: there is none; the nearest one is named.
    """
    found = SECTIONS.get(rule)
    if found is None:
        raise unknown(rule, known())
    return found


def unknown(rule: str, names: tuple[str, ...]) -> InvalidInputError:
    """The error for a rule that isn't among the names."""
    return InvalidInputError(
        f"Regeln ”{rule[:_SHOWN]}” finns inte.",
        hint=f"Närmast är {_nearest(rule, names)}. Alla regler: arendegang dates --help.",
    )


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


def _nearest(rule: str, names: tuple[str, ...]) -> str:
    """The name that was probably meant: the shortest that begins so, else the most alike."""
    asked = rule[:_SHOWN].casefold()
    folded = {name.casefold(): name for name in names}
    begins = sorted((name for name in folded if asked and name.startswith(asked)), key=len)
    return folded[(begins or get_close_matches(asked, folded, n=1, cutoff=0))[0]]


def _final(kind: Kind, nominal: date) -> date:
    if kind == "forward":
        return calendar.open_on_or_after(nominal)
    if kind == "backward":
        return calendar.open_on_or_before(nominal)
    return nominal


def _explanation(rule: Rule, trigger: date, nominal: date, final: date, closed: str | None) -> str:
    counted = rule.counted.replace("{trigger}", trigger.isoformat())
    if closed is None:
        return f"{rule.must} {final}: {counted}."
    if rule.kind == "fixed":
        aim = calendar.open_on_or_before(nominal)
        then = f"; sikta på {aim}" if rule.own_act else ""
        return f"{rule.must} {final}: {counted}; dagen är {closed} och flyttas inte{then}."
    way = "närmaste öppna dag före" if final < nominal else "nästa öppna dag"
    return f"{rule.must} {final}: {counted} är {nominal}, som är {closed}; {way} gäller."
