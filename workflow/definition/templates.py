"""Templates of messages and of documents: which files there are, what each reads, and how they are filled in.

Administrators edit them, so they run in Jinja2's sandbox, a name that the message lacks is an error instead of
a gap in a letter, and what goes into HTML is escaped.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping

from jinja2 import BaseLoader, Environment, StrictUndefined, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

TEXT = ".txt.j2"
HTML = ".html.j2"
TYPST = ".typ"
"""What a document's PDF is made by. It is read when it is filled in: only Typst can tell what it says."""

_ALL = frozenset({"organisation_name", "number", "title", "recipient", "subject"})
_MEETING = _ALL | {"body_name", "meeting_on", "starts_at", "place"}
_DEADLINE = _ALL | {"deadline_label", "final", "days_left", "reason"}
DECISION = _ALL | {"body_name", "decided_on", "paragraph", "points"}
"""What a message about a decision gives its template, whatever the template is called."""

VALUES: Mapping[str, frozenset[str]] = {
    "reminder": _DEADLINE,
    "escalation": _DEADLINE,
    "at_risk": _DEADLINE,
    "summons": _MEETING | {"items"},
    "called_off": _MEETING | {"reason"},
    "failed_delivery": _ALL | {"item", "failed_recipient", "reason"},
}
"""What the engine's own messages give theirs."""

_SHEET = frozenset({"organisation", "body", "meeting_on"})
_FRONT = _SHEET | {"day", "place", "deciding", "signatories"}
DOCUMENTS: Mapping[str, frozenset[str]] = {
    "minutes": _FRONT
    | {"starts_at", "ends_at", "paragraphs_printed", "others", "adjusters", "adjusted_at"}
    | {"adjusting_on", "attendance", "agenda", "withdrawn", "paragraphs", "notice"}
    | {"internal", "immediate"},
    "extract": _FRONT | {"paragraph", "adjusted_on"},
    "agenda": _SHEET
    | {"day", "starts_at", "place", "matters", "summoned", "chair", "secretary", "announcement"},
    "certificate": _SHEET | {"paragraphs_printed", "sha256", "signatures", "adjusted_on"},
}
"""What each document of a meeting gives its templates: the fields of ``meeting.document``."""

PARTS: Mapping[str, frozenset[str]] = {
    "points": frozenset({"text", "outcome_label"}),
    "items": frozenset({"number", "title"}),
    "others": frozenset({"name", "title", "paragraphs"}),
    "signatories": frozenset({"role", "name", "paragraphs"}),
    "attendance": frozenset(
        {"name", "role", "present", "serving", "instead_of", "reservations", "conflicts", "notes"}
    ),
    "agenda": frozenset({"key", "paragraph", "number", "title"}),
    "withdrawn": frozenset({"number", "title", "reason"}),
    "paragraphs": frozenset(
        {"key", "paragraph", "number", "title", "secret", "headings", "sentences", "sections"}
        | {"conflicts", "floor", "putting_the_question", "vote", "reservations", "statements"}
        | {"basis", "route", "recipients", "at_once"}
    ),
    "matters": frozenset({"place", "number", "title", "kind", "urgent", "secret"}),
    "signatures": frozenset({"name", "role", "signed_at", "sha256"}),
}
"""What each part of a list among the values has."""


def environment(loader: BaseLoader | None = None) -> Environment:
    """How templates are read and filled in: what isn't named as text is HTML."""
    return ImmutableSandboxedEnvironment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=lambda name: name is None or not name.endswith(TEXT),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def used_by(tree: nodes.Template) -> Iterator[tuple[str, int]]:
    """(file, line) of every template that another extends, includes or imports by its name."""
    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        template: nodes.Node = node.template  # type: ignore[attr-defined]  # these four have one
        for each in template.find_all(nodes.Const) if _is_list(template) else (template,):
            if isinstance(each, nodes.Const) and isinstance(each.value, str):
                yield each.value, node.lineno


def _is_list(node: nodes.Node) -> bool:
    return isinstance(node, nodes.List | nodes.Tuple)


def files_of(
    parse: Callable[[str], nodes.Template], begin: Iterable[str]
) -> dict[str, nodes.Template]:
    """The trees of some files and of all that they are put together from; ``parse`` reads one."""
    found: dict[str, nodes.Template] = {}
    waiting = list(begin)
    while waiting:
        file = waiting.pop()
        if file not in found:
            found[file] = parse(file)
            waiting += [name for name, _ in used_by(found[file])]
    return found


def read_from_message(tree: nodes.Template) -> frozenset[str]:
    """The names that a file reads from the values of its message."""
    return frozenset(meta.find_undeclared_variables(tree)) - frozenset(_set_for_blocks(tree))


def _set_for_blocks(tree: nodes.Template) -> Iterator[str]:
    """Names that a file sets outside its blocks: they are known within them too."""
    for part in tree.body:
        match part:
            case nodes.Assign() | nodes.AssignBlock():
                yield from (name.name for name in part.find_all(nodes.Name) if name.ctx == "store")
            case nodes.Macro():
                yield part.name
            case nodes.Import():
                yield part.target
            case nodes.FromImport():
                yield from (each if isinstance(each, str) else each[1] for each in part.names)
