"""What the variables of guards can be in one type, where that is less than their types allow."""

from collections.abc import Iterable

from workflow.definition.cases import Limits, field_in
from workflow.definition.formulas import Formula, Value
from workflow.definition.schema import MatterType

_OF_CHILDREN = ("children.total", "children.answered", "children.accepted")


def limits_of(
    definition: MatterType,
    formulas: Iterable[Formula],
    events: tuple[str, ...],
    *,
    of_type: bool = True,
    by_engine: bool = False,
) -> Limits:
    """What is known of the variables in some conditions, on lines of these events.

    ``of_type``: also what comes of the type's own fields and children. A guard in a route is for many types,
    so what is always true in one of them is no fault of it. ``by_engine``: nobody else may take the lines, and
    the engine gives no fields with them.
    """
    limits: dict[str, tuple[Value, ...]] = {"event": events}
    for name in frozenset[str]().union(*(formula.variables for formula in formulas)):
        scope, _, field = name.partition(".")
        spec = definition.fields.get(field)
        if scope == "given" and by_engine:
            limits[name] = (False,)
        elif of_type and name in _OF_CHILDREN and not definition.children:
            limits[name] = (0,)
        elif of_type and spec is not None:
            set_always = spec.required or spec.default is not None
            if scope == "known" and set_always:
                limits[name] = (True,)
            elif field_in(name) and scope == "fields" and spec.choices:
                limits[name] = spec.choices if set_always else ("", *spec.choices)
    return tuple(sorted(limits.items()))
