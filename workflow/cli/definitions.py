"""``definitions``: what administrators write, and what is live. Each command has a module of its own."""

from workflow.cli.lazy import group

app = group(
    {
        "check": "definitions_check:check",
        "test": "definitions_test:play",
        "explore": "definitions_explore:explore",
        "list": "definitions_list:listing",
        "show": "definitions_show:show",
        "diff": "definitions_diff:diff",
        "publish": "definitions_publish:publish",
        "retire": "definitions_publish:retire",
        "diagram": "definitions_diagram:diagram",
    },
    help="Definitioner: kontrollera, lista, visa, jämföra, publicera, ta ur bruk.",
)
