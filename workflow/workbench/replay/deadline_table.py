"""How deadlines were kept in real time: one table, by matter type and year."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from workflow.definition.schema import MatterType
from workflow.definition.vocabulary import Vocabulary
from workflow.workbench.replay.assigned import assigned
from workflow.workbench.replay.kept import COLUMNS, MISSED, Column, Kept, Watch
from workflow.workbench.replay.last_day import last_days
from workflow.workbench.replay.meaning import Meaning
from workflow.workbench.replay.registers import Registers
from workflow.workbench.replay.spool import Spool
from workflow.workbench.replay.tabling import tablings
from workflow.workbench.replay.verdicts import Played


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """One deadline of one matter type in one year; ``counts`` has every column and adds up to ``total``.

    ``year``: of the last day (the latest possible one where it isn't known exactly), of the step where
    no day was set; None: not known.
    """

    matter_type: str
    year: int | None
    deadline: Watch
    total: int
    counts: Mapping[Column, int]


@dataclass(frozen=True, slots=True)
class Missed:
    """One deadline that was not kept, or that no meeting met. ``step``: that set it, from 1."""

    dnr: str
    matter_type: str
    deadline: str
    column: Column
    last_day: date | None
    step: int | None


class DeadlineTable:
    """Counts history by history; the matters that missed something are on disk."""

    def __init__(
        self,
        definitions: Mapping[str, MatterType],
        vocabulary: Vocabulary,
        *,
        until: date,
        meetings: Collection[tuple[str, date]],
        registers: Registers | None = None,
    ) -> None:
        """Empty.

        Args:
            definitions: by the name of the matter type.
            vocabulary: the meaning of the words.
            until: the last day of the source.
            meetings: body and day of every meeting whose minutes the source holds.
            registers: the numbers of the source; without them each matter bounds only itself.
        """
        self._meanings = {
            name: Meaning(definition, vocabulary) for name, definition in definitions.items()
        }
        self._last_days = {name: last_days(meaning) for name, meaning in self._meanings.items()}
        self._until = until
        self._meetings = meetings
        self._registers = registers or Registers()
        self._counts: dict[tuple[str, Watch, int | None], Counter[Column]] = {}
        self._missed = Spool(Missed)

    def add(self, played: Played) -> None:
        """Count the deadlines of one history."""
        name = played.matter_type
        for kept in self._of(played):
            counts = self._counts.setdefault((name, kept.watch, kept.year), Counter())
            counts[kept.column] += 1
            if kept.column in MISSED:
                self._missed.write(
                    Missed(
                        played.history.dnr,
                        name,
                        kept.watch.key,
                        kept.column,
                        kept.last_day,
                        kept.step,
                    )
                )

    def rows(self) -> tuple[DeadlineRow, ...]:
        """By deadline, matter type and year; a year that isn't known comes last."""
        ordered = sorted(
            self._counts.items(),
            key=lambda item: (_place(item[0][1]), item[0][0], item[0][1].key, _last(item[0][2])),
        )
        return tuple(
            DeadlineRow(
                name, year, watch, counts.total(), {column: counts[column] for column in COLUMNS}
            )
            for (name, watch, year), counts in ordered
        )

    def missed(self) -> Iterator[Missed]:
        """What was late, forgotten, or tabled to a day without a meeting, in the order of the source."""
        return iter(self._missed)

    def close(self) -> None:
        """Forget what is on disk."""
        self._missed.close()

    def _of(self, played: Played) -> Iterator[Kept]:
        history, name = played.history, played.matter_type
        for last_day in self._last_days[name]:
            kept = last_day.kept(history, self._until, self._registers)
            if kept is not None:
                yield kept
        yield from assigned(history, played.matter, self._meanings[name], self._until)
        yield from tablings(history, self._meetings, self._until)


def _place(watch: Watch) -> int:
    """Sections first, then days set by somebody."""
    return 0 if "-" in watch.rule else 1


def _last(year: int | None) -> tuple[bool, int]:
    return (year is None, year or 0)
