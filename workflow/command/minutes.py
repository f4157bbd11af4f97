"""Adjusted minutes: the notice goes up, and every matter of the meeting learns of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from zoneinfo import ZoneInfo

from workflow.command.actors import check_actor
from workflow.command.carry import try_registering
from workflow.command.context import Context
from workflow.command.ports import UnitOfWork
from workflow.definition.organisation import Organisation
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.machine.announcing import notice_of
from workflow.machine.boards import carries
from workflow.machine.values import line
from workflow.meeting.facts import notice_id
from workflow.model.commands import AdjustMinutes, Envelope
from workflow.model.ids import MatterId
from workflow.model.matter import Actor, RecordedDecision

_LONGEST_PARAGRAPHS = 2_000
_AT_ONCE = ":#"  # in keys, before the paragraphs that were adjusted at once
_LOCAL = ZoneInfo("Europe/Stockholm")


@dataclass(frozen=True, slots=True)
class Announcement:
    """What was accepted. ``notice`` is None for a body whose minutes aren't announced.

    ``repeated``: the same meeting was announced before, and nothing new was accepted.
    """

    notice: MatterId | None
    matters: tuple[MatterId, ...]
    repeated: bool = False


def announce(
    context: Context,
    *,
    organisation: str,
    body: str,
    meeting_on: date,
    adjusted_on: date,
    posted_on: date | None = None,
    paragraphs: str = "",
    only: tuple[str, ...] = (),
    actor: Actor,
) -> Announcement:
    """Accept the notice (KL 8:12) and ``AdjustMinutes`` for each matter, in one transaction.

    ``posted_on``: the day the last board carried the notice, boards of others too; None means the day of
    the adjustment, and that boards of others are confirmed one by one. ``paragraphs``: as printed; empty
    means those of the decisions. ``only``: these paragraphs were adjusted at once and get a notice of their
    own; the rest is announced later, without ``only``. Repeating changes nothing, except that a matter whose
    decisions of the meeting have become more since then is told again.

    Raises:
        UnknownDefinitionError: no such organisation, or no procedure for notices is published.
        InvalidInputError: the paragraphs are no single line, or the actor has no proper name.
        CommandRefusedError: the organisation has no such body, the days are out of order or to come,
            a paragraph isn't known or was adjusted before, or the notice would be refused. Nothing is
            queued.
    """
    check_actor(actor)
    known = context.catalogue.organisation(organisation)
    posted = posted_on or adjusted_on
    now = context.clock.now()
    _check(known, body, (meeting_on, adjusted_on, posted), now.astimezone(_LOCAL).date())
    if paragraphs:
        paragraphs = _line(paragraphs)
    only = tuple(dict.fromkeys(_line(paragraph) for paragraph in only))
    if any("," in paragraph for paragraph in only):
        raise InvalidInputError("Ange en paragraf i taget, till exempel 45.")
    meeting = f"{organisation}:{body}:{meeting_on.isoformat()}"
    key = _key(meeting, only)
    with context.units() as uow:
        held = _held(uow, organisation, body, meeting_on)
        taken = _at_once(uow, held, only, meeting) if only else _left(uow, held, meeting)
        envelopes = [
            Envelope(
                f"adjust:{key}:{matter}:{len(decisions)}",
                matter,
                AdjustMinutes(body, meeting_on, adjusted_on, only),
                actor,
                now,
            )
            for matter, decisions in taken.items()
        ]
        notice = notice_id(organisation, body, meeting_on, ", ".join(only))
        if carries(known, body):
            decisions = tuple(chain.from_iterable(taken.values()))
            command = notice_of(
                known,
                body,
                meeting_on,
                adjusted_on=adjusted_on,
                only=", ".join(only),
                paragraphs=paragraphs or _paragraphs(decisions),
                # Nothing known of the meeting: it may have decided something (KL 13:2).
                appealable=not decisions or any(each.appealable for each in decisions),
                posted_on=posted,
                all_boards=posted_on is not None,
            )
            envelopes.append(Envelope(f"notice:{key}", notice, command, actor, now))
            try_registering(context, uow, envelopes[-1], command, now)
        new = uow.commands.accept(envelopes, at=now)
        context.reached("accept:before")
        uow.commit()
        context.reached("accept:after")
    context.hint("apply")
    return Announcement(notice if carries(known, body) else None, tuple(taken), repeated=not new)


def _check(
    organisation: Organisation, body: str, days: tuple[date, date, date], today: date
) -> None:
    meeting_on, adjusted_on, posted_on = days
    if body not in organisation.bodies:
        raise CommandRefusedError(
            f"{organisation.name} har inget organ ”{body}”.",
            hint=f"Organ: {', '.join(organisation.bodies)}.",
        )
    if not meeting_on <= adjusted_on <= posted_on:
        raise CommandRefusedError(
            "Dagarna kommer i fel ordning.",
            hint="Sammanträdet kommer först, sedan justeringen och sist anslaget.",
        )
    if posted_on > today:
        raise CommandRefusedError(
            f"Protokollet kan inte vara justerat {adjusted_on} och anslaget {posted_on}: i dag är"
            f" det {today}.",
            hint="Anmäl det när det är anslaget.",
        )


def _line(paragraphs: str) -> str:
    try:
        return line(paragraphs, _LONGEST_PARAGRAPHS)
    except InvalidInputError as error:
        raise InvalidInputError(f"Paragraferna {error}") from error


def _held(
    uow: UnitOfWork, organisation: str, body: str, meeting_on: date
) -> Mapping[MatterId, tuple[RecordedDecision, ...]]:
    """What the body decided at the meeting, by matter, in the order of the ids."""
    matters = uow.matters.with_decision_at(organisation, body, meeting_on)
    loaded = uow.matters.load(matters)
    decisions = {matter: loaded[matter].decisions for matter in matters}
    # One whose decision was taken back since has nothing to be told.
    return _where(decisions, lambda one: (one.body, one.decided_on) == (body, meeting_on))


def _at_once(
    uow: UnitOfWork,
    held: Mapping[MatterId, tuple[RecordedDecision, ...]],
    only: tuple[str, ...],
    meeting: str,
) -> Mapping[MatterId, tuple[RecordedDecision, ...]]:
    """What was decided in these paragraphs.

    Raises:
        CommandRefusedError: one of them isn't known, or was announced with others or with the rest.
    """
    known = {each.paragraph for each in chain.from_iterable(held.values()) if each.paragraph}
    missing = [paragraph for paragraph in only if paragraph not in known]
    if missing:
        raise CommandRefusedError(
            f"Sammanträdet har inget beslut i § {', '.join(missing)[:80]}.",
            hint=f"Paragrafer: {', '.join(sorted(known, key=_order)) or 'inga'}.",
        )
    again = uow.commands.outcome(f"notice:{_key(meeting, only)}") is not None
    before = _immediate(uow, meeting)
    if not again and (before & set(only) or uow.commands.outcome(f"notice:{meeting}")):
        raise CommandRefusedError(
            f"§ {', '.join(only)} är redan justerad och anslagen.",
            hint="Omedelbart justerat är det som justeras före resten av protokollet.",
        )
    return _where(held, lambda decision: decision.paragraph in only)


def _key(meeting: str, only: tuple[str, ...]) -> str:
    return f"{meeting}{_AT_ONCE}{','.join(only)}" if only else meeting


def _left(
    uow: UnitOfWork, held: Mapping[MatterId, tuple[RecordedDecision, ...]], meeting: str
) -> Mapping[MatterId, tuple[RecordedDecision, ...]]:
    """What wasn't adjusted at once."""
    before = _immediate(uow, meeting)
    return _where(held, lambda decision: decision.paragraph not in before) if before else held


def _immediate(uow: UnitOfWork, meeting: str) -> set[str]:
    """The paragraphs of the meeting that were adjusted at once, by the keys of their notices."""
    prefix = f"notice:{meeting}{_AT_ONCE}"
    keys = uow.commands.outcomes(prefix)
    return {paragraph for key in keys for paragraph in key.removeprefix(prefix).split(",")}


def _where(
    held: Mapping[MatterId, tuple[RecordedDecision, ...]],
    wanted: Callable[[RecordedDecision], bool],
) -> Mapping[MatterId, tuple[RecordedDecision, ...]]:
    found = {matter: tuple(filter(wanted, decisions)) for matter, decisions in held.items()}
    return {matter: decisions for matter, decisions in found.items() if decisions}


def _order(paragraph: str) -> tuple[int, str]:
    """Shorter ones first, so that numbers sort as numbers."""
    return len(paragraph), paragraph


def _paragraphs(decisions: Iterable[RecordedDecision]) -> str:
    """Each once, in order."""
    given = {decision.paragraph for decision in decisions if decision.paragraph}
    return ", ".join(sorted(given, key=_order))
