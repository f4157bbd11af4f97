"""Adds up a replay, history by history. Memory grows with the definitions, not with the histories."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self, get_args

from workflow.definition.checks.graph import each
from workflow.definition.schema import NEW, MatterType
from workflow.model.events import PointsMoved, PointsOpened
from workflow.workbench.replay.deadline_table import DeadlineTable, Missed
from workflow.workbench.replay.read import Read
from workflow.workbench.replay.spool import Spool
from workflow.workbench.replay.totals import (
    Counts,
    Edge,
    Refusal,
    Share,
    Supplied,
    SuppliedCount,
    Totals,
    TypeTotals,
)
from workflow.workbench.replay.verdicts import Cause, Played, Saved, Verdict


@dataclass(slots=True)
class _Tally:
    """The counts of some histories, as they grow."""

    matters: int = 0
    whole: int = 0
    unregistered: int = 0
    accepted: int = 0
    refused: Counter[Cause] = field(default_factory=Counter)

    def add(self, played: Played) -> None:
        refused = [verdict for verdict in played.verdicts if not verdict.accepted]
        self.matters += 1
        self.whole += not refused
        self.unregistered += played.matter is None
        self.accepted += len(played.verdicts) - len(refused)
        self.refused.update(_cause(verdict) for verdict in refused)

    def counts(self) -> Counts:
        return Counts(
            matters=self.matters,
            whole=self.whole,
            unregistered=self.unregistered,
            steps=self.accepted + self.refused.total(),
            accepted=self.accepted,
            refused={cause: self.refused[cause] for cause in get_args(Cause)},
        )


@dataclass(slots=True)
class _Use:
    """What of one definition was used."""

    states: set[str] = field(default_factory=set)
    lines: set[tuple[str, str]] = field(default_factory=set)
    deadlines: set[str] = field(default_factory=set)

    def share(self, definition: MatterType) -> Share:
        states = self.states | {state for _, state in self.lines} - {NEW}
        lines = {(event, state) for _, _, event, state in each(definition)}
        deadlines = set(definition.deadlines)
        return Share(
            states_used=tuple(sorted(definition.states.keys() & states)),
            states_unused=tuple(sorted(definition.states.keys() - states)),
            transitions_used=tuple(Edge(*pair) for pair in sorted(lines & self.lines)),
            transitions_unused=tuple(Edge(*pair) for pair in sorted(lines - self.lines)),
            deadlines_used=tuple(sorted(deadlines & self.deadlines)),
            deadlines_unused=tuple(sorted(deadlines - self.deadlines)),
        )


class Ledger:
    """What became of every history so far. Close it: the lists are on disk."""

    def __init__(self, definitions: Mapping[str, MatterType], deadlines: DeadlineTable) -> None:
        """Empty.

        Args:
            definitions: by the name of the matter type; those that the histories run on and start.
            deadlines: counts the deadlines; empty, and closed with the ledger.
        """
        self._definitions = definitions
        self._all = _Tally()
        self._tallies: dict[str, _Tally] = {}
        self._uses: dict[str, _Use] = {}
        self._supplied_counts: Counter[tuple[str, str, bool, bool]] = Counter()
        self._stack = ExitStack()
        self._refusals = self._stack.enter_context(closing(Spool(Refusal)))
        self._supplied = self._stack.enter_context(closing(Spool(Supplied)))
        self._deadlines = self._stack.enter_context(closing(deadlines))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget the lists."""
        self._stack.close()

    def add(self, played: Played, read: Read, file: str) -> None:
        """Count one history as it was played, and as it was read from the file."""
        self._all.add(played)
        self._tallies.setdefault(played.matter_type, _Tally()).add(played)
        for verdict in played.verdicts:
            if not verdict.accepted:
                self._refusals.write(_refusal(played, verdict, read, file))
        self._add_supplied(played)
        self._add_use(played)
        self._deadlines.add(played)

    def result(self) -> Totals:
        """What it has come to."""
        return Totals(
            counts=self._all.counts(),
            types=tuple(self._of_type(name) for name in sorted(self._uses)),
            supplied=tuple(
                SuppliedCount(*kind, number=number)
                for kind, number in sorted(self._supplied_counts.items())
            ),
            deadlines=self._deadlines.rows(),
        )

    def refusals(self) -> Iterator[Refusal]:
        """Every refused step, in the order of the source."""
        return iter(self._refusals)

    def supplied(self) -> Iterator[Supplied]:
        """Every step that was supplied, in the order of the source."""
        return iter(self._supplied)

    def missed(self) -> Iterator[Missed]:
        """Every deadline that was late, forgotten, or met by no meeting, in the order of the source."""
        return self._deadlines.missed()

    def _of_type(self, name: str) -> TypeTotals:
        definition = self._definitions[name]
        tally = self._tallies.get(name, _Tally())
        return TypeTotals(
            name, definition.label, tally.counts(), self._uses[name].share(definition)
        )

    def _add_supplied(self, played: Played) -> None:
        name = played.matter_type
        for one in played.entered:
            self._supplied_counts[(name, one.what, one.declared, one.done)] += 1
            self._supplied.write(
                Supplied(
                    played.history.dnr,
                    name,
                    one.body,
                    one.on,
                    one.what,
                    one.declared,
                    one.done,
                    one.reason,
                )
            )

    def _add_use(self, played: Played) -> None:
        use = self._uses.setdefault(played.matter_type, _Use())
        use.states |= played.states
        use.lines |= played.transitions
        if played.matter is not None:
            use.deadlines.update(deadline.key for deadline in played.matter.deadlines)
            for saved in played.commands:
                if saved.change.after.id != played.matter.id:
                    self._add_started(saved)

    def _add_started(self, saved: Saved) -> None:
        """What a matter that the history's own started (an assignment) used of its definition."""
        after = saved.change.after
        use = self._uses.setdefault(after.matter_type, _Use())
        use.states.update(point.state for point in after.points)
        use.deadlines.update(deadline.key for deadline in after.deadlines)
        for event in saved.change.events:
            match event:
                case PointsMoved():
                    use.lines.update((event.event, left) for left in event.came_from.values())
                case PointsOpened():
                    use.lines.add((event.event, NEW))


def _refusal(played: Played, verdict: Verdict, read: Read, file: str) -> Refusal:
    step, place = verdict.recorded, verdict.step - 1
    return Refusal(
        dnr=played.history.dnr,
        matter_type=played.matter_type,
        step=read.numbers[place],
        file=file,
        line=read.lines[place],
        body=step.body,
        on=step.date,
        outcomes=step.outcomes,
        reason=verdict.reason,
        cause=_cause(verdict),
        possible=verdict.possible,
    )


def _cause(verdict: Verdict) -> Cause:
    """A refusal that doesn't say why is the definition's."""
    return verdict.cause or "definition"
