"""The form of a recorded history: one matter, and what each meeting did with it. One JSON object a line.

The JSON Schema for those who export their own is generated from these classes; field descriptions are
Swedish because the office reads them. Days are calendar days, ISO 8601.
"""

import datetime as dt
import re
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from workflow.definition.schema import Name, Part
from workflow.statutory.calendar import FIRST_DAY

Missing = Literal[
    "tabled", "tabled_to_this_meeting", "referred_back", "proposal_to_council_not_stored"
]
"""What is known of a step that the source doesn't hold."""

LAST_DAY: Final = dt.date(2099, 12, 31)
"""Later days are slips of the pen."""

BEFORE: Final = "before "
"""Stands before a day when all that is known is that it was earlier."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _as_day(value: object) -> object:
    return (
        dt.date.fromisoformat(value) if isinstance(value, str) and _DAY.fullmatch(value) else value
    )


def _in_range(day: dt.date) -> dt.date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise ValueError("out of range")
    return day


def _day_or_before(text: str) -> str:
    _in_range(dt.date.fromisoformat(text.removeprefix(BEFORE)))
    return text


def _one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


_NO_CONTROLS: Final = r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$"

Day = Annotated[
    dt.date, BeforeValidator(_as_day, json_schema_input_type=dt.date), AfterValidator(_in_range)
]


def _line(longest: int) -> StringConstraints:
    return StringConstraints(min_length=1, max_length=longest, pattern=_NO_CONTROLS)


Text = Annotated[str, _line(2000), BeforeValidator(_one_line)]
Title = Annotated[str, _line(500), BeforeValidator(_one_line)]
Word = Annotated[str, _line(80), BeforeValidator(_one_line)]
FieldValue = Text | int | bool | tuple[Text, ...]


class Vote(Part):
    """A vote and what it was about."""

    yes: Annotated[int, Field(ge=0, description="Ja-röster")]
    no: Annotated[int, Field(ge=0, description="Nej-röster")]
    abstain: Annotated[int, Field(ge=0, description="De som avstod")] = 0
    on: Literal["main", "table", "refer_back", "refer_back_motion", "ballot"] = Field(
        default="main",
        description="Vad omröstningen gällde: main (huvudsaken), table (bordläggning), refer_back "
        "och refer_back_motion (återremiss) eller ballot (ett val)",
    )


class Given(Part):
    """An assignment that the step gave."""

    what: Text = Field(description="Vad som ska göras")
    owner: Text | None = Field(default=None, description="Vem som ska göra det")
    due: Text | None = Field(default=None, description="Klart senast: dag eller månad (2024-09)")
    due_body: Word | None = Field(
        default=None, description="Organet vars sammanträde avses när due är en månad"
    )


class RecordedStep(Part):
    """What one body did with the matter at one meeting."""

    body: Word = Field(description="Organets kod, till exempel KS eller KF")
    date: Day = Field(description="Sammanträdesdag")
    paragraph: Word | None = Field(default=None, description="Paragraf i protokollet")
    outcomes: tuple[Word, ...] = Field(
        description="Vad som beslutades, ett ord för varje beslutspunkt", min_length=1
    )
    proposed: tuple[Word, ...] = Field(
        default=(), description="Vad organet föreslog nästa organ att besluta"
    )
    label: Text | None = Field(default=None, description="Sammanfattning; läses inte")
    tabled_to: Day | None = Field(default=None, description="Dagen som ärendet bordlades till")
    tabled_by_party: Text | None = Field(default=None, description="Den som begärde bordläggning")
    refers_back_to: Text | None = Field(
        default=None, description="Vem ärendet återremitterades till"
    )
    partial: bool = Field(default=False, description="Bara en del av ärendet")
    vote: Vote | None = Field(default=None, description="Omröstning")
    basis: tuple[Word, ...] | None = Field(
        default=None, description="Vems förslag som låg till grund"
    )
    reservation: bool = Field(default=False, description="Någon reserverade sig")
    adjusted_on: Day | None = Field(default=None, description="Dagen då protokollet justerades")
    recipients: tuple[Text, ...] = Field(default=(), description="Mottagare som protokollet nämner")
    assignments: tuple[Given, ...] = Field(default=(), description="Uppdrag som gavs")


class MissingStep(Part):
    """A step that is known to have happened though its minutes are not in the source."""

    body: Word = Field(description="Organets kod")
    date: Annotated[
        str,
        Field(
            pattern=r"^(before )?\d{4}-\d{2}-\d{2}$",
            description="Dagen, eller ”before” och dagen som det var före",
        ),
        AfterValidator(_day_or_before),
    ]
    what: Missing = Field(
        description="Vad som är känt om steget: tabled (bordlagt), tabled_to_this_meeting (bordlagt till "
        "det här sammanträdet), referred_back (återremitterat) eller proposal_to_council_not_stored "
        "(förslaget till fullmäktige finns inte kvar)"
    )
    paragraph: Word | None = Field(default=None, description="Paragraf i protokollet")

    @property
    def day(self) -> dt.date:
        """The day, or the one that it was before."""
        return dt.date.fromisoformat(self.date.removeprefix(BEFORE))

    @property
    def before(self) -> bool:
        """Whether it only is known to have been before that day."""
        return self.date.startswith(BEFORE)


class History(Part):
    """One matter from its first known step to its last."""

    dnr: Word = Field(description="Diarienummer")
    title: Title = Field(description="Ärendemening")
    matter_type: Word = Field(description="Ärendetyp, eller källans ord för den")
    matter_subtype: Word | None = Field(default=None, description="Källans närmare ord")
    organisation: Word | None = Field(default=None, description="Organisationens kod")
    fields: dict[Name, FieldValue] = Field(
        default_factory=dict, description="Ärendets fält, till exempel moved_on"
    )
    single_meeting: bool = Field(default=False, description="Ärendet behandlades en gång")
    complete: bool = Field(default=True, description="Källan har alla steg")
    start_truncated: bool = Field(default=False, description="Ärendet började före källan")
    open_at_end: bool = Field(default=False, description="Ärendet var öppet när källan slutar")
    missing_steps: tuple[MissingStep, ...] = Field(
        default=(), description="Steg som har hänt men som källan inte har"
    )
    predecessor_dnr: tuple[Word, ...] = Field(default=(), description="Tidigare diarienummer")
    steps: tuple[RecordedStep, ...] = Field(description="Stegen i tidsordning", min_length=1)

    @property
    def words(self) -> tuple[str, ...]:
        """Every word for what was decided, in order."""
        return tuple(word for step in self.steps for word in step.outcomes)
