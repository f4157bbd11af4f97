"""The last meeting in time passes without a word: one warning, wherever the engine died on the way."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from tests.engineroom import OFFICE, of_office, of_type
from tests.relocation import Removal
from workflow.command.apply import apply_batch
from workflow.command.loop import drain
from workflow.command.ports import UnitOfWorkFactory
from workflow.command.timers import fire_batch
from workflow.model.events import DeadlineChanged
from workflow.store.audit import verify

ANSWER = {
    "label": "Svar", "day": "due", "until": ["decided"], "must_meet": "KS", "remind": ["P1D"],
}  # fmt: skip
BODIES = {"KS": {**OFFICE["bodies"]["KS"], "meets": ["2024-05-14", "2024-06-18"]}}


class Death:
    """Ends the work the first time that the place is reached; before a commit it is undone."""

    def __init__(self, place: str) -> None:
        self.place = place

    def __call__(self, place: str) -> None:
        """A place was reached."""
        if place == self.place:
            self.place = ""
            raise KeyboardInterrupt


def _changes(office: Removal) -> Iterator[str]:
    return (one.event.what for one in office.log() if isinstance(one.event, DeadlineChanged))


@pytest.mark.parametrize("place", ["timers:before", "timers:after", "claim:before", "apply:after"])
def test_told_once_wherever_it_died(real: UnitOfWorkFactory, engine: Engine, place: str) -> None:
    """The day after the meeting the secretary gets one message; timers and log agree all the way."""
    death = Death("")
    office = Removal(real, reached=death)
    office.publish(of_type(deadlines={"answer": ANSWER}), of_office(bodies=BODIES))
    office.register(1, fields={"due": "2024-05-17"})
    assert office.matter().deadlines[0].risk_on == date(2024, 5, 15)
    assert verify(engine).sound
    office.clock.advance(timedelta(days=28, hours=20))  # 15 May, eight in the morning
    death.place = place
    with pytest.raises(KeyboardInterrupt):  # noqa: PT012 - it may die in either
        fire_batch(office.context)
        apply_batch(office.context, "dies")
    assert verify(engine).sound
    drain(office.context, "goes on")
    assert [*_changes(office)] == ["armed", "at_risk"]
    with real() as uow:
        assert [row.mail.template for row in uow.outbox.list(limit=9)] == ["at_risk"]
    assert verify(engine).sound
    assert drain(office.context, "again").commands == 0
