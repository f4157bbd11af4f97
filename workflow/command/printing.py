"""A meeting's documents out of the store. They are composed, and printed, when the transaction is over."""

from collections.abc import Sequence
from datetime import date, timedelta

from workflow.command.context import Context
from workflow.errors import CommandRefusedError, UnknownMatterError
from workflow.meeting.composing import (
    Types,
    compose_certificate,
    compose_extract,
    compose_minutes,
    compose_summons,
)
from workflow.meeting.document import Certificate, Extract, MinutesDocument, Summons
from workflow.meeting.facts import body_of, day_of, notice_id
from workflow.model.ids import MatterId
from workflow.model.matter import Matter
from workflow.model.proceedings import AgendaItem

_REMOVAL = "removal"
"""The deadline of a notice that ends with the last day to appeal (KL 13:5); it comes down the day after."""


def minutes_of(
    context: Context, meeting: MatterId, *, items: Sequence[str] = (), internal: bool = False
) -> MinutesDocument:
    """The minutes, with the days of the notice where it is up already; see ``compose_minutes``.

    Raises:
        UnknownMatterError: no such matter, or it is no meeting.
        InvalidInputError, CommandRefusedError: as ``compose_minutes`` says.
    """
    held, told = _read(context, meeting)
    posted_on, taken_down_on = _days(context, held)
    return compose_minutes(
        context.catalogue.organisation(held.organisation),
        held,
        items=items,
        internal=internal,
        types=_types(context, told),
        posted_on=posted_on,
        taken_down_on=taken_down_on,
    )


def extract_of(context: Context, meeting: MatterId, item: str) -> Extract:
    """The extract of one item; see ``compose_extract``.

    Raises:
        UnknownMatterError: no such matter, or it is no meeting.
        InvalidInputError, CommandRefusedError: as ``compose_extract`` says.
    """
    held, told = _read(context, meeting, item)
    organisation = context.catalogue.organisation(held.organisation)
    return compose_extract(organisation, held, item, types=_types(context, told))


def summons_of(context: Context, meeting: MatterId) -> Summons:
    """The summons; see ``compose_summons``.

    Raises:
        UnknownMatterError: no such matter, or it is no meeting.
    """
    held, _ = _read(context, meeting)
    return compose_summons(context.catalogue.organisation(held.organisation), held)


def certificate_of(context: Context, meeting: MatterId, presentation: str) -> Certificate:
    """Who signed what was presented under that key; see ``compose_certificate``.

    Raises:
        UnknownMatterError: no such matter, or it is no meeting.
        CommandRefusedError: nothing was presented under that key, or as ``compose_certificate`` says.
    """
    held, _ = _read(context, meeting)
    presented = held.proceedings.presentations if held.proceedings else ()
    found = next((one for one in presented if one.key == presentation), None)
    if found is None:
        keys = ", ".join(one.key for one in presented) or "inget"
        raise CommandRefusedError(
            f"Inget är framlagt som {presentation[:40]}.", hint=f"Framlagt: {keys}."
        )
    return compose_certificate(context.catalogue.organisation(held.organisation), held, found)


def _read(
    context: Context, meeting: MatterId, only: str | None = None
) -> tuple[Matter, dict[MatterId, Matter]]:
    """The meeting and the matters of its items, or of one of them."""
    with context.units() as uow:
        held = uow.matters.load((meeting,)).get(meeting)
        if held is None or held.proceedings is None:
            raise UnknownMatterError(
                f"Sammanträdet {meeting[:40]} finns inte.", hint="Ange ett sammanträde."
            )
        told = (item for item in held.proceedings.items if only in (None, item.key))
        return held, uow.matters.load(filter(None, map(_matter_of, told)))


def _days(context: Context, meeting: Matter) -> tuple[date | None, date | None]:
    """When the notice of the whole minutes went up, and when it comes down; None as long as it isn't up."""
    identity = notice_id(meeting.organisation, body_of(meeting), day_of(meeting))
    with context.units() as uow:
        notice = uow.matters.load((identity,)).get(identity)
    if notice is None:
        return None, None
    posted_on = notice.fields.get("posted_on")
    last = next((one.final for one in notice.deadlines if one.key == _REMOVAL), None)
    return (
        date.fromisoformat(posted_on) if isinstance(posted_on, str) else None,
        last + timedelta(days=1) if last else None,
    )


def _matter_of(item: AgendaItem) -> MatterId | None:
    return item.matter


def _types(context: Context, matters: dict[MatterId, Matter]) -> Types:
    """The definition that each matter runs on."""
    return {key: context.catalogue.matter_type(one.definition) for key, one in matters.items()}
