"""``meeting minutes|extract|certificate|summons|document``: a meeting's documents as files."""

import sys
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

import typer

from workflow.cli import output
from workflow.cli.meeting_named import BodyRef, DayRef, ItemRef, find_meeting, item_named
from workflow.cli.meeting_sign import named_items, presentation_named
from workflow.cli.office import Office
from workflow.cli.options import Json, Org
from workflow.cli.parse import text
from workflow.cli.root import office_of
from workflow.command import printing
from workflow.command.signing import document_of
from workflow.meeting.document import Document

Format = Literal["pdf", "html", "text"]
_ENDINGS: dict[str, Format] = {".pdf": "pdf", ".html": "html", ".htm": "html", ".txt": "text"}

AsFormat = Annotated[
    Format | None,
    typer.Option("--format", help="pdf, html eller text; annars efter filens ändelse, eller text."),
]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="FIL", help="Skriv till filen; annars på skärmen.")
]


def minutes(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    items: Annotated[
        list[str] | None, typer.Option("--items", metavar="§", help="Bara dessa paragrafer.")
    ] = None,
    internal: Annotated[
        bool,
        typer.Option("--internal", help="Med det som omfattas av sekretess; lämnar inte kontoret."),
    ] = False,
    form: AsFormat = None,
    out: Out = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Skriv ut protokollet som det står nu."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    keys = named_items(meeting, items or ())
    made = printing.minutes_of(office.engine.context, meeting.id, items=keys, internal=internal)
    _write(office, made, form, out, json_wanted=json)


def extract(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    item: ItemRef,
    form: AsFormat = None,
    out: Out = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Skriv ut ett protokollsutdrag av en justerad paragraf."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    made = printing.extract_of(office.engine.context, meeting.id, item_named(meeting, item).key)
    _write(office, made, form, out, json_wanted=json)


def certificate(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    presentation: Annotated[
        str | None, typer.Argument(metavar="FRAMLAGT", help="p1; annars det senaste som gäller.")
    ] = None,
    form: AsFormat = None,
    out: Out = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Skriv ut beviset om vilka som har undertecknat, när, och kontrollsumman av vad."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    key = presentation_named(meeting, presentation)
    made = printing.certificate_of(office.engine.context, meeting.id, key)
    _write(office, made, form, out, json_wanted=json)


def summons(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    form: AsFormat = None,
    out: Out = None,
    org: Org = None,
    json: Json = False,
) -> None:
    """Skriv ut kallelsen med dagordningen."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    made = printing.summons_of(office.engine.context, meeting.id)
    _write(office, made, form, out, json_wanted=json)


def document(
    context: typer.Context,
    *,
    digest: Annotated[str, typer.Argument(metavar="SHA256", help="Handlingens kontrollsumma.")],
    out: Annotated[Path, typer.Option("--out", metavar="FIL", help="Skriv till filen.")],
    json: Json = False,
) -> None:
    """Hämta exakt de framlagda eller undertecknade byten."""
    office = office_of(context)
    with office.uow() as uow:
        found = document_of(uow, text(digest, "SHA256"))
    out.write_bytes(found.content)
    _say(out, found.content, json_wanted=json)


def _write(
    office: Office, made: Document, form: Format | None, out: Path | None, *, json_wanted: bool
) -> None:
    chosen = form or (_ENDINGS.get(out.suffix.lower()) if out else None) or "text"
    renderer = office.engine.context.renderer
    if chosen == "pdf":
        if out is None:
            raise typer.BadParameter("En PDF skrivs till en fil: --out FIL.pdf.")
        content = renderer.pdf(made)
    else:
        page = renderer.html(made) if chosen == "html" else renderer.text(made)
        content = page.encode()
    if out is not None:
        out.write_bytes(content)
        _say(out, content, json_wanted=json_wanted)
    elif json_wanted:
        output.as_json({"format": chosen, "content": content.decode()})
    else:
        sys.stdout.write(content.decode())


def _say(out: Path, content: bytes, *, json_wanted: bool) -> None:
    digest = sha256(content).hexdigest()
    if json_wanted:
        output.as_json({"out": out, "bytes": len(content), "sha256": digest})
        return
    output.say(f"{out}: {len(content)} byte, SHA-256 {digest.upper()}.")
