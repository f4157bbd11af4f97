"""Small values that the suite stores."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from threading import Barrier
from typing import TypeVar

from workflow.command.documents import DocumentKind, StoredDocument
from workflow.command.ports import Attempt, Change, UnitOfWork, UnitOfWorkFactory
from workflow.machine.evolve import evolve
from workflow.model.commands import Envelope, FireEvent
from workflow.model.effects import ArmTimer, OpenIncident, PostNotice, SendMail
from workflow.model.events import (
    DeadlineChanged,
    DecisionAdjusted,
    DecisionRecorded,
    Event,
    MatterClosed,
    MatterRegistered,
    PointsMoved,
    PointsOpened,
)
from workflow.model.ids import MatterId, RegistrationNumber, matter_id
from workflow.model.matter import Actor, Deadline, Matter, Point, PointOutcome, RecordedDecision

T = TypeVar("T")
NOW = datetime(2025, 3, 11, 8, 30, 0, 123456, tzinfo=UTC)
LONG = timedelta(hours=1)
LAPSED = timedelta(0)
CONTENT = '{"label":"Motion"}'
DEFINITION = sha256(CONTENT.encode()).hexdigest()
SARA = Actor("Sara Åkesson", ("secretary",))


@contextmanager
def writing(store: UnitOfWorkFactory) -> Iterator[UnitOfWork]:
    """A transaction that commits at its end."""
    with store() as unit:
        yield unit
        unit.commit()


def at_once(count: int, job: Callable[[int], T]) -> list[T]:
    """Run a job in so many threads that begin at the same moment."""
    barrier = Barrier(count)

    def run(number: int) -> T:
        barrier.wait(timeout=30)
        return job(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def envelope(key: str, matter: str = "m1") -> Envelope:
    return Envelope(key, MatterId(matter), FireEvent("prepared"), SARA, NOW)


def number(serial: int, register: str = "KS") -> RegistrationNumber:
    return RegistrationNumber(f"{register} {serial}/2025", register, 2025, serial)


def registered(serial: int = 1, organisation: str = "norsjo", **fields: object) -> Change:
    """A new matter: its first event."""
    registration = number(serial)
    event = MatterRegistered(
        id=matter_id(organisation, registration.normalised),
        number=registration,
        organisation=organisation,
        matter_type="motion",
        definition=DEFINITION,
        title="Motion om fler cykelvägar – ”nu”",
        state="preparation",
        registered_on=date(2025, 3, 11),
        fields=fields,
        points=(Point("p1", "Fler cykelvägar", "preparation", date(2025, 3, 11)),),
    )
    return change(None, event, command=f"register:{organisation}:{serial}")


def change(before: Matter | None, *events: Event, command: str = "c", at: datetime = NOW) -> Change:
    """What these events make of a matter."""
    after = before
    for event in events:
        after = evolve(after, event)
    assert after is not None
    return Change(before, after, events, SARA, command, at)


def moved(before: Matter, state: str = "at_KS", command: str = "move") -> Change:
    """The matter's point goes to another state."""
    points = tuple(replace(point, state=state) for point in before.points)
    came_from = {point.key: point.state for point in before.points}
    return change(before, PointsMoved("prepared", came_from, points, state), command=command)


def decided(before: Matter, body: str, day: date, command: str = "decide") -> Change:
    """A body took the matter up."""
    decision = RecordedDecision(
        key=f"d{len(before.decisions) + 1}",
        body=body,
        decided_on=day,
        paragraph="12",
        outcomes=(PointOutcome("proposes", ("p1",)),),
        recipients=("Kommunstyrelsen",),
        appealable=False,
    )
    return change(before, DecisionRecorded(decision), command=command)


def adjusted(before: Matter, day: date, command: str = "adjust") -> Change:
    """The minutes of the last decision were adjusted."""
    return change(before, DecisionAdjusted(before.decisions[-1].key, day), command=command)


def with_deadline(before: Matter, command: str = "arm") -> Change:
    """A deadline runs."""
    deadline = Deadline(
        key="one_year",
        label="Beslut inom ett år",
        rule="KL-5:35",
        hard=False,
        nominal=date(2026, 3, 11),
        final=date(2026, 3, 11),
    )
    return change(before, DeadlineChanged("armed", deadline), command=command)


def closed(before: Matter, command: str = "close") -> Change:
    """The matter ends."""
    return change(before, MatterClosed(date(2025, 6, 1)), command=command)


def reopened(before: Matter, command: str = "reopen") -> Change:
    """The matter is taken up again, by a new point."""
    point = Point("p2", before.title, "preparation", date(2025, 9, 1))
    opened = PointsOpened("resumes", (point,), "preparation", {"reason": "Upphävt"})
    return change(before, opened, command=command)


def timer(key: str, minutes: int = 0, matter: str = "m1", deadline: str = "one_year") -> ArmTimer:
    return ArmTimer(
        id=key,
        matter=MatterId(matter),
        deadline=deadline,
        kind="reminder",
        generation=1,
        due_on=date(2025, 3, 11),
        due_at=NOW + timedelta(minutes=minutes),
    )


def mail(key: str, matter: str = "m1") -> SendMail:
    return SendMail(
        id=key,
        matter=MatterId(matter),
        template="decision",
        to_name="Åsa Öberg",
        to_address="asa@norsjo.example",
        subject="Beslut KS 2025/1",
        context={"points": [{"text": "Bifall", "n": 1}], "final": None},
        message_id=f"<{key}@norsjo.arendegang.example>",
        on_doubt="resend",
        reply_item="d1-1",
    )


def attempt(key: str, number: int, outcome: str = "sent") -> Attempt:
    return Attempt(key, number, NOW, NOW + timedelta(seconds=2), outcome, 250, "2.0.0 Ok")


def notice(key: str, posted_on: date = date(2025, 2, 27), matter: str = "n1") -> PostNotice:
    return PostNotice(
        id=key,
        matter=MatterId(matter),
        organisation="norsjo",
        board="Digitala anslagstavlan",
        body="AU",
        meeting_on=date(2025, 2, 25),
        paragraphs="§§ 12-43",
        adjusted_on=date(2025, 2, 27),
        posted_on=posted_on,
        last_appeal_day=date(2025, 3, 20),
        earliest_removal=date(2025, 3, 21),
        where_kept="Kommunkansliet",
    )


def document(
    content: bytes = b"%PDF-1.7 minutes",
    kind: DocumentKind = "minutes",
    matter: str = "n1",
    minutes: int = 0,
) -> StoredDocument:
    return StoredDocument.of(
        content,
        media_type="application/pdf",
        name="Protokoll – KS.pdf",
        matter=MatterId(matter),
        kind=kind,
        created_at=NOW + timedelta(minutes=minutes),
    )


def incident(key: str = "command:1") -> OpenIncident:
    return OpenIncident(key, MatterId("m1"), "failed_command", "Gick sönder fem gånger")
