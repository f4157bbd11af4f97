"""Whether enough members are there to deal with a matter (KL 5:45-46, 6:27). Pure."""

from collections.abc import Collection

from workflow.errors import CommandRefusedError
from workflow.meeting.presence import covers, in_words, members, serving, times
from workflow.model.proceedings import Roll
from workflow.statutory import thresholds


def quorate(
    roll: Roll, at: str | None = None, conflicts: Collection[str] = (), *, council: bool = False
) -> bool:
    """Whether more than half of the members are there at that clock time; None: all the time.

    In the council members who stand back for a conflict of interest don't hinder it (KL 5:46).
    """
    return members(roll) > 0 and all(
        _threshold(roll, when, conflicts, council=council).met for when in times(roll, at)
    )


def check_quorum(
    roll: Roll, at: str | None = None, conflicts: Collection[str] = (), *, council: bool
) -> None:
    """Refuse what is dealt with by too few.

    Raises:
        CommandRefusedError: too few, or nobody has been noted.
    """
    if not roll.presences or not members(roll):
        section = "KL 5:45, 5:66" if council else "KL 6:27, 6:35"
        raise CommandRefusedError(
            f"Det är inte antecknat vilka som är närvarande ({section}).",
            hint="Anteckna närvaron först.",
        )
    whole = times(roll, at)
    for when in whole:
        threshold = _threshold(roll, when, conflicts, council=council)
        if not threshold.met:
            hint = "Så få får inte handlägga ett ärende. Rätta närvaron om den är fel."
            if at is None and len(whole) > 1:
                hint = "Ange klockslaget när punkten togs upp, om fler var där då."
            clock = in_words(when)
            raise CommandRefusedError(
                f"{clock[0].upper()}{clock[1:]}: {threshold.explanation}", hint=hint
            )


def _threshold(
    roll: Roll, when: str, conflicts: Collection[str], *, council: bool
) -> thresholds.Threshold:
    there, all_of_them = len(serving(roll, when, conflicts)), members(roll)
    stood_in_for = {one.instead_of for one in roll.presences if one.serving and covers(one, when)}
    might = {seat.name for seat in roll.seats if seat.role != "substitute"} - stood_in_for
    away = set(conflicts) & (might | set(serving(roll, when)))
    conflicted = min(len(away), all_of_them - there)
    return thresholds.quorum(all_of_them, there, in_council=council, conflicted=conflicted)
