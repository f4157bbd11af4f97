"""Statutory dates, each rule named by its section: ``KL-13:5`` is kommunallagen 13 kap. 5 §.

Three kinds are never mixed. *Forward*: the last day to do something; on a closed day it is the next open
one (lag 1930:173 2 §). *Backward*: something has to be done some time before, or before a day of the
year; the last day is never moved forward but lies on the open day before. *Fixed*: never moved.
The rules are as the laws read on 2025-09-01.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final, Literal

from workflow.errors import InvalidInputError
from workflow.statutory import calendar
from workflow.statutory.periods import Period

Kind = Literal["forward", "backward", "fixed"]

_PERIODS_ACT: Final = "lag (1930:173) 1 §"
_PERIODS_AND_CLOSED_DAYS: Final = "lag (1930:173) 1-2 §§"
_CLOSED_DAYS: Final = "lag (1930:173) 2 §"
_NEXT: Final = timedelta(days=1)


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


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. ``must`` and ``counted`` are the two halves of its explanation."""

    kind: Kind
    nominal: Callable[[date], date]
    source: str
    must: str
    counted: str
    own_act: bool = False  # forward: an act of the municipality, so there is a day to aim at
    holds_notice: bool = False  # the notice has to stay up through the last day


def apply(rule: str, trigger: date) -> StatutoryDate:
    """The statutory date that ``rule`` gives, counted from ``trigger``.

    Raises:
        InvalidInputError: no such rule, or a day outside the years that the calendar covers.
    """
    known_rule = _RULES.get(rule)
    if known_rule is None:
        raise _unknown(rule)
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


def known() -> tuple[str, ...]:
    """The names of all rules, in alphabetical order."""
    return tuple(sorted(_RULES))


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


def _unknown(rule: str) -> InvalidInputError:
    by_folded = {name.casefold(): name for name in _RULES}
    (nearest,) = get_close_matches(rule[:40].casefold(), by_folded, n=1, cutoff=0)
    return InvalidInputError(
        f"Regeln ”{rule[:40]}” finns inte.",
        hint=f"Närmast är {by_folded[nearest]}. Alla regler: {', '.join(known())}.",
    )


def _yearly(month: int, day: int) -> Callable[[date], date]:
    """The first such day of a year on or after the day counted from."""

    def on_or_after(trigger: date) -> date:
        this_year = trigger.replace(month=month, day=day)
        return this_year if this_year >= trigger else this_year.replace(year=trigger.year + 1)

    return on_or_after


def _appeal(act: str, must: str, counted: str, *, holds_notice: bool = False) -> Rule:
    return Rule(
        "forward",
        Period(weeks=3).after,
        f"{act}, {_PERIODS_AND_CLOSED_DAYS}",
        must,
        f"tre veckor från {counted} {{trigger}}",
        holds_notice=holds_notice,
    )


def _adjustment(section: str) -> Rule:
    return Rule(
        "forward",
        Period(days=14).after,
        f"{section}, {_CLOSED_DAYS}",
        "Protokollet ska vara justerat senast",
        "fjorton dagar efter sammanträdet {trigger}",
        own_act=True,
    )


def _one_year(section: str, must: str, counted: str) -> Rule:
    return Rule(
        "fixed",
        Period(years=1).after,
        f"{section}, {_PERIODS_ACT}",
        must,
        f"ett år från att {counted} väcktes {{trigger}}",
    )


def _week_before(section: str, must: str, meeting: str) -> Rule:
    return Rule(
        "backward",
        Period(weeks=1).before,
        section,
        must,
        f"en vecka före {meeting} {{trigger}}",
    )


def _budget_calendar(section: str, month: int, day: int, must: str, counted: str) -> Rule:
    return Rule("backward", _yearly(month, day), section, must, counted)


def _standstill(days: int, in_words: str, sent: str) -> Rule:
    # Older practice on procurement did not always let the period run past a Sunday; the longer, safer
    # reading of today's authority is followed.
    return Rule(
        "forward",
        Period(days=days).after,
        f"LOU 20 kap. 1 §, {_CLOSED_DAYS}",
        "Avtalsspärren gäller till och med",
        f"{in_words} dagar från att underrättelsen skickades {sent}{{trigger}}",
    )


_RULES: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "KL-5:13": _week_before(
            "KL 5 kap. 13 §", "Sammanträdet ska vara tillkännagivet senast", "sammanträdet"
        ),
        "KL-5:14": Rule(
            "backward",
            Period(days=1).before,
            "KL 5 kap. 14 §",
            "Det brådskande ärendet ska vara tillkännagivet senast",
            "vardagen före sammanträdet {trigger}",
        ),
        "KL-5:15": _week_before(
            "KL 5 kap. 15 §", "Kallelsen ska ha nått ledamöterna senast", "sammanträdet"
        ),
        "KL-5:24": _budget_calendar(
            "KL 5 kap. 24 §",
            6,
            30,
            "Ansvarsfriheten ska vara prövad senast",
            "utgången av juni",
        ),
        "KL-5:35": _one_year(
            "KL 5 kap. 35 §",
            "Fullmäktige bör ha avgjort ärendet, eller fått veta varför inte, senast",
            "motionen eller medborgarförslaget",
        ),
        "KL-5:69": _adjustment("KL 5 kap. 69 §"),
        "KL-6:34": _one_year(
            "KL 6 kap. 34 §", "Nämnden bör ha avgjort ärendet senast", "medborgarförslaget"
        ),
        "KL-6:35": _adjustment("KL 6 kap. 35 §, 5 kap. 69 §"),
        "KL-8:12": Rule(
            "forward",
            Period(days=2).after,
            f"KL 8 kap. 12 §, {_CLOSED_DAYS}",
            "Justeringen ska vara tillkännagiven på anslagstavlan senast",
            "andra dagen efter justeringen {trigger}",
            own_act=True,
        ),
        "KL-9:10": _week_before(
            "KL 9 kap. 10 §",
            "Förbundets budgetsammanträde ska vara tillkännagivet senast",
            "sammanträdet",
        ),
        "KL-11:8": _budget_calendar(
            "KL 11 kap. 8 §",
            10,
            31,
            "Styrelsens förslag till budget ska vara upprättat senast",
            "utgången av oktober",
        ),
        "KL-11:10": _budget_calendar(
            "KL 11 kap. 10 §",
            11,
            30,
            "Fullmäktige ska ha fastställt budgeten senast",
            "utgången av november",
        ),
        "KL-11:16": Rule(
            "backward",
            Period(months=2).after,
            f"KL 11 kap. 16 §, {_PERIODS_ACT}",
            "Delårsrapporten ska vara överlämnad senast",
            "två månader från periodens slut {trigger}",
        ),
        "KL-11:20": _budget_calendar(
            "KL 11 kap. 20 §",
            4,
            15,
            "Årsredovisningen ska vara överlämnad till fullmäktige och revisorerna senast",
            "den 15 april året efter räkenskapsåret",
        ),
        "KL-13:5": _appeal(
            "KL 13 kap. 5 §",
            "Överklagandet ska ha kommit in till förvaltningsrätten senast",
            "att justeringen anslogs",
            holds_notice=True,
        ),
        "FL-12": Rule(
            "forward",
            Period(months=6).after,
            f"FL 12 §, {_PERIODS_AND_CLOSED_DAYS}",
            "Parten får begära att ärendet avgörs om det inte är avgjort senast",
            "sex månader från att parten väckte ärendet {trigger}",
        ),
        "FL-12-demand": Rule(
            "forward",
            Period(weeks=4).after,
            f"FL 12 §, {_PERIODS_AND_CLOSED_DAYS}",
            "Myndigheten ska ha avgjort ärendet eller avslagit begäran senast",
            "fyra veckor från partens begäran {trigger}",
            own_act=True,
        ),
        "FL-44": _appeal(
            "FL 44 §",
            "Överklagandet ska ha kommit in till beslutsmyndigheten senast",
            "att klaganden fick del av beslutet",
        ),
        "LOU-20:1": _standstill(10, "tio", "elektroniskt "),
        "LOU-20:1-15": _standstill(15, "femton", "på annat sätt än elektroniskt "),
    }
)
