"""The forms that rules take: what is counted, from what, which way, and in which words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from workflow.statutory.periods import Period

Kind = Literal["forward", "backward", "fixed"]
"""How a last day on a closed day is moved: to the next open day, to the one before, or not at all."""

PERIODS_ACT: Final = "lag (1930:173) 1 §"
PERIODS_AND_CLOSED_DAYS: Final = "lag (1930:173) 1-2 §§"
CLOSED_DAYS: Final = "lag (1930:173) 2 §"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``must`` and ``counted`` are the two halves of its explanation."""

    kind: Kind
    nominal: Callable[[date], date]
    source: str
    must: str
    counted: str
    own_act: bool = False  # an act of the municipality, so there is a day to aim at
    holds_notice: bool = False  # the notice has to stay up through the last day


def the_same(day: date) -> date:
    """The day itself, for what has to be done by it or from it."""
    return day


def next_yearly(month: int, day: int) -> Callable[[date], date]:
    """The first such day on or after the day counted from (the last day of the accounts)."""

    def on_or_after(trigger: date) -> date:
        this_year = trigger.replace(month=month, day=day)
        return this_year if this_year >= trigger else this_year.replace(year=trigger.year + 1)

    return on_or_after


def last_yearly(month: int, day: int) -> Callable[[date], date]:
    """The last such day on or before the day counted from (the first day of the budget year)."""

    def on_or_before(trigger: date) -> date:
        this_year = trigger.replace(month=month, day=day)
        return this_year if this_year <= trigger else this_year.replace(year=trigger.year - 1)

    return on_or_before


def appeal(act: str, must: str, counted: str, *, holds_notice: bool = False) -> Rule:
    """Three weeks, to the same weekday, and on to an open day."""
    return Rule(
        "forward",
        Period(weeks=3).after,
        f"{act}, {PERIODS_AND_CLOSED_DAYS}",
        must,
        f"tre veckor från {counted} {{trigger}}",
        holds_notice=holds_notice,
    )


def adjustment(section: str) -> Rule:
    """Fourteen days from the meeting."""
    return Rule(
        "forward",
        Period(days=14).after,
        f"{section}, {CLOSED_DAYS}",
        "Protokollet ska vara justerat senast",
        "fjorton dagar efter sammanträdet {trigger}",
        own_act=True,
    )


def announcement(section: str, must: str) -> Rule:
    """The second day after the adjustment."""
    return Rule(
        "forward",
        Period(days=2).after,
        f"{section}, {CLOSED_DAYS}",
        must,
        "andra dagen efter justeringen {trigger}",
        own_act=True,
    )


def one_year(section: str, must: str, counted: str) -> Rule:
    """A year that isn't a last day for an act: it ends where it ends."""
    return Rule(
        "fixed",
        Period(years=1).after,
        f"{section}, {PERIODS_ACT}",
        must,
        f"ett år från {counted} {{trigger}}",
    )


def week_before(section: str, must: str) -> Rule:
    """At least a week before the meeting."""
    return Rule(
        "backward",
        Period(weeks=1).before,
        section,
        must,
        "en vecka före sammanträdet {trigger}",
    )


def day_before(section: str, must: str) -> Rule:
    """The weekday nearest before the meeting; Saturday is not taken for one."""
    return Rule(
        "backward",
        Period(days=1).before,
        section,
        must,
        "dagen före sammanträdet {trigger}",
    )


def accounts(section: str, month: int, day: int, must: str, by: str) -> Rule:
    """By a day of the year after the accounts, which end on the day counted from."""
    return Rule(
        "backward",
        next_yearly(month, day),
        section,
        must,
        f"{by} efter räkenskapsåret som slutar {{trigger}}",
    )


def budget(section: str, month: int, day: int, must: str) -> Rule:
    """Before a month has ended in the year before the budget year, which begins on the day counted from."""
    names = {10: "oktober", 11: "november", 12: "december"}
    return Rule(
        "backward",
        last_yearly(month, day),
        section,
        must,
        f"utgången av {names[month]} före budgetåret som börjar {{trigger}}",
    )


def promptly(section: str, must: str, counted: str) -> Rule:
    """As soon as possible: the law gives no day, so it is the day that it is counted from."""
    return Rule(
        "fixed", the_same, section, f"{must} så snart som möjligt från", f"{counted} {{trigger}}"
    )


def standstill(
    section: str, period: Period, counted: str, must: str = "Avtalsspärren gäller till och med"
) -> Rule:
    """No contract, or an application still in time, through the last day.

    LOU 20 kap. 18 § says that the period runs on from a closed day, which older practice on
    procurement didn't always let it.
    """
    return Rule(
        "forward",
        period.after,
        f"{section}, 20 kap. 18 §, {CLOSED_DAYS}",
        must,
        f"{counted} {{trigger}}",
    )
