"""The matter of a meeting, read once for its documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from workflow.definition.organisation import Organisation
from workflow.errors import CommandRefusedError, InvalidInputError
from workflow.model.matter import Matter
from workflow.model.proceedings import AgendaItem, Proceedings


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """What the documents of a meeting are composed from."""

    matter: Matter
    organisation: Organisation
    proceedings: Proceedings
    body_code: str
    body: str
    meeting_on: date

    def text(self, name: str) -> str:
        """A field, empty where it is unknown."""
        value = self.matter.fields.get(name)
        return value if isinstance(value, str) else ""


def read_meeting(organisation: Organisation, meeting: Matter) -> MeetingRecord:
    """Read the meeting.

    Raises:
        InvalidInputError: it is none, or its organisation has no such body.
    """
    code, day = meeting.fields.get("body"), meeting.fields.get("meeting_on")
    if meeting.proceedings is None or not isinstance(code, str) or not isinstance(day, str):
        raise InvalidInputError(
            f"{meeting.number.printed} är inget sammanträde.",
            hint="Ange ett sammanträde med organ och dag.",
        )
    body = organisation.bodies.get(code)
    if body is None:
        raise InvalidInputError(
            f"{organisation.name} har inget organ {code[:40]}.",
            hint=f"Det finns {', '.join(organisation.bodies)}.",
        )
    meeting_on = date.fromisoformat(day)
    return MeetingRecord(meeting, organisation, meeting.proceedings, code, body.name, meeting_on)


def paragraphs_of(read: MeetingRecord, keys: Sequence[str]) -> tuple[AgendaItem, ...]:
    """What was taken up, in the order of the meeting: all, or those items.

    Raises:
        InvalidInputError: no such item.
        CommandRefusedError: one wasn't taken up, or nothing was.
    """
    for key in keys:
        item = read.proceedings.item(key)
        if item is None:
            raise InvalidInputError(
                f"Sammanträdet {read.matter.number.printed} har ingen punkt {key[:40]}."
            )
        if item.status != "taken_up":
            raise CommandRefusedError(f"Punkten {key} har inte tagits upp.")
    taken = [item for item in read.proceedings.paragraphs if not keys or item.key in keys]
    if not taken:
        raise CommandRefusedError(
            f"Inget är behandlat vid {read.body} {read.meeting_on} än.",
            hint="Protokollet kan skrivas när ärendena är behandlade.",
        )
    return tuple(taken)
