"""``definitions show``: one version, composed as the engine runs it."""

from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.options import Json
from workflow.cli.root import office_of
from workflow.cli.versions import Shelf
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.definition.sessions import meetings


def show(
    context: typer.Context,
    *,
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAMN[@VERSION]",
            help="Ärendetyp, procedur eller organisation; annars gällande.",
        ),
    ],
    json: Json = False,
) -> None:
    """Visa en publicerad definition, sammansatt som motorn kör den."""
    shelf = Shelf(office_of(context))
    found = (shelf.find(name) if "@" in name else shelf.current(name)).definition
    if json:
        output.as_json(found.model_dump(mode="json", by_alias=True))
    elif isinstance(found, MatterType):
        _show_type(found)
    else:
        _show_organisation(found)


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
        days = ", ".join(day.isoformat() for day in meetings(found, code))
        output.say(f"  {code}: {body.name}" + (f"; sammanträder {days}" if days else ""))
    output.say("", "Register över mottagare")
    for entry in found.entries:
        output.say(f"  {entry.name} ({entry.kind}): {entry.email or 'ingen adress'}")
    for group in found.groups:
        output.say(f"  {group.name}: {', '.join(group.members)}")
