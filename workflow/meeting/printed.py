"""How numbers, days, names and running text are printed in the documents of a meeting."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter

from workflow.meeting.document import Block
from workflow.model.proceedings import Roll
from workflow.statutory.days import in_words, weekday

HIDDEN_TITLE = "Ärende som omfattas av sekretess"
_BULLET = re.compile(r"^\s*[-–•*]\s+(?=\S)")


def day_in_words(day: date) -> str:
    """``tisdag den 25 februari 2025``."""
    return f"{weekday(day)} den {in_words(day)}"


def paragraphs_printed(numbers: Iterable[int]) -> str:
    """``§ 11``, ``§§ 11–17``, ``§§ 11–12, 14``; nothing where there are none."""
    groups = list(_groups(sorted(set(numbers))))
    if not groups:
        return ""
    single = len(groups) == 1 and groups[0][0] == groups[0][1]
    printed = ", ".join(
        str(first) if first == last else f"{first}–{last}" for first, last in groups
    )
    return f"{'§' if single else '§§'} {printed}"


def _groups(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """(first, last) of every run without a gap."""
    for _, run in groupby(enumerate(numbers), key=lambda placed: placed[1] - placed[0]):
        found = [number for _, number in run]
        yield found[0], found[-1]


def with_party(roll: Roll) -> Mapping[str, str]:
    """Every name of the body as it is printed: ``John Åberg (S)``."""
    return {
        seat.name: f"{seat.name} ({seat.party})" if seat.party else seat.name for seat in roll.seats
    }


def blocks(text: str) -> tuple[Block, ...]:
    """Running text as paragraphs and lists.

    An empty line ends a paragraph; a line that begins with ``-``, ``•`` or the like is an entry of a list.
    Every other line break is the writer's own and stays.
    """
    pieces = re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    return tuple(block for piece in pieces for block in _of_piece(piece))


def _of_piece(piece: str) -> Iterator[Block]:
    """The blocks between two empty lines: lists, and what stands between them."""
    marked = [(_BULLET.match(line) is not None, line) for line in piece.split("\n") if line.strip()]
    for is_list, lines in groupby(marked, key=itemgetter(0)):
        found = tuple(_BULLET.sub("", line, count=1).strip() for _, line in lines)
        yield Block("list" if is_list else "text", found)
