"""What the database holds, counted: no figure comes from anywhere else."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.command.context import Context
from workflow.command.ports import Catalogue, MailRow, StoredEvent, UnitOfWork
from workflow.model.events import PointsMoved, PointsOpened, ReminderSent
from workflow.model.matter import Matter

_PAGE = 200
_ALL = 1_000_000
MEETING = "meeting"
"""The procedure that meetings run by; they are counted apart."""
NOTICE = "notice"
_BOARD = frozenset({NOTICE, "announcement"})
"""Procedures of what hangs on a board: only the boards are counted."""


@dataclass(frozen=True, slots=True)
class MatterLine:
    """One matter in a line. ``way``: the bodies that took it up, in order; ``outcomes`` as labels."""

    number: str
    organisation: str
    matter_type: str
    title: str
    way: tuple[str, ...]
    outcomes: tuple[str, ...]
    mails: int
    opened_on: date
    closed_on: date | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A deadline that was not kept."""

    number: str
    label: str
    final: date


@dataclass(frozen=True, slots=True)
class Summary:
    """Figures of the whole database.

    Meetings, notices and announcements are matters of their own to the engine, but not to the office. Of
    meetings their ``paragraphs``, ``signatures``, mails and deadlines are counted, of the others the boards,
    their events, and the ``appeal_periods`` that have run out. ``extracts`` are the mails that took one along.
    """

    meetings: int
    paragraphs: int
    signatures: int
    matters: int
    matters_closed: int
    started_by_others: int
    points: int
    points_open: int
    decisions: int
    decisions_adjusted: int
    tabled: int
    referred_back: int
    events: int
    recipients: int
    receipts: int
    exceptions: int
    recipients_open: int
    mails: int
    mails_sent: int
    mail_attempts: int
    extracts: int
    deadlines: int
    deadlines_met: int
    deadlines_missed: int
    deadlines_dropped: int
    deadlines_running: int
    appeal_periods: int
    reminders: int
    assignments: int
    tasks: int
    tasks_open: int
    notices: int
    notices_up: int
    notices_down: int
    incidents: int
    incidents_open: int
    lines: tuple[MatterLine, ...]
    missed: tuple[Missed, ...]


def summarise(context: Context) -> Summary:
    """Count everything, in one transaction."""
    with context.units() as uow:
        mails = uow.outbox.list(limit=_ALL)
        boards = uow.notices.list(limit=_ALL)
        incidents = uow.incidents.list(open_only=False, limit=_ALL)
        logs = [(matter, uow.matters.history(matter.id)) for matter in every(uow)]
    everything = [matter for matter, _ in logs]
    office = [matter for matter in everything if matter.matter_type not in _BOARD]
    matters = [matter for matter in office if matter.matter_type != MEETING]
    held = [matter.proceedings for matter in office if matter.proceedings is not None]
    points = [point for matter in matters for point in matter.points]
    decisions = [decision for matter in matters for decision in matter.decisions]
    items = Counter(item.status for matter in matters for item in matter.items)
    deadlines = Counter(d.status for matter in office for d in matter.deadlines)
    tasks = [task for matter in everything for task in matter.tasks]
    kinds = _moves(logs)
    return Summary(
        meetings=len(held),
        paragraphs=sum(len(one.paragraphs) for one in held),
        signatures=sum(len(each.signatures) for one in held for each in one.presentations),
        matters=len(matters),
        matters_closed=sum(matter.closed_on is not None for matter in matters),
        started_by_others=_started(matters),
        points=len(points),
        points_open=sum(_open_points(context.catalogue, matter) for matter in matters),
        decisions=len(decisions),
        decisions_adjusted=sum(decision.adjusted_on is not None for decision in decisions),
        tabled=sum(number for event, number in kinds.items() if event.startswith("tables")),
        referred_back=sum(number for event, number in kinds.items() if event.startswith("refers")),
        events=sum(len(log) for _, log in logs),
        recipients=items.total(),
        receipts=items["delivered"],
        exceptions=items["excepted"],
        recipients_open=items.total() - items["delivered"] - items["excepted"],
        mails=len(mails),
        mails_sent=sum(row.status == "sent" for row in mails),
        mail_attempts=sum(len(row.tries) for row in mails),
        extracts=sum(row.status == "sent" and row.mail.attachment is not None for row in mails),
        deadlines=deadlines.total(),
        deadlines_met=deadlines["met"],
        deadlines_missed=deadlines["expired"],
        deadlines_dropped=deadlines["dropped"],
        deadlines_running=deadlines["running"] + deadlines["suspended"],
        appeal_periods=sum(
            deadline.status == "expired"
            for matter in everything
            if matter.matter_type == NOTICE
            for deadline in matter.deadlines
        ),
        reminders=sum(isinstance(row.event, ReminderSent) for _, log in logs for row in log),
        assignments=sum(len(matter.assignments) for matter in matters),
        tasks=len(tasks),
        tasks_open=sum(task.open for task in tasks),
        notices=len(boards),
        notices_up=sum(row.removed_on is None for row in boards),
        notices_down=sum(row.removed_on is not None for row in boards),
        incidents=len(incidents),
        incidents_open=sum(incident.closed_at is None for incident in incidents),
        lines=tuple(_lines(context.catalogue, matters, mails)),
        missed=tuple(_missed(office)),
    )


def every(uow: UnitOfWork) -> Iterator[Matter]:
    """All matters, a page at a time."""
    page = uow.matters.list(limit=_PAGE)
    while page:
        loaded = uow.matters.load(summary.id for summary in page)
        yield from (loaded[summary.id] for summary in page)
        page = uow.matters.list(limit=_PAGE, after=page[-1].id)


def _open_points(catalogue: Catalogue, matter: Matter) -> int:
    states = catalogue.matter_type(matter.definition).states
    return sum(not states[point.state].final for point in matter.points)


def _started(matters: Sequence[Matter]) -> int:
    """Matters that other matters started: for an assignment, or in a party's own body."""
    started = {a.child for m in matters for a in m.assignments if a.child}
    started |= {c.matter for m in matters for c in m.children if c.matter}
    return sum(matter.id in started for matter in matters)


def _moves(logs: Sequence[tuple[Matter, Sequence[StoredEvent]]]) -> Counter[str]:
    """How many times each event moved points, tabled them or opened new ones."""
    return Counter(
        row.event.event
        for _, log in logs
        for row in log
        if isinstance(row.event, PointsMoved | PointsOpened)
    )


def _missed(matters: Sequence[Matter]) -> Iterator[Missed]:
    found = [
        Missed(matter.number.printed, deadline.label, deadline.final)
        for matter in matters
        for deadline in matter.deadlines
        if deadline.status == "expired"
    ]
    yield from sorted(found, key=lambda missed: (missed.final, missed.number))


def _lines(
    catalogue: Catalogue, matters: Sequence[Matter], mails: Sequence[MailRow]
) -> Iterator[MatterLine]:
    sent = Counter(row.mail.matter for row in mails if row.status == "sent")
    for matter in sorted(matters, key=lambda m: (m.organisation, m.opened_on, m.number.normalised)):
        labels = catalogue.matter_type(matter.definition).events
        yield MatterLine(
            number=matter.number.printed,
            organisation=matter.organisation,
            matter_type=matter.matter_type,
            title=matter.title,
            way=tuple(decision.body for decision in matter.decisions),
            outcomes=tuple(
                dict.fromkeys(labels[p.outcome].label for p in matter.points if p.outcome)
            ),
            mails=sent[matter.id],
            opened_on=matter.opened_on,
            closed_on=matter.closed_on,
        )
