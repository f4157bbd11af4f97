"""``schedule import|compare``: calendar files, turned into a meeting schedule and held against each other."""

from pathlib import Path
from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.office import Office
from workflow.cli.options import Json, Org
from workflow.cli.parse import text
from workflow.cli.root import REFUSED, office_of
from workflow.cli.schedules_show import BodyCode, Place, code_of
from workflow.definition.catalogue import OrganisationEntry, load
from workflow.definition.findings import suggest
from workflow.errors import DefinitionError, InvalidInputError, UnknownDefinitionError
from workflow.workbench.calendars import (
    Bodies,
    CalendarFile,
    Meaning,
    Merged,
    Problem,
    Timetable,
    Understood,
    disagreements,
    fragment,
    merged,
    read_calendar,
    timetable,
    understand,
)

Folder = Annotated[
    Path | None,
    typer.Option(
        "--definitions",
        metavar="KATALOG",
        help="Katalogen med definitioner; annars inställningarnas.",
    ),
]
_GROUPS = (
    ("Olika dag eller uppgift", ("moved", "altered")),
    ("Bara i den ena", ("only_first", "only_second")),
    ("Bara den ena säger", ("fuller",)),
)
KINDS = {
    "decision_meeting": "beslutande sammanträde",
    "preparation_meeting": "beredande sammanträde",
    "negotiation": "förhandling",
    "deadline": "sista dag",
    "dispatch": "utskick",
}


def import_file(
    context: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(metavar="FIL", help="Kalendern, i formatet iCalendar.")],
    org: Place,
    body: BodyCode = None,
    write: Annotated[
        bool,
        typer.Option("--write", help="Skriv in i organisationens fil; annars visas bara raderna."),
    ] = False,
    definitions: Folder = None,
    json: Json = False,
) -> None:
    """Läs in en kalender (.ics) som sammanträdesplan; allt som inte kan läsas sägs, händelse för händelse.

    Med --body hör sammanträden utan namngivet organ till det organet.
    """
    entry = _entry(office_of(context), definitions, text(org, "--org"))
    default = code_of(entry.organisation, text(body, "--body")) if body else None
    calendar = read_calendar(file)
    meaning = understand(calendar.events, Bodies(entry.organisation, default))
    found = timetable(meaning.understood)
    errors = (*calendar.errors, *found.errors)
    change = merged(Path(entry.source), entry.organisation, found)
    written = write and not errors and bool(change.news)
    if written:
        _write(Path(entry.source), change)
    notes = _by_line([*calendar.notes, *meaning.unclear, *found.unclear])
    if json:
        told = _plain(calendar, meaning, found, change)
        output.as_json({**told, "notes": notes, "errors": errors, "written": written})
    else:
        _tell(meaning, found, change, notes, written=written, asked=write)
    for problem in errors:
        error = InvalidInputError(
            f"{file}, rad {problem.line}: {problem.sentence}", hint=problem.fix
        )
        output.show_error(error, json_wanted=json)
    if errors:
        raise typer.Exit(REFUSED)


def compare(
    context: typer.Context,
    *,
    first: Annotated[Path, typer.Argument(metavar="FIL", help="Den första kalendern.")],
    second: Annotated[Path, typer.Argument(metavar="FIL", help="Den andra.")],
    org: Org = None,
    definitions: Folder = None,
    json: Json = False,
) -> None:
    """Jämför två kalendrar: vilka dagar, tider och inlämningsdagar de inte är överens om."""
    office = (
        _entry(office_of(context), definitions, text(org, "--org")).organisation if org else None
    )
    sides = [
        (one, understand(one.events, Bodies(office))) for one in map(read_calendar, (first, second))
    ]
    found = disagreements(sides[0][1].understood, sides[1][1].understood)
    if json:
        output.as_json(
            {
                "first": str(first),
                "second": str(second),
                "disagreements": [
                    {
                        "what": one.what,
                        "sentence": one.sentence,
                        "first": None if one.first is None else _event(one.first),
                        "second": None if one.second is None else _event(one.second),
                    }
                    for one in found
                ],
                "unclear": [
                    {"file": one.path, **output.plain(problem)}
                    for one, meaning in sides
                    for problem in meaning.unclear
                ],
            }
        )
    else:
        for title, whats in _GROUPS:
            told = [one.sentence for one in found if one.what in whats]
            output.say(*((title, *(f"  {sentence}" for sentence in told)) if told else ()))
        output.say(f"{output.count(len(found), 'skillnad', 'skillnader')}.")
        for one, meaning in sides:
            output.say(*(f"{one.path}, {problem}" for problem in (*one.notes, *meaning.unclear)))
    errors = [(one.path, problem) for one, _ in sides for problem in one.errors]
    for path, problem in errors:
        error = InvalidInputError(
            f"{path}, rad {problem.line}: {problem.sentence}", hint=problem.fix
        )
        output.show_error(error, json_wanted=json)
    if errors:
        raise typer.Exit(REFUSED)


def _entry(office: Office, definitions: Path | None, org: str) -> OrganisationEntry:
    """The organisation as its file declares it.

    Raises:
        DefinitionError: its file has errors.
        UnknownDefinitionError: there is no such file.
    """
    folder = definitions or office.settings.definitions
    loaded = load(folder)
    known = loaded.organisations.get(org)
    if known is not None:
        return known
    own = [one for one in loaded.errors if Path(one.path).stem == org]
    if own:
        raise DefinitionError(tuple(own))
    raise UnknownDefinitionError(
        f"Organisationen ”{org[:60]}” finns inte i {folder}.",
        hint=suggest(org, loaded.organisations, otherwise="Lägg den i katalogens organisations."),
    )


def _write(path: Path, change: Merged) -> None:
    """Write the file, or leave it as it was where the result would have an error.

    Raises:
        DefinitionError: with what is wrong in the result.
    """
    before = path.read_bytes()
    path.write_text(change.text, "utf-8")
    found = [one for one in load(path.parents[1]).errors if one.path == str(path)]
    if found:
        path.write_bytes(before)
        raise DefinitionError(tuple(found))


def _by_line(problems: list[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda one: one.line)


def _plain(
    calendar: CalendarFile, meaning: Meaning, found: Timetable, change: Merged
) -> dict[str, object]:
    return {
        "file": calendar.path,
        "events": [_event(one) for one in meaning.understood],
        "meetings": {
            body: [one.model_dump(mode="json", exclude_defaults=True) for one in meetings]
            for body, meetings in found.meetings.items()
        },
        "calendar": [one.model_dump(mode="json", exclude_defaults=True) for one in found.calendar],
        "new_bodies": change.bodies,
        "news": change.news,
    }


def _event(one: Understood) -> dict[str, object]:
    event = one.event
    return {
        "line": event.line,
        "uid": event.uid,
        "on": event.on,
        "starts": event.starts.isoformat("minutes") if event.starts else None,
        "ends": event.ends.isoformat("minutes") if event.ends else None,
        "summary": event.summary,
        "kind": one.kind,
        "body": one.body,
        "before": one.before,
        "cancelled": event.cancelled,
    }


def _tell(
    meaning: Meaning,
    found: Timetable,
    change: Merged,
    notes: list[Problem],
    *,
    written: bool,
    asked: bool,
) -> None:
    if asked:
        output.say(*(f"  {one}" for one in change.news))
    else:
        output.say(fragment(found).rstrip())
    counts: dict[str, int] = {}
    for one in meaning.understood:
        counts[KINDS[one.kind]] = counts.get(KINDS[one.kind], 0) + 1
    told = ", ".join(f"{number} {kind}" for kind, number in counts.items())
    output.say(
        f"{output.count(len(meaning.understood), 'händelse', 'händelser')}: {told or 'inga'}."
    )
    output.say(
        *(f"Nytt organ {code}: {name}; slaget är antaget." for name, code in change.bodies.items())
    )
    output.say(*(f"Se efter, {note}" for note in notes))
    if written:
        output.say("Inskrivet. Kontrollera med definitions check och publicera sedan.")
    elif not change.news:
        output.say("Filen har redan allt detta.")
