"""The columns of a history as CSV: how they are named, and what a cell of each is read as."""

from collections.abc import Callable, Mapping
from typing import Final

from workflow.workbench.replay.record import Record

APART: Final = ";"
"""Stands between the words of a cell."""

FIELD: Final = "fields."
"""Begins the name of a column that is one of the matter's fields."""

MISSING: Final = "missing"
"""The column that says what is known of a step that the source lacks: such a row is no other step."""

NUMBER: Final = "dnr"
"""The column that says which matter a row belongs to."""

REQUIRED: Final = (NUMBER, "title", "matter_type", "body", "date", "outcomes")

FLAGS: Final = {"ja": True, "true": True, "1": True, "nej": False, "false": False, "0": False}
"""What a cell may say for yes or no."""

_Cell = Callable[[str], object]


def words(cell: str) -> tuple[str, ...]:
    """The words of a cell."""
    return tuple(word for part in cell.split(APART) if (word := part.strip()))


def _text(cell: str) -> object:
    return cell


def _flag(cell: str) -> object:
    return FLAGS.get(cell.casefold(), cell)


def _number(cell: str) -> object:
    return int(cell) if cell.isdecimal() and len(cell) < _LONG else cell


_LONG = 10  # digits

MATTER: Final[Mapping[str, _Cell]] = {
    NUMBER: _text,
    "title": _text,
    "matter_type": _text,
    "matter_subtype": _text,
    "organisation": _text,
    "single_meeting": _flag,
    "complete": _flag,
    "start_truncated": _flag,
    "open_at_end": _flag,
    "predecessor_dnr": words,
}
"""About the matter: counted from the first of its rows that fills them in."""

STEP: Final[Mapping[str, _Cell]] = {
    "body": _text,
    "date": _text,
    "paragraph": _text,
    "outcomes": words,
    "proposed": words,
    "label": _text,
    "tabled_to": _text,
    "tabled_by_party": _text,
    "refers_back_to": _text,
    "partial": _flag,
    "basis": words,
    "reservation": _flag,
    "adjusted_on": _text,
    "recipients": words,
}
"""About the step."""

VOTE: Final[Mapping[str, _Cell]] = {
    "vote_yes": _number,
    "vote_no": _number,
    "vote_abstain": _number,
    "vote_on": _text,
}

ASSIGNMENTS: Final = (
    "assignment_what",
    "assignment_owner",
    "assignment_due",
    "assignment_due_body",
)
"""One word for each assignment of the step, in the same order in each column."""

OF_MISSING: Final = ("body", "date", "paragraph")
"""What is known of a step that the source lacks, besides ``missing``."""

COLUMNS: Final = (*MATTER, *STEP, *VOTE, *ASSIGNMENTS, MISSING)


def about_matter(cells: Mapping[str, str]) -> Record:
    """What a row says of its matter."""
    record = _read(MATTER, cells)
    fields = Record.of(
        (name.removeprefix(FIELD), cell) for name, cell in cells.items() if name.startswith(FIELD)
    )
    if fields:
        record["fields"] = fields
    return record


def about_step(cells: Mapping[str, str], line: int) -> Record:
    """What a row says of its step."""
    record = _read(STEP, cells, line)
    vote = _read(VOTE, cells)
    if vote:
        record["vote"] = Record.of((key.removeprefix("vote_"), cell) for key, cell in vote.items())
    assignments = _assignments(cells)
    if assignments:
        record["assignments"] = assignments
    return record


def about_missing(cells: Mapping[str, str], line: int) -> Record:
    """What a row says of a step that the source lacks."""
    record = _read(dict.fromkeys(OF_MISSING, _text), cells, line)
    record["what"] = cells[MISSING]
    return record


def _read(
    columns: Mapping[str, _Cell], cells: Mapping[str, str], line: int | None = None
) -> Record:
    record = Record(line)
    record.update({name: read(cells[name]) for name, read in columns.items() if name in cells})
    return record


def _assignments(cells: Mapping[str, str]) -> tuple[Record, ...]:
    parts = {
        name.removeprefix("assignment_"): cells[name].split(APART)
        for name in ASSIGNMENTS
        if name in cells
    }
    many = max((len(each) for each in parts.values()), default=0)
    return tuple(
        Record.of(
            (name, given[place].strip() or None)
            for name, given in parts.items()
            if place < len(given)
        )
        for place in range(many)
    )
