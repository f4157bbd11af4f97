"""A case of some conditions in words that the office reads."""

from collections.abc import Iterable
from datetime import UTC, datetime

from workflow.definition.cases import BODIES, ELSE
from workflow.definition.formulas import HAS, SIZE, Formula, Value, Values

_SWITCHES = {"known": ("är ifyllt", "är inte ifyllt"), "given": ("anges", "anges inte")}


def in_words(formulas: Iterable[Formula], values: Values) -> str:
    """The values that matter, one clause each."""
    days = frozenset[str]().union(*(formula.days for formula in formulas))
    return ", ".join(_clause(name, value, days) for name, value in values.items())


def _clause(name: str, value: Value, days: frozenset[str]) -> str:
    scope, _, rest = name.partition(".")
    if HAS in name:
        listed, _, text = name.partition(HAS)
        what = "organisationen" if listed == BODIES else listed
        return f"{what} har{'' if value else ' inte'} ”{text}”"
    if scope in _SWITCHES:
        return f"{rest} {_SWITCHES[scope][not value]}"
    if isinstance(value, bool):
        return f"{name} är {'sant' if value else 'falskt'}"
    if isinstance(value, str):
        return (
            f"{name} är {'tomt' if not value else f'”{value}”' if value != ELSE else 'något annat'}"
        )
    if name in days:
        day = datetime.fromtimestamp(value, UTC).date()
        return f"{name} är {day if value else 'inte ifyllt'}"
    return f"{'antalet i ' if name.startswith(SIZE) else ''}{name.removeprefix(SIZE)} är {value}"
