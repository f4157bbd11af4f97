"""Days that come again, as RFC 5545 writes them (RRULE). Pure; whole days only."""

import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from dateutil.rrule import rrule, rrulestr

from workflow.errors import InvalidInputError
from workflow.statutory import calendar

# What makes sense for whole days. An INTERVAL of 0 would never come to an end.
_PART: Final = (
    r"(?:FREQ=(?:DAILY|WEEKLY|MONTHLY|YEARLY)|(?:INTERVAL|COUNT)=[1-9][0-9]{0,3}|UNTIL=[0-9]{8}"
    r"|(?:BYMONTH|BYMONTHDAY|BYYEARDAY|BYWEEKNO|BYDAY|BYSETPOS|WKST)=[A-Z0-9,+-]+)"
)
_RULE: Final = re.compile(rf"{_PART}(?:;{_PART})*")
_MAX_LENGTH: Final = 200


def next_occurrence(rule: str, start: date, after: date) -> date | None:
    """The first occurrence after the day ``after``; None when there is none (left).

    Args:
        rule: an RRULE without DTSTART, such as ``FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30``.
        start: the day that it is counted from (DTSTART).
        after: exclusive.

    Raises:
        InvalidInputError: no such rule, or more often than daily.
    """
    found = parse(rule, start).after(_midnight(after))
    return found.date() if found else None


def occurs_on(rule: str, start: date, day: date) -> bool:
    """Whether the day is one of the rule's.

    Raises:
        InvalidInputError: no such rule, or more often than daily.
    """
    moment = _midnight(day)
    return parse(rule, start).after(moment, inc=True) == moment


@lru_cache(maxsize=1024)
def parse(rule: str, start: date) -> rrule:
    """Read a rule; it ends with the calendar unless it says when.

    Raises:
        InvalidInputError: no such rule, or more often than daily.
    """
    known = len(rule) <= _MAX_LENGTH and _RULE.fullmatch(rule)
    ends = ("UNTIL=" in rule) + ("COUNT=" in rule)  # RFC 5545 3.3.10: one of them at most
    bounded = rule if ends else f"{rule};UNTIL={calendar.LAST_DAY:%Y%m%d}"
    try:
        parsed = (
            rrulestr(bounded, dtstart=_midnight(start), cache=True) if known and ends <= 1 else None
        )
    except (ValueError, LookupError, TypeError):
        parsed = None
    if not isinstance(parsed, rrule):
        raise InvalidInputError(
            f"”{rule[:80]}” är ingen upprepning enligt RFC 5545.",
            hint="Skriv till exempel FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30; tätast är FREQ=DAILY.",
        )
    return parsed


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
