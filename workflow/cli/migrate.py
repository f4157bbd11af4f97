"""``migrate plan|apply|revert|list|show``: running matters go over to a new version of their type."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress as Bar

from workflow.cli import migrate_show as shown
from workflow.cli import output
from workflow.cli.office import local_time
from workflow.cli.options import Json, Limit, Reason
from workflow.cli.parse import text
from workflow.cli.root import office_of
from workflow.command.context import Context
from workflow.command.migrating import (
    Outcome,
    apply_plan,
    find_plan,
    read_plan,
    revert_plan,
)
from workflow.command.migrations import key_back, key_of
from workflow.command.planning import Progress, make_plan, target_of, versions_behind
from workflow.definition.migration_map import MigrationMap, load_map
from workflow.errors import LeftOutError
from workflow.model.matter import Actor

app = typer.Typer(
    no_args_is_help=True, help="Flytta pågående ärenden till en ny version av sin ärendetyp."
)
PlanRef = Annotated[
    str, typer.Argument(metavar="PLAN", help="Planens nummer, eller dess första tecken.")
]


@app.command()
def plan(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="TYP", help="Ärendetyp eller förlopp.")],
    to: Annotated[
        str,
        typer.Option("--to", metavar="VERSION", help="Den gällande versionen, eller dess början."),
    ],
    map_file: Annotated[
        Path | None,
        typer.Option("--map", metavar="FIL", help="Vad gamla lägen, fält och frister blir."),
    ] = None,
    limit: Limit = 20,
    json: Json = False,
) -> None:
    """Visa vad en flytt skulle göra med varje pågående ärende, utan att göra något."""
    office = office_of(context)
    engine = office.engine.context
    name = text(name, "TYP")
    target = target_of(engine, name, text(to, "--to").strip().lower())
    behind = versions_behind(engine, name, target)
    new = office.catalogue.matter_type(target)
    chosen = (
        MigrationMap(matter_type=new.name)
        if map_file is None
        else load_map(map_file, tuple(behind.values()) or (new,), new)
    )
    with _told("Planerar") as progress:
        kept = make_plan(engine, chosen, target, office.actor(), progress)
    if json:
        output.as_json({"plan": kept.hash, "new": kept.new, **output.plain(kept.plan)})
        return
    output.say(*shown.headline(kept.hash, kept.plan))
    shown.details(office, kept.plan, limit)
    if kept.plan.matters:
        output.say("", f'Genomför: arendegang migrate apply {kept.hash[:12]} --reason "skälet"')


@app.command("apply")
def carry_out(context: typer.Context, *, plan: PlanRef, reason: Reason, json: Json = False) -> None:
    """Genomför en plan, precis som den visades; kan köras om. Slutkoden är 0 bara när allt är flyttat."""
    _run(context, apply_plan, _THERE, plan, reason, json_wanted=json)


@app.command()
def revert(context: typer.Context, *, plan: PlanRef, reason: Reason, json: Json = False) -> None:
    """Ta tillbaka en genomförd plan. Ärenden som har gått vidare sedan dess står kvar; slutkoden är då 1."""
    _run(context, revert_plan, _BACK, plan, reason, json_wanted=json)


@app.command("list")
def listing(
    context: typer.Context,
    *,
    name: Annotated[
        str | None, typer.Option("--type", metavar="TYP", help="Bara denna ärendetyp.")
    ] = None,
    limit: Limit = 100,
    json: Json = False,
) -> None:
    """Lista planer, den senaste först."""
    office = office_of(context)
    wanted = None if name is None else text(name, "--type")
    with office.uow() as uow:
        rows = uow.migrations.list(matter_type=wanted, limit=limit)
    if json:
        output.as_json([output.plain(row) | {"status": row.status} for row in rows])
        return
    output.table(
        "Planer",
        ["Plan", "Ärendetyp", "Till version", "Flyttas", "Stannar", "Läge", "Senast", "Av"],
        (
            (
                row.hash[:12],
                row.matter_type,
                row.definition[:12],
                row.moved,
                row.blocked,
                shown.STATUS[row.status],
                local_time(row.marks[-1].at),
                row.marks[-1].actor.name,
            )
            for row in rows
        ),
    )


@app.command()
def show(context: typer.Context, *, plan: PlanRef, limit: Limit = 20, json: Json = False) -> None:
    """Visa en plan och vad som har gjorts med den."""
    office = office_of(context)
    with office.uow() as uow:
        row = find_plan(uow, text(plan, "PLAN"))
        whole = read_plan(uow, row)
        moved = uow.commands.outcomes(key_of(row.hash, ""))
        back = uow.commands.outcomes(key_back(row.hash, ""))
    if json:
        output.as_json(
            {
                "plan": row.hash,
                "status": row.status,
                "marks": row.marks,
                **output.plain(whole),
                "outcomes": [{"matter": one.matter, **output.plain(one)} for one in moved.values()],
                "reverted": [{"matter": one.matter, **output.plain(one)} for one in back.values()],
            }
        )
        return
    output.say(*shown.headline(row.hash, whole))
    shown.progress(row, moved, back)
    shown.details(office, whole, limit)


@dataclass(frozen=True, slots=True)
class _Way:
    """What a run over the matters of a plan is called, and what can be done for those that it left out."""

    going: str
    one: str
    several: str
    hint: str


_THERE = _Way("Flyttar", "flyttat", "flyttade", "Planera om dem (migrate plan).")
_BACK = _Way("Tar tillbaka", "återtaget", "återtagna", "De står kvar på den nya versionen.")


def _run(
    context: typer.Context,
    carry_out: Callable[[Context, str, Actor, str, Progress], Outcome],
    way: _Way,
    plan: str,
    reason: str,
    *,
    json_wanted: bool,
) -> None:
    """Carry a plan out or take it back, and say what came of it.

    Raises:
        LeftOutError: some matters are as they were; the answer, which comes first, names them.
    """
    office = office_of(context)
    with _told(way.going) as progress:
        outcome = carry_out(
            office.engine.context,
            text(plan, "PLAN"),
            office.actor(),
            text(reason, "--reason"),
            progress,
        )
    if json_wanted:
        output.as_json(outcome)
    else:
        before = f", {outcome.before} var det redan" if outcome.before else ""
        done = output.count(outcome.moved, f"ärende {way.one}", f"ärenden {way.several}")
        output.say(f"{done}{before}.")
        for each in outcome.left_out:
            output.say(f"  {each.number} ({each.organisation}): {each.why}")
    if outcome.left_out:
        left = len(outcome.left_out)
        whole = output.count(outcome.moved + outcome.before + left, "ärende", "ärenden")
        raise LeftOutError(f"{left} av {whole} är inte {way.several}.", hint=way.hint)


@contextmanager
def _told(what: str) -> Iterator[Progress]:
    """A bar on standard error, where somebody looks."""
    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(what)
        yield lambda done, of: bar.update(task, completed=done, total=of)
