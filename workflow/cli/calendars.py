"""``calendar export|address``: the calendars to subscribe to, as a file and by their addresses."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.options import Json
from workflow.cli.parse import text
from workflow.cli.root import office_of
from workflow.command.feeds.address import Address, Whose
from workflow.command.feeds.calendars import Calendars
from workflow.errors import InvalidInputError

app = typer.Typer(
    no_args_is_help=True,
    help="Kalendrar att prenumerera på: organens sammanträden, och frister för en roll eller person.",
)

Place = Annotated[str, typer.Option("--org", metavar="KOD", help="Organisation.")]
Body = Annotated[
    str | None,
    typer.Option("--body", metavar="ORGAN", help="Organets sammanträden: KS, KF, AU ..."),
]
Role = Annotated[
    str | None,
    typer.Option("--role", metavar="ROLL", help="Rollens frister: officer, secretary ..."),
]
Owner = Annotated[
    str | None,
    typer.Option(
        "--owner", metavar="NAMN", help="Personens uppdrag, och fristerna för dess roller."
    ),
]


@app.command()
def export(
    context: typer.Context,
    *,
    org: Place,
    body: Body = None,
    role: Role = None,
    owner: Owner = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FIL", help="Skriv kalendern i en fil.")
    ] = None,
    json: Json = False,
) -> None:
    """Skriv en kalender som iCalendar, eller det som står i den som JSON."""
    office = office_of(context)
    calendars = office.engine.calendars()
    address = _address(calendars, org, body, role, owner)
    feed = calendars.feed(address, office.today())
    if out is not None:
        _save(out, calendars.write(feed))
    if json:
        output.as_json(feed)
    elif out is not None:
        events = output.count(len(feed.entries), "händelse", "händelser")
        output.say(f"{feed.name}: {events} i {out}.")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(calendars.write(feed))


@app.command()
def address(
    context: typer.Context,
    *,
    org: Place,
    body: Body = None,
    role: Role = None,
    owner: Owner = None,
    base: Annotated[
        str, typer.Option("--base", metavar="URL", help="Webbplatsens adress, som sätts framför.")
    ] = "",
    json: Json = False,
) -> None:
    """Visa adressen att prenumerera på. Den som har en adress med nyckel kan läsa kalendern."""
    office = office_of(context)
    calendars = office.engine.calendars()
    found = _address(calendars, org, body, role, owner)
    path = found.path
    if not found.public:
        path += f"?nyckel={found.key(_secret(calendars))}"
    url = text(base, "--base").rstrip("/") + path
    if json:
        output.as_json({"address": url, "public": found.public})
        return
    output.say(url)


def _address(
    calendars: Calendars, org: str, body: str | None, role: str | None, owner: str | None
) -> Address:
    named: tuple[tuple[Whose, str | None], ...] = (
        ("body", body),
        ("role", role),
        ("owner", owner),
    )
    given = [(whose, name) for whose, name in named if name is not None]
    if len(given) != 1:
        raise InvalidInputError(
            "Det ska sägas vems kalender det gäller, och bara en.",
            hint="Ange --body ORGAN, --role ROLL eller --owner NAMN.",
        )
    ((whose, name),) = given
    return calendars.address(text(org, "--org"), whose, text(name, f"--{whose}"))


def _secret(calendars: Calendars) -> str:
    if calendars.secret is None:
        raise InvalidInputError(
            "Kalendrar med frister har ingen adress: hemligheten bakom nycklarna är inte inställd.",
            hint="Sätt ARENDEGANG_CALENDAR_SECRET, se docs/drift.md, eller använd calendar export.",
        )
    return calendars.secret


def _save(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except (OSError, ValueError) as error:
        raise InvalidInputError(
            f"Filen {path} går inte att skriva: {error}.", hint="Kontrollera sökvägen."
        ) from None
