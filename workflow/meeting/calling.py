"""Calling the roll step by step: who is there, who isn't, who came, who left, who serves for whom. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from workflow.errors import CommandRefusedError
from workflow.meeting.faults import shown
from workflow.meeting.presence import seat_of
from workflow.model.proceedings import Guest, Presence, Roll, Seat


@dataclass(frozen=True, slots=True)
class Called:
    """What is told of the roll. Clock times are ``HH:MM``.

    ``substitutes`` are (who serves, for whom); ``came`` and ``left`` are (who, when).
    """

    seats: tuple[Seat, ...] = ()
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    substitutes: tuple[tuple[str, str], ...] = ()
    came: tuple[tuple[str, str], ...] = ()
    left: tuple[tuple[str, str], ...] = ()
    guests: tuple[Guest, ...] = ()


def called(roll: Roll, told: Called) -> Roll:
    """The roll after what is told.

    When nothing is noted yet, every member is there from the beginning but those who are told otherwise. A
    substitute for somebody who left serves from then on.

    Raises:
        CommandRefusedError: somebody who doesn't belong to the body, or left without having been there.
    """
    seats = (*roll.seats, *(seat for seat in told.seats if seat_of(roll, seat.name) is None))
    roll = replace(roll, seats=seats)
    _check_names(roll, told)
    presences = list(roll.presences or _everybody(roll, told))
    for name in told.present:
        if not any(one.name == name for one in presences):
            presences.append(_presence(roll, name))
    presences = [one for one in presences if one.name not in told.absent]
    for name, clock in told.left:
        _leave(presences, name, clock)
    for name, clock in told.came:
        _come(roll, presences, name, clock)
    for name, instead_of in told.substitutes:
        _stand_in(presences, name, instead_of)
    known = {guest.name for guest in told.guests}
    guests = (*(guest for guest in roll.guests if guest.name not in known), *told.guests)
    return replace(roll, presences=tuple(presences), guests=guests)


def _everybody(roll: Roll, told: Called) -> Sequence[Presence]:
    late = {name for name, _ in told.came}
    return [
        Presence(seat.name)
        for seat in roll.seats
        if seat.role != "substitute" and seat.name not in late
    ]


def _check_names(roll: Roll, told: Called) -> None:
    named = (
        *told.present,
        *told.absent,
        *(name for pair in told.substitutes for name in pair),
        *(name for name, _ in (*told.came, *told.left)),
    )
    unknown = [name for name in dict.fromkeys(named) if seat_of(roll, name) is None]
    if unknown:
        raise CommandRefusedError(
            f"{', '.join(map(shown, unknown))} hör inte till organet (KL 5:66, 6:35).",
            hint=f"Till organet hör {', '.join(seat.name for seat in roll.seats) or 'ingen'}.",
        )


def _presence(roll: Roll, name: str, since: str | None = None) -> Presence:
    seat = seat_of(roll, name)
    serving = seat is not None and seat.role != "substitute"
    return Presence(name, since=since, serving=serving)


def _leave(presences: list[Presence], name: str, clock: str) -> None:
    place = next(
        (at for at, one in enumerate(presences) if one.name == name and one.until in (None, clock)),
        None,
    )
    if place is None:
        raise CommandRefusedError(
            f"{name} kan inte ha gått kl. {clock[:20]}: hen är inte antecknad som närvarande då (KL 5:66).",
            hint="Anteckna när hen kom först.",
        )
    presences[place] = replace(presences[place], until=clock)


def _come(roll: Roll, presences: list[Presence], name: str, clock: str) -> None:
    """Somebody came, or came back; repeating it changes nothing."""
    own = [at for at, one in enumerate(presences) if one.name == name]
    if any(presences[at].since == clock for at in own):
        return
    if own and presences[own[-1]].until is None:
        presences[own[-1]] = replace(presences[own[-1]], since=clock)
    else:
        presences.append(_presence(roll, name, clock))


def _stand_in(presences: list[Presence], name: str, instead_of: str) -> None:
    """From when the member left, or the whole meeting; until the member came."""
    own = [one for one in presences if one.name == instead_of]
    since = max((one.until for one in own if one.until is not None), default=None)
    begun = [one.since for one in own if one.since is not None]
    until = min((when for when in begun if since is None or when >= since), default=None)
    if since is None and until is None:  # somebody serves for him, so he isn't there
        presences[:] = [one for one in presences if one.name != instead_of]
    serves = Presence(name, since=since, until=until, instead_of=instead_of)
    waiting = [one for one in presences if one.name == name and not one.serving]
    presences[:] = [
        replace(one, until=since) if one in waiting and since else one
        for one in presences
        if one not in waiting or since
    ]
    if serves not in presences:
        presences.append(serves)
