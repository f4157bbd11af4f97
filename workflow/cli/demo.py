"""``demo``: show the simulated office at work, and what came of it."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

from workflow.cli import output
from workflow.cli.office import local_time
from workflow.cli.options import Json
from workflow.cli.root import office_of
from workflow.workbench import demo as workbench
from workflow.workbench.demo import Progress, Result
from workflow.workbench.summary import MatterLine, Summary

_FIGURES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("Ärenden", (("matters", "registrerade"), ("matters_closed", "avslutade"), ("started_by_others", "startade av andra ärenden"))),
    ("Sammanträden", (("meetings", "hållna"), ("paragraphs", "paragrafer"), ("signatures", "signaturer"))),
    ("Beslutspunkter", (("points", "alla"), ("points_open", "öppna"))),
    ("Beslut", (("decisions", "fattade"), ("decisions_adjusted", "justerade"), ("tabled", "bordläggningar"), ("referred_back", "återremisser"))),
    ("Händelser i loggen", (("events", "alla"),)),
    ("Mottagare", (("recipients", "alla"), ("receipts", "kvitton"), ("exceptions", "undantag"), ("recipients_open", "öppna"))),
    ("Mejl", (("mails", "alla"), ("mails_sent", "skickade"), ("mail_attempts", "försök"), ("extracts", "med protokollsutdrag"))),
    ("Frister", (("deadlines", "alla"), ("deadlines_met", "uppfyllda"), ("deadlines_missed", "missade"), ("deadlines_dropped", "bortfallna"), ("deadlines_running", "löpande"))),
    ("Tider för överklagande", (("appeal_periods", "utgångna"),)),
    ("Påminnelser", (("reminders", "skickade"),)),
    ("Uppdrag", (("assignments", "givna"),)),
    ("Uppgifter för en person", (("tasks", "alla"), ("tasks_open", "öppna"))),
    ("Anslag", (("notices", "uppsatta"), ("notices_up", "sitter uppe"), ("notices_down", "nedtagna"))),
    ("Avvikelser", (("incidents", "alla"), ("incidents_open", "öppna"))),
)  # fmt: skip


def demo(
    context: typer.Context,
    *,
    directory: Annotated[
        Path,
        typer.Option(
            "--dir", metavar="KATALOG", help="Dit databas, mejl och protokoll läggs; töms först."
        ),
    ] = Path("var/demo"),
    json: Json = False,
) -> None:
    """Håll sammanträdena i tre verkliga protokoll och kör ärendena till slutet, med simulerad klocka."""
    definitions = office_of(context).settings.definitions
    columns = (
        TextColumn("{task.fields[day]}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.description}", markup=False),
    )
    console = Console(stderr=True)
    with Bar(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Börjar", total=None, day="")

        def watch(progress: Progress) -> None:
            bar.update(
                task,
                completed=progress.done,
                total=progress.of,
                description=progress.words[:80],
                day=local_time(progress.now)[:10],
            )

        result = workbench.run(directory, definitions, watch)
    if json:
        output.as_json(result)
        return
    _show(result)


def _show(result: Result) -> None:
    lines = result.summary.lines
    for place in dict.fromkeys(line.organisation for line in lines):
        output.section(
            place,
            ["Diarienummer", "Titel", "Väg", "Utfall", "Mejl", "Öppnat", "Avslutat"],
            (_row(line) for line in lines if line.organisation == place),
        )
    output.say(
        "", f"Räknat i databasen ({result.paragraphs} paragrafer i de verkliga protokollen):"
    )
    for title, parts in _FIGURES:
        output.say(f"  {title}: {_figures(result.summary, parts)}")
    wrong = f"{len(result.broken)} fel: {'; '.join(result.broken)}" if result.broken else "inga fel"
    for missed in result.summary.missed:
        output.say(f"  Missad: {missed.number}, {missed.label}, sista dag {missed.final}")
    output.say(f"  Loggens kontrollsummor: {result.verified_events} händelser räknade om, {wrong}")
    output.say(
        f"  Simulerad tid: {local_time(result.begun)[:10]} till {local_time(result.ended)[:10]}",
        "",
        "Titta vidare",
        f"  Protokoll, kallelser och signaturer:  {result.minutes}",
        f"  Mejlen med protokollsutdrag:          {result.mail}",
        f"  Anslagen med sina dagar:              {result.board}",
        f"  Kalendrar att prenumerera på:         {result.calendars}",
        f"  Databasen:                            {result.database}",
        "",
        f"  export ARENDEGANG_DATABASE_URL=sqlite:///{result.database}",
    )
    for command in _commands(result):
        output.say(f"  {command}")


def _meeting_commands(result: Result) -> tuple[str, ...]:
    """Things to try on the meeting with the most paragraphs."""
    meeting = result.longest_meeting
    return (
        f"meeting show {meeting}",
        f"meeting minutes {meeting}",
        f"meeting certificate {meeting}",
    )


def _row(line: MatterLine) -> tuple[object, ...]:
    return (
        line.number,
        line.title,
        " → ".join(line.way),
        ", ".join(line.outcomes),
        line.mails,
        line.opened_on,
        line.closed_on or "öppet",
    )


def _figures(summary: Summary, parts: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{getattr(summary, name)} {words}" for name, words in parts)


def _commands(result: Result) -> tuple[str, ...]:
    """Things to try on the matter that took the longest way."""
    name = Path(sys.argv[0]).name
    program = name if shutil.which(name) else sys.argv[0]
    longest = max(result.summary.lines, key=lambda line: (len(line.way), line.number), default=None)
    number = f'"{longest.number}" --org {longest.organisation}' if longest else "ÄRENDE"
    return tuple(
        f"{program} {rest}"
        for rest in (
            f"matter explain {number}",
            f"matter timeline {number}",
            f"matter show {number}",
            "notice list",
            *_meeting_commands(result),
            "board    # http://127.0.0.1:8000; i dag är allt nedtaget och finns i arkivet",
            "audit verify",
        )
    )
