"""What moved because a meeting schedule changed: read from the publications and the logs of the matters."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from workflow.command.definitions import ORGANISATION
from workflow.command.live import Live
from workflow.command.ports import StoredEvent, UnitOfWork
from workflow.command.publications import Publication
from workflow.command.schedules import key_prefix
from workflow.definition.organisation import Organisation
from workflow.definition.rescheduling import MeetingChange, meeting_changes
from workflow.model.events import DeadlineChanged
from workflow.model.ids import MatterId


@dataclass(frozen=True, slots=True)
class MovedDeadline:
    """What a changed schedule did to one deadline.

    Attributes:
        matter: whose it is.
        number: the matter's, as printed.
        deadline: its key.
        label: what it is called.
        what: as ``DeadlineChanged`` says: reprojected, at_risk, reachable, watched, expired ...
        before: its last day until then, inclusive; None where it had none.
        final: its last day since then, inclusive.
        at_risk: why it can't be kept as planned; None where it can.
        reason: the change of the schedule, in words.
    """

    matter: MatterId
    number: str
    deadline: str
    label: str
    what: str
    before: date | None
    final: date
    at_risk: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Rescheduling:
    """One publication that changed an organisation's meeting schedule, and what came of it.

    Attributes:
        organisation: its code.
        digest: SHA-256 of the version that was published.
        at: when.
        by: who published it, where that is known.
        meetings: every meeting that is held on another day, or no more, or differently.
        looked_at: how many matters were looked at because of it.
        waiting: how many of them still have to be.
        failed: how many of them couldn't be; an incident tells why.
        moved: every deadline that changed, in order of the matter's number.
    """

    organisation: str
    digest: str
    at: datetime
    by: str | None
    meetings: tuple[MeetingChange, ...]
    looked_at: int
    waiting: int
    failed: int
    moved: tuple[MovedDeadline, ...]


def reschedulings(
    uow: UnitOfWork, organisation: str, since: datetime | None = None
) -> tuple[Rescheduling, ...]:
    """Every publication that changed the meeting schedule, oldest first, with what moved because of it.

    Args:
        uow: where matters and commands are read.
        organisation: its code.
        since: publications before this moment are left out; None: none is.

    Raises:
        ChangedDefinitionError: a version isn't what was published.
    """
    live = Live(uow)
    versions = [
        (publication, office)
        for publication in uow.definitions.publications()
        if (publication.kind, publication.name) == (ORGANISATION, organisation)
        if (office := live.organisation(publication.digest)) is not None
    ]
    return tuple(
        _rescheduling(uow, publication, new, changes)
        for (_, old), (publication, new) in pairwise(versions)
        if since is None or publication.published_at >= since
        if (changes := meeting_changes(old, new))
    )


def _rescheduling(
    uow: UnitOfWork,
    publication: Publication,
    office: Organisation,
    changes: tuple[MeetingChange, ...],
) -> Rescheduling:
    at = publication.published_at
    outcomes = uow.commands.outcomes(key_prefix(office.organisation, publication.digest, at))
    numbers = {
        key: matter.number.printed
        for key, matter in uow.matters.load(one.matter for one in outcomes.values()).items()
    }
    moved = [
        deadline
        for key, one in outcomes.items()
        for deadline in _moved(uow.matters.history(one.matter), key, numbers[one.matter])
    ]
    waiting = [one for one in outcomes.values() if one.status in ("pending", "claimed")]
    failed = [one for one in outcomes.values() if one.status in ("refused", "failed")]
    return Rescheduling(
        organisation=office.organisation,
        digest=publication.digest,
        at=at,
        by=publication.by,
        meetings=changes,
        looked_at=len(outcomes),
        waiting=len(waiting),
        failed=len(failed),
        moved=tuple(sorted(moved, key=lambda one: (one.number, one.deadline))),
    )


def _moved(log: Sequence[StoredEvent], command: str, number: str) -> Iterator[MovedDeadline]:
    """What one command did to the deadlines of a matter, by its log."""
    finals: dict[str, date] = {}
    for row in log:
        event = row.event
        if not isinstance(event, DeadlineChanged):
            continue
        deadline = event.deadline
        if row.command == command:
            yield MovedDeadline(
                matter=row.matter,
                number=number,
                deadline=deadline.key,
                label=deadline.label,
                what=event.what,
                before=finals.get(deadline.key),
                final=deadline.final,
                at_risk=deadline.at_risk,
                reason=event.reason,
            )
        finals[deadline.key] = deadline.final
