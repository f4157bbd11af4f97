"""JSON Schema of a recorded history, for those who export their own.

Written by ``schema_json.write(Path("definitions/schema"), history_schema.FILES)``; one line of a JSONL file is
one such object.
"""

from workflow.definition.schema_json import Files
from workflow.workbench.replay.history import History

FILES: Files = {"history.schema.json": (History, "Ett ärendes historik: en rad i en JSONL-fil")}
