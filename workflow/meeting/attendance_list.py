"""The attendance list (närvaro- och tjänstgöringslista) and who presided, as they are printed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from workflow.meeting.document import Attendee, Visitor
from workflow.meeting.presence import presiding
from workflow.meeting.printed import paragraphs_printed, with_party
from workflow.model.proceedings import (
    Adjusters,
    AgendaItem,
    Deliberation,
    Presence,
    Roll,
    Seat,
    SeatRole,
)

_TITLES: dict[SeatRole, str] = {
    "chair": "ordförande",
    "vice_chair": "vice ordförande",
    "second_vice_chair": "andre vice ordförande",
    "member": "",
    "substitute": "ersättare",
}


def attendance_list(
    roll: Roll,
    items: Sequence[AgendaItem],
    adjusters: Adjusters,
    chairing: Mapping[str, Sequence[int]],
) -> tuple[Attendee, ...]:
    """A line for everybody who belongs to the body, members before substitutes.

    ``items`` are the paragraphs whose reservations and conflicts of interest are told, ``chairing`` whoever
    presided over which.
    """
    printed = with_party(roll)
    return tuple(
        _attendee(
            seat,
            [presence for presence in roll.presences if presence.name == seat.name],
            items,
            printed,
            tuple(_offices(seat, adjusters, chairing)),
        )
        for substitutes in (False, True)
        for seat in roll.seats
        if (seat.role == "substitute") is substitutes
    )


def _attendee(
    seat: Seat,
    there: Sequence[Presence],
    items: Sequence[AgendaItem],
    printed: Mapping[str, str],
    offices: tuple[str, ...],
) -> Attendee:
    replaced = [one.instead_of for one in there if one.serving and one.instead_of]
    instead_of = ", ".join(printed.get(name, name) for name in dict.fromkeys(replaced))
    return Attendee(
        name=printed[seat.name],
        role="substitute" if seat.role == "substitute" else "member",
        present=bool(there),
        serving=seat.role == "substitute" and any(one.serving for one in there),
        instead_of=instead_of,
        reservations=_where(items, lambda how: _reserved(how, seat.name)),
        conflicts=_where(items, lambda how: any(one.name == seat.name for one in how.conflicts)),
        notes=", ".join((*offices, *_times(there))),
    )


def _offices(
    seat: Seat, adjusters: Adjusters, chairing: Mapping[str, Sequence[int]]
) -> Iterator[str]:
    if seat.name in chairing:
        yield f"Ordförande {paragraphs_printed(chairing[seat.name])}".strip()
    if seat.name in adjusters.names:
        yield "Justerare"


def _times(there: Iterable[Presence]) -> Iterator[str]:
    """``Fr.o.m. kl. 09:10``, ``T.o.m. kl. 09:30``, and what the secretary noted."""
    for one in there:
        since = f"fr.o.m. kl. {one.since}" if one.since else ""
        until = f"t.o.m. kl. {one.until}" if one.until else ""
        times = " ".join(filter(None, (since, until)))
        if times:
            yield times[0].upper() + times[1:]
        if one.note:
            yield one.note


def _where(items: Iterable[AgendaItem], told: Callable[[Deliberation], bool]) -> str:
    return paragraphs_printed(
        item.paragraph
        for item in items
        if item.paragraph is not None and item.deliberation is not None and told(item.deliberation)
    )


def _reserved(how: Deliberation, name: str) -> bool:
    return any(name in reservation.by for reservation in how.reservations)


def paragraphs_by_chair(
    roll: Roll, items: Iterable[AgendaItem], chair: str
) -> dict[str, list[int]]:
    """Everybody who presided, with the paragraphs, in the order that they took the chair.

    ``chair`` is who presided where nobody of the presidium did, or where the roll doesn't tell who that is.
    """
    found: dict[str, list[int]] = {}
    for item in items:
        how = item.deliberation
        away = {one.name for one in how.conflicts} if how else set()
        name = presiding(roll, how.taken_up_at if how else None, away) or chair
        if name and item.paragraph is not None:
            found.setdefault(name, []).append(item.paragraph)
    return found


def chair_of(roll: Roll) -> str:
    """The chair of the body; empty where the roll doesn't say."""
    return next((seat.name for seat in roll.seats if seat.role == "chair"), "")


def deciding(roll: Roll) -> tuple[str, ...]:
    """Those who served, as the front page lists them: ``Mikael Lindfors (S), ordförande``."""
    printed = with_party(roll)
    serving = {presence.name for presence in roll.presences if presence.serving}
    lines = []
    for seat in roll.seats:
        if seat.name in serving:
            title = _title(roll, seat, printed)
            lines.append(f"{printed[seat.name]}, {title}" if title else printed[seat.name])
    return tuple(lines)


def _title(roll: Roll, seat: Seat, printed: Mapping[str, str]) -> str:
    replaced = [
        printed.get(one.instead_of, one.instead_of)
        for one in roll.presences
        if one.name == seat.name and one.instead_of
    ]
    title = _TITLES[seat.role]
    return f"{title} för {' och '.join(dict.fromkeys(replaced))}" if title and replaced else title


def others(roll: Roll) -> tuple[Visitor, ...]:
    """Everybody else: substitutes who didn't serve, officers, guests."""
    printed = with_party(roll)
    serving = {presence.name for presence in roll.presences if presence.serving}
    there = {presence.name for presence in roll.presences} - serving
    seats = [seat for seat in roll.seats if seat.name in there]
    return (
        *(Visitor(printed[seat.name], _TITLES[seat.role], "") for seat in seats),
        *(Visitor(guest.name, guest.title, guest.paragraphs) for guest in roll.guests),
    )
