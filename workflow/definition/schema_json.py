"""JSON Schema of the language for editors: completion and hover help while the office writes.

Point the YAML language server at the files, or begin a file with
``# yaml-language-server: $schema=../schema/matter.schema.json``.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from workflow.definition.document import MatterDocument, ProcedureDocument, RouteDocument
from workflow.definition.organisation import Organisation
from workflow.definition.vocabulary import VocabularyDocument

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Files = Mapping[str, tuple[type[BaseModel], str]]
"""File name to what is described and the title that editors show."""

DEFINITIONS: Files = {
    "matter.schema.json": (MatterDocument, "En ärendetyp"),
    "procedure.schema.json": (ProcedureDocument, "Ett förlopp, till exempel anslaget"),
    "route.schema.json": (RouteDocument, "En väg som ärendetyper delar"),
    "organisation.schema.json": (Organisation, "En organisation: organ, roller och register"),
    "vocabulary.schema.json": (VocabularyDocument, "Ord i historiker och vad de betyder"),
}


def schemas(files: Files = DEFINITIONS) -> dict[str, str]:
    """File name to content, as text that ends with a newline."""
    return {
        name: json.dumps(_schema(model, title), ensure_ascii=False, indent=2) + "\n"
        for name, (model, title) in files.items()
    }


def write(directory: Path, files: Files = DEFINITIONS) -> None:
    """Write the schemas into the directory."""
    for name, text in schemas(files).items():
        (directory / name).write_text(text, encoding="utf-8")


def _schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    schema = model.model_json_schema(by_alias=True)
    for part in (schema, *schema.get("$defs", {}).values()):
        # the docstrings are for those who read the code, and titles only repeat the keys
        part.pop("description", None)
        part.pop("title", None)
        for declared in part.get("properties", {}).values():
            declared.pop("title", None)
    return {"$schema": DIALECT, "title": title, **schema}
