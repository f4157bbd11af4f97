"""``meeting present|sign``: the minutes before those who sign them, and their signatures."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.answers import as_answer
from workflow.cli.meeting_giving import give, show
from workflow.cli.meeting_named import (
    SECRETARY,
    BodyRef,
    DayRef,
    find_meeting,
    held_of,
    item_named,
    name_of,
)
from workflow.cli.office import Given, Office
from workflow.cli.options import Json, Key, Org, Role
from workflow.cli.parse import instant, text
from workflow.cli.root import office_of
from workflow.command import presenting, signing
from workflow.errors import InvalidInputError
from workflow.model.commands import Envelope, SignMinutes
from workflow.model.matter import Matter


def present(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    items: Annotated[
        list[str] | None,
        typer.Option(
            "--items",
            metavar="§",
            help="Bara dessa paragrafer, som justeras omedelbart; kan upprepas.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FIL", help="Skriv det framlagda till filen.")
    ] = None,
    org: Org = None,
    role: Role = None,
    json: Json = False,
) -> None:
    """Lägg fram protokollet, som PDF, för dem som ska underteckna det. Kan upprepas."""
    office = office_of(context)
    meeting = find_meeting(office, body, on, org)
    keys = named_items(meeting, items or ())
    presented = presenting.present(
        office.engine.context, meeting.id, items=keys, actor=office.actor(tuple(role or SECRETARY))
    )
    if out is not None:
        out.write_bytes(presented.document.content)
    given = office.given(presented.answer)
    held = held_of(presented.answer.matter)
    found = next(
        one for one in reversed(held.presentations)
        if one.sha256.lower() == presented.document.sha256
    )  # fmt: skip
    if json:
        shown = {"presentation": found, "document": presented.document.entry}
        output.as_json(as_answer(office, given) | shown)
        return
    show(office, meeting, given)
    output.say(
        f"Framlagt som {found.key}, {output.count(len(found.items), 'paragraf', 'paragrafer')}.",
        f"SHA-256: {found.sha256}",
        f"Undertecknas av {', '.join(f'{name} ({role})' for name, role in found.signers)}.",
        f"Filen: {out}"
        if out is not None
        else f"Hämta filen: arendegang meeting document {presented.document.sha256} --out FIL.pdf",
    )


def sign(
    context: typer.Context,
    *,
    body: BodyRef,
    on: DayRef,
    presentation: Annotated[
        str, typer.Argument(metavar="FRAMLAGT", help="Det framlagda protokollets nyckel: p1.")
    ],
    name: Annotated[str, typer.Argument(metavar="NAMN", help="Den som har undertecknat.")],
    digest: Annotated[
        str | None, typer.Argument(metavar="SHA256", help="Kontrollsumman av det undertecknade.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", metavar="PDF", help="Filen som undertecknades, i stället för SHA256."
        ),
    ] = None,
    at: Annotated[
        str | None,
        typer.Option(
            "--at",
            metavar="'DAG HH:MM'",
            help="När det undertecknades, om det antecknas efteråt: '2025-02-27 15:40'.",
        ),
    ] = None,
    org: Org = None,
    role: Role = None,
    key: Key = None,
    json: Json = False,
) -> None:
    """Anteckna en underskrift på exakt det framlagda; den sista justerar protokollet (KL 5:69, 6:35)."""
    office = office_of(context)
    if (digest is None) == (file is None):
        raise typer.BadParameter("Ange SHA256 eller --file PDF.")
    meeting = find_meeting(office, body, on, org)
    signed = text(digest, "SHA256") if digest is not None else _hash_of(file)
    command = SignMinutes(
        text(presentation, "FRAMLAGT"),
        text(name, "NAMN"),
        signed,
        None if at is None else instant(at, "--at"),
    )
    give(office, meeting, command, role=role, key=key, json_wanted=json, carry=_carry)


def named_items(meeting: Matter, references: Sequence[str]) -> tuple[str, ...]:
    """The keys of the items named; ``45,46`` are two.

    Raises:
        CommandRefusedError: one isn't on the agenda.
    """
    single = (part for one in references for part in one.split(",") if part.strip())
    return tuple(item_named(meeting, one).key for one in single)


def presentation_named(meeting: Matter, key: str | None) -> str:
    """The key, or that of the latest that holds.

    Raises:
        InvalidInputError: nothing is presented.
    """
    if key is not None:
        return text(key, "FRAMLAGT")
    holding = [one for one in held_of(meeting).presentations if one.void is None]
    if not holding:
        raise InvalidInputError(
            f"Inget är framlagt för {name_of(meeting)}.",
            hint=f"Lägg fram protokollet: arendegang meeting present {name_of(meeting)}.",
        )
    return holding[-1].key


def _carry(office: Office, envelope: Envelope) -> Given:
    return office.given(signing.sign(office.engine.context, envelope))


def _hash_of(file: Path | None) -> str:
    if file is None:  # pragma: no cover - one of the two is given
        raise TypeError
    return sha256(file.read_bytes()).hexdigest()
