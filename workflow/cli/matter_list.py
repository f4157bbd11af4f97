"""``matter list``: what there is, by what the office calls it."""

from collections.abc import Mapping
from typing import Annotated
from uuid import UUID

import typer

from workflow.cli import output
from workflow.cli.office import Office
from workflow.cli.options import Json, Limit, Org
from workflow.cli.root import office_of
from workflow.command.definitions import ORGANISATION
from workflow.command.ports import MatterSummary
from workflow.errors import InvalidInputError, UnknownDefinitionError
from workflow.model.ids import MatterId


def listing(
    context: typer.Context,
    *,
    org: Org = None,
    matter_type: Annotated[str | None, typer.Option("--type", help="Ärendetyp.")] = None,
    state: Annotated[str | None, typer.Option("--state", help="Läge.")] = None,
    limit: Limit = 1000,
    after: Annotated[str | None, typer.Option("--after", help="Fortsätt efter detta id.")] = None,
    open_only: Annotated[bool, typer.Option("--open", help="Bara öppna.")] = False,
    json: Json = False,
) -> None:
    """Lista ärenden."""
    office = office_of(context)
    place = office.place(org)
    types = _types(office)
    if matter_type is not None and matter_type not in types:
        raise UnknownDefinitionError(
            f"Ärendetypen ”{matter_type[:60]}” finns inte.",
            hint=f"Publicerade typer: {', '.join(sorted(types))}.",
        )
    with office.uow() as uow:
        found = uow.matters.list(
            organisation=place,
            matter_type=matter_type,
            state=state,
            open_only=open_only,
            limit=limit,
            after=_place_in_list(after),
        )
    if state is not None and not found:
        _check_state(office, types, state)
    if json:
        output.as_json(found)
        return
    output.table(
        "Ärenden",
        ["Diarienummer", "Organisation", "Typ", "Titel", "Läge", "Öppnat", "Avslutat"],
        [
            (
                m.number,
                m.organisation,
                *_labels(office, types, m),
                m.opened_on,
                m.closed_on,
            )
            for m in found
        ],
    )


def _types(office: Office) -> Mapping[str, str]:
    """The kind, matter or procedure, of every published type."""
    with office.uow() as uow:
        return {name: kind for kind, name in uow.definitions.current() if kind != ORGANISATION}


def _place_in_list(after: str | None) -> MatterId | None:
    try:
        return MatterId(str(UUID(after))) if after else None
    except ValueError:
        raise InvalidInputError(
            f"--after: ”{(after or '')[:60]}” är inget id.", hint="Ta det sista id som --json gav."
        ) from None


def _labels(office: Office, types: Mapping[str, str], row: MatterSummary) -> tuple[str, str, str]:
    """Type, title and state as the office calls them; a code where it is no longer published."""
    if row.matter_type not in types:
        return row.matter_type, row.title, row.state
    definition = office.catalogue.current_type(row.matter_type, types[row.matter_type])[1]
    known = definition.states.get(row.state)
    return definition.label, row.title, known.label if known else row.state


def _check_state(office: Office, types: Mapping[str, str], state: str) -> None:
    states = {
        name
        for one, kind in types.items()
        for name in office.catalogue.current_type(one, kind)[1].states
    }
    if state not in states:
        raise UnknownDefinitionError(
            f"Läget ”{state[:60]}” finns inte.", hint=f"Lägen: {', '.join(sorted(states))}."
        )
