"""A meeting's proceedings are the fold of its events: bookkeeping only."""

from collections.abc import Iterable
from dataclasses import replace
from functools import singledispatch

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


@singledispatch
def happened(event: HappenedAtMeeting, _proceedings: Proceedings) -> Proceedings:
    """The proceedings after one more event."""
    raise TypeError(type(event).__name__)


@happened.register
def _agenda_changed(event: AgendaChanged, proceedings: Proceedings) -> Proceedings:
    items = event.items if event.what == _ORDERED else put_items(proceedings.items, event.items)
    return replace(proceedings, items=items)


@happened.register
def _roll_called(event: RollCalled, proceedings: Proceedings) -> Proceedings:
    return replace(proceedings, roll=event.roll)


@happened.register
def _adjusters_elected(event: AdjustersElected, proceedings: Proceedings) -> Proceedings:
    return replace(proceedings, adjusters=event.adjusters)


@happened.register(MinutesPresented)
@happened.register(MinutesSigned)
def _presentation_changed(
    event: MinutesPresented | MinutesSigned, proceedings: Proceedings
) -> Proceedings:
    changed = event.presentation
    kept = tuple(one for one in proceedings.presentations if one.key != changed.key)
    return replace(proceedings, presentations=_in_order((*kept, changed)))


def put_items(items: Iterable[AgendaItem], changed: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """What has the same key is replaced where it stands; what is new comes last."""
    new = {item.key: item for item in changed}
    kept = tuple(new.pop(item.key, item) for item in items)
    return kept + tuple(new.values())


def _in_order(presentations: tuple[Presentation, ...]) -> tuple[Presentation, ...]:
    return tuple(sorted(presentations, key=lambda one: int(one.key[1:])))
