"""``matter``: register matters, read them, let something happen. Each command has a module of its own."""

from workflow.cli.lazy import group

app = group(
    {
        "register": "matter_register:register",
        "list": "matter_list:listing",
        "show": "matter_read:show",
        "fire": "matter_fire:fire",
        "appeal": "matter_legal:appeal",
        "legal-force": "matter_legal:legal_force",
        "explain": "matter_read:explanation",
        "timeline": "matter_read:timeline",
    },
    help="Ärenden: registrera, läs, låt något hända.",
)
