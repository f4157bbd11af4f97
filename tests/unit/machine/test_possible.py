"""What can be done now."""

from tests.casework import CLERK, SECRETARY, Desk
from workflow.machine.possible import Possible, possible
from workflow.model.commands import AdjustMinutes, RecordDecision
from workflow.model.matter import Actor
from workflow.model.matter import PointOutcome as Outcome


def _possible(desk: Desk, actor: Actor = SECRETARY) -> dict[str, Possible]:
    found = possible(desk.machine, desk.organisations, desk.it, desk.now, actor)
    return {one.event: one for one in found}


def test_what_an_event_takes() -> None:
    """Its label, its form, the body that decides, the points and the data that it requires."""
    found = _possible(Desk().register(points=("A", "B"), enter_at="at_KS"))
    assert found["refers_back"] == Possible(
        "refers_back", "Återremitteras", "refers_back", "KS", ("1", "2"), ("reason",)
    )
    assert found["renumbered"].form is None
    assert found["renumbered"].body is None


def test_order_and_roles() -> None:
    """In the order of the definition; only what the actor's roles allow."""
    desk = Desk().register()
    assert tuple(_possible(desk)) == ("prepared", "withdrawn_by_mover", "renumbered", "certified")
    assert "certified" not in _possible(desk, CLERK)


def test_nothing_that_would_end_it_too_early() -> None:
    """While something keeps the matter open, what would end its last point isn't possible."""
    desk = Desk().register(points=("A", "B"), enter_at="at_KS")
    desk.give(RecordDecision((Outcome("tables"),)))
    assert "withdrawn_by_mover" not in _possible(desk)
    desk.give(AdjustMinutes("KS", desk.it.opened_on, desk.it.opened_on))
    assert "withdrawn_by_mover" in _possible(desk)
