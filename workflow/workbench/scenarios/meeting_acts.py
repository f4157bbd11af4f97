"""What a step does with a meeting, as a command with a few words of what it is."""

from collections.abc import Sequence
from hashlib import sha256

from workflow.errors import CommandRefusedError
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
from workflow.workbench.scenarios.given import AtMeeting

ALL = ("all",)
_REASON = "Enligt scenariot"
_DEALT_WITH = Deliberation(Resolution(sentences=("att lägga det till handlingarna",)))

Said = tuple[Command, str]


def meeting_acts(given: AtMeeting, held: Proceedings) -> list[Said]:
    """The commands of the step.

    Raises:
        CommandRefusedError: an item that the step names isn't on the agenda, or nothing is presented.
    """
    if given.signed:
        return _signed(given.signed, held)
    if given.withdrawn:
        return [
            (WithdrawItem(_key(held, title), _REASON), f"{title} utgår")
            for title in given.withdrawn
        ]
    if given.struck:
        return [
            (CorrectItem(_key(held, title), None, _REASON), f"{title} togs aldrig upp")
            for title in given.struck
        ]
    return [_single(given, held)]


def _single(given: AtMeeting, held: Proceedings) -> Said:
    if given.agenda:
        off = {item.title: item.key for item in held.items if item.status == "withdrawn"}
        items = tuple(
            AgendaItem(off.get(title, f"i{number}"), "information", title)
            for number, title in enumerate(given.agenda, start=len(held.items) + 1)
        )
        return PlaceItems(items), f"På dagordningen: {', '.join(given.agenda)}"
    if given.roll:
        return CallRoll(_roll(given.roll, held)), f"Närvarande: {', '.join(given.roll)}"
    if given.adjusters:
        return ElectAdjusters(
            Adjusters(given.adjusters)
        ), f"Justerare: {', '.join(given.adjusters)}"
    if given.recorded:
        waiting = [item.key for item in held.items if item.status == "waiting"]
        keys = waiting if given.recorded == ALL else [_key(held, one) for one in given.recorded]
        dealt = tuple(ItemDealtWith(key, _DEALT_WITH) for key in keys)
        return RecordItems(dealt), f"Behandlas: {', '.join(given.recorded)}"
    keys = [] if given.presented == ALL else [_key(held, one) for one in given.presented]
    content = sha256(f"scenario:{len(held.presentations)}".encode()).hexdigest()
    return PresentMinutes(content, tuple(keys)), "Protokollet läggs fram för justering"


def _roll(names: Sequence[str], held: Proceedings) -> Roll:
    """Those who belong to the body as it says; where it says nothing they are all there are."""
    seats = held.roll.seats or tuple(
        Seat(name, role="member" if place else "chair") for place, name in enumerate(names)
    )
    return Roll(seats, tuple(Presence(name) for name in names), held.roll.guests)


def _signed(names: Sequence[str], held: Proceedings) -> list[Said]:
    if not held.presentations:
        raise CommandRefusedError("Inget protokoll är framlagt.")
    latest = held.presentations[-1]
    who = [name for name, _ in latest.signers] if tuple(names) == ALL else names
    return [
        (SignMinutes(latest.key, name, latest.sha256), f"{name} signerar protokollet")
        for name in who
    ]


def _key(held: Proceedings, title: str) -> str:
    for item in held.items:
        if item.title == title:
            return item.key
    raise CommandRefusedError(f"Ingen punkt på dagordningen heter ”{title}”.")
