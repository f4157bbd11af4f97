"""Minutes are put before those who sign, and adjusted by the last signature (KL 5:69, 6:35)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from workflow.errors import CommandRefusedError
from workflow.machine import announcing, telling
from workflow.machine.meetings import proceedings_of
from workflow.machine.work import Work, local_day
from workflow.meeting import presentations, roll
from workflow.meeting.facts import day_of
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
    signers = tuple(_signers(work, held))
    presentation = presentations.present(held, command.sha256, command.items, signers, work.today)
    work.record(MinutesPresented(presentation))


def _signers(work: Work, held: Proceedings) -> Iterator[tuple[str, str]]:
    """The secretary, whoever was in the chair, and the adjusters; each once."""
    secretary = work.matter.fields.get(_SECRETARY)
    if not secretary:
        raise CommandRefusedError(
            "Sammanträdet har ingen sekreterare.", hint="Ange fältet secretary."
        )
    chair = roll.presiding(held.roll, None, ())
    if chair is None:
        raise CommandRefusedError(
            "Ingen ordförande tjänstgjorde vid sammanträdet.", hint="Anteckna närvaron."
        )
    yield str(secretary), "Sekreterare"
    yield chair, "Ordförande"
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
    met = day_of(work.matter)
    if at > work.now or local_day(at) < met:
        raise CommandRefusedError(
            f"{command.name} kan inte ha undertecknat {local_day(at)}: sammanträdet var {met},"
            f" och i dag är det {work.today}."
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
