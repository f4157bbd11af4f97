"""The first paragraph of a meeting: drawn from its body's series when the meeting opens."""

from collections.abc import Iterable
from dataclasses import replace

from workflow.command.ports import Paragraphs
from workflow.definition.organisation import Organisation
from workflow.errors import CommandRefusedError
from workflow.machine.convening import OPENS, series_year
from workflow.machine.meetings import FIRST_PARAGRAPH
from workflow.meeting.facts import body_of, day_of
from workflow.model.commands import Command, FireEvent
from workflow.model.ids import MatterId
from workflow.model.matter import Matter


def opens(matter: Matter, command: Command) -> bool:
    """Whether the command opens a meeting, so that its first paragraph has to be drawn."""
    return (
        matter.proceedings is not None and isinstance(command, FireEvent) and command.event == OPENS
    )


def provisionally(command: FireEvent) -> FireEvent:
    """The command with a number that is never kept, to see whether it would be refused."""
    return _with_first(command, 1)


def drawn(
    command: FireEvent, meeting: Matter, organisation: Organisation, paragraphs: Paragraphs
) -> FireEvent:
    """The command with the number that the body's series goes on with.

    Raises:
        CommandRefusedError: another meeting of the body hasn't ended.
    """
    code = body_of(meeting)
    body = organisation.bodies[code]
    year = series_year(body, day_of(meeting))
    first = paragraphs.begin(
        meeting.organisation, code, year, meeting.id, first=body.paragraphs.first
    )
    return _with_first(command, first)


def refuse_another(held: Iterable[MatterId | None], body: str, meeting: MatterId) -> None:
    """Let a body have one meeting at a time.

    Raises:
        CommandRefusedError: another one hasn't ended.
    """
    if any(each not in (None, meeting) for each in held):
        raise CommandRefusedError(
            f"{body} har ett annat sammanträde som inte är avslutat; två kan inte pågå samtidigt.",
            hint="Avsluta det först: först då ligger dess paragrafer fast.",
        )


def _with_first(command: FireEvent, number: int) -> FireEvent:
    return replace(command, data={**command.data, FIRST_PARAGRAPH: number})
