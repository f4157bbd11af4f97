"""What a template of a document gets: the fields of the document as plain values."""

from dataclasses import asdict
from datetime import date
from unicodedata import category

from workflow.meeting.document import Certificate, Document, Extract, MinutesDocument, Summons

_NOT_IN_A_LINE = frozenset({"Cc", "Cs", "Zl", "Zp"})


def template_of(document: Document) -> str:
    """The name that the templates of a kind of document begin with."""
    match document:
        case MinutesDocument():
            return "minutes"
        case Extract():
            return "extract"
        case Summons():
            return "agenda"
        case Certificate():
            return "certificate"


def values_of(document: Document) -> dict[str, object]:
    """Every field by its name, parts as mappings, days as ISO 8601 text.

    A text is one line: what would break it, or is no character at all, becomes a space, so that nobody's
    name or title can look like a line of the minutes.
    """
    return {name: _plain(value) for name, value in asdict(document).items()}


def _plain(value: object) -> object:
    match value:
        case str():
            return "".join(" " if category(each) in _NOT_IN_A_LINE else each for each in value)
        case date():
            return value.isoformat()
        case dict():
            return {name: _plain(each) for name, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case _:
            return value
