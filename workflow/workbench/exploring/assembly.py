"""What is done at a meeting: one item and everybody there, from the agenda to the signatures."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from workflow.meeting.facts import day_of
from workflow.model.commands import (
    CallRoll,
    Command,
    CorrectItem,
    ElectAdjusters,
    ItemDealtWith,
    PlaceItems,
    PresentMinutes,
    RecordItems,
    SignMinutes,
    WithdrawItem,
)
from workflow.model.matter import Actor, Matter
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Deliberation,
    Presence,
    Proceedings,
    Resolution,
    Roll,
    Seat,
)
from workflow.workbench.exploring.situation import Move, Office, Situation, today

_SEATS = (Seat("Ordföranden", role="chair"), Seat("Justeraren"))
"""Of a body that the organisation doesn't say who belongs to."""
_ITEM = AgendaItem("i1", "information", "Punkten")
_SAID = Deliberation(Resolution(sentences=("att lägga det till handlingarna",)))
_MINUTES = sha256(b"exploring").hexdigest()
_REASON = "Blev fel"


@dataclass(frozen=True, slots=True)
class Assembly:
    """The moves of those who hold a meeting; none for what is no meeting.

    One item is enough for every condition about a meeting: they ask whether there are any.
    """

    office: Office
    actor: Actor

    def of(self, situation: Situation) -> Iterator[Move]:
        """What the state allows, where there is anything to do."""
        matter = situation.matter
        state = self.office.machine.definition.states[matter.state]
        if matter.proceedings is None or matter.closed_on is not None:
            return
        held = matter.proceedings
        for what in state.allows:
            for commands in _DOES[what](held):
                yield Move(commands, self.actor)
        if state.allows and day_of(matter) > today(situation):
            yield Move(until=day_of(matter))


def _agenda(held: Proceedings) -> Iterator[tuple[Command, ...]]:
    """The item comes on the agenda, also again after it was withdrawn; or goes off it."""
    item = held.item(_ITEM.key)
    if item is None or item.status == "withdrawn":
        yield (PlaceItems((_ITEM,)),)
    elif item.status == "waiting":
        yield (WithdrawItem(_ITEM.key),)


def _roll(held: Proceedings) -> Iterator[tuple[Command, ...]]:
    """Every member is there, and the last of them is to adjust."""
    if not held.roll.presences:
        seats = held.roll.seats or _SEATS
        there = tuple(Presence(seat.name) for seat in seats if seat.role != "substitute")
        yield CallRoll(Roll(seats, there)), ElectAdjusters(Adjusters((there[-1].name,)))


def _record(held: Proceedings) -> Iterator[tuple[Command, ...]]:
    item = held.item(_ITEM.key)
    if item is not None and item.status == "waiting":
        yield (RecordItems((ItemDealtWith(_ITEM.key, _SAID),)),)


def _correct(held: Proceedings) -> Iterator[tuple[Command, ...]]:
    if held.paragraphs:
        yield (CorrectItem(_ITEM.key, None, _REASON),)


def _sign(held: Proceedings) -> Iterator[tuple[Command, ...]]:
    """The minutes are presented, then signed by everybody."""
    waiting = [one for one in held.presentations if one.open]
    for one in waiting:
        yield tuple(SignMinutes(one.key, name, one.sha256) for name, _ in one.signers)
    if held.paragraphs and not waiting:
        yield (PresentMinutes(_MINUTES, (_ITEM.key,)),)


_DOES = {
    "agenda": _agenda,
    "roll": _roll,
    "record": _record,
    "correct": _correct,
    "sign": _sign,
}


def signs(matter: Matter) -> tuple[object, ...]:
    """What can be told of a meeting: all that any move here, or any condition, asks for."""
    held = matter.proceedings
    if held is None:
        return ()
    return (
        tuple((item.status, item.announced, item.adjusted_on is not None) for item in held.items),
        bool(held.roll.presences),
        any(one.open for one in held.presentations),
    )
