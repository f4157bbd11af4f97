"""Fields: their choices and defaults, and that what is asked for exists."""

import re
from collections.abc import Callable, Mapping
from datetime import date

from workflow.definition.checks.subject import Subject
from workflow.definition.findings import Rule
from workflow.definition.schema import FieldSpec, FieldType

PREFIX = "fields."
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


def _is_day(value: object) -> bool:
    try:
        date.fromisoformat(str(value))
    except ValueError:
        return False
    return isinstance(value, str)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_texts(value: object) -> bool:
    return isinstance(value, tuple) and all(isinstance(each, str) for each in value)


_FITS: Mapping[FieldType, tuple[Callable[[object], bool], str]] = {
    "text": (_is_text, "en text"),
    "choice": (_is_text, "en text"),
    "integer": (_is_number, "ett heltal"),
    "money": (_is_number, "hela kronor"),
    "boolean": (lambda value: isinstance(value, bool), "true eller false"),
    "date": (_is_day, "en dag som 2025-03-11"),
    "month": (lambda value: bool(_MONTH.fullmatch(str(value))), "en månad som 2025-03"),
    "recipients": (_is_texts, "en lista med texter"),
    "list": (_is_texts, "en lista med texter"),
}


def misfit(spec: FieldSpec, value: object) -> str | None:
    """What should stand instead of this value of the field; None where it fits."""
    fits, expected = _FITS[spec.type]
    if not fits(value.isoformat() if isinstance(value, date) else value):
        return expected
    if spec.type == "choice" and value not in spec.choices:
        return f"något av {', '.join(spec.choices)}"
    return None


def check_fields(subject: Subject) -> None:
    """Every check on the declaration of fields, and those that transitions require."""
    fields = subject.definition.fields
    for name, spec in fields.items():
        _choices(subject, name, spec)
        fits, expected = _FITS[spec.type]
        if spec.default is not None and not fits(spec.default):
            subject.add(
                Rule.FIELD,
                subject.value_at("fields", name, "default"),
                f"Fältet ”{name}” ska ha {expected} som default.",
                "Rätta värdet eller fältets typ.",
            )
    for number, transition in enumerate(subject.definition.transitions):
        for place, name in enumerate(transition.requires):
            field_named(subject, name, (), "transitions", number, "requires", place)


def field_named(subject: Subject, word: str, types: tuple[FieldType, ...], *loc: str | int) -> None:
    """Find out whether a word (with or without ``fields.``) names a field of one of the types."""
    name = word.removeprefix(PREFIX)
    spec = subject.definition.fields.get(name)
    place = subject.value_at(*loc)
    if spec is None:
        subject.unknown(Rule.UNKNOWN_FIELD, place, "Fältet", name, subject.definition.fields)
    elif types and spec.type not in types:
        subject.add(
            Rule.UNKNOWN_FIELD,
            place,
            f"Fältet ”{name}” har typen {spec.type}, men här behövs {' eller '.join(types)}.",
            "Välj ett annat fält eller ändra fältets typ.",
        )


def _choices(subject: Subject, name: str, spec: FieldSpec) -> None:
    if (spec.type == "choice") != bool(spec.choices):
        subject.add(
            Rule.FIELD,
            subject.at("fields", name),
            f"Fältet ”{name}” saknar val."
            if spec.type == "choice"
            else f"Fältet ”{name}” kan inte ha val.",
            "Skriv type: choice tillsammans med choices: [...].",
        )
    elif spec.type == "choice" and spec.default is not None and spec.default not in spec.choices:
        subject.add(
            Rule.FIELD,
            subject.value_at("fields", name, "default"),
            f"Fältet ”{name}” har en default som inte går att välja.",
            f"Välj bland {', '.join(spec.choices)}.",
        )
