"""What a type counts on in the types whose matters it starts."""

from pathlib import Path
from typing import Any

import pytest

from workflow.definition.catalogue import load
from workflow.definition.reliance import started, unmet
from workflow.definition.schema import MatterType

SHIPPED = {
    name: each.definition
    for name, each in load(Path(__file__).parents[3] / "definitions").types.items()
}


def changed(name: str, **changes: Any) -> dict[str, MatterType]:
    """The shipped types, one of them with changes."""
    document = {**SHIPPED[name].model_dump(mode="json", by_alias=True), **changes}
    return {**SHIPPED, name: MatterType.model_validate(document)}


def without(section: str, name: str, *keys: str) -> dict[str, Any]:
    """What is left of a section of a type."""
    dumped = SHIPPED[name].model_dump(mode="json", by_alias=True)[section]
    return {key: value for key, value in dumped.items() if key not in keys}


def sentences(starter: str, types: dict[str, MatterType]) -> list[str]:
    return [one.sentence for one in unmet(SHIPPED[starter], types)]


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_types_give_each_other_what_they_count_on(name: str) -> None:
    """Nothing is unmet, and what they start is shipped."""
    assert unmet(SHIPPED[name], SHIPPED) == ()
    assert started(SHIPPED[name]) <= set(SHIPPED)


def test_what_is_not_in_use() -> None:
    """Neither children nor assignments can be started."""
    left = {
        name: one for name, one in SHIPPED.items() if name not in ("partner_answer", "assignment")
    }
    found = unmet(SHIPPED["collaboration_agreement"], left)
    assert [one.name for one in found] == ["partner_answer", "assignment"]
    assert "är inte i bruk" in found[0].sentence


def test_an_answer_that_nobody_can_give() -> None:
    """It would be waited for in vain."""
    events = without("events", "partner_answer", "adopts")
    (said,) = sentences("collaboration_agreement", changed("partner_answer", events=events))
    assert "ger aldrig svaret ”adopts”" in said


def test_fields_that_go_along() -> None:
    """One that isn't there, one of another type and one that nobody fills in stop the registration."""
    fields = without("fields", "partner_answer", "purpose")
    fields["valid_from"] = {"type": "text", "label": "Från"}
    fields["extra"] = {"type": "text", "label": "Till", "required": True}
    said = sentences("collaboration_agreement", changed("partner_answer", fields=fields))
    assert len(said) == 3
    assert "har inte fältet ”purpose”" in said[0]
    assert "har typen date, men i Svar om samverkan (partner_answer) text" in said[1]
    assert "kräver fältet ”extra”" in said[2]


def test_fields_of_an_assignment() -> None:
    """The engine fills five of them; a day isn't always given."""
    fields = without("fields", "assignment", "due_month")
    fields["due"] = {"type": "date", "label": "Klart", "required": True}
    said = sentences("motion", changed("assignment", fields=fields))
    assert len(said) == 2
    assert "har inte fältet ”due_month”, som följer med ett uppdrag" in said[0]
    assert "kräver fältet ”due”" in said[1]


def test_a_field_that_the_starter_lacks_itself_is_not_compared() -> None:
    """The checks of the files tell that."""
    document = SHIPPED["collaboration_agreement"].model_dump(mode="json", by_alias=True)
    document["fields"].pop("purpose")
    assert unmet(MatterType.model_validate(document), SHIPPED) == ()
