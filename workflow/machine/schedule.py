"""When bodies meet, by their meeting schedules. Pure; dates are inclusive."""

from datetime import date

from workflow.definition.organisation import Organisation
from workflow.definition.sessions import Session, cut_off, meetings, sessions, summons_by
from workflow.errors import InvalidInputError
from workflow.statutory import calendar

__all__ = [
    "Session",
    "above",
    "cut_off",
    "find_body",
    "first_meeting_in",
    "last_working_day",
    "meetings",
    "month_span",
    "next_meeting",
    "sessions",
    "summons_by",
]


def find_body(organisation: Organisation, name: str) -> str | None:
    """The code of the body that is called so: by code, name or alias, in upper or lower case."""
    wanted = name.strip().casefold()
    for code, body in organisation.bodies.items():
        if wanted in {text.casefold() for text in (code, body.name, *body.aliases)}:
            return code
    return None


def above(organisation: Organisation, body: str) -> tuple[str, ...]:
    """The bodies that this one is under, the nearest first; the council is above every other.

    Args:
        organisation: whose bodies they are.
        body: its code.
    """
    found: list[str] = []
    known = organisation.bodies.get(body)
    while known is not None and known.parent is not None and known.parent not in found:
        found.append(known.parent)
        known = organisation.bodies.get(known.parent)
    councils = (code for code, other in organisation.bodies.items() if other.kind == "council")
    return tuple(code for code in dict.fromkeys([*found, *councils]) if code != body)


def next_meeting(organisation: Organisation, body: str, day: date) -> date | None:
    """The body's first meeting on or after the day; None when none is planned."""
    return next((meeting for meeting in meetings(organisation, body) if meeting >= day), None)


def first_meeting_in(
    organisation: Organisation, body: str, month: str, not_before: date | None = None
) -> date | None:
    """The body's first meeting in the month ("2024-09"); None when none is planned.

    Args:
        organisation: whose body it is.
        body: its code.
        month: year and month, ``2024-09``.
        not_before: meetings before this day don't count.

    Raises:
        InvalidInputError: no such month.
    """
    start, end = month_span(month)
    meeting = next_meeting(organisation, body, max(start, not_before or start))
    return meeting if meeting is not None and meeting <= end else None


def last_working_day(month: str) -> date:
    """The month's last day that isn't closed.

    Raises:
        InvalidInputError: no such month.
    """
    return calendar.open_on_or_before(month_span(month)[1])


def month_span(month: str) -> tuple[date, date]:
    """First and last day of a month written as ``2024-09``.

    Raises:
        InvalidInputError: not written so, no such month, or outside the calendar.
    """
    try:
        start = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise InvalidInputError(
            f"”{month[:40]}” är ingen månad.", hint="Skriv år och månad, till exempel 2024-09."
        ) from None
    return calendar.checked(start), calendar.month_end(start)
