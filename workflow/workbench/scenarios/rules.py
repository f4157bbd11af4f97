"""Ids of what can be wrong with a scenario file; they never change their meaning."""

from enum import StrEnum


class ScenarioRule(StrEnum):
    """What has the wrong form has the ids of definitions (``AG-D001`` to ``AG-D008``)."""

    TARGET = "AG-S001"  # which type or route the file is for
    NAME_TAKEN = "AG-S002"
    UNKNOWN_EVENT = "AG-S003"
    UNKNOWN_STATE = "AG-S004"
    UNKNOWN_FIELD = "AG-S005"
    UNKNOWN_DEADLINE = "AG-S006"
    UNKNOWN_ORGANISATION = "AG-S007"
    UNKNOWN_BODY = "AG-S008"
    UNKNOWN_ROLE = "AG-S009"
    UNKNOWN_PROPERTY = "AG-S010"
    UNKNOWN_WORD = "AG-S011"  # a $word, or a word under each or where
    STEP = "AG-S012"  # does several things at once, or half of one
    WAY = "AG-S013"  # no way to a state, or ways in a circle
    RUNS_NOWHERE = "AG-S014"
    LEAVES_OUT = "AG-S015"
    TOO_LONG = "AG-S016"  # years, timers, scenarios
    NOTHING_SEEN = "AG-S017"  # a scenario without expectations
    NO_SCENARIOS = "AG-S018"  # a type that has none
