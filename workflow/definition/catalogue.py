"""The definitions of a directory: read, composed, checked, and addressed by what they say."""

import gc
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from workflow.definition.allowances import Allowed
from workflow.definition.checks import (
    Context,
    Subject,
    World,
    check,
    check_organisation,
    merged,
)
from workflow.definition.checks.registers import names_in, offices_in
from workflow.definition.checks.templates import check_templates
from workflow.definition.checks.unused import check_parameters
from workflow.definition.comments import unused
from workflow.definition.compose import Composed, compose
from workflow.definition.document import (
    DefinitionDocument,
    MatterDocument,
    ProcedureDocument,
    RouteDocument,
)
from workflow.definition.files import File, read_folder, shown
from workflow.definition.findings import Findings, Place, Rule
from workflow.definition.organisation import Organisation
from workflow.definition.routes import Routes
from workflow.definition.schema import MatterType
from workflow.definition.vocabulary import Vocabulary, VocabularyDocument
from workflow.errors import DefinitionError, Finding
from workflow.statutory import rules


class Entry(NamedTuple):
    """A usable matter type or procedure, its address, and the file that it is written in."""

    digest: str
    definition: MatterType
    source: str


class OrganisationEntry(NamedTuple):
    """A usable organisation, its address, and the file that it is written in."""

    digest: str
    organisation: Organisation
    source: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a directory holds that can be used, and everything that was found.

    ``allowed`` is what a comment allows; it doesn't count. ``found_with`` has, per file, what was found
    when that file was checked: for a type that may be in the files of its routes.
    """

    types: Mapping[str, Entry]
    procedures: Mapping[str, Entry]
    organisations: Mapping[str, OrganisationEntry]
    findings: tuple[Finding, ...]
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    allowed: tuple[Allowed, ...] = ()
    found_with: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that made something unusable."""
        return tuple(finding for finding in self.findings if finding.severity == "error")


def canonical(model: MatterType | Organisation) -> str:
    """The JSON that a definition is published and addressed as.

    Every value is written out, keys in the order of the schema, states and the like in the order of
    the definition, because that order means something.
    """
    return model.model_dump_json(by_alias=True)


def digest(model: MatterType | Organisation) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return hashlib.sha256(canonical(model).encode()).hexdigest()


def parse_matter_type(text: str) -> MatterType:
    """A matter type or procedure from its canonical JSON."""
    return MatterType.model_validate_json(text)


def parse_organisation(text: str) -> Organisation:
    """An organisation from its canonical JSON."""
    return Organisation.model_validate_json(text)


def load_strict(directory: Path) -> Loaded:
    """Like :func:`load`, for those who need all of it.

    Raises:
        DefinitionError: something has an error.
    """
    loaded = load(directory)
    if loaded.errors:
        raise DefinitionError(loaded.errors)
    return loaded


def load(directory: Path) -> Loaded:
    """Read ``matters``, ``procedures``, ``routes``, ``organisations`` and ``histories`` there.

    What has an error is left out of the result, and doesn't hide the rest. Never raises for what the
    files hold. Paths in findings begin with the directory as it was given.
    """
    with _nothing_thrown_away():
        return _load(directory)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """No search for garbage meanwhile: trees only grow, and looking through them costs a fifth."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _load(directory: Path) -> Loaded:
    everything = Findings()
    if not directory.is_dir():
        everything.add(
            Rule.UNREADABLE,
            Place(shown(directory)),
            "Katalogen finns inte.",
            "Ange katalogen med definitioner.",
        )
        return Loaded({}, {}, {}, everything.sorted())
    organisation_files = read_folder(
        directory / "organisations", Organisation, "organisation", everything
    )
    organisations = _organisations(organisation_files)
    route_files = read_folder(
        directory / "routes", RouteDocument, RouteDocument.NAME_KEY, everything
    )
    routes = _routes(route_files)
    files: list[File] = [*organisation_files, *route_files]
    composed: list[tuple[str, File, Composed | None]] = []
    for kind, document in (("matters", MatterDocument), ("procedures", ProcedureDocument)):
        for file in read_folder(directory / kind, document, document.NAME_KEY, everything):
            files.append(file)
            composed.append((kind, file, _composed(document, file, routes)))
    registers = [entry.organisation for entry in organisations.values()]
    context = Context(
        types=_types([(file, each) for kind, file, each in composed if kind == "matters"]),
        bodies=_keys(organisation_files, "bodies"),
        roles=_keys(organisation_files, "roles"),
        templates=frozenset(
            path.name.split(".")[0] for path in (directory / "templates").glob("*.j2")
        ),
        rules=frozenset(rules.known()),
        events=_keys([*route_files, *(file for _, file, _ in composed)], "events"),
        offices=offices_in(registers),
        recipients=names_in(registers),
    )
    usable: dict[str, dict[str, Entry]] = {"matters": {}, "procedures": {}}
    for kind, file, each in composed:
        if each is not None:
            check(Subject(each, context, file.findings))
            if not file.findings.errors:
                entry = Entry(digest(each.definition), each.definition, file.path)
                usable[kind][file.name] = entry
    templates = directory / "templates"
    definitions = (each.definition for _, _, each in composed if each is not None)
    check_templates(templates, shown(templates), definitions, everything)
    word_files = read_folder(
        directory / "histories", VocabularyDocument, VocabularyDocument.NAME_KEY, everything
    )
    world = World(
        types=context.types,
        events=_events(files, context),
        organisations=frozenset(file.name for file in organisation_files),
    )
    vocabulary = merged(
        ((file.root, file.findings) for file in word_files if file.root is not None), world
    )
    for file in (*files, *word_files):
        everything.take_over(file.findings)
    checked = _whole(composed, route_files, [*organisation_files, *word_files])
    everything.take_over(unused(everything.allowances, checked))
    return Loaded(
        usable["matters"],
        usable["procedures"],
        organisations,
        everything.sorted(),
        vocabulary,
        everything.allowed,
        {file.path: file.findings.sorted() for file in (*files, *word_files)},
    )


def _whole(
    composed: Iterable[tuple[str, File, Composed | None]],
    route_files: Iterable[File],
    others: Iterable[File],
) -> set[str]:
    """The files of which everything was checked: those of routes only if every type could be."""
    types = {file.path: each is not None for _, file, each in composed}
    files = [*others, *(route_files if all(types.values()) else ())]
    readable = {file.path for file in files if file.root is not None}
    return readable | {path for path, checked in types.items() if checked}


def _keys(files: Iterable[File], section: str) -> frozenset[str]:
    return frozenset(
        key for file in files if file.root is not None for key in file.root.part(section)
    )


def _organisations(files: list[File]) -> dict[str, OrganisationEntry]:
    """The organisations that can be used."""
    codes = {file.name for file in files}
    usable = {}
    for file in files:
        if file.root is None:
            continue
        organisation = Organisation.model_validate(file.root.plain(), strict=True)
        check_organisation(organisation, file.root, codes, file.findings)
        if not file.findings.errors:
            entry = OrganisationEntry(digest(organisation), organisation, file.path)
            usable[file.name] = entry
    return usable


def _routes(files: list[File]) -> Routes:
    """The routes; those that can't be used by name only."""
    roots = {file.name: file.root for file in files}
    for file in files:
        if file.root is not None:
            laid = Routes(roots).lay(file.root, file.findings, file.name)
            check_parameters(file.root, laid, file.findings)
    return Routes({file.name: None if file.findings.errors else file.root for file in files})


def _types(composed: list[tuple[File, Composed | None]]) -> dict[str, MatterType | None]:
    """Every matter type by name; None for one that can't be used."""
    broken: dict[str, MatterType | None] = {file.name: None for file, _ in composed}
    return broken | {file.name: each.definition for file, each in composed if each is not None}


def _composed(document: type[DefinitionDocument], file: File, routes: Routes) -> Composed | None:
    return None if file.root is None else compose(document, file.root, routes, file.findings)


def _events(files: Iterable[File], context: Context) -> frozenset[str]:
    """Every event by name, also those of routes and of types that can't be used."""
    usable = [definition for definition in context.types.values() if definition is not None]
    return _keys(files, "events").union(*(definition.events for definition in usable))
