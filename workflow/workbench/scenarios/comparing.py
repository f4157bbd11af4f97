"""What was expected against what was seen."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeVar

from workflow.model.effects import SendMail
from workflow.workbench.scenarios.acts import plain
from workflow.workbench.scenarios.expected import AssignmentSeen, DeadlineSeen, Expected
from workflow.workbench.scenarios.seen import Seen

At = tuple[str | int, ...]

T = TypeVar("T")


class Difference(NamedTuple):
    """The path of an expectation, what it says, and what there was instead. In Swedish."""

    at: At
    expected: str
    got: str


def differences(expected: Expected, seen: Seen) -> Iterator[Difference]:
    """Everything that isn't as expected, in the order of the form; ``refused`` and ``holds`` are for others."""
    yield from _state(expected, seen)
    closed = seen.trial.matter.closed_on
    if expected.closed is not None and expected.closed != (closed is not None):
        got = f"avslutat {closed}" if closed else "pågår"
        yield Difference(("closed",), "avslutat" if expected.closed else "pågår", got)
    for key, deadline in expected.deadlines.items():
        yield from _deadline(key, deadline, seen)
    for name, value in plain(expected.fields).items():
        found = seen.trial.matter.fields.get(name)
        if found != value:
            yield Difference(("fields", name), _value(value), _value(found))
    yield from _mappings(expected, seen)
    yield from _assignments(expected.assignments, seen)
    yield from _lists(expected, seen)
    if expected.taken_down is not None and expected.taken_down != seen.taken_down():
        words = {True: "anslaget nedtaget", False: "anslaget inte nedtaget"}
        got = words[not expected.taken_down]
        yield Difference(("taken_down",), words[expected.taken_down], got)


def _state(expected: Expected, seen: Seen) -> Iterator[Difference]:
    """One word is the state of all points."""
    if not expected.state:
        return
    states = seen.states()
    wanted = list(expected.state)
    if wanted != states and not (len(wanted) == 1 and set(states) == set(wanted)):
        yield Difference(("state",), _list(wanted), _list(states))


def _deadline(key: str, expected: DeadlineSeen, seen: Seen) -> Iterator[Difference]:
    found = seen.deadline(key)
    wanted: list[str] = []
    got: list[str] = []
    if expected.status is not None:
        wanted.append(expected.status)
        got.append(found.status if found else "none")
    if expected.final is not None:
        wanted.append(expected.final.isoformat())
        got.append(found.final.isoformat() if found else "ingen dag")
    if expected.at_risk is not None:
        risk = found is not None and found.at_risk is not None
        wanted.append("i fara" if expected.at_risk else "inte i fara")
        got.append("i fara" if risk else "inte i fara")
    if wanted != got:
        yield Difference(("deadlines", key), " ".join(wanted), " ".join(got))


def _mappings(expected: Expected, seen: Seen) -> Iterator[Difference]:
    pairs: tuple[
        tuple[str, Mapping[str, str | None] | None, Callable[[], Mapping[str, str | None]]], ...
    ]
    pairs = (
        ("recipients", expected.recipients, seen.recipients),
        ("children", expected.children, seen.children),
    )
    for key, wanted, look in pairs:
        if wanted is None:
            continue
        found = dict(look())
        compared = (
            {name: found[name] for name in wanted if name in found} if expected.at_least else found
        )
        if compared != dict(wanted):
            yield Difference((key,), _mapping(wanted), _mapping(found))


def _assignments(expected: Sequence[AssignmentSeen] | None, seen: Seen) -> Iterator[Difference]:
    if expected is None:
        return
    found = seen.trial.matter.assignments
    if len(found) != len(expected):
        yield Difference(("assignments",), f"{len(expected)} uppdrag", f"{len(found)} uppdrag")
        return
    for place, (wanted, one) in enumerate(zip(expected, found, strict=True)):
        is_so = {
            "what": one.what,
            "owner": one.owner,
            "due": one.due,
            "matter": one.child is not None,
        }
        for key, value in is_so.items():
            asked = getattr(wanted, key)
            if asked is not None and asked != value:
                yield Difference(("assignments", place, key), _value(asked), _value(value))


def _lists(expected: Expected, seen: Seen) -> Iterator[Difference]:
    """Lists of what there is or was; their order says nothing."""
    words: tuple[tuple[str, Sequence[str] | None, Callable[[], list[str]]], ...] = (
        ("tasks", expected.tasks, seen.tasks),
        ("possible", expected.possible, seen.possible),
        ("reminders", expected.reminders, seen.reminders),
        ("notices", expected.notices, seen.notices),
        ("incidents", expected.incidents, seen.incidents),
    )
    for key, wanted, look in words:
        if wanted is not None:
            found = look()
            left = _left_over(wanted, found, lambda one, word: one == word)
            if left is None or (left and not expected.at_least):
                yield Difference((key,), _list(wanted), _list(found))
    mails: tuple[tuple[str, Sequence[str] | None, list[SendMail]], ...] = (
        ("dispatched", expected.dispatched, seen.dispatched()),
        ("told", expected.told, seen.told()),
    )
    for key, wanted, sent in mails:
        if wanted is not None:
            over = _left_over(wanted, sent, seen.is_to)
            if over is None or (over and not expected.at_least):
                name = seen.role_or_name if key == "told" else lambda mail: mail.to_name
                yield Difference((key,), _list(wanted), _list([name(mail) for mail in sent]))


def _left_over(
    wanted: Sequence[str], found: Sequence[T], fits: Callable[[T, str], bool]
) -> list[T] | None:
    """What was found besides; None if something wanted wasn't."""
    left = list(found)
    for word in wanted:
        place = next((place for place, one in enumerate(left) if fits(one, word)), None)
        if place is None:
            return None
        del left[place]
    return left


def _list(words: Sequence[str]) -> str:
    return ", ".join(words) or "inget"


def _mapping(pairs: Mapping[str, str | None]) -> str:
    return _list([f"{name}: {value or 'inget svar än'}" for name, value in pairs.items()])


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        return _list([str(each) for each in value])
    if isinstance(value, bool):
        return "ja" if value else "nej"
    return "inte ifyllt" if value is None else str(value)
