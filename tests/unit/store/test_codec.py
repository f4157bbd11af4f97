"""Whatever the model can hold goes through JSON and back unchanged."""

import json
from collections.abc import Mapping
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from functools import cache
from hashlib import sha256
from typing import Any, Literal, NewType, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.command.codec import (
    canonical_json,
    digest,
    dump_actor,
    dump_envelope,
    dump_event,
    dump_mail,
    dump_matter,
    dump_notice,
    event_values,
    instant,
    load_actor,
    load_envelope,
    load_event,
    load_mail,
    load_matter,
)
from workflow.errors import CorruptHistoryError, InvalidInputError
from workflow.model.commands import Command, Envelope, FireEvent
from workflow.model.effects import PostNotice, SendMail
from workflow.model.events import Event, MatterClosed
from workflow.model.ids import MatterId
from workflow.model.matter import Actor, Matter

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
FIELDS = st.dictionaries(TEXTS, PLAIN, max_size=3)

SIMPLE: dict[object, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(),
    bool: st.booleans(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    type(None): st.none(),
    object: PLAIN,
}


@cache
def values(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type of the model."""
    if kind in SIMPLE:
        return SIMPLE[kind]
    if isinstance(kind, NewType):
        return values(kind.__supertype__)
    if is_dataclass(kind):
        return st.builds(
            kind, **{name: values(part) for name, part in get_type_hints(kind).items()}
        )
    return composed(kind, get_args(kind))


def composed(kind: Any, parts: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    """Any value of a type that is made of others."""
    if get_origin(kind) is Literal:
        return st.sampled_from(parts)
    if get_origin(kind) in (dict, Mapping):
        return st.dictionaries(values(parts[0]), values(parts[1]), max_size=3)
    if get_origin(kind) is tuple and parts[-1] is not Ellipsis:
        return st.tuples(*map(values, parts))
    if get_origin(kind) is tuple:
        return st.lists(values(parts[0]), max_size=2).map(tuple)
    return st.one_of(*(values(part) for part in parts))


@given(values(Matter))
def test_a_matter_goes_there_and_back(matter: Matter) -> None:
    """Every part of a matter: dates, options, tuples, fields."""
    assert load_matter(dump_matter(matter)) == matter


@pytest.mark.parametrize("kind", get_args(Event))
def test_every_event_goes_there_and_back(kind: type[Event]) -> None:
    """The JSON says which event it is, and gives that one back."""

    @given(values(kind))
    def check(event: Event) -> None:
        text = dump_event(event)
        assert json.loads(text)["type"] == kind.__name__
        assert load_event(text) == event
        assert type(load_event(text)) is kind
        assert event_values(event) == json.loads(text)

    check()


@pytest.mark.parametrize("kind", get_args(Command))
def test_every_command_goes_there_and_back(kind: type[Command]) -> None:
    """No command is taken for another one that looks alike."""

    @given(values(kind), values(Actor), st.none() | st.integers(0, 9))
    def check(command: Command, actor: Actor, version: int | None) -> None:
        sent = Envelope("key", MatterId("m"), command, actor, datetime.now(UTC), version)
        text = dump_envelope(sent)
        assert json.loads(text)["command"]["type"] == kind.__name__
        assert load_envelope(text) == sent
        assert type(load_envelope(text).command) is kind

    check()


@given(values(Actor), values(SendMail), values(PostNotice))
def test_the_small_ones(actor: Actor, mail: SendMail, notice: PostNotice) -> None:
    """Actors and messages come back; a notice has one key for each of its parts."""
    assert load_actor(dump_actor(actor)) == actor
    assert load_mail(dump_mail(mail)) == mail
    assert json.loads(dump_notice(notice))["posted_on"] == notice.posted_on.isoformat()


@given(FIELDS)
def test_canonical_json_has_one_form(value: dict[str, Any]) -> None:
    """The same values give the same text, however they were written; reading it gives them back."""
    text = canonical_json(value)
    shuffled = dict(reversed(value.items()))
    assert canonical_json(shuffled) == text
    assert canonical_json(json.loads(json.dumps(value, indent=2))) == text
    assert json.loads(text) == value


def test_canonical_json_is_sorted_bare_and_utf_8() -> None:
    """No spaces, sorted keys, letters as they are."""
    value = {"b": [1, None, True], "a": {"å": "”\n", "Z": -1}}
    assert canonical_json(value) == '{"a":{"Z":-1,"å":"”\\n"},"b":[1,null,true]}'
    assert digest("å") == sha256(b"\xc3\xa5").hexdigest()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), object(), {1, 2}])
def test_what_json_has_no_form_for(value: object) -> None:
    """Refused with a sentence."""
    with pytest.raises(InvalidInputError):
        canonical_json({"value": value})


@pytest.mark.parametrize("text", ["\0", "a\\\0b", "\ud800", "a\udfff"])
def test_what_no_database_keeps(text: str) -> None:
    """Nuls and halves of characters are refused in every form."""
    event = FireEvent("e", data={"reason": text})
    with pytest.raises(InvalidInputError):
        dump_envelope(Envelope("k", MatterId("m"), event, Actor("a"), datetime.now(UTC)))
    with pytest.raises(InvalidInputError):
        digest(canonical_json({"text": text}))
    with pytest.raises(InvalidInputError):
        dump_actor(Actor(text))


@pytest.mark.parametrize("text", ["\\u0000", "\\\\u0000", "\\\\\\u0000"])
def test_a_written_out_escape_is_no_nul(text: str) -> None:
    """Somebody may write about nuls."""
    assert load_actor(dump_actor(Actor(text))) == Actor(text)


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        "not JSON",
        '{"type":"NoSuchEvent"}',
        '{"type":"MatterClosed"}',
        '{"type":"MatterClosed","closed_on":"31 mars"}',
        '{"closed_on":"2025-03-31"}',
    ],
)
def test_a_damaged_row(text: str) -> None:
    """What was not written by the codec is not read as if it were."""
    with pytest.raises(CorruptHistoryError):
        load_event(text)


def test_events_are_read_from_bytes() -> None:
    """As PostgreSQL's driver hands them over."""
    closed = MatterClosed(date(2025, 3, 31))
    assert load_event(dump_event(closed).encode()) == closed


def test_instants_sort_as_text() -> None:
    """In UTC, all of the same width."""
    east = timezone(timedelta(hours=2))
    assert instant(datetime(2025, 3, 30, 3, 0, tzinfo=east)) == "2025-03-30T01:00:00.000000+00:00"
    with pytest.raises(InvalidInputError):
        instant(datetime(2025, 3, 30))  # noqa: DTZ001 - what is refused
