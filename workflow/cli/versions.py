"""Versions as people name them: by their name, their digest, or the file that they are written in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from workflow.cli.office import Office, local_day
from workflow.cli.parse import text
from workflow.command.definitions import MATTER, ORGANISATION, PROCEDURE, Version, genuine, versions
from workflow.command.publications import Publication
from workflow.definition.catalogue import load, parse_matter_type, parse_organisation
from workflow.definition.differences import Difference, differences, office_differences
from workflow.definition.findings import suggest
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType
from workflow.errors import DefinitionError, InvalidInputError, UnknownDefinitionError

KINDS = {MATTER: "ärendetyp", PROCEDURE: "procedur", ORGANISATION: "organisation"}
SHORT = 12
"""How much of a digest is shown."""

T = TypeVar("T", Version, Publication)

_SHORTEST = 4
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two versions that are compared, or the one that is shown. ``where`` says what it is."""

    kind: str
    name: str
    digest: str
    where: str
    definition: MatterType | Organisation


class Shelf:
    """Every version that there is: published, or written in files."""

    def __init__(self, office: Office) -> None:
        self._office = office
        with office.uow() as uow:
            self._publications = uow.definitions.publications()

    def find(self, given: str, like: str | None = None) -> Side:
        """The version that is meant.

        ``given``: NAMN (the current one), NAMN@DIGEST, DIGEST (its beginning will do), a file, a folder
        of definitions or NAMN@FOLDER. ``like``: the name to look for in a folder.

        Raises:
            UnknownDefinitionError: there is none.
            InvalidInputError: several, or nothing that names a version.
            DefinitionError: the file has an error.
        """
        given = text(given, "Versionen").strip()
        name, at, rest = given.partition("@")
        if at and Path(rest).is_dir():
            return self.draft(name, Path(rest))
        if at:
            return self._published(rest, name)
        if Path(given).is_file():
            return _in_file(Path(given))
        if self.is_folder(given):
            if like is None:
                raise InvalidInputError(
                    f"Vilken definition i katalogen {given} menas?", hint=f"Skriv NAMN@{given}."
                )
            return self.draft(like, Path(given))
        current = self._current(given)
        return self._read(current) if current else self._published(given, None)

    def is_folder(self, given: str) -> bool:
        """Whether it is a folder of definitions without a name; what is published goes before."""
        return Path(given).is_dir() and self._current(given) is None

    def is_only_draft(self, given: str) -> bool:
        """Whether it is the name of something that the files of the settings have and nobody published."""
        name = text(given, "Versionen").strip()
        known = any(one.name == name for one in self._publications)
        written = () if known else versions(load(self._office.settings.definitions))
        return any(one.name == name for one in written)

    def draft(self, name: str, folder: Path | None = None) -> Side:
        """What the files say, by default those of the settings.

        Raises:
            UnknownDefinitionError: they don't have it.
            DefinitionError: they do, with an error.
        """
        return draft(folder or self._office.settings.definitions, name)

    def current(self, name: str) -> Side:
        """The current version.

        Raises:
            UnknownDefinitionError: none is published.
        """
        found = self._current(text(name, "NAMN"))
        if found is None:
            raise UnknownDefinitionError(
                f"”{name[:60]}” är inte publicerad.", hint="Se arendegang definitions list."
            )
        return self._read(found)

    def _current(self, name: str) -> Publication | None:
        return _named((one for one in self._publications if one.superseded_at is None), name)

    def _published(self, prefix: str, name: str | None) -> Side:
        wanted = prefix.lower()
        if not set(wanted) <= _HEX or len(wanted) < _SHORTEST:
            raise UnknownDefinitionError(
                f"”{prefix[:60]}” är varken publicerat, en fil eller början på en version.",
                hint=f"Skriv ett namn, NAMN@VERSION eller minst {_SHORTEST} tecken av versionen"
                " (arendegang definitions list).",
            )
        found = {
            one.digest: one
            for one in self._publications
            if one.digest.startswith(wanted) and name in (None, one.name)
        }
        if not found:
            of = f" av ”{name}”" if name else ""
            raise UnknownDefinitionError(
                f"Ingen version{of} börjar på {prefix[:SHORT]}.",
                hint="Se arendegang definitions list.",
            )
        if len(found) > 1:
            several = ", ".join(f"{one.name}@{one.digest[:SHORT]}" for one in found.values())
            raise InvalidInputError(
                f"Flera versioner börjar så: {several}.", hint="Skriv fler tecken."
            )
        return self._read(*found.values())

    def _read(self, one: Publication) -> Side:
        with self._office.uow() as uow:
            content = genuine(uow.definitions, one.digest)
        if content is None:
            raise UnknownDefinitionError(
                f"Definitionen {one.digest[:SHORT]} finns inte i databasen.",
                hint="Återställ den från en säkerhetskopia.",
            )
        where = f"publicerad {local_day(one.published_at)}"
        return Side(one.kind, one.name, one.digest, where, _parsed(one.kind, content))


def compare(old: Side, new: Side, others: Iterable[MatterType] = ()) -> tuple[Difference, ...]:
    """What differs.

    Raises:
        InvalidInputError: one is an organisation and the other isn't.
    """
    match old.definition, new.definition:
        case MatterType() as before, MatterType() as after:
            return differences(before, after, others=others)
        case Organisation() as before, Organisation() as after:
            return office_differences(before, after)
        case _:
            raise InvalidInputError(
                f"{old.name} är en {KINDS[old.kind]} och {new.name} en {KINDS[new.kind]}.",
                hint="Jämför två versioner av samma slag.",
            )


def _parsed(kind: str, content: str) -> MatterType | Organisation:
    return parse_organisation(content) if kind == ORGANISATION else parse_matter_type(content)


def draft(folder: Path, name: str) -> Side:
    """What the files of a folder of definitions say; nothing published is asked.

    Raises:
        UnknownDefinitionError: they don't have it.
        DefinitionError: they do, with an error.
    """
    loaded = load(folder)
    found = _named(versions(loaded), name)
    if found is None:
        ours = [one for one in loaded.errors if Path(one.path).stem == name]
        if ours:
            raise DefinitionError(tuple(ours))
        known = sorted(one.name for one in versions(loaded))
        otherwise = "Kontrollera katalogen (arendegang definitions check)."
        raise UnknownDefinitionError(
            f"”{name[:60]}” finns inte i {folder.as_posix()}.",
            hint=suggest(name, known, otherwise=otherwise),
        )
    return _side(found)


def _named(these: Iterable[T], name: str) -> T | None:
    by_kind = {one.kind: one for one in these if one.name == name}
    return next((by_kind[kind] for kind in KINDS if kind in by_kind), None)


def _side(found: Version) -> Side:
    return Side(
        found.kind, found.name, found.digest, found.source, _parsed(found.kind, found.content)
    )


def _in_file(path: Path) -> Side:
    loaded = load(path.resolve().parent.parent)
    ours: Sequence[Version] = [
        one for one in versions(loaded) if Path(one.source).resolve() == path.resolve()
    ]
    if ours:
        return _side(ours[0])
    errors = tuple(one for one in loaded.errors if Path(one.path).resolve() == path.resolve())
    if errors:
        raise DefinitionError(errors)
    raise UnknownDefinitionError(
        f"{path} är ingen ärendetyp, procedur eller organisation.",
        hint="Ange en fil i matters, procedures eller organisations.",
    )
