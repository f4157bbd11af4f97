"""Where two calendars of the same thing disagree: by what is meant on which day, not by how it is written."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from workflow.workbench.calendars.meaning import MEETINGS, Understood

_ALIKE: Final = 0.4  # how like two titles are, 0 to 1, that may be the same event on another day
_NEAR: Final = 60  # days


What = Literal["moved", "altered", "only_first", "only_second", "fuller"]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One event that the calendars don't say the same of.

    Attributes:
        what: on another day (moved), the same day otherwise (altered), in one of them only (only_first,
            only_second), or told more closely by one of them (fuller).
        first: the event of the first calendar; None where it has none.
        second: likewise.
        sentence: what differs, in words.
    """

    what: What
    first: Understood | None
    second: Understood | None
    sentence: str


def disagreements(
    first: Sequence[Understood], second: Sequence[Understood]
) -> tuple[Disagreement, ...]:
    """Every disagreement, in order of the day."""
    left, right = [*first], [*second]
    found = [
        Disagreement(what, one, other, f"{_called(one)}: {'; '.join(words)}.")
        for one, other in _paired(left, right, _same_day)
        for what, words in _details(one, other)
    ]
    found += [
        Disagreement(
            "moved",
            one,
            other,
            f"{_called(one)}: i den andra kalendern {other.event.on} (”{other.event.summary}”).",
        )
        for one, other in _paired(left, right, _moved)
    ]
    found += [
        Disagreement("only_first", one, None, f"{_called(one)} finns bara i den första kalendern.")
        for one in left
    ]
    found += [
        Disagreement("only_second", None, one, f"{_called(one)} finns bara i den andra kalendern.")
        for one in right
    ]
    return tuple(sorted(found, key=_day))


def _paired(
    left: list[Understood],
    right: list[Understood],
    alike: Callable[[Understood, Understood], float | None],
) -> Iterator[tuple[Understood, Understood]]:
    """The pairs that are most alike first; both are taken out of the lists."""
    pairs = sorted(
        (
            (-score, place, other_place)
            for place, one in enumerate(left)
            for other_place, other in enumerate(right)
            if (score := alike(one, other)) is not None
        )
    )
    gone: set[int] = set()
    gone_right: set[int] = set()
    found = []
    for _, place, other_place in pairs:
        if place not in gone and other_place not in gone_right:
            gone.add(place)
            gone_right.add(other_place)
            found.append((left[place], right[other_place]))
    left[:] = [one for place, one in enumerate(left) if place not in gone]
    right[:] = [one for place, one in enumerate(right) if place not in gone_right]
    yield from found


def _same_day(one: Understood, other: Understood) -> float | None:
    if not _same_thing(one, other) or one.event.on != other.event.on:
        return None
    return _likeness(one, other)


def _moved(one: Understood, other: Understood) -> float | None:
    """Only what has a like title: two meetings of a body near each other are two meetings."""
    days = abs((one.event.on - other.event.on).days)
    score = _likeness(one, other)
    if not _same_thing(one, other) or days > _NEAR or score < _ALIKE:
        return None
    return score - days / (10 * _NEAR)


def _same_thing(one: Understood, other: Understood) -> bool:
    meetings = (one.kind in MEETINGS) == (other.kind in MEETINGS)
    return meetings and one.body == other.body and (one.kind == other.kind or one.kind in MEETINGS)


def _likeness(one: Understood, other: Understood) -> float:
    left, right = one.event.summary.casefold(), other.event.summary.casefold()
    return SequenceMatcher(None, left, right).ratio()


def _details(one: Understood, other: Understood) -> Iterator[tuple[What, list[str]]]:
    """What both say differently, and what only one of them says."""
    differs: list[str] = []
    fuller: list[str] = []
    for what, left, right in (
        ("tid", _hours(one), _hours(other)),
        ("plats", one.event.place, other.event.place),
        ("inför", str(one.before or ""), str(other.before or "")),
        ("inställt", "ja" * one.event.cancelled, "ja" * other.event.cancelled),
    ):
        if left == right:
            continue
        into = differs if what == "inställt" or (left and right) else fuller
        into.append(f"{what} {left or '–'} i den första, {right or '–'} i den andra")
    if differs:
        yield "altered", differs
    if fuller:
        yield "fuller", fuller


def _hours(one: Understood) -> str:
    event = one.event
    return "–".join(each.isoformat("minutes") for each in (event.starts, event.ends) if each)


def _called(one: Understood) -> str:
    return f"{one.event.on} ”{one.event.summary}”"


def _day(one: Disagreement) -> tuple[object, ...]:
    return tuple((each.event.on, each.event.line) for each in (one.first, one.second) if each)[:1]
