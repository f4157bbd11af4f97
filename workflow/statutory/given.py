"""Rules whose length stands elsewhere: any statutory period, a reglemente's lead time, a longer standstill. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Final

from workflow.errors import InvalidInputError
from workflow.statutory import rules
from workflow.statutory.forms import PERIODS_AND_CLOSED_DAYS, Rule, standstill
from workflow.statutory.periods import Period
from workflow.statutory.rules import StatutoryDate

_SHORTEST_STANDSTILL: Final = Period(days=10)


def apply(rule: str, trigger: date, period: Period) -> StatutoryDate:
    """The date that ``rule`` gives, counted from ``trigger``, with the length that somebody has set.

    Raises:
        InvalidInputError: no such rule, a standstill shorter than the law's, or a day outside the
            years that the calendar covers.
    """
    form = _GIVEN.get(rule)
    if form is None:
        raise rules.unknown(rule, known())
    if form is _longer_standstill and period.after(trigger) < _SHORTEST_STANDSTILL.after(trigger):
        raise InvalidInputError(
            f"Avtalsspärren är aldrig kortare än tio dagar, och {period.in_words()} är kortare"
            " (LOU 20 kap. 1 §).",
            hint="Ange den längre tid som står i underrättelsen, till exempel P20D.",
        )
    return rules.answer(rule, form(period), trigger)


def known() -> tuple[str, ...]:
    """The names of all rules that take a length, in alphabetical order."""
    return tuple(sorted(_GIVEN))


def _statutory_period(period: Period) -> Rule:
    return Rule(
        "forward",
        period.after,
        PERIODS_AND_CLOSED_DAYS,
        "Det ska vara gjort senast",
        f"{period.in_words()} från {{trigger}}",
    )


def _lead_time(period: Period) -> Rule:
    return Rule(
        "backward",
        period.before,
        "reglementet, KL 6 kap. 17, 23 och 44 §§",
        "Kallelsen ska ha gått ut senast",
        f"{period.in_words()} före sammanträdet {{trigger}}",
    )


def _longer_standstill(period: Period) -> Rule:
    return standstill(
        "LOU 20 kap. 1 §",
        period,
        f"{period.in_words()}, som underrättelsen anger, från att den skickades",
    )


_GIVEN: Final[Mapping[str, Callable[[Period], Rule]]] = MappingProxyType(
    {
        "1930:173": _statutory_period,
        "KL-6:23": _lead_time,
        "LOU-20:1-longer": _longer_standstill,
    }
)
