"""The steps of one history against each other, the organisation and the words that are known."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from workflow.definition.findings import suggest
from workflow.definition.organisation import Organisation
from workflow.definition.vocabulary import Vocabulary, normal
from workflow.workbench.replay.history import Given, MissingStep, RecordedStep
from workflow.workbench.replay.read import Finding, Severity
from workflow.workbench.replay.wording import short

_DUE = re.compile(r"\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?", re.ASCII)
_IN_ORDER = "Skriv stegen i tidsordning."


class Step(NamedTuple):
    """A step with its number and line in the file."""

    number: int
    line: int
    recorded: RecordedStep


class StepCheck:
    """Takes the steps of one history in the order of the file.

    Attributes:
        findings: what was found so far.
    """

    def __init__(
        self,
        organisation: Organisation,
        vocabulary: Vocabulary,
        word_fix: Callable[[str], str],
        today: date,
    ) -> None:
        """``word_fix`` is what to do about a word for a decision that means nothing."""
        self.findings: list[Finding] = []
        self._organisation = organisation
        self._vocabulary = vocabulary
        self._word_fix = word_fix
        self._today = today
        self._kept: list[Step] = []

    def step(self, step: Step) -> Step | None:
        """The step without what can't be; None if it can't be played at all."""
        before = len(self.findings)
        self._body(step.recorded.body, step)
        if step.recorded.date > self._today:
            message = f"Steget är från {step.recorded.date}, som inte har varit än."
            self._tell(step, "error", message, "Rätta dagen.")
        self._order(step)
        self._same_day(step)
        for word in step.recorded.outcomes:
            if not self._vocabulary.knows(word):
                message = f"Utfallet ”{short(word)}” är okänt."
                self._tell(step, "error", message, self._word_fix(word))
        if len(self.findings) > before:
            return None
        kept = step._replace(recorded=self._tidied(step))
        self._kept.append(kept)
        return kept

    def missing(self, steps: tuple[MissingStep, ...], line: int) -> Iterator[MissingStep]:
        """Of the steps that the source lacks, those of bodies that there are."""
        for step in steps:
            if step.body not in self._organisation.bodies:
                message = f"Saknat steg: organet ”{short(step.body)}” finns inte."
                fix = self._body_fix(step.body)
                self.findings.append(Finding(line, None, "error", message, fix))
            elif step.day > self._today:
                message = f"Saknat steg: {step.day} har inte varit än."
                self.findings.append(Finding(line, None, "error", message, "Rätta dagen."))
            else:
                yield step

    def _body(self, code: str, step: Step) -> None:
        if code not in self._organisation.bodies:
            message = f"Organet ”{short(code)}” finns inte i {self._organisation.name}."
            self._tell(step, "error", message, self._body_fix(code))

    def _order(self, step: Step) -> None:
        if self._kept and step.recorded.date < self._kept[-1].recorded.date:
            last = self._kept[-1]
            message = (
                f"Steget är från {step.recorded.date}, men steg {last.number}"
                f" före det är från {last.recorded.date}."
            )
            self._tell(step, "error", message, _IN_ORDER)

    def _same_day(self, step: Step) -> None:
        own = step.recorded
        for other in self._kept:
            recorded = other.recorded
            same = (recorded.body, recorded.date) == (own.body, own.date)
            if same and (own.paragraph is None or recorded.paragraph in (None, own.paragraph)):
                message = f"{own.body} har redan steg {other.number} den {own.date}"
                message += ", utan en annan paragraf."
                hint = "Ange olika paragrafer, eller gör ett steg med alla outcomes."
                self._tell(step, "error", message, hint)
                return

    def _tidied(self, step: Step) -> RecordedStep:
        """Without what is left out though the step is played."""
        recorded = step.recorded
        update: dict[str, object] = {
            "proposed": tuple(self._proposed(step)),
            "assignments": tuple(self._given(given, step) for given in recorded.assignments),
        }
        days = {"tabled_to": recorded.tabled_to, "adjusted_on": recorded.adjusted_on}
        for key, day in days.items():
            if day is not None and day < recorded.date:
                message = f"”{key}” är {day}, före sammanträdet {recorded.date}."
                self._tell(step, "warning", message, "Rätta dagen; steget körs utan den.")
                update[key] = None
        return recorded.model_copy(update=update)

    def _proposed(self, step: Step) -> Iterator[str]:
        for word in step.recorded.proposed:
            if self._vocabulary.knows(word):
                yield word
            else:
                message = f"”{short(word)}” i proposed är okänt och läses inte."
                self._tell(step, "warning", message, self._word_fix(word))

    def _given(self, given: Given, step: Step) -> Given:
        """An assignment without a day or a body that can't be."""
        update: dict[str, object] = {}
        if given.due is not None and not _DUE.fullmatch(given.due):
            message = f"Uppdragets due ”{short(given.due)}” är varken dag eller månad."
            hint = "Skriv 2024-09-30 eller 2024-09; steget körs utan den."
            self._tell(step, "warning", message, hint)
            update["due"] = None
        if given.due_body is not None and given.due_body not in self._organisation.bodies:
            message = f"Uppdragets due_body ”{short(given.due_body)}” finns inte och läses inte."
            self._tell(step, "warning", message, self._body_fix(given.due_body))
            update["due_body"] = None
        return given.model_copy(update=update)

    def _body_fix(self, code: str) -> str:
        """The code of the body that is meant by its name, or the nearest code."""
        bodies = self._organisation.bodies
        for known, body in bodies.items():
            if normal(code) in (normal(name) for name in (known, body.name, *body.aliases)):
                return f"Skriv koden {known}."
        return suggest(code, bodies, otherwise="")

    def _tell(self, step: Step, severity: Severity, message: str, hint: str) -> None:
        self.findings.append(Finding(step.line, step.number, severity, message, hint))
