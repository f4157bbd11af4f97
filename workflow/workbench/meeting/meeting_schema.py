"""JSON Schema of a file about a meeting, for editors.

Written by ``schema_json.write(Path("definitions/schema"), meeting_schema.FILES)``.
"""

from workflow.definition.schema_json import Files
from workflow.workbench.meeting.form import MeetingFile

FILES: Files = {"meeting.schema.json": (MeetingFile, "Ett sammanträde och vad som beslutades")}
