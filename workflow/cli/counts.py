"""The numbers that ``arendegang dates`` is given for a threshold, and what the law makes of them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from workflow.errors import InvalidInputError
from workflow.statutory import thresholds
from workflow.statutory.thresholds import Division, Postponement, Side, Threshold

Chair = Literal["ja", "nej"]
Result = Threshold | Division | Postponement

_SIDES: Final[Mapping[Chair, Side]] = MappingProxyType({"ja": "yes", "nej": "no"})
_SHOWN: Final = 40
_NUMBER: Final = r"([0-9]{1,9})"
_WHOLE: Final = re.compile(_NUMBER)
_PART: Final = re.compile(rf"{_NUMBER}/{_NUMBER}")
_VOTES: Final = re.compile(rf"{_NUMBER}-{_NUMBER}")
_VOTES_OF: Final = re.compile(rf"{_NUMBER}-{_NUMBER}/{_NUMBER}")


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else decides how many it takes."""

    election: bool = False
    earlier_by_minority: bool = False
    casting: Chair | None = None
    conflicted: int = 0

    @property
    def side(self) -> Side | None:
        """The chair's side, as the rules call it."""
        return None if self.casting is None else _SIDES[self.casting]


def answer(rule: str, given: str, known: Circumstances) -> Result:
    """What the threshold gives for the numbers.

    Args:
        rule: one of ``names()``.
        given: the numbers as they are written.
        known: what else counts.

    Raises:
        InvalidInputError: not the numbers that the rule asks for, or impossible ones.
    """
    return _THRESHOLDS[rule](given, known)


def names() -> tuple[str, ...]:
    """The names of all thresholds, in alphabetical order."""
    return tuple(sorted(_THRESHOLDS))


def _numbers(pattern: re.Pattern[str], given: str) -> list[int] | None:
    match = pattern.fullmatch(given)
    return [int(number) for number in match.groups()] if match else None


def _refused(given: str, hint: str) -> InvalidInputError:
    shown = "".join(letter if letter.isprintable() else "?" for letter in given[:_SHOWN])
    return InvalidInputError(f"”{shown}” är inte de antal som regeln räknar.", hint=hint)


def _quorum(given: str, known: Circumstances, *, in_council: bool) -> Result:
    if whole := _numbers(_WHOLE, given):
        return thresholds.quorum(whole[0], in_council=in_council, conflicted=known.conflicted)
    if part := _numbers(_PART, given):
        present, members = part
        return thresholds.quorum(
            members, present, in_council=in_council, conflicted=known.conflicted
        )
    raise _refused(given, "Skriv antalet ledamöter, 11, eller närvarande av ledamöter, 6/11.")


def _third(given: str, known: Circumstances) -> Result:
    only_votes = known.election or known.earlier_by_minority or known.casting
    if not only_votes and (whole := _numbers(_WHOLE, given)):
        return thresholds.third(whole[0])
    if not only_votes and (part := _numbers(_PART, given)):
        return thresholds.third(part[1], part[0])
    if votes := _numbers(_VOTES_OF, given):
        asking, against, present = votes
        return thresholds.postponement(
            asking,
            against,
            present,
            election=known.election,
            earlier_by_minority=known.earlier_by_minority,
            casting=known.side,
        )
    if only_votes:
        raise _refused(given, "Då avgör rösterna: skriv för och emot av närvarande, 38-43/81.")
    raise _refused(
        given,
        "Skriv antalet närvarande, 81, de som begär det av närvarande, 27/81, eller för och emot,"
        " 38-43/81.",
    )


def _unanimous(given: str, _known: Circumstances, *, prepared: bool) -> Result:
    if part := _numbers(_PART, given):
        return thresholds.unanimous(part[1], part[0], prepared=prepared)
    raise _refused(given, "Skriv eniga av närvarande: 41/41.")


def _vote(given: str, known: Circumstances, *, in_council: bool) -> Result:
    if votes := _numbers(_VOTES, given):
        return thresholds.majority(
            *votes, in_council=in_council, election=known.election, casting=known.side
        )
    raise _refused(given, "Skriv rösterna för och emot: 43-38.")


_THRESHOLDS: Final[Mapping[str, Callable[[str, Circumstances], Result]]] = MappingProxyType(
    {
        "KL-5:33": lambda given, known: _unanimous(given, known, prepared=False),
        "KL-5:45": lambda given, known: _quorum(given, known, in_council=True),
        "KL-5:50": _third,
        "KL-5:52": lambda given, known: _unanimous(given, known, prepared=True),
        "KL-5:55": lambda given, known: _vote(given, known, in_council=True),
        "KL-6:27": lambda given, known: _quorum(given, known, in_council=False),
        "KL-6:33": lambda given, known: _vote(given, known, in_council=False),
    }
)
