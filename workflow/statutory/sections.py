"""The rules by section, as the laws read on 2025-09-01.

KL is kommunallagen (2017:725), FL förvaltningslagen (2017:900), LOU lagen (2016:1145) om offentlig
upphandling; lag (1930:173) says how their periods are counted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from workflow.statutory.periods import Period

Kind = Literal["forward", "backward", "fixed"]
"""How a last day on a closed day is moved: to the next open day, to the one before, or not at all."""

_PERIODS_ACT: Final = "lag (1930:173) 1 §"
_PERIODS_AND_CLOSED_DAYS: Final = "lag (1930:173) 1-2 §§"
_CLOSED_DAYS: Final = "lag (1930:173) 2 §"


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


def _next_yearly(month: int, day: int) -> Callable[[date], date]:
    """The first such day on or after the day counted from (the last day of the accounts)."""

    def on_or_after(trigger: date) -> date:
        this_year = trigger.replace(month=month, day=day)
        return this_year if this_year >= trigger else this_year.replace(year=trigger.year + 1)

    return on_or_after


def _last_yearly(month: int, day: int) -> Callable[[date], date]:
    """The last such day on or before the day counted from (the first day of the budget year)."""

    def on_or_before(trigger: date) -> date:
        this_year = trigger.replace(month=month, day=day)
        return this_year if this_year <= trigger else this_year.replace(year=trigger.year - 1)

    return on_or_before


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


def _week_before(section: str, must: str) -> Rule:
    return Rule(
        "backward",
        Period(weeks=1).before,
        section,
        must,
        "en vecka före sammanträdet {trigger}",
    )


def _standstill(section: str, days: int, counted: str) -> Rule:
    # Older practice on procurement did not always let the period run past a Sunday; the longer, safer
    # reading of today's authority is followed.
    return Rule(
        "forward",
        Period(days=days).after,
        f"{section}, {_CLOSED_DAYS}",
        "Avtalsspärren gäller till och med",
        f"{counted} {{trigger}}",
    )


SECTIONS: Final[Mapping[str, Rule]] = MappingProxyType(
    {
        "KL-5:13": _week_before("KL 5 kap. 13 §", "Sammanträdet ska vara tillkännagivet senast"),
        "KL-5:14": Rule(
            "backward",
            Period(days=1).before,
            "KL 5 kap. 14 §",
            "Det brådskande ärendet ska vara tillkännagivet senast",
            "dagen före sammanträdet {trigger}",
        ),
        "KL-5:15": _week_before("KL 5 kap. 15 §", "Kallelsen ska ha nått ledamöterna senast"),
        "KL-5:24": Rule(
            "backward",
            _next_yearly(6, 30),
            "KL 5 kap. 24 §",
            "Ansvarsfriheten ska vara prövad senast",
            "utgången av juni efter räkenskapsåret som slutar {trigger}",
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
        ),
        "KL-11:8": Rule(
            "backward",
            _last_yearly(10, 31),
            "KL 11 kap. 8 §",
            "Styrelsens förslag till budget ska vara upprättat senast",
            "utgången av oktober före budgetåret som börjar {trigger}",
        ),
        "KL-11:10": Rule(
            "backward",
            _last_yearly(11, 30),
            "KL 11 kap. 10 §",
            "Fullmäktige ska ha fastställt budgeten senast",
            "utgången av november före budgetåret som börjar {trigger}",
        ),
        "KL-11:16": Rule(
            "backward",
            Period(months=2).after,
            f"KL 11 kap. 16 §, {_PERIODS_ACT}",
            "Delårsrapporten ska vara överlämnad senast",
            "två månader från periodens slut {trigger}",
        ),
        "KL-11:20": Rule(
            "backward",
            _next_yearly(4, 15),
            "KL 11 kap. 20 §",
            "Årsredovisningen ska vara överlämnad till fullmäktige och revisorerna senast",
            "den 15 april efter räkenskapsåret som slutar {trigger}",
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
        "LOU-20:1": _standstill(
            "LOU 20 kap. 1 §", 10, "tio dagar från att underrättelsen skickades elektroniskt"
        ),
        "LOU-20:1-15": _standstill(
            "LOU 20 kap. 1 §",
            15,
            "femton dagar från att underrättelsen skickades på annat sätt än elektroniskt",
        ),
        "LOU-20:10": _standstill(
            "LOU 20 kap. 10 §", 10, "tio dagar från att rätten avgjorde överprövningen"
        ),
    }
)
