"""Which of several states a matter is said to be in."""

from workflow.definition.schema import EventSpec, MatterType, State, Transition
from workflow.machine.build import build


def test_a_state_of_an_earlier_phase_has_longer_to_go_wherever_it_is_written() -> None:
    """A type's own states stand after those of its route, and are still placed by their phase."""
    definition = MatterType(
        name="t",
        label="T",
        initial="decided",
        states={
            "decided": State(label="Beslutat", phase="dispatch"),
            "moved": State(label="Väckt", phase="preparation"),
            "closed": State(label="Avslutat", phase="end", final=True),
            "announced": State(label="Meddelat", phase="dispatch"),
        },
        events={"go": EventSpec(label="Gå")},
        transitions=(
            Transition.model_validate({"event": "go", "from": "moved", "to": "decided"}),
            Transition.model_validate({"event": "go", "from": "decided", "to": "announced"}),
            Transition.model_validate({"event": "go", "from": "announced", "to": "closed"}),
        ),
    )
    order = build("d", definition).order
    assert sorted(order, key=order.__getitem__) == ["moved", "decided", "announced", "closed"]
