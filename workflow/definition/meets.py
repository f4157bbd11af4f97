"""When a body meets, as declared in YAML: single meetings, and meetings that come again by a rule."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SerializerFunctionWrapHandler, model_serializer

from workflow.definition.schema import Part


def _as_day(value: object) -> object:
    """A day within quotes is a day too; what is none is left for whoever checks the type."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return value


Day = Annotated[date, BeforeValidator(_as_day)]

CLOCK_PATTERN = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
Clock = Annotated[str, Field(pattern=CLOCK_PATTERN)]
"""A time of the day in Stockholm, written as ``18:30``."""


class Meeting(Part):
    """One meeting; a plain day in YAML when there is nothing more to say of it."""

    on: Day = Field(description="Dagen")
    at: Clock | None = Field(default=None, description="Klockslaget då sammanträdet börjar, 18:30")
    until: Clock | None = Field(default=None, description="Klockslaget då det slutar")
    place: str | None = Field(default=None, description="Platsen")
    note: str | None = Field(default=None, description="Vad sammanträdet särskilt gäller")
    cut_off: Day | None = Field(
        default=None, description="Stoppdag: sista dagen som ärenden till sammanträdet tas emot"
    )
    papers_sent: Day | None = Field(
        default=None, description="Utskicksdag: dagen då handlingarna skickas ut"
    )
    cancelled: bool = Field(default=False, description="Sammanträdet är inställt")
    moved_to: Day | None = Field(
        default=None, description="Dagen som sammanträdet är flyttat till; hålls inte denna dag"
    )
    moved_from: Day | None = Field(
        default=None, description="Dagen som sammanträdet är flyttat från; hålls inte den dagen"
    )
    reason: str | None = Field(
        default=None, description="Varför det är inställt, flyttat eller extra"
    )

    @model_serializer(mode="wrap")
    def _shortest(self, handler: SerializerFunctionWrapHandler) -> Any:
        whole = handler(self)
        unsaid = type(self).model_fields
        plain = all(
            getattr(self, name) == info.default for name, info in unsaid.items() if name != "on"
        )
        return whole["on"] if plain else whole

    def __str__(self) -> str:
        """The meeting in a few words: ``2025-03-11 18:30, inställt``."""
        words = [
            str(self.on) + (f" {self.at}" if self.at else ""),
            *([f"till {self.until}"] if self.until else []),
            *([self.place] if self.place else []),
            *([self.note] if self.note else []),
            *([f"stoppdag {self.cut_off}"] if self.cut_off else []),
            *([f"utskick {self.papers_sent}"] if self.papers_sent else []),
            *(["inställt"] if self.cancelled else []),
            *([f"flyttat till {self.moved_to}"] if self.moved_to else []),
            *([f"flyttat från {self.moved_from}"] if self.moved_from else []),
            *([self.reason] if self.reason else []),
        ]
        return ", ".join(words)


def _as_meeting(value: object) -> object:
    """A day is a meeting on that day; what is neither is taken for one, and found to be none."""
    return value if isinstance(value, dict | Meeting) else {"on": value}


AnyMeeting = Annotated[Meeting, BeforeValidator(_as_meeting, json_schema_input_type=date | Meeting)]


class Recurrence(Part):
    """Meetings that come again by a rule."""

    rule: str = Field(
        max_length=200,
        description="Upprepningen enligt RFC 5545 (RRULE): FREQ=MONTHLY;BYDAY=1TU",
    )
    from_: Day = Field(alias="from", description="Första dagen, som regeln räknas från")
    until: Day = Field(description="Sista dagen som regeln gäller")
    except_: tuple[Day, ...] = Field(
        default=(),
        alias="except",
        description="Dagar som regeln ger men som inget sammanträde hålls",
    )
    at: Clock | None = Field(default=None, description="Klockslaget då sammanträdena börjar, 18:30")
    ends: Clock | None = Field(default=None, description="Klockslaget då de slutar")
    place: str | None = Field(default=None, description="Platsen")

    def __str__(self) -> str:
        """The rule with the days that it applies between."""
        return f"{self.rule}, {self.from_} till {self.until}"
