"""A changed calendar works every open deadline out again."""

from datetime import datetime

from workflow.command.ports import UnitOfWork
from workflow.definition.organisation import Organisation
from workflow.definition.sessions import meetings
from workflow.model.commands import Envelope, ReprojectDeadlines
from workflow.model.matter import ENGINE


def calendar_changed(old: Organisation, new: Organisation) -> bool:
    """Whether any body's days of meeting differ."""
    return {code: meetings(old, code) for code in old.bodies} != {
        code: meetings(new, code) for code in new.bodies
    }


def reproject(
    uow: UnitOfWork, old: Organisation, new: Organisation, digest: str, *, at: datetime
) -> int:
    """Accept ``ReprojectDeadlines`` for each open matter with a running deadline; how many were new.

    Once per published version: the dedupe key is derived from its digest and the time that it became
    the current one, because an earlier calendar may come back.
    """
    if not calendar_changed(old, new):
        return 0
    command = ReprojectDeadlines(f"Sammanträdesplanen för {new.name} har ändrats.")
    envelopes = [
        Envelope(
            dedupe_key=f"reproject:{new.organisation}:{digest[:16]}:{at.isoformat()}:{matter}",
            matter=matter,
            command=command,
            actor=ENGINE,
            given_at=at,
        )
        for matter in uow.matters.with_open_deadlines(new.organisation)
    ]
    return uow.commands.accept(envelopes, at=at)
