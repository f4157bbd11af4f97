"""Trees against the language's types: what Pydantic finds, in Swedish and with its place."""

import re
from collections.abc import Mapping
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from workflow.definition.findings import MOST, Findings, Rule, suggest
from workflow.definition.meets import CLOCK_PATTERN
from workflow.definition.tree import Loc, Node, locate

_KEY_MARK = "[key]"
_SHOWN = 60  # characters of a value that a finding repeats
_CHOICE = re.compile(r"'([^']*)'")

_EXPECTED: dict[str, tuple[str, str]] = {
    "int_type": ("ett heltal", "Skriv bara siffror."),
    "bool_type": ("true eller false", "Skriv true eller false."),
    "date_type": ("en dag", "Skriv dagen som 2025-03-11."),
    "tuple_type": ("en lista", "Skriv [a, b] eller ett streck framför varje rad."),
    "dict_type": ("nycklar med värden", "Skriv nyckel: värde, indraget under raden."),
    "model_type": ("nycklar med värden", "Skriv nyckel: värde, indraget under raden."),
}
_OTHER: dict[str, tuple[str, str]] = {
    "too_short": ("Listan är tom.", "Skriv minst ett värde eller ta bort raden."),
    "string_too_short": ("Texten är för kort.", "Skriv hela värdet."),
    "string_too_long": ("Texten är för lång.", "Korta den."),
}
_NAME_FIX = "Använd bokstäverna a-z, siffror och _, och börja med en bokstav."
_PERIOD_FIX = "Skriv till exempel P7D (dagar), P3M (månader) eller P1Y (år)."


def accepted(model: type[BaseModel], root: Node, findings: Findings) -> Node | None:
    """The tree if it has the model's form, without the keys that the model doesn't know.

    These are found, and then left out so that the rest can be checked too.
    """
    try:
        model.model_validate(root.plain(), strict=True)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        for details in errors[:MOST]:
            _report(model, root, details, findings)
        if len(errors) > MOST or any(each["type"] != "extra_forbidden" for each in errors):
            return None
        for details in errors:
            root = _without(root, details["loc"])
    return root


def _without(node: Node, loc: Loc) -> Node:
    """A copy of the tree that lacks the part at the path."""
    step, rest = loc[0], loc[1:]
    if isinstance(node.value, list) and isinstance(step, int):
        parts = [
            _without(part, rest) if place == step else part for place, part in enumerate(node.value)
        ]
        return _with_value(node, parts)
    mapping = node.mapping()
    if not rest:
        return _with_value(node, {key: part for key, part in mapping.items() if key != step})
    return _with_value(
        node,
        {key: _without(part, rest) if key == step else part for key, part in mapping.items()},
    )


def _with_value(node: Node, value: "list[Node] | dict[str, Node]") -> Node:
    return Node(value, node.place, key=node.key)


def _report(model: type[BaseModel], root: Node, details: ErrorDetails, findings: Findings) -> None:
    kind, loc = details["type"], details["loc"]
    if loc and loc[-1] == _KEY_MARK:
        loc = loc[:-1]
        node = locate(root, loc)
        findings.add(
            Rule.WRONG_VALUE, node.start, f"”{_short(loc[-1])}” är inget giltigt namn.", _NAME_FIX
        )
    elif kind == "missing":
        _missing(model, root, loc, findings)
    elif kind == "extra_forbidden":
        findings.add(
            Rule.UNKNOWN_KEY,
            locate(root, loc).start,
            f"Nyckeln ”{_short(loc[-1])}” finns inte här.",
            suggest(str(loc[-1]), _keys(model, loc[:-1]), otherwise="Ta bort den."),
        )
    else:
        node = locate(root, loc)
        sentence, fix = _words(kind, node, details.get("ctx", {}))
        findings.add(Rule.WRONG_VALUE, node.place, sentence, fix)


def _missing(model: type[BaseModel], root: Node, loc: Loc, findings: Findings) -> None:
    key = str(loc[-1])
    description = _keys(model, loc[:-1])[key]
    findings.add(
        Rule.LABEL if key == "label" else Rule.MISSING_KEY,
        locate(root, loc).start,
        f"Nyckeln ”{key}” saknas.",
        f"Lägg till {key}: {description}." if description else f"Lägg till {key}.",
    )


def _words(kind: str, node: Node, context: Mapping[str, Any]) -> tuple[str, str]:
    """Sentence and fix for a value of the wrong type or form."""
    found = _found(node)
    if kind == "string_type":
        scalar = not isinstance(node.value, dict | list)
        fix = f'Sätt citattecken om det: "{node.value}".' if scalar else "Skriv en text."
        return f"Här ska stå text, men det står {found}.", fix
    if kind in _EXPECTED:
        expected, fix = _EXPECTED[kind]
        return f"Här ska stå {expected}, men det står {found}.", fix
    if kind == "literal_error":
        choices = _CHOICE.findall(str(context["expected"]))
        return f"{found.capitalize()} går inte att välja här.", suggest(
            str(node.value), choices, otherwise=""
        )
    if kind == "string_pattern_mismatch":
        what, fix = _form(context["pattern"])
        return f"{found.capitalize()} är {what}.", fix
    return _OTHER.get(kind, (f"Värdet går inte att använda: {found}.", "Se efter i schemat."))


def _form(pattern: str) -> tuple[str, str]:
    """What a text in another form isn't, and what to write."""
    if pattern == CLOCK_PATTERN:
        return "inget klockslag", "Skriv timmar och minuter, till exempel 18:30."
    return (
        ("ingen tidslängd", _PERIOD_FIX)
        if pattern.startswith("^P")
        else ("inget giltigt namn", _NAME_FIX)
    )


def _found(node: Node) -> str:
    """What stands there, in words."""
    value = node.value
    if value is None:
        return "ingenting"
    if isinstance(value, dict):
        return "nycklar med värden"
    if isinstance(value, list):
        return "en lista"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return f"dagen {value.isoformat()}"
    return f"”{_short(value)}”" if isinstance(value, str) else f"talet {value}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def _keys(model: type[BaseModel], loc: Loc) -> dict[str, str | None]:
    """The keys that may stand at a path, with what they are for."""
    annotation: Any = model
    for step in loc:
        if get_origin(annotation) is None:
            annotation = next(
                info.annotation
                for name, info in annotation.model_fields.items()
                if step in (name, info.alias)
            )
        else:
            annotation = get_args(annotation)[1 if get_origin(annotation) is dict else 0]
        annotation = _bare(annotation)
    return {info.alias or name: info.description for name, info in annotation.model_fields.items()}


def _bare(annotation: Any) -> Any:
    """A type without what is noted about it, and without that it may be left out."""
    while (origin := get_origin(annotation)) in (Annotated, Union, UnionType):
        kinds = get_args(annotation)
        annotation = kinds[0]
        if origin is not Annotated:
            annotation = next(kind for kind in kinds if kind is not NoneType)
    return annotation
