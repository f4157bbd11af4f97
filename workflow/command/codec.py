"""JSON of the model's values, and the one canonical form that hashes are taken over.

Events and commands are unions: their JSON carries the class's name, ``{"type": "PointsMoved", ...}``.
Loading checks every type again, so that a row that was written by hand can't smuggle anything in.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any, TypeVar, Union, cast, get_args

from pydantic import (
    Discriminator,
    GetCoreSchemaHandler,
    Tag,
    TypeAdapter,
    ValidationError,
    WrapSerializer,
)
from pydantic_core import CoreSchema, PydanticSerializationError

from workflow.errors import CorruptHistoryError, InvalidInputError
from workflow.model.commands import Command, Envelope
from workflow.model.effects import NoticeEffect, SendMail
from workflow.model.events import Event
from workflow.model.ids import MatterId
from workflow.model.matter import Actor, Matter
from workflow.model.migration import Plan

Json = str | bytes
GENESIS = "0" * 64
"""What stands for the hash before the first event of a matter."""

_T = TypeVar("_T")
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def _named(kind: type) -> Any:
    name = kind.__name__

    def dump(value: object, inner: Callable[[object], dict[str, object]]) -> dict[str, object]:
        return {"type": name, **inner(value)}

    return Annotated[kind, Tag(name), WrapSerializer(dump)]


def _name_of(value: object) -> str | None:
    return value.get("type") if isinstance(value, dict) else type(value).__name__


class _Tagged:
    """Makes a union say in its JSON which member it is."""

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        members = tuple(_named(member) for member in get_args(source))
        return handler.generate_schema(Annotated[Union[members], Discriminator(_name_of)])  # noqa: UP007 - built at run time


@dataclass(frozen=True, slots=True)
class _Envelope:
    """An envelope whose command says which one it is."""

    dedupe_key: str
    matter: MatterId
    command: Annotated[Command, _Tagged()]
    actor: Actor
    given_at: datetime
    expected_version: int | None = None


_MATTER = TypeAdapter(Matter)
_EVENT: TypeAdapter[Event] = TypeAdapter(Annotated[Event, _Tagged()])
_ENVELOPE = TypeAdapter(_Envelope)
_ACTOR = TypeAdapter(Actor)
_MAIL = TypeAdapter(SendMail)
_NOTICE: TypeAdapter[NoticeEffect] = TypeAdapter(NoticeEffect)
_PLAN = TypeAdapter(Plan)


def canonical_json(value: object) -> str:
    """The form that is hashed: keys sorted, no spaces, no escapes but those that JSON demands.

    As RFC 8785 for what a matter holds: texts, whole numbers, truth values, lists, mappings.

    Raises:
        InvalidInputError: a value that JSON has no form for.
    """
    try:
        return json.dumps(
            value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
        )
    except (TypeError, ValueError, RecursionError) as error:
        raise InvalidInputError("Uppgiften går inte att spara.", hint=str(error)) from error


def dump_matter(matter: Matter) -> str:
    """The document of a matter's row."""
    return _dump(_MATTER, matter)


def load_matter(text: Json) -> Matter:
    """The matter of a row's document."""
    return _load(_MATTER, text)


def dump_event(event: Event) -> str:
    """An event with the name of its type."""
    return _dump(_EVENT, event)


def load_event(text: Json) -> Event:
    """The event that ``dump_event`` wrote."""
    return _load(_EVENT, text)


def dump_envelope(envelope: Envelope) -> str:
    """A command with the name of its type, and all that the envelope says."""
    return _dump(
        _ENVELOPE,
        _Envelope(
            dedupe_key=envelope.dedupe_key,
            matter=envelope.matter,
            command=envelope.command,
            actor=envelope.actor,
            given_at=envelope.given_at,
            expected_version=envelope.expected_version,
        ),
    )


def load_envelope(text: Json) -> Envelope:
    """The command that ``dump_envelope`` wrote."""
    read = _load(_ENVELOPE, text)
    return Envelope(
        dedupe_key=read.dedupe_key,
        matter=read.matter,
        command=read.command,
        actor=read.actor,
        given_at=read.given_at,
        expected_version=read.expected_version,
    )


def dump_actor(actor: Actor) -> str:
    """Who acted."""
    return _dump(_ACTOR, actor)


def load_actor(text: Json) -> Actor:
    """Who acted."""
    return _load(_ACTOR, text)


def dump_mail(mail: SendMail) -> str:
    """A message with its context."""
    return _dump(_MAIL, mail)


def load_mail(text: Json) -> SendMail:
    """The message that ``dump_mail`` wrote."""
    return _load(_MAIL, text)


def dump_notice(effect: NoticeEffect) -> str:
    """A notice on one board, or what becomes of it."""
    return _dump(_NOTICE, effect)


def dump_plan(plan: Plan) -> str:
    """A plan in the form that its hash is taken over."""
    return canonical_json(_PLAN.dump_python(plan, mode="json"))


def load_plan(text: Json) -> Plan:
    """The plan that ``dump_plan`` wrote."""
    return _load(_PLAN, text)


def instant(moment: datetime) -> str:
    """An aware instant as text in UTC, always with six decimals, so that texts sort as instants.

    Raises:
        InvalidInputError: it has no time zone.
    """
    if moment.tzinfo is None:
        raise InvalidInputError("Tidpunkten saknar tidszon.", hint=moment.isoformat())
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


@dataclass(frozen=True, slots=True)
class Link:
    """An event in its chain. ``text`` is the canonical JSON that ``hash`` was taken over."""

    text: str
    hash: str


def link(
    *,
    matter: MatterId,
    sequence: int,
    at: datetime,
    actor: object,
    command: str,
    event: object,
    previous: str,
) -> Link:
    """Forge the link of one event to the one before it; ``actor`` and ``event`` as JSON values."""
    text = canonical_json(
        {
            "matter": matter,
            "sequence": sequence,
            "at": instant(at),
            "actor": actor,
            "command": command,
            "event": event,
            "previous": previous,
        }
    )
    return Link(text, digest(text))


def digest(text: str) -> str:
    """SHA-256 over the UTF-8 of a text, in hexadecimal.

    Raises:
        InvalidInputError: the text holds a nul or half a character (a lone surrogate).
    """
    _refuse_nul(text)
    try:
        return sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise InvalidInputError("Texten innehåller trasiga tecken.", hint=str(error)) from error


def event_values(event: Event) -> dict[str, object]:
    """An event as JSON values, for ``link``."""
    return cast("dict[str, object]", _EVENT.dump_python(event, mode="json"))


def actor_values(actor: Actor) -> dict[str, object]:
    """An actor as JSON values, for ``link``."""
    return cast("dict[str, object]", _ACTOR.dump_python(actor, mode="json"))


def _dump(adapter: TypeAdapter[_T], value: _T) -> str:
    try:
        text = adapter.dump_json(value).decode()
    except (PydanticSerializationError, UnicodeEncodeError) as error:
        raise InvalidInputError("Uppgiften går inte att spara.", hint=str(error)) from error
    _refuse_nul(text)
    return text


def _load(adapter: TypeAdapter[_T], text: Json) -> _T:
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        raise CorruptHistoryError("En sparad rad går inte att läsa.", hint=str(error)) from error


def _refuse_nul(text: str) -> None:
    if "\\u0000" in text and _NUL.search(text):
        raise InvalidInputError("Texten innehåller ett nolltecken, som inte går att spara.")
