"""Names that the lines under ``never`` and ``always`` share with what is built in."""

BUILT_IN = frozenset(
    {
        "can_end",
        "someone_told",
        "nothing_before_adjustment",
        "heard_by_board",
        "joins_answer",
        "no_endless_automatic",
    }
)
"""The properties that every definition is asked about (``workflow.workbench.properties``)."""
