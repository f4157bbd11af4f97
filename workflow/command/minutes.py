"""Adjusted minutes: the notice goes up, and every matter of the meeting learns of it."""

from collections.abc import Collection, Iterable, Mapping
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
from workflow.machine.values import line
from workflow.model.commands import AdjustMinutes, Envelope, RegisterMatter
from workflow.model.ids import MatterId, matter_id
from workflow.model.matter import Actor, RecordedDecision

PROCEDURE = "notice"
_LONGEST_PARAGRAPHS = 2_000
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
    actor: Actor,
) -> Announcement:
    """Accept the notice (KL 8:12) and ``AdjustMinutes`` for each matter, in one transaction.

    ``posted_on``: the day the last board carried the notice; None means the day of the adjustment.
    ``paragraphs``: as printed; empty means those of the decisions. Repeating changes nothing, except
    that a matter whose decisions of the meeting have become more since then is told again.

    Raises:
        UnknownDefinitionError: no such organisation, or no procedure for notices is published.
        InvalidInputError: the paragraphs are no single line, or the actor has no proper name.
        CommandRefusedError: the organisation has no such body, the days are out of order or to come,
            or the notice would be refused. Nothing is queued.
    """
    check_actor(actor)
    known = context.catalogue.organisation(organisation)
    posted = posted_on or adjusted_on
    now = context.clock.now()
    _check(known, body, (meeting_on, adjusted_on, posted), now.astimezone(_LOCAL).date())
    if paragraphs:
        paragraphs = _line(paragraphs)
    key = f"{organisation}:{body}:{meeting_on.isoformat()}"
    with context.units() as uow:
        matters = uow.matters.with_decision_at(organisation, body, meeting_on)
        taken = _taken(uow, matters, body, meeting_on)
        envelopes = [
            Envelope(
                f"adjust:{key}:{matter}:{len(decisions)}",
                matter,
                AdjustMinutes(body, meeting_on, adjusted_on),
                actor,
                now,
            )
            for matter, decisions in taken.items()
        ]
        notice = matter_id(organisation, f"anslag {body} {meeting_on.isoformat()}")
        if carries(known, body):
            decisions = tuple(chain.from_iterable(taken.values()))
            command = RegisterMatter(
                organisation=organisation,
                matter_type=PROCEDURE,
                title=f"{known.bodies[body].name} {meeting_on.isoformat()}",
                fields={
                    "body": body,
                    "meeting_on": meeting_on.isoformat(),
                    "adjusted_on": adjusted_on.isoformat(),
                    "posted_on": posted.isoformat(),
                    "paragraphs": paragraphs or _paragraphs(decisions),
                    # Nothing known of the meeting: it may have decided something (KL 13:2).
                    "appealable": not decisions or any(each.appealable for each in decisions),
                },
            )
            envelopes.append(Envelope(f"notice:{key}", notice, command, actor, now))
            try_registering(context, uow, envelopes[-1], command, now)
        new = uow.commands.accept(envelopes, at=now)
        context.reached("accept:before")
        uow.commit()
        context.reached("accept:after")
    context.hint("apply")
    return Announcement(notice if carries(known, body) else None, matters, repeated=not new)


def carries(organisation: Organisation, body: str) -> bool:
    """Whether the adjusted minutes of this body are announced on a board."""
    named = not organisation.notice_for or body in organisation.notice_for
    return named and bool(organisation.boards)


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


def _taken(
    uow: UnitOfWork, matters: Collection[MatterId], body: str, meeting_on: date
) -> Mapping[MatterId, tuple[RecordedDecision, ...]]:
    """What the body decided at the meeting, by matter, in the order of the ids given."""
    loaded = uow.matters.load(matters)
    return {
        matter: tuple(
            decision
            for decision in loaded[matter].decisions
            if (decision.body, decision.decided_on) == (body, meeting_on)
        )
        for matter in matters
    }


def _paragraphs(decisions: Iterable[RecordedDecision]) -> str:
    """Each once, shorter ones first so that numbers sort as numbers."""
    given = {decision.paragraph for decision in decisions if decision.paragraph}
    return ", ".join(sorted(given, key=lambda text: (len(text), text)))
