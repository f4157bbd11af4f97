"""``meeting list``: the meetings that are planned, held and adjusted."""

from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.meeting_named import held_of
from workflow.cli.office import Office
from workflow.cli.options import Json, Limit, Org
from workflow.cli.parse import text
from workflow.cli.root import office_of
from workflow.meeting.facts import PROCEDURE, body_of, day_of
from workflow.meeting.printed import paragraphs_printed
from workflow.model.ids import MatterId
from workflow.model.matter import Matter

_PAGE = 500


def listing(
    context: typer.Context,
    *,
    org: Org = None,
    body: Annotated[
        str | None, typer.Option("--body", metavar="ORGAN", help="Bara det organets.")
    ] = None,
    open_only: Annotated[
        bool, typer.Option("--open", help="Bara de som inte är justerade eller inställda.")
    ] = False,
    limit: Limit = 1000,
    json: Json = False,
) -> None:
    """Lista sammanträden, det tidigaste först."""
    office = office_of(context)
    wanted = text(body, "--body") if body else None
    found = [
        meeting
        for meeting in _meetings(office, office.place(org), open_only=open_only)
        if wanted in (None, body_of(meeting))
    ]
    found.sort(key=lambda one: (day_of(one), one.organisation, body_of(one)))
    rows = [_row(office, meeting) for meeting in found[:limit]]
    if json:
        output.as_json(rows)
        return
    columns = ("organisation", "organ", "dag", "klockan", "läge", "punkter", "paragrafer")
    output.table("Sammanträden", columns, (tuple(row.values())[2:] for row in rows))


def _meetings(office: Office, org: str | None, *, open_only: bool) -> list[Matter]:
    found: list[Matter] = []
    after: MatterId | None = None
    while True:
        with office.uow() as uow:
            page = uow.matters.list(
                organisation=org,
                matter_type=PROCEDURE,
                open_only=open_only,
                limit=_PAGE,
                after=after,
            )
            found += uow.matters.load(row.id for row in page).values()
        if len(page) < _PAGE:
            return found
        after = page[-1].id


def _row(office: Office, meeting: Matter) -> dict[str, object]:
    held = held_of(meeting)
    state = office.catalogue.matter_type(meeting.definition).states[meeting.state]
    numbers = [item.paragraph for item in held.paragraphs if item.paragraph is not None]
    return {
        "matter": meeting.id,
        "state": meeting.state,
        "organisation": meeting.organisation,
        "body": body_of(meeting),
        "meeting_on": day_of(meeting).isoformat(),
        "starts_at": meeting.fields.get("starts_at") or "",
        "label": state.label,
        "items": len(held.items),
        "paragraphs": paragraphs_printed(numbers) if numbers else "",
    }
