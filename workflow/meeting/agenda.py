"""The agenda of a meeting: composed from the matters that wait for the body, in its customary order. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.meeting.faults import Faults, shown, twice
from workflow.model.ids import MatterId, RegistrationNumber
from workflow.model.proceedings import AgendaItem, ItemKind, RouteStop, Section

MOST_ITEMS: Final = 500
"""More than any meeting gets through."""

LONGEST_KEY: Final = 60  # characters
LONGEST_TITLE: Final = 500
_MOST_SECTIONS: Final = 50

_Number = tuple[int, str, int, int, str]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A matter that waits for the body; ``since`` is the day from which it has."""

    matter: MatterId
    number: str
    title: str
    matter_type: str
    kind: ItemKind
    since: date
    route: tuple[RouteStop, ...] = ()
    bodies: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    basis: tuple[str, ...] = ()
    urgent: bool = False
    secret: bool = False


def compose(
    waiting: Sequence[Waiting],
    order: Sequence[str],
    *,
    opening: Sequence[str],
    closing: Sequence[str] = (),
    first_key: int = 1,
) -> tuple[AgendaItem, ...]:
    """The agenda: formalities, then what waits, in the body's customary order.

    Args:
        waiting: the matters, in any order.
        order: matter types and kinds of items as the body takes them up. A type goes before the kind
            of its items; what isn't named comes last. Equals follow by how long they have waited, then
            by register number (year before serial).
        opening: titles of the formalities that open the meeting: roll call, the agenda, adjusters.
        closing: titles of those that close it.
        first_key: the keys are ``i1``, ``i2`` and so on from this number.

    Raises:
        InvalidInputError, CommandRefusedError: as for ``check_items``.
    """
    rank = {name: place for place, name in reversed(list(enumerate(order)))}
    last = len(order)

    def place(one: Waiting) -> tuple[int, date, _Number, str]:
        customary = rank.get(one.matter_type, rank.get(one.kind, last))
        return customary, one.since, _by_year(one.number), one.matter

    unkeyed = (
        *(AgendaItem("", "formality", title) for title in opening),
        *(_item(one) for one in sorted(waiting, key=place)),
        *(AgendaItem("", "formality", title) for title in closing),
    )
    items = tuple(
        replace(item, key=f"i{number}") for number, item in enumerate(unkeyed, start=first_key)
    )
    check_items(items)
    return items


def check_items(items: Sequence[AgendaItem]) -> None:
    """Refuse an agenda that can't be; everything that is wrong at once.

    Raises:
        InvalidInputError: keys, titles or texts of the wrong form.
        CommandRefusedError: too many items, a key twice, a matter twice, or a decision without a matter.
    """
    if len(items) > MOST_ITEMS:
        raise CommandRefusedError(
            f"Dagordningen får ha högst {MOST_ITEMS} punkter, men har {len(items)}.",
            hint="Dela upp ärendena på flera sammanträden.",
        )
    faults = Faults()
    for item in items:
        _check_form(faults, item)
    faults.raise_if_any()
    for key in twice(item.key for item in items):
        faults.refuse(f"Punkt {key} står mer än en gång på dagordningen.")
    on_it = [item for item in items if item.status != "withdrawn" and item.matter is not None]
    for matter in twice(str(item.matter) for item in on_it):
        keys = [item.key for item in on_it if item.matter == matter]
        name = next(item.number or item.title for item in on_it if item.matter == matter)
        faults.refuse(
            f"Ärendet {shown(name)} står på dagordningen som {' och '.join(keys)}.",
            "Behandla ett ärende under en punkt.",
        )
    for item in items:
        if item.kind == "decision" and item.matter is None:
            faults.refuse(
                f"Punkt {item.key} ”{shown(item.title)}” ska avgöras men hör inte till något ärende.",
                "Registrera ett ärende, eller gör punkten till information eller formalia.",
            )
    faults.raise_if_any()


def withdrawn(items: Sequence[AgendaItem], key: str, reason: str) -> tuple[AgendaItem, ...]:
    """The items when one is taken off the agenda (utgår); repeating it changes nothing.

    Raises:
        InvalidInputError: the reason has the wrong form; it may be empty.
        CommandRefusedError: no such item, or it has been taken up.
    """
    faults = Faults()
    faults.text("Skäl", reason)
    faults.raise_if_any()
    item = next((item for item in items if item.key == key), None)
    if item is None:
        raise CommandRefusedError(f"Punkt {shown(key)} finns inte på dagordningen.")
    if item.status == "taken_up":
        raise CommandRefusedError(
            f"Punkt {key} är behandlad (§ {item.paragraph}) och kan inte utgå.",
            hint="Rätta det som är registrerat om den aldrig togs upp.",
        )
    if item.status == "withdrawn":
        return tuple(items)
    off = replace(item, status="withdrawn", reason=reason.strip())
    return tuple(off if each is item else each for each in items)


def _item(one: Waiting) -> AgendaItem:
    return AgendaItem(
        key="",
        kind=one.kind,
        title=one.title,
        matter=one.matter,
        number=one.number,
        matter_type=one.matter_type,
        urgent=one.urgent,
        sections=one.sections,
        basis=one.basis,
        route=one.route,
        bodies=one.bodies,
        secret=one.secret,
    )


def _by_year(number: str) -> _Number:
    """What a register number is ordered by; one in no known form comes after all others."""
    try:
        read = RegistrationNumber.parse(number, default_register="")
    except InvalidInputError:
        return 9999, "", 0, 0, number
    return read.year, read.register, read.serial, int(read.item or 0), number


def _check_form(faults: Faults, item: AgendaItem) -> None:
    where = f"Punkt {shown(item.key)}"
    faults.line("Punktens nyckel", item.key, longest=LONGEST_KEY)
    faults.line(f"{where}, rubrik", item.title, longest=LONGEST_TITLE)
    if item.number is not None:
        faults.line(f"{where}, diarienummer", item.number)
    if faults.count(f"{where}, avsnitt", item.sections, _MOST_SECTIONS):
        for section in item.sections:
            faults.line(f"{where}, avsnittets rubrik", section.heading)
            faults.text(f"{where}, avsnitt", section.text)
    if faults.count(f"{where}, beslutsunderlag", item.basis):
        for entry in item.basis:
            faults.line(f"{where}, beslutsunderlag", entry)
    if faults.count(f"{where}, beslutsplanering", item.route):
        for stop in item.route:
            faults.line(f"{where}, beslutsplanering", stop.body)
            faults.text(f"{where}, beslutsplanering", stop.note)
    if faults.count(f"{where}, organ", item.bodies):
        for code in item.bodies:
            faults.line(f"{where}, organ", code)
