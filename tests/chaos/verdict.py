"""What is counted when everything is quiet: from the database, and from the mail server's own record."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from tests.chaos.fleet import GIVING, WORKING
from tests.chaos.plan import MAILS_PER_MATTER, STEPS, Plan
from tests.smtp import Received
from workflow.bootstrap import Engine
from workflow.command.ports import MailRow, UnitOfWork
from workflow.model.events import Event, PointsMoved, ReminderSent
from workflow.model.ids import MatterId


@dataclass(frozen=True, slots=True)
class Verdict:
    """The counts. ``mails_in_doubt``: messages that came more than once, each with a lost answer."""

    expected: int
    transitions: int
    lost: int
    duplicated: int
    out_of_order: int
    kills: int
    places_without_kill: int
    closed: int
    reminders_lost_or_twice: int
    mails: int
    mails_missing: int
    mails_in_doubt: int
    mails_twice_without_doubt: int
    incidents: int
    audit_findings: int
    accepted_again: int

    def wrong(self, plan: Plan) -> list[str]:
        """The counts that aren't what they must be."""
        must = {
            "transitions": plan.expected,
            "closed": plan.matters,
            "mails": plan.matters * MAILS_PER_MATTER,
            **dict.fromkeys(
                (
                    "lost", "duplicated", "out_of_order", "reminders_lost_or_twice", "mails_missing",
                    "mails_twice_without_doubt", "incidents", "audit_findings", "accepted_again",
                ),
                0,
            ),
        }  # fmt: skip
        counts = asdict(self)
        wrong = [
            f"{name}: {counts[name]} != {value}"
            for name, value in must.items()
            if counts[name] != value
        ]
        if plan.everywhere and self.places_without_kill:
            wrong.append(f"planted crashes that never came: {self.places_without_kill}")
        if self.kills < plan.kills:
            wrong.append(f"kills: {self.kills} < {plan.kills}")
        return wrong


def judge(engine: Engine, plan: Plan, received: Iterable[Received], kills: Counter[str]) -> Verdict:
    """Count. Every command is queued once more first, which must change nothing."""
    again = sum(engine.bus.submit(part) for part in plan.slices())
    with engine.units() as uow:
        logs = [[stored.event for stored in uow.matters.history(key)] for key in plan.ids()]
        closed = sum(
            matter.closed_on is not None for matter in uow.matters.load(plan.ids()).values()
        )
        rows = _mails(uow, plan.ids())
        incidents = len(uow.incidents.list(open_only=False))
    steps = [_steps(log) for log in logs]
    lost = sum(len(set(STEPS) - set(taken)) for taken in steps)
    transitions = sum(len(set(taken) & set(STEPS)) for taken in steps)
    reminders = [sum(isinstance(event, ReminderSent) for event in log) for log in logs]
    arrived = Counter(message.message_id for message in received)
    twice = [row for row in rows if arrived[row.mail.message_id] > 1]
    return Verdict(
        expected=plan.expected,
        transitions=transitions,
        lost=lost,
        duplicated=sum(len(taken) - len(set(taken)) for taken in steps),
        out_of_order=sum(tuple(taken) != STEPS for taken in steps),
        kills=kills.total(),
        places_without_kill=len(frozenset((*GIVING, *WORKING)) - set(kills)),
        closed=closed,
        reminders_lost_or_twice=sum(count != 1 for count in reminders),
        mails=len(rows),
        mails_missing=sum(row.status != "sent" or not arrived[row.mail.message_id] for row in rows),
        mails_in_doubt=len(twice),
        mails_twice_without_doubt=sum(
            arrived[row.mail.message_id] > 1 + _lost_answers(row) for row in twice
        ),
        incidents=incidents,
        audit_findings=len(engine.verify().findings),
        accepted_again=again,
    )


def _mails(uow: UnitOfWork, matters: Iterable[MatterId]) -> list[MailRow]:
    return [row for matter in matters for row in uow.outbox.list(matter=matter)]


def _lost_answers(row: MailRow) -> int:
    """Tries of which nobody knows whether the server took the message."""
    return sum(attempt.outcome == "in_doubt" for attempt in row.tries)


def _steps(log: Iterable[Event]) -> list[str]:
    return [event.event for event in log if isinstance(event, PointsMoved) and event.event in STEPS]
