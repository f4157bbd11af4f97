"""Plain events: which points they move, and why they are refused."""

import pytest

from tests.casework import CLERK, SECRETARY, Desk, machine, organisations
from workflow.errors import CommandRefusedError, InvalidInputError, StaleVersionError
from workflow.model.commands import FireEvent, RecordDecision, SettleTask
from workflow.model.events import PointsMoved, SuccessorNamed
from workflow.model.matter import ENGINE
from workflow.model.outcome import PointOutcome

REPORT = {"report": "Se bilaga"}


def test_an_event_moves_every_point_that_it_is_possible_for() -> None:
    """Without points named, all that stand where the event leads from are moved, in one event."""
    desk = Desk().register(points=("A", "B", "C")).on("2024-04-20")
    desk.give(FireEvent("withdrawn_by_mover", points=("2",)))
    desk.give(FireEvent("prepared", data=REPORT))
    assert desk.states() == {"1": "at_AU", "2": "withdrawn", "3": "at_AU"}
    moved = desk.happened(PointsMoved)[-1]
    assert moved.came_from == {"1": "preparation", "3": "preparation"}
    assert moved.data == REPORT
    assert desk.it.state == "at_AU"
    assert desk.it.fields["report"] == "Se bilaga"
    assert str(desk.it.points[0].since) == "2024-04-20"


def test_the_matter_stands_where_its_slowest_open_point_stands() -> None:
    """The state of a matter is that of the open point with the longest way to go."""
    desk = Desk().register(points=("A", "B"))
    desk.give(FireEvent("prepared", points=("1",), data=REPORT))
    assert desk.it.state == "preparation"


def test_the_first_rule_whose_guard_holds_is_taken() -> None:
    """An organisation without a subcommittee goes straight to the board."""
    office = {**organisations()}
    office["norsjo"] = office["mala"].model_copy(update={"bodies": office["mala"].bodies})
    desk = Desk(organisations=office).register()
    desk.give(FireEvent("prepared", data=REPORT))
    assert desk.it.state == "at_KS"


def test_staying_keeps_the_day() -> None:
    """A point that an event leaves where it is has been there as long as before."""
    desk = Desk().register().on("2024-05-01")
    desk.give(FireEvent("certified"))
    assert str(desk.it.points[0].since) == "2024-04-16"


def _refusal(desk: Desk, command: FireEvent, **more: object) -> CommandRefusedError:
    before = desk.matter
    with pytest.raises(CommandRefusedError) as caught:
        desk.give(command, **more)  # type: ignore[arg-type]
    assert desk.matter is before
    return caught.value


def test_a_refusal_says_why_and_what_is_possible() -> None:
    """The state by its label, and the events that are possible instead, in the definition's order."""
    refusal = _refusal(Desk().register(), FireEvent("completed"))
    assert "”Beredning”" in refusal.message
    assert "Klart" in refusal.message
    assert refusal.possible == ("prepared", "withdrawn_by_mover", "renumbered", "certified")
    assert "Färdigberett (prepared)" in refusal.hint


def test_an_unknown_event_is_refused_with_the_nearest() -> None:
    """A misspelt event is answered with the one that was probably meant."""
    assert "Menade du prepared?" in _refusal(Desk().register(), FireEvent("preparred")).message


def test_a_false_guard_is_told() -> None:
    """The guard that doesn't hold stands in the refusal."""
    only = machine(
        transitions=[
            {"event": "spare", "from": "at_KS", "to": "at_KF", "guard": "fields.cost > 5"}
        ],
        events={"spare": {"label": "Extra"}},
    )
    desk = Desk(machine=only).register(enter_at="at_KS")
    assert "(fields.cost > 5)" in _refusal(desk, FireEvent("spare")).message
    assert "(fields.cost > 5)" in _refusal(desk, FireEvent("spare", points=("1",))).message


def test_guards_see_the_data_that_comes_with_the_event() -> None:
    """A field given with the command counts as set when its guard is worked out."""
    only = machine(
        transitions=[
            {"event": "spare", "from": "at_KS", "to": "at_KF", "guard": "fields.cost > 5"}
        ],
        events={"spare": {"label": "Extra"}},
    )
    desk = Desk(machine=only).register(enter_at="at_KS")
    desk.give(FireEvent("spare", data={"cost": 6}))
    assert desk.it.state == "at_KF"


def test_roles_are_kept_and_the_engine_has_all() -> None:
    """Only the roles that a rule names may fire it; the engine may always."""
    desk = Desk().register()
    refusal = _refusal(desk, FireEvent("certified"), actor=CLERK)
    assert "sekreteraren eller nurse" in refusal.message
    assert "Kim har rollerna: clerk" in refusal.message
    assert "certified" not in refusal.possible
    assert "motorn" in _refusal(desk, FireEvent("year_passed")).message
    desk.give(FireEvent("year_passed"), ENGINE)
    desk.give(FireEvent("certified"), SECRETARY)


@pytest.mark.parametrize("data", [{}, {"report": " "}, {"report": None}])
def test_required_data_has_to_come_with_the_event(data: dict[str, object]) -> None:
    """Nothing, blank text and None are all no report."""
    refusal = _refusal(Desk().register(fields=REPORT), FireEvent("prepared", data=data))
    assert "Tjänsteskrivelse (report)" in refusal.message


def test_bad_data_is_refused() -> None:
    """Data is typed by the fields of the definition."""
    with pytest.raises(InvalidInputError, match="Kostnad"):
        Desk().register().give(FireEvent("certified", data={"cost": "x"}))


@pytest.mark.parametrize("points", [("9",), ("1", "1"), ("2",)])
def test_points_are_known_open_and_named_once(points: tuple[str, ...]) -> None:
    """An unknown point, one named twice and one that has ended are refused."""
    desk = Desk().register(points=("A", "B"))
    desk.give(FireEvent("withdrawn_by_mover", points=("2",)))
    assert "Punkt" in _refusal(desk, FireEvent("certified", points=points)).message


def test_named_points_must_all_be_possible() -> None:
    """Where one of the points named can't be moved, none is."""
    desk = Desk().register(points=("A", "B"))
    desk.give(FireEvent("prepared", points=("1",), data=REPORT))
    assert "Punkt 1" in _refusal(desk, FireEvent("certified", points=("1", "2"))).message


def test_a_decision_is_no_plain_event() -> None:
    """An outcome of a body can't be fired without the body."""
    refusal = _refusal(Desk().register(enter_at="at_KS"), FireEvent("grants"))
    assert "beslut av ett organ" in refusal.message


def test_a_stale_version_is_refused() -> None:
    """One who read the matter before it moved on has to read it again."""
    desk = Desk().register()
    desk.give(FireEvent("certified"), version=1)
    with pytest.raises(StaleVersionError):
        desk.give(FireEvent("certified"), version=1)


def test_a_closed_matter_stays_closed() -> None:
    """After the end nothing can be fired and nothing is possible."""
    desk = Desk().register()
    desk.give(FireEvent("withdrawn_by_mover"))
    assert desk.it.closed_on is not None
    for refusal in (
        _refusal(desk, FireEvent("certified")),
        _refusal(desk, RecordDecision((PointOutcome("grants"),))),  # type: ignore[arg-type]
    ):
        assert "avslutades 2024-04-16" in refusal.message
        assert refusal.possible == ()
        assert "Ingen händelse är möjlig nu." in refusal.hint


def test_a_person_renumbers() -> None:
    """A matter that goes on under another number names it and ends."""
    desk = Desk().register()
    desk.give(FireEvent("renumbered", data={"successor": "KS 2025/9"}))
    assert desk.it.successor == "KS 2025/9"
    assert desk.it.state == "withdrawn"


def test_renumbered_without_a_number_only_moves() -> None:
    """Where the definition doesn't require the number, there may be none."""
    desk = Desk().register()
    desk.give(FireEvent("renumbered"))
    assert desk.it.successor is None


def test_the_successor_is_named_even_after_the_end() -> None:
    """The new matter's word is noted also in one that is closed, or has no such event or field."""
    closed = Desk().register()
    closed.give(FireEvent("withdrawn_by_mover"))
    word = FireEvent("renumbered", data={"successor": "KS 2025/9"})
    closed.give(word, ENGINE)
    assert closed.it.successor == "KS 2025/9"
    bare = machine()
    events = {k: v for k, v in bare.definition.events.items() if k != "renumbered"}
    fields = {k: v for k, v in bare.definition.fields.items() if k != "successor"}
    rules = tuple(
        rule.model_copy(update={"event": tuple(e for e in rule.event if e != "renumbered")})
        for rule in bare.definition.transitions
    )
    without = bare.definition.model_copy(
        update={"events": events, "fields": fields, "transitions": rules}
    )
    desk = Desk(machine=type(bare)("bare", without)).register()
    desk.give(word, ENGINE)
    assert desk.it.successor == "KS 2025/9"
    assert desk.it.state == "preparation"
    assert len(desk.happened(SuccessorNamed)) == 1


WORD = FireEvent("renumbered", data={"successor": "KS 2025/9"})


def test_what_can_not_end_yet_goes_on_when_it_may() -> None:
    """What was open when the successor came is a task, and the matter ends when that is settled."""
    desk = Desk().register(flags=("Se på",))
    desk.give(WORD, ENGINE)
    assert desk.it.state == "preparation"
    assert [(task.kind, task.blocks) for task in desk.it.tasks] == [
        ("flag", True),
        ("successor", False),
    ]
    desk.give(FireEvent("certified"))
    assert desk.it.closed_on is None
    desk.give(SettleTask("t1", "Sett"))
    assert (desk.it.state, desk.it.fields["successor"]) == ("withdrawn", "KS 2025/9")
    assert desk.it.closed_on is not None
    assert desk.it.tasks[1].answer == "Ärendet avslutades."


def test_a_person_may_keep_the_old_matter_open() -> None:
    """Once somebody has answered what is to become of it, the engine leaves it where it is."""
    desk = Desk().register(flags=("Se på",))
    desk.give(WORD, ENGINE)
    desk.give(SettleTask("t2", "Den sista punkten avgörs här"))
    desk.give(SettleTask("t1", "Sett"))
    assert desk.it.state == "preparation"
    assert desk.it.successor == "KS 2025/9"


def test_nothing_is_asked_of_what_went_over_at_once() -> None:
    """A matter that could be moved ends, and nobody is needed."""
    desk = Desk().register()
    desk.give(WORD, ENGINE)
    assert desk.it.closed_on is not None
    assert desk.it.tasks == ()


def test_the_engine_needs_the_number_to_renumber() -> None:
    """Without the new number there is nothing to note."""
    with pytest.raises(InvalidInputError, match="Nytt diarienummer"):
        Desk().register().give(FireEvent("renumbered"), ENGINE)


def test_automatic_events_never_go_round_for_ever() -> None:
    """A definition whose automatic events lead in a circle is refused, not run without end."""
    circle = [
        {"event": "certified", "from": "at_KS", "to": "at_KF", "automatic": True},
        {"event": "certified", "from": "at_KF", "to": "at_KS", "automatic": True},
    ]
    with pytest.raises(CommandRefusedError, match="går runt"):
        Desk(machine=machine(transitions=circle)).register(enter_at="at_KS")


def test_an_automatic_event_that_lacks_data_waits() -> None:
    """What requires data is never fired by itself."""
    rule = {
        "event": "certified",
        "from": "at_KS",
        "to": "at_KF",
        "automatic": True,
        "requires": ["reason"],
    }
    desk = Desk(machine=machine(transitions=[rule])).register(enter_at="at_KS")
    assert desk.it.state == "at_KS"
