"""The difference of two versions: nothing is made up, nothing goes unseen, and what breaks is marked."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from changed_version import REWRITTEN, Path_, as_type, of, put
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from workflow.definition.catalogue import canonical, load
from workflow.definition.differences import differences, office_differences
from workflow.definition.differences.aspects import ASPECTS
from workflow.definition.organisation import Organisation
from workflow.definition.schema import MatterType

SHIPPED = load(Path(__file__).parents[3] / "definitions")
TYPES = {
    name: each.definition for name, each in sorted({**SHIPPED.types, **SHIPPED.procedures}.items())
}
OFFICES = {name: each.organisation for name, each in sorted(SHIPPED.organisations.items())}

SECTION: dict[str, str] = {
    "fields": "field",
    "states": "state",
    "events": "event",
    "transitions": "transition",
    "deadlines": "deadline",
    "dispatch": "dispatch",
    "children": "children",
    "never": "invariant",
    "always": "invariant",
    "bodies": "body",
    "roles": "role",
    "entries": "recipient",
    "groups": "group",
    "boards": "board",
}


def leaves(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """Every place of a document where a value stands; an empty list is one too."""
    if isinstance(value, dict) and value:
        for key, one in value.items():
            yield from leaves(one, (*at, key))
    elif isinstance(value, list) and value:
        for place, one in enumerate(value):
            yield from leaves(one, (*at, place))
    else:
        yield at


def other(value: Any) -> list[Any]:
    """Values that might stand there instead; the first that the schema takes is used."""
    match value:
        case bool():
            return [not value]
        case str():
            return [
                *(["something_else"] if value else []),
                f"{value} nytt",
                "P9D" if value.startswith("P") else "date",
                "tables" if value != "tables" else "notes",
                "KF",
                "any" if value == "all" else "resend",
                "text" if value != "text" else "list",
                "committee",
                "person" if value != "person" else "unit",
                "other",
                "procedure" if value == "matter" else "matter",
                "1999-09-09",
            ]
        case None:
            return ["something_new", "P9D", "KF", "decides"]
        case []:
            return [["something_new"], ["P9D"], ["1999-09-09"]]
        case {}:
            return []
    return [value + 1]


def mutated(model: BaseModel, at: Path_) -> BaseModel | None:
    """The model with another value at a place, if the schema takes any."""
    document = model.model_dump(mode="json", by_alias=True)
    inside: Any = document
    for key in at:
        inside = inside[key]
    for value in other(inside):
        try:
            made = type(model).model_validate(put(document, at, lambda _, new=value: new))
        except ValidationError:
            continue
        if made.model_dump_json() != model.model_dump_json():
            return made
    return None


@pytest.mark.parametrize("name", TYPES)
def test_a_version_does_not_differ_from_itself(name: str) -> None:
    """Nor from what is read back of its JSON."""
    definition = TYPES[name]
    assert differences(definition, definition) == ()
    again = MatterType.model_validate_json(canonical(definition))
    assert differences(definition, again) == ()


@pytest.mark.parametrize("name", OFFICES)
def test_an_organisation_does_not_differ_from_itself(name: str) -> None:
    """The same for organisations."""
    office = OFFICES[name]
    again = Organisation.model_validate_json(canonical(office))
    assert office_differences(office, again) == ()


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_no_change_of_a_single_word_goes_unseen(data: st.DataObject) -> None:
    """Wherever in a shipped type it is: it is told of the part in which it stands, by its name."""
    definition = TYPES[data.draw(st.sampled_from(sorted(TYPES)))]
    places = list(leaves(definition.model_dump(mode="json", by_alias=True)))
    at = data.draw(st.sampled_from(places))
    new = mutated(definition, at)
    if not isinstance(new, MatterType):
        return
    found = differences(definition, new)
    section = SECTION.get(str(at[0]), "type")
    seen = of(section, found)
    assert seen, (at, found)
    if section not in ("type", "transition", "dispatch"):
        assert at[1] in {one.key for one in seen}
    assert all(one.sentence.endswith(".") for one in found)
    assert all(bool(one.why) == one.breaking for one in found)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_no_change_of_an_organisation_goes_unseen(data: st.DataObject) -> None:
    """Wherever in a shipped organisation it is."""
    office = OFFICES[data.draw(st.sampled_from(sorted(OFFICES)))]
    at = data.draw(st.sampled_from(list(leaves(office.model_dump(mode="json")))))
    new = mutated(office, at)
    if isinstance(new, Organisation):
        assert of(SECTION.get(str(at[0]), "organisation"), office_differences(office, new)), at


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_is_removed_breaks(data: st.DataObject) -> None:
    """A state, an event, a field, a deadline, a transition: each is told, and each is breaking."""
    definition = TYPES[data.draw(st.sampled_from(sorted(TYPES)))]
    document = definition.model_dump(mode="json", by_alias=True)
    sections = [one for one in SECTION if one != "dispatch" and document.get(one)]
    section = data.draw(st.sampled_from(sections))
    keys = document[section]
    place = data.draw(st.sampled_from(list(keys) if isinstance(keys, dict) else range(len(keys))))
    gone = copy.deepcopy(document)
    del gone[section][place]
    new = as_type(gone)
    seen = of(SECTION[section], differences(definition, new))
    if section == "transitions" and not seen:  # said by another line as well
        assert REWRITTEN in differences(definition, new)[0].sentence
        return
    assert any(one.breaking for one in seen)
    if section != "transitions":
        assert (place, "removed", True) in {(one.key, one.change, one.breaking) for one in seen}


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_another_order_is_told(data: st.DataObject) -> None:
    """The order of states, lines and the like belongs to a version, and so to its digest."""
    definition = TYPES[data.draw(st.sampled_from(sorted(TYPES)))]
    document = definition.model_dump(mode="json", by_alias=True)
    sections = [one for one in SECTION if one != "dispatch" and len(document.get(one, ())) > 1]
    section = data.draw(st.sampled_from(sections))
    items = document[section]
    if isinstance(items, dict):
        turned: Any = dict(reversed(items.items()))
    else:
        turned = data.draw(st.permutations(items))
    new = as_type({**document, section: turned})
    found = differences(definition, new)
    assert bool(found) == (canonical(definition) != canonical(new))
    if isinstance(items, dict):
        assert [one.part for one in found] == [SECTION[section]]
        assert "ordning" in found[0].sentence


@pytest.mark.parametrize("kind", ASPECTS, ids=lambda kind: kind.__name__)
def test_every_word_of_the_language_is_known(kind: type[BaseModel]) -> None:
    """What is added to the language gets its sentence, and somebody decides when it breaks."""
    assert set(kind.model_fields) - set(ASPECTS[kind]) <= {*SECTION, "on_expiry"}
    assert set(ASPECTS[kind]) <= set(kind.model_fields)
    assert all(aspect.noun for aspect in ASPECTS[kind].values())
