"""Values and words that scenarios are written with."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from workflow.definition.document import Word
from workflow.model.matter import FieldValue
from workflow.workbench.scenarios.shorthand import (
    as_key,
    as_text,
)

Text = Annotated[str, Field(min_length=1, max_length=500)]
DueText = Annotated[
    str, BeforeValidator(as_text, json_schema_input_type=date | str), Field(max_length=20)
]
PointKey = Annotated[
    str, BeforeValidator(as_key, json_schema_input_type=int | str), Field(max_length=60)
]
PointKeys = tuple[PointKey, ...]
Values = dict[Word, FieldValue]
SeenStatus = Literal["running", "suspended", "met", "expired", "dropped", "none"]
"""``none``: the matter has no such deadline."""
TaskKind = Literal["recipient", "assignment", "deadline", "party", "flag", "successor"]
IncidentKind = Literal["deadline", "recipient", "command", "notice"]
MailFate = Literal["failed", "in_doubt"]
ItemSeen = Literal["waiting", "queued", "delivered", "failed", "in_doubt", "unresolved", "excepted"]
