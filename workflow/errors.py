"""One root for every error of the engine; the docstring of a class is its meaning.

Messages are read by the office and therefore Swedish: what is wrong, where, and what to do.
``code`` is stable and may be searched for.
"""

from dataclasses import dataclass
from typing import ClassVar


class ArendegangError(Exception):
    """Anything that the engine refuses or fails to do."""

    code: ClassVar[str] = "AG-000"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InvalidInputError(ArendegangError):
    """A value has the wrong form: type, length, encoding, control characters."""

    code = "AG-100"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a definition, and where.

    ``line`` and ``column`` count from 1; 0 means that the place is unknown. ``way`` is the
    shortest path that shows it, as the states, events or names passed, in order.
    """

    rule: str
    severity: str  # "error" | "warning"
    path: str
    line: int
    column: int
    sentence: str
    fix: str
    way: tuple[str, ...] = ()

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        way = f" Väg: {' → '.join(self.way)}" if self.way else ""
        return f"{place}: {self.rule}: {self.sentence} {self.fix}{way}"


class DefinitionError(ArendegangError):
    """Definitions that can't be used; carries every finding, not only the first."""

    code = "AG-200"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("\n".join(str(finding) for finding in findings))
        self.findings = findings


class UnknownDefinitionError(ArendegangError):
    """No definition or organisation of that name or digest is published."""

    code = "AG-201"


class ChangedDefinitionError(ArendegangError):
    """A published version isn't what its digest was taken over: somebody changed the database."""

    code = "AG-202"


class CommandRefusedError(ArendegangError):
    """The command is understood but not allowed now; nothing was changed.

    ``possible`` names the events that are possible now, in the order of the definition.
    """

    code = "AG-300"

    def __init__(self, message: str, *, possible: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.possible = possible


class EndlessError(CommandRefusedError):
    """Automatic events would follow each other without end: the definition has to be mended."""

    code = "AG-304"


class UnknownMatterError(ArendegangError):
    """No matter has that number or id."""

    code = "AG-301"


class StaleVersionError(ArendegangError):
    """Somebody else changed the matter first: read it again and repeat."""

    code = "AG-302"


class DuplicateMatterError(ArendegangError):
    """The registration number is taken by another matter."""

    code = "AG-303"


class LeftOutError(ArendegangError):
    """All was done but for some, which are as they were; the answer that came first names them."""

    code = "AG-305"


class StoreUnavailableError(ArendegangError):
    """The database doesn't answer; the work stays where it is and is taken up later."""

    code = "AG-400"


class CorruptHistoryError(ArendegangError):
    """The event log contradicts itself or the matter that it describes."""

    code = "AG-401"


class DeliveryError(ArendegangError):
    """A message was not taken; ``smtp_code`` is the server's answer where there was one."""

    code = "AG-500"

    def __init__(self, message: str, *, smtp_code: int | None = None) -> None:
        super().__init__(message)
        self.smtp_code = smtp_code


class TemporaryDeliveryError(DeliveryError):
    """Worth another try later (RFC 5321 4.2.1: 4yz, or no answer)."""

    code = "AG-501"


class PermanentDeliveryError(DeliveryError):
    """Will not work without a person (RFC 5321 4.2.1: 5yz)."""

    code = "AG-502"


class DeliveryInDoubtError(DeliveryError):
    """The connection broke after the whole message was handed over: nobody knows if it was taken."""

    code = "AG-503"


class DocumentError(ArendegangError):
    """A document can't be printed: its template is missing or faulty, or a character has no glyph."""

    code = "AG-504"
