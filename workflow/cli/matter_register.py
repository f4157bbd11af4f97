"""``matter register``: one matter from options, or many from a file with one JSON object a line."""

import hashlib
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from workflow.cli import output, parse
from workflow.cli.answers import as_answer
from workflow.cli.office import Given, Office
from workflow.cli.options import Json, Key, Org, Role
from workflow.cli.plan_answer import as_data, next_plan
from workflow.cli.root import REFUSED, office_of
from workflow.errors import ArendegangError, InvalidInputError
from workflow.machine.plan import Plan
from workflow.machine.plan_words import essence
from workflow.model.commands import RegisterMatter

_KEYS = frozenset(
    {
        "type", "title", "org", "number", "register", "fields", "points", "on", "enter_at",
        "predecessor", "taken_over_from", "flags", "key",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a file that became a command, or what was wrong with it."""

    number: int
    given: Given | None
    error: ArendegangError | None


def register(
    context: typer.Context,
    *,
    matter_type: Annotated[str | None, typer.Argument(metavar="TYP", help="Ärendetyp.")] = None,
    title: Annotated[str | None, typer.Argument(metavar="TITEL", help="Ärendets titel.")] = None,
    org: Org = None,
    number: Annotated[
        str | None, typer.Option("--number", help="Diarienummer; annars ger diariet nästa.")
    ] = None,
    field: Annotated[
        list[str] | None, typer.Option("--field", metavar="NAMN=VÄRDE", help="Fält; kan upprepas.")
    ] = None,
    data: Annotated[
        str | None,
        typer.Option("--data", metavar="FIL", help="Fält som JSON-objekt; - läser indata."),
    ] = None,
    point: Annotated[
        list[str] | None,
        typer.Option("--point", metavar="TEXT", help="Beslutspunkt; kan upprepas."),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DAG", help="Registrerat denna dag.")
    ] = None,
    enter_at: Annotated[
        str | None, typer.Option("--enter-at", metavar="LÄGE", help="Börja i detta läge.")
    ] = None,
    predecessor: Annotated[
        str | None, typer.Option("--predecessor", help="Diarienumret som detta ärende fortsätter.")
    ] = None,
    taken_over_from: Annotated[
        str | None,
        typer.Option(
            "--taken-over-from",
            metavar="VARIFRÅN",
            help="Ärendet pågick i ett annat system eller hos någon annan; då får det börja i vilket"
            " läge som helst som inte är ett slut.",
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FIL", help="Många: ett JSON-objekt per rad; - läser indata."
        ),
    ] = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Registrera ett ärende, eller många med --from."""
    office = office_of(context)
    if source is not None:
        alone = (matter_type, title, number, field, data, point, on, enter_at, key)
        if any((*alone, predecessor, taken_over_from is not None)):
            raise typer.BadParameter("--from tar allt från filen; ta bort de andra.")
        _many(office, source, org, tuple(role or ()), json_wanted=json)
        return
    if not matter_type or not title or not org:
        raise typer.BadParameter("TYP, TITEL och --org behövs, eller --from FIL.")
    values = parse.json_object(data) if data else {}
    _, definition = office.catalogue.current_type(parse.text(matter_type, "Ärendetypen"))
    values |= parse.fields(parse.pairs(field or [], "--field"), definition.fields, "--field")
    command = RegisterMatter(
        organisation=parse.text(org, "--org"),
        matter_type=matter_type,
        title=parse.text(title, "Titeln"),
        number=parse.text(number, "--number") if number else None,
        registered_on=parse.day(on, "--on") if on else None,
        fields=values,
        points=tuple(parse.text(text, "--point") for text in point or ()),
        enter_at=enter_at,
        predecessor=predecessor,
        taken_over_from=None
        if taken_over_from is None
        else parse.text(taken_over_from, "--taken-over-from"),
    )
    given = office.register(command, key=key, roles=tuple(role or ()))
    found = next_plan(office, office.find(given.matter), office.today())
    if json:
        output.as_json(as_answer(office, given) | {"plan": found and as_data(found)})
        return
    output.say(_sentence(given))
    if found:
        output.say(*_planned(given, found))


def _sentence(given: Given) -> str:
    if given.repeated:
        return f"{given.number}: redan utfört."
    return f"{given.number}: registrerat, läge {given.state_label}."


def _planned(given: Given, found: Plan) -> tuple[str, ...]:
    """The plan in a sentence; where none holds, that, and where the ways out are told."""
    if found.fits:
        return (f"Plan: {essence(found)}",)
    if found.aim.final is None:
        return (f"Plan: {essence(found)}",)
    return (
        f"VARNING: {essence(found)}",
        f'Vad som går att göra: arendegang plan "{given.number}" --org {given.organisation}',
    )


def _many(
    office: Office, source: str, org: str | None, roles: tuple[str, ...], *, json_wanted: bool
) -> None:
    done = repeated = bad = 0
    seen: dict[str, int] = {}
    with Progress(
        console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()
    ) as progress:
        task = progress.add_task("Registrerar", total=None)
        for number, line in parse.json_lines(source):
            outcome = _one(office, number, line, org=org, roles=roles, seen=seen)
            done += outcome.given is not None and not outcome.given.repeated
            repeated += outcome.given is not None and outcome.given.repeated
            bad += outcome.error is not None
            _tell(office, outcome, json_wanted=json_wanted)
            progress.advance(task)
    if not json_wanted:
        wrong = output.count(bad, "rad", "rader")
        output.say(f"{done} registrerade, {repeated} fanns redan, {wrong} med fel.")
    if bad:
        raise typer.Exit(REFUSED)


def _tell(office: Office, line: _Line, *, json_wanted: bool) -> None:
    if json_wanted:
        error = line.error
        said = {"code": error.code, "message": error.message, "hint": error.hint} if error else None
        shown = as_answer(office, line.given) if line.given else None
        output.as_json({"line": line.number, "answer": shown, "error": said})
    elif line.error is not None:
        output.warn(f"rad {line.number}: {line.error.code}: {line.error}")


def _one(
    office: Office,
    number: int,
    line: dict[str, object] | InvalidInputError,
    *,
    org: str | None,
    roles: tuple[str, ...],
    seen: dict[str, int],
) -> _Line:
    try:
        if isinstance(line, InvalidInputError):
            raise line
        command, key = _command(line, org)
        if key is None:
            key = _derived(line, seen)
        return _Line(number, office.register(command, key=key, roles=roles), None)
    except ArendegangError as error:
        return _Line(number, None, error)


def _derived(line: Mapping[str, object], seen: dict[str, int]) -> str:
    """The same line of the same file is the same command; a line given twice in a file is two."""
    digest = hashlib.sha256(output.canonical(line).encode()).hexdigest()
    seen[digest] = seen.get(digest, 0) + 1
    return f"register:{digest}:{seen[digest]}"


def _command(line: Mapping[str, object], org: str | None) -> tuple[RegisterMatter, str | None]:
    unknown = sorted(set(line) - _KEYS)
    if unknown:
        raise InvalidInputError(
            f"Okänd nyckel {unknown[0]}.", hint=f"Kända är {', '.join(sorted(_KEYS))}."
        )
    organisation = _text(line, "org") or org
    matter_type, title = _text(line, "type"), _text(line, "title")
    if not organisation or not matter_type or not title:
        raise InvalidInputError("type, title och org behövs.", hint="Lägg till det som saknas.")
    registered_on = _text(line, "on")
    values = line.get("fields", {})
    if not isinstance(values, dict):
        raise InvalidInputError("fields är inget objekt.", hint='Skriv {"namn": "värde"}.')
    command = RegisterMatter(
        organisation=organisation,
        matter_type=matter_type,
        title=title,
        number=_text(line, "number"),
        register=_text(line, "register"),
        registered_on=parse.day(registered_on, "on") if registered_on else None,
        fields=values,
        points=_texts(line, "points"),
        enter_at=_text(line, "enter_at"),
        predecessor=_text(line, "predecessor"),
        flags=_texts(line, "flags"),
        taken_over_from=_text(line, "taken_over_from"),
    )
    return command, _text(line, "key")


def _text(line: Mapping[str, object], name: str) -> str | None:
    value = line.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise InvalidInputError(f"{name} är ingen text.", hint="Skriv värdet inom citattecken.")
    return parse.text(value, name)


def _texts(line: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = line.get(name, [])
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise InvalidInputError(f"{name} är ingen lista av texter.", hint='Skriv ["a", "b"].')
    return tuple(parse.text(part, name) for part in value)
