"""What happened at a meeting, one Swedish sentence an event. Pure."""

from collections.abc import Mapping, Sequence

from workflow.meeting.folding import HappenedAtMeeting
from workflow.model.events import (
    AdjustersElected,
    AgendaChanged,
    MinutesPresented,
    RollCalled,
)
from workflow.model.proceedings import AgendaItem, Presentation

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


def at_meeting(event: HappenedAtMeeting) -> str:
    """One event of a meeting in words."""
    match event:
        case AgendaChanged():
            titles = listed([_item(item) for item in event.items])
            return because(f"Dagordningen, {_AGENDA_WORDS[event.what]}: {titles}", event.reason)
        case RollCalled():
            there = [one.name for one in event.roll.presences if one.serving]
            return f"Tjänstgörande: {listed(there)}."
        case AdjustersElected():
            return f"Justerare: {listed(event.adjusters.names)}."
        case MinutesPresented():
            return _presented(event.presentation)
    return _signed(event.presentation)


def _presented(presented: Presentation) -> str:
    what = f"Protokoll {presented.key} ({presented.sha256[:12]})"
    if presented.void is not None:
        return because(f"{what} gäller inte längre", presented.void)
    return f"{what} läggs fram för {listed([name for name, _ in presented.signers])}."


def _signed(presented: Presentation) -> str:
    done = f" Protokollet är justerat {presented.adjusted_on}." if presented.adjusted_on else ""
    return f"{presented.signatures[-1].name} signerar protokoll {presented.key}.{done}"


def _item(item: AgendaItem) -> str:
    return f"§ {item.paragraph} {item.title}" if item.paragraph else item.title
