"""A changed meeting schedule works every open deadline out again."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from workflow.command.ports import UnitOfWork
from workflow.definition.organisation import Organisation
from workflow.definition.rescheduling import MeetingChange, meeting_changes
from workflow.model.commands import Envelope, ReprojectDeadlines
from workflow.model.matter import ENGINE

_MOST_TOLD: Final = 3  # changes that stand in the reason of every deadline that moved
_DIGEST: Final = 16


def reproject(
    uow: UnitOfWork, old: Organisation, new: Organisation, digest: str, *, at: datetime
) -> int:
    """Accept ``ReprojectDeadlines`` for each open matter with a running deadline; how many were new.

    Once per published version: the dedupe key is derived from its digest and the time that it became
    the current one, because an earlier calendar may come back.
    """
    changes = meeting_changes(old, new)
    if not changes:
        return 0
    command = ReprojectDeadlines(_why(new, changes, at.date()))
    prefix = key_prefix(new.organisation, digest, at)
    envelopes = [
        Envelope(
            dedupe_key=f"{prefix}{matter}",
            matter=matter,
            command=command,
            actor=ENGINE,
            given_at=at,
        )
        for matter in uow.matters.with_open_deadlines(new.organisation)
    ]
    return uow.commands.accept(envelopes, at=at)


def key_prefix(organisation: str, digest: str, at: datetime) -> str:
    """What the dedupe keys of one publication's commands begin with; the id of the matter follows."""
    return f"reproject:{organisation}:{digest[:_DIGEST]}:{at.isoformat()}:"


def _why(office: Organisation, changes: Sequence[MeetingChange], today: date) -> str:
    """The reason, with the first changes that still lie ahead."""
    ahead = [one for one in changes if (one.to or one.on) >= today] or [*changes]
    told = " ".join(one.sentence for one in ahead[:_MOST_TOLD])
    rest = len(changes) - len(ahead[:_MOST_TOLD])
    more = f" Och {rest} till." if rest else ""
    return f"Sammanträdesplanen för {office.name} har ändrats. {told}{more}"
