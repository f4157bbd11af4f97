"""Rules that point to a meeting: the next one, or the last one that is still in time. Pure.

A meeting is held when the body has set it, so its day is never moved, closed or not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from workflow.errors import InvalidInputError
from workflow.statutory import calendar, rules
from workflow.statutory.rules import StatutoryDate


@dataclass(frozen=True, slots=True)
class _Next:
    """The first meeting after the day counted from."""

    source: str
    must: str
    counted: str

    def among(self, meetings: list[date], trigger: date) -> tuple[date | None, str]:
        found = next((meeting for meeting in meetings if meeting > trigger), None)
        return found, f"nästa sammanträde efter {self.counted} {trigger}"


@dataclass(frozen=True, slots=True)
class _LastBefore:
    """The last meeting on or before the day that another rule gives."""

    section: str
    source: str
    must: str

    def among(self, meetings: list[date], trigger: date) -> tuple[date | None, str]:
        limit = rules.apply(self.section, trigger).final
        in_time = [meeting for meeting in meetings if trigger <= meeting <= limit]
        why = f"sista sammanträdet till och med {limit}, ett år från att ärendet väcktes {trigger}"
        return (in_time[-1] if in_time else None), why


def apply(rule: str, trigger: date, meetings: Iterable[date]) -> StatutoryDate:
    """The meeting that ``rule`` points to, counted from ``trigger``.

    Args:
        rule: its name.
        trigger: the meeting that tabled the matter, the day of the chair's decision, or the day that
            the matter was moved. A decision that couldn't wait for a meeting was made after one held
            on the same day, so the next is a later day.
        meetings: the body's meeting days, in any order.

    Raises:
        InvalidInputError: no such rule, no meeting planned that fits, or a day outside the years that
            the calendar covers.
    """
    sitting = _SITTINGS.get(rule)
    if sitting is None:
        raise rules.unknown(rule, known())
    planned = sorted(calendar.checked(meeting) for meeting in meetings)
    found, why = sitting.among(planned, calendar.checked(trigger))
    if found is None:
        raise InvalidInputError(
            f"Inget sammanträde är planerat: {why} ({sitting.source}).",
            hint="Ange sammanträdesdagarna, eller planera ett sammanträde som hinns med.",
        )
    return StatutoryDate(
        rule=rule,
        trigger=trigger,
        nominal=found,
        final=found,
        target=None,
        earliest_removal=None,
        moved_by=None,
        source=sitting.source,
        explanation=f"{sitting.must} {found}: {why}.",
    )


def known() -> tuple[str, ...]:
    """The names of all rules that point to a meeting, in alphabetical order."""
    return tuple(sorted(_SITTINGS))


_SITTINGS: Final[Mapping[str, _Next | _LastBefore]] = MappingProxyType(
    {
        "KL-5:35-meeting": _LastBefore(
            "KL-5:35", "KL 5 kap. 35 §", "Fullmäktige kan avgöra ärendet i tid senast"
        ),
        "KL-5:51": _Next(
            "KL 5 kap. 51 §",
            "Det bordlagda ärendet ska, om fullmäktige inte har beslutat annat, behandlas",
            "bordläggningen",
        ),
        "KL-6:34-meeting": _LastBefore(
            "KL-6:34", "KL 6 kap. 34 §", "Nämnden kan avgöra medborgarförslaget i tid senast"
        ),
        "KL-6:40": _Next("KL 6 kap. 40 §, 39 §", "Beslutet ska anmälas", "det brådskande beslutet"),
    }
)
