"""Conditions as formulas: which variables they hang on, with which constants, and whether they hold.

A formula is made of tests of single variables against constants, and of numbers or days against each
other. What is neither (macros, arithmetic) is a test of its own that may come out either way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from workflow.definition.expressions import Call, Const, Expression, Items, Name

Value = bool | int | str
Values = Mapping[str, Value]
Holds = Callable[[Values], bool]

HAS = " ∋ "
"""Stands between a list and a text in the variable that says whether the one has the other."""
SIZE = "size "
"""Begins the variable that says how long a list is."""

_ORDER: Mapping[str, Callable[[int, int], bool]] = {
    "_<_": lambda one, other: one < other,
    "_<=_": lambda one, other: one <= other,
    "_>_": lambda one, other: one > other,
    "_>=_": lambda one, other: one >= other,
    "_==_": lambda one, other: one == other,
    "_!=_": lambda one, other: one != other,
}
_TURNED = {"_<_": "_>_", "_<=_": "_>=_", "_>_": "_<_", "_>=_": "_<=_"}


@dataclass(frozen=True, slots=True, eq=False)
class Formula:
    """A condition: whether it ``holds``, and what that hangs on.

    Attributes:
        holds: for a value of every variable.
        switches: variables that are true or false; also whether a list has a text (see ``HAS``).
        texts: variables with the texts that they are compared with.
        numbers: numbers and days (in seconds) with the constants that they are compared with.
        days: those of the numbers that are days.
        pairs: numbers or days that are compared with each other.
        unclear: tests that can't be looked into.
        variables: everything that it hangs on.
    """

    holds: Holds
    switches: frozenset[str]
    texts: Mapping[str, frozenset[str]]
    numbers: Mapping[str, frozenset[int]]
    days: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    unclear: frozenset[str]
    variables: frozenset[str]


@lru_cache(maxsize=4096)
def formula_of(
    expression: Expression,
    numbers: frozenset[str] = frozenset(),
    days: frozenset[str] = frozenset(),
) -> Formula:
    """The formula of a condition; ``numbers`` and ``days`` are the variables of these types."""
    reading = _Reading(numbers | days)
    holds = reading.read(expression)
    return Formula(
        holds,
        frozenset(reading.switches),
        {name: frozenset(texts) for name, texts in reading.texts.items()},
        {name: frozenset(numbers) for name, numbers in reading.numbers.items()},
        days.intersection(reading.numbers),
        frozenset(reading.pairs),
        frozenset(reading.unclear),
        frozenset().union(reading.switches, reading.texts, reading.numbers, reading.unclear),
    )


class _Reading:
    """Reads a condition from its outermost operator inwards, and notes what it comes upon."""

    def __init__(self, ordered: frozenset[str]) -> None:
        self.ordered = ordered
        self.switches: set[str] = set()
        self.texts: dict[str, set[str]] = {}
        self.numbers: dict[str, set[int]] = {}
        self.pairs: set[tuple[str, str]] = set()
        self.unclear: set[str] = set()

    def read(self, expression: Expression) -> Holds:
        """Whether it holds."""
        match expression:
            case Const(bool() as value):
                return lambda _: value
            case Name(name):
                return self._switch(name)
            case Call("!_" | "_&&_" | "_||_" | "_?_:_" as operator, args):
                return self._joined(operator, [self.read(each) for each in args])
            case Call(function, (one, other)):
                return self._compared(function, one, other) or self._unclear(expression)
        return self._unclear(expression)

    def _joined(self, operator: str, parts: list[Holds]) -> Holds:
        """Conditions with an operator between them."""
        if operator == "_&&_":
            return lambda values: all(part(values) for part in parts)
        if operator == "_||_":
            return lambda values: any(part(values) for part in parts)
        if operator == "!_":
            return lambda values: not parts[0](values)
        return lambda values: parts[1 if parts[0](values) else 2](values)

    def _switch(self, name: str) -> Holds:
        self.switches.add(name)
        return lambda values: bool(values[name])

    def _unclear(self, expression: Expression) -> Holds:
        name = repr(expression)
        self.unclear.add(name)
        return lambda values: bool(values[name])

    def _compared(self, function: str, one: Expression, other: Expression) -> Holds | None:
        """What a comparison says; None where it is no plain one."""
        match one, other:
            case Const(str() as text), Name(name) if function == "@in":
                return self._switch(f"{name}{HAS}{text}")
            case Name(name), Items(items) if function == "@in":
                texts = {item.value for item in items if isinstance(item, Const)}
                return self._among(name, texts) if len(texts) == len(set(items)) else None
            case (Name(name), Const(str() as text)) | (Const(str() as text), Name(name)):
                return self._is_text(function, name, text)
            case (Const(bool()) | Name(), Const(bool())) | (Const(bool()), Name()):
                return self._same(function, one, other)
        left, right = self._number(one), self._number(other)
        if function not in _ORDER or left is None or right is None:
            return None
        return self._ordered(function, left, right)

    def _among(self, name: str, texts: set[bool | int | str]) -> Holds | None:
        if not all(isinstance(text, str) for text in texts):
            return None
        self.texts.setdefault(name, set()).update(str(text) for text in texts)
        return lambda values: values[name] in texts

    def _is_text(self, function: str, name: str, text: str) -> Holds | None:
        if function not in ("_==_", "_!=_"):
            return None
        self.texts.setdefault(name, set()).add(text)
        wanted = function == "_==_"
        return lambda values: (values[name] == text) is wanted

    def _same(self, function: str, one: Expression, other: Expression) -> Holds | None:
        if function not in ("_==_", "_!=_"):
            return None
        left, right, wanted = self.read(one), self.read(other), function == "_==_"
        return lambda values: (left(values) == right(values)) is wanted

    def _number(self, expression: Expression) -> int | str | None:
        """A constant, or the variable of a number or a day; None for anything else."""
        match expression:
            case Const(int() as number) if not isinstance(number, bool):
                return number
            case Call("timestamp", (Const(str() as text),)):
                return _seconds(text)
            case Call("size", (Name(name),)):
                return SIZE + name
            case Name(name) if name in self.ordered:
                return name
        return None

    def _ordered(self, function: str, left: int | str, right: int | str) -> Holds:
        """A comparison of numbers or days, at most two of which vary."""
        holds = _ORDER[function]
        if isinstance(left, str) and isinstance(right, str):
            self.pairs.add((left, right))
            self.numbers.setdefault(left, set())
            self.numbers.setdefault(right, set())
            return lambda values: holds(int(values[left]), int(values[right]))
        if isinstance(left, str) and isinstance(right, int):
            self.numbers.setdefault(left, set()).add(right)
            return lambda values: holds(int(values[left]), right)
        if isinstance(right, str):
            return self._ordered(_TURNED.get(function, function), right, left)
        return lambda _: holds(int(left), int(right))


def _seconds(text: str) -> int | None:
    """A moment as seconds since 1970; None where it is none."""
    try:
        return int(datetime.fromisoformat(text).timestamp())
    except ValueError:
        return None


TRUE = formula_of(Const(value=True))
"""What holds whatever the values are: a line without a condition."""
