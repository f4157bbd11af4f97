"""``definitions publish`` and ``retire``: what becomes live, and what goes out of use."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from workflow.cli import output
from workflow.cli.definitions_diff import lines
from workflow.cli.office import Office, local_day
from workflow.cli.options import Json, Reason
from workflow.cli.parse import text
from workflow.cli.root import REFUSED, office_of
from workflow.cli.schedules_show import tell
from workflow.cli.versions import KINDS, SHORT
from workflow.command.actors import check_actor
from workflow.command.definitions import ORGANISATION, Version, versions
from workflow.command.live import Live, type_in
from workflow.command.publishing import Outlook
from workflow.command.rescheduled import Rescheduling, reschedulings
from workflow.definition.catalogue import load, load_strict
from workflow.definition.findings import Findings
from workflow.definition.migration_map import MigrationMap, load_map, read_map
from workflow.definition.rescheduling import MeetingChange
from workflow.errors import DefinitionError, InvalidInputError


def publish_folder(office: Office, folder: Path) -> tuple[Version, ...]:
    """Check the folder and make what is new current; all of it or nothing.

    Raises:
        DefinitionError: with every finding; what was live stays live.
    """
    return office.engine.publish(load_strict(folder), by=_signed(office))


def publish(
    context: typer.Context,
    *,
    what: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KATALOG] [NAMN]...",
            help="Katalogen, annars inställningarnas, och vad i den som ska publiceras; annars allt.",
        ),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="NAMN", help="Bara denna; kan upprepas.")
    ] = None,
    maps: Annotated[
        list[Path] | None,
        typer.Option(
            "--map",
            metavar="FIL",
            help="Hur pågående ärenden kan flyttas; flyttar inga (se migrate); kan upprepas.",
        ),
    ] = None,
    stay: Annotated[
        str | None,
        typer.Option(
            "--stay", metavar="SKÄL", help="Låt strandade ärenden avslutas på den version de har."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Visa vad som skulle hända och gör ingenting.")
    ] = False,
    json: Json = False,
) -> None:
    """Kontrollera och publicera; pågående ärenden behåller sin version."""
    office = office_of(context)
    folder, names = _meant(office, what or [], only or [])
    loaded = load(folder) if names else load_strict(folder)
    these = office.engine.offered(loaded, names)
    known = _read_maps(office, these, maps or [])
    if dry_run:
        _show_outlook(office.engine.foresee(these, known), stay, json=json)
        return
    with office.uow() as uow:
        retired = uow.definitions.retired()
    new = office.engine.publish(loaded, only=names, by=_signed(office), maps=known, stay=stay)
    moved = {one.name: _rescheduled(office, one) for one in new if one.kind == ORGANISATION}
    if json:
        output.as_json([{**_address(one), **_schedule(one, moved)} for one in new])
        return
    for one in new:
        again = " (i bruk igen)" if one.key in retired else ""
        output.say(f"{KINDS[one.kind]} {one.name} {one.digest[:SHORT]}{again}")
    output.say(f"{output.count(len(new), 'ny publicerad', 'nya publicerade')}.")
    for name, found in moved.items():
        if found is not None:
            output.say(f"Sammanträdesplanen för {name} har ändrats:")
            tell(found)
    offered = {one.key for one in these}
    for one in versions(loaded) if not names else ():
        if one.key not in offered:
            output.say(
                f"{one.name} är ur bruk och publicerades inte; ange namnet för att ta den i bruk igen."
            )


def retire(
    context: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="NAMN", help="Ärendetypen.")],
    reason: Reason,
    use_instead: Annotated[
        str | None,
        typer.Option("--use-instead", metavar="TYP", help="Ärendetypen att använda i stället."),
    ] = None,
    json: Json = False,
) -> None:
    """Ta en ärendetyp ur bruk: inga nya ärenden registreras, de som pågår går vidare."""
    office = office_of(context)
    instead = None if use_instead is None else text(use_instead, "--use-instead")
    why = text(reason, "--reason")
    done = office.engine.retire(
        text(name, "NAMN"), by=_signed(office), why=why, use_instead=instead
    )
    if json:
        output.as_json({"name": name, **output.plain(done)})
        return
    gone = done.retirement
    since = f"sedan {local_day(gone.at)} ({gone.by}): {gone.reason}"
    output.say(
        f"{name} är redan tagen ur bruk {since}" if done.repeated else f"{name} är tagen ur bruk.",
        f"{output.count(done.running, 'pågående ärende', 'pågående ärenden')} går vidare.",
    )
    if done.starting:
        output.say(f"{done.starting} ärenden på äldre versioner kan ännu starta ett sådant ärende.")


def _signed(office: Office) -> str:
    """The name to publish under.

    Raises:
        InvalidInputError, CommandRefusedError: it is no name, or the engine's.
    """
    actor = office.actor()
    check_actor(actor)
    return actor.name


def _address(one: Version) -> dict[str, str]:
    return {"kind": one.kind, "name": one.name, "digest": one.digest}


def _rescheduled(office: Office, one: Version) -> Rescheduling | None:
    """What the schedule of an organisation that was just published says differently, if anything."""
    with office.uow() as uow:
        known = uow.definitions.publications()
        latest = max(each.published_at for each in known if (each.kind, each.name) == one.key)
        found = reschedulings(uow, one.name, latest)
    return found[-1] if found else None


def _schedule(one: Version, moved: dict[str, Rescheduling | None]) -> dict[str, object]:
    """What JSON says of an organisation's meetings, and nothing for a type."""
    if one.kind != ORGANISATION:
        return {}
    found = moved[one.name]
    return {
        "meetings": [] if found is None else [_told(each) for each in found.meetings],
        "recalculated": 0 if found is None else found.looked_at,
    }


def _told(change: MeetingChange) -> dict[str, object]:
    return {**output.plain(change), "sentence": change.sentence}


def _meant(office: Office, what: Sequence[str], only: Sequence[str]) -> tuple[Path, list[str]]:
    folders = [one for one in what if "/" in text(one, "Argumentet") or Path(one).is_dir()]
    if len(folders) > 1:
        raise InvalidInputError(
            f"Två kataloger: {folders[0]} och {folders[1]}.", hint="Publicera en i taget."
        )
    names = [one for one in what if one not in folders]
    names += [text(one, "--only") for one in only]
    return Path(folders[0]) if folders else office.settings.definitions, names


def _read_maps(
    office: Office, these: Sequence[Version], paths: Sequence[Path]
) -> dict[str, MigrationMap]:
    """The maps by the type that they are for, checked against what matters run on and the new version.

    Raises:
        DefinitionError: a file that can't be used.
        InvalidInputError: it is for a type that isn't published now.
    """
    found = {}
    for path in paths:
        findings = Findings()
        file = read_map(path, findings)
        if file is None:
            raise DefinitionError(findings.sorted())
        name = file.map.matter_type
        versions_of = [one for one in these if one.name == name and one.kind != ORGANISATION]
        new = type_in(versions_of[0]) if versions_of else None
        if new is None:
            raise InvalidInputError(
                f"{path} gäller ”{name}”, som inte publiceras nu.",
                hint="Ange dess namn, eller ta bort --map.",
            )
        with office.uow() as uow:
            running = Live(uow).running_types(new.kind, name)
        found[name] = load_map(path, [*running.values()] or [new], new)
    return found


def _show_outlook(outlook: Outlook, stay: str | None, *, json: bool) -> None:
    refused = outlook.findings if stay is None else outlook.unmet
    if json:
        output.as_json(
            {
                "renewals": [
                    {
                        **_address(one.version),
                        "before": one.before,
                        "revived": one.revived,
                        "differences": one.differences,
                        "meetings": [_told(each) for each in one.meetings],
                    }
                    for one in outlook.renewals
                ],
                "findings": outlook.findings,
                "refused": bool(refused),
            }
        )
    else:
        for one in outlook.renewals:
            version = one.version
            output.say(f"{KINDS[version.kind]} {version.name} {version.digest[:SHORT]}")
            output.say(*(f"  {line}" for line in lines(one.differences) if one.before))
            output.say(*(f"  {each.sentence}" for each in one.meetings))
        output.say(f"{output.count(len(outlook.renewals), 'ny', 'nya')} skulle publiceras.")
        output.say(*(f"fel: {one}" for one in outlook.findings))
    if refused:
        raise typer.Exit(REFUSED)
