"""What to put up on an agenda for the matters that a file names: looked up, with the plan of each."""

from collections.abc import Iterable, Mapping

from workflow.command.agendas import proposed
from workflow.command.context import Context
from workflow.errors import InvalidInputError, UnknownMatterError
from workflow.model.ids import MatterId, RegistrationNumber
from workflow.model.matter import Matter
from workflow.model.proceedings import AgendaItem
from workflow.workbench.meeting.commands import Bases
from workflow.workbench.meeting.form import MeetingFile


def bases_of(context: Context, meeting: Matter, given: MeetingFile) -> Bases:
    """The item for every matter that the file names, by its number as it is written there.

    Raises:
        UnknownMatterError: matters that aren't in the register; each is named.
        UnknownDefinitionError: the organisation is published no longer.
    """
    numbers = [item.matter for item in given.items if item.matter is not None]
    return items_for(context, meeting, numbers)


def items_for(context: Context, meeting: Matter, numbers: Iterable[str]) -> Bases:
    """The same for these numbers.

    Raises:
        UnknownMatterError: matters that aren't in the register; each is named.
        UnknownDefinitionError: the organisation is published no longer.
    """
    found = {number: _matter(context, meeting.organisation, number) for number in numbers}
    missing = [number for number, matter in found.items() if matter is None]
    if missing:
        raise UnknownMatterError(
            f"Finns inte i diariet: {', '.join(number[:60] for number in missing)}.",
            hint="Registrera ärendet först, eller rätta numret.",
        )
    waiting = {item.matter: item for item in proposed(context, meeting, opening=())}
    held = meeting.proceedings.items if meeting.proceedings else ()
    waiting |= {item.matter: item for item in held if item.matter is not None}
    return {number: _item(matter, waiting) for number, matter in found.items() if matter}


def _matter(context: Context, organisation: str, printed: str) -> Matter | None:
    register = context.catalogue.organisation(organisation).register_code
    try:
        number = RegistrationNumber.parse(printed, default_register=register).normalised
    except InvalidInputError:
        return None
    with context.units() as uow:
        rows = uow.matters.find(number, organisation)
        return next(iter(uow.matters.load(row.id for row in rows).values()), None)


def _item(matter: Matter, waiting: Mapping[MatterId | None, AgendaItem]) -> AgendaItem:
    """As it stands on the agenda or would be proposed; plain where it doesn't wait for the body yet."""
    plain = AgendaItem(
        "",
        "decision",
        matter.title,
        matter=matter.id,
        number=matter.number.printed,
        matter_type=matter.matter_type,
    )
    return waiting.get(matter.id, plain)
