"""YAML files as trees with positions: every problem a finding, bounded in time and memory.

libyaml scans (see ``docs/decisions/0004-yaml.md``); the tree is built here from its events, one
level at a time, so that nesting and aliases can be cut off before they cost anything.
"""

import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]  # the stubs lack the C loader's marks

from workflow.definition.findings import Findings, Place, Rule
from workflow.definition.scalars import resolve
from workflow.definition.syntax import in_words
from workflow.definition.text import MAX_BYTES, decode
from workflow.definition.tree import Node

MAX_DEPTH = 50
MAX_NODES = 50_000

_BEGINNINGS = frozenset({yaml.MappingStartEvent, yaml.SequenceStartEvent})
_ENDS = frozenset({yaml.MappingEndEvent, yaml.SequenceEndEvent})


@dataclass(frozen=True, slots=True)
class Document:
    """One file: its tree, or None where there is nothing that can be read; and its text if so."""

    path: str
    root: Node | None
    text: str = ""


def read(path: Path, shown: str, findings: Findings) -> Document:
    """Read a file; ``shown`` is the path in findings. Never raises for what the file holds."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return _unread(
                shown,
                "Det här är ingen fil.",
                "Flytta katalogen eller vad det är, eller byt namn på den.",
                findings,
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError:
        return _unread(
            shown,
            "Filen går inte att öppna.",
            "Kontrollera att den finns och får läsas.",
            findings,
        )
    return parse(data, shown, findings)


def _unread(shown: str, sentence: str, fix: str, findings: Findings) -> Document:
    findings.add(Rule.UNREADABLE, Place(shown), sentence, fix)
    return Document(shown, None)


def parse(data: bytes, shown: str, findings: Findings) -> Document:
    """The tree of a file's bytes."""
    text = decode(data, shown, findings)
    if text is None:
        return Document(shown, None)
    builder = _Builder(shown, findings)
    try:
        root = builder.build(iter(yaml.CSafeLoader(text).get_event, None))
    except yaml.MarkedYAMLError as error:
        problem = in_words(error.problem)
        mark = error.context_mark if problem.begins else error.problem_mark
        findings.add(Rule.SYNTAX, builder.place(mark), problem.sentence, problem.fix)
        return Document(shown, None)
    except _TooMuchError as stop:
        findings.add(Rule.TOO_MUCH, stop.place, stop.sentence, stop.fix)
        return Document(shown, None)
    if root is None:
        findings.add(
            Rule.SYNTAX, Place(shown, 1, 1), "Filen är tom.", "Börja med till exempel matter_type:."
        )
    elif not isinstance(root.value, dict):
        findings.add(
            Rule.WRONG_VALUE,
            root.place,
            "Filen ska bestå av nycklar med värden.",
            "Börja med till exempel matter_type: motion.",
        )
        root = None
    return Document(shown, root, text)


def _quotes(event: Any) -> int | None:
    """How many characters stand before the text; None if it isn't written as it reads."""
    begin, end = event.start_mark, event.end_mark
    quotes = 1 if event.style in ("'", '"') else 0
    as_is = end.line == begin.line and end.column - begin.column == len(event.value) + 2 * quotes
    return quotes if as_is else None


class _TooMuchError(Exception):
    """Reading on would cost too much or mean nothing."""

    def __init__(self, place: Place, sentence: str, fix: str) -> None:
        super().__init__(sentence)
        self.place = place
        self.sentence = sentence
        self.fix = fix


@dataclass(slots=True)
class _Open:
    """A list or mapping that hasn't ended; ``key`` is the one whose value comes next.

    ``keys`` are the values of a mapping by their keys, None for a list; ``items`` those of a list.
    """

    node: Node
    anchor: str | None
    keys: dict[str, Node] | None
    items: list[Node]
    key: str | None = None
    key_place: Place | None = None

    @property
    def wants_key(self) -> bool:
        """Whether a key comes next."""
        return self.keys is not None and self.key is None


@dataclass(slots=True)
class _Builder:
    """Builds the tree from the parser's events."""

    path: str
    findings: Findings
    root: Node | None = None
    stack: list[_Open] = field(default_factory=list)
    anchors: dict[str, Node | None] = field(default_factory=dict)
    nodes: int = 0
    documents: int = 0

    def place(self, mark: Any) -> Place:
        """A mark of the parser (which counts from 0)."""
        return Place(self.path, mark.line + 1, mark.column + 1)

    def build(self, events: Iterable[Any]) -> Node | None:
        """The root of the only document."""
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind in _BEGINNINGS:
                self._begin(event)
            elif kind in _ENDS:
                done = self.stack.pop()
                if done.anchor is not None:
                    self.anchors[done.anchor] = done.node
                self._attach(done.node)
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.DocumentStartEvent:
                self._document(event)
        return self.root

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise _TooMuchError(
                self.place(event.start_mark),
                "Filen har mer än ett dokument.",
                "Lägg varje definition i en egen fil och ta bort ---.",
            )

    def _scalar(self, event: Any) -> None:
        mark, text = event.start_mark, event.value
        place = Place(self.path, mark.line + 1, mark.column + 1)
        if self.stack:
            top = self.stack[-1]
            if top.key is None and top.keys is not None:
                self._key(top, top.keys, text, place)
                return
        if event.tag is not None:
            self._tagged(event, place)
        value = resolve(text, place, self.findings) if event.implicit[0] else text
        node = Node(value, place, quotes=_quotes(event))
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        self._count(1, place)
        self._attach(node)

    def _key(self, top: _Open, keys: Mapping[str, Node], key: str, place: Place) -> None:
        top.key, top.key_place = key, place
        if key in keys:
            self.findings.add(
                Rule.DUPLICATE_KEY,
                place,
                f"Nyckeln ”{key[:100]}” står två gånger.",
                "Ta bort den ena.",
            )

    def _begin(self, event: Any) -> None:
        place = self.place(event.start_mark)
        if self.stack and self.stack[-1].wants_key:
            raise _TooMuchError(place, "En nyckel ska vara text.", "Sätt citattecken om texten.")
        if event.tag is not None:
            self._tagged(event, place)
        if len(self.stack) >= MAX_DEPTH:
            raise _TooMuchError(
                place, f"Fler än {MAX_DEPTH} nivåer inuti varandra.", "Skriv det plattare."
            )
        if event.anchor is not None:
            self.anchors[event.anchor] = None  # until it has ended
        self._count(1, place)
        items: list[Node] = []
        keys: dict[str, Node] | None = {} if type(event) is yaml.MappingStartEvent else None
        node = Node(items if keys is None else keys, place)
        self.stack.append(_Open(node, event.anchor, keys, items))

    def _alias(self, event: Any) -> None:
        place = self.place(event.start_mark)
        target = self.anchors.get(event.anchor)
        if target is None:
            raise _TooMuchError(
                place,
                f"”*{event.anchor[:100]}” syftar på något som inte finns.",
                "Skriv ut värdet.",
            )
        if self.stack and self.stack[-1].wants_key:
            raise _TooMuchError(place, "En nyckel ska vara text.", "Skriv ut nyckeln.")
        self._count(target.size, place)
        if len(self.stack) + target.depth > MAX_DEPTH:
            raise _TooMuchError(
                place, f"Fler än {MAX_DEPTH} nivåer inuti varandra.", "Skriv det plattare."
            )
        self._attach(replace(target, key=None))

    def _count(self, more: int, place: Place) -> None:
        self.nodes += more
        if self.nodes > MAX_NODES:
            raise _TooMuchError(
                place, f"Filen har fler än {MAX_NODES} värden.", "Dela upp den; undvik & och *."
            )

    def _tagged(self, event: Any, place: Place) -> None:
        self.findings.add(
            Rule.TOO_MUCH,
            place,
            f"Taggen ”{event.tag[:100]}” används inte här.",
            "Ta bort ordet som börjar med utropstecken.",
        )

    def _attach(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        whole = top.node
        whole.size += node.size
        if whole.depth <= node.depth:
            whole.depth = node.depth + 1
        if top.keys is None:
            top.items.append(node)
        else:
            node.key = top.key_place
            top.keys.setdefault(str(top.key), node)
            top.key = None
