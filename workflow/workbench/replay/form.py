"""From keys and values to a history: what has the wrong form is told, and the rest goes on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from workflow.definition.findings import suggest
from workflow.workbench.replay.history import History, MissingStep, RecordedStep
from workflow.workbench.replay.read import Finding, Read, Severity
from workflow.workbench.replay.record import Record
from workflow.workbench.replay.wording import NO_STEPS, faults, found, part_of, short

M = TypeVar("M", bound=BaseModel)


def formed(record: Record, line: int, findings: tuple[Finding, ...] = ()) -> Read:
    """A matter as it is written, read as a history; ``findings`` are those that are known already.

    A step that can't be used is left out and told; so is a step that the source lacks. Where the matter
    itself can't be used, or none of its steps, nothing is left.
    """
    return _Form(line, list(findings)).read(record)


class _At(NamedTuple):
    """Where something stands; ``step`` is 0 where it isn't about a step; ``about`` begins the message."""

    line: int
    step: int = 0
    about: str = ""


@dataclass(slots=True)
class _Form:
    line: int
    findings: list[Finding] = field(default_factory=list)

    def read(self, record: Record) -> Read:
        steps = dict(self._steps(record))
        rest = Record(record.line)
        rest.update(record)
        rest.twice = record.twice
        rest["steps"] = tuple(steps.values())
        if record.parts("missing_steps"):
            rest["missing_steps"] = tuple(self._missing(record))
        history = self._read(History, rest, _At(self.line))
        if not record.parts("steps"):
            self._tell(_At(self.line), "Ärendet har inga steg.", "Lägg till minst ett i steps.")
        elif not steps:
            self._tell(_At(self.line), *NO_STEPS)
        findings = tuple(sorted(self.findings, key=lambda each: (each.line, each.step or 0)))
        if history is None:
            return Read(self.line, None, findings)
        numbers = tuple(at.step for at in steps)
        return Read(self.line, history, findings, numbers, tuple(at.line for at in steps))

    def _steps(self, record: Record) -> Iterator[tuple[_At, RecordedStep]]:
        for number, value in enumerate(record.parts("steps"), start=1):
            at = self._at(value, number)
            step = self._part(RecordedStep, value, at)
            if step is not None:
                yield at, step

    def _missing(self, record: Record) -> Iterator[MissingStep]:
        for value in record.parts("missing_steps"):
            step = self._part(MissingStep, value, self._at(value)._replace(about="Saknat steg: "))
            if step is not None:
                yield step

    def _at(self, value: object, step: int = 0) -> _At:
        own = value.line if isinstance(value, Record) else None
        return _At(own or self.line, step)

    def _part(self, model: type[M], value: object, at: _At) -> M | None:
        if isinstance(value, Record):
            return self._read(model, value, at)
        self._tell(
            at,
            f"Ett steg ska vara nycklar med värden, men är {found(value)}.",
            "Skriv nycklar och värden inom { }.",
        )
        return None

    def _read(self, model: type[M], record: Record, at: _At) -> M | None:
        """The record as the model, without keys that the model doesn't know."""
        twice = self._twice(record, at)
        plain = self._known(model, record, at)
        try:
            read = model.model_validate(plain, strict=True)
        except ValidationError as error:
            for message, hint in faults(model, error):
                self._tell(at, message, hint)
            return None
        return None if twice else read

    def _twice(self, record: Record, at: _At) -> bool:
        """Whether a key stands twice somewhere inside."""
        waiting: list[object] = [record]
        twice = []
        while waiting:
            value = waiting.pop()
            if isinstance(value, Record):
                twice += value.twice
                waiting += value.values()
            elif isinstance(value, tuple):
                waiting += value
        for key in twice:
            self._tell(at, f"”{short(key)}” står två gånger.", "Ta bort det ena.")
        return bool(twice)

    def _known(self, model: type[BaseModel], record: Record, at: _At) -> dict[str, object]:
        plain: dict[str, object] = {}
        for key, value in record.items():
            if key in model.model_fields:
                plain[key] = self._known_parts(part_of(model, key), value, at)
            else:
                fix = suggest(key, model.model_fields, otherwise="")
                message = f"”{short(key)}” finns inte i formatet och läses inte."
                self._tell(at, message, fix, severity="warning")
        return plain

    def _known_parts(self, model: type[BaseModel] | None, value: object, at: _At) -> object:
        if model is not None and isinstance(value, Record):
            return self._known(model, value, at)
        if model is not None and isinstance(value, tuple):
            return tuple(self._known_parts(model, each, at) for each in value)
        return value

    def _tell(self, at: _At, message: str, hint: str, *, severity: Severity = "error") -> None:
        self.findings.append(Finding(at.line, at.step or None, severity, at.about + message, hint))
