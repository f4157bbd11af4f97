"""``meeting withdraw|order``: the agenda changes."""

from typing import Annotated

import typer

from workflow.cli.meeting_giving import give
from workflow.cli.meeting_named import (
    BodyRef,
    DayRef,
    ItemRef,
    Why,
    find_meeting,
    held_of,
    item_named,
)
from workflow.cli.options import Json, Key, Org, Role
from workflow.cli.parse import text
from workflow.cli.root import office_of
from workflow.model.commands import OrderItems, WithdrawItem


def withdraw(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    item: ItemRef,
    why: Why = "",
    org: Org = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Ta en punkt från dagordningen (utgår); ärendet väntar vidare."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    command = WithdrawItem(item_named(meeting, item).key, text(why, "--why"))
    give(office, meeting, command, role=role, key=key, json_wanted=json)


def order(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    items: Annotated[
        list[str],
        typer.Argument(metavar="PUNKT...", help="Punkterna i ny ordning; resten följer efter dem."),
    ],
    org: Org = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Ändra ordningen; paragraferna följer med, utom de som är justerade."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    first = [item_named(meeting, one).key for one in items]
    rest = [item.key for item in held_of(meeting).items if item.key not in first]
    command = OrderItems((*first, *rest))
    give(office, meeting, command, role=role, key=key, json_wanted=json)
