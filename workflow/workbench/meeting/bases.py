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
    found = _matters(context, meeting.organisation, numbers)
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


def _matters(
    context: Context, organisation: str, printed: Iterable[str]
) -> dict[str, Matter | None]:
    register = context.catalogue.organisation(organisation).register_code
    numbers = {one: _normalised(one, register) for one in printed}
    with context.units() as uow:
        rows = {
            one: uow.matters.find(number, organisation) if number is not None else ()
            for one, number in numbers.items()
        }
        matters = uow.matters.load(row.id for several in rows.values() for row in several)
    return {one: matters[several[0].id] if several else None for one, several in rows.items()}


def _normalised(printed: str, register: str) -> str | None:
    try:
        return RegistrationNumber.parse(printed, default_register=register).normalised
    except InvalidInputError:
        return None


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
