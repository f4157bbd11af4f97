"""``notice``: the notice boards. Each command is imported when it is given."""

from workflow.cli.lazy import group

app = group(
    {
        "list": "notices:listing",
        "announce": "notices:announce",
        "delegated": "notices:delegated",
        "confirm": "notice_boards:confirm",
        "taken-down-early": "notice_boards:taken_down_early",
        "post-again": "notice_boards:post_again",
        "publish-minutes": "notice_minutes:publish",
        "hide-minutes": "notice_minutes:hide",
    },
    help="Anslag: lista, anmäl justerade protokoll, bekräfta tavlor, visa hela protokoll.",
)
