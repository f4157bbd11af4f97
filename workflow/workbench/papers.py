"""What the demo leaves to look at: the papers of every meeting, the boards and the calendars, as files."""

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

from workflow.command.context import Context
from workflow.command.feeds.calendars import Calendars
from workflow.command.feeds.entry import local_day
from workflow.command.printing import certificate_of, minutes_of
from workflow.command.signing import document_of
from workflow.meeting.composing import compose_summons
from workflow.meeting.facts import body_of, day_of
from workflow.model.matter import Matter
from workflow.model.proceedings import Presentation, Proceedings
from workflow.workbench.summary import MEETING, every

MINUTES = "protokoll"
CALENDARS = "kalender"
BOARD = "anslag.json"
_ALL = 1_000_000


def write(context: Context, calendars: Calendars, directory: Path) -> None:
    """Write everything below the directory: ``protokoll/``, ``kalender/`` and ``anslag.json``.

    The signed minutes are exactly the bytes that were signed. Those with the days of the notice are printed
    now: when they were signed, nothing was posted yet.

    Raises:
        DocumentError: a document can't be printed.
        CommandRefusedError: signed minutes aren't kept any more.
    """
    with context.units() as uow:
        meetings = [matter for matter in every(uow) if matter.matter_type == MEETING]
    for meeting in meetings:
        _meeting(context, meeting, directory / MINUTES / _name(meeting))
    _calendars(context, calendars, {meeting.organisation for meeting in meetings}, directory)
    with context.units() as uow:
        rows = [asdict(row) for row in uow.notices.list(limit=_ALL)]
    text = json.dumps(rows, ensure_ascii=False, indent=1, default=str)
    (directory / BOARD).write_text(f"{text}\n", encoding="utf-8")


def _name(meeting: Matter) -> str:
    return f"{meeting.organisation}-{body_of(meeting)}-{day_of(meeting)}"


def _meeting(context: Context, meeting: Matter, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    printer = context.renderer
    organisation = context.catalogue.organisation(meeting.organisation)
    summons = compose_summons(organisation, _as_summoned(meeting))
    (folder / "kallelse.pdf").write_bytes(printer.pdf(summons))
    for name, presented in _adjusted(meeting.proceedings or Proceedings()):
        with context.units() as uow:
            (folder / f"{name}.pdf").write_bytes(document_of(uow, presented.sha256).content)
        certificate = certificate_of(context, meeting.id, presented.key)
        (folder / f"{name}-signaturer.pdf").write_bytes(printer.pdf(certificate))
    document = minutes_of(context, meeting.id)
    (folder / "med-anslag.pdf").write_bytes(printer.pdf(document))
    (folder / "med-anslag.html").write_text(printer.html(document), encoding="utf-8")
    (folder / "med-anslag.txt").write_text(printer.text(document), encoding="utf-8")


def _as_summoned(meeting: Matter) -> Matter:
    """The meeting with what was on its agenda when everybody was summoned, withdrawn since or not."""
    held = meeting.proceedings or Proceedings()
    items = tuple(replace(item, status="waiting") for item in held.items if item.announced)
    return replace(meeting, proceedings=replace(held, items=items))


def _adjusted(held: Proceedings) -> Iterator[tuple[str, Presentation]]:
    """What was signed by all, with a name for its files."""
    for presented in held.presentations:
        if presented.adjusted_on is None:
            continue
        numbers = [str(each.paragraph) for each in held.items if each.key in presented.items]
        yield (f"omedelbart-{'-'.join(numbers)}" if presented.immediate else "signerat"), presented


def _calendars(
    context: Context, calendars: Calendars, organisations: set[str], directory: Path
) -> None:
    folder = directory / CALENDARS
    folder.mkdir(exist_ok=True)
    today = local_day(context.clock.now())
    for code in sorted(organisations):
        for body in context.catalogue.organisation(code).bodies:
            feed = calendars.feed(calendars.address(code, "body", body), today)
            (folder / f"{code}-{body}.ics").write_bytes(calendars.write(feed))
