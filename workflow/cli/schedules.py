"""``schedule``: when bodies meet, what moved because of a change, and calendar files."""

from workflow.cli.lazy import group

app = group(
    {
        "show": "schedules_show:show",
        "moved": "schedules_show:moved",
        "import": "schedules_import:import_file",
        "compare": "schedules_import:compare",
    },
    help="Sammanträdesplaner: visa, se vad en ändring flyttade, läs in och jämför kalendrar.",
)
