"""Every case of some conditions: which of them hold together, and an example of each.

Variables take the values at which a test can turn: constants with the numbers beside them, every text that
is mentioned and one that isn't. So what is found in no case never happens; an example only surely exists
where no condition has a test that can't be looked into.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import product
from math import prod

from workflow.definition.formulas import HAS, SIZE, Formula, Value, Values

MOST = 4096
"""So many cases are tried; more aren't looked at."""
ELSE = "…"
"""A text that no condition mentions."""

BODIES = "organisation.bodies"
KIND = "organisation.kind"
TODAY = "today"
_FIELD = "fields."

Vector = tuple[bool, ...]
Limits = tuple[tuple[str, tuple[Value, ...]], ...]
"""Variables that can only have these values."""


@dataclass(frozen=True, slots=True)
class OfficeKind:
    """What guards may ask of an organisation."""

    kind: str
    bodies: frozenset[str]


def outcomes(
    formulas: tuple[Formula, ...], limits: Limits = (), offices: frozenset[OfficeKind] = frozenset()
) -> Mapping[Vector, Values] | None:
    """How the conditions can come out together, each with an example; None if there are too many cases.

    ``offices``: the organisations that there are; none: any.
    """
    asked = frozenset[str]().union(*(formula.variables for formula in formulas))
    return _tried(formulas, tuple(limit for limit in limits if limit[0] in asked), offices)


@lru_cache(maxsize=4096)
def _tried(
    formulas: tuple[Formula, ...], limits: Limits, offices: frozenset[OfficeKind]
) -> Mapping[Vector, Values] | None:
    ranges = _ranges(formulas, dict(limits))
    if prod(map(len, ranges.values())) > MOST:
        return None
    possible = [*_ties(ranges), *([_is_one_of(offices, ranges)] if offices else [])]
    found: dict[Vector, Values] = {}
    for chosen in product(*ranges.values()):
        values = dict(zip(ranges, chosen, strict=True))
        if all(tie(values) for tie in possible):
            found.setdefault(tuple(each.holds(values) for each in formulas), values)
    return found


def _ranges(
    formulas: Sequence[Formula], limits: Mapping[str, tuple[Value, ...]]
) -> dict[str, tuple[Value, ...]]:
    """The values that each variable is tried with, the plainest first."""
    ranges: dict[str, tuple[Value, ...]] = {}
    texts: dict[str, set[str]] = {}
    for formula in formulas:
        ranges |= dict.fromkeys(sorted(formula.switches | formula.unclear), (False, True))
        for name, mentioned in formula.texts.items():
            texts.setdefault(name, set()).update(mentioned)
    ranges |= {name: ("", *sorted(texts[name] - {""}), ELSE) for name in sorted(texts)}
    ranges |= _numbers(formulas)
    return {name: limits.get(name, values) for name, values in ranges.items()}


def _numbers(formulas: Sequence[Formula]) -> dict[str, tuple[Value, ...]]:
    """Numbers: around the constants of all that they are compared with, and zero, which stands for unset."""
    constants: dict[str, frozenset[int]] = {}
    for formula in formulas:
        for name, numbers in formula.numbers.items():
            constants[name] = constants.get(name, frozenset()) | numbers
    days = frozenset[str]().union(*(formula.days for formula in formulas))
    pairs = [pair for formula in formulas for pair in formula.pairs]
    ranges: dict[str, tuple[Value, ...]] = {}
    for name in sorted(constants):
        group = _group(name, pairs)
        near = range(-len(group), len(group) + 1)
        around = {0, *(number for each in group for number in constants[each])}
        values = sorted(number + step for number in around for step in near)
        least = 1 if name == TODAY else 0
        negative = name.startswith(_FIELD) and name not in days
        allowed = (number for number in dict.fromkeys(values) if negative or number >= least)
        ranges[name] = tuple(sorted(allowed, key=lambda number: (number != 0, number)))
    return ranges


def _group(name: str, pairs: Iterable[tuple[str, str]]) -> set[str]:
    """Everything that is compared with the variable, over others too."""
    group, before = {name}, 0
    while len(group) > before:
        before = len(group)
        group.update(each for pair in pairs if not group.isdisjoint(pair) for each in pair)
    return group


Tie = Callable[[Values], bool]


def _ties(ranges: Iterable[str]) -> Iterator[Tie]:
    """What no case can go against: a field that isn't known is empty, and one that is given is known."""
    for name in ranges:
        known = f"known.{field_in(name)}"
        if known in ranges:
            yield partial(_is_known, known, name)


def _is_known(known: str, name: str, values: Values) -> bool:
    return bool(values[known] or not values[name])


def field_in(name: str) -> str:
    """The field whose value (or ``given``) a variable stands for; empty if it is about something else."""
    plain = name.removeprefix(SIZE).split(HAS)[0]
    scope, _, field = plain.partition(".")
    return field if scope in ("fields", "given") else ""


def _is_one_of(offices: Iterable[OfficeKind], ranges: Mapping[str, tuple[Value, ...]]) -> Tie:
    """Whether there is an organisation that has these bodies, and no others that are asked for."""
    asked = [(name, name.split(HAS)[1]) for name in ranges if name.startswith(BODIES + HAS)]
    kinds = ranges.get(KIND, ())

    def fits(values: Values) -> bool:
        return any(
            (not kinds or values[KIND] == (office.kind if office.kind in kinds else ELSE))
            and all(values[name] == (body in office.bodies) for name, body in asked)
            for office in offices
        )

    return fits
