"""What stands in the fields of a matter that comes in. Pure.

A field of the file is a value, or for a day or a month a time after the registration. What the file doesn't
say is filled in where the definition requires it, or where it is a last day that somebody outside sets.
"""

from collections.abc import Callable, Mapping
from datetime import date

from workflow.definition.schema import FieldSpec, MatterType
from workflow.errors import InvalidInputError
from workflow.machine.values import Problems, read_fields
from workflow.statutory import periods
from workflow.workbench.forecast.built_in import AHEAD, LAST_YEAR
from workflow.workbench.replay import clerk

Filled = Callable[[date], Mapping[str, object]]
"""The fields of a matter that is registered on the day."""

_ON: Mapping[str, Callable[[date], str]] = {
    "date": lambda day: day.isoformat(),
    "month": lambda day: day.isoformat()[:7],
}


def filling(definition: MatterType, given: Mapping[str, object]) -> Filled:
    """Fills the fields of a type; ``given`` has passed :func:`faults`."""
    specs = definition.fields
    ahead = assumed_ahead(definition, given)
    fixed = {name: value for name, value in given.items() if not _is_time(specs[name], value)}
    later = {name: str(given[name]) for name in given if name not in fixed}
    later |= dict.fromkeys(ahead, AHEAD)
    lacking = [name for name in assumed_at_once(definition, given) if name not in later]

    def fill(day: date) -> Mapping[str, object]:
        fields = {name: clerk.value(specs[name], day) for name in lacking} | fixed
        for name, period in later.items():
            fields[name] = _ON[specs[name].type](periods.parse(period).after(day))
        return fields

    return fill


def faults(definition: MatterType, name: str, value: object) -> list[str]:
    """What is wrong with a value that the file gives a field of the type, in Swedish."""
    spec = definition.fields[name]
    problems = Problems()
    if _is_time(spec, value):
        problems.read(f"{spec.label} ({name})", _within_the_calendar, value)
        return problems.found
    read_fields(definition.fields, {name: value}, problems)
    return problems.found


def assumed_at_once(definition: MatterType, given: Mapping[str, object]) -> tuple[str, ...]:
    """The required fields that nobody gives: they get a value of their type, a day that of the registration."""
    return tuple(
        name for name, spec in definition.fields.items() if spec.required and name not in given
    )


def assumed_ahead(definition: MatterType, given: Mapping[str, object]) -> tuple[str, ...]:
    """The last days set by others that nobody gives."""
    days = (spec.day or spec.month for spec in definition.deadlines.values())
    names = dict.fromkeys(day.removeprefix("fields.") for day in days if day)
    return tuple(name for name in names if name in definition.fields and name not in given)


def _within_the_calendar(period: object) -> date:
    return periods.parse(str(period)).after(date(LAST_YEAR, 12, 31))


def _is_time(spec: FieldSpec, value: object) -> bool:
    if spec.type not in _ON or not isinstance(value, str):
        return False
    try:
        periods.parse(value)
    except InvalidInputError:
        return False
    return True
