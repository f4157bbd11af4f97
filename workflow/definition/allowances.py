"""What the office allows though a rule speaks against it: by a comment in the file, with a reason."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from workflow.errors import Finding


@dataclass(frozen=True, slots=True)
class Allowance:
    """A comment that allows what one rule finds on one line.

    Attributes:
        rule: the rule's id.
        reason: why, in the office's own words.
        path: the file, as in findings.
        line: where the comment stands, from 1.
        column: of its ``#``, from 1.
        covers: the line that it speaks of.
    """

    rule: str
    reason: str
    path: str
    line: int
    column: int
    covers: int


@dataclass(frozen=True, slots=True)
class Allowed:
    """A finding that doesn't count, and the comment that allows it."""

    finding: Finding
    allowance: Allowance


@dataclass(slots=True)
class Allowances:
    """The allowances of all files that are read together, and which of them were of use."""

    _by_line: dict[tuple[str, int, str], Allowance] = field(default_factory=dict)
    _twice: list[Allowance] = field(default_factory=list)
    _used: set[Allowance] = field(default_factory=set)

    def add(self, allowance: Allowance) -> None:
        """Note one. A second one for the same line and rule is of no use."""
        key = (allowance.path, allowance.covers, allowance.rule)
        if self._by_line.setdefault(key, allowance) is not allowance:
            self._twice.append(allowance)

    def allowing(self, finding: Finding) -> Allowance | None:
        """The one that allows a finding, which is then of use."""
        found = self._by_line.get((finding.path, finding.line, finding.rule))
        if found is not None:
            self._used.add(found)
        return found

    def unused(self) -> Iterator[Allowance]:
        """Those that allowed nothing."""
        yield from (each for each in self._by_line.values() if each not in self._used)
        yield from self._twice
