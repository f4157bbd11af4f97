"""What happened at a meeting, one Swedish sentence an event. Pure."""

from collections.abc import Mapping, Sequence
from functools import singledispatch

from workflow.meeting.folding import HappenedAtMeeting
from workflow.model.events import (
    AdjustersElected,
    AgendaChanged,
    MinutesPresented,
    MinutesSigned,
    RollCalled,
)
from workflow.model.proceedings import AgendaItem

_AGENDA_WORDS: Mapping[str, str] = {
    "placed": "uppsatt",
    "ordered": "ordningen",
    "withdrawn": "utgår",
    "recorded": "behandlat",
    "corrected": "rättat",
    "struck": "inte behandlat",
    "adjusted": "justerat",
}


def because(text: str, reason: str) -> str:
    """The sentence with its reason, where there is one."""
    return f"{text}: {reason.rstrip('.')}." if reason else f"{text}."


def listed(names: Sequence[str]) -> str:
    """All of them, or that there is nobody."""
    return ", ".join(names) if names else "ingen"


@singledispatch
def at_meeting(event: HappenedAtMeeting) -> str:
    """One event of a meeting in words."""
    return f"{type(event).__name__}."


@at_meeting.register
def _(event: AgendaChanged) -> str:
    titles = listed([_item(item) for item in event.items])
    return because(f"Dagordningen, {_AGENDA_WORDS[event.what]}: {titles}", event.reason)


@at_meeting.register
def _(event: RollCalled) -> str:
    there = [one.name for one in event.roll.presences if one.serving]
    return f"Tjänstgörande: {listed(there)}."


@at_meeting.register
def _(event: AdjustersElected) -> str:
    return f"Justerare: {listed(event.adjusters.names)}."


@at_meeting.register
def _(event: MinutesPresented) -> str:
    presented = event.presentation
    what = f"Protokoll {presented.key} ({presented.sha256[:12]})"
    if presented.void is not None:
        return because(f"{what} gäller inte längre", presented.void)
    return f"{what} läggs fram för {listed([name for name, _ in presented.signers])}."


@at_meeting.register
def _(event: MinutesSigned) -> str:
    presented = event.presentation
    done = f" Protokollet är justerat {presented.adjusted_on}." if presented.adjusted_on else ""
    return f"{presented.signatures[-1].name} signerar protokoll {presented.key}.{done}"


def _item(item: AgendaItem) -> str:
    return f"§ {item.paragraph} {item.title}" if item.paragraph else item.title
