"""The roll of a meeting: whether it can be true, and who took part in what. Pure.

What is asked of it most is answered in ``presence`` and ``quorum``, and can be had from here.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from workflow.meeting.faults import Faults, shown, twice
from workflow.meeting.presence import (
    in_time,
    in_words,
    is_clock,
    meet,
    members,
    moments,
    present,
    presiding,
    seat_of,
    served,
    serving,
    steady,
)
from workflow.meeting.quorum import check_quorum, quorate
from workflow.model.proceedings import AgendaItem, Presence, Roll

__all__ = [
    "check_quorum",
    "check_roll",
    "members",
    "present",
    "presiding",
    "quorate",
    "served",
    "serving",
    "steady",
    "took_part",
]

_ONE_OF_EACH: Final = {
    "chair": "ordförande",
    "vice_chair": "förste vice ordförande",
    "second_vice_chair": "andre vice ordförande",
}


def took_part(roll: Roll, item: AgendaItem) -> tuple[str, ...]:
    """Who took part in an item; nobody in one that wasn't taken up.

    Without a clock time: who served at any time of the meeting. Conflicts of interest are left out.
    """
    if item.deliberation is None:
        return ()
    away = {conflict.name for conflict in item.deliberation.conflicts}
    if item.deliberation.taken_up_at is not None:
        return serving(roll, item.deliberation.taken_up_at, away)
    return served(roll, away)


def check_roll(roll: Roll) -> None:
    """Refuse a roll that can't be true; everything that is wrong at once.

    Raises:
        InvalidInputError: names, notes or clock times of the wrong form, or far too many.
        CommandRefusedError: a name twice, somebody without a seat, times in disorder, a substitute for
            somebody who serves or has another substitute, two chairs, more serving than members.
    """
    faults = Faults()
    if not (
        faults.count("Ledamöter och ersättare", roll.seats)
        and faults.count("Närvaro", roll.presences)
        and faults.count("Övriga närvarande", roll.guests)
    ):
        faults.raise_if_any()
    _check_forms(faults, roll)
    faults.raise_if_any()
    _check_seats(faults, roll)
    for one in roll.presences:
        _check_presence(faults, roll, one)
    for name in dict.fromkeys(one.name for one in roll.presences):
        own = [one for one in roll.presences if one.name == name]
        if next(_overlapping(own), None) is not None:
            faults.refuse(f"{name} är antecknad som närvarande två gånger på samma tid.")
    _check_stand_ins(faults, roll)
    faults.raise_if_any()
    _check_number(faults, roll)
    faults.raise_if_any()


def _check_forms(faults: Faults, roll: Roll) -> None:
    for seat in roll.seats:
        faults.line("Namn", seat.name)
        if seat.party is not None:
            faults.line("Parti", seat.party)
    for one in roll.presences:
        faults.line("Närvarandes namn", one.name)
        faults.text("Anteckning", one.note)
        for clock in (one.since, one.until):
            if clock is not None and not is_clock(clock):
                faults.wrong(
                    f"Tid för {shown(one.name)}", f"”{shown(clock)}” är inget klockslag (09:30)."
                )
    for guest in roll.guests:
        faults.line("Övrig närvarandes namn", guest.name)
        faults.text("Titel", guest.title)
        faults.text("Paragrafer", guest.paragraphs)


def _check_seats(faults: Faults, roll: Roll) -> None:
    for name in twice(seat.name for seat in roll.seats):
        faults.refuse(
            f"{name} står mer än en gång bland ledamöter och ersättare.",
            "Skiljer sig två personer åt, skriv det i namnet.",
        )
    seated = {seat.name for seat in roll.seats}
    for name in dict.fromkeys(guest.name for guest in roll.guests):
        if name in seated:
            faults.refuse(f"{name} hör till organet och kan inte stå bland övriga närvarande.")
    for role, label in _ONE_OF_EACH.items():
        holders = [seat.name for seat in roll.seats if seat.role == role]
        if len(holders) > 1:
            faults.refuse(f"{' och '.join(holders)} kan inte båda vara {label} (KL 5:11, 6:21).")


def _check_presence(faults: Faults, roll: Roll, one: Presence) -> None:
    seat = seat_of(roll, one.name)
    if seat is None:
        faults.refuse(
            f"{one.name} är varken ledamot eller ersättare i organet.",
            "Den som inte hör till organet antecknas bland övriga närvarande.",
        )
        return
    if one.since is not None and one.until is not None and one.since >= one.until:
        faults.refuse(f"{one.name} kan inte komma kl. {one.since} och gå kl. {one.until}.")
    if one.instead_of is None:
        return
    if seat.role != "substitute":
        faults.refuse(
            f"{one.name} är ledamot och kan inte tjänstgöra för någon annan (KL 5:17, 6:17)."
        )
    if not one.serving:
        faults.refuse(
            f"{one.name} tjänstgör inte och kan inte stå som ersättare för {one.instead_of}."
        )
    replaced = seat_of(roll, one.instead_of)
    if replaced is None or replaced.role == "substitute":
        faults.refuse(
            f"{one.name} kan inte tjänstgöra för {shown(one.instead_of)}, som inte är ledamot "
            "(KL 5:17, 6:17)."
        )


def _check_stand_ins(faults: Faults, roll: Roll) -> None:
    """Substitutes serve only for those who don't, and one for each (KL 5:17, 6:17)."""
    stand_ins = [one for one in roll.presences if one.serving and one.instead_of is not None]
    for one in stand_ins:
        for other in roll.presences:
            if other.serving and other.name == one.instead_of and meet(one, other):
                faults.refuse(
                    f"{one.name} kan inte tjänstgöra för {one.instead_of}, som själv tjänstgör då "
                    "(KL 5:17, 6:17).",
                    "Ange klockslag för när den ena slutar och den andra börjar.",
                )
    for name in dict.fromkeys(one.instead_of for one in stand_ins):
        rivals = [one for one in stand_ins if one.instead_of == name]
        for first, second in _overlapping(rivals):
            if first.name != second.name:
                faults.refuse(
                    f"{first.name} och {second.name} kan inte båda tjänstgöra för {name} på samma tid "
                    "(KL 5:17, 6:17)."
                )


def _check_number(faults: Faults, roll: Roll) -> None:
    most = members(roll)
    for when in moments(roll):
        there = len(serving(roll, when))
        if there > most:
            faults.refuse(
                f"Organet har {most} ledamöter, men {there} tjänstgör {in_words(when)} (KL 5:17, 6:17).",
                "Ange vilka ersättare som var där utan att tjänstgöra.",
            )
            return


def _overlapping(presences: Iterable[Presence]) -> Iterator[tuple[Presence, Presence]]:
    return (pair for pair in pairwise(in_time(list(presences))) if meet(*pair))
