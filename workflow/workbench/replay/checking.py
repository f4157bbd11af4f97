"""What a history that has the right form still may have wrong: its names, its fields and its steps."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

from workflow.definition.catalogue import Loaded
from workflow.definition.findings import suggest
from workflow.definition.vocabulary import DECIDES, normal
from workflow.errors import InvalidInputError
from workflow.model.ids import RegistrationNumber
from workflow.workbench.replay.history import LAST_DAY, History
from workflow.workbench.replay.read import Finding, Read, Severity
from workflow.workbench.replay.reading import read_histories
from workflow.workbench.replay.steps import Step, StepCheck
from workflow.workbench.replay.typed import typed
from workflow.workbench.replay.wording import NO_STEPS, short

_NUMBER = "Skriv till exempel KS 9/2024, KS-25/00205 eller 2023/11-2.2.0.2."
_OWN_WORDS = "Egna ord läggs i definitions/histories."


def checked_histories(
    path: Path, loaded: Loaded, organisation: str | None = None, *, today: date = LAST_DAY
) -> Iterator[Read]:
    """The matters of a file in order, as they can be played with these definitions.

    ``organisation`` is the code of the one of histories that don't say theirs; else the vocabulary's.
    Nothing can have happened after ``today``.

    Raises:
        InvalidInputError: at once, if the file isn't there or may not be read.
    """
    return map(Checker(loaded, organisation, today=today).check, read_histories(path))


class Checker:
    """Checks the histories of one file, one by one; remembers of each only that its number is taken."""

    def __init__(
        self, loaded: Loaded, organisation: str | None = None, *, today: date = LAST_DAY
    ) -> None:
        self._types = {name: entry.definition for name, entry in loaded.types.items()}
        self._organisations = {
            code: entry.organisation for code, entry in loaded.organisations.items()
        }
        self._vocabulary = loaded.vocabulary
        self._organisation = organisation or loaded.vocabulary.organisation
        self._today = today
        self._taken: set[int] = set()  # hashes, because there may be a million
        self._word_fix = lru_cache(maxsize=1_000)(self._suggested)

    def check(self, read: Read) -> Read:
        """The same with what it finds, and without what can't be played.

        ``history.organisation`` is set afterwards, and the fields are those that the matter type has.
        """
        if read.history is None:
            return read
        findings = list(read.findings)
        matter = self._matter(read.history, read.line, findings)
        steps: list[Step] = []
        if matter is not None:
            matter, steps = self._steps(matter, read, findings)
        findings.sort(key=lambda each: (each.line, each.step is None, each.step or 0))
        if matter is None or not steps:
            return Read(read.line, None, tuple(findings))
        return Read(
            read.line,
            matter,
            tuple(findings),
            tuple(step.number for step in steps),
            tuple(step.line for step in steps),
        )

    def _steps(
        self, matter: History, read: Read, findings: list[Finding]
    ) -> tuple[History, list[Step]]:
        """The history with the steps that can be played."""
        organisation = self._organisations[str(matter.organisation)]
        check = StepCheck(organisation, self._vocabulary, self._word_fix, self._today)
        rows = map(Step, read.numbers, read.lines, matter.steps)
        steps = [kept for step in rows if (kept := check.step(step)) is not None]
        missing = tuple(check.missing(matter.missing_steps, read.line))
        findings += check.findings
        if not steps:
            findings.append(Finding(read.line, None, "error", *NO_STEPS))
        played = tuple(step.recorded for step in steps)
        return matter.model_copy(update={"steps": played, "missing_steps": missing}), steps

    def _matter(self, history: History, line: int, findings: list[Finding]) -> History | None:
        """The history without what is wrong with the matter itself; None if it can't be played."""
        organisation = history.organisation or self._organisation
        name = self._vocabulary.type_of(history)
        wrong = [
            *self._organisation_named(organisation),
            *self._number(history, organisation),
            *self._type_named(name),
        ]
        if wrong:
            findings += [Finding(line, None, "error", *said) for said in wrong]
            return None
        fields, faults = typed(self._types[name].fields, history.fields)
        told: list[tuple[str, str]] = [
            (f"Fältet läses inte: {fault}", "Rätta det; ärendet körs utan.") for fault in faults
        ]
        before = self._predecessors(history, organisation, told)
        severity: Severity = "warning"
        findings += [Finding(line, None, severity, *said) for said in told]
        return history.model_copy(
            update={"organisation": organisation, "fields": fields, "predecessor_dnr": before}
        )

    def _number(self, history: History, organisation: str | None) -> Iterator[tuple[str, str]]:
        """Whether it is one, and this organisation's for the first time, however it is written."""
        number = self._normalised(history.dnr, organisation)
        if number is None:
            yield f"”{short(history.dnr)}” är inget diarienummer.", _NUMBER
            return
        taken = hash((organisation, number))
        if taken in self._taken:
            yield (
                f"Diarienumret ”{history.dnr}” står redan högre upp i filen.",
                "Lägg ärendets alla steg tillsammans, eller rätta numret.",
            )
        self._taken.add(taken)

    def _normalised(self, printed: str, organisation: str | None) -> str | None:
        """The number in the form that numbers are compared in; None: it is none."""
        known = self._organisations.get(organisation or "")
        register = known.register_code if known else "-"
        try:
            number = RegistrationNumber.parse(printed, default_register=register)
        except InvalidInputError:
            return None
        return normal(number.normalised)

    def _predecessors(
        self, history: History, organisation: str | None, told: list[tuple[str, str]]
    ) -> tuple[str, ...]:
        """Those that are other matters' numbers."""
        own = self._normalised(history.dnr, organisation)
        kept = []
        for printed in history.predecessor_dnr:
            number = self._normalised(printed, organisation)
            if number is None:
                told.append((f"Föregångaren ”{short(printed)}” är inget diarienummer.", _NUMBER))
            elif number == own:
                told.append(("Ärendet står som sin egen föregångare.", "Ta bort dnr där."))
            else:
                kept.append(printed)
        return tuple(kept)

    def _organisation_named(self, code: str | None) -> Iterator[tuple[str, str]]:
        if code is None:
            yield "Ärendet säger inte vilken organisation det gäller.", "Ange organisation."
        elif code not in self._organisations:
            fix = suggest(code, self._organisations, otherwise="")
            yield f"Organisationen ”{short(code)}” finns inte.", fix

    def _type_named(self, name: str) -> Iterator[tuple[str, str]]:
        if name not in self._types:
            known = sorted({*self._types, *self._vocabulary.type_words()})
            fix = suggest(name, known, otherwise="")
            yield f"Ärendetypen ”{short(name)}” är okänd.", f"{fix} {_OWN_WORDS}"

    def _suggested(self, word: str) -> str:
        known = sorted(self._vocabulary.words())
        return f"{suggest(word.removeprefix(DECIDES), known, otherwise='')} {_OWN_WORDS}"
