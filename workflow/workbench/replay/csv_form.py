"""Histories as CSV (RFC 4180), comma- or semicolon-separated: one row a step.

The columns are named as the keys of the JSON form; what is about the matter needs to stand in its first row
only. The rows of a matter follow each other.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from workflow.definition.findings import suggest
from workflow.workbench.replay import columns
from workflow.workbench.replay.form import formed
from workflow.workbench.replay.read import Finding, Read, Severity
from workflow.workbench.replay.record import Record
from workflow.workbench.replay.source import Line, fault
from workflow.workbench.replay.wording import short

MOST_ROWS = 1_000
"""Rows of one matter; a file with more holds something else than steps."""

SEPARATORS = ";,\t"


def matters(lines: Iterable[Line]) -> Iterator[Read]:
    """Rows that follow each other with the same number as one history, or as what is wrong with them."""
    text = _Text(lines)
    header = text.first()
    found = list(text.told())
    names: tuple[str | None, ...] = ()
    if header is not None:
        names, findings = _header(header, text.number)
        found += findings
    if found:
        yield Read(found[0].line, None, tuple(found))
    if header is None or not names:
        return
    matter: _Matter | None = None
    for row in _rows(text, _separator(header), names):
        if isinstance(row, Finding):
            yield Read(row.line, None, (row,))
            continue
        if matter is None or matter.number != row.cells[columns.NUMBER]:
            if matter is not None:
                yield matter.read()
            matter = _Matter(row.cells[columns.NUMBER], row.line)
        matter.add(row)
    if matter is not None:
        yield matter.read()


def is_header(text: str) -> bool:
    """Whether a file that begins with this line is CSV of this form."""
    return columns.NUMBER in (_name(cell) for cell in _cells(text))


class _Text:
    """The text of lines, one after the other; those that can't be read are blank."""

    def __init__(self, lines: Iterable[Line]) -> None:
        self._lines = iter(lines)
        self._faults: list[Finding] = []
        self.number = 0

    def __iter__(self) -> "_Text":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.number = line.number
        if line.finding is not None:
            self._faults.append(line.finding)
        return line.text or "\n"

    def first(self) -> str | None:
        """The first line that says something; None where there is none."""
        return next((text for text in self if text.strip()), None)

    def told(self) -> Iterator[Finding]:
        """What was wrong with lines since this was asked last."""
        found, self._faults = self._faults, []
        return iter(found)


class _Row(NamedTuple):
    line: int
    cells: dict[str, str]  # those that hold something, by column


def _separator(header: str) -> str:
    return max(SEPARATORS, key=header.count)


def _cells(header: str) -> list[str]:
    try:
        return next(csv.reader([header], delimiter=_separator(header)), [])
    except csv.Error:
        return []


def _name(cell: str) -> str:
    """A column's name; large letters and spaces are no fault."""
    text = cell.strip()
    return text if text.startswith(columns.FIELD) else "_".join(text.casefold().split())


def _header(text: str, line: int) -> tuple[tuple[str | None, ...], list[Finding]]:
    """The columns in order, None for one that isn't read; nothing at all if needed ones are missing."""
    names: list[str | None] = []
    findings: list[Finding] = []
    for cell in _cells(text):
        name = _name(cell)
        if name in names:
            findings.append(fault(line, f"Kolumnen ”{short(name)}” står två gånger.", _FIRST))
        elif name and name not in columns.COLUMNS and not name.startswith(columns.FIELD):
            message = f"Kolumnen ”{short(name)}” finns inte i formatet och läses inte."
            fix = suggest(name, columns.COLUMNS, otherwise="")
            hint = f"{fix} Ärendets egna fält börjar med ”{columns.FIELD}”."
            findings.append(Finding(line, None, "warning", message, hint))
        else:
            names.append(name or None)
            continue
        names.append(None)
    lacking = [name for name in columns.REQUIRED if name not in names]
    if lacking:
        message = f"Kolumner saknas: {', '.join(lacking)}."
        hint = "Första raden ska vara kolumnernas namn, åtskilda av komma eller semikolon."
        return (), [*findings, fault(line, message, hint)]
    return tuple(names), findings


_FIRST = "Den första läses; ta bort den andra."


def _rows(text: _Text, separator: str, names: tuple[str | None, ...]) -> Iterator[_Row | Finding]:
    """The rows that can be read, and what is wrong with others; blank ones are passed by."""
    reader = csv.reader(text, delimiter=separator, strict=True)
    while True:
        line = text.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield fault(line, "Raden går inte att läsa som CSV.", _QUOTES)
            continue
        finally:
            yield from text.told()
        if any(cell.strip() for cell in cells):
            yield _row(cells, line, names)


_QUOTES = (
    "Se efter att varje citattecken har ett till, och att text med citattecken i har dem dubbla."
)


def _row(cells: list[str], line: int, names: tuple[str | None, ...]) -> _Row | Finding:
    if any(cell.strip() for cell in cells[len(names) :]):
        message = f"Raden har {len(cells)} celler men rubriken {len(names)}."
        return fault(line, message, "Sätt citattecken om text som innehåller skiljetecknet.")
    named = {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
    row = _Row(line, {name: cell for name, cell in named.items() if cell})
    if columns.NUMBER not in row.cells:
        return fault(line, "Raden saknar diarienummer.", "Skriv ärendets dnr på varje rad.")
    return row


@dataclass(slots=True)
class _Matter:
    """The rows of one matter so far."""

    number: str
    line: int
    rows: int = 0
    head: Record = field(default_factory=Record)
    steps: list[Record] = field(default_factory=list)
    missing: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def add(self, row: _Row) -> None:
        """One more row; past the most that a matter may have they are only counted."""
        self.rows += 1
        if self.rows > MOST_ROWS:
            return
        if columns.MISSING in row.cells:
            self.missing.append(columns.about_missing(row.cells, row.line))
            if "outcomes" in row.cells:
                message = "Raden är ett saknat steg, så dess outcomes läses inte."
                self._tell(row.line, None, message, "Töm missing om steget finns.")
        else:
            self.steps.append(columns.about_step(row.cells, row.line))
        about = columns.about_matter(row.cells)
        for key, value in about.items():
            if self.head.setdefault(key, value) != value:
                message = f"”{key}” är ett annat än högre upp i ärendet."
                self._tell(row.line, len(self.steps), message, "Det som står först gäller.")

    def read(self) -> Read:
        """The history that the rows are."""
        if self.rows > MOST_ROWS:
            message = f"Ärendet har {self.rows} rader; högst {MOST_ROWS} kan läsas."
            hint = "Se efter att dnr är olika för olika ärenden."
            self.findings.append(fault(self.line, message, hint))
            return Read(self.line, None, tuple(self.findings))
        self.head["steps"] = tuple(self.steps)
        self.head["missing_steps"] = tuple(self.missing)
        return formed(self.head, self.line, tuple(self.findings))

    def _tell(self, line: int, step: int | None, message: str, hint: str) -> None:
        severity: Severity = "warning"
        self.findings.append(Finding(line, step or None, severity, message, hint))
