"""Guards: CEL conditions, type-checked against the fields of the definition when they are compiled.

CEL (https://cel.dev) has no loops without bound, no I/O and no way to reach Python. Every variable
is declared with its type, so a misspelt field or a date compared with a number is found before the
definition is published, not when a matter stands there.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from typing import ClassVar, cast

from cel_expr_python import cel

from workflow.definition.expressions import Expression, expression_of
from workflow.definition.schema import FieldType, MatterType
from workflow.errors import ArendegangError

Convert = Callable[[object], object]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\s*\.\s*[A-Za-z_]\w*)*")
_ERROR_LINE = re.compile(r"ERROR: <input>:(\d+):(\d+): (.*)")


@dataclass(frozen=True, slots=True)
class GuardProblem:
    """One thing that is wrong with a condition; ``line`` and ``column`` count from 1 inside it."""

    line: int
    column: int
    message: str  # CEL's own words, English


class GuardError(ArendegangError):
    """A condition that can't be compiled, or that failed while it was worked out."""

    code: ClassVar[str] = "AG-202"

    def __init__(
        self, message: str, *, hint: str = "", problems: tuple[GuardProblem, ...] = ()
    ) -> None:
        super().__init__(message, hint=hint)
        self.problems = problems


@dataclass(frozen=True, slots=True, eq=False)
class _Kind:
    """A type of CEL with its zero value and the way from a stored JSON value."""

    type: cel.Type
    zero: object
    convert: Convert


def _instant(value: object) -> datetime:
    """Midnight UTC of a day, given as a day or as its ISO text."""
    day = value if isinstance(value, date) else date.fromisoformat(cast("str", value))
    return datetime.combine(day, time(), UTC)


def _texts(value: object) -> list[str]:
    return list(cast("list[str]", value))


def _same(value: object) -> object:
    return value


_TEXT = _Kind(cel.Type.STRING, "", _same)
_INTEGER = _Kind(cel.Type.INT, 0, _same)
_BOOLEAN = _Kind(cel.Type.BOOL, False, _same)
_DAY = _Kind(cel.Type.TIMESTAMP, _EPOCH, _instant)
_LIST = _Kind(cel.Type.List(cel.Type.STRING), [], _texts)

_FIELD_KINDS: dict[FieldType, _Kind] = {
    "text": _TEXT,
    "choice": _TEXT,
    "month": _TEXT,
    "integer": _INTEGER,
    "money": _INTEGER,
    "boolean": _BOOLEAN,
    "date": _DAY,
    "recipients": _LIST,
    "list": _LIST,
}

_ALWAYS: dict[str, _Kind] = {
    "organisation.bodies": _LIST,
    "organisation.kind": _TEXT,
    "point.outcome": _TEXT,
    "point.proposed": _TEXT,
    "point.tabled": _INTEGER,
    "point.minority_used": _BOOLEAN,
    "point.decided_by": _TEXT,
    "matter.open_points": _INTEGER,
    "matter.decided_points": _INTEGER,
    "matter.decided_by": _LIST,
    "matter.outcomes": _LIST,
    "matter.minority_used": _BOOLEAN,
    "dispatch.all_terminal": _BOOLEAN,
    "assignments.all_owned": _BOOLEAN,
    "decisions.all_adjusted": _BOOLEAN,
    "tasks.all_settled": _BOOLEAN,
    "meeting.waiting": _INTEGER,
    "meeting.paragraphs": _INTEGER,
    "meeting.unadjusted": _INTEGER,
    "children.total": _INTEGER,
    "children.answered": _INTEGER,
    "children.accepted": _INTEGER,
    "notice.complete": _BOOLEAN,
    "notice.by_custom": _BOOLEAN,
    "event": _TEXT,
    "actor.roles": _LIST,
    "today": _DAY,
}

_OF_A_COMMAND = frozenset({"event", "actor.roles"})

_OF_A_SITUATION: dict[str, _Kind] = {
    "point.state": _TEXT,
    "point.open": _BOOLEAN,
    "point.heard": _LIST,
    "matter.closed": _BOOLEAN,
    "matter.states": _LIST,
    "decisions.total": _INTEGER,
    "decisions.unadjusted": _INTEGER,
    "dispatch.unsettled": _INTEGER,
    "dispatch.unadjusted": _INTEGER,
    "assignments.unowned": _INTEGER,
    "tasks.open": _INTEGER,
    "deadlines.running": _LIST,
    "deadlines.met": _LIST,
    "deadlines.expired": _LIST,
}


@dataclass(frozen=True, slots=True)
class Environment:
    """What the guards of one definition may speak about."""

    kinds: Mapping[str, _Kind]

    @property
    def names(self) -> tuple[str, ...]:
        """Every variable, dotted."""
        return tuple(self.kinds)

    def is_switch(self, name: str) -> bool:
        """Whether the variable is true or false."""
        return self.kinds[name] is _BOOLEAN

    def is_number(self, name: str) -> bool:
        """Whether the variable is a whole number."""
        return self.kinds[name] is _INTEGER

    def is_day(self, name: str) -> bool:
        """Whether the variable is a day."""
        return self.kinds[name] is _DAY


def environment(definition: MatterType) -> Environment:
    """The variables that guards of this definition may use, each with its type.

    ``fields.NAME`` has the field's type (dates are timestamps at midnight UTC, months text, money
    whole kronor) and its zero value while unset; ``known.NAME`` says whether it is set at all, and
    ``given.NAME`` whether it came with this very command.
    """
    kinds = dict(_ALWAYS)
    for name, spec in definition.fields.items():
        kinds[f"fields.{name}"] = _FIELD_KINDS[spec.type]
        kinds[f"known.{name}"] = _BOOLEAN
        kinds[f"given.{name}"] = _BOOLEAN
    return Environment(kinds)


def invariant_environment(definition: MatterType) -> Environment:
    """The variables that ``never`` and ``always`` may use: how a matter is, whatever led there.

    As for guards, without what comes with a command (``event``, ``given``, ``actor``), and with:
    ``point.state``, ``point.open`` and ``point.heard`` (bodies that have had their say on it: decided, proposed, handed over or noted);
    ``matter.closed`` and ``matter.states`` (of the open points); ``decisions.total`` and ``.unadjusted``;
    ``dispatch.unsettled`` (recipients without receipt or exception) and ``.unadjusted`` (made before their
    decision was adjusted); ``assignments.unowned``, ``tasks.open``; ``deadlines.running``, ``.met`` and
    ``.expired`` (keys). A condition that mentions a point is about each point by itself.
    """
    guards = environment(definition).kinds
    kept = {
        name: kind
        for name, kind in guards.items()
        if name not in _OF_A_COMMAND and not name.startswith("given.")
    }
    return Environment(kept | _OF_A_SITUATION)


@dataclass(frozen=True, slots=True)
class Guard:
    """A compiled condition.

    Called with a flat mapping of dotted names to stored values (dates as ISO text or ``date``,
    lists as any sequence); names that are missing or None count as unset. ``variables`` are the
    names that it may read: others need not be passed.
    """

    source: str
    variables: tuple[str, ...]
    _expression: cel.Expression
    _kinds: tuple[tuple[str, _Kind], ...]

    def __call__(self, values: Mapping[str, object]) -> bool:
        """Whether the condition holds.

        Raises:
            GuardError: it can't be worked out (division by zero, a value of the wrong type).
        """
        try:
            data = {}
            for name, kind in self._kinds:
                value = values.get(name)
                if value is not None:
                    data[name] = kind.convert(value)
                elif name.startswith("known."):
                    data[name] = values.get(f"fields.{name[6:]}") is not None
                else:
                    data[name] = kind.zero
            result = self._expression.eval(data=data)
        except (RuntimeError, TypeError, ValueError) as error:
            raise GuardError(
                f"Villkoret ”{self.source}” går inte att räkna ut: {error}."
            ) from error
        if result.type() != cel.Type.BOOL:
            raise GuardError(f"Villkoret ”{self.source}” går inte att räkna ut: {result.value()}.")
        return bool(result.value())

    @property
    def expression(self) -> Expression:
        """What the condition consists of."""
        return _parts(self._expression)


@lru_cache(maxsize=1024)
def _parts(expression: cel.Expression) -> Expression:
    return expression_of(expression.serialize())


def compile_guard(environment: Environment, source: str) -> Guard:
    """Compile and type-check a condition.

    Raises:
        GuardError: syntax, unknown variable, wrong types, or a result that is not a bool;
            ``problems`` has every place.
    """
    words = _words(source)
    known = environment.kinds
    kinds = tuple(
        [(name, known[name]) for name in (known if words is None else words) if name in known]
    )
    try:
        return _compiled(source, kinds)
    except (RuntimeError, TypeError, ValueError) as error:
        problems = tuple(
            GuardProblem(int(line), int(column), message.strip())
            for line, column, message in _ERROR_LINE.findall(str(error))
        )
        raise GuardError(
            f"Villkoret ”{source}” går inte att använda.",
            problems=problems or (GuardProblem(1, 1, str(error)),),
        ) from error


@lru_cache(maxsize=1024)
def _compiled(source: str, kinds: tuple[tuple[str, _Kind], ...]) -> Guard:
    """The condition, compiled once for all definitions that mean the same by its variables."""
    env = cel.NewEnv(variables={name: kind.type for name, kind in kinds})
    expression = env.compile(source)
    if expression.return_type() != cel.Type.BOOL:
        name = expression.return_type().name()
        raise GuardError(
            f"Villkoret ”{source}” ger inte sant eller falskt.",
            problems=(GuardProblem(1, 1, f"result is {name}, not BOOL"),),
        )
    return Guard(source, tuple(name for name, _ in kinds), expression, kinds)


@lru_cache(maxsize=1024)
def _words(source: str) -> tuple[str, ...] | None:
    """The names that the text may read; one inside a string costs a little time, no more.

    A comment may stand between the parts of a name, so with comments everything counts as read: None.
    """
    if "//" in source:
        return None
    words: set[str] = set()
    for dotted in _DOTTED.findall(source):
        parts = [part.strip() for part in dotted.split(".")]
        words.update(".".join(parts[:length]) for length in (1, 2))
    return tuple(sorted(words))
