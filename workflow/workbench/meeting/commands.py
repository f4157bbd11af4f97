"""From a file about a meeting to its commands: the roll, the adjusters, what to place and what to record. Pure.

Items of the file are found on the agenda by their matter, or by kind and title where there is none. The
file goes before what stands there; what it leaves out stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.model.commands import CorrectItem, ItemDealtWith, RecordItems, WithdrawItem
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Deliberation,
    Guest,
    ItemKind,
    Presence,
    Proceedings,
    Roll,
    RouteStop,
    Seat,
    Section,
)
from workflow.workbench.meeting.deliberating import deliberation, says_something
from workflow.workbench.meeting.form import Attendance, Item, MeetingFile

Bases = Mapping[str, AgendaItem]
"""What to put up for a matter, by its register number as the file writes it; see ``bases.bases_of``."""


@dataclass(frozen=True, slots=True)
class Known:
    """An item of the file, and the one on the agenda that it is; None where it isn't there."""

    said: Item
    held: AgendaItem | None


def roll(given: MeetingFile, seats: Sequence[Seat]) -> Roll | None:
    """Who belongs to the body and who was there; None where the file doesn't say who was.

    ``seats`` are those that the meeting has from the organisation, used where the file names none.
    """
    if not given.present:
        return None
    own = tuple(Seat(one.name, one.party, one.role) for one in given.members)
    belong = own or tuple(seats)
    return Roll(
        seats=belong,
        presences=tuple(_presence(one, belong) for one in given.present),
        guests=tuple(Guest(one.name, one.title, one.paragraphs) for one in given.guests),
    )


def _presence(one: Attendance, seats: Sequence[Seat]) -> Presence:
    """A substitute serves only for somebody."""
    substitutes = {seat.name for seat in seats if seat.role == "substitute"}
    serving = one.instead_of is not None or one.name not in substitutes
    return Presence(one.name, one.since, one.until, serving, one.instead_of, one.note)


def adjusters(given: MeetingFile) -> Adjusters | None:
    """Who signs; None where the file doesn't say."""
    said = given.adjusters
    return None if said is None else Adjusters(said.names, said.place, said.on)


def known(given: MeetingFile, held: Proceedings, bases: Bases) -> tuple[Known, ...]:
    """Every item of the file with the one on the agenda that it is.

    Raises:
        KeyError: a matter of the file isn't among ``bases``.
    """
    left = list(held.items)
    return tuple(_known(item, left, bases) for item in given.items)


def _known(item: Item, left: list[AgendaItem], bases: Bases) -> Known:
    wanted = _fresh(item, bases)
    for one in left:
        same = (
            one.matter == wanted.matter
            if wanted.matter is not None
            else one.matter is None and (one.kind, one.title) == (wanted.kind, wanted.title)
        )
        if same:
            left.remove(one)
            return Known(item, one)
    return Known(item, None)


def to_place(given: MeetingFile, held: Proceedings, bases: Bases) -> tuple[AgendaItem, ...]:
    """What is to be put up, or put up again as the file has it: all that isn't dealt with and differs."""
    serial = 1 + max((_serial(item.key) for item in held.items), default=0)
    found: list[AgendaItem] = []
    for one in known(given, held, bases):
        if one.held is None:
            found.append(replace(_fresh(one.said, bases), key=f"i{serial}"))
            serial += 1
            continue
        back = one.held.status == "withdrawn" and not one.said.withdrawn
        if back or (one.held.status == "waiting" and as_said(one.said, one.held) != one.held):
            found.append(as_said(one.said, one.held))
    return tuple(found)


def to_withdraw(given: MeetingFile, held: Proceedings, bases: Bases) -> tuple[WithdrawItem, ...]:
    """What was taken off the agenda."""
    return tuple(
        WithdrawItem(one.held.key, one.said.reason or "")
        for one in known(given, held, bases)
        if one.held is not None and one.said.withdrawn and one.held.status == "waiting"
    )


def to_record(given: MeetingFile, held: Proceedings, bases: Bases) -> RecordItems:
    """What was taken up and isn't recorded yet, in the order of the file.

    A matter of which the file tells nothing wasn't taken up yet, and neither were formalities after it.
    """
    return RecordItems(
        tuple(
            ItemDealtWith(one.held.key, deliberation(one.said))
            for one in _taken_up(known(given, held, bases))
            if one.held is not None and one.held.status == "waiting"
        )
    )


def _taken_up(items: Sequence[Known]) -> Iterator[Known]:
    waits = False
    for one in items:
        if one.said.withdrawn:
            continue
        tells = says_something(one.said)
        waits = waits or not (tells or one.said.matter is None)
        if tells or not waits:
            yield one


def to_correct(
    given: MeetingFile, held: Proceedings, bases: Bases, reason: str
) -> tuple[CorrectItem, ...]:
    """What is recorded otherwise than the file has it now, as corrections. Empty: all is the same."""
    found = []
    for one in known(given, held, bases):
        if one.held is None or one.held.deliberation is None:
            continue
        if one.said.withdrawn:
            found.append(CorrectItem(one.held.key, None, reason))
            continue
        wanted = as_said(one.said, one.held)
        said = deliberation(one.said) if says_something(one.said) else one.held.deliberation
        if wanted != one.held or not same(said, one.held.deliberation):
            found.append(
                CorrectItem(
                    one.held.key,
                    said,
                    reason,
                    title=wanted.title,
                    sections=wanted.sections,
                    basis=wanted.basis,
                    route=wanted.route,
                )
            )
    return tuple(found)


def same(said: Deliberation, recorded: Deliberation) -> bool:
    """Whether they are the same but for the forms, which come from the matter's definition."""
    plain = replace(recorded, resolution=replace(recorded.resolution, forms=()))
    return replace(said, resolution=replace(said.resolution, forms=())) == plain


def as_said(item: Item, held: AgendaItem) -> AgendaItem:
    """The item on the agenda, with what the file says of it."""
    return replace(
        held,
        kind=item.kind or held.kind,
        title=_title(item) or held.title,
        urgent=item.urgent or held.urgent,
        secret=item.secret or held.secret,
        sections=tuple(Section(one.heading, one.text) for one in item.sections) or held.sections,
        basis=item.basis or held.basis,
        route=tuple(RouteStop(one.body, one.on, one.note) for one in item.route) or held.route,
    )


def _fresh(item: Item, bases: Bases) -> AgendaItem:
    if item.matter is not None:
        return as_said(item, bases[item.matter])
    kinds: tuple[tuple[ItemKind, str | None], ...] = (
        ("formality", item.formality),
        ("information", item.information),
        ("adjournment", item.adjournment),
    )
    kind, title = next((kind, title) for kind, title in kinds if title is not None)
    return as_said(item, AgendaItem("", kind, title))


def _title(item: Item) -> str | None:
    return item.title or item.formality or item.information or item.adjournment


def _serial(key: str) -> int:
    digits = key.removeprefix("i")
    return int(digits) if digits.isdecimal() else 0
