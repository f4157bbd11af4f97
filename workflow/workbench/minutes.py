"""Minutes as facts: what was on the agenda, what was decided, and what happened afterwards.

The form of the files in ``definitions/examples/minutes``; the first of them explains it in Swedish.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from workflow.definition.schema import Part
from workflow.errors import InvalidInputError


def _as_texts(value: object) -> object:
    return tuple(str(one) for one in value) if isinstance(value, list) else value


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _plain(value: object) -> object:
    """Fields as the engine takes them: a date is its ISO 8601 text."""
    if isinstance(value, dict):
        return {name: _as_text(one) for name, one in value.items()}
    return value


PointKeys = Annotated[tuple[str, ...], BeforeValidator(_as_texts)]
Values = Annotated[dict[str, object], BeforeValidator(_plain)]
DayOrMonth = Annotated[str, BeforeValidator(_as_text)]


class Outcome(Part):
    """What the body did with some points."""

    event: str
    points: PointKeys = ()
    proposed: str | None = None
    text: str | None = None


class Given(Part):
    """An assignment as the decision words it."""

    what: str
    owner: str | None = None
    due: DayOrMonth | None = None
    due_body: str | None = None


class Decided(Part):
    """What a decision says, wherever it stands."""

    paragraph: str
    events: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    data: Values = Field(default_factory=dict)
    recipients: tuple[str, ...] = ()
    assignments: tuple[Given, ...] = ()


class Reference(Part):
    """Which matter: by its number, or as the child of another by assignment (from 1) or party."""

    number: str | None = None
    child_of: str | None = None
    assignment: int | None = None
    party: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.number is None) == (self.child_of is None):
            raise ValueError("number or child_of is needed, not both")
        if self.child_of is not None and (self.assignment is None) == (self.party is None):
            raise ValueError("child_of needs assignment or party")
        return self

    @property
    def words(self) -> str:
        """The matter in a word, for messages."""
        if self.number is not None:
            return self.number
        return f"{self.child_of}/{self.party or self.assignment}"


class Paragraph(Decided):
    """A paragraph of the minutes; formalities and adjournments are no matters."""

    kind: Literal["decision", "information", "formality", "adjournment"]
    title: str
    number: str | None = None
    agenda_number: str | None = None
    matter_type: str | None = None
    registered_on: date | None = None
    fields: Values = Field(default_factory=dict)
    points: tuple[str, ...] = ()
    events: tuple[str, ...] = ("prepared",)
    withdrawn: tuple[str, ...] = ()

    @property
    def is_matter(self) -> bool:
        """Whether the paragraph belongs to a matter in the register."""
        return self.kind in ("decision", "information")

    @model_validator(mode="after")
    def _registered(self) -> Self:
        if self.is_matter and not (self.number and self.matter_type and self.registered_on):
            raise ValueError("a matter needs number, matter_type and registered_on")
        return self


class LaterDecision(Decided, Reference):
    """A decision at a later meeting."""


class Meeting(Part):
    """When a body met, and when its minutes were adjusted and announced."""

    organisation: str | None = None
    body: str
    meeting_on: date
    adjusted_on: date
    posted_on: date


class LaterMeeting(Meeting):
    """A later meeting and what it decided."""

    decisions: tuple[LaterDecision, ...]


class Act(Reference):
    """What a person did between the meetings: exactly one thing."""

    on: date
    fire: str | None = None
    data: Values = Field(default_factory=dict)
    settle_assignment: int | None = None
    owner: str | None = None
    due: date | None = None
    settle_recipient: str | None = None
    addresses: tuple[str, ...] = ()
    because: str | None = None
    settle_task: str | None = None
    answer: str | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        things = (self.fire, self.settle_assignment, self.settle_recipient, self.settle_task)
        if sum(thing is not None for thing in things) != 1:
            raise ValueError(
                "exactly one of fire, settle_assignment, settle_recipient, settle_task"
            )
        return self


class Minutes(Meeting):
    """One file."""

    organisation: str
    paragraphs_printed: str
    paragraphs: tuple[Paragraph, ...]
    later: tuple[LaterMeeting, ...] = ()
    acts: tuple[Act, ...] = ()


def read_minutes(folder: Path) -> tuple[Minutes, ...]:
    """Every file of the folder, in order of meeting day.

    Raises:
        InvalidInputError: no files, or one that is not of the form; with file and place.
    """
    found = [_read(path) for path in sorted(folder.glob("*.yaml"))]
    if not found:
        raise InvalidInputError(f"{folder}: inga protokoll.", hint="Ange mappen med exemplen.")
    return tuple(sorted(found, key=lambda minutes: minutes.meeting_on))


def _read(path: Path) -> Minutes:
    try:
        with path.open("rb") as stream:
            return Minutes.model_validate(YAML(typ="safe", pure=True).load(stream))
    except YAMLError as error:
        raise InvalidInputError(f"{path.name}: inte YAML: {_first_line(str(error))}") from None
    except ValidationError as error:
        wrong = "; ".join(_wrong(error))
        raise InvalidInputError(
            f"{path.name}: {wrong}.", hint="Formen står i den första filen."
        ) from None


def _first_line(text: str) -> str:
    return text.strip().partition("\n")[0]


def _wrong(error: ValidationError) -> Iterable[str]:
    for one in error.errors(include_url=False):
        yield f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}"
