"""What templates get, and what the checks of templates know of it."""

from dataclasses import fields
from typing import Any, get_args, get_type_hints

import pytest

from workflow.definition.templates import DOCUMENTS, PARTS
from workflow.meeting import document as printed
from workflow.meeting.document import Certificate, Extract, MinutesDocument, Summons
from workflow.notify.documents.values import template_of

KINDS: dict[str, type[Any]] = {
    "minutes": MinutesDocument,
    "extract": Extract,
    "agenda": Summons,
    "certificate": Certificate,
}


def names(kind: type[Any]) -> set[str]:
    """The fields of a class."""
    return {each.name for each in fields(kind)}


def test_the_checks_know_every_kind_of_document() -> None:
    """One of each, under the name of its templates."""
    assert KINDS.keys() == DOCUMENTS.keys()
    for name, kind in KINDS.items():
        assert template_of(object.__new__(kind)) == name


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_checks_know_exactly_the_values(name: str) -> None:
    """A field that is added or renamed must be so in both places."""
    assert DOCUMENTS[name] == names(KINDS[name])


@pytest.mark.parametrize("name", sorted(KINDS))
def test_the_checks_know_the_parts_of_lists(name: str) -> None:
    """For every list of parts, their fields."""
    for field, hint in get_type_hints(KINDS[name], vars(printed)).items():
        (part, *_) = (*get_args(hint), None)
        if (
            isinstance(part, type)
            and hasattr(part, "__dataclass_fields__")
            and "tuple" in str(hint)
        ):
            assert PARTS[field] == names(part), field
