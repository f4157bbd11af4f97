"""Everything that is wrong with what is told of a meeting, so that it can be put right in one go."""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from workflow.errors import CommandRefusedError, InvalidInputError

LONGEST_LINE: Final = 500  # characters
LONGEST_TEXT: Final = 100_000
MOST_ENTRIES: Final = 1_000
_SHOWN: Final = 60
_UNSEEN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, halves of surrogate pairs, and separators that editors don't show as line breaks."""


@dataclass(slots=True)
class Faults:
    """What has the wrong form, and what is understood but not allowed; both with all that was found."""

    malformed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)

    def refuse(self, sentence: str, hint: str = "") -> None:
        """One thing that isn't allowed. The sentence names the section where there is one."""
        self.refused.append(sentence)
        if hint and hint not in self.hints:
            self.hints.append(hint)

    def wrong(self, label: str, sentence: str) -> None:
        """One value of the wrong form."""
        self.malformed.append(f"{label}: {sentence}")

    def line(self, label: str, value: str, *, longest: int = LONGEST_LINE) -> None:
        """Something on one line that says something."""
        self._sized(label, value, longest)
        if not value.strip():
            self.wrong(label, "får inte vara tom.")
        if any(unicodedata.category(each) in _UNSEEN for each in value):
            self.wrong(label, "ska stå på en rad, utan styrtecken.")

    def text(self, label: str, value: str) -> None:
        """Text of several lines, perhaps empty."""
        self._sized(label, value, LONGEST_TEXT)
        if any(unicodedata.category(each) in _UNSEEN and each not in "\n\t" for each in value):
            self.wrong(label, "innehåller styrtecken. Ta bort dem.")

    def count(self, label: str, entries: Collection[object], most: int = MOST_ENTRIES) -> bool:
        """Whether there are no more than that; what is too much isn't looked at one by one."""
        if len(entries) <= most:
            return True
        self.wrong(label, f"får vara högst {most}, men är {len(entries)}.")
        return False

    def raise_if_any(self) -> None:
        """Refuse if anything was wrong.

        Raises:
            InvalidInputError: with every value of the wrong form.
            CommandRefusedError: with everything that isn't allowed.
        """
        if self.malformed:
            raise InvalidInputError("\n".join(self.malformed))
        if self.refused:
            raise CommandRefusedError("\n".join(self.refused), hint=" ".join(self.hints))

    def _sized(self, label: str, value: str, longest: int) -> None:
        if len(value) > longest:
            self.wrong(label, f"får ha högst {longest} tecken, men har {len(value)}.")


def twice(names: Iterable[str]) -> tuple[str, ...]:
    """Those that are there more than once, each once, in the order in which they come."""
    return tuple(name for name, times in Counter(names).items() if times > 1)


def shown(text: str) -> str:
    """The beginning of a text from outside, short enough for a sentence."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
