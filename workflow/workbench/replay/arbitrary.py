"""Histories that nobody lived through: any body decides anything in any order. Pure, and repeatable.

A definition that only carries what it is meant for refuses nearly all of them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from workflow.definition.schema import MatterType
from workflow.workbench.replay.history import History, RecordedStep

LONGEST = 6
"""Steps of the longest; every length from one step on is as likely."""

FIRST_DAY = date(2024, 1, 8)
APART = timedelta(weeks=2)
"""Between two steps: long enough for the minutes to be adjusted."""

_WORDS_A_STEP = (1, 1, 1, 2)  # one decision point in most steps, two in every fourth


@dataclass(frozen=True, slots=True)
class Material:
    """What histories of a type are made of: codes of bodies, and words for what they decide.

    ``words`` are those of every type, ``own`` those that the type itself has.
    """

    matter_type: str
    bodies: tuple[str, ...]
    words: tuple[str, ...]
    own: tuple[str, ...]


def words_of(definitions: Iterable[MatterType]) -> tuple[str, ...]:
    """Every event that a body decides in any of these types, in alphabetical order."""
    names = {
        name
        for definition in definitions
        for name, spec in definition.events.items()
        if spec.form is not None
    }
    return tuple(sorted(names))


def arbitrary(
    material: Material, words: Sequence[str], count: int, random: Random
) -> Iterator[History]:
    """That many histories of one to six steps in these words; none where nobody can decide anything."""
    for number in range(1, count + 1 if words and material.bodies else 1):
        yield History(
            dnr=f"{FIRST_DAY.year}/{number}",
            title="Godtycklig följd av steg",
            matter_type=material.matter_type,
            steps=tuple(
                _step(material.bodies, words, FIRST_DAY + place * APART, random)
                for place in range(random.randint(1, LONGEST))
            ),
        )


def _step(bodies: Sequence[str], words: Sequence[str], day: date, random: Random) -> RecordedStep:
    number = min(random.choice(_WORDS_A_STEP), len(words))
    return RecordedStep(
        body=random.choice(bodies),
        date=day,
        outcomes=tuple(random.sample(words, number)),
        refers_back_to=random.choice((None, *bodies)),
    )
