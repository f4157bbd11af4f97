"""``definitions check|list|show|publish``: what administrators write, and what is live."""

from pathlib import Path
from typing import Annotated

import typer

from workflow.cli import definitions_check, output
from workflow.cli.office import Office
from workflow.cli.options import Json
from workflow.cli.parse import text
from workflow.cli.root import office_of
from workflow.command.definitions import Version
from workflow.definition.catalogue import load_strict
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.errors import UnknownDefinitionError

app = typer.Typer(no_args_is_help=True, help="Definitioner: kontrollera, lista, visa, publicera.")
Folder = Annotated[
    Path | None, typer.Argument(metavar="KATALOG", help="Annars den som inställningarna anger.")
]


app.command("check")(definitions_check.check)


def publish_folder(office: Office, folder: Path) -> tuple[Version, ...]:
    """Check the folder and make what is new current; all of it or nothing.

    Raises:
        DefinitionError: with every finding; what was live stays live.
    """
    return office.engine.publish(load_strict(folder))


@app.command("list")
def listing(
    context: typer.Context,
    *,
    json: Json = False,
) -> None:
    """Lista vad som är publicerat."""
    office = office_of(context)
    with office.uow() as uow:
        current = uow.definitions.current()
    rows = [
        {"kind": kind, "name": name, "digest": current[kind, name]}
        for kind, name in sorted(current)
    ]
    if json:
        output.as_json(rows)
        return
    output.table(
        "Publicerat",
        ["Slag", "Namn", "Version"],
        ((_KINDS[row["kind"]], row["name"], row["digest"][:12]) for row in rows),
    )


_KINDS = {"matter": "ärendetyp", "procedure": "procedur", "organisation": "organisation"}


@app.command()
def publish(
    context: typer.Context,
    *,
    folder: Folder = None,
    json: Json = False,
) -> None:
    """Kontrollera och publicera; pågående ärenden behåller sin version."""
    office = office_of(context)
    new = publish_folder(office, folder or office.settings.definitions)
    if json:
        output.as_json([{"kind": v.kind, "name": v.name, "digest": v.digest} for v in new])
        return
    output.say(*(f"{_KINDS[v.kind]} {v.name} {v.digest[:12]}" for v in new))
    output.say(f"{len(new)} nya publicerade.")


@app.command()
def show(
    context: typer.Context,
    *,
    name: Annotated[
        str, typer.Argument(metavar="NAMN", help="Ärendetyp, procedur eller organisation.")
    ],
    json: Json = False,
) -> None:
    """Visa en publicerad definition, sammansatt som motorn kör den."""
    office = office_of(context)
    found = _published(office, text(name, "NAMN"))
    if json:
        output.as_json(found.model_dump(mode="json", by_alias=True))
    elif isinstance(found, MatterType):
        _show_type(found)
    else:
        _show_organisation(found)


def _published(office: Office, name: str) -> MatterType | Organisation:
    with office.uow() as uow:
        current = uow.definitions.current()
    for kind in ("matter", "procedure"):
        if (kind, name) in current:
            return office.catalogue.current_type(name, kind)[1]
    if ("organisation", name) in current:
        return office.catalogue.organisation(name)
    raise UnknownDefinitionError(
        f"”{name[:60]}” är inte publicerad.", hint="Se arendegang definitions list."
    )


def _show_type(found: MatterType) -> None:
    decided_by = f" Avgörs av {', '.join(found.decided_by)}." if found.decided_by else ""
    output.say(f"{found.name}: {found.label}.{decided_by}", "", "Fält")
    for name, field in found.fields.items():
        required = ", måste anges" if field.required else ""
        output.say(f"  {name}: {field.label} ({field.type}{required})")
    output.say("", "Lägen")
    for name, state in found.states.items():
        marks = [*([state.body] if state.body else []), *(["slut"] if state.final else [])]
        marks += ["början"] if name == found.initial else []
        output.say(f"  {name}: {state.label}" + (f" ({', '.join(marks)})" if marks else ""))
    output.say("", "Övergångar")
    for rule in found.transitions:
        condition = f" om {rule.guard}" if rule.guard else ""
        requires = f", kräver {', '.join(rule.requires)}" if rule.requires else ""
        automatic = ", av motorn" if rule.automatic else ""
        output.say(
            f"  {', '.join(rule.from_)} → {rule.to}: {', '.join(rule.event)}{condition}{requires}{automatic}"
        )
    output.say(*(("", "Frister") if found.deadlines else ()))
    for name, deadline in found.deadlines.items():
        when = deadline.rule or deadline.day or deadline.month or deadline.after or deadline.recurs
        output.say(f"  {name}: {deadline.label} ({when})")


def _show_organisation(found: Organisation) -> None:
    output.say(f"{found.organisation}: {found.name}.", "", "Organ")
    for code, body in found.bodies.items():
        days = ", ".join(day.isoformat() for day in body.meets)
        output.say(f"  {code}: {body.name}" + (f"; sammanträder {days}" if days else ""))
    output.say("", "Register över mottagare")
    for entry in found.entries:
        output.say(f"  {entry.name} ({entry.kind}): {entry.email or 'ingen adress'}")
    for group in found.groups:
        output.say(f"  {group.name}: {', '.join(group.members)}")
