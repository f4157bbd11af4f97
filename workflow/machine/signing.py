"""Minutes are put before those who sign, and adjusted by the last signature (KL 5:69, 6:35)."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from workflow.errors import CommandRefusedError
from workflow.machine import announcing, telling
from workflow.machine.meetings import proceedings_of
from workflow.machine.work import Work, local_day
from workflow.meeting import presentations
from workflow.meeting.attendance_list import paragraphs_by_chair
from workflow.model.commands import PresentMinutes, SignMinutes
from workflow.model.events import AgendaChanged, MinutesPresented, MinutesSigned
from workflow.model.proceedings import AgendaItem, Proceedings

_SECRETARY = "secretary"


def present(work: Work, command: PresentMinutes) -> None:
    """Put the minutes before those who sign: all that isn't adjusted, or these items at once.

    Raises:
        InvalidInputError: the hash isn't one.
        CommandRefusedError: not now, the meeting isn't over, or nothing or nobody to adjust.
    """
    held = proceedings_of(work, "sign")
    going_on = "record" in work.definition.states[work.matter.state].allows
    if going_on and not command.items:
        raise CommandRefusedError(
            "Sammanträdet är inte avslutat.",
            hint="Avsluta det först, eller ange de paragrafer som justeras omedelbart.",
        )
    signers = tuple(_signers(work, held, command.items))
    presentation = presentations.present(held, command.sha256, command.items, signers, work.today)
    work.record(MinutesPresented(presentation))


def _signers(work: Work, held: Proceedings, named: Collection[str]) -> Iterator[tuple[str, str]]:
    """The secretary, everybody who was in the chair for any of the paragraphs, and the adjusters."""
    secretary = work.matter.fields.get(_SECRETARY)
    if not secretary:
        raise CommandRefusedError(
            "Sammanträdet har ingen sekreterare.", hint="Ange fältet secretary."
        )
    chosen = [
        item
        for item in held.paragraphs
        if item.adjusted_on is None and (not named or item.key in named)
    ]
    chairs = paragraphs_by_chair(held.roll, chosen, str(work.matter.fields.get("chair") or ""))
    if chosen and not chairs:
        raise CommandRefusedError(
            "Ingen ordförande tjänstgjorde vid sammanträdet.", hint="Anteckna närvaron."
        )
    yield str(secretary), "Sekreterare"
    yield from ((name, "Ordförande") for name in chairs)
    yield from ((name, "Justerare") for name in held.adjusters.names)


def sign(work: Work, command: SignMinutes) -> None:
    """Somebody signed. The last signature adjusts: matters are told, and the notice goes up.

    Raises:
        CommandRefusedError: not now, no such presentation, void or adjusted, not one who signs it,
            other bytes than those presented, or signed before the meeting or in time to come.
    """
    held = proceedings_of(work, "sign")
    presented = next((one for one in held.presentations if one.key == command.presentation), None)
    if presented is None:
        raise CommandRefusedError(f"Inget protokoll {command.presentation[:40]} är framlagt.")
    at = command.signed_at or work.now
    if at > work.now or local_day(at) < presented.presented_on:
        raise CommandRefusedError(
            f"{command.name} kan inte ha undertecknat {local_day(at)}: protokollet lades fram"
            f" {presented.presented_on}, och i dag är det {work.today}."
        )
    signed = presentations.sign(presented, command.name, command.sha256, at)
    if signed == presented:
        return
    work.record(MinutesSigned(signed))
    if signed.adjusted_on is None:
        return
    keys = set(signed.items)
    items = [
        replace(item, adjusted_on=signed.adjusted_on) for item in held.items if item.key in keys
    ]
    _adjusted(work, items)


def _adjusted(work: Work, items: Sequence[AgendaItem]) -> None:
    work.record(AgendaChanged("adjusted", tuple(items)))
    on = items[0].adjusted_on
    assert on is not None  # noqa: S101 - it was just set
    telling.adjusted(work, items, on)
    announcing.announce(work, items, on)
