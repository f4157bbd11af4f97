"""A meeting is moved in the schedule: what hung on it moves with it, and it is told what did and why."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import Engine

from tests.engineroom import ERRAND, OFFICE, of_office, of_type
from tests.relocation import Removal
from workflow.command.definitions import Version
from workflow.command.loop import drain
from workflow.command.ports import UnitOfWorkFactory
from workflow.command.rescheduled import MovedDeadline, Rescheduling, reschedulings
from workflow.store.audit import verify

FIELDS = {**ERRAND["fields"], "m": {"type": "month", "label": "Månad"}}
DEADLINES: dict[str, Any] = {
    "meeting": {"label": "Till KS", "month": "m", "body": "KS", "until": ["decided"]},
    "answer": {"label": "Svar", "day": "due", "until": ["decided"], "must_meet": "KS"},
}
HELD = "2024-05-14"


def _office(*meets: object, **changes: Any) -> Version:
    body = {**OFFICE["bodies"]["KS"], "meets": [*meets]}
    return of_office(bodies={**OFFICE["bodies"], "KS": body}, **changes)


MOVED = _office({"on": HELD, "moved_to": "2024-05-28", "reason": "valdagen"}, "2024-06-18")


def _begun(real: UnitOfWorkFactory, **fields: str) -> Removal:
    office = Removal(real)
    office.publish(of_type(fields=FIELDS, deadlines=DEADLINES), _office(HELD, "2024-06-18"))
    office.register(1, fields=fields)
    return office


def _told(real: UnitOfWorkFactory, **options: Any) -> tuple[Rescheduling, ...]:
    with real() as uow:
        return reschedulings(uow, "norsjo", **options)


def _short(one: MovedDeadline) -> tuple[str, str, date | None, date, bool]:
    return one.deadline, one.what, one.before, one.final, one.at_risk is not None


def test_a_moved_meeting_moves_what_hung_on_it_and_says_so(
    real: UnitOfWorkFactory, engine: Engine
) -> None:
    """The month's deadline goes with the meeting, the answer can't be given in time, and both say why."""
    office = _begun(real, m="2024-05", due="2024-05-17")
    office.clock.advance(timedelta(days=1))
    office.publish(MOVED)
    (waiting,) = _told(real)
    assert (waiting.looked_at, waiting.waiting, waiting.moved) == (1, 1, ())
    drain(office.context, "worker")
    (told,) = _told(real)
    (change,) = told.meetings
    assert change.sentence == "Kommunstyrelsen 2024-05-14 flyttas till 2024-05-28 (valdagen)."
    assert (told.looked_at, told.waiting, told.failed) == (1, 0, 0)
    assert {_short(one) for one in told.moved} == {
        ("meeting", "reprojected", date(2024, 5, 14), date(2024, 5, 28), False),
        ("answer", "at_risk", date(2024, 5, 17), date(2024, 5, 17), True),
    }
    assert all(change.sentence in one.reason for one in told.moved)
    finals = {one.key: one.final for one in office.matter().deadlines}
    assert finals == {"meeting": date(2024, 5, 28), "answer": date(2024, 5, 17)}
    with real() as uow:
        assert [row.mail.template for row in uow.outbox.list(limit=9)] == ["at_risk"]
    assert verify(engine).sound


def test_a_cancelled_meeting_leaves_the_month_to_its_last_working_day(
    real: UnitOfWorkFactory,
) -> None:
    """Nothing is counted from a meeting that isn't held; when it is held again everything is as it was."""
    office = _begun(real, m="2024-05", due="2024-05-17")
    before = office.matter().deadlines
    for version in (
        _office({"on": HELD, "cancelled": True}, "2024-06-18"),
        _office(HELD, "2024-06-18"),
    ):
        office.clock.advance(timedelta(days=1))
        office.publish(version)
        drain(office.context, "worker")
    cancelled, held = _told(real)
    assert [one.what for one in cancelled.meetings] == ["cancelled"]
    assert [one.what for one in held.meetings] == ["added"]
    assert ("meeting", "reprojected", date(2024, 5, 14), date(2024, 5, 31), False) in map(
        _short, cancelled.moved
    )
    assert {(one.deadline, one.what) for one in held.moved} == {
        ("meeting", "reprojected"),
        ("answer", "reachable"),
    }
    assert [(one.key, one.final, one.at_risk) for one in office.matter().deadlines] == [
        (one.key, one.final, one.at_risk) for one in before
    ]


def test_what_has_nothing_to_do_with_the_schedule_is_not_told(real: UnitOfWorkFactory) -> None:
    """Another name is no rescheduling; neither is what was published before the day asked for."""
    office = _begun(real, m="2024-05", due="2024-05-17")
    office.clock.advance(timedelta(days=1))
    office.publish(MOVED)
    drain(office.context, "worker")
    office.clock.advance(timedelta(days=1))
    since = office.clock.now()
    office.publish(
        _office(
            {"on": HELD, "moved_to": "2024-05-28", "reason": "valdagen"},
            "2024-06-18",
            name="Norsjö",
        )
    )
    drain(office.context, "worker")
    assert len(_told(real)) == 1
    assert _told(real, since=since) == ()


def test_another_hour_moves_no_deadline(real: UnitOfWorkFactory) -> None:
    """It is told as a change of the meeting, and the matter's log has nothing of it."""
    office = _begun(real, m="2024-05", due="2024-05-17")
    office.clock.advance(timedelta(days=1))
    office.publish(_office({"on": HELD, "at": "18:30", "cut_off": "2024-05-03"}, "2024-06-18"))
    drain(office.context, "worker")
    (told,) = _told(real)
    assert [one.sentence for one in told.meetings] == [
        "Kommunstyrelsen 2024-05-14: börjar 18:30, stoppdag 2024-05-03."
    ]
    assert told.moved == ()
