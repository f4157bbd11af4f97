"""The fields of a history as its matter type has them."""

import re
from collections.abc import Mapping

from workflow.definition.schema import FieldSpec
from workflow.machine.values import Problems, read_fields
from workflow.workbench.replay.columns import FLAGS, words


def typed(
    specs: Mapping[str, FieldSpec], given: Mapping[str, object]
) -> tuple[dict[str, object], list[str]]:
    """The fields that the type has and can hold, and what is wrong with the others.

    Text is read as the number, the yes or no, or the list that the field wants: a cell of CSV has nothing
    but text.
    """
    fields: dict[str, object] = {}
    problems = Problems()
    for name, value in given.items():
        spec = specs.get(name)
        read = _read(spec, value) if spec is not None and isinstance(value, str) else value
        fields |= read_fields(specs, {name: read}, problems)
    return fields, problems.found


def _read(spec: FieldSpec, text: str) -> object:
    match spec.type:
        case "integer" | "money":
            compact = re.sub(r"[\s_]", "", text)
            return int(compact) if re.fullmatch(r"-?[0-9]{1,18}", compact) else text
        case "boolean":
            return FLAGS.get(text.casefold(), text)
        case "recipients" | "list":
            return list(words(text))
        case _:
            return text
