"""What a compiled condition consists of: CEL's checked tree, read from its own serialised form.

The form is ``cel.expr.CheckedExpr`` (https://github.com/google/cel-spec, ``proto/cel/expr``) in the wire
format of Protocol Buffers. Only what the checks look at is told apart.
"""

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Const:
    """A literal: true or false, a whole number or a text."""

    value: bool | int | str


@dataclass(frozen=True, slots=True)
class Name:
    """A variable, dotted."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function with its arguments; what a method is called on comes first."""

    function: str
    args: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Items:
    """A list that is written out."""

    items: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Other:
    """Anything else (macros, decimal numbers, structures): equal only where it is the very same."""

    raw: bytes


Expression = Const | Name | Call | Items | Other

_Message = dict[int, list[int | bytes]]

_CHECKED, _EXPRESSION = 2, 4  # of Any, of CheckedExpr
_CONST, _IDENT, _CALL, _LIST = 3, 4, 6, 7  # of Expr
_BOOL, _INT64, _STRING = 2, 3, 6  # of Constant
_TARGET, _FUNCTION, _ARGUMENTS = 1, 2, 3  # of Expr.Call
_VARINT, _FIXED64 = 0, 1  # kinds of values; the others that occur say how long they are
_NEGATIVE = 1 << 63


@lru_cache(maxsize=4096)
def expression_of(serialised: bytes) -> Expression:
    """The tree in what ``serialize`` of a compiled condition gives."""
    checked = _message(_bytes(_message(serialised), _CHECKED))
    return _expression(_bytes(checked, _EXPRESSION))


def _expression(data: bytes) -> Expression:
    message = _message(data)
    if _CONST in message:
        return _constant(_message(_bytes(message, _CONST)), data)
    if _IDENT in message:
        return Name(_bytes(_message(_bytes(message, _IDENT)), 1).decode())
    if _CALL in message:
        call = _message(_bytes(message, _CALL))
        parts = [*call.get(_TARGET, ()), *call.get(_ARGUMENTS, ())]
        return Call(_bytes(call, _FUNCTION).decode(), _expressions(parts))
    if _LIST in message:
        return Items(_expressions(_message(_bytes(message, _LIST)).get(1, [])))
    return Other(data)


def _expressions(parts: list[int | bytes]) -> tuple[Expression, ...]:
    return tuple(_expression(part) for part in parts if isinstance(part, bytes))


def _constant(message: _Message, data: bytes) -> Expression:
    if _STRING in message:
        return Const(_bytes(message, _STRING).decode())
    number = message.get(_INT64, [None])[0]
    if isinstance(number, int):
        return Const(number - 2 * _NEGATIVE if number & _NEGATIVE else number)
    return Const(message[_BOOL] == [1]) if _BOOL in message else Other(data)


def _bytes(message: _Message, number: int) -> bytes:
    """The part of this number, which is a text or a message; empty where there is none."""
    value = message.get(number, [b""])[0]
    return value if isinstance(value, bytes) else b""


def _message(data: bytes) -> _Message:
    """The parts of a message by their numbers."""
    message: _Message = {}
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        value: int | bytes
        if tag & 7 == _VARINT:
            value, at = _varint(data, at)
        else:
            length, at = (8, at) if tag & 7 == _FIXED64 else _varint(data, at)
            value, at = data[at : at + length], at + length
        message.setdefault(tag >> 3, []).append(value)
    return message


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number and where it ends: seven bits a byte, the lowest first, the last byte below 128."""
    value = shift = 0
    while data[at] >= 0x80:  # noqa: PLR2004
        value |= (data[at] & 0x7F) << shift
        shift += 7
        at += 1
    return value | data[at] << shift, at + 1
