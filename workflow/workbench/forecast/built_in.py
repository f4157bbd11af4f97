"""What counts where nobody has said anything."""

from collections.abc import Mapping

from workflow.workbench.forecast.form import Duration

PER_MONTH = 1.0
"""Of every matter type that comes in by itself."""

AHEAD = "P6M"
"""A last day that somebody outside sets lies so long after the registration."""

PROCESSING: Mapping[str, Duration] = {
    "preparation": Duration(median="P45D", p90="P120D"),
    "with_committee": Duration(median="P60D", p90="P120D", by_others=True),
    "with_parties": Duration(median="P90D", p90="P150D", by_others=True),
}
"""By state; these are the names in the shipped definitions."""

ANY_STATE = Duration(median="P14D", p90="P30D")
"""Of every other state in which somebody in the office has the matter."""

MOST_MATTERS = 20_000
"""In all runs together."""

MOST_YEARS = 5
"""That are simulated, with those that come before the counting."""

MOST_RUNS = 50
FIRST_YEAR, LAST_YEAR = 2000, 2060

ANY_YEAR = 2026
"""Counted where neither the file nor the organisation's meeting schedule says which."""
