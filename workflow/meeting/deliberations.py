"""How an item was dealt with: whether it can have been so, by the law and by who was there. Pure."""

from dataclasses import dataclass
from typing import Final

from workflow.errors import CommandRefusedError
from workflow.meeting.deliberation_forms import check_forms
from workflow.meeting.faults import Faults, shown, twice
from workflow.meeting.presence import (
    present,
    presiding,
    seat_of,
    served,
    serving,
    steady,
)
from workflow.meeting.quorum import check_quorum
from workflow.meeting.votes import check_vote
from workflow.model.proceedings import (
    AgendaItem,
    Deliberation,
    Proceedings,
    Resolution,
    Vote,
)

_PUTS_OFF: Final[frozenset[str]] = frozenset({"tables", "refers_back", "withdraws"})
_NEEDS_QUORUM: Final = frozenset({"decision", "information"})
_WORDED: Final = frozenset({"notes", "hands_over", "tables", "refers_back", "withdraws"})
"""Forms whose sentence is always the same, so that minutes word it by themselves."""
_ANSWERED_BY_FEW: Final = frozenset({"interpellation", "question"})
"""Matter types that the council may have decided to answer without a quorum (KL 5:45)."""


@dataclass(frozen=True, slots=True)
class _Case:
    """What is looked at."""

    proceedings: Proceedings
    item: AgendaItem
    said: Deliberation
    council: bool

    @property
    def at(self) -> str | None:
        return self.said.taken_up_at

    @property
    def away(self) -> tuple[str, ...]:
        return tuple(conflict.name for conflict in self.said.conflicts)

    @property
    def taking_part(self) -> tuple[str, ...]:
        """Without a clock time: anybody who may have."""
        roll = self.proceedings.roll
        return served(roll, self.away) if self.at is None else serving(roll, self.at, self.away)

    @property
    def listening(self) -> tuple[str, ...]:
        """Who of the body was there, serving or not, without those who had to stand back."""
        there = present(self.proceedings.roll, self.at)
        return tuple(name for name in there if name not in self.away)


def check_deliberation(
    proceedings: Proceedings,
    item: AgendaItem,
    deliberation: Deliberation,
    *,
    council: bool,
    elects: bool = False,
    minority_used: bool = False,
) -> None:
    """Refuse what can't have been so; everything that is wrong at once.

    Args:
        proceedings: the meeting, with its roll.
        item: the item as it is on the agenda.
        deliberation: how it was dealt with.
        council: whether the council meets; otherwise a committee.
        elects: it is an election or the appointment of staff.
        minority_used: a minority has had the matter tabled or referred back before (KL 5:50).

    Raises:
        InvalidInputError: texts of the wrong form, or far too long or many.
        CommandRefusedError: the item is withdrawn or adjusted, too few were there, it wasn't announced
            to the council, nothing was decided, somebody had part in it who couldn't, or a vote
            doesn't add up.
    """
    faults = Faults()
    check_forms(faults, deliberation)
    faults.raise_if_any()
    case = _Case(proceedings, item, deliberation, council)
    _check_item(faults, case)
    _check_time(faults, case)
    _check_quorum(faults, case)
    _check_conflicts(faults, case)
    _check_part(faults, case)
    if deliberation.vote is not None:
        _check_vote(faults, case, deliberation.vote, elects=elects, minority_used=minority_used)
    faults.raise_if_any()


def _check_item(faults: Faults, case: _Case) -> None:
    item, resolution = case.item, case.said.resolution
    if item.adjusted_on is not None:
        faults.refuse(
            f"§ {item.paragraph} är justerad och kan inte rättas (KL 5:69, 6:35).",
            "Efter justeringen krävs ett nytt beslut.",
        )
    if item.status == "withdrawn":
        faults.refuse(
            f"Punkt {item.key} har utgått och kan inte behandlas.",
            "Sätt upp den på dagordningen igen om den ändå togs upp.",
        )
    if resolution.outcomes and item.matter is None:
        faults.refuse(
            f"Punkt {item.key} hör inte till något ärende och kan inte avgöra något i det."
        )
    if item.kind != "decision":
        return
    if not resolution.outcomes:
        faults.refuse(f"Punkt {item.key}: det framgår inte vad som beslutades i ärendet (KL 5:67).")
    worded = bool(resolution.forms) and _WORDED.issuperset(resolution.forms)
    if not worded and not any(sentence.strip() for sentence in resolution.sentences):
        faults.refuse(
            f"Punkt {item.key}: beslutet har ingen text (KL 5:67).", "Skriv minst en beslutssats."
        )
    if case.council and not item.announced and not case.said.by_all and _settles(resolution):
        faults.refuse(
            f"Punkt {item.key} ”{shown(item.title)}” är inte tillkännagiven, och fullmäktige får bara "
            "avgöra den om den är brådskande och alla närvarande ledamöter beslutar det (KL 5:52).",
            "Ange att alla var med på det, eller bordlägg ärendet.",
        )


def _settles(resolution: Resolution) -> bool:
    """Whether anything is settled; what is only put off needn't have been announced (KL 5:52)."""
    return not resolution.forms or any(form not in _PUTS_OFF for form in resolution.forms)


def _check_time(faults: Faults, case: _Case) -> None:
    roll = case.proceedings.roll
    if case.at is not None and roll.presences and not present(roll, case.at):
        faults.refuse(
            f"Ingen var närvarande kl. {case.at}, då punkt {case.item.key} togs upp (KL 5:66).",
            "Rätta klockslaget eller närvaron.",
        )


def _check_quorum(faults: Faults, case: _Case) -> None:
    item = case.item
    few_may = case.council and item.matter_type in _ANSWERED_BY_FEW
    if item.kind not in _NEEDS_QUORUM or few_may:
        return
    try:
        check_quorum(case.proceedings.roll, case.at, case.away, council=case.council)
    except CommandRefusedError as error:
        faults.refuse(f"Punkt {item.key}: {error.message}", error.hint)


def _check_conflicts(faults: Faults, case: _Case) -> None:
    for name in twice(case.away):
        faults.refuse(f"{name} står som jävig mer än en gång.")
    section = "KL 5:47" if case.council else "KL 6:30"
    for name in dict.fromkeys(case.away):
        if seat_of(case.proceedings.roll, name) is None:
            faults.refuse(
                f"{shown(name)} hör inte till organet, så jäv kan inte antecknas här ({section}).",
                "Anställdas jäv (KL 7:4) noteras i texten.",
            )


def _check_part(faults: Faults, case: _Case) -> None:
    """Who moved, had another opinion or wanted something in the minutes could do so."""
    guests = tuple(guest.name for guest in case.proceedings.roll.guests)
    # In the council chairs of committees and others may move although they aren't members (KL 5:39-40).
    movers = (*case.listening, *(guests if case.council else ()))
    for motion in case.said.floor:
        for name in motion.by:
            if name not in movers:
                faults.refuse(f"{_who(case, name)} och kan inte yrka något (KL 5:39, 6:26).")
    for reservation in case.said.reservations:
        for name in reservation.by:
            if name not in case.taking_part:
                faults.refuse(
                    f"{_who(case, name)} och kan inte reservera sig: det kan bara den som deltog i "
                    "beslutet (KL 4:27)."
                )
    for statement in case.said.statements:
        for name in statement.by:
            if name not in case.listening:
                faults.refuse(
                    f"{_who(case, name)} och kan inte få något antecknat till protokollet (KL 6:17, 6:26)."
                )


def _who(case: _Case, name: str) -> str:
    """Why somebody had no part in the item: the beginning of a sentence."""
    roll = case.proceedings.roll
    when = f" kl. {case.at}" if case.at is not None else ""
    if seat_of(roll, name) is None:
        return f"{shown(name)} hör inte till organet"
    if name in case.away:
        return f"{name} är jävig"
    if name in present(roll, case.at):
        return f"{name} tjänstgjorde inte{when}"
    return f"{name} var inte närvarande{when}"


def _check_vote(
    faults: Faults, case: _Case, vote: Vote, *, elects: bool, minority_used: bool
) -> None:
    roll = case.proceedings.roll
    if case.at is None and not steady(roll):
        faults.refuse(
            f"Punkt {case.item.key}: det går inte att se vilka som deltog i omröstningen, för närvaron "
            "ändrades under sammanträdet (KL 5:67).",
            "Ange klockslaget när punkten togs upp.",
        )
        return
    try:
        check_vote(
            vote,
            serving(roll, case.at, case.away),
            presiding(roll, case.at, case.away),
            council=case.council,
            election=elects,
            minority_used=minority_used,
        )
    except CommandRefusedError as error:
        faults.refuse(f"Punkt {case.item.key}: {error.message}", error.hint)
