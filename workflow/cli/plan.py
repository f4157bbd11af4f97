"""``plan``: the way that is left for a matter, counted back from its last day; or for every open one."""

from datetime import date
from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.office import Office
from workflow.cli.options import Json, Org
from workflow.cli.parse import day, text
from workflow.cli.plan_answer import answers, as_data, open_plans, planning, with_reasons
from workflow.cli.plan_show import show, show_all
from workflow.cli.root import office_of
from workflow.errors import InvalidInputError
from workflow.machine.plan import Office as Planning


def plan(
    context: typer.Context,
    *,
    matter: Annotated[
        str | None,
        typer.Argument(metavar="ÄRENDE", help="Diarienummer eller id; utelämnas med --all."),
    ] = None,
    org: Org = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="DAG", help="Planera mot denna dag i stället för fristerna."),
    ] = None,
    body: Annotated[
        str | None,
        typer.Option("--body", metavar="ORGAN", help="Organet som ska avgöra, till exempel KF."),
    ] = None,
    today: Annotated[
        str | None, typer.Option("--today", metavar="DAG", help="Räknat från denna dag.")
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Alla öppna ärenden, det mest brådskande först.")
    ] = False,
    json: Json = False,
) -> None:
    """Planera bakåt från sista dagen: sammanträden, stoppdagar och vad som ska vara klart när."""
    office = office_of(context)
    begin = day(today, "--today") if today else office.today()
    if every:
        if matter or by or body:
            raise typer.BadParameter("--all tar varken ÄRENDE, --by eller --body.")
        _all(office, org, begin, json_wanted=json)
        return
    if matter is None:
        raise typer.BadParameter("ÄRENDE behövs, eller --all.")
    found = office.find(matter, org)
    made_with = planning(office, found)
    final = day(by, "--by") if by else None
    made = answers(made_with, found, begin, by=final, body=_body(made_with, body))
    if json:
        plans = [with_reasons(one) for one in made]
        output.as_json({"matter": found.id, "number": found.number, "today": begin, "plans": plans})
        return
    show(found, made_with, made)


def _body(made_with: Planning, name: str | None) -> str | None:
    if name is None:
        return None
    bodies = made_with.organisation.bodies
    wanted = text(name, "--body")
    if wanted not in bodies:
        raise InvalidInputError(
            f"Organet ”{wanted[:40]}” finns inte i {made_with.organisation.name}.",
            hint=f"Organen är {', '.join(bodies)}.",
        )
    return wanted


def _all(office: Office, org: str | None, today: date, *, json_wanted: bool) -> None:
    rows = sorted(
        open_plans(office, org, today),
        key=lambda row: (row[1].urgency, row[0].organisation, row[0].number.normalised),
    )
    if json_wanted:
        output.as_json(
            [
                {
                    "matter": matter.id,
                    "number": matter.number,
                    "organisation": matter.organisation,
                    "title": matter.title,
                    **as_data(found),
                }
                for matter, found in rows
            ]
        )
        return
    show_all(rows)
