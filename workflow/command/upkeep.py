"""What ought to be on a notice board and isn't: nobody announced it, or a board hasn't carried it."""

from collections.abc import Iterator, Mapping
from datetime import date
from zoneinfo import ZoneInfo

from workflow.command.catalogue import StoredCatalogue
from workflow.command.ports import Clock, Unannounced, UnitOfWork
from workflow.definition.organisation import Organisation
from workflow.machine.announcing import NOTICE
from workflow.machine.boards import carries, waiting
from workflow.machine.values import day
from workflow.model.matter import Matter
from workflow.statutory import rules

_LOCAL = ZoneInfo("Europe/Stockholm")
_POSTING = "KL-8:12"
_WAITING_STATES = ("to_be_posted", "partly_posted")
_MANY = 10_000


def missing(uow: UnitOfWork, catalogue: StoredCatalogue, clock: Clock) -> tuple[str, ...]:
    """What the law wants on a board by now and isn't there, a line each (KL 8:12).

    Adjusted decisions without a notice, of bodies whose minutes are announced; and notices that wait for
    a board although its last day has passed. A matter whose decisions of one meeting were adjusted on two
    days counts by the later one.
    """
    today = clock.now().astimezone(_LOCAL).date()
    late = [one for one in uow.notices.unannounced() if _final(one.adjusted_on) < today]
    organisations: Mapping[str, Organisation] = {}
    if late:
        catalogue.refresh(uow.definitions, anew=True)
        organisations = catalogue.known_organisations()
    found = [_words(one) for one in late if _announced(organisations, one)]
    return (*found, *_waiting(uow, today))


def _announced(organisations: Mapping[str, Organisation], one: Unannounced) -> bool:
    organisation = organisations.get(one.organisation)
    return organisation is not None and carries(organisation, one.body)


def _waiting(uow: UnitOfWork, today: date) -> Iterator[str]:
    """Boards that notices wait for after the last day."""
    ids = [
        summary.id
        for state in _WAITING_STATES
        for summary in uow.matters.list(
            matter_type=NOTICE, state=state, open_only=True, limit=_MANY
        )
    ]
    for notice in uow.matters.load(ids).values():
        adjusted_on = notice.fields.get("adjusted_on")
        if adjusted_on is not None and _final(day(adjusted_on)) < today:
            yield from (f"{notice.number.printed}: {board}" for board in _boards(notice))


def _boards(notice: Matter) -> tuple[str, ...]:
    return waiting(notice) or ("anslagstavlan",)


def _words(one: Unannounced) -> str:
    return (
        f"{one.organisation}: {one.body} {one.meeting_on}, justerat {one.adjusted_on},"
        " har inget anslag"
    )


def _final(adjusted_on: date) -> date:
    return rules.apply(_POSTING, adjusted_on).final
