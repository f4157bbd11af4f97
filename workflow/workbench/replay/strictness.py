"""How much a definition refuses: the proof that it is no catch-all.

A definition that carries every real history might be one that carries everything. So histories that nobody
lived through are played through it too, and counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from workflow.definition.organisation import Organisation
from workflow.definition.vocabulary import Vocabulary
from workflow.machine.build import Machine
from workflow.workbench.replay.arbitrary import FIRST_DAY, Material, arbitrary, words_of
from workflow.workbench.replay.history import History
from workflow.workbench.replay.nearby import CHANGES, nearby
from workflow.workbench.replay.player import Player

COUNT = 60
"""Sequences of each kind and type."""

LONG = 3
"""Steps from which on a sequence is long: a short one is right by chance more often."""

Carried = Callable[[History], int]
"""How many steps of a history are accepted before the first that is refused."""


@dataclass(frozen=True, slots=True)
class Refused:
    """How many of those that were tried were refused. ``share`` 0 to 1; None: nothing was tried."""

    tried: int
    refused: int
    share: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """What became of sequences; one is refused where any step of its is.

    Attributes:
        sequences: all of them.
        long: those of three steps and more.
        steps: single steps, each after steps that all were accepted.
    """

    sequences: Refused
    long: Refused
    steps: Refused


@dataclass(frozen=True, slots=True)
class Strictness:
    """What a type refuses.

    Attributes:
        matter_type: its name.
        arbitrary: of sequences in the words that any type has.
        own_words: of sequences in the words that this type has itself.
        real: the real histories that the near ones are made of: the definition accepts every step of
            theirs, without any supplied.
        near: of these with one thing otherwise, by what it is.
        near_all: of all of them.
    """

    matter_type: str
    arbitrary: Measured
    own_words: Measured
    real: int
    near: Mapping[str, Refused]
    near_all: Refused


def counted(tried: int, refused: int) -> Refused:
    """With the share that it is."""
    return Refused(tried, refused, refused / tried if tried else None)


def measured(carried: Carried, histories: Iterable[History]) -> Measured:
    """Try them all and count."""
    tried = [(len(history.steps), carried(history)) for history in histories]
    refused = sum(accepted < steps for steps, accepted in tried)
    long = [accepted < steps for steps, accepted in tried if steps >= LONG]
    return Measured(
        sequences=counted(len(tried), refused),
        long=counted(len(long), sum(long)),
        steps=counted(sum(accepted for _, accepted in tried) + refused, refused),
    )


def plainly(history: History, vocabulary: Vocabulary) -> History | None:
    """The history in the words of the definitions, as if its steps were all that there was.

    None where a word of it doesn't say what was decided, or isn't known.
    """
    matter_type = vocabulary.type_of(history)
    steps = []
    for step in history.steps:
        outcomes = _known(step.outcomes, matter_type, vocabulary)
        if len(outcomes) < len(step.outcomes):
            return None
        proposed = _known(step.proposed, matter_type, vocabulary)
        steps.append(step.model_copy(update={"outcomes": outcomes, "proposed": proposed}))
    return history.model_copy(
        update={
            "matter_type": matter_type,
            "matter_subtype": None,
            "complete": True,
            "start_truncated": False,
            "missing_steps": (),
            "steps": tuple(steps),
        }
    )


def strictness(
    machines: Mapping[str, Machine],
    organisations: Mapping[str, Organisation],
    organisation: str,
    *,
    types: Iterable[str] | None = None,
    real: Iterable[History] = (),
    count: int = COUNT,
    seed: int = 0,
) -> tuple[Strictness, ...]:
    """Measure types, each by itself: its figures don't depend on which others are measured.

    Args:
        machines: by the name of the matter type. The words of all of them are tried on each.
        organisations: by code (:func:`..staging.staged`).
        organisation: the code of the one whose bodies act: those of its own that any type waits for.
            With bodies that nothing waits for, chance alone would have most sequences refused.
        types: those to measure, in order; None: every one.
        real: histories in the words of the definitions (:func:`plainly`), of any types.
        count: sequences of each kind: arbitrary, of the type's own words, near real ones in all.
        seed: the same seed gives the same figures.
    """
    words = words_of(machine.definition for machine in machines.values())
    plain = Vocabulary(known_events=frozenset(words))
    player = Player(machines, organisations, plain, until=FIRST_DAY)
    bodies = _acting(machines.values(), organisations[organisation])
    names = tuple(machines) if types is None else tuple(types)
    randoms = {name: Random(f"{seed}:{name}") for name in names}  # noqa: S311 - nothing secret
    kept = _sampled(real, randoms, count)
    return tuple(
        _of_type(
            lambda history: player.carried(history, organisation),
            Material(name, bodies, words, words_of([machines[name].definition])),
            kept[name],
            count,
            randoms[name],
        )
        for name in names
    )


def _acting(machines: Iterable[Machine], organisation: Organisation) -> tuple[str, ...]:
    awaited = {state.body for machine in machines for state in machine.definition.states.values()}
    return tuple(sorted(body for body in organisation.bodies if body in awaited))


def _of_type(
    carried: Carried, material: Material, real: Iterable[History], count: int, random: Random
) -> Strictness:
    accepted = [one for one in real if carried(one) == len(one.steps)]
    each = count // len(CHANGES)
    near = {
        name: measured(carried, nearby(change, accepted, material, each, random)).sequences
        for name, change in CHANGES.items()
    }
    return Strictness(
        matter_type=material.matter_type,
        arbitrary=measured(carried, arbitrary(material, material.words, count, random)),
        own_words=measured(carried, arbitrary(material, material.own, count, random)),
        real=len(accepted),
        near=near,
        near_all=counted(
            sum(one.tried for one in near.values()), sum(one.refused for one in near.values())
        ),
    )


def _sampled(
    real: Iterable[History], randoms: Mapping[str, Random], most: int
) -> Mapping[str, Sequence[History]]:
    """At most so many of each type, every one as likely; the others are forgotten at once."""
    kept: dict[str, list[History]] = {name: [] for name in randoms}
    seen = Counter[str]()
    for history in real:
        name = history.matter_type
        if name not in kept:
            continue
        seen[name] += 1
        if len(kept[name]) < most:
            kept[name].append(history)
        elif (place := randoms[name].randrange(seen[name])) < most:
            kept[name][place] = history
    return kept


def _known(words: Iterable[str], matter_type: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    events = (vocabulary.event_of(word, matter_type) for word in words)
    return tuple(event for event in events if event is not None)
