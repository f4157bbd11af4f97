"""Adjusted minutes: the notice goes up, and every matter of the meeting learns of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from workflow.command.context import Context
from workflow.command.ports import UnitOfWork
from workflow.definition.organisation import Organisation
from workflow.errors import CommandRefusedError
from workflow.model.commands import AdjustMinutes, Envelope, RegisterMatter
from workflow.model.ids import MatterId, matter_id
from workflow.model.matter import Actor, RecordedDecision

PROCEDURE = "notice"


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
    ``paragraphs``: as printed; empty means those of the decisions. Repeating changes nothing.

    Raises:
        UnknownDefinitionError: no such organisation.
        CommandRefusedError: the organisation has no such body, or the days are out of order.
    """
    known = context.catalogue.organisation(organisation)
    posted = posted_on or adjusted_on
    _check(known, body, meeting_on, adjusted_on, posted)
    now = context.clock.now()
    key = f"{organisation}:{body}:{meeting_on.isoformat()}"
    with context.units() as uow:
        matters = uow.matters.with_decision_at(organisation, body, meeting_on)
        envelopes = [
            Envelope(
                f"adjust:{key}:{matter}",
                matter,
                AdjustMinutes(body, meeting_on, adjusted_on),
                actor,
                now,
            )
            for matter in matters
        ]
        notice = matter_id(organisation, f"anslag {body} {meeting_on.isoformat()}")
        if carries(known, body):
            decisions = tuple(_taken(uow, matters, body, meeting_on))
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
    organisation: Organisation, body: str, meeting_on: date, adjusted_on: date, posted_on: date
) -> None:
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


def _taken(
    uow: UnitOfWork, matters: Iterable[MatterId], body: str, meeting_on: date
) -> Iterable[RecordedDecision]:
    for matter in uow.matters.load(matters).values():
        for decision in matter.decisions:
            if (decision.body, decision.decided_on) == (body, meeting_on):
                yield decision


def _paragraphs(decisions: Iterable[RecordedDecision]) -> str:
    """Each once, shorter ones first so that numbers sort as numbers."""
    given = {decision.paragraph for decision in decisions if decision.paragraph}
    return ", ".join(sorted(given, key=lambda text: (len(text), text)))
