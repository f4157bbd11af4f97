"""Minutes as facts: a meeting of a body, what its matters came from, and what happened afterwards.

The form of the files in ``definitions/examples/minutes``; the first of them explains it in Swedish. A meeting
is told as any file about a meeting tells it (``workbench/meeting``); here it also says what the items' matters
were registered with, and when the minutes were signed.
"""

from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, ValidationError, model_validator
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from workflow.definition.meets import Day
from workflow.definition.schema import Part
from workflow.errors import InvalidInputError
from workflow.workbench.meeting.form import Item, MeetingFile


def _as_text(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _plain(value: object) -> object:
    """Fields as the engine takes them: a date is its ISO 8601 text."""
    if isinstance(value, dict):
        return {name: _as_text(one) for name, one in value.items()}
    return value


Values = Annotated[dict[str, object], BeforeValidator(_plain)]


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


class Paragraph(Item):
    """An item of the meeting, with the number of its paragraph unless it was withdrawn.

    Its matter is named by its number, or as the child of another. ``matter_type`` and what belongs to it
    say what it was registered with, where the file is the first to tell of it; ``events`` what an officer
    did with it before the meeting.
    """

    paragraph: int | None = None
    agenda_number: str | None = None
    child_of: str | None = None
    assignment: int | None = None
    party: str | None = None
    matter_type: str | None = None
    registered_on: date | None = None
    fields: Values = Field(default_factory=dict)
    points: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    at_once: bool = False  # adjusted before the meeting ended

    @property
    def is_matter(self) -> bool:
        """Whether the paragraph belongs to a matter in the register."""
        return self.matter is not None or self.child_of is not None

    @property
    def reference(self) -> Reference:
        """Which matter."""
        return Reference(
            number=self.matter,
            child_of=self.child_of,
            assignment=self.assignment,
            party=self.party,
        )

    @property
    def words(self) -> str:
        """The item in a word, for messages."""
        titles = (self.formality, self.information, self.adjournment)
        return self.reference.words if self.is_matter else next(filter(None, titles), "")

    @model_validator(mode="after")
    def _one_item(self) -> Self:
        kinds = (self.matter, self.child_of, self.formality, self.information, self.adjournment)
        if sum(kind is not None for kind in kinds) != 1:
            raise ValueError("exactly one of matter, child_of, formality, information, adjournment")
        if (self.paragraph is None) != self.withdrawn:
            raise ValueError("paragraph is needed, unless the item was withdrawn")
        if (self.matter_type is None) != (self.registered_on is None):
            raise ValueError("matter_type and registered_on belong together")
        if self.matter_type is not None and not (self.matter and self.title):
            raise ValueError("a matter that is registered needs matter and title")
        return self


class Signing(Part):
    """When somebody signed; local time."""

    name: str
    at: datetime


class Sitting(MeetingFile):
    """A meeting of a body, and the days of its minutes.

    ``adjusted_on`` is the day of the last signature; everybody signs that day where ``signed`` doesn't tell
    more. ``summoned_on``: a week before, if nothing is said. ``posted_on``: the day on which the last of
    the boards that others run carried the notice.
    """

    items: tuple[Paragraph, ...]
    adjusted_on: Day
    summoned_on: Day | None = None
    posted_on: Day | None = None
    signed: tuple[Signing, ...] = ()

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """What was taken up."""
        return tuple(item for item in self.items if not item.withdrawn)


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


class Minutes(Sitting):
    """One file: a meeting, later ones that its matters came to, and what people did in between."""

    later: tuple[Sitting, ...] = ()
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
