"""What reading a file gives: one history at a time, and what was found on the way."""

from dataclasses import dataclass
from typing import Literal

from workflow.workbench.replay.history import History

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of a file, in Swedish.

    Attributes:
        line: counted from 1.
        step: of the matter, counted from 1 as the file has them; None where it isn't about a step.
        severity: ``error`` where the step or the matter is left out, ``warning`` where it is played anyway.
        message: what is wrong.
        hint: what to do.
    """

    line: int
    step: int | None
    severity: Severity
    message: str
    hint: str

    def said(self, file: str) -> str:
        """As people read it, with its place in the file."""
        step = "" if self.step is None else f"steg {self.step}: "
        return f"{file}:{self.line}: {step}{self.message} {self.hint}"


@dataclass(frozen=True, slots=True)
class Read:
    """One matter of a file, or a line that holds none.

    Attributes:
        line: where it begins, counted from 1.
        history: what can be played; None where nothing can.
        findings: in the order of the file.
        numbers: of the steps that are left, as the file counts them: ``numbers[0]`` is the first one's.
        lines: of the same steps.
    """

    line: int
    history: History | None
    findings: tuple[Finding, ...] = ()
    numbers: tuple[int, ...] = ()
    lines: tuple[int, ...] = ()

    @property
    def errors(self) -> int:
        """How many of the findings left something out."""
        return sum(finding.severity == "error" for finding in self.findings)
