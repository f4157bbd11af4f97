"""Two definitions at the ends of the scale: one that takes everything, one with a single way."""

from random import Random

from workflow.definition.organisation import Body, Organisation
from workflow.definition.schema import EventSpec, MatterType, State, Transition
from workflow.machine.build import Machine, build

WORDS = ("approves", "rejects")
BODIES = ("KF", "KS")

CITY = Organisation(
    organisation="city",
    name="Staden",
    kind="municipality",
    register_code="KS",
    bodies={
        "BN": Body(name="Byggnadsnämnden", kind="committee"),
        "KF": Body(name="Kommunfullmäktige", kind="council"),
        "KS": Body(name="Kommunstyrelsen", kind="executive_board"),
    },
)

_STATES = {
    "at_KS": State(label="Hos KS", phase="KS", body="KS", entry=True),
    "at_KF": State(label="Hos KF", phase="KF", body="KF"),
    "decided": State(label="Beslutat", phase="dispatch", owner="secretary"),
    "closed": State(label="Avslutat", phase="end", final=True),
}
_EVENTS = {word: EventSpec(label=word.capitalize(), form="decides") for word in WORDS}
_CLOSES = {"to": "closed", "event": "closes", "from": "decided"}


def _machine(name: str, events: dict[str, EventSpec], *rules: dict[str, object]) -> Machine:
    plain = {"closes": EventSpec(label="Avslutas"), "turns": EventSpec(label="Vänder")}
    definition = MatterType(
        name=name,
        label=name.capitalize(),
        requires_preparation=False,
        initial="at_KS",
        states=_STATES,
        events={**events, **plain},
        transitions=tuple(Transition.model_validate(rule) for rule in rules),
    )
    return build(name, definition)


def lot(seed: int = 1) -> Random:
    """What is drawn from it is the same every time."""
    return Random(seed)  # noqa: S311 - repeatable


def takes_everything() -> Machine:
    """Whatever anybody decides, the matter stays; an officer moves it to whom it waits for."""
    return _machine(
        "anything",
        _EVENTS,
        {"event": WORDS, "from": ["at_KS", "at_KF"], "to": "same"},
        {"event": "turns", "from": "at_KS", "to": "at_KF"},
        {"event": "turns", "from": "at_KF", "to": "at_KS"},
        _CLOSES,
    )


def one_way() -> Machine:
    """KS approves, and that is all."""
    return _machine(
        "narrow",
        {"approves": _EVENTS["approves"]},
        {"event": "approves", "from": "at_KS", "to": "decided"},
        _CLOSES,
    )


MACHINES = {"anything": takes_everything(), "narrow": one_way()}
