"""What a value that doesn't have the form of a history is told as, in Swedish."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from workflow.definition.findings import suggest
from workflow.statutory.calendar import FIRST_DAY
from workflow.workbench.replay.history import LAST_DAY

NO_STEPS = ("Inget av ärendets steg går att använda, så ärendet lämnas.", "Rätta stegen.")
"""What is said, and to be done, when nothing of a matter is left to play."""

_SHOWN = 60  # characters of a value that a finding repeats
_CHOICE = re.compile(r"'([^']*)'")
_DAY_FIX = f"Skriv en dag som 2024-03-14, från {FIRST_DAY} till {LAST_DAY}."

_EXPECTED: Mapping[str, tuple[str, str]] = {
    "string_type": ("text", "Sätt citattecken om värdet."),
    "int_type": ("ett heltal", "Skriv siffror utan citattecken."),
    "bool_type": ("true eller false", "Skriv true eller false; i CSV ja eller nej."),
    "tuple_type": ("en lista", "Skriv värdena inom [ ]."),
    "dict_type": ("nycklar med värden", "Skriv nycklar och värden inom { }."),
    "model_type": ("nycklar med värden", "Skriv nycklar och värden inom { }."),
    "date_type": ("en dag", _DAY_FIX),
}
_WRONG: Mapping[str, tuple[str, str]] = {
    "too_short": ("är en tom lista", "Skriv minst ett värde."),
    "string_too_short": ("är tomt", "Skriv hela värdet."),
    "string_too_long": ("är för långt", "Korta det."),
    "string_unicode": ("innehåller tecken som inte är text", "Spara filen som UTF-8."),
    "string_pattern_mismatch": ("har fel form eller innehåller styrtecken", "Se efter i schemat."),
    "greater_than_equal": ("är negativt", "Skriv ett antal från 0 och uppåt."),
    "value_error": ("är ingen dag som kan vara rätt", _DAY_FIX),
}


def short(value: object) -> str:
    """A value in a message, not the whole of it if it is long."""
    text = value[: _SHOWN + 1] if isinstance(value, str) else str(value)[: _SHOWN + 1]
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def found(value: object) -> str:
    """What stands there, in words."""
    if isinstance(value, Mapping):
        return "nycklar med värden"
    if isinstance(value, list | tuple):
        return "en lista"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    return f"”{short(value)}”" if isinstance(value, str) else f"talet {short(value)}"


def faults(model: type[BaseModel], error: ValidationError) -> Iterable[tuple[str, str]]:
    """(message, hint) of every value that the model refused; each place is told once."""
    told: dict[tuple[str | int, ...], tuple[str, str]] = {}
    for details in error.errors(include_url=False, include_context=True):
        loc = details["loc"]
        if loc == ("steps",):
            continue  # told by those who look at the steps
        if loc[0] == "fields":
            loc = loc[:2]  # what follows are the types that a field may have
        told.setdefault(loc, _said(model, loc, details))
    return told.values()


@cache
def part_of(model: type[BaseModel], key: str) -> type[BaseModel] | None:
    """The model of what stands under a key, alone or in a list; None for plain values."""
    annotation = model.model_fields[key].annotation
    for each in (annotation, *get_args(annotation)):
        if isinstance(each, type) and issubclass(each, BaseModel):
            return each
    return None


def _said(
    model: type[BaseModel], loc: tuple[str | int, ...], details: ErrorDetails
) -> tuple[str, str]:
    kind, value = details["type"], details["input"]
    where = ".".join(str(step + 1) if isinstance(step, int) else short(step) for step in loc)
    if kind == "missing":
        return f"”{where}” saknas.", f"Lägg till {loc[-1]}: {_meaning(model, loc)}."
    if loc[0] == "fields" and len(loc) > 1:
        return _FIELD[0].format(where), _FIELD[1]
    if kind == "literal_error":
        choices = _CHOICE.findall(str(details["ctx"]["expected"]))
        fix = suggest(str(value)[:100], choices, otherwise="")
        return f"”{where}” kan inte vara {found(value)}.", fix
    if kind in _EXPECTED:
        expected, fix = _EXPECTED[kind]
        return f"”{where}” ska vara {expected}, men är {found(value)}.", fix
    wrong, fix = _WRONG[kind]
    return f"”{where}” {wrong}: {found(value)}.", fix


_FIELD = (
    "”{}” är inget fält som kan läsas.",
    "Skriv namnet med a-z, siffror och _, och värdet som text, heltal, true, false eller en lista av texter.",
)


def _meaning(model: type[BaseModel], loc: tuple[str | int, ...]) -> str:
    for step in loc[:-1]:
        if isinstance(step, str):
            model = part_of(model, step) or model
    return str(model.model_fields[str(loc[-1])].description)
