"""Matter types that nobody ships: large ones, odd ones, and ones whose labels mean harm."""

from collections.abc import Iterable, Sequence

from workflow.definition.schema import PHASES, MatterType

HOSTILE = (
    '<script>alert("x")</script>',
    'a "quoted" (label): [x] {y} `z` #35; & %%{init}%%',
    "en rad\nen till\x0b och\u202e en",
    "cykel 🚲 é \ufffe",
    "å" * 200,
    "1. listan",
    "- strecket",
    "end",
    "---",
    "style a:#fff;",
    "*b* _c_ |p|; --> ==>",
    "]]>",
)
"""Labels that mean something to XML, to Mermaid or to those who draw text."""

Way = tuple[int, int, Sequence[int]]
"""From which state to which, by which events, all by number."""


def made_up(
    labels: Sequence[str], ways: Iterable[Way], events: Sequence[str], *, ends: int = 1
) -> MatterType:
    """A type with these states, spread over the parts of the way; the last ``ends`` are final."""
    count = len(labels)
    first_end = count - ends
    states = {
        f"s{number}": {
            "label": label,
            "phase": PHASES[-1] if number >= first_end else PHASES[number * 6 // count],
            "final": number >= first_end,
        }
        for number, label in enumerate(labels)
    }
    transitions = [
        {
            "event": [f"e{event}" for event in by],
            "from": [f"s{source}"],
            "to": "same" if source == target else f"s{target}",
        }
        for source, target, by in ways
        if source < first_end
    ]
    return MatterType.model_validate(
        {
            "name": "made_up",
            "label": labels[0],
            "initial": "s0",
            "states": states,
            "events": {f"e{number}": {"label": label} for number, label in enumerate(events)},
            "transitions": transitions,
            "deadlines": {
                "answer": {"label": labels[-1], "after": "P3M", "counts_from": "registered"}
            },
        }
    )


def hostile() -> MatterType:
    """Every hostile label on a state, on an event, on a deadline and on the type."""
    count = len(HOSTILE)
    ways: list[Way] = [(number, number + 1, [number]) for number in range(count)]
    ways += [(0, 0, range(count)), (count - 1, 0, range(count))]
    return made_up([*HOSTILE, HOSTILE[0]], ways, HOSTILE)


def twenty() -> MatterType:
    """Twenty states with long names, each of which leads to seven others by up to eight events."""
    labels = [f"Läge {number} som har ett ganska långt namn att skriva" for number in range(20)]
    events = [f"Händelse {number} med ett namn" for number in range(24)]
    ways: list[Way] = [
        (source, (source * 3 + 5 * step) % 20, range(step, step + 1 + step % 8))
        for source in range(20)
        for step in range(7)
    ]
    return made_up(labels, ways, events, ends=3)
