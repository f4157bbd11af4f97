"""JSON Schema of a scenario file, for editors.

Written by ``schema_json.write(Path("definitions/schema"), scenario_schema.FILES)``. Begin a file with
``# yaml-language-server: $schema=../schema/scenarios.schema.json`` to have help while writing.
"""

from workflow.definition.schema_json import Files
from workflow.workbench.scenarios.form import ScenariosDocument

FILES: Files = {
    "scenarios.schema.json": (
        ScenariosDocument,
        "Scenarier för en ärendetyp, ett förlopp eller en väg",
    )
}
