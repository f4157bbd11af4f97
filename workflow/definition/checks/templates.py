"""Templates: files that can be filled in with what their messages give, and that let nothing through."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import TemplateSyntaxError, nodes

from workflow.definition.checks import graph
from workflow.definition.checks.escaping import unescaped
from workflow.definition.findings import Findings, Place, Rule, suggest
from workflow.definition.schema import MatterType
from workflow.definition.templates import (
    DECISION,
    DOCUMENTS,
    HTML,
    PARTS,
    TEXT,
    TYPST,
    VALUES,
    environment,
    read_from_message,
    used_by,
)
from workflow.definition.text import MAX_BYTES

_ENDING = ".j2"


@dataclass(frozen=True, slots=True)
class _Part:
    """One file that can be read, and what it says.

    Attributes:
        tree: as it is written.
        uses: (file, line) of those that it is put together from.
        reads: (name, line) of what it reads from its message.
        open_to: (line, sentence) of where what others wrote could become markup.
    """

    tree: nodes.Template
    uses: tuple[tuple[str, int], ...]
    reads: tuple[tuple[str, int], ...]
    open_to: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """One file that can't be read: on which line, and why."""

    line: int
    problem: str


Parts = Mapping[str, _Part]


@dataclass(frozen=True, slots=True)
class _Folder:
    """The files that there are, what those that can be read say, and where the findings go."""

    shown: str
    files: tuple[str, ...]
    parts: Parts
    findings: Findings

    def add(
        self, rule: Rule, at: tuple[str, int], sentence: str, fix: str, way: tuple[str, ...] = ()
    ) -> None:
        """Note a finding in a file, on a line."""
        file, line = at
        self.findings.add(rule, Place(f"{self.shown}/{file}", line, 1), sentence, fix, way=way)


def check_templates(
    folder: Path, shown: str, types: Iterable[MatterType], findings: Findings
) -> None:
    """Every check of the templates in a folder; nothing where there are none.

    ``shown`` is the folder in findings. ``types`` say which messages there will be.
    """
    read = {path.name: _read(path) for path in sorted(folder.glob(f"*{_ENDING}"))}
    if not read:
        return
    parts = {name: each for name, each in read.items() if isinstance(each, _Part)}
    inside = _Folder(shown, tuple(read), parts, findings)
    for name, each in read.items():
        if isinstance(each, _Unreadable):
            sentence = f"Mallen går inte att läsa: {each.problem}"
            inside.add(Rule.TEMPLATE, (name, each.line), sentence, "Rätta filen.")
    messages = _messages(types)
    _twins(inside, messages)
    for name, part in parts.items():
        _put_together(inside, name)
        for line, sentence in part.open_to:
            fix = "Låt värdet stå mellan taggar eller i ett attribut inom citattecken."
            inside.add(Rule.UNESCAPED, (name, line), sentence, fix)
    for name in DOCUMENTS:
        _triplets(inside, folder, name)
    for ending in (TEXT, HTML):
        for message, given in messages.items():
            _values(inside, message + ending, f"meddelandet ”{message}”", given)
        for document, given in DOCUMENTS.items():
            _values(inside, document + ending, f"handlingen ”{document}”", given)


def _messages(types: Iterable[MatterType]) -> dict[str, frozenset[str]]:
    """The templates that the types send with, and what each gets."""
    messages: dict[str, frozenset[str]] = {}
    for each in types:
        messages[each.dispatch.template] = DECISION
        messages["failed_delivery"] = VALUES["failed_delivery"]
        for spec in each.deadlines.values():
            for needed, name in (
                (spec.remind, "reminder"),
                (spec.on_expiry.escalate_to, "escalation"),
                (spec.must_meet, "at_risk"),
            ):
                if needed:
                    messages[name] = VALUES[name]
    return messages


def _read(path: Path) -> _Part | _Unreadable:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        source = data.decode("utf-8")
    except OSError:
        return _Unreadable(0, "den går inte att öppna.")
    except UnicodeDecodeError:
        return _Unreadable(1, "den är inte sparad som UTF-8.")
    if len(data) > MAX_BYTES:
        return _Unreadable(0, f"den är större än {MAX_BYTES // 1000} kB.")
    return _parsed(path.name, source)


@lru_cache(maxsize=512)
def _parsed(name: str, source: str) -> _Part | _Unreadable:
    """What a file says; worked out once for as long as nobody changes it."""
    reading = environment()
    try:
        tree = reading.parse(source, name)
        missing = read_from_message(tree)
        return _Part(
            tree,
            tuple(used_by(tree)),
            (*_names(tree, missing), *_of_parts(tree)),
            () if name.endswith(TEXT) else tuple(unescaped(tree)),
        )
    except TemplateSyntaxError as error:
        return _Unreadable(error.lineno, f"{error.message}.")
    except RecursionError:
        return _Unreadable(1, "den är för djupt sammansatt.")


def _names(tree: nodes.Template, wanted: frozenset[str]) -> Iterator[tuple[str, int]]:
    """(name, line) of each, where it is read first."""
    seen: set[str] = set()
    for each in tree.find_all(nodes.Name):
        if each.ctx == "load" and each.name in wanted and each.name not in seen:
            seen.add(each.name)
            yield each.name, each.lineno


def _of_parts(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """(list.attribute, line) of what is read from each part of a list."""
    for loop in tree.find_all(nodes.For):
        if isinstance(loop.iter, nodes.Name) and isinstance(loop.target, nodes.Name):
            for read in loop.find_all(nodes.Getattr):
                if isinstance(read.node, nodes.Name) and read.node.name == loop.target.name:
                    yield f"{loop.iter.name}.{read.attr}", read.lineno


def _twins(inside: _Folder, messages: Iterable[str]) -> None:
    """Every message has both forms. One that has neither is missing altogether."""
    for message in messages:
        forms = (message + TEXT, message + HTML)
        missing = [form for form in forms if form not in inside.files]
        if len(missing) == 1:
            (there,) = set(forms) - set(missing)
            sentence = f"Mallen finns bara i en form: {missing[0]} saknas."
            fix = "Varje mejl har text och HTML; lägg till filen."
            inside.add(Rule.TEMPLATE, (there, 1), sentence, fix)
        elif missing and message in VALUES:
            sentence = f"Mallen ”{message}” finns inte, och motorn skriver mejl med den."
            fix = f"Lägg till {forms[0]} och {forms[1]}."
            inside.findings.add(Rule.UNKNOWN_TEMPLATE, Place(inside.shown), sentence, fix)


def _triplets(inside: _Folder, folder: Path, document: str) -> None:
    """A document that has templates has all three: text, HTML and PDF."""
    there = [form for form in (document + TEXT, document + HTML) if form in inside.files]
    printed = document + TYPST
    if (folder / printed).is_file():
        there.append(printed)
    missing = [document + form for form in (TEXT, HTML, TYPST) if document + form not in there]
    if there and missing:
        sentence = f"Handlingen finns inte i alla former: {', '.join(missing)} saknas."
        fix = "Varje handling har text, HTML och PDF; lägg till filen."
        inside.add(Rule.TEMPLATE, (there[0], 1), sentence, fix)


def _put_together(inside: _Folder, name: str) -> None:
    """What a file is put together from: it is there, and shows everything that is written."""
    part = inside.parts[name]
    leads = {each: [other for other, _ in one.uses] for each, one in inside.parts.items()}
    for other, line in part.uses:
        if other not in inside.files:
            fix = suggest(other, inside.files, otherwise="Lägg till filen.")
            inside.add(Rule.TEMPLATE, (name, line), f"Mallen ”{other}” finns inte.", fix)
        back = graph.shortest(leads, other, name.__eq__)
        if back is not None:
            fix = "Ta bort en av raderna med extends eller include."
            way = (name, *back)
            inside.add(Rule.TEMPLATE, (name, line), "Mallen använder sig själv.", fix, way)
            return
    for line, sentence in _hidden(part.tree, inside.parts):
        fix = "Flytta det in i ett block som den övre mallen har."
        inside.add(Rule.TEMPLATE, (name, line), sentence, fix)


def _hidden(tree: nodes.Template, parts: Parts) -> Iterator[tuple[int, str]]:
    """(line, sentence) of what a file that extends another writes where it is never shown."""
    above = list(_above(tree, parts))
    if tree.find(nodes.Extends) is None or not above or above[-1].find(nodes.Extends) is not None:
        return
    blocks = {block.name for each in above for block in each.find_all(nodes.Block)}
    for part in tree.body:
        if isinstance(part, nodes.Block) and part.name not in blocks:
            yield (
                part.lineno,
                f"Blocket ”{part.name}” finns inte i mallen ovanför, så det visas aldrig.",
            )
        elif isinstance(part, nodes.Output) and any(map(_says_something, part.nodes)):
            yield part.lineno, "Det som står utanför block visas aldrig."


def _above(tree: nodes.Template, parts: Parts) -> Iterator[nodes.Template]:
    extends = tree.find(nodes.Extends)
    while extends is not None:
        named = extends.template
        found = parts.get(named.value) if isinstance(named, nodes.Const) else None
        if found is None:
            return
        yield found.tree
        extends = found.tree.find(nodes.Extends)


def _says_something(node: nodes.Node) -> bool:
    return not isinstance(node, nodes.TemplateData) or bool(node.data.strip())


def _values(inside: _Folder, begin: str, called: str, given: frozenset[str]) -> None:
    """Every value that a file reads, or one that it is put together from, is given to it."""
    seen: set[str] = set()
    waiting = [begin]
    while waiting:
        file = waiting.pop()
        if file in seen or file not in inside.parts:
            continue
        seen.add(file)
        waiting += [other for other, _ in inside.parts[file].uses]
        for word, line in inside.parts[file].reads:
            whole, _, part = word.partition(".")
            known = PARTS.get(whole, frozenset({part})) if part else given
            if (part or whole) not in known:
                sentence = f"Värdet ”{word}” finns inte i {called}."
                fix = suggest(part or whole, sorted(known), otherwise="")
                inside.add(Rule.TEMPLATE_VALUE, (file, line), sentence, fix)
