"""JSON Schema of a simulation file, for editors.

Written by ``schema_json.write(Path("definitions/schema"), simulation_schema.FILES)``.
"""

from workflow.definition.schema_json import Files
from workflow.workbench.forecast.form import Simulation

FILES: Files = {"simulation.schema.json": (Simulation, "En simulering av ett år av sammanträden")}
