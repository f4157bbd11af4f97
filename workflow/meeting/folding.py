"""A meeting's proceedings are the fold of its events: bookkeeping only."""

from collections.abc import Iterable
from dataclasses import replace

from workflow.model.events import (
    AdjustersElected,
    AgendaChanged,
    MinutesPresented,
    MinutesSigned,
    RollCalled,
)
from workflow.model.proceedings import AgendaItem, Presentation, Proceedings

HappenedAtMeeting = AgendaChanged | RollCalled | AdjustersElected | MinutesPresented | MinutesSigned
"""The events that only a meeting has."""

_ORDERED = "ordered"


def happened(event: HappenedAtMeeting, proceedings: Proceedings) -> Proceedings:
    """The proceedings after one more event."""
    if isinstance(event, AgendaChanged):
        return replace(proceedings, items=_agenda(event, proceedings.items))
    if isinstance(event, RollCalled):
        return replace(proceedings, roll=event.roll)
    if isinstance(event, AdjustersElected):
        return replace(proceedings, adjusters=event.adjusters)
    changed = event.presentation
    kept = tuple(one for one in proceedings.presentations if one.key != changed.key)
    return replace(proceedings, presentations=_in_order((*kept, changed)))


def put_items(items: Iterable[AgendaItem], changed: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """What has the same key is replaced where it stands; what is new comes last."""
    new = {item.key: item for item in changed}
    kept = tuple(new.pop(item.key, item) for item in items)
    return kept + tuple(new.values())


def _agenda(event: AgendaChanged, items: tuple[AgendaItem, ...]) -> tuple[AgendaItem, ...]:
    return event.items if event.what == _ORDERED else put_items(items, event.items)


def _in_order(presentations: tuple[Presentation, ...]) -> tuple[Presentation, ...]:
    return tuple(sorted(presentations, key=lambda one: int(one.key[1:])))
