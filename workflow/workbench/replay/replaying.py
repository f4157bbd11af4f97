"""A file of recorded histories driven through the definitions of a folder, one history at a time."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from workflow.definition.catalogue import Loaded, load_strict
from workflow.definition.findings import suggest
from workflow.definition.organisation import Organisation
from workflow.definition.vocabulary import UNDER, normal
from workflow.errors import UnknownDefinitionError
from workflow.machine.build import Machine, build
from workflow.workbench.replay.checking import checked_histories
from workflow.workbench.replay.deadline_table import DeadlineTable
from workflow.workbench.replay.history import History
from workflow.workbench.replay.ledger import Ledger
from workflow.workbench.replay.player import Player
from workflow.workbench.replay.reach import reach
from workflow.workbench.replay.read import Finding, Read
from workflow.workbench.replay.registers import Registers
from workflow.workbench.replay.staging import staged
from workflow.workbench.replay.strictness import Strictness, plainly, strictness
from workflow.workbench.replay.verdicts import Played


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come; ``of`` is None as long as nobody knows. ``words``: what is being done."""

    done: int
    of: int | None
    words: str


Tell = Callable[[Finding], None]
"""Told of every fault of the file as soon as it is read."""

Watch = Callable[[Progress], None]

Keep = Callable[[Played], object]
"""Given every history that was played, with its clocks stopped."""


@dataclass(slots=True)
class Survey:
    """What a first reading shows; grows with the meetings, not with the matters.

    Attributes:
        reads: matters, and lines that hold none.
        matters: that can be played, by organisation.
        steps: that can be played.
        errors: findings that left something out.
        warnings: the other findings.
        meetings: by organisation, body and day of every meeting that a history tells of.
        minutes: body and day of those that the file has steps of.
        registers: the numbers of the matters that can be played.
    """

    reads: int = 0
    matters: Counter[str] = field(default_factory=Counter)
    steps: int = 0
    errors: int = 0
    warnings: int = 0
    meetings: dict[str, set[tuple[str, date]]] = field(default_factory=dict)
    minutes: set[tuple[str, date]] = field(default_factory=set)
    registers: Registers = field(default_factory=Registers)

    @property
    def until(self) -> date:
        """The day of the last step; the first day of all where there is none."""
        return max((day for _, day in self.minutes), default=date.min)

    @property
    def main(self) -> str:
        """The code of the organisation with the most histories.

        Raises:
            ValueError: there are no histories.
        """
        return min(self.matters, key=lambda code: (-self.matters[code], code))

    def add(self, read: Read) -> None:
        """Count one."""
        self.reads += 1
        self.errors += read.errors
        self.warnings += len(read.findings) - read.errors
        history = read.history
        if history is None:
            return
        code = str(history.organisation)
        steps = {(step.body, step.date) for step in history.steps}
        missing = {(step.body, step.day) for step in history.missing_steps if not step.before}
        self.matters[code] += 1
        self.steps += len(history.steps)
        self.minutes |= steps
        self.registers.add(history)
        self.meetings.setdefault(code, set()).update(steps, missing)


class Replay:
    """One file and the definitions that it is tried on. Holds one history at a time."""

    def __init__(
        self,
        source: Path,
        definitions: Path,
        *,
        organisation: str | None = None,
        only: str | None = None,
        today: date,
        watch: Watch,
    ) -> None:
        """Read the definitions; the histories are read when they are asked for.

        Args:
            source: JSONL or CSV.
            definitions: the folder; what is in its files counts, published or not.
            organisation: of histories that don't say theirs; None: the vocabulary's.
            only: a matter type, or the source's word for one; the other histories are passed by.
            today: nothing can have happened after it.
            watch: told of every history, each time that it is read.

        Raises:
            DefinitionError: the definitions have errors.
            UnknownDefinitionError: no such organisation, or no such type.
        """
        self.source = source
        self.loaded = load_strict(definitions)
        self._organisation = organisation
        self._today = today
        self._watch = watch
        if organisation is not None and organisation not in self.loaded.organisations:
            raise UnknownDefinitionError(
                f"Organisationen ”{organisation[:60]}” finns inte bland definitionerna.",
                hint=suggest(organisation, self.loaded.organisations, otherwise=""),
            )
        self._is_wanted = _wanted(only, self.loaded)

    def survey(self, tell: Tell) -> Survey:
        """Read the whole file once and tell what is wrong with it; nothing is played.

        Raises:
            InvalidInputError: the file isn't there or may not be read.
        """
        survey = Survey()
        for read in self._reads():
            survey.add(read)
            for finding in read.findings:
                tell(finding)
            self._watch(Progress(survey.reads, None, "Läser"))
        return survey

    def ledger(self, survey: Survey) -> Ledger:
        """An empty one, to be closed."""
        definitions = {name: entry.definition for name, entry in self.loaded.types.items()}
        deadlines = DeadlineTable(
            definitions,
            self.loaded.vocabulary,
            until=survey.until,
            meetings=survey.minutes,
            registers=survey.registers,
        )
        return Ledger(definitions, deadlines)

    def play(self, survey: Survey, ledger: Ledger, keep: Keep | None = None) -> None:
        """Play every history that is wanted into the ledger."""
        player = Player(
            self._machines(),
            self._organisations(survey),
            self.loaded.vocabulary,
            until=survey.until,
            keeping=keep is not None,
        )
        for done, read in enumerate(self._reads(), start=1):
            history = read.history
            if history is not None and self._is_wanted(history):
                played = player.play(history, str(history.organisation))
                ledger.add(played, read, str(self.source))
                if keep is not None:
                    keep(played)
            self._watch(Progress(done, survey.reads, "Kör"))

    def measure(
        self, survey: Survey, types: Iterable[str], sequences: int
    ) -> Mapping[str, Strictness]:
        """How much these types refuse, by name; so many sequences of each kind.

        The bodies that act are those of the main organisation.
        """
        if not sequences or not survey.matters:
            return {}
        code = survey.main
        self._watch(Progress(0, None, "Prövar godtyckliga följder"))
        measured = strictness(
            self._machines(),
            self._organisations(survey),
            code,
            types=types,
            real=self._told_plainly(code),
            count=sequences,
        )
        return {one.matter_type: one for one in measured}

    def words(self, survey: Survey) -> Mapping[str, float]:
        """By type, how much of all outcomes it can be decided by, 0 to 1; see :func:`reach`."""
        if not survey.matters:
            return {}
        organisation = self._organisations(survey)[survey.main]
        return reach(self._machines().values(), organisation).shares

    def _reads(self) -> Iterator[Read]:
        return checked_histories(self.source, self.loaded, self._organisation, today=self._today)

    def _told_plainly(self, organisation: str) -> Iterator[History]:
        for read in self._reads():
            history = read.history
            if history is not None and history.organisation == organisation:
                plain = plainly(history, self.loaded.vocabulary)
                if plain is not None:
                    yield plain

    def _machines(self) -> Mapping[str, Machine]:
        types = self.loaded.types.items()
        return {name: build(entry.digest, entry.definition) for name, entry in types}

    def _organisations(self, survey: Survey) -> Mapping[str, Organisation]:
        """As they were: with the meeting days of their histories, and nobody to write to."""
        known: Mapping[str, Organisation] = {
            code: entry.organisation for code, entry in self.loaded.organisations.items()
        }
        for code, meetings in survey.meetings.items():
            known = staged(known, code, meetings)
        return known


def _wanted(only: str | None, loaded: Loaded) -> Callable[[History], bool]:
    """Whether a history is of the type that was asked for: by its name, or by the source's word.

    Raises:
        UnknownDefinitionError: neither.
    """
    if only is None:
        return lambda _: True
    vocabulary = loaded.vocabulary
    if only in loaded.types:
        return lambda history: vocabulary.type_of(history) == only
    word = normal(only)
    if word in vocabulary.types:
        return lambda history: word in _words(history)
    raise UnknownDefinitionError(
        f"Ärendetypen ”{only[:60]}” finns varken bland definitionerna eller i ordlistorna.",
        hint=suggest(only, sorted({*loaded.types, *vocabulary.types}), otherwise=""),
    )


def _words(history: History) -> tuple[str, ...]:
    """What the source calls it, in both ways."""
    word = normal(history.matter_type)
    return (word, f"{word}{UNDER}{normal(history.matter_subtype or '')}")
